"""Plans of a few rows for tests whose numbers are checked on paper."""

import random
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from enishi.graph.plan_view import PREDICATES, Relation
from enishi.graph.store import KnowledgeBase, open_kb
from enishi.ontology.terms import ID_BASE, eni, ext

PLAN = f"{ID_BASE}local/small"


def iri(value: str) -> ox.NamedNode:
    return ox.NamedNode(value)


@dataclass
class SmallPlan:
    """Rows of (name, description, section); row 1 is `project(1)` and stands in line 1."""

    rows: list[tuple[str, str, str]]
    plan: str = PLAN
    quads: list[ox.Quad] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.source = f"{self.plan}/source/1"
        self.text = "".join("\t".join(row) + "\n" for row in self.rows)
        self.add(self.plan, ext.type, iri(eni.Plan))
        self.add(self.source, eni.text, ox.Literal(self.text))
        for number, (name, description, section) in enumerate(self.rows, 1):
            project = self.project(number)
            self.add(project, ext.type, iri(eni.Project))
            self.add(project, ext.isPartOf, iri(self.plan))
            self.add(project, ext.prefLabel, ox.Literal(name, language="ja"))
            self.add(project, ext.description, ox.Literal(description, language="ja"))
            self.add(project, eni.sourceSpan, self.span(number))
            for unit in section.split("、") if section else []:
                self.add(project, eni.responsibleUnit, iri(self.thing(unit)))
                self.claim(number, eni.responsibleUnit, self.thing(unit), unit)

    def add(self, subject: str, predicate: str, value: ox.NamedNode | ox.Literal) -> None:
        self.quads.append(ox.Quad(iri(subject), iri(predicate), value, iri(self.plan)))

    def project(self, number: int) -> str:
        return f"{self.plan}/project/{number:03d}"

    def thing(self, label: str) -> str:
        """A section, partner, concept … called `label`."""
        thing = f"{ID_BASE}local/thing/{label.encode().hex()}"
        self.add(thing, ext.prefLabel, ox.Literal(label, language="ja"))
        return thing

    def span(self, row: int, word: str = "") -> ox.NamedNode:
        """The place of `word` in a row; the whole row without one."""
        start = sum(len("\t".join(each)) + 1 for each in self.rows[: row - 1])
        quote = word or "\t".join(self.rows[row - 1])
        start += "\t".join(self.rows[row - 1]).index(quote)
        span = f"{self.source}#char={start},{start + len(quote)}"
        self.add(span, ext.hasSource, iri(self.source))
        self.add(span, eni.line, ox.Literal(row))
        self.add(span, eni.locator, ox.Literal(f"{row}行"))
        self.add(span, ext.hasSelector, iri(f"{span};pos"))
        self.add(f"{span};pos", ext.start, ox.Literal(start))
        self.add(f"{span};pos", ext.end, ox.Literal(start + len(quote)))
        self.add(span, ext.hasSelector, iri(f"{span};quote"))
        self.add(f"{span};quote", ext.exact, ox.Literal(quote))
        return iri(span)

    def claim(
        self, row: int, predicate: str, target: str, word: str, *, of: str | None = None
    ) -> None:
        claim = f"{self.project(row)}/claim/{len(self.quads)}"
        self.add(claim, ext.subject, iri(of or self.project(row)))
        self.add(claim, ext.predicate, iri(predicate))
        self.add(claim, ext.object, iri(target))
        self.add(claim, eni.sourceSpan, self.span(row, word))

    def say(
        self,
        row: int,
        relation: Relation,
        label: str = "",
        *,
        word: str = "",
        target: str | None = None,
        of: str | None = None,
    ) -> None:
        """The row (or element `of`) relates to the thing `label` or to `target`.

        `word` of the row's text says so; without it the label does.
        """
        thing = target or self.thing(label)
        self.add(of or self.project(row), PREDICATES[relation], iri(thing))
        self.claim(row, PREDICATES[relation], thing, word or label, of=of)

    def assert_only(self, row: int, relation: Relation, label: str) -> None:
        """A plain triple without a claim, as in graphs that others made."""
        self.add(self.project(row), PREDICATES[relation], iri(self.thing(label)))

    def package(self, number: int, name: str, rows: list[int]) -> str:
        package = f"{self.plan}/package/{number:03d}"
        self.add(package, ext.type, iri(eni.Package))
        self.add(package, ext.isPartOf, iri(self.plan))
        self.add(package, ext.prefLabel, ox.Literal(name, language="ja"))
        for row in rows:
            self.add(self.project(row), eni.inPackage, iri(package))
        return package

    def store(self, folder: Path, *, shuffle: int | None = None) -> KnowledgeBase:
        quads = list(self.quads)
        if shuffle is not None:
            random.Random(shuffle).shuffle(quads)
        kb = open_kb(folder / f"small-{shuffle}.trig")
        kb.replace({self.plan: quads})
        return kb
