"""The shapes: one failing fixture for every constraint, and plans of other levels that pass."""

from functools import cache
from importlib.resources import files

import pyoxigraph as ox
import pytest
from pyshacl import validate
from rdflib import Graph, URIRef
from rdflib.namespace import RDF, SH

from enishi.graph.check import validate_quads
from enishi.graph.store import KnowledgeBase
from enishi.language import LANGS
from enishi.ontology.terms import PREFIXES, eni, ext

SHAPES = "https://w3id.org/enishi/shapes#"
P = "https://w3id.org/enishi/id/local/p"
HEAD = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
HEAD += f"@base <{P}> .\n@prefix p: <{P}/> .\n@prefix shape: <{SHAPES}> .\n"

#: A small plan with one of everything; each line of a block is there to be taken away.
VALID = """
<> a eni:Plan ; skos:prefLabel "計画"@ja ; eni:sourceSpan p:span .

p:goal a eni:Goal ; skos:prefLabel "目標"@ja ; dct:isPartOf <> ; dct:identifier "1" ;
  eni:sourceSpan p:span .

p:measure a eni:Measure ; skos:prefLabel "施策"@ja ; dct:isPartOf p:goal ;
  eni:contributesTo p:goal ; eni:sourceSpan p:span .

p:part a eni:MeasurePart ; skos:prefLabel "部分"@ja ; dct:isPartOf p:measure ;
  eni:sourceSpan p:span .

p:package a eni:Package ; skos:prefLabel "束"@ja ; dct:isPartOf p:measure ;
  eni:underMeasure p:measure ; eni:sourceSpan p:span .

p:item a eni:ListedItem ; skos:prefLabel "項目"@ja ; dct:isPartOf p:package ;
  eni:sourceSpan p:span .

p:year a eni:YearOutline ; skos:prefLabel "1年目"@ja ; dct:isPartOf p:package ;
  eni:planYear 1 ; dct:temporal p:first ; eni:sourceSpan p:span .

p:first a time:ProperInterval ; skos:prefLabel "初めの年"@ja ; eni:planYear 1 ;
  time:intervalMeets p:second ; eni:sourceSpan p:span .

p:second a time:ProperInterval ; skos:prefLabel "次の年"@ja ; eni:planYear 2 ;
  eni:sourceSpan p:span .

p:outline a eni:OutlineItem ; skos:prefLabel "取組"@ja ; dct:isPartOf p:year ;
  eni:sourceSpan p:span .

p:scheme a eni:Scheme ; skos:prefLabel "要綱"@ja ; dct:isPartOf <> ; eni:sourceSpan p:span .

p:vision a eni:Scheme, eni:NamedPlan ; skos:prefLabel "ビジョン"@ja ; dct:isPartOf <> ;
  eni:sourceSpan p:span .

p:rule a eni:Scheme, eli:LegalResource ; skos:prefLabel "条例"@ja ; dct:isPartOf <> ;
  eni:sourceSpan p:span .

p:project a eni:Project ; skos:prefLabel "事業"@ja ; dct:isPartOf p:package ;
  eni:underMeasure p:measure ; eni:inPackage p:package ; eni:proposalStatus eni-status:new ;
  eni:novelty eni-novelty:expanded ; eni:commitment eni-commitment:feasible ;
  eni:scope eni-scope:city ;
  eni:responsibleUnit p:section ; eni:responsibleSubUnit p:subunit ;
  cv:hasParticipation p:participation ; eni:sourceSpan p:span .

p:other a eni:Project ; skos:prefLabel "別の事業"@ja ; dct:isPartOf p:measure ;
  eni:responsibleUnit p:section ; eni:sourceSpan p:span .

p:city a org:Organization, org:FormalOrganization ; skos:prefLabel "市"@ja ;
  eni:areaCode sac:C11225 ;
  eni:sourceSpan p:span .

p:section a org:OrganizationalUnit ; skos:prefLabel "課"@ja ; org:unitOf p:city ;
  eni:sourceSpan p:span .

p:subunit a org:OrganizationalUnit ; skos:prefLabel "係"@ja ; org:subOrganizationOf p:section ;
  eni:sourceSpan p:span .

p:partner a org:Organization ; skos:prefLabel "大学"@ja ; eni:sourceSpan p:span ;
  org:identifier "8700110005901"^^eni:houjinBangou .

p:place a dct:Location ; skos:prefLabel "駅"@ja ; eni:areaCode sac:C11211 ; eni:sourceSpan p:span .

p:event a schema:Event ; skos:prefLabel "祭"@ja ; eni:sourceSpan p:span .

p:product a schema:Product ; skos:prefLabel "茶"@ja ; eni:sourceSpan p:span .

p:concept a skos:Concept ; skos:prefLabel "人"@ja .

p:participation a cv:Participation ; cv:hasParticipant p:section ;
  cv:role eni-role:responsible ; eni:confidence 0.9 ; eni:claimStatus eni-claim:asserted ;
  eni:sourceSpan p:span .

p:claim a eni:Claim, rdf:Statement ; rdf:subject p:project ; rdf:predicate dct:audience ;
  rdf:object p:concept ; eni:confidence 0.8 ; eni:claimStatus eni-claim:asserted ;
  eni:sourceSpan p:span .

p:span a oa:SpecificResource ; oa:hasSource p:source ; eni:locator "1行" ; eni:line 1 ;
  oa:hasSelector p:pos, p:quote .

p:pos a oa:TextPositionSelector ; oa:start 0 ; oa:end 2 .

p:quote a oa:TextQuoteSelector ; oa:exact "甲乙" .

p:page a oa:FragmentSelector ; rdf:value "page=1&viewrect=60,40,120,20" .

p:source a eni:SourceText ; eni:text "甲乙丙" ; eni:sha256 "00" ; dct:title "計画.txt" .

p:ledger a eni:LedgerEntry ; oa:hasSource p:source ; eni:locator "1行" ; eni:line 1 ;
  eni:ledgerState "modelled" ; eni:reason "事業の行"@ja .

p:warning a eni:Warning ; oa:hasSource p:source ; eni:locator "1行" ; rdfs:comment "誤字"@ja .

p:run a prov:Activity ; prov:used p:source ; prov:wasAssociatedWith p:software .

p:suggestion a eni:Suggestion ; eni:suggests p:project, p:other ; eni:score 3.5 ; eni:rank 1 ;
  eni:evidence p:claim .

p:funding a eni:FundingNote ; rdfs:comment "県の補助"@ja ; eni:sourceSpan p:span .

p:decision a eni:Decision ; eni:decidesOn p:other, p:project ; eni:verdict eni-verdict:declined ;
  dct:creator "企画課" ; dct:created "2026-04-01" .

p:added a eni:Proposal ; eni:editKind "add-node" ; eni:proposes p:added-node ;
  prov:wasAttributedTo p:table ; prov:generatedAtTime "2026-04-01T01:00:00Z"^^xsd:dateTime ;
  prov:wasDerivedFrom p:workshop .

p:added-node a eni:ProposedElement ; eni:elementType "partner" ; skos:prefLabel "商店会" .

p:undone a eni:Proposal ; eni:editKind "undo" ; eni:takesBack p:added ;
  prov:wasAttributedTo p:table ; prov:generatedAtTime "2026-04-01T01:01:00Z"^^xsd:dateTime ;
  prov:wasDerivedFrom p:workshop .

p:told a eni:Proposal ; eni:editKind "story" ; eni:step p:scene ; eni:concerns p:project ;
  prov:wasAttributedTo p:table ; prov:generatedAtTime "2026-04-01T01:02:00Z"^^xsd:dateTime ;
  prov:wasDerivedFrom p:workshop .

p:scene a eni:StoryStep ; eni:position 1 ; eni:view "at=x" .

p:table a prov:Agent ; skos:prefLabel "1班" .

p:workshop a eni:Workshop ; skos:prefLabel "庁内会議" .
"""

