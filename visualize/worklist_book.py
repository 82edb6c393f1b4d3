"""The worklist as a workbook to fill in, and the decisions read back from it.

Whatever comes from a plan is written as text: a cell can never become a formula. Rows are known
by the IRIs in a hidden column, so sorting and filtering lose nothing.
"""

import io
import re
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ..errors import InputError
from ..graph.atomic import write_atomically
from ..graph.decisions import Decision, Verdict
from ..graph.worklist import Worklist
from ..language import Lang, Text
from .worklist_words import EVIDENCE, LINKS, VERDICTS, WORDS

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

#: What a drop-down offers, in its order.
CHOICES: Final[tuple[Verdict, ...]] = ("adopted", "considering", "declined", "existing")
SHEET: Final = Text("候補", "Candidates")
PAIRS: Final = Text("課の組", "Pairs")
LINKED: Final = Text("今あるつながり", "Links")
_COLUMNS: Final = (
    Text("組", "pair"), Text("課A", "section A"), Text("事業A", "project A"),
    Text("課B", "section B"), Text("事業B", "project B"), Text("得点", "score"),
    Text("なぜ", "why"), Text("根拠", "evidence"), Text("判断", "decision"),
    Text("理由", "reason"), Text("打診先", "contact"), Text("打診日", "contacted on"),
    Text("回答", "answer"), Text("ID", "ID"),
)  # fmt: skip
_WIDTHS: Final = (6, 14, 30, 14, 30, 7, 60, 60, 14, 24, 16, 12, 24, 10)
_ID: Final = len(_COLUMNS)
_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
#: A cell of a workbook holds no more.
_LONGEST: Final = 32_767
_MOST_BYTES: Final = 32 << 20


def _openpyxl() -> Any:
    try:
        import openpyxl
    except ImportError as error:
        raise InputError(
            Text("Excelの読み書きに要る openpyxl が入っていません", "openpyxl is not installed"),
            hint=Text(
                'pip install "enishi[office]" を実行してください',
                'run: pip install "enishi[office]"',
            ),
        ) from error
    return openpyxl


def write_worklist_book(work: Worklist, out: Path, *, lang: Lang) -> None:
    """Write the workbook: candidates to decide on, pairs of sections, links there are.

    Raises InputError, with the install line, without openpyxl.
    """
    book = _openpyxl().Workbook()
    _candidates(book, work, lang)
    _pairs(book, work, lang)
    _links(book, work, lang)
    # The same list is the same bytes: no clock in the file.
    book.properties.created = book.properties.modified = datetime(2000, 1, 1)
    book.properties.creator = "Enishi"
    buffer = io.BytesIO()
    book.save(buffer)
    write_atomically(out, buffer.getvalue())


def _put(sheet: "Worksheet", row: int, column: int, value: str | float) -> Any:
    """Write a number as it is, anything else as text whatever it begins with."""
    cell = sheet.cell(row, column)
    if isinstance(value, str):
        cell.value = _ILLEGAL.sub(" ", value)[:_LONGEST]
        cell.data_type = "s"  # openpyxl would take =1+1 for a formula
    else:
        cell.value = value
    return cell


def _head(sheet: "Worksheet", names: list[str], widths: tuple[int, ...]) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    for number, (name, width) in enumerate(zip(names, widths, strict=True), 1):
        cell = _put(sheet, 1, number, name)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="DDE8F0")
        cell.alignment = Alignment(vertical="center", wrap_text=True)
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A2"


def _finish(sheet: "Worksheet") -> None:
    """Filters over all columns, text wrapped, one page wide in print."""
    from openpyxl.styles import Alignment

    sheet.auto_filter.ref = sheet.dimensions
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.alignment = Alignment(vertical="top", wrap_text=True)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"


