"""`enishi links` for people: sentences, a matrix, then every cell opened into its sentences."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from ..graph.links import Link, Links
from ..graph.measures import NodeMeasures
from ..language import Text, current_lang
from .excerpt import em, excerpt, short
from .punctuation import bracketed, labelled, listed
from .worklist_facts import place
from .worklist_words import JOINT, LINKS, VERDICTS, decided_by

#: A matrix of more nodes is wider than a terminal; those with the most neighbours are shown.
MOST_NODES: Final = 24
_NAME: Final = 24
_QUOTE: Final = 70
#: A section and a partner are joined by the row or package that names the partner.
_NAMED_BY: Final = Text("連携先として挙げる", "named by")
_MEASURES: Final = Text(
    "指標（式は docs/measures.md）。割合: ありうる相手に占めるもの。拘束度: 低いほど、ほかにない橋渡し。"
    "橋: そのつながりがなくなると離れる相手",
    "measures (formulae: docs/measures.md); share: of all there could be; constraint: low where it"
    " joins what nobody else joins; bridges: neighbours that hang on this link",
)
_HEADS: Final = (
    Text("相手", "degree"), Text("割合", "share"), Text("媒介中心性", "betweenness"),
    Text("拘束度", "constraint"), Text("まとまり", "community"),
)  # fmt: skip
_BRIDGES: Final = Text("橋", "bridges")


def links_text(
    found: Links,
    measured: Mapping[str, NodeMeasures],
    sentences: Sequence[Text],
    why: Sequence[Text] = (),
) -> str:
    """Findings in words, the matrix of counts, the list with its sentences, the measures.

    `why` is said where there is no link.
    """
    said = [str(each) for each in sentences]
    if not found.links:
        none = Text("つながりは見つかりません。", "No links were found.")
        return "\n".join([*said, str(none), *map(str, why)])
    parts = [said, _matrix(found), _list(found), _measures(measured)]
    return "\n\n".join("\n".join(part) for part in parts if part)


def _matrix(found: Links) -> list[str]:
    """How many links each two nodes have; columns are numbered as the rows are."""
    counts: Counter[tuple[str, str]] = Counter()
    for link in found.links:
        counts[link.source, link.target] += 1
        counts[link.target, link.source] += 1
    joined = [node for node in found.nodes if node.degree]
    rows = joined[:MOST_NODES]
    columns = rows
    if found.by == "partner":  # sections down, partners across: only these are joined
        rows = [node for node in joined if node.type == "section"][:MOST_NODES]
        columns = [node for node in joined if node.type == "partner"][:MOST_NODES]
    wide = max(len(str(len(columns))), 2) + 1
    names = {node.iri: short(node.name, _NAME) for node in (*rows, *columns)}
    room = max(em(names[node.iri]) for node in rows)
    heads = "".join(f"{number:>{wide}}" for number in range(1, len(columns) + 1))
    lines = [str(Text("つながりの数", "number of links"))]
    lines.append(f"{'':>4}{_padded('', room)}{heads}")
    for number, row in enumerate(rows, 1):
        cells = "".join(
            f"{counts[row.iri, column.iri] or ('-' if row.iri == column.iri else '.'):>{wide}}"
            for column in columns
        )
        lines.append(f"{number:>3} {_padded(names[row.iri], room)}{cells}")
    if columns is not rows:
        lines += [f"    {number} = {column.name}" for number, column in enumerate(columns, 1)]
    if (left := len(joined) - len({node.iri for node in (*rows, *columns)})) > 0:
        lines.append(str(Text(f"    ほか{left}は下の一覧に", f"    {left} more in the list below")))
    return lines


def _padded(text: str, width: float) -> str:
    """`text` filled up to `width` em; a blank is half of a wide character on a terminal."""
    return text + " " * max(0, int(width * 2 + 0.99) - _cells(text))


def _cells(text: str) -> int:
    """How many cells of a terminal `text` takes."""
    return sum(2 if em(character) == 1.0 else 1 for character in text)


def _list(found: Links) -> list[str]:
    """Pairs with the most links first; under each link the rows or sentences that say so."""
    names = {node.iri: node.name for node in found.nodes}
    pairs: dict[tuple[str, str], list[Link]] = defaultdict(list)
    for link in found.links:
        pairs[link.source, link.target].append(link)
    lines: list[str] = []
    for (one, other), joined in sorted(pairs.items(), key=lambda row: -len(row[1])):
        lines.append(f"{names[one]} × {names[other]}")
        for link in joined:
            kind = str(JOINT if link.joint else LINKS[link.kind])
            if found.by == "partner":
                kind = str(_NAMED_BY)
            if link.decision:
                verdict = str(VERDICTS[link.decision.verdict])
                who = listed((verdict, decided_by(link.decision)), current_lang())
                kind += bracketed(who, current_lang())
            lines.append(f"    {labelled(kind, str(link.label), current_lang())}")
            lines += [
                f"        {place(span, current_lang())} {excerpt(span, _QUOTE)}"
                for span in link.spans
            ]
    return lines


def _measures(measured: Mapping[str, NodeMeasures]) -> list[str]:
    """A line for each node that is joined, under the names of the measures."""
    joined = [each for each in measured.values() if each.node.degree]
    if not joined:
        return []
    heads = [str(each) for each in _HEADS]
    names = [short(each.node.name, _NAME) for each in joined]
    room = max(map(em, names))
    lines = [str(_MEASURES), f"    {_padded('', room)}  {'  '.join(heads)}  {_BRIDGES}"]
    for each, name in zip(joined, names, strict=True):
        values = (
            str(each.node.degree),
            f"{each.share:.0%}",
            f"{each.node.betweenness:.3f}",
            "-" if each.constraint is None else f"{each.constraint:.2f}",
            str(each.community),
        )
        cells = "  ".join(
            value.rjust(_cells(head)) for value, head in zip(values, heads, strict=True)
        )
        bridges = listed((measured[iri].node.name for iri in each.bridges), current_lang())
        lines.append(f"    {_padded(name, room)}  {cells}  {bridges}".rstrip())
    return lines
