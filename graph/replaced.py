"""Which plan takes the place of which: `dct:replaces` of plans in one knowledge base."""

from ..ontology.terms import eni, ext
from .evidence_spans import rows
from .store import KnowledgeBase


def replaced_plans(kb: KnowledgeBase) -> dict[str, str]:
    """Old plan → the newest edition of it, for plans of `kb` that another plan of `kb` replaces."""
    plans = set(kb.plans())
    after: dict[str, str] = {}
    found = rows(kb, f"SELECT ?old ?new WHERE {{ ?new <{ext.replaces}> ?old ; a <{eni.Plan}> }}")
    for old, new in sorted(found):
        if old != new and old in plans and new in plans:
            after[old] = new
    newest: dict[str, str] = {}
    for old in after:
        seen = [old]
        while (following := after.get(seen[-1])) is not None and following not in seen:
            seen.append(following)
        if after.get(seen[-1]) is None:  # plans that replace each other in a ring all stay
            newest[old] = seen[-1]
    return newest