#: shape, focus, what stands in VALID, what makes it fail.
FAULTS = [
    ("label", "project", 'skos:prefLabel "事業"@ja ;', ""),
    ("label", "goal", 'skos:prefLabel "目標"@ja ;', "skos:prefLabel p:goal ;"),
    ("label", "goal", 'skos:prefLabel "目標"@ja', 'skos:prefLabel "目標"@ja, "めあて"@ja'),
    ("label", "concept", '; skos:prefLabel "人"@ja', ""),
    ("label", "place", 'skos:prefLabel "駅"@ja ;', ""),
    ("parent", "scheme", "dct:isPartOf <> ; eni:sourceSpan", "eni:sourceSpan"),
    ("parent", "part", "dct:isPartOf p:measure ;\n  eni:sourceSpan", "dct:isPartOf p:measure, p:goal ;\n  eni:sourceSpan"),
    ("reaches-plan", "goal", "dct:isPartOf <> ; dct:id", "dct:isPartOf p:city ; dct:id"),
    ("reaches-plan", "project", "<> a eni:Plan", "<> a eni:Measure"),
    ("span", "section", "org:unitOf p:city ;\n  eni:sourceSpan p:span .", "org:unitOf p:city ."),
    ("span", "partner", '"大学"@ja ; eni:sourceSpan p:span', '"大学"@ja'),
    ("span", "product", '"茶"@ja ; eni:sourceSpan p:span', '"茶"@ja'),
    ("span", "claim", "asserted ;\n  eni:sourceSpan p:span .\n\np:span", "asserted .\n\np:span"),
    ("confidence", "claim", "eni:confidence 0.8 ;", ""),
    ("confidence", "claim", "eni:confidence 0.8", "eni:confidence 1.01"),
    ("confidence", "claim", "eni:confidence 0.8", "eni:confidence -0.1"),
    ("confidence", "participation", "eni:confidence 0.9", "eni:confidence 0.9, 0.8"),
    ("confidence", "participation", "eni:confidence 0.9", 'eni:confidence "high"'),
    ("claim-status", "claim", "0.8 ; eni:claimStatus eni-claim:asserted ;", "0.8 ;"),
    ("claim-status", "participation", "0.9 ; eni:claimStatus eni-claim:asserted", "0.9 ; eni:claimStatus eni-claim:likely"),
    ("review", "claim", "0.8 ; eni:claimStatus eni-claim:asserted", "0.8 ; eni:claimStatus eni-claim:doubtful"),
    ("review", "participation", "0.9 ; eni:claimStatus eni-claim:asserted", "0.9 ; eni:claimStatus eni-claim:doubtful"),
    ("only-goal", "goal", "p:goal a eni:Goal", "p:goal a eni:Goal, eni:Measure"),
    ("only-measure", "measure", "p:measure a eni:Measure", "p:measure a eni:Measure, eni:Package"),
    ("only-package", "package", "p:package a eni:Package", "p:package a eni:Package, eni:Project"),
    ("only-project", "project", "p:project a eni:Project", "p:project a eni:Project, prov:Activity"),
    ("goal-number", "goal", 'dct:identifier "1"', 'dct:identifier "1", "2"'),
    ("contributes-to", "measure", "eni:contributesTo p:goal", "eni:contributesTo p:package"),
    ("under-measure", "package", "p:measure ;\n  eni:underMeasure p:measure ; eni:s",
     "p:measure ;\n  eni:underMeasure p:goal ; eni:s"),
    ("under-measure", "project", "eni:underMeasure p:measure ; eni:in",
     "eni:underMeasure p:measure, p:part ; eni:in"),
    ("in-package", "project", "eni:inPackage p:package", "eni:inPackage p:measure"),
    ("proposal-status", "project", "eni-status:new", "eni-status:late"),
    ("proposal-status", "project", "eni-status:new", "eni-status:new, eni-status:continuing"),
    ("novelty", "project", "eni-novelty:expanded", "eni-status:new"),
    ("novelty", "project", "eni-novelty:expanded", "eni-novelty:expanded, eni-novelty:continuing"),
    ("commitment", "project", "eni-commitment:feasible", "eni-commitment:sure"),
    ("commitment", "project", "eni-commitment:feasible", "eni-commitment:feasible, eni-commitment:proposed"),
    ("scope", "project", "eni-scope:city", "eni-scope:county"),
    ("scope", "project", "eni-scope:city", "eni-scope:city, eni-scope:wide-area"),
    ("owner", "other", "dct:isPartOf p:measure ;\n  eni:responsibleUnit p:section ;",
     "dct:isPartOf p:measure ;"),
    ("sub-unit-of", "project", "; org:subOrganizationOf p:section", ""),
    ("plan-year", "year", "eni:planYear 1 ; dct", "dct"),
    ("plan-year", "year", "eni:planYear 1 ; dct", "eni:planYear 0 ; dct"),
    ("plan-year", "year", "eni:planYear 1 ; dct", 'eni:planYear "1年目" ; dct'),
    ("unit-above", "subunit", "org:subOrganizationOf p:section",
     "org:subOrganizationOf p:section ; org:unitOf p:city"),
    ("corporate-number", "partner", "8700110005901", "870011000590"),
    ("corporate-number", "partner", '"8700110005901"', '"0700110005901"'),
    ("corporate-number", "partner", "eni:houjinBangou", 'eni:houjinBangou, "9700110005901"'),
    ("only-named", "vision", "eni:Scheme, eni:NamedPlan", "eni:Plan, eni:NamedPlan"),
    ("label", "vision", 'skos:prefLabel "ビジョン"@ja ;', ""),
    ("label", "rule", 'skos:prefLabel "条例"@ja ;', ""),
    ("area-code", "city", "eni:areaCode sac:C11225", "eni:areaCode sac:C112259"),
    ("area-code", "city", "eni:areaCode sac:C11225", "eni:areaCode sac:C11225, sac:C11211"),
    ("area-code", "place", "eni:areaCode sac:C11211", 'eni:areaCode "11211"'),
    ("participant", "participation", "cv:hasParticipant p:section ;", ""),
    ("participant", "participation", "cv:hasParticipant p:section",
     "cv:hasParticipant p:section ; eni:participantClass p:concept"),
    ("role", "participation", "cv:role eni-role:responsible ;", ""),
    ("role", "participation", "eni-role:responsible", "eni-role:friend"),
    ("participates-in", "participation", "cv:hasParticipation p:participation ;", ""),
    ("claim-subject", "claim", "rdf:subject p:project ;", ""),
    ("claim-predicate", "claim", "rdf:predicate dct:audience ;", ""),
    ("claim-object", "claim", "rdf:object p:concept ;", ""),
    ("source", "span", "oa:hasSource p:source ; eni:locator \"1行\" ; eni:line 1 ;\n  oa:has",
     "eni:locator \"1行\" ; eni:line 1 ;\n  oa:has"),
    ("source", "warning", "oa:hasSource p:source ; eni:locator \"1行\" ; rdfs", "eni:locator \"1行\" ; rdfs"),
    ("locator", "span", 'eni:locator "1行" ; eni:line 1 ;\n  oa:has', "oa:has"),
    ("locator", "ledger", 'eni:locator "1行" ; eni:line 1 ;\n  eni:ledger', "eni:ledger"),
    ("position-of", "span", "oa:hasSelector p:pos, p:quote", "oa:hasSelector p:quote"),
    ("quote-of", "span", "oa:hasSelector p:pos, p:quote", "oa:hasSelector p:pos"),
    ("start", "pos", "oa:start 0 ;", ""),
    ("start", "pos", "oa:start 0", "oa:start 2"),
    ("start", "pos", "oa:start 0", "oa:start -1"),
    ("end", "pos", "; oa:end 2", ""),
    ("exact", "quote", '; oa:exact "甲乙"', ""),
    ("fragment", "page", '; rdf:value "page=1&viewrect=60,40,120,20"', ""),
    ("fragment", "page", "page=1&viewrect=60,40,120,20", 'page=1", "page=2'),
    ("fragment", "page", '"page=1&viewrect=60,40,120,20"', "p:source"),
    ("text", "source", 'eni:text "甲乙丙" ;', ""),
    ("sha256", "source", 'eni:sha256 "00" ;', ""),
    ("ledger-state", "ledger", '"modelled"', '"read"'),
    ("ledger-state", "ledger", 'eni:ledgerState "modelled" ;', ""),
    ("ledger-reason", "ledger", '; eni:reason "事業の行"@ja', ""),
    ("unresolved", "ledger", '"modelled"', '"unresolved"'),
    ("says", "warning", '; rdfs:comment "誤字"@ja', ""),
    ("used", "run", "prov:used p:source ;", ""),
    ("run-by", "run", "; prov:wasAssociatedWith p:software", ""),
    ("suggests", "suggestion", "p:project, p:other ;", "p:project ;"),
    ("suggests", "suggestion", "eni:suggests p:project, p:other", "eni:suggests p:project, p:goal"),
    ("score", "suggestion", "eni:score 3.5 ;", ""),
    ("rank", "suggestion", "eni:rank 1 ;", ""),
    ("rank", "suggestion", "eni:rank 1", "eni:rank 0"),
    ("evidence", "suggestion", ";\n  eni:evidence p:claim", ""),
    ("evidence", "suggestion", "eni:evidence p:claim", "eni:evidence p:partner"),
    ("funding-note", "funding", 'rdfs:comment "県の補助"@ja ;', ""),
    ("span", "funding", '"県の補助"@ja ; eni:sourceSpan p:span', '"県の補助"@ja'),
    ("decides-on", "decision", "eni:decidesOn p:other, p:project ;", ""),
    ("verdict", "decision", "; eni:verdict eni-verdict:declined", ""),
    ("verdict", "decision", "eni-verdict:declined", "eni-verdict:perhaps"),
    ("decided-by", "decision", 'dct:creator "企画課" ;', ""),
    ("decided-when", "decision", '; dct:created "2026-04-01"', ""),
    ("edit-kind", "added", 'eni:editKind "add-node" ;', ""),
    ("edit-kind", "added", '"add-node"', '"delete"'),
    ("proposed-by", "undone", 'p:added ;\n  prov:wasAttributedTo p:table ;', "p:added ;"),
    ("proposed-by", "undone", 'p:added ;\n  prov:wasAttributedTo p:table', "p:added ;\n  prov:wasAttributedTo p:partner"),
    ("proposed-at", "added", '; prov:generatedAtTime "2026-04-01T01:00:00Z"^^xsd:dateTime', ""),
    ("proposed-at", "added", '"2026-04-01T01:00:00Z"^^xsd:dateTime', '"1時"'),
    ("proposed-in", "told", '01:02:00Z"^^xsd:dateTime ;\n  prov:wasDerivedFrom p:workshop', '01:02:00Z"^^xsd:dateTime'),
    ("proposes", "added", "eni:proposes p:added-node", "eni:proposes p:partner"),
    ("concerns", "told", "eni:concerns p:project", 'eni:concerns "事業"'),
    ("concerns", "told", "eni:concerns p:project", "eni:concerns p:project, p:other, p:goal, p:city"),
    ("takes-back", "undone", "eni:takesBack p:added", "eni:takesBack p:project"),
    ("step", "told", "eni:step p:scene", "eni:step p:table"),
    ("element-type", "added-node", '"partner"', '"goal"'),
    ("label", "added-node", ' ; skos:prefLabel "商店会"', ""),
    ("label", "table", ' ; skos:prefLabel "1班"', ""),
    ("label", "workshop", ' ; skos:prefLabel "庁内会議"', ""),
    ("step-position", "scene", "eni:position 1", "eni:position 0"),
    ("step-view", "scene", ' ; eni:view "at=x"', ""),
    ("claim-object", "claim", "rdf:object p:concept", "rdf:object p:concept, p:place"),
    ("claim-predicate", "claim", "rdf:predicate dct:audience", "rdf:predicate dct:audience, dct:spatial"),
    ("claim-predicate", "claim", "rdf:predicate dct:audience", 'rdf:predicate "audience"'),
    ("claim-subject", "claim", "rdf:subject p:project", "rdf:subject p:project, p:other"),
    ("claim-subject", "claim", "rdf:subject p:project", 'rdf:subject "事業"'),
    ("claim-status", "claim", "0.8 ; eni:claimStatus eni-claim:asserted",
     "0.8 ; eni:claimStatus eni-claim:asserted, eni-claim:rejected"),
    ("decided-when", "decision", '"2026-04-01"', '"2026-04-01", "2026-04-02"'),
    ("decides-on", "decision", "p:other, p:project ; eni:v", "p:other, p:project, p:goal, p:claim ; eni:v"),
    ("decides-on", "decision", "eni:decidesOn p:other, p:project", 'eni:decidesOn "朝市"'),
    ("verdict", "decision", "eni-verdict:declined", "eni-verdict:declined, eni-verdict:adopted"),
    ("end", "pos", "oa:end 2", "oa:end 2, 3"),
    ("end", "pos", "oa:end 2", 'oa:end "2"'),
    ("start", "pos", "oa:start 0", "oa:start 0, 1"),
    ("start", "pos", "oa:start 0", 'oa:start "0"'),
    ("exact", "quote", 'oa:exact "甲乙"', 'oa:exact "甲乙", "甲丙"'),
    ("exact", "quote", 'oa:exact "甲乙"', "oa:exact p:source"),
    ("position-of", "span", "oa:hasSelector p:pos, p:quote",
     "oa:hasSelector p:pos, p:quote, p:pos2 . p:pos2 oa:start 1 ; oa:end 2"),
    ("quote-of", "span", "oa:hasSelector p:pos, p:quote",
     'oa:hasSelector p:pos, p:quote, p:quote2 . p:quote2 oa:exact "乙"'),
    ("source", "span", "oa:hasSource p:source ; eni:locator \"1行\" ; eni:line 1 ;\n  oa:has",
     "oa:hasSource p:source, p:run ; eni:locator \"1行\" ; eni:line 1 ;\n  oa:has"),
    ("source", "warning", "oa:hasSource p:source ; eni:locator \"1行\" ; rdfs",
     "oa:hasSource \"計画.txt\" ; eni:locator \"1行\" ; rdfs"),
    ("source", "span", "oa:hasSource p:source ; eni:locator \"1行\" ; eni:line 1 ;\n  oa:has",
     "oa:hasSource \"計画.txt\" ; eni:locator \"1行\" ; eni:line 1 ;\n  oa:has"),
    ("locator", "ledger", 'eni:locator "1行" ; eni:line 1 ;\n  eni:ledger',
     'eni:locator "1行", "一行目" ; eni:line 1 ;\n  eni:ledger'),
    ("locator", "span", 'eni:locator "1行" ; eni:line 1 ;\n  oa:has',
     'eni:locator "1行", "一行目" ; eni:line 1 ;\n  oa:has'),
    ("funding-note", "funding", 'rdfs:comment "県の補助"@ja', "rdfs:comment p:partner"),
    ("goal-number", "goal", 'dct:identifier "1"', "dct:identifier p:one"),
    ("in-package", "project", "eni:inPackage p:package", "eni:inPackage p:package, p:package2"),
    ("ledger-state", "ledger", '"modelled"', '"modelled", "structural"'),
    ("parent", "scheme", "dct:isPartOf <> ; eni:sourceSpan", 'dct:isPartOf "計画" ; eni:sourceSpan'),
    ("participant", "participation", "cv:hasParticipant p:section", 'cv:hasParticipant "商工課"'),
    ("participates-in", "participation", "p:other a eni:Project ;",
     "p:other a eni:Project ; cv:hasParticipation p:participation ;"),
    ("plan-year", "year", "eni:planYear 1 ; dct", "eni:planYear 1, 2 ; dct"),
    ("plan-year", "second", "eni:planYear 2 ;", ""),
    ("in-plan-year", "year", "dct:temporal p:first", "dct:temporal p:outline"),
    ("in-plan-year", "year", "dct:temporal p:first", "dct:temporal p:first, p:second"),
    ("next-year", "first", "time:intervalMeets p:second", "time:intervalMeets p:year"),
    ("next-year", "first", "time:intervalMeets p:second", "time:intervalMeets p:second, p:first"),
    ("label", "second", 'skos:prefLabel "次の年"@ja ;', ""),
    ("span", "second", "eni:planYear 2 ;\n  eni:sourceSpan p:span", "eni:planYear 2"),
    ("rank", "suggestion", "eni:rank 1", "eni:rank 1.5"),
    ("rank", "suggestion", "eni:rank 1", "eni:rank 1, 2"),
    ("score", "suggestion", "eni:score 3.5", "eni:score 3.5, 4.5"),
    ("suggests", "suggestion", "p:project, p:other ;", "p:project, p:other, p:third, p:fourth ;"),
    ("role", "participation", "eni-role:responsible", "eni-role:responsible, eni-role:funder"),
    ("run-by", "run", "prov:wasAssociatedWith p:software", 'prov:wasAssociatedWith "enishi"'),
    ("used", "run", "prov:used p:source", 'prov:used "計画.txt"'),
    ("sha256", "source", 'eni:sha256 "00"', 'eni:sha256 "00", "01"'),
    ("text", "source", 'eni:text "甲乙丙"', 'eni:text "甲乙丙", "甲乙丁"'),
    ("span", "product", '"茶"@ja ; eni:sourceSpan p:span', '"茶"@ja ; eni:sourceSpan "1行"'),
    ("unit-above", "subunit", "org:subOrganizationOf p:section", 'org:subOrganizationOf "課"'),
    ("edit-kind", "added", '"add-node"', '"add-node", "note"'),
    ("element-type", "added-node", '"partner"', '"partner", "section"'),
    ("element-type", "added-node", 'eni:elementType "partner" ;', ""),
    ("proposed-at", "added", '"2026-04-01T01:00:00Z"^^xsd:dateTime',
     '"2026-04-01T01:00:00Z"^^xsd:dateTime, "2026-04-01T01:09:00Z"^^xsd:dateTime'),
    ("proposed-by", "undone", "p:added ;\n  prov:wasAttributedTo p:table", "p:added ;\n  prov:wasAttributedTo p:table, p:person"),
    ("proposed-in", "told", '01:02:00Z"^^xsd:dateTime ;\n  prov:wasDerivedFrom p:workshop', '01:02:00Z"^^xsd:dateTime ;\n  prov:wasDerivedFrom p:workshop, p:other-workshop'),
    ("proposed-in", "told", '01:02:00Z"^^xsd:dateTime ;\n  prov:wasDerivedFrom p:workshop', '01:02:00Z"^^xsd:dateTime ;\n  prov:wasDerivedFrom p:table'),
    ("proposes", "added", "eni:proposes p:added-node", "eni:proposes p:added-node, p:second-node"),
    ("takes-back", "undone", "eni:takesBack p:added", "eni:takesBack p:added, p:told"),
    ("step-position", "scene", "eni:position 1", "eni:position 1, 2"),
    ("step-position", "scene", "eni:position 1 ;", ""),
    ("step-position", "scene", "eni:position 1", 'eni:position "1"'),
    ("step-view", "scene", 'eni:view "at=x"', "eni:view 1"),
    ("step-view", "scene", 'eni:view "at=x"', 'eni:view "at=x", "at=y"'),
]  # fmt: skip
#: Nodes that `validate_quads` looks at by other means, because half of all nodes are such.
SPAN_NODES = {"span", "pos", "quote"}
WARNINGS = {"review", "owner", "unresolved"}


