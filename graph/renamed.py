"""Names that mean the same: what sections and projects are called elsewhere, as people confirmed it.

An alias counts when somebody accepted its reading or said so (`enishi review`), or when the graph says
`skos:altLabel` without a reading of the text behind it, as an analyst writes it. An alias that
waits for a person, or was rejected, counts for nothing.
"""

import difflib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import pyoxigraph as ox

from ..errors import InputError
from ..language import Text
from ..ontology.terms import eni, ext
from .decisions import Decision, Statement, latest, read_decisions, store_decisions
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


def state_renamed(
    kb: KnowledgeBase, told: Sequence[str], *, who: str, why: str = "", when: str
) -> list[Decision]:
    """Store that sections or projects go on under another name; each is `OLD=NEW`.

    It is somebody's word, an accepted alias of what is called OLD in P/decisions, whether a plan
    with the new name has been built by then or not.

    Raises InputError for what is not of this form, and for an OLD that names nothing or several.
    """
    with kb.writing():
        made = []
        for each in told:
            plan, subject, new = _read(kb, each)
            said = Statement(subject, ext.altLabel, ox.Literal(new, language="ja"))
            made.append(Decision(plan, (subject,), "accepted", who, when, why, said))
        return store_decisions(kb, made)


def _read(kb: KnowledgeBase, told: str) -> tuple[str, str, str]:
    """(plan, subject, the new name)."""
    old, equals, new = (part.strip() for part in told.partition("="))
    if not (equals and old and new) or plain(old) == plain(new):
        raise InputError(
            Text(f"「{told}」は 旧名=新名 の形ではありません", f"“{told}” is not OLD=NEW"),
            hint=Text(
                "例: --renamed 商工課=商工観光課", "for example: --renamed 商工課=商工観光課"
            ),
        )
    named = _named(kb)
    # A section is meant before a project of the same name: it has one name in every plan.
    found = sorted(
        each for each in named if old in (each.iri, each.number) or each.name == plain(old)
    )
    found = [each for each in found if each.is_section] or found
    if len({each.iri for each in found}) != 1:
        names = sorted({each.label for each in named})
        near = difflib.get_close_matches(old, names, n=3, cutoff=0.4)
        numbers = "、".join(each.iri for each in found[:3])
        raise InputError(
            Text(f"「{old}」という課や事業はありません", f"no section or project is called “{old}”")
            if not found
            else Text(f"「{old}」という事業が複数あります", f"several projects are called “{old}”"),
            hint=Text(f"似た名前: {'、'.join(near)}", f"names like it: {', '.join(near)}")
            if not found
            else Text(
                f"名前の代わりにIRIを指定してください: {numbers}", f"give its IRI: {numbers}"
            ),
        )
    return found[0].plan, found[0].iri, new


class _Named(NamedTuple):
    """A section or project of a plan; `number` is the end of a project's IRI."""

    plan: str
    iri: str
    number: str
    name: str
    label: str
    is_section: bool


def _named(kb: KnowledgeBase) -> list[_Named]:
    plans = sorted(kb.plans(), key=len, reverse=True)
    sparql = f"""SELECT DISTINCT ?s ?o ?p WHERE {{
      {{ ?s a <{eni.Project}> BIND(?s AS ?p) }} UNION {{ ?p <{eni.responsibleUnit}> ?s }}
      ?s <{ext.prefLabel}> ?o }}"""
    found = []
    for subject, label, project in rows(kb, sparql):
        plan = next((each for each in plans if project.startswith(f"{each}/")), "")
        if plan:
            number = subject.removeprefix(f"{plan}/")
            found.append(_Named(plan, subject, number, plain(label), label, subject != project))
    return found
