"""Our SHACL shapes, checked without an RDF library in between.

The part of SHACL Core that `ontology/shapes.ttl` uses (https://www.w3.org/TR/shacl/): targets by
class, property paths (section 2.3.1) and the constraints of `_CONSTRAINTS`. A shape that uses
anything else is refused when the shapes are read, never skipped. pySHACL is the referee in
tests/test_shapes.py; it needs some twenty times as long and a copy of the graph of its own.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib.resources import files
from typing import Final, Protocol

import pyoxigraph as ox

from ..language import Text
from ..ontology.terms import PREFIXES, ext

Node = ox.NamedNode | ox.BlankNode | ox.Literal
Path = Callable[["Triples", Node], list[Node]]
#: (graph, focus node, its value nodes) → whether the constraint holds.
Constraint = Callable[["Triples", Node, list[Node]], bool]

_SH: Final = PREFIXES["sh"]
_RDF: Final = PREFIXES["rdf"]
_XSD: Final = PREFIXES["xsd"]
_TYPE: Final = ox.NamedNode(ext.type)
_SUBCLASS: Final = ox.NamedNode(PREFIXES["rdfs"] + "subClassOf")
#: What a shape may say that constrains nothing.
_SAID: Final = {"path", "message", "severity", "property", "targetClass"}
_LEXICAL: Final = {
    _XSD + "integer": re.compile(r"[+-]?[0-9]+"),
    _XSD + "decimal": re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)"),
    _XSD + "boolean": re.compile("true|false|0|1"),
    _XSD + "gYear": re.compile("-?[0-9]{4,}"),
}


class Triples(Protocol):
    """What the shapes ask of a graph, in any order; objects and subjects come once."""

    def objects(self, subject: Node, predicate: ox.NamedNode) -> list[Node]:
        """The objects of `subject` `predicate`."""

    def subjects(self, predicate: ox.NamedNode, value: Node) -> list[Node]:
        """The subjects of `predicate` `value`."""

    def instances(self, cls: ox.NamedNode) -> Iterable[Node]:
        """The nodes of type `cls` or of a class below it."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A property shape with the classes it is checked for."""

    iri: str
    targets: tuple[ox.NamedNode, ...]
    severity: str
    message: Text
    path: Path
    constraints: tuple[Constraint, ...]

    def holds(self, graph: Triples, focus: Node) -> bool:
        """Whether `focus` keeps every constraint."""
        values = self.path(graph, focus)
        return all(holds(graph, focus, values) for holds in self.constraints)


def broken(graph: Triples, *, leave_out: Iterable[str] = ()) -> Iterator[tuple[Shape, str]]:
    """Each shape with each focus node of `graph` that breaks it, but for some target classes.

    Node by node, so that a stored graph is read once; what has two classes may come twice.
    """
    left_out = frozenset(leave_out)
    for cls, checked in _by_target().items():
        if cls.value not in left_out:
            for focus in graph.instances(cls):
                for shape in checked:
                    if not shape.holds(graph, focus):
                        yield shape, focus.value


def lower_classes(cls: ox.NamedNode, graph: Triples) -> list[ox.NamedNode]:
    """`cls` and the classes that the graph puts below it."""
    found = {cls: None}
    todo = [cls]
    while todo:
        for lower in graph.subjects(_SUBCLASS, todo.pop()):
            if isinstance(lower, ox.NamedNode) and lower not in found:
                found[lower] = None
                todo.append(lower)
    return list(found)


class _Index:
    """Node → the nodes that stand with it, each once.

    Nearly all have one, which is held by itself: a container for each of a million nodes would be
    most of the memory, and most of the time in the garbage collector.
    """

    __slots__ = ("_rows",)

    def __init__(self) -> None:
        self._rows: dict[Node, Node | dict[Node, None]] = {}

    def add(self, node: Node, other: Node) -> None:
        """`other` stands with `node`."""
        held = self._rows.get(node)
        if held is None:
            self._rows[node] = other
        elif isinstance(held, dict):
            held[other] = None
        elif held != other:
            self._rows[node] = {held: None, other: None}

    def of(self, node: Node) -> list[Node]:
        """What stands with `node`."""
        held = self._rows.get(node)
        if held is None:
            return []
        return list(held) if isinstance(held, dict) else [held]