@cache
def shapes() -> Graph:
    data = files("enishi.ontology").joinpath("shapes.ttl").read_text(encoding="utf-8")
    return Graph().parse(data=data, format="turtle")


def quads(text: str) -> list[ox.Quad]:
    return list(ox.parse((HEAD + text).encode(), format=ox.RdfFormat.TURTLE))


@cache
def components(text: str) -> frozenset[tuple[str, str, str, str]]:
    """(severity, shape, focus, component) that pySHACL finds with the shapes as published."""
    data = Graph().parse(data=HEAD + text, format="turtle")
    _, report, _ = validate(data, shacl_graph=shapes(), allow_warnings=True)
    assert isinstance(report, Graph)
    return frozenset(
        (
            str(report.value(result, SH.resultSeverity)).removeprefix(str(SH)),
            str(report.value(result, SH.sourceShape)).removeprefix(SHAPES),
            str(report.value(result, SH.focusNode)).removeprefix(P + "/"),
            str(report.value(result, SH.sourceConstraintComponent))
            .removeprefix(str(SH))
            .removesuffix("ConstraintComponent"),
        )
        for result in report.objects(None, SH.result)
    )


def by_shacl(text: str) -> set[tuple[str, str, str]]:
    """(severity, shape, focus), the same without the component."""
    return {row[:3] for row in components(text)}


