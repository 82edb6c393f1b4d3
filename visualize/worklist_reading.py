"""The decisions that somebody filled in in a workbook, checked against the knowledge base.

A decision is taken only from a row whose hidden ID names projects that the knowledge base has, and
whose visible names are the names of these projects: a workbook of another plan, or one of which
only some columns were sorted, is refused with the cell where it shows.
"""

import unicodedata
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from ..errors import InputError
from ..graph.decisions import Decision
from ..graph.evidence_spans import rows
from ..graph.store import KnowledgeBase
from ..language import LANGS, Text
from ..ontology.terms import eni, ext
from .days import as_day
from .office import cell_text, office_module
from .worklist_words import CHOICES, COLUMNS, VERDICTS

_MOST_BYTES: Final = 32 << 20
_MOST_UNPACKED: Final = 512 << 20
#: Somebody may have put a title above the heads.
_HEAD_ROWS: Final = 20
_OLD_FORMAT: Final = b"\xd0\xcf\x11\xe0"
_NAMES: Final = ("project_a", "project_b", "project_c")
_NEEDED: Final = ("decision", "id")
_NOTED: Final = ("reason", "contact", "contacted", "answer")
_WRITE_AGAIN: Final = Text(
    "enishi report -o worklist.xlsx が書いたファイルを指定してください",
    "name a file that `enishi report -o worklist.xlsx` wrote",
)


@dataclass(frozen=True, slots=True)
class Filled:
    """What a workbook says: a decision for each row with one, in its order.

    `unfinished` are the cells of rows with a reason, a contact or an answer but no decision.
    """

    decisions: tuple[Decision, ...]
    unfinished: tuple[str, ...]


def read_decided(kb: KnowledgeBase, path: Path, *, who: str, when: str) -> Filled:
    """The decisions filled in, nothing stored yet.

    Raises InputError naming sheet and cell for a word that is no decision, an ID that is gone,
    altered or of another plan, and for two rows that decide differently on the same projects.
    """
    known = _known(kb)
    plans = sorted(kb.plans(), key=len, reverse=True)
    made: dict[frozenset[str], tuple[Decision, str]] = {}
    unfinished: list[str] = []
    for row in _rows(path):
        word = row.text("decision")
        if not word:
            noted = [key for key in _NOTED if row.text(key)]
            unfinished += [row.cell(noted[0])] if noted else []
            continue
        verdict = _VERDICTS.get(_plain(word))
        if verdict is None:
            raise _no_verdict(word, row)
        on = _projects(row, known)
        told = Decision(
            plan=next(plan for plan in plans if on[0].startswith(plan + "/")),
            on=on,
            verdict=verdict,
            who=who,
            when=when,
            why=row.text("reason"),
            contact=row.text("contact"),
            contacted=row.text("contacted"),
            answer=row.text("answer"),
        )
        before = made.setdefault(frozenset(on), (told, row.cell("decision")))
        if before[0] != told:
            raise _twice(before[1], row)
    return Filled(tuple(each for each, _ in made.values()), tuple(unfinished))


def _known(kb: KnowledgeBase) -> dict[str, str]:
    """Every project's name, of whatever edition; the Japanese one where there are more."""
    found: dict[str, str] = {}
    sparql = f"""SELECT ?s ?label ?lang WHERE {{
      ?s a <{eni.Project}> ; <{ext.prefLabel}> ?label BIND(LANG(?label) AS ?lang) }}"""
    for project, label, lang in sorted(rows(kb, sparql), reverse=True):
        if lang == "ja" or project not in found:
            found[project] = label
    return found


