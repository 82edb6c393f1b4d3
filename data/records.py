"""What a reader finds in a plan: one frozen dataclass per noun.

`key` is an element's place under the plan's IRI, such as `project/024`; "" is the plan itself.
Spans are of the reader's canonical text (`Source`).
"""

from dataclasses import dataclass
from typing import Final, Literal

from ..language import Text
from .source import Source, Span

Status = Literal["new", "continuing", "feasible", "wide-area"]
SchemeKind = Literal["rule", "plan"]

#: Below this confidence a reading is kept as doubtful and makes no plain triple.
ASSERTED_FROM: Final = 0.6


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of prose and where it stands; `text` is free of mark-up residue."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """Anything that stands in the plan's hierarchy; `parent` is the direct parent's key."""

    key: str
    parent: str
    label: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan(Element):
    """The document as a whole; `government` is the body named at the head of its title."""

    government: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal(Element):
    """基本目標; the label is its slogan."""

    number: str
    alias: str | None = None
    prose: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure(Element):
    """基本施策, at any depth; `level` is what the document calls this level."""

    level: str
    goal: str | None
    number: str = ""
    prose: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasurePart(Element):
    """One of the statements a compound measure's heading strings together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Package(Element):
    """A bundle of projects with a background of its own."""

    measure: str | None
    background: tuple[Passage, ...] = ()
    status: Status | None = None
    facets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedItem(Element):
    """A bullet of a package's list; it is not the row it may mean."""


@dataclass(frozen=True, slots=True, kw_only=True)
class YearOutline(Element):
    """What a package does in plan year 1, 2, ... (relative years; no fiscal year is claimed)."""

    year: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlineItem(Element):
    """One undertaking of a year outline."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Project(Element):
    """事業: one row of a project table, or one record; `prose` is what more it says of itself.

    `facets` is what the words of its status say, each `facet/value` (novelty/new).
    """

    name_span: Span
    description: Passage | None
    measure: str | None
    package: str | None
    status: Status | None
    facets: tuple[str, ...] = ()
    mark: str | None = None
    number: str = ""
    prose: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme(Element):
    """A legal scheme, system or named plan that the text mentions.

    `kind` is "rule" for a rule (条例, 要綱) that the plan does not call one still to be made,
    "plan" for a plan of its own (計画, ビジョン), None for the rest.
    """

    kind: SchemeKind | None = None


@dataclass(frozen=True, slots=True)
class Agent:
    """A section or organisation; identity is its name and, for a unit, the units above it.

    A sub-unit names its `section`; `above` is the unit above with a place of its own. `number` is
    a corporate number that the document states.
    """

    kind: Literal["unit", "org"]
    name: str
    span: Span
    section: str | None = None
    collaboration: bool = False
    above: "Agent | None" = None
    number: str | None = None

    @property
    def path(self) -> tuple[str, ...]:
        """The names of the units from the top down to this one."""
        if self.above:
            return (*self.above.path, self.name)
        return (self.section, self.name) if self.section else (self.name,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Participation:
    """Who takes part in `element`, in which role (eni-role:), said where, how sure (0-1).

    Either `agent`, or `kind`: a class of the scheme and the words of the text. `amount` is what it
    is paid, in yen, in `fiscal_year`; `note` what it does, in the document's words.
    """

    element: str
    role: str
    span: Span
    confidence: float
    agent: Agent | None = None
    kind: tuple[str, str] | None = None
    open_ended: bool = False
    amount: int | None = None
    fiscal_year: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Thing:
    """The object of a claim: a concept of a scheme, something named in the text, a row, words.

    A `topic` is a concept that the document names itself, an `sdg` the number of a Sustainable
    Development Goal, a `reading` how a name is read, in kana.
    """

    kind: Literal[
        "audience",
        "theme",
        "topic",
        "place",
        "product",
        "event",
        "org",
        "scheme",
        "element",
        "words",
        "sdg",
        "reading",
    ]
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A reading of the text: `subject` `predicate` `thing`, with its sentence and confidence.

    `subject` is what the statement is about; None means the element itself.
    """

    element: str
    predicate: Literal[
        "audience", "subject", "spatial", "involves", "underScheme", "refersTo", "altLabel"
    ]
    thing: Thing
    span: Span
    confidence: float
    reason: str
    subject: Thing | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FundingNote:
    """What the text of `element` says of who pays, word for word."""

    element: str
    text: str
    span: Span


Record = Element | Participation | Claim | FundingNote


@dataclass(frozen=True, slots=True)
class Notice:
    """A defect of the source that a person should look at; nothing was repaired.

    `line` is the physical line of the canonical text; `locator` says where to look in a document
    that has no lines of its own (`シート2!C14`).
    """

    line: int
    message: Text
    locator: str = ""

    @property
    def place(self) -> Text:
        """Where to look, for people."""
        return Text(
            self.locator or f"{self.line}行",
            self.locator or f"line {self.line}",
        )


def notice_at(source: Source, span: Span, message: Text) -> Notice:
    """A notice of what stands at `span`."""
    locator = source.locator(span) if source.places else ""
    return Notice(source.line_of(span.start), message, locator)