def by_enishi(text: str) -> set[tuple[str, str, str]]:
    """The same, as `validate_quads` finds it."""
    return {
        (row.severity, row.shape.removeprefix(SHAPES), row.focus.removeprefix(P + "/"))
        for row in validate_quads(quads(text))
    }


def test_the_small_plan_is_valid() -> None:
    assert by_shacl(VALID) == by_enishi(VALID) == set()


@pytest.mark.parametrize(("shape", "focus", "old", "new"), FAULTS)
def test_every_constraint_fails_where_it_should(shape: str, focus: str, old: str, new: str) -> None:
    assert VALID.count(old) == 1, "the fixture must change one place"
    broken = VALID.replace(old, new)
    severity = "Warning" if shape in WARNINGS else "Violation"
    found = by_shacl(broken)
    assert (severity, shape, focus) in found
    ours = by_enishi(broken)
    if focus in SPAN_NODES:
        assert "Violation" in {severity for severity, _, _ in ours}
    else:
        # Both see the same apart from spans, which ours checks by other means, and from a note
        # that quotes cannot be compared.
        ours -= {("Warning", "text", "source")}
        assert {row for row in ours if row[2] not in SPAN_NODES} == {
            row for row in found if row[2] not in SPAN_NODES
        }


#: Each constraint parameter of SHACL Core that the shapes use, and its component.
COMPONENTS = {
    "minCount": "MinCount", "maxCount": "MaxCount", "nodeKind": "NodeKind", "datatype": "Datatype",
    "class": "Class", "in": "In", "hasValue": "HasValue", "not": "Not", "node": "Node",
    "pattern": "Pattern", "minInclusive": "MinInclusive", "maxInclusive": "MaxInclusive",
    "lessThan": "LessThan", "uniqueLang": "UniqueLang",
}  # fmt: skip
#: What is no constraint: how a shape is found, what it says, how grave it is.
NO_CONSTRAINT = {"path", "message", "severity", "targetClass", "property", "inversePath",
                 "alternativePath", "oneOrMorePath"}  # fmt: skip