@dataclass(frozen=True, slots=True)
class _Row:
    """A row under the heads, by the keys of COLUMNS."""

    path: Path
    sheet: str
    number: int
    columns: Mapping[str, int]
    values: Sequence[Any]

    def text(self, key: str) -> str:
        at = self.columns.get(key)
        value = self.values[at] if at is not None and at < len(self.values) else None
        if isinstance(value, datetime | date):
            return value.isoformat()[:10]
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if key == "contacted":
            return as_day(value)
        return "" if value is None else str(value).strip()

    def cell(self, key: str) -> str:
        """Where it stands, as people say: file sheet!cell."""
        from openpyxl.utils import get_column_letter

        letter = get_column_letter(self.columns.get(key, 0) + 1)
        return f"{self.path} {self.sheet}!{letter}{self.number}"


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text.replace("_x005F_", "_")).split())


_HEADS: Final = {_plain(COLUMNS[key].in_lang(lang)): key for key in COLUMNS for lang in LANGS}
_VERDICTS: Final = {_plain(VERDICTS[key].in_lang(lang)): key for key in CHOICES for lang in LANGS}


def _projects(row: _Row, known: Mapping[str, str]) -> tuple[str, ...]:
    """The projects of a row's ID, of one plan, with the names that stand in the row."""
    on = tuple(sorted(row.text("id").split()))
    if not 2 <= len(set(on)) == len(on) <= 3:
        raise InputError(
            Text("この行のIDが失われています", "the ID of this row is gone"),
            where=row.cell("id"),
            hint=Text(
                "隠れているID列を消さずに、ワークリストを書き直してください",
                "write the worklist again and leave its hidden ID column alone",
            ),
        )
    strange = [iri for iri in on if iri not in known]
    if strange or len({iri.rpartition("/project/")[0] for iri in on}) > 1:
        raise InputError(
            Text(
                f"この行の事業（{strange[0] if strange else on[-1]}）は、この知識ベースの計画に"
                "ありません。別の計画のワークリストか、IDが書き換えられています",
                f"this row's project ({strange[0] if strange else on[-1]}) is in no plan of this"
                " knowledge base: it is another plan's worklist, or the ID was altered",
            ),
            where=row.cell("id"),
            hint=Text(
                "そのワークリストを書いた知識ベースを --kb で指定してください",
                "give --kb the knowledge base that the worklist was written from",
            ),
        )
    said = sorted(_plain(row.text(key)) for key in _NAMES if row.columns.get(key) is not None)
    names = sorted(_plain(cell_text(known[iri])) for iri in on)
    if len(said) == len(names) and said != names:
        raise InputError(
            Text(
                "この行の事業名とIDが合いません。一部の列だけを並べ替えませんでしたか",
                "the names of this row are not those of its ID: were only some columns sorted?",
            ),
            where=row.cell("project_a"),
            hint=Text(
                "ワークリストを書き直し、行全体を並べ替えてください（フィルターの並べ替えを使う）",
                "write the worklist again and sort whole rows, with the filter's own buttons",
            ),
        )
    return on


def _no_verdict(word: str, row: _Row) -> InputError:
    return InputError(
        Text(f"「{word}」という判断はありません", f"“{word}” is no decision"),
        where=row.cell("decision"),
        hint=Text(
            "採用・検討・見送り・既に連携済み のどれかを選んでください",
            "choose adopted, considering, declined or already working together",
        ),
    )


def _twice(before: str, row: _Row) -> InputError:
    return InputError(
        Text(
            f"同じ事業の組に、違う判断や理由が二つあります（もう一つは {before}）",
            f"two rows decide differently on the same projects (the other is {before})",
        ),
        where=row.cell("decision"),
        hint=Text("どちらか一つにしてください", "leave only one of them"),
    )


def _rows(path: Path) -> Iterator[_Row]:
    """The rows under the heads of every sheet that has columns for decision and ID."""
    found = False
    for sheet in _book(path).worksheets:
        columns: dict[str, int] = {}
        for number, values in enumerate(sheet.iter_rows(values_only=True), 1):
            if columns:
                yield _Row(path, sheet.title, number, columns, values)
            elif number > _HEAD_ROWS:
                break
            else:
                heads = _Heads(values)
                if heads.columns.keys() & {"decision", "id"} and "project_a" in heads.columns:
                    heads.check(f"{path} {sheet.title}!A{number}")
                    columns, found = heads.columns, True
    if not found:
        raise InputError(
            Text("「判断」と「ID」の列がありません", "there are no columns “decision” and “ID”"),
            where=str(path),
            hint=_WRITE_AGAIN,
        )