class QuadTriples:
    """The triples of some quads, whatever their graphs, indexed as far as the shapes ask.

    `standing` can be followed to, but its nodes are no instances of anything.
    """

    def __init__(self, quads: Iterable[ox.Quad], standing: Iterable[ox.Quad] = ()) -> None:
        by_inverse = _inverted()
        self._objects: dict[str, _Index] = {name: _Index() for name in read_predicates()}
        self._subjects: dict[str, _Index] = {name: _Index() for name in by_inverse}
        self._instances: dict[str, dict[Node, None]] = {}
        self._below: dict[str, set[str]] = {}
        for quad in quads:
            predicate = quad.predicate.value
            rows = self._objects.get(predicate)
            if rows is None:
                continue
            subject, value = quad.subject, quad.object
            if isinstance(subject, ox.Triple) or isinstance(value, ox.Triple):
                continue
            rows.add(subject, value)
            if predicate == ext.type:
                self._instances.setdefault(value.value, {})[subject] = None
            elif predicate in by_inverse:
                self._subjects[predicate].add(value, subject)
            elif predicate == _SUBCLASS.value:
                self._below.setdefault(value.value, set()).add(subject.value)
        for quad in standing:
            rows = self._objects.get(quad.predicate.value)
            subject, value = quad.subject, quad.object
            if rows is None or isinstance(subject, ox.Triple) or isinstance(value, ox.Triple):
                continue
            rows.add(subject, value)

    def objects(self, subject: Node, predicate: ox.NamedNode) -> list[Node]:
        """The objects of `subject` `predicate`."""
        rows = self._objects.get(predicate.value)
        return rows.of(subject) if rows is not None else []

    def subjects(self, predicate: ox.NamedNode, value: Node) -> list[Node]:
        """The subjects of `predicate` `value`."""
        rows = self._subjects.get(predicate.value)
        return rows.of(value) if rows is not None else []

    def instances(self, cls: ox.NamedNode) -> Iterator[Node]:
        """The nodes of type `cls` or of a class that the quads put below it."""
        todo, known = [cls.value], {cls.value}
        while todo:
            name = todo.pop()
            yield from self._instances.get(name, ())
            for lower in self._below.get(name, ()):
                if lower not in known:
                    known.add(lower)
                    todo.append(lower)


# -- reading the shapes -----------------------------------------------------------------------


class _Source:
    """The shapes file as a lookup."""

    def __init__(self) -> None:
        self.said: dict[Node, dict[str, list[Node]]] = {}
        data = files("enishi.ontology").joinpath("shapes.ttl").read_bytes()
        for quad in ox.parse(data, format=ox.RdfFormat.TURTLE):
            rows = self.said.setdefault(quad.subject, {})
            rows.setdefault(quad.predicate.value, []).append(quad.object)

    def all(self, node: Node, name: str) -> list[Node]:
        return self.said.get(node, {}).get(_SH + name, [])

    def one(self, node: Node, name: str) -> Node | None:
        return next(iter(self.all(node, name)), None)

    def items(self, node: Node) -> list[Node]:
        """The members of an RDF list."""
        found = []
        while isinstance(node, ox.BlankNode) and (_RDF + "first") in self.said[node]:
            found.append(self.said[node][_RDF + "first"][0])
            node = self.said[node][_RDF + "rest"][0]
        return found

    def constraints(self, node: Node) -> tuple[Constraint, ...]:
        made = []
        for predicate, values in self.said[node].items():
            name = predicate.removeprefix(_SH)
            if not predicate.startswith(_SH) or name in _SAID:
                continue
            if name not in _CONSTRAINTS:
                raise TypeError(f"shapes.ttl uses sh:{name}, which graph/shapes.py does not know")
            made += [_CONSTRAINTS[name](self, value) for value in values]
        return tuple(made)

    def shape(self, node: Node, targets: Iterable[Node] = ()) -> Shape:
        said = {getattr(m, "language", ""): m.value for m in self.all(node, "message")}
        severity = self.one(node, "severity")
        path = self.one(node, "path")
        if path is None:
            raise TypeError(f"{node} has no sh:path")
        return Shape(
            iri=node.value,
            targets=tuple(t for t in targets if isinstance(t, ox.NamedNode)),
            severity=severity.value.removeprefix(_SH) if severity else "Violation",
            message=Text(said.get("ja", ""), said.get("en", "")),
            path=_path(self, path),
            constraints=self.constraints(node),
        )


