"""What an analyst states of an element that the document does not say: the SDGs it serves.

It is somebody's word with a name, a day and a reason, kept as a decision in P/decisions; the
plan's graph, which holds what the document says, is never touched by it.
"""

import re
from collections.abc import Sequence
from typing import Final

import pyoxigraph as ox

from ..data.words.sdgs import sdg_names
from ..errors import InputError
from ..language import Text
from ..ontology.terms import PREFIXES, ext
from .decisions import Decision, Statement, Verdict, store_decisions
from .store import KnowledgeBase

_TOLD: Final = re.compile(r"(?P<element>[^=\s<>\"{}|\\^`]+)=(?P<goal>\d{1,2})")


def state_sdgs(
    kb: KnowledgeBase,
    *,
    serves: Sequence[str] = (),
    not_so: Sequence[str] = (),
    who: str,
    why: str = "",
    when: str,
) -> list[Decision]:
    """Store that `who` sees elements as serving SDGs, or takes that back with `not_so`.

    Each is `project/024=11`: an element as `review` names it (or its IRI), and a goal from 1 to 17.

    Raises InputError for what is no such statement, an element that is not there, a goal that is
    not, and nobody's name.
    """
    told: list[tuple[str, Verdict]] = [
        *((each, "accepted") for each in serves),
        *((each, "rejected") for each in not_so),
    ]
    with kb.writing():
        made = []
        for each, verdict in told:
            plan, element, goal = _read(kb, each)
            said = Statement(element, ext.dct_subject, ox.NamedNode(goal))
            made.append(Decision(plan, (element,), verdict, who, when, why, said))
        return store_decisions(kb, made)


def is_stated(decision: Decision) -> bool:
    """Whether a decision is an analyst's own statement, not one on a reading of the document."""
    said = decision.statement
    return said is not None and decision.on == (said.subject,)


def _read(kb: KnowledgeBase, told: str) -> tuple[str, str, str]:
    """(plan, element, goal), all as IRIs."""
    match = _TOLD.fullmatch(told)
    if match is None or int(match["goal"]) not in sdg_names():
        raise InputError(
            Text(f"「{told}」は 番号=1〜17 の形ではありません", f"“{told}” is not ELEMENT=1 to 17"),
            hint=Text("例: --sdg project/024=11", "for example: --sdg project/024=11"),
        )
    found = [
        (plan, iri)
        for plan in kb.plans()
        for iri in (match["element"], f"{plan}/{match['element']}")
        if iri.startswith(f"{plan}/") and _is_element(kb, iri)
    ]
    if len(found) != 1:
        raise InputError(
            Text(f"{match['element']} という要素はありません", f"there is no {match['element']}")
            if not found
            else Text(
                f"{match['element']} は複数の計画にあります",
                f"{match['element']} is in more than one plan",
            ),
            hint=Text(
                "project/024 のような番号か、IRIを指定してください",
                "name it by its number, such as project/024, or by its IRI",
            ),
        )
    plan, element = found[0]
    goal = PREFIXES["sdg"] + str(int(match["goal"]))
    if reading := _said_by_document(kb, element, goal):
        raise InputError(
            Text(
                f"{told} は計画の文書に書かれています（{reading.removeprefix(plan + '/')}）",
                f"the document itself states {told} ({reading.removeprefix(plan + '/')})",
            ),
            hint=Text(
                "--accept か --reject で、その読み取りを判断してください",
                "decide on that reading with --accept or --reject",
            ),
        )
    return plan, element, goal


def _said_by_document(kb: KnowledgeBase, element: str, goal: str) -> str | None:
    answer = kb.query(
        f"SELECT ?claim {{ ?claim <{ext.subject}> <{element}> ; <{ext.predicate}>"
        f" <{ext.dct_subject}> ; <{ext.object}> <{goal}> }} LIMIT 1"
    )
    assert isinstance(answer, ox.QuerySolutions)
    return next((str(getattr(row["claim"], "value", "")) for row in answer), None)


def _is_element(kb: KnowledgeBase, iri: str) -> bool:
    return bool(kb.query(f"ASK {{ <{iri}> <{ext.isPartOf}> ?parent ; <{ext.prefLabel}> ?name }}"))