def test_every_constraint_of_every_shape_has_a_failing_fixture() -> None:
    used = {
        str(p).removeprefix(str(SH)) for p in shapes().predicates() if str(p).startswith(str(SH))
    }
    assert used - NO_CONSTRAINT == set(COMPONENTS), "a constraint that this test does not know"
    stated = {
        (str(shape).removeprefix(SHAPES), component)
        for name, component in COMPONENTS.items()
        for shape in shapes().subjects(SH[name], None)
        if str(shape).startswith(SHAPES) and (shape, RDF.type, SH.PropertyShape) in shapes()
    }
    failing = {
        (shape, component)
        for _, _, old, new in FAULTS
        for _, shape, _, component in components(VALID.replace(old, new))
    }
    assert stated - failing == set()


def test_every_class_has_one_shape_and_every_listed_property_shape_exists() -> None:
    targets = list(shapes().objects(None, SH.targetClass))
    assert len(targets) == len(set(targets))
    ours = {URIRef(getattr(eni, name)) for name in vars(eni) if name[0].isupper()}
    # PlanElement has no instances of its own.
    assert ours - set(targets) == {URIRef(eni.PlanElement)}
    for listed in shapes().objects(None, SH.property):
        if str(listed).startswith(SHAPES):
            assert (listed, RDF.type, SH.PropertyShape) in shapes()