@cache
def shapes() -> tuple[Shape, ...]:
    """The property shapes of ontology/shapes.ttl, each with the targets of its node shapes.

    Raises TypeError for a shape that says what this module does not check.
    """
    source = _Source()
    targets: dict[Node, list[Node]] = {}
    for node, said in source.said.items():
        for cls in said.get(_SH + "targetClass", ()):
            if source.constraints(node):
                raise TypeError(f"{node}: constraints of node shapes are not checked")
            for inner in source.all(node, "property"):
                targets.setdefault(inner, []).append(cls)
    return tuple(source.shape(node, classes) for node, classes in targets.items())


@cache
def _by_target() -> dict[ox.NamedNode, list[Shape]]:
    """Class → the shapes that its instances are checked for."""
    found: dict[ox.NamedNode, list[Shape]] = {}
    for shape in shapes():
        for cls in shape.targets:
            found.setdefault(cls, []).append(shape)
    return found


@cache
def read_predicates() -> frozenset[str]:
    """The predicates that decide about a shape; other triples need not be looked at."""
    found = {ext.type, _SUBCLASS.value}
    for said in _Source().said.values():
        found.update(
            value.value
            for predicate, values in said.items()
            if predicate.startswith((_SH, _RDF))
            for value in values
            if isinstance(value, ox.NamedNode)
        )
    return frozenset(found)


@cache
def _inverted() -> frozenset[str]:
    """The predicates that are followed backwards."""
    source = _Source()
    return frozenset(
        value.value for node in source.said for value in source.all(node, "inversePath")
    )


# -- paths (section 2.3.1) --------------------------------------------------------------------


def _path(source: _Source, node: Node) -> Path:
    if isinstance(node, ox.NamedNode):
        return lambda graph, focus: graph.objects(focus, node)
    if steps := source.items(node):
        return _sequence([_path(source, step) for step in steps])
    if (inverse := source.one(node, "inversePath")) is not None:
        if not isinstance(inverse, ox.NamedNode):
            raise TypeError("only a single predicate is followed backwards")
        return lambda graph, focus: graph.subjects(inverse, focus)
    if (several := source.one(node, "alternativePath")) is not None:
        paths = [_path(source, each) for each in source.items(several)]
        return lambda graph, focus: list(
            dict.fromkeys(value for path in paths for value in path(graph, focus))
        )
    if (repeated := source.one(node, "oneOrMorePath")) is not None:
        return _closure(_path(source, repeated))
    raise TypeError(f"shapes.ttl uses a path that graph/shapes.py does not know: {node}")


def _sequence(paths: list[Path]) -> Path:
    def values(graph: Triples, focus: Node) -> list[Node]:
        nodes = [focus]
        for path in paths:
            nodes = list(dict.fromkeys(value for node in nodes for value in path(graph, node)))
        return nodes

    return values


def _closure(path: Path) -> Path:
    def values(graph: Triples, focus: Node) -> list[Node]:
        found: dict[Node, None] = {}
        todo = [focus]
        while todo:
            for value in path(graph, todo.pop()):
                if value not in found:
                    found[value] = None
                    todo.append(value)
        return list(found)

    return values


# -- constraints (section 4) ------------------------------------------------------------------


def _min_count(source: _Source, value: Node) -> Constraint:
    least = int(value.value)
    return lambda graph, focus, values: len(values) >= least


def _max_count(source: _Source, value: Node) -> Constraint:
    most = int(value.value)
    return lambda graph, focus, values: len(values) <= most