def _candidates(book: "Workbook", work: Worklist, lang: Lang) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    sheet = book.active
    assert sheet is not None
    sheet.title = SHEET.in_lang(lang)
    _head(sheet, [each.in_lang(lang) for each in _COLUMNS], _WIDTHS)
    row = 1
    for pair in work.pairs:
        for each in pair.candidates:
            row += 1
            one, other = each.suggestion.projects[:2]
            facts = "\n".join(
                f"{EVIDENCE[fact.kind].in_lang(lang)}「{fact.label.in_lang(lang)}」"
                + " / ".join(f"{span.locator} {span.quote}" for span in fact.spans[:2])
                for fact in each.suggestion.evidence
            )
            said = each.decision
            values: list[str | float] = [
                float(pair.rank), one.section, one.name, other.section, other.name,
                round(each.suggestion.score, 1), each.suggestion.reason.in_lang(lang), facts,
                VERDICTS[said.verdict].in_lang(lang) if said else "",
                said.why if said else "", said.contact if said else "",
                said.contacted if said else "", said.answer if said else "",
                " ".join(project.iri for project in each.suggestion.projects),
            ]  # fmt: skip
            for column, value in enumerate(values, 1):
                _put(sheet, row, column, value)
            link = sheet.cell(row, 1)
            link.hyperlink = f"#'{PAIRS.in_lang(lang)}'!A{pair.rank + 1}"
            link.style = "Hyperlink"
    choices = ",".join(VERDICTS[each].in_lang(lang) for each in CHOICES)
    validation = DataValidation(type="list", formula1=f'"{choices}"', allow_blank=True)
    sheet.add_data_validation(validation)
    validation.add(f"I2:I{max(2, row)}")
    sheet.column_dimensions[get_column_letter(_ID)].hidden = True
    _finish(sheet)


def _pairs(book: "Workbook", work: Worklist, lang: Lang) -> None:
    sheet = book.create_sheet(PAIRS.in_lang(lang))
    names = [
        Text("順位", "rank"), Text("課A", "section A"), Text("課B", "section B"),
        Text("得点", "score"), WORDS["candidates"], WORDS["today"], WORDS["invite"],
    ]  # fmt: skip
    _head(sheet, [each.in_lang(lang) for each in names], (7, 18, 18, 8, 8, 60, 40))
    first = 2
    for row, pair in enumerate(work.pairs, 2):
        today = "\n".join(
            f"{LINKS[link.kind].in_lang(lang)}「{link.label.in_lang(lang)}」" for link in pair.links
        )
        values: list[str | float] = [
            float(pair.rank), *pair.sections, round(pair.score, 1), float(len(pair.candidates)),
            today or WORDS["none_today"].in_lang(lang), "、".join(pair.invite),
        ]  # fmt: skip
        for column, value in enumerate(values, 1):
            _put(sheet, row, column, value)
        link = sheet.cell(row, 1)
        link.hyperlink = f"#'{SHEET.in_lang(lang)}'!A{first}"
        link.style = "Hyperlink"
        first += len(pair.candidates)
    _finish(sheet)


def _links(book: "Workbook", work: Worklist, lang: Lang) -> None:
    sheet = book.create_sheet(LINKED.in_lang(lang))
    names = [
        Text("課A", "section A"), Text("課B", "section B"), Text("種類", "kind"),
        Text("何によるか", "what"), Text("原文", "source"),
    ]  # fmt: skip
    _head(sheet, [each.in_lang(lang) for each in names], (18, 18, 16, 50, 80))
    row = 1
    for pair in work.pairs:
        for link in pair.links:
            row += 1
            spans = "\n".join(f"{span.locator} {span.quote}" for span in link.spans)
            kind = LINKS[link.kind].in_lang(lang)
            for column, value in enumerate(
                (*pair.sections, kind, link.label.in_lang(lang), spans), 1
            ):
                _put(sheet, row, column, value)
    for each in work.decided:
        if each.decision.verdict in ("adopted", "existing"):
            row += 1
            people = Text("人の判断", "decided by people").in_lang(lang)
            said = " × ".join(f"「{name}」" for _, name in each.projects)
            who = f"{each.decision.who} {each.decision.when} {each.decision.why}".rstrip()
            sections = [section for section, _ in each.projects[:2]]
            kind = f"{people}: {VERDICTS[each.decision.verdict].in_lang(lang)}"
            for column, value in enumerate((*sections, kind, said, who), 1):
                _put(sheet, row, column, value)
    _finish(sheet)