def test_every_shape_says_in_both_languages_what_to_do() -> None:
    for shape in shapes().subjects(RDF.type, SH.PropertyShape):
        languages = sorted(m.language for m in shapes().objects(shape, SH.message))  # type: ignore[attr-defined]
        assert languages == sorted(LANGS), shape


def test_a_wrong_quote_is_a_violation_that_shows_its_place() -> None:
    found = validate_quads(quads(VALID.replace('oa:exact "甲乙"', 'oa:exact "甲丙"')))
    assert [(row.severity, row.shape, row.focus) for row in found] == [
        ("Violation", SHAPES + "exact", f"{P}/span")
    ]
    assert [place.to_json() for place in found[0].spans] == [
        {"source": f"{P}/source", "locator": "1行", "line": 1, "quote": "甲丙"}
    ]


def test_positions_count_code_points() -> None:
    text = VALID.replace('eni:text "甲乙丙"', 'eni:text "𠮷甲乙"').replace(
        "oa:start 0 ; oa:end 2", "oa:start 1 ; oa:end 3"
    )
    assert by_enishi(text) == set()


def test_a_source_without_its_text_is_said_once() -> None:
    text = VALID.replace("p:source a eni:SourceText", "p:elsewhere a eni:SourceText")
    found = [row for row in validate_quads(quads(text)) if row.shape == SHAPES + "text"]
    assert [(row.severity, row.focus) for row in found] == [("Warning", f"{P}/source")]