class _Heads:
    """The heads of a sheet: the column of each that is known, and the names of the others."""

    def __init__(self, values: Sequence[Any]) -> None:
        self.columns: dict[str, int] = {}
        self.twice: list[str] = []
        self.strange: list[str] = []
        for at, value in enumerate(values):
            said = "" if value is None else str(value).strip()
            key = _HEADS.get(_plain(said))
            if key is None:
                self.strange += [said] if said else []
            elif key in self.columns:
                self.twice.append(said)
            else:
                self.columns[key] = at

    def check(self, where: str) -> None:
        """InputError for two columns of one name, and for one that was given another name.

        What stands in it would be lost without a word. A column that was only deleted, or one that
        was only inserted, loses nothing.
        """
        if self.twice:
            raise InputError(
                Text(
                    f"「{self.twice[0]}」という列が二つあります",
                    f"there are two columns “{self.twice[0]}”",
                ),
                where=where,
                hint=Text("どちらかの名前を変えてください", "give one of them another name"),
            )
        gone = [COLUMNS[key] for key in (*_NEEDED, *_NOTED) if key not in self.columns]
        if any(key not in self.columns for key in _NEEDED) or (gone and self.strange):
            ja = "".join(f"「{each}」" for each in self.strange[:5])
            en = ", ".join(f"“{each}”" for each in self.strange[:5])
            raise InputError(
                Text(
                    f"「{gone[0].ja}」の列がありません"
                    + (f"。見出しにない名前の列は{ja}です" if ja else ""),
                    f"there is no column “{gone[0].en}”" + (f"; there is {en}" if en else ""),
                ),
                where=where,
                hint=Text(
                    "見出しを元の名前（判断・理由・打診先・打診日・回答・ID）に戻してください",
                    "give the heads their names back: decision, reason, contact, contacted on,"
                    " answer, ID",
                ),
            )


def _book(path: Path) -> Any:
    openpyxl = office_module("openpyxl", "openpyxl")
    try:
        with path.open("rb") as file:
            start = file.read(4)
    except FileNotFoundError as error:
        raise InputError(
            Text("ファイルが見つかりません", "no such file"),
            where=str(path),
            hint=Text("名前とフォルダを確かめてください", "check the name and the folder"),
        ) from error
    except OSError as error:
        raise _no_book(path) from error
    if start == _OLD_FORMAT:
        raise InputError(
            Text(
                "古い形式（.xls）か、パスワードのかかったブックです",
                "this is a workbook of the old format (.xls), or one with a password",
            ),
            where=str(path),
            hint=Text(
                "Excelで開き、パスワードを外して「Excelブック（.xlsx）」として保存し直してください",
                "open it in Excel and save it as an .xlsx workbook without a password",
            ),
        )
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
        if path.stat().st_size > _MOST_BYTES or unpacked > _MOST_UNPACKED:
            raise InputError(
                Text("ワークリストにしては大きすぎます", "this is too large for a worklist"),
                where=str(path),
                hint=_WRITE_AGAIN,
            )
        return openpyxl.load_workbook(path, data_only=True)
    except InputError:
        raise
    except Exception as error:  # whatever openpyxl says of a file that is no workbook
        raise _no_book(path) from error


def _no_book(path: Path) -> InputError:
    return InputError(
        Text("Excelのブックとして読めません", "this cannot be read as a workbook"),
        where=str(path),
        hint=Text(
            "「Excelブック（.xlsx）」として保存し直したファイルか、enishi report が書いたファイルを"
            "指定してください",
            "save it as an Excel workbook (.xlsx), or name a file that `enishi report` wrote",
        ),
    )
