"""The reference page of the ontology: every term in both languages, and a class diagram.

    python -m enishi.visualize.ontology_page docs/ontology.html

Made from the Turtle alone, so the page cannot say what the ontology does not.
"""

import sys
from collections import defaultdict
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Final

import pyoxigraph as ox
from jinja2 import Environment, PackageLoader, StrictUndefined

from ..graph.atomic import write_atomically
from ..ontology.terms import ONTOLOGY, PREFIXES

_OWL, _RDFS, _SKOS = PREFIXES["owl"], PREFIXES["rdfs"], PREFIXES["skos"]
_TYPE: Final = PREFIXES["rdf"] + "type"
_KINDS: Final = {
    _OWL + "Class": "class",
    _OWL + "ObjectProperty": "property",
    _OWL + "DatatypeProperty": "property",
    _RDFS + "Datatype": "datatype",
}
# The diagram's measures, in pixels.
_WIDTH, _ROW, _HEAD, _GAP_X, _GAP_Y, _PER_ROW = 268, 17, 40, 28, 34, 4


@dataclass(frozen=True, slots=True)
class TermDoc:
    """One term: names and definitions in both languages, and what it is related to."""

    name: str
    kind: str
    label: dict[str, str]
    definition: dict[str, str]
    notes: dict[str, str]
    relations: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Box:
    """A class in the diagram, at its place, with a line for each property that starts there."""

    name: str
    label: str
    x: int
    y: int
    width: int
    height: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Arrow:
    """A line of the diagram from a class to the one above it, by its corners."""

    said: str
    corners: tuple[tuple[int, int], ...]

    @property
    def path(self) -> str:
        """The line as SVG draws it."""
        return "M" + " L".join(f"{x} {y}" for x, y in self.corners)


@dataclass(frozen=True, slots=True)
class SchemeDoc:
    """A SKOS scheme and its concepts: (name, label, definition)."""

    name: str
    label: dict[str, str]
    definition: dict[str, str]
    concepts: tuple[tuple[str, dict[str, str], dict[str, str]], ...]


class _Triples:
    """What a Turtle file of ours says, by subject and predicate."""

    def __init__(self, name: str) -> None:
        self.said: dict[str, dict[str, list[ox.NamedNode | ox.Literal]]] = defaultdict(
            lambda: defaultdict(list)
        )
        data = files("enishi.ontology").joinpath(name).read_bytes()
        for quad in ox.parse(data, format=ox.RdfFormat.TURTLE):
            if isinstance(quad.subject, ox.NamedNode) and isinstance(
                quad.object, ox.NamedNode | ox.Literal
            ):
                self.said[quad.subject.value][quad.predicate.value].append(quad.object)

    def text(self, subject: str, *predicates: str) -> dict[str, str]:
        """language → the first value of the first predicate that has any."""
        for predicate in predicates:
            values = self.said[subject].get(predicate, [])
            found = {v.language or "": v.value for v in values if isinstance(v, ox.Literal)}
            if found:
                return found
        return {}

    def iris(self, subject: str, predicate: str) -> tuple[str, ...]:
        values = self.said[subject].get(predicate, [])
        return tuple(sorted(compact(v.value) for v in values if isinstance(v, ox.NamedNode)))