def read_decided(path: Path, *, who: str, when: str) -> list[Decision]:
    """The decisions somebody filled in, one for each row with a decision.

    Raises InputError naming sheet and cell for a word that is no decision or a row whose ID is
    gone.
    """
    sheet, columns = _sheet(path)
    verdicts = {text.in_lang(lang): key for key, text in VERDICTS.items() if key in CHOICES
                for lang in ("ja", "en")}  # fmt: skip
    found: list[Decision] = []
    for number, row in enumerate(sheet.iter_rows(min_row=2, values_only=True), 2):

        def cell(name: str, row: tuple[Any, ...] = row) -> str:
            at = columns.get(name)
            value = row[at] if at is not None and at < len(row) else None
            if isinstance(value, date):
                return value.isoformat()[:10]
            return "" if value is None else str(value).strip()

        said = cell("判断")
        if not said:
            continue
        where = f"{path} {sheet.title}!"
        if said not in verdicts:
            raise InputError(
                Text(f"「{said}」という判断はありません", f"“{said}” is no decision"),
                where=f"{where}{_letter(columns['判断'])}{number}",
                hint=Text(
                    "採用・検討・見送り・既に連携済み のどれかを選んでください",
                    "choose adopted, considering, declined or already working together",
                ),
            )
        on = tuple(sorted(cell("ID").split()))
        plan = on[0].partition("/project/")[0] if on else ""
        if len(on) < 2 or not plan or not all(each.startswith(plan + "/") for each in on):
            raise InputError(
                Text("この行のIDが失われています", "the ID of this row is gone"),
                where=f"{where}{_letter(columns['ID'])}{number}",
                hint=Text(
                    "隠れているID列を消さずに、ワークリストを書き直してください",
                    "write the worklist again and leave its hidden ID column alone",
                ),
            )
        found.append(
            Decision(
                plan=plan,
                on=on,
                verdict=verdicts[said],
                who=who,
                when=when,
                why=cell("理由"),
                contact=cell("打診先"),
                contacted=cell("打診日"),
                answer=cell("回答"),
            )
        )
    return found


def _sheet(path: Path) -> tuple[Any, dict[str, int]]:
    """The sheet of candidates and where its columns are, by their Japanese names."""
    openpyxl = _openpyxl()
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise ValueError("too large")
        book = openpyxl.load_workbook(path, data_only=True)
    except FileNotFoundError as error:
        raise InputError(
            Text("ファイルが見つかりません", "no such file"),
            where=str(path),
            hint=Text("名前とフォルダを確かめてください", "check the name and the folder"),
        ) from error
    except Exception as error:  # whatever openpyxl says of a file that is no workbook
        raise InputError(
            Text("Excelのブックとして読めません", "this cannot be read as a workbook"),
            where=str(path),
            hint=Text(
                "enishi report -o worklist.xlsx が書いたファイルを指定してください",
                "name a file that `enishi report -o worklist.xlsx` wrote",
            ),
        ) from error
    same = {text.in_lang(lang): text.ja for text in _COLUMNS for lang in ("ja", "en")}
    for sheet in book.worksheets:
        head = next(sheet.iter_rows(min_row=1, max_row=1, values_only=True), ())
        columns = {same[str(name)]: at for at, name in enumerate(head) if str(name) in same}
        if {"判断", "ID"} <= columns.keys():
            return sheet, columns
    raise InputError(
        Text("「判断」と「ID」の列がありません", "there are no columns “decision” and “ID”"),
        where=str(path),
        hint=Text(
            "enishi report -o worklist.xlsx が書いたファイルを指定してください",
            "name a file that `enishi report -o worklist.xlsx` wrote",
        ),
    )


def _letter(column: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(column + 1))