def _class(source: _Source, value: Node) -> Constraint:
    def is_one(graph: Triples, node: Node) -> bool:
        todo, seen = list(graph.objects(node, _TYPE)), set()
        while todo:
            cls = todo.pop()
            if cls == value:
                return True
            if cls not in seen:
                seen.add(cls)
                todo += graph.objects(cls, _SUBCLASS)
        return False

    return lambda graph, focus, values: all(is_one(graph, node) for node in values)


def _datatype(source: _Source, value: Node) -> Constraint:
    lexical = _LEXICAL.get(value.value)

    def fits(node: Node) -> bool:
        return (
            isinstance(node, ox.Literal)
            and node.datatype.value == value.value
            and (lexical is None or lexical.fullmatch(node.value) is not None)
        )

    return lambda graph, focus, values: all(map(fits, values))


def _unique_lang(source: _Source, value: Node) -> Constraint:
    def holds(graph: Triples, focus: Node, values: list[Node]) -> bool:
        tags = [n.language for n in values if isinstance(n, ox.Literal) and n.language]
        return len(tags) == len(set(tags))

    return holds if value.value in ("true", "1") else lambda graph, focus, values: True


def _node_kind(source: _Source, value: Node) -> Constraint:
    kinds = {"IRI": ox.NamedNode, "Literal": ox.Literal, "BlankNode": ox.BlankNode}
    kind = kinds[value.value.removeprefix(_SH)]
    return lambda graph, focus, values: all(isinstance(node, kind) for node in values)


def _number(node: Node) -> Decimal | None:
    try:
        number = Decimal(node.value) if isinstance(node, ox.Literal) else None
    except InvalidOperation:
        return None
    return number if number is not None and number.is_finite() else None


def _bound(holds: Callable[[Decimal, Decimal], bool]) -> Callable[[_Source, Node], Constraint]:
    def made(source: _Source, value: Node) -> Constraint:
        limit = Decimal(value.value)

        def within(node: Node) -> bool:
            number = _number(node)
            return number is not None and holds(number, limit)

        return lambda graph, focus, values: all(map(within, values))

    return made


def _less_than(source: _Source, value: Node) -> Constraint:
    if not isinstance(value, ox.NamedNode):
        raise TypeError("sh:lessThan wants a predicate")

    def less(graph: Triples, focus: Node, values: list[Node]) -> bool:
        numbers = [_number(node) for node in values]
        others = [_number(node) for node in graph.objects(focus, value)]
        return all(a is not None and b is not None and a < b for a in numbers for b in others)

    return less


def _in(source: _Source, value: Node) -> Constraint:
    allowed = set(source.items(value))
    return lambda graph, focus, values: all(node in allowed for node in values)


def _has_value(source: _Source, value: Node) -> Constraint:
    return lambda graph, focus, values: value in values


def _pattern(source: _Source, value: Node) -> Constraint:
    regex = re.compile(value.value)
    return lambda graph, focus, values: all(
        not isinstance(node, ox.BlankNode) and regex.search(node.value) is not None
        for node in values
    )


def _not(source: _Source, value: Node) -> Constraint:
    inner = source.constraints(value)
    return lambda graph, focus, values: (
        not any(all(holds(graph, node, [node]) for holds in inner) for node in values)
    )


def _node(source: _Source, value: Node) -> Constraint:
    inner = [source.shape(each) for each in source.all(value, "property")]
    return lambda graph, focus, values: all(
        shape.holds(graph, node) for node in values for shape in inner
    )


_CONSTRAINTS: Final[dict[str, Callable[[_Source, Node], Constraint]]] = {
    "minCount": _min_count,
    "maxCount": _max_count,
    "class": _class,
    "datatype": _datatype,
    "nodeKind": _node_kind,
    "uniqueLang": _unique_lang,
    "minInclusive": _bound(lambda number, limit: number >= limit),
    "maxInclusive": _bound(lambda number, limit: number <= limit),
    "lessThan": _less_than,
    "in": _in,
    "hasValue": _has_value,
    "pattern": _pattern,
    "not": _not,
    "node": _node,
}