def test_findings_show_the_sentence_and_a_ledger_entry_its_line() -> None:
    doubtful = validate_quads(quads(VALID.replace("0.8 ; eni:claimStatus eni-claim:asserted",
                                                  "0.8 ; eni:claimStatus eni-claim:doubtful")))  # fmt: skip
    assert [(row.message.ja[:7], row.spans[0].quote) for row in doubtful] == [
        ("読み取りに疑い", "甲乙")
    ]
    unread = validate_quads(quads(VALID.replace('"modelled"', '"unresolved"')))
    assert [(row.spans[0].line, row.spans[0].quote) for row in unread] == [(1, "甲乙丙")]


def chain(*levels: str) -> str:
    """A plan whose one project stands under these classes, outermost first."""
    lines = ['<> a eni:Plan ; skos:prefLabel "計画"@ja ; eni:sourceSpan p:span .']
    above = "<>"
    for number, level in enumerate((*levels, "Project")):
        lines.append(
            f'p:n{number} a eni:{level} ; skos:prefLabel "名"@ja ; dct:isPartOf {above} ;'
            f" eni:responsibleUnit p:section ; eni:sourceSpan p:span ."
        )
        above = f"p:n{number}"
    needed = ("p:section a", "p:city a", "p:span a", "p:pos a", "p:quote a", "p:source a")
    blocks = [block for block in VALID.split("\n\n") if block.strip().startswith(needed)]
    return "\n".join([*lines, *blocks])


