"""Names that mean the same: what sections and projects are called elsewhere, as people confirmed it.

An alias counts when somebody accepted its reading (`enishi review`), or when the graph says
`skos:altLabel` without a reading of the text behind it, as an analyst writes it. An alias that
waits for a person, or was rejected, counts for nothing.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable

import pyoxigraph as ox

from ..ontology.terms import eni, ext
from .decisions import latest, read_decisions
from .evidence_spans import rows
from .store import KnowledgeBase


class Renamed:
    """Groups of names; two names are the same when aliases lead from one to the other."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self._parent: dict[str, str] = {}
        for pair in pairs:
            low, high = sorted(map(self, pair))
            if low != high:
                self._parent[high] = low

    def __call__(self, name: str) -> str:
        """One name for all of the group of `name`, without blanks, NFKC."""
        found = plain(name)
        while (above := self._parent.get(found, found)) != found:
            found = above
        return found


def plain(name: str) -> str:
    """What names are compared by: NFKC, without blanks."""
    return "".join(unicodedata.normalize("NFKC", name).split())


def renamed(kb: KnowledgeBase) -> Renamed:
    """The confirmed aliases of the sections and projects of every edition in `kb`."""
    said = {
        (each.statement.subject, each.statement.object.value): each.verdict == "accepted"
        for each in latest(read_decisions(kb))
        if each.statement and each.statement.predicate == ext.altLabel
    }
    asked = f"""SELECT ?s ?o WHERE {{
      ?claim <{ext.subject}> ?s ; <{ext.predicate}> <{ext.altLabel}> ; <{ext.object}> ?o }}"""
    written = f"""SELECT DISTINCT ?s ?o WHERE {{
      ?s <{ext.altLabel}> ?o . {{ ?s a <{eni.Project}> }}
      UNION {{ ?project <{eni.responsibleUnit}> ?s }} }}"""
    aliases: set[tuple[str, ...]] = set(rows(kb, written)) - set(rows(kb, asked))
    aliases |= {each for each, accepted in said.items() if accepted}
    aliases -= {each for each, accepted in said.items() if not accepted}
    subjects = " ".join(sorted({str(ox.NamedNode(subject)) for subject, _ in aliases}))
    labels = f"""SELECT DISTINCT ?s ?o WHERE {{
      VALUES ?s {{ {subjects} }} ?s <{ext.prefLabel}> ?o }}"""
    names: dict[str, list[str]] = defaultdict(list)
    for subject, name in sorted(rows(kb, labels)):
        names[subject].append(name)
    return Renamed((name, alias) for subject, alias in sorted(aliases) for name in names[subject])
