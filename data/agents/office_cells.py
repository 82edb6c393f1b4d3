"""Cells that name parts of an office: departments, sections, sub-units, several, with marks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal

from ..source import Source, Span
from ..words.table_words import TableWords
from .cell_trim import portions, stripped
from .office_trim import NOTHING, several, trimmed
from .owners import _without_open_end

#: The department in one or two letters: 子）子育て支援部.
_SHORT: Final = re.compile(r"[^\s（()）]{1,3}[）)]\s*(?=\S)")
#: Every office of a kind stands in no department: 危機管理課, 各区役所.
_EVERY: Final = ("各", "全", "関係")

#: 商工課|土木課, 税務室|副：土木課: no section is a part of a section; 課題, 課税 and the like go on.
_SIDE_BY_SIDE: Final = re.compile(
    r"(?<=[^\s（(]{2}課)(?![題税程長金目]|及び|および|並びに|ならびに|と)(?=[^\s（()）課：:]{2,10}課(?:$|[\s、，,（(]))"
    r"|(?<=[^\s（(])(?=(?:主|副|主担当|副担当)[：:])"
)
#: How to call an office, behind its name.
_CALL: Final = re.compile(
    r"(?<=\S)[\s　]*(?:内線|直通|電話|℡|TEL|Tel)[\s　.:：]*[0-9０-９][0-9０-９\-－ー()（）]*$"
)
#: Words between two offices: 危機管理課及び福祉課.
_BOTH: Final = re.compile("及び|および|並びに|ならびに|と")

Rank = Literal["department", "section", "subunit"]


@dataclass(frozen=True, slots=True)
class Office:
    """A part of an office named in a cell: its section, and what stands above and below.

    `lead` is True for a marked leading owner, False for a marked other one, None without marks.
    """

    section: str
    span: Span
    department: str | None = None
    department_span: Span | None = None
    subunit: str | None = None
    subunit_span: Span | None = None
    open_ended: bool = False
    lead: bool | None = None


@dataclass
class _Piece:
    text: str
    span: Span
    loose: bool  # parted from the piece before by white space, a line break or ・
    lead: bool | None = None


def offices(source: Source, cell: Span, words: TableWords) -> Iterator[Office]:
    """The offices that `cell` names, in order; nothing for a cell that names nobody.

    Raises InputError for a name longer than any.
    A department followed by a section, parted by white space or by nothing, is the section's:
    健康福祉部 高齢者支援課. A cell of other shape yields its text as one section's name.
    """
    for portion in portions(source, cell):
        yield from _offices(source, portion, words)


def _offices(source: Source, cell: Span, words: TableWords) -> Iterator[Office]:
    department: tuple[str, Span] | None = None
    waiting: Office | None = None
    for piece in _pieces(source, cell, words):
        if not piece.loose:
            if waiting:
                yield waiting
            waiting = department = None
        for found in _named(source, piece, words):
            rank = _rank(found.section, words)
            if rank == "subunit" and waiting and piece.loose:
                if waiting.subunit:  # 福祉課高齢者係・障害者係
                    yield waiting
                waiting = _with_subunit(waiting, found)
                continue
            every = found.section.startswith(_EVERY)
            beside = rank == "department" and _alike(found.section, waiting)  # 福祉部・教育部
            below = (
                department is not None and waiting is not None and waiting.section == department[0]
            )
            if waiting and (every or beside or not below):
                yield waiting
            if rank == "department" and not found.subunit:
                department, waiting = (found.section, found.span), found
                continue
            if department and not found.department and not every:
                found = _with_department(found, *department)
            elif (
                found.department
                and found.department_span
                and piece.text.startswith(found.department)
            ):
                department = found.department, found.department_span  # 福祉部福祉課・保育課
            waiting = found
    if waiting:
        yield waiting


def _named(source: Source, piece: _Piece, words: TableWords) -> Iterator[Office]:
    """The office of a piece, once for each sub-unit of its bracket: 福祉課（高齢者係、障害者係）."""
    match = re.fullmatch(r"(?P<name>[^（(]+)[（(](?P<sub>[^（()）]*)[)）]\s*", piece.text)
    parts = several(match["sub"], words) if match else []
    if match is None or not parts:
        if found := _office(source, piece, words):
            yield _whole(found)
        return
    end = piece.span.start + match.end("name")
    office = _office(
        source, replace(piece, text=match["name"], span=Span(piece.span.start, end)), words
    )
    at = match.start("sub")
    for part in parts if office is not None else []:
        assert office is not None
        at = piece.text.index(part, at)
        span = Span(piece.span.start + at, piece.span.start + at + len(part))
        yield _whole(replace(office, subunit=part, subunit_span=span))
        at += len(part)


def _whole(office: Office) -> Office:
    """An office whose names hold nothing that was between their letters."""
    department, subunit = office.department, office.subunit
    return replace(
        office,
        section=office.section.replace(NOTHING, ""),
        department=department.replace(NOTHING, "") if department else None,
        subunit=subunit.replace(NOTHING, "") if subunit else None,
    )


def _alike(name: str, office: Office | None) -> bool:
    return office is not None and office.section[-1:] == name[-1:]


def _with_subunit(office: Office, below: Office) -> Office:
    return Office(
        office.section, office.span, office.department, office.department_span,
        below.section, below.span, office.open_ended or below.open_ended, office.lead,
    )  # fmt: skip


def _with_department(office: Office, name: str, span: Span) -> Office:
    return Office(
        office.section, office.span, name, span,
        office.subunit, office.subunit_span, office.open_ended, office.lead,
    )  # fmt: skip


def _rank(name: str, words: TableWords) -> Rank:
    ranks: tuple[tuple[Rank, str], ...] = (
        ("section", "sections"),
        ("department", "departments"),
        ("subunit", "subunits"),
    )
    if name in words.words("departments"):  # 教育委員会
        return "department"
    return max(ranks, key=lambda rank: words.ending_of(name, rank[1]))[0]


def _office(source: Source, piece: _Piece, words: TableWords) -> Office | None:
    if call := _CALL.search(piece.text):  # 環境課 内線1235
        end = piece.span.end - len(call[0])
        piece = _Piece(
            piece.text[: call.start()], Span(piece.span.start, end), piece.loose, piece.lead
        )
    match = re.fullmatch(
        r"(?P<name>[^（(]*)(?:[（(](?P<sub>[^（()）]*)[)）]?(?P<rest>.*))?", piece.text, re.DOTALL
    )
    name, sub, rest = (
        (match["name"], match["sub"] or "", match["rest"] or "") if match else (piece.text, "", "")
    )
    if words.is_empty(name):
        return None
    bare, open_ended = _without_open_end(name.strip(), words.headed)
    open_ended |= rest.strip() in words.headed.open_ended
    if sub.strip() in words.headed.open_ended or re.fullmatch(r"[\d\s\-内線:：TEL電話ー－]+", sub):
        open_ended |= sub.strip() in words.headed.open_ended
        sub = ""
    if not bare or words.is_empty(bare):
        return None
    start = piece.span.start + len(name) - len(name.lstrip())
    if short := _SHORT.match(bare):
        bare = bare[short.end() :]
        start += short.end()
    department, section, subunit = _split(bare, words)
    at = start + len(department)
    section_span = Span(at, at + len(section))
    if open_ended and not subunit:  # 課等: the words that say so are part of the evidence
        end = piece.span.end if rest.strip() else start + len(name.strip())
        section_span = Span(at, max(section_span.end, end))
    if sub.strip():
        sub_start = piece.span.start + len(name) + 1
        sub_span = source.strip(Span(sub_start, sub_start + len(sub)))
        if not department and _is_above(sub.strip(), section, words):  # 総務課（総務部）
            return Office(section, section_span, sub.strip(), sub_span, subunit or None,
                Span(section_span.end, section_span.end + len(subunit)) if subunit else None,
                open_ended, piece.lead)  # fmt: skip
        return Office(section, section_span, department or None,
            Span(start, at) if department else None, sub.strip(), sub_span, open_ended, piece.lead)  # fmt: skip
    below = Span(section_span.end, section_span.end + len(subunit))
    return Office(section, section_span, department or None,
        Span(start, at) if department else None, subunit or None,
        below if subunit else None, open_ended, piece.lead)  # fmt: skip


def _is_above(bracket: str, section: str, words: TableWords) -> bool:
    """Whether a bracket behind a section names its department."""
    above = words.ends_like(bracket, "above_divisions") and len(bracket) > 2
    return above and words.is_office(bracket) and words.ends_like(section, "divisions")


def _split(name: str, words: TableWords) -> tuple[str, str, str]:
    """(department, section, sub-unit) of a name without white space: 企画部企画課企画係.

    Only where what stands before and behind is a name of its own.
    """
    department, section, subunit = "", name, ""
    match = re.match(
        r"^(?P<above>.{1,16}?(?:[部局庁省]|委員会))(?P<rest>.{1,16}[課室所館班署園校]|.{2,16}センター|.{2,12}担当)(?P<below>.*)$",
        name,
    )
    if match and len(match["above"]) >= 3 and len(match["rest"]) >= 3:
        department, section = match["above"], match["rest"] + match["below"]
        deeper = re.match(r"^(?P<above>.{2,12}[部局])(?P<rest>.{2,}[課室所館].*)$", section)
        if deeper:
            department, section = department + deeper["above"], deeper["rest"]
    match = re.match(r"^(?P<section>.{2,}?[課室])(?P<below>.{2,}(?:係|担当|グループ|班))$", section)
    if match:
        section, subunit = match["section"], match["below"]
    return department, section, subunit


def _pieces(source: Source, cell: Span, words: TableWords) -> Iterator[_Piece]:
    text = trimmed(source.quote(cell), words)
    for start, end, loose in _cuts(text, words):
        span = stripped(text, start, end, cell.start)
        piece = text[span.start - cell.start : span.end - cell.start]
        lead: bool | None = None
        for marks, value in (("lead", True), ("support", False)):
            mark = next(
                (
                    m
                    for m in sorted(words.words(marks), key=len, reverse=True)
                    if piece.startswith(m)
                ),
                "",
            )
            if mark:
                lead = value
                span = stripped(
                    text, span.start + len(mark) - cell.start, span.end - cell.start, cell.start
                )
                piece = text[span.start - cell.start : span.end - cell.start]
                break
            tail = next((m for m in words.words(marks) if len(m) > 1 and piece.endswith(m)), "")
            if tail:
                lead = value
                span = stripped(
                    text, span.start - cell.start, span.end - len(tail) - cell.start, cell.start
                )
                piece = text[span.start - cell.start : span.end - cell.start]
                break
        bullet = re.match(r"^[・･*]\s*", piece)
        if bullet:
            span = Span(span.start + bullet.end(), span.end)
            piece = piece[bullet.end() :]
        if piece:
            yield _Piece(piece, span, loose and lead is None, lead)


def _within_latin(text: str, at: int, index: int, words: TableWords) -> bool:
    """Whether a comma stands inside a name: Department of Parks, Recreation and Culture."""
    opens = (*words.words("office_opens"), *words.words("holder_opens"))
    rest = text[index + 1 :].lower().lstrip(" \n").removeprefix("and ")
    ends = re.split("[;；\n]", rest, maxsplit=1)[0]
    return (
        text[at:index].lower().lstrip().startswith(opens)
        and not any(word in ends for word in opens)
        and re.search(r" (?:and|&) ", ends) is not None
        and not words.is_office(re.split(",| and | & ", ends, maxsplit=1)[0])
    )


def _cuts(text: str, words: TableWords) -> Iterator[tuple[int, int, bool]]:
    """(start, end, parted loosely from the one before) of the pieces of a cell."""
    for start, end, loose in _cuts_at_marks(text, words):
        at = start
        # A narrow cell of a PDF has two names below each other without room behind the first.
        for match in _SIDE_BY_SIDE.finditer(text, start, end):
            if words.is_office(text[at : match.end()]):
                yield at, match.end(), loose
                at, loose = match.end(), True
        for match in _BOTH.finditer(text, at, end):
            left, right = text[at : match.start()], _BOTH.split(text[match.end() : end])[0]
            if words.is_office(left) and words.is_office(right):
                yield at, match.start(), loose
                at, loose = match.end(), False
        start = at
        for match in re.finditer(r"\s+(?:and|&)\s+", text[start:end]):
            if (
                text[start + match.end() : end]
                .lower()
                .startswith(tuple(words.words("office_opens")))
            ):
                yield at, start + match.start(), loose
                at, loose = start + match.end(), False
        yield at, end, loose


def _cuts_at_marks(text: str, words: TableWords) -> Iterator[tuple[int, int, bool]]:
    depth, at, loose = 0, 0, False
    index = 0
    marks = tuple(m for m in words.words("lead") + words.words("support") if m in "◎○〇◯●△★")
    signs = tuple(m for m in words.words("lead") + words.words("support") if m[0] in "（(")
    listed = "; " in text  # then commas stand inside the names
    while index < len(text):
        char = text[index]
        depth += (char in "（(") - (char in "）)" and depth > 0)
        marked = char in marks and index > at and depth == 0
        behind = text[index:].lstrip()
        if char in " \u3000\n\u2028" and behind[:1] in ("（", "(") and not behind.startswith(signs):
            index += 1  # 環境課⏎（ごみ減量係）: the bracket is the name's
            continue
        if depth == 0 and (
            char in "、，,;；／/\n\u2028"
            and not (char == "," and (listed or _within_latin(text, at, index, words)))
            or marked
            or (char in "・･ \u3000&＆" and _between(text, at, index, words))
        ):
            yield at, index, loose
            loose = char in " \u3000\n\u2028・･／/"
            at = index if marked else index + 1
        index += 1
    yield at, len(text), loose


def _between(text: str, at: int, index: int, words: TableWords) -> bool:
    """Whether ・ or a space stands between two names of offices."""
    left = re.sub(r"[（(][^（()）]*[)）]", "", text[at:index]).strip().lstrip("◎○〇◯●△★")
    behind = text[index + 1 :].strip()
    sign = next(
        (m for m in words.words("lead") + words.words("support") if behind.startswith(m)), ""
    )
    behind = behind.removeprefix(sign)
    parted = [re.split(r"[・･\s、，,／/&＆（(]", behind, maxsplit=1)[0]]
    if text[index].isspace():  # 教育局 スポーツ・文化課: a name goes on over its ・
        parted.append(re.split(r"[\s、，,／/&＆（(]", behind, maxsplit=1)[0])
    named = any(words.is_office(right.lstrip("◎○〇◯●△★")) for right in parted)
    return words.is_office(left) and named