@pytest.mark.parametrize(
    "levels",
    [
        (),
        ("Measure",),
        ("Goal",),
        ("Goal", "Measure"),
        ("Measure", "Measure", "Measure", "Measure", "Measure"),
        ("Goal", "Measure", "Measure", "Measure", "Package"),
    ],
)
def test_plans_have_as_many_levels_as_they_like(levels: tuple[str, ...]) -> None:
    text = chain(*levels)
    assert by_shacl(text) == by_enishi(text) == set()


def test_a_chain_of_parents_without_a_plan_or_in_a_circle_is_found() -> None:
    headless = chain("Measure").replace("<> a eni:Plan ;", "<> a eni:Goal ;")
    assert ("Violation", "reaches-plan", "n1") in by_enishi(headless)
    circle = chain("Measure").replace("dct:isPartOf <>", "dct:isPartOf p:n1")
    assert ("Violation", "reaches-plan", "n0") in by_enishi(circle)


def test_the_iruma_plan_has_no_violations(iruma_kb: KnowledgeBase) -> None:
    found = validate_quads([quad for quad in iruma_kb.quads()])
    assert [row for row in found if row.severity == "Violation"] == []
    assert all(row.spans for row in found)
    assert ext.hasSource  # the terms of the shapes are those of `terms`


def test_a_shape_that_says_more_than_the_checker_knows_is_refused() -> None:
    from enishi.graph import shapes as ours

    source = ours._Source()
    node = ox.NamedNode(SHAPES + "label")
    source.said[node][str(SH) + "languageIn"] = [ox.Literal("true")]
    with pytest.raises(TypeError, match="languageIn"):
        source.constraints(node)


def test_instances_of_a_class_below_count_as_in_shacl() -> None:
    text = VALID.replace("a eni:Goal", "a <urn:x:Aim>") + "<urn:x:Aim> rdfs:subClassOf eni:Goal .\n"
    text = text.replace('skos:prefLabel "目標"@ja', 'skos:altLabel "目標"@ja')
    assert by_enishi(text) == by_shacl(text) != set()
