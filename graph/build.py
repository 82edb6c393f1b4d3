"""Records to RDF: the plan's graph P and its provenance graph, by the contract of the design."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping

import pyoxigraph as ox

from ..data.agents.corporate import organisation_key
from ..data.reading import Reading
from ..data.records import (
    ASSERTED_FROM,
    Agent,
    Claim,
    Element,
    FundingNote,
    Goal,
    ListedItem,
    Measure,
    MeasurePart,
    OutlineItem,
    Package,
    Participation,
    Plan,
    Project,
    Scheme,
    Thing,
    YearOutline,
)
from ..data.source import Span
from ..data.words.sdgs import sdg_names
from ..ontology.terms import PREFIXES, claim, eni, ext, status
from .concepts import class_by_label, scheme_concepts
from .described import Described
from .description import description_quads
from .iris import Minter, area_code
from .kept import Kept, retired_quads
from .literals import Term, decimal, integer, iri, ja
from .plan_years import PlanYears
from .provenance import provenance_quads
from .spans import span_statements
from .statements import Statements

_CLASSES = {
    Plan: eni.Plan,
    Goal: eni.Goal,
    Measure: eni.Measure,
    MeasurePart: eni.MeasurePart,
    Package: eni.Package,
    ListedItem: eni.ListedItem,
    YearOutline: eni.YearOutline,
    OutlineItem: eni.OutlineItem,
    Project: eni.Project,
    Scheme: eni.Scheme,
}
_SCHEMES = {"rule": ext.LegalResource, "plan": eni.NamedPlan}
_FACETS = {"novelty": eni.novelty, "commitment": eni.commitment, "scope": eni.scope}
_STATUS = {
    "new": status.new,
    "continuing": status.continuing,
    "feasible": status.feasible,
    "wide-area": status.wide_area,
}
_PREDICATES = {
    "audience": ext.audience,
    "subject": ext.dct_subject,
    "spatial": ext.spatial,
    "involves": eni.involves,
    "underScheme": eni.underScheme,
    "refersTo": eni.refersTo,
    "altLabel": ext.altLabel,
}
#: Roles of a named organisation that make no partner of it.
NO_PARTNER = {"venue", "example", "platform"}
#: The tag of a name written in kana.
READING = "ja-Hrkt"
_XSD = PREFIXES["xsd"]


class GraphBuilder:
    """Turns the Readings of one plan into quads; every node it makes is named, none is blank."""

    def __init__(
        self, reading: Reading, kept: Kept | None = None, described: Described | None = None
    ) -> None:
        self.reading = reading
        self.kept = kept or Kept()
        self.source = reading.source
        self.minter = Minter(reading.settings.municipality, reading.settings.plan)
        self.described = described or Described()
        self._graph = iri(self.minter.plan)
        self._lang = reading.settings.lang
        self._title = ""
        self._quads = Statements(self._graph)
        self._spans: set[str] = set()
        self._known_events = self.kept.events
        self._last_event = self.kept.highest()["event"]
        self._events: dict[str, str] = {}
        self._corporate = {
            organisation_key(name): number for name, number in reading.settings.corporate_numbers
        }
        self._concepts: set[str] = set()
        self._years = PlanYears(self.minter, self._lang)

    def graphs(self) -> dict[str, Collection[ox.Quad]]:
        """Graph name → its quads, for P and P/provenance."""
        self._read()
        provenance = [
            *provenance_quads(self.reading, self.minter),
            *self.closing(Counter(class_of(self._quads))),
        ]
        return {self.minter.plan: self._quads, self.minter.provenance: provenance}

    def share(self, reading: Reading) -> list[ox.Quad]:
        """The quads of P that one more Reading adds; what it described is remembered."""
        self.reading, self.source = reading, reading.source
        self._quads, self._spans = Statements(self._graph), set()
        self._read()
        # A project's statements are all in its own record.
        base = f"{self.minter.plan}/project/"
        for done in [name for name in self.kept.statements if name.startswith(base)]:
            del self.kept.statements[done]
        return list(self._quads)

    def closing(self, counts: Mapping[str, int], *, source: str | None = None) -> Iterator[ox.Quad]:
        """Quads of P/provenance that stand when the plan is read: numbers that stay, counts."""
        met = set(self._events.values())
        self.kept.retired += [
            each for each in self.kept.held if each.place[0] == "event" and each.key not in met
        ]
        yield from retired_quads(self.kept, self.minter)
        yield from description_quads(
            self.reading.settings,
            self.minter,
            counts,
            title=self._title,
            source=source or self.minter.source(),
        )

    def _read(self) -> None:
        for record in self.reading.records:
            if isinstance(record, Element):
                self._element(record)
        for record in self.reading.records:
            if isinstance(record, Participation):
                self._participation(record)
            elif isinstance(record, Claim):
                self._claim(record)
            elif isinstance(record, FundingNote):
                self._funding(record)

    # -- writing ------------------------------------------------------------------------------

    def _add(self, subject: str, predicate: str, *objects: Term | None) -> None:
        for value in objects:
            if value is not None:
                self._quads.add(iri(subject), iri(predicate), value)

    def _text(self, words: str) -> ox.Literal:
        """Words of the document, in its language."""
        return ox.Literal(words, language=self._lang)

    def _span(self, subject: str, span: Span) -> None:
        number = self.reading.number
        name = self.minter.span(span, number)
        node = iri(name)
        self._add(subject, eni.sourceSpan, node)
        if name in self._spans:
            return
        self._spans.add(name)
        document = self.minter.source(number)
        for at, predicate, value in span_statements(name, self.source, span, document):
            self._quads.add(at, predicate, value)

    def _concept(self, concept: str) -> ox.NamedNode:
        """A concept of our schemes, with its labels and broader concepts in the plan's graph."""
        if concept not in self._concepts:
            self._concepts.add(concept)
            for predicate, value in scheme_concepts().get(concept, ()):
                self._add(concept, predicate, value)
                if predicate == ext.broader and isinstance(value, ox.NamedNode):
                    self._concept(value.value)
        return iri(concept)

    # -- elements -----------------------------------------------------------------------------

    def _element(self, element: Element) -> None:
        node = self.minter.element(element.key)
        self._add(node, ext.type, iri(_CLASSES[type(element)]))
        self._add(node, ext.prefLabel, self._text(element.label))
        self._span(node, element.span)
        if not isinstance(element, Plan):
            self._add(node, ext.isPartOf, iri(self.minter.element(element.parent)))
        if isinstance(element, Plan):
            self._plan(node, element)
        elif isinstance(element, Goal):
            self._add(node, ext.identifier, ox.Literal(element.number))
            self._add(node, eni.slogan, self._text(element.label))
            self._add(node, eni.projectAlias, self._text(element.alias) if element.alias else None)
            self._add(node, ext.description, *(self._text(part.text) for part in element.prose))
        elif isinstance(element, Measure):
            self._add(node, eni.levelLabel, self._text(element.level))
            self._add(node, ext.identifier, ox.Literal(element.number) if element.number else None)
            self._add(node, eni.contributesTo, self._ref(element.goal))
            self._add(node, ext.description, *(self._text(part.text) for part in element.prose))
        elif isinstance(element, Package):
            self._add(node, eni.underMeasure, self._ref(element.measure))
            self._add(node, eni.background, *(self._text(part.text) for part in element.background))
            self._status(node, element)
            for part in element.background:
                self._span(node, part.span)
        elif isinstance(element, YearOutline):
            self._add(node, eni.planYear, integer(element.year))
            self._add(node, ext.temporal, iri(year := self.minter.plan_year(element.year)))
            for subject, predicate, value in self._years.statements(element.year):
                self._add(subject, predicate, value)
            self._span(year, element.span)
            self._add(node, ext.description, self._text(element.text))
        elif isinstance(element, Project):
            self._project(node, element)
        elif isinstance(element, Scheme) and element.kind:
            self._add(node, ext.type, iri(_SCHEMES[element.kind]))

    def _ref(self, key: str | None) -> ox.NamedNode | None:
        return iri(self.minter.element(key)) if key is not None else None

    def _status(self, node: str, of: Package | Project) -> None:
        if of.status:
            self._add(node, eni.proposalStatus, self._concept(_STATUS[of.status]))
        for facet, value in (each.split("/") for each in of.facets):
            concept = self._concept(PREFIXES[f"eni-{facet}"] + value)
            self._add(node, _FACETS[facet], concept)

    def _plan(self, node: str, plan: Plan) -> None:
        self._title = plan.label
        self._add(node, ext.title, self._text(plan.label))
        settings = self.reading.settings
        if settings.replaces:
            old = Minter(settings.municipality, settings.replaces).plan
            self._add(node, ext.replaces, iri(old))
        if settings.rights:
            self._add(node, ext.rights, self._text(settings.rights))
        if not settings.has_government:
            return
        city = self.minter.city
        self._add(node, ext.publisher, iri(city))
        for cls in (ext.FormalOrganization, ext.Organization, ext.PublicOrganisation):
            self._add(city, ext.type, iri(cls))
        if plan.government:
            self._add(city, ext.prefLabel, self._text(plan.government))
        if settings.has_code:
            code = ox.Literal(settings.municipality, datatype=iri(eni.municipalityCode))
            self._add(city, ext.org_identifier, code)
            self._add(city, eni.areaCode, iri(area_code(settings.municipality)))
        self._span(city, plan.span)

    def _project(self, node: str, project: Project) -> None:
        self._add(node, eni.underMeasure, self._ref(project.measure))
        self._add(node, eni.inPackage, self._ref(project.package))
        self._status(node, project)
        if project.mark:
            self._add(node, eni.sourceMark, self._concept(PREFIXES["eni-mark"] + project.mark))
        self._add(node, ext.identifier, ox.Literal(project.number) if project.number else None)
        for part in (project.description, *project.prose):
            self._add(node, ext.description, self._text(part.text) if part else None)

    # -- agents -------------------------------------------------------------------------------

    def _agent(self, agent: Agent) -> str:
        node = self._agent_node(agent)
        known = self.described.label(node)
        if known is not None:
            if known != agent.name:
                # Another spelling of the same name (ＰＴＡ, PTA), or of the same corporate number.
                self._add(node, ext.altLabel, self._text(agent.name))
            return node
        name = self.described.usual(node, agent.name)
        self.described.add(node, name)
        self._add(node, ext.prefLabel, self._text(name))
        self._add(node, ext.altLabel, self._text(agent.name) if name != agent.name else None)
        self._span(node, agent.span)
        if agent.kind == "org":
            self._add(node, ext.type, iri(ext.Organization))
            if agent.collaboration:
                self._add(node, ext.type, iri(ext.OrganizationalCollaboration))
            if node == self.minter.numbered(number := node.rpartition("/")[2]):
                self._add(node, ext.type, iri(ext.FormalOrganization))
                code = ox.Literal(number, datatype=iri(eni.houjinBangou))
                self._add(node, ext.org_identifier, code)
            return node
        self._add(node, ext.type, iri(ext.OrganizationalUnit))
        if agent.above:
            self._add(node, ext.subOrganizationOf, iri(self._agent(agent.above)))
        elif agent.section:
            self._add(node, ext.subOrganizationOf, iri(self.minter.named("unit", agent.section)))
        elif self.reading.settings.has_government:
            self._add(node, ext.unitOf, iri(self.minter.city))
        return node

    def _agent_node(self, agent: Agent) -> str:
        if agent.kind == "unit":
            return self.minter.named("unit", "\n".join(agent.path))
        number = agent.number or self._corporate.get(organisation_key(agent.name))
        return self.minter.numbered(number) if number else self.minter.named("org", agent.name)

    def _participation(self, record: Participation) -> None:
        element = self.minter.element(record.element)
        asserted = record.confidence >= ASSERTED_FROM
        role = self._concept(PREFIXES["eni-role"] + record.role)
        who: ox.NamedNode | None = None
        if record.agent:
            who = iri(self._agent(record.agent))
        elif record.kind:
            who = self._class(*record.kind, record.span)
        node = self._numbered(element, "participation", role.value, who)
        self._add(element, ext.hasParticipation, iri(node))
        self._add(node, ext.type, iri(ext.Participation))
        self._add(node, ext.role, role)
        if record.open_ended:
            self._add(node, eni.openEnded, ox.Literal("true", datatype=iri(_XSD + "boolean")))
        if record.amount is not None:
            self._add(node, eni.amount, integer(record.amount))
            self._add(node, eni.currency, ox.Literal("JPY"))
        if record.fiscal_year is not None:
            self._add(node, eni.fiscalYear, integer(record.fiscal_year))
        if record.note:
            self._add(node, ext.comment, self._text(record.note))
        self._evidence(node, record.confidence, record.span)
        if record.agent:
            self._add(node, ext.hasParticipant, who)
            if asserted and (shortcut := self._shortcut(record)):
                self._add(element, shortcut, who)
        else:
            self._add(node, eni.participantClass, who)
            if asserted:
                self._add(element, eni.participantClass, who)

    def _shortcut(self, record: Participation) -> str | None:
        assert record.agent is not None
        if record.role == "responsible":
            return eni.responsibleUnit
        if record.role == "responsible-sub-unit":
            return eni.responsibleSubUnit
        if record.agent.kind == "unit":
            return eni.relatedUnit
        return None if record.role in NO_PARTNER else eni.partner

    def _class(self, concept: str, words: str, span: Span) -> ox.NamedNode:
        """The class of the scheme, or a narrower one of this plan when the text says less.

        Without a concept of the scheme (""), the words alone are the class.
        """
        known = class_by_label().get(words)
        broader = PREFIXES["eni-class"] + concept
        if known and (known == broader or not concept):
            return self._concept(known)
        node = self.minter.named("class", words)
        self._add(node, ext.type, iri(ext.Concept), iri(ext.AgentClass))
        self._add(node, ext.broader, self._concept(broader) if concept else None)
        if node not in self._concepts:
            self._concepts.add(node)
            self._add(node, ext.prefLabel, self._text(words))
            self._span(node, span)
        return iri(node)

    def _evidence(self, node: str, confidence: float, span: Span) -> None:
        asserted = confidence >= ASSERTED_FROM
        self._add(node, eni.confidence, decimal(confidence))
        self._add(node, eni.claimStatus, iri(claim.asserted if asserted else claim.doubtful))
        self._span(node, span)

    # -- claims -------------------------------------------------------------------------------

    def _claim(self, record: Claim) -> None:
        thing = self._thing(record.thing, record.span)
        about = self._thing(record.subject, record.span) if record.subject else None
        holder = self.minter.element(record.element)
        subject = about.value if isinstance(about, ox.NamedNode) else holder
        predicate = _PREDICATES[record.predicate]
        # What other plans speak of too has no numbers of its own: the claim stays with the element.
        base = subject if subject.startswith(f"{self.minter.plan}/") else holder
        node = self._numbered(base, "claim", predicate, thing)
        self._add(node, ext.type, iri(eni.Claim), iri(ext.Statement))
        self._add(node, ext.subject, iri(subject))
        self._add(node, ext.predicate, iri(predicate))
        self._add(node, ext.object, thing)
        self._add(node, eni.reason, ja(record.reason))
        self._evidence(node, record.confidence, record.span)
        if record.confidence >= ASSERTED_FROM:
            self._add(subject, predicate, thing)

    def _funding(self, record: FundingNote) -> None:
        element = self.minter.element(record.element)
        node = self._numbered(element, "funding", "", self._text(record.text))
        self._add(element, eni.fundingNote, iri(node))
        self._add(node, ext.type, iri(eni.FundingNote))
        self._add(node, ext.comment, self._text(record.text))
        self._span(node, record.span)

    def _thing(self, thing: Thing, span: Span) -> Term:
        match thing.kind:
            case "audience" | "theme":
                return self._concept(PREFIXES[f"eni-{thing.kind}"] + thing.name)
            case "topic":
                return self._topic(thing.name, span)
            case "words":
                return self._text(thing.name)
            case "reading":
                return ox.Literal(thing.name, language=READING)
            case "sdg":
                return self._sdg(int(thing.name))
            case "element" | "scheme":
                return iri(self.minter.element(thing.name))
            case "org":
                return iri(self._agent(Agent("org", thing.name, span)))
            case "place":
                return self._named(thing, ext.Location, span)
            case "product":
                return self._named(thing, ext.Product, span)
            case "event":
                return self._named(thing, ext.Event, span)

    def _sdg(self, number: int) -> ox.NamedNode:
        """A goal of the United Nations, with its names in the plan's graph."""
        node, name = PREFIXES["sdg"] + str(number), sdg_names()[number]
        self._add(node, ext.type, iri(ext.Concept))
        self._add(node, ext.notation, ox.Literal(str(number)))
        self._add(node, ext.prefLabel, ja(name.ja), ox.Literal(name.en, language="en"))
        return iri(node)

    def _topic(self, name: str, span: Span) -> ox.NamedNode:
        """A concept that documents name themselves: one for all governments that use the word."""
        node = Minter("local", "").named("theme", name)
        if self.described.label(node) is None:
            label = self.described.usual(node, name)
            self.described.add(node, label)
            self._add(node, ext.type, iri(ext.Concept))
            self._add(node, ext.prefLabel, self._text(label))
            self._span(node, span)
        return iri(node)

    def _named(self, thing: Thing, cls: str, span: Span) -> ox.NamedNode:
        """A place, product or event: known by its name, described where it is first met."""
        if thing.kind == "event":
            node = self.minter.element(self._event(thing.name))
        else:
            node = self.minter.named(thing.kind, thing.name)
        # A named thing may be of two classes, but has one label.
        if self.described.label(f"{node} {cls}") is None:
            self.described.add(f"{node} {cls}", thing.name)
            self._add(node, ext.type, iri(cls))
            self._add(node, ext.prefLabel, self._text(thing.name))
            self._span(node, span)
        return iri(node)

    def _event(self, name: str) -> str:
        """The key of an event: the one it had, or a new one."""
        if name not in self._events:
            known = self._known_events.get(name)
            if known is None:
                self._last_event += 1
            self._events[name] = known or f"event/{self._last_event:03d}"
        return self._events[name]

    def _numbered(self, node: str, kind: str, how: str, what: Term | None) -> str:
        """`{node}/{kind}/{n}`, the same n for the same statement in every build."""
        return f"{node}/{kind}/{self.kept.number(f'{node}/{kind}', (how, str(what)))}"


def class_of(quads: Iterable[ox.Quad]) -> Iterator[str]:
    """The class of our ontology that each type statement among `quads` names."""
    for quad in quads:
        value = quad.object
        if quad.predicate.value == ext.type and isinstance(value, ox.NamedNode):
            name = value.value
            if name.startswith(PREFIXES["eni"]):
                yield name
