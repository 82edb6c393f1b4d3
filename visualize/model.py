"""What the map shows, as plain records: nodes, edges and the sentences that prove them."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from ..language import Text

NodeType = Literal["goal", "measure", "package", "project", "section", "partner"]
Rel = Literal[
    "partOf", "responsible", "partner", "related", "refersTo", "suggestion", "proposal",
    "decision",
]  # fmt: skip

SILENT: Final = Text("", "")

#: Order of reading, of drawing and of the legend.
NODE_TYPES: Final[tuple[NodeType, ...]] = (
    "goal",
    "measure",
    "package",
    "project",
    "section",
    "partner",
)
RELS: Final[tuple[Rel, ...]] = (
    "partOf",
    "responsible",
    "partner",
    "related",
    "refersTo",
    "suggestion",
    "proposal",
    "decision",
)

#: Relations that people or programs propose or decide; the plan does not state them.
PROPOSED: Final[frozenset[Rel]] = frozenset({"suggestion", "proposal", "decision"})


def plan_letter(at: int) -> str:
    """What tells the goals of several plans apart: A, B … Z, AA.

    >>> plan_letter(0), plan_letter(25), plan_letter(26)
    ('A', 'Z', 'AA')
    """
    last = chr(ord("A") + at % 26)
    return last if at < 26 else plan_letter(at // 26 - 1) + last


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence of the source; `text[start:end]` is the mention in it (code points)."""

    text: str
    start: int
    end: int
    locator: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why two nodes are linked: what the link says of them, and the sentence that says it.

    `role` is the IRI of a participation's role, or empty; `note` is a reason in words.
    """

    quote: Quote | None
    role: str = ""
    note: Text = SILENT


@dataclass(frozen=True, slots=True)
class Participant:
    """Who takes part, as the panel lists it; `iri` is empty for a mere kind of partner."""

    name: str
    role: str
    iri: str = ""
    open_ended: bool = False
    quote: Quote | None = None


@dataclass(slots=True)
class MapNode:
    """One thing on the map. `sector` is the goal (or topmost element) it stands under."""

    iri: str
    type: NodeType
    name: str
    number: str = ""
    sector: str = ""
    aliases: tuple[str, ...] = ()
    description: str = ""
    status: str = ""
    starred: bool = False
    sub_units: tuple[str, ...] = ()
    participants: tuple[Participant, ...] = ()
    years: tuple[int, ...] = ()
    outlines: Mapping[int, str] = field(default_factory=dict)
    source: Quote | None = None
    centrality: float = 0.0


@dataclass(frozen=True, slots=True)
class MapEdge:
    """One statement of the graph between two nodes of the map.

    `iri` is the suggestion's, proposal's or decision's own; the plan's statements have none.
    """

    source: str
    target: str
    rel: Rel
    evidence: tuple[Evidence, ...] = ()
    score: float = 0.0
    note: Text = SILENT
    iri: str = ""


@dataclass(slots=True)
class MapModel:
    """Everything the map needs; nodes in reading order, edges sorted by relation."""

    title: str
    nodes: dict[str, MapNode]
    edges: list[MapEdge]

    def of_type(self, kind: NodeType) -> list[MapNode]:
        """The nodes of one type, in reading order."""
        return [node for node in self.nodes.values() if node.type == kind]

    def sectors(self) -> list[str]:
        """The goals, or where a plan has none its topmost elements, in reading order."""
        used = {node.sector for node in self.nodes.values() if node.sector}
        return [iri for iri in self.nodes if iri in used]

    def node_counts(self) -> dict[NodeType, int]:
        """How many nodes of each type there are; types that do not occur are left out."""
        counts = Counter(node.type for node in self.nodes.values())
        return {kind: counts[kind] for kind in NODE_TYPES if counts[kind]}

    def edge_counts(self) -> dict[Rel, int]:
        """How many edges of each relation there are; those that do not occur are left out."""
        counts = Counter(edge.rel for edge in self.edges)
        return {rel: counts[rel] for rel in RELS if counts[rel]}
