"""Whether a knowledge base is one that this program understands."""

import re

import pyoxigraph as ox

from ..errors import InputError
from ..language import Text
from ..ontology.terms import ONTOLOGY, eni, ext
from .description import ONTOLOGY_VERSION
from .store import KnowledgeBase

_VERSION = re.compile(re.escape(ONTOLOGY) + r"/(\d+)\.(\d+)\.(\d+)")


def check_compatible(kb: KnowledgeBase, location: str) -> None:
    """Raise InputError for RDF of another ontology, or of a later edition of ours."""
    if not kb.plans() and not kb.query(f"ASK {{ ?plan a <{eni.Plan}> }}"):
        raise InputError(
            Text(
                f"計画（eni:Plan）がありません。見つかったもの: {_classes(kb)}",
                f"there is no plan (eni:Plan) in it; found: {_classes(kb)}",
            ),
            where=location,
            hint=Text(
                "enishi build で作った知識ベースか、同じオントロジーのRDFを指定してください",
                "name a knowledge base made by `enishi build`, or RDF in this ontology",
            ),
        )
    check_edition(kb, location)


def check_edition(kb: KnowledgeBase, location: str) -> None:
    """Raise InputError for RDF of a later edition of our ontology."""
    answer = kb.query(f"SELECT DISTINCT ?v {{ ?dataset <{ext.conformsTo}> ?v }}")
    assert isinstance(answer, ox.QuerySolutions)
    ours = tuple(map(int, ONTOLOGY_VERSION.split(".")))
    for row in answer:
        found = _VERSION.fullmatch(str(getattr(row["v"], "value", "")))
        # Editions with the same first two numbers only add terms.
        if found and tuple(map(int, found.groups()))[:2] > ours[:2]:
            edition = ".".join(found.groups())
            raise InputError(
                Text(
                    f"新しい版（オントロジー {edition}）で作られています。"
                    f"このプログラムが読めるのは {ONTOLOGY_VERSION} までです",
                    f"it was made with a later edition (ontology {edition});"
                    f" this program reads up to {ONTOLOGY_VERSION}",
                ),
                where=location,
                hint=Text("enishi を新しくしてください", "update enishi"),
            )


def _classes(kb: KnowledgeBase) -> str:
    answer = kb.query(
        "SELECT ?c (COUNT(?s) AS ?n) { ?s a ?c } GROUP BY ?c ORDER BY DESC(?n) ?c LIMIT 3"
    )
    assert isinstance(answer, ox.QuerySolutions)
    names = [str(getattr(row["c"], "value", "")) for row in answer]
    return ", ".join(names) or str(Text("型のないデータ", "data without classes"))