def compact(iri: str) -> str:
    """`eni:Project` for its IRI; an IRI without a known prefix stays.

    >>> compact("https://w3id.org/enishi/ontology#Project")
    'eni:Project'
    """
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and len(iri) > len(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


def terms() -> list[TermDoc]:
    """Every term of the ontology, in the order of the file's classes, then its properties."""
    told = _Triples("enishi.ttl")
    found = []
    relations = (
        ("subClassOf", _RDFS + "subClassOf"),
        ("subPropertyOf", _RDFS + "subPropertyOf"),
        ("domain", _RDFS + "domain"),
        ("range", _RDFS + "range"),
        ("disjointWith", _OWL + "disjointWith"),
        ("inverseOf", _OWL + "inverseOf"),
    )
    for iri, said in told.said.items():
        kind = next((_KINDS[v.value] for v in said.get(_TYPE, []) if v.value in _KINDS), None)
        if kind is None or not iri.startswith(PREFIXES["eni"]):
            continue
        rows = tuple((name, told.iris(iri, predicate)) for name, predicate in relations)
        found.append(
            TermDoc(
                name=compact(iri),
                kind=kind,
                label=told.text(iri, _RDFS + "label"),
                definition=told.text(iri, _SKOS + "definition", _RDFS + "comment"),
                notes=told.text(iri, _SKOS + "scopeNote"),
                relations=tuple(row for row in rows if row[1]),
            )
        )
    return found


def schemes() -> list[SchemeDoc]:
    """The controlled vocabularies, by name."""
    told = _Triples("schemes.ttl")
    members: dict[str, list[str]] = defaultdict(list)
    for iri in told.said:
        for scheme in told.said[iri].get(_SKOS + "inScheme", []):
            members[scheme.value].append(iri)
    return [
        SchemeDoc(
            name=scheme.rpartition("/")[2],
            label=told.text(scheme, _SKOS + "prefLabel"),
            definition=told.text(scheme, _SKOS + "definition"),
            concepts=tuple(
                (
                    compact(iri),
                    told.text(iri, _SKOS + "prefLabel"),
                    told.text(iri, _SKOS + "definition"),
                )
                for iri in sorted(concepts)
            ),
        )
        for scheme, concepts in sorted(members.items())
    ]


def diagram(found: list[TermDoc]) -> list[Box]:
    """The classes as boxes in rows; a property stands in the box of its domain."""
    lines: dict[str, list[str]] = {each.name: [] for each in found if each.kind == "class"}
    for each in found:
        said = dict(each.relations)
        for domain in said.get("domain", ()):
            target = ", ".join(said.get("range", ())) or "…"
            if domain in lines:
                lines[domain].append(f"{each.name.removeprefix('eni:')} → {target}")
        for above in said.get("subClassOf", ()):
            if each.name in lines:
                lines[each.name].insert(0, f"⊑ {above}")
    labels = {each.name: each.label.get("ja", "") for each in found}
    boxes: list[Box] = []
    y = 0
    for row in _rows(list(lines), found):
        height = _HEAD + _ROW * max(1, *(len(lines[name]) for name in row)) + 8
        for column, name in enumerate(row):
            boxes.append(
                Box(
                    name=name,
                    label=labels[name],
                    x=column * (_WIDTH + _GAP_X),
                    y=y,
                    width=_WIDTH,
                    height=_HEAD + _ROW * max(1, len(lines[name])) + 8,
                    lines=tuple(lines[name]),
                )
            )
        y += height + _GAP_Y
    return boxes


def _rows(names: list[str], found: list[TermDoc]) -> list[list[str]]:
    """The classes that others are kinds of, with the plan, in the first row; the rest in order."""
    above = {
        each
        for term in found
        if term.kind == "class"
        for each in dict(term.relations).get("subClassOf", ())
    }
    first = [name for name in names if name == "eni:Plan" or name in above]
    rest = [name for name in names if name not in first]
    return [first, *(rest[at : at + _PER_ROW] for at in range(0, len(rest), _PER_ROW))]


def render() -> str:
    """The whole page."""
    found = terms()
    boxes = diagram(found)
    header = _Triples("enishi.ttl")
    environment = Environment(
        loader=PackageLoader("enishi.visualize"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("ontology.html").render(
        iri=ONTOLOGY,
        title=header.text(ONTOLOGY, PREFIXES["dct"] + "title"),
        description=header.text(ONTOLOGY, PREFIXES["dct"] + "description"),
        version=header.text(ONTOLOGY, _OWL + "versionInfo").get("", ""),
        prefixes=PREFIXES,
        classes=[each for each in found if each.kind == "class"],
        properties=[each for each in found if each.kind == "property"],
        datatypes=[each for each in found if each.kind == "datatype"],
        schemes=schemes(),
        boxes=boxes,
        arrows=arrows(found, boxes),
        width=_PER_ROW * (_WIDTH + _GAP_X) - _GAP_X,
        height=max(box.y + box.height for box in boxes),
        names={each.name for each in found},
    )


def arrows(found: list[TermDoc], boxes: list[Box]) -> list[Arrow]:
    """Lines from each class to the class above it, where both have a box, in the gaps of the grid."""
    at = {box.name: box for box in boxes}
    tops = sorted({box.y for box in boxes})
    pairs = [
        (at[each.name], at[above])
        for each in found
        if each.kind == "class"
        for above in dict(each.relations).get("subClassOf", ())
        if above in at
    ]
    parents = list(dict.fromkeys(above.name for _, above in pairs))
    return [
        Arrow(f"{below.name} ⊑ {above.name}", _route(below, above, tops, parents.index(above.name)))
        for below, above in pairs
    ]


def _route(below: Box, above: Box, tops: list[int], lane: int) -> tuple[tuple[int, int], ...]:
    """Corners from the top of a box to the bottom of the one above it.

    Up into the gap over its row, along it, and, past rows between the two, up the gap beside the
    column of the one above. Each parent has a lane of its own in a gap.
    """
    inset = 8 + 7 * lane
    start, end = below.x + below.width // 2, above.x + above.width // 2
    entry = below.y - inset
    row = tops.index(above.y) + 1
    under = tops[row] - inset
    corners = [(start, below.y), (start, entry)]
    if below.y != tops[row]:
        last = above.x + _WIDTH >= _PER_ROW * (_WIDTH + _GAP_X) - _GAP_X
        beside = above.x - _GAP_X // 2 if last else above.x + _WIDTH + _GAP_X // 2
        corners += [(beside, entry), (beside, under)]
    corners += [(end, under), (end, above.y + above.height)]
    return tuple(dict.fromkeys(corners))


if __name__ == "__main__":
    write_atomically(Path(sys.argv[1]), render().encode("utf-8"))
