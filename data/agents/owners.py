"""The cell that names the owning sections: 生涯学習課（児童センター）, 商工課等, 商工課・農政課."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..source import Source, Span
from ..words.profile import Profile


@dataclass(frozen=True, slots=True)
class Owner:
    """A section with the span that names it (他/等 included) and its bracketed sub-unit."""

    section: str
    span: Span
    open_ended: bool = False
    subunit: str | None = None
    subunit_span: Span | None = None


def owners(source: Source, cell: Span, profile: Profile) -> Iterator[Owner]:
    """The owners that `cell` names, in order.

    Raises nothing: a cell of other shape yields its text as one section's name.
    """
    for piece in _pieces(source, cell, profile):
        text = source.quote(piece)
        match = re.fullmatch(
            r"(?P<name>[^（(]*)[（(](?P<sub>[^（()）]*)[)）]?(?P<rest>.*)", text, re.DOTALL
        )
        name, sub, rest = (match["name"], match["sub"], match["rest"]) if match else (text, "", "")
        bare, open_ended = _without_open_end(name.strip(), profile)
        open_ended |= rest.strip() in profile.open_ended
        if not bare:
            continue
        lead = len(name) - len(name.lstrip())
        end = piece.end if rest.strip() else piece.start + lead + len(name.strip())
        sub_start = piece.start + len(name) + 1
        yield Owner(
            section=bare,
            span=Span(piece.start + lead, end),
            open_ended=open_ended,
            subunit=sub.strip() or None,
            subunit_span=source.strip(Span(sub_start, sub_start + len(sub)))
            if sub.strip()
            else None,
        )


def _without_open_end(name: str, profile: Profile) -> tuple[str, bool]:
    for word in sorted(profile.open_ended, key=len, reverse=True):
        rest = name.removesuffix(word)
        # 部局外: what is left must be a name, not only what offices are called.
        if rest != name and len(rest) > 1 and rest not in ("部局", "部署", "課室"):
            return name.removesuffix(word).rstrip("・、,　 "), True
    return name, False


def _pieces(source: Source, cell: Span, profile: Profile) -> Iterator[Span]:
    """`cell` parted between sections, never inside brackets."""
    text = source.quote(cell)
    depth, at = 0, 0
    for index, char in enumerate(text):
        depth += (char in "（(") - (char in "）)" and depth > 0)
        if depth == 0 and _parts(text, at, index, char, profile):
            if source.quote(span := source.strip(Span(cell.start + at, cell.start + index))):
                yield span
            at = index + 1
    if source.quote(span := source.strip(Span(cell.start + at, cell.end))):
        yield span


def _parts(text: str, at: int, index: int, char: str, profile: Profile) -> bool:
    if char in "、，,／/\n\u2028；;":
        return True
    if char not in "・ \u3000&＆":
        return False
    left = re.sub(r"[（(][^（()）]*[)）]", "", text[at:index]).strip()
    left = _without_open_end(left, profile)[0]
    right = re.split(r"[・\s、，,／/&＆（(]", text[index + 1 :].strip(), maxsplit=1)[0]
    right = _without_open_end(right, profile)[0]
    endings = tuple(profile.section_endings)
    return left.endswith(endings) and right.endswith(endings)
