"""The one place where Python names an IRI of a vocabulary.

Plain strings, because the bulk path writes N-Triples text and start-up must not import rdflib.
A test reads `enishi.ttl` and `schemes.ttl` and compares: a typo here, or a term missing there,
fails.
"""

from typing import Final

ONTOLOGY: Final = "https://w3id.org/enishi/ontology"
ID_BASE: Final = "https://w3id.org/enishi/id/"

#: Prefixes that every query and every Turtle file of ours gets.
PREFIXES: Final[dict[str, str]] = {
    "eni": "https://w3id.org/enishi/ontology#",
    "eni-status": "https://w3id.org/enishi/status/",
    "eni-novelty": "https://w3id.org/enishi/novelty/",
    "eni-commitment": "https://w3id.org/enishi/commitment/",
    "eni-scope": "https://w3id.org/enishi/scope/",
    "eni-role": "https://w3id.org/enishi/role/",
    "eni-claim": "https://w3id.org/enishi/claim/",
    "eni-verdict": "https://w3id.org/enishi/verdict/",
    "eni-mark": "https://w3id.org/enishi/mark/",
    "eni-theme": "https://w3id.org/enishi/theme/",
    "eni-audience": "https://w3id.org/enishi/audience/",
    "eni-class": "https://w3id.org/enishi/participant-class/",
    "adms": "http://www.w3.org/ns/adms#",
    "cv": "http://data.europa.eu/m8g/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "sac": "http://data.e-stat.go.jp/lod/sac/",
    "schema": "https://schema.org/",
    "sdg": "http://metadata.un.org/sdg/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "time": "http://www.w3.org/2006/time#",
    "vann": "http://purl.org/vocab/vann/",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

_ENI: Final = PREFIXES["eni"]


class eni:
    """Terms of our own ontology."""

    # classes
    Plan: Final = _ENI + "Plan"
    PlanElement: Final = _ENI + "PlanElement"
    Goal: Final = _ENI + "Goal"
    Measure: Final = _ENI + "Measure"
    MeasurePart: Final = _ENI + "MeasurePart"
    Package: Final = _ENI + "Package"
    Project: Final = _ENI + "Project"
    ListedItem: Final = _ENI + "ListedItem"
    YearOutline: Final = _ENI + "YearOutline"
    OutlineItem: Final = _ENI + "OutlineItem"
    Scheme: Final = _ENI + "Scheme"
    NamedPlan: Final = _ENI + "NamedPlan"
    FundingNote: Final = _ENI + "FundingNote"
    Claim: Final = _ENI + "Claim"
    SourceText: Final = _ENI + "SourceText"
    LedgerEntry: Final = _ENI + "LedgerEntry"
    Warning: Final = _ENI + "Warning"
    Suggestion: Final = _ENI + "Suggestion"
    Decision: Final = _ENI + "Decision"
    Proposal: Final = _ENI + "Proposal"
    ProposedElement: Final = _ENI + "ProposedElement"
    Workshop: Final = _ENI + "Workshop"
    StoryStep: Final = _ENI + "StoryStep"
    # structure
    contributesTo: Final = _ENI + "contributesTo"
    underMeasure: Final = _ENI + "underMeasure"
    inPackage: Final = _ENI + "inPackage"
    levelLabel: Final = _ENI + "levelLabel"
    slogan: Final = _ENI + "slogan"
    projectAlias: Final = _ENI + "projectAlias"
    background: Final = _ENI + "background"
    sourceMark: Final = _ENI + "sourceMark"
    proposalStatus: Final = _ENI + "proposalStatus"
    novelty: Final = _ENI + "novelty"
    commitment: Final = _ENI + "commitment"
    scope: Final = _ENI + "scope"
    planYear: Final = _ENI + "planYear"
    formerParent: Final = _ENI + "formerParent"
    # agents and other links
    responsibleUnit: Final = _ENI + "responsibleUnit"
    responsibleSubUnit: Final = _ENI + "responsibleSubUnit"
    relatedUnit: Final = _ENI + "relatedUnit"
    partner: Final = _ENI + "partner"
    participantClass: Final = _ENI + "participantClass"
    openEnded: Final = _ENI + "openEnded"
    amount: Final = _ENI + "amount"
    currency: Final = _ENI + "currency"
    fiscalYear: Final = _ENI + "fiscalYear"
    involves: Final = _ENI + "involves"
    underScheme: Final = _ENI + "underScheme"
    refersTo: Final = _ENI + "refersTo"
    fundingNote: Final = _ENI + "fundingNote"
    # evidence
    sourceSpan: Final = _ENI + "sourceSpan"
    locator: Final = _ENI + "locator"
    confidence: Final = _ENI + "confidence"
    claimStatus: Final = _ENI + "claimStatus"
    reason: Final = _ENI + "reason"
    text: Final = _ENI + "text"
    sha256: Final = _ENI + "sha256"
    # ledger and run
    ledgerState: Final = _ENI + "ledgerState"
    places: Final = _ENI + "places"
    line: Final = _ENI + "line"
    element: Final = _ENI + "element"
    encoding: Final = _ENI + "encoding"
    profile: Final = _ENI + "profile"
    # suggestions
    suggests: Final = _ENI + "suggests"
    score: Final = _ENI + "score"
    rank: Final = _ENI + "rank"
    evidence: Final = _ENI + "evidence"
    evidenceKind: Final = _ENI + "evidenceKind"
    weight: Final = _ENI + "weight"
    # decisions
    decidesOn: Final = _ENI + "decidesOn"
    verdict: Final = _ENI + "verdict"
    contact: Final = _ENI + "contact"
    contactedOn: Final = _ENI + "contactedOn"
    answer: Final = _ENI + "answer"
    # workshops
    editKind: Final = _ENI + "editKind"
    proposes: Final = _ENI + "proposes"
    elementType: Final = _ENI + "elementType"
    concerns: Final = _ENI + "concerns"
    takesBack: Final = _ENI + "takesBack"
    step: Final = _ENI + "step"
    position: Final = _ENI + "position"
    view: Final = _ENI + "view"
    # codes
    areaCode: Final = _ENI + "areaCode"
    # datatypes
    municipalityCode: Final = _ENI + "municipalityCode"
    houjinBangou: Final = _ENI + "houjinBangou"


class status:
    """What a project table's heading says of its rows."""

    new: Final = PREFIXES["eni-status"] + "new"
    continuing: Final = PREFIXES["eni-status"] + "continuing"
    feasible: Final = PREFIXES["eni-status"] + "feasible"
    wide_area: Final = PREFIXES["eni-status"] + "wide-area"


class claim:
    """Whether what was read is asserted, doubted or rejected."""

    asserted: Final = PREFIXES["eni-claim"] + "asserted"
    doubtful: Final = PREFIXES["eni-claim"] + "doubtful"
    rejected: Final = PREFIXES["eni-claim"] + "rejected"


class mark:
    """Marks the source sets before a name."""

    star: Final = PREFIXES["eni-mark"] + "star"
    white_star: Final = PREFIXES["eni-mark"] + "white-star"
    double_circle: Final = PREFIXES["eni-mark"] + "double-circle"
    circle: Final = PREFIXES["eni-mark"] + "circle"
    black_circle: Final = PREFIXES["eni-mark"] + "black-circle"
    reference_mark: Final = PREFIXES["eni-mark"] + "reference-mark"


class ext:
    """Terms of other vocabularies that the data uses."""

    type: Final = PREFIXES["rdf"] + "type"
    Statement: Final = PREFIXES["rdf"] + "Statement"
    subject: Final = PREFIXES["rdf"] + "subject"
    predicate: Final = PREFIXES["rdf"] + "predicate"
    object: Final = PREFIXES["rdf"] + "object"
    value: Final = PREFIXES["rdf"] + "value"
    prefLabel: Final = PREFIXES["skos"] + "prefLabel"
    altLabel: Final = PREFIXES["skos"] + "altLabel"
    Concept: Final = PREFIXES["skos"] + "Concept"
    notation: Final = PREFIXES["skos"] + "notation"
    broader: Final = PREFIXES["skos"] + "broader"
    inScheme: Final = PREFIXES["skos"] + "inScheme"
    isPartOf: Final = PREFIXES["dct"] + "isPartOf"
    title: Final = PREFIXES["dct"] + "title"
    identifier: Final = PREFIXES["dct"] + "identifier"
    description: Final = PREFIXES["dct"] + "description"
    audience: Final = PREFIXES["dct"] + "audience"
    dct_subject: Final = PREFIXES["dct"] + "subject"
    spatial: Final = PREFIXES["dct"] + "spatial"
    temporal: Final = PREFIXES["dct"] + "temporal"
    Location: Final = PREFIXES["dct"] + "Location"
    AgentClass: Final = PREFIXES["dct"] + "AgentClass"
    dct_format: Final = PREFIXES["dct"] + "format"
    replaces: Final = PREFIXES["dct"] + "replaces"
    creator: Final = PREFIXES["dct"] + "creator"
    created: Final = PREFIXES["dct"] + "created"
    hasParticipation: Final = PREFIXES["cv"] + "hasParticipation"
    hasParticipant: Final = PREFIXES["cv"] + "hasParticipant"
    role: Final = PREFIXES["cv"] + "role"
    Participation: Final = PREFIXES["cv"] + "Participation"
    PublicOrganisation: Final = PREFIXES["cv"] + "PublicOrganisation"
    Organization: Final = PREFIXES["org"] + "Organization"
    FormalOrganization: Final = PREFIXES["org"] + "FormalOrganization"
    OrganizationalUnit: Final = PREFIXES["org"] + "OrganizationalUnit"
    OrganizationalCollaboration: Final = PREFIXES["org"] + "OrganizationalCollaboration"
    unitOf: Final = PREFIXES["org"] + "unitOf"
    subOrganizationOf: Final = PREFIXES["org"] + "subOrganizationOf"
    org_identifier: Final = PREFIXES["org"] + "identifier"
    LegalResource: Final = PREFIXES["eli"] + "LegalResource"
    ProperInterval: Final = PREFIXES["time"] + "ProperInterval"
    intervalMeets: Final = PREFIXES["time"] + "intervalMeets"
    Event: Final = PREFIXES["schema"] + "Event"
    Product: Final = PREFIXES["schema"] + "Product"
    SpecificResource: Final = PREFIXES["oa"] + "SpecificResource"
    hasSource: Final = PREFIXES["oa"] + "hasSource"
    hasSelector: Final = PREFIXES["oa"] + "hasSelector"
    TextPositionSelector: Final = PREFIXES["oa"] + "TextPositionSelector"
    TextQuoteSelector: Final = PREFIXES["oa"] + "TextQuoteSelector"
    FragmentSelector: Final = PREFIXES["oa"] + "FragmentSelector"
    #: What the Web Annotation Data Model names for the fragments of a PDF.
    pdf_fragments: Final = "http://tools.ietf.org/rfc/rfc3778"
    start: Final = PREFIXES["oa"] + "start"
    end: Final = PREFIXES["oa"] + "end"
    exact: Final = PREFIXES["oa"] + "exact"
    Activity: Final = PREFIXES["prov"] + "Activity"
    Entity: Final = PREFIXES["prov"] + "Entity"
    SoftwareAgent: Final = PREFIXES["prov"] + "SoftwareAgent"
    Agent: Final = PREFIXES["prov"] + "Agent"
    wasAttributedTo: Final = PREFIXES["prov"] + "wasAttributedTo"
    wasDerivedFrom: Final = PREFIXES["prov"] + "wasDerivedFrom"
    generatedAtTime: Final = PREFIXES["prov"] + "generatedAtTime"
    used: Final = PREFIXES["prov"] + "used"
    wasGeneratedBy: Final = PREFIXES["prov"] + "wasGeneratedBy"
    wasAssociatedWith: Final = PREFIXES["prov"] + "wasAssociatedWith"
    publisher: Final = PREFIXES["dct"] + "publisher"
    relation: Final = PREFIXES["dct"] + "relation"
    hasVersion: Final = PREFIXES["dct"] + "hasVersion"
    related: Final = PREFIXES["skos"] + "related"
    rights: Final = PREFIXES["dct"] + "rights"
    comment: Final = PREFIXES["rdfs"] + "comment"
    deprecated: Final = PREFIXES["owl"] + "deprecated"
    rdfs_label: Final = PREFIXES["rdfs"] + "label"
    endedAtTime: Final = PREFIXES["prov"] + "endedAtTime"
    dct_source: Final = PREFIXES["dct"] + "source"
    conformsTo: Final = PREFIXES["dct"] + "conformsTo"
    dct_language: Final = PREFIXES["dct"] + "language"
    Dataset: Final = PREFIXES["dcat"] + "Dataset"
    void_Dataset: Final = PREFIXES["void"] + "Dataset"
    vocabulary: Final = PREFIXES["void"] + "vocabulary"
    uriSpace: Final = PREFIXES["void"] + "uriSpace"
    classPartition: Final = PREFIXES["void"] + "classPartition"
    void_class: Final = PREFIXES["void"] + "class"
    entities: Final = PREFIXES["void"] + "entities"
