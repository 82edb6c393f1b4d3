"""`merge`: patches of several laptops into P/proposals, and what is taken back again.

Operations are joined by their ids, so any order and any repetition of patches gives the same
graph. All patches are checked before anything is written, and all is written in one step.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pyoxigraph as ox

from ..errors import CheckFailedError, InputError
from ..language import Text
from ..ontology.terms import eni, ext
from .check import validate_quads
from .patch_faults import PatchFaultError, fault, printable
from .patches import Operation, Patch, in_order, name_in, when
from .proposals import (
    PROPOSALS,
    TAKING,
    all_proposals,
    by_iri,
    iri_of,
    may_take_back,
    proposal_of,
    proposal_quads,
    read_proposals,
    taken_back,
    target_of,
)
from .store import KnowledgeBase

_AGENTS = (eni.responsibleUnit, eni.relatedUnit, eni.partner)
_ENTITIES = frozenset(
    (eni.Plan, eni.Goal, eni.Measure, eni.MeasurePart, eni.Package, eni.Project, eni.ListedItem,
     eni.YearOutline, eni.OutlineItem, eni.Scheme, ext.OrganizationalUnit, ext.Organization)
)  # fmt: skip


@dataclass(slots=True)
class PlanNames:
    """What of a plan an operation may name, with names for people."""

    projects: set[str] = field(default_factory=set)
    things: set[str] = field(default_factory=set)
    labels: dict[str, str] = field(default_factory=dict)


class Names:
    """What people call things of any plan, and which plans have them."""

    def __init__(self, plans: Mapping[str, PlanNames]) -> None:
        self.plans = plans

    def name(self, iri: str) -> str:
        """The label, or the end of the IRI."""
        for each in self.plans.values():
            if label := each.labels.get(iri):
                return label
        return iri.rpartition("/")[2]

    def homes(self, iri: str) -> set[str]:
        """The plans that have a thing; sections and organisations may be of several."""
        return {plan for plan, each in self.plans.items() if iri in each.things}

    def is_project(self, iri: str) -> bool:
        """Whether a plan has a project with this IRI."""
        return any(iri in each.projects for each in self.plans.values())


@dataclass(frozen=True, slots=True)
class Merged:
    """What one patch brings: operations that are new here, and how many are known already."""

    patch: Patch
    new: tuple[Operation, ...]
    known: int


@dataclass(frozen=True, slots=True)
class MergeResult:
    """Patch by patch in the order given; `all` holds each plan's operations afterwards."""

    merged: tuple[Merged, ...]
    all: Mapping[str, tuple[Operation, ...]]
    names: Names


def merge_patches(
    kb: KnowledgeBase, patches: Sequence[Patch], *, dry_run: bool = False
) -> MergeResult:
    """Add what the patches say to the proposals of their plans.

    Raises:
        InputError: a patch is of a plan that is not here, names what is not there, or says of a known
            operation something else; the message names the file and the operation.
        CheckFailedError: the proposals would break the shapes.
    """
    if dry_run:
        return _merge(kb, patches)
    with kb.writing():
        result = _merge(kb, patches)
        changed = {each.plan for one in result.merged for each in one.new}
        _store(kb, {plan: result.all[plan] for plan in changed})
    return result


def _merge(kb: KnowledgeBase, patches: Sequence[Patch]) -> MergeResult:
    names = read_names(kb)
    for patch in patches:
        if missing := [plan for plan in patch.plans if plan not in names.plans]:
            raise _other_plan(patch, missing[0], names)
    # An id is one operation's, whichever plan it is of.
    have = {each.id: each for each in all_proposals(kb)}
    merged = []
    for patch in patches:
        new = []
        for number, each in enumerate(patch.operations, 1):
            try:
                if (old := have.get(each.id, each)) != each:
                    raise fault(_conflict(old))
            except PatchFaultError as error:
                raise error.in_operation(number, {"id": each.id}).at(patch.name) from None
            if each.id not in have:
                have[each.id] = each
                new.append(each)
        merged.append(Merged(patch, tuple(new), len(patch.operations) - len(new)))
    # Only when all patches are there: one table may build on what another proposes.
    known = by_iri(have.values())
    for one in merged:
        _check_references(one, names, known)
        _check_shapes(one.new, known)
    everything = {
        plan: tuple(in_order(each for each in have.values() if each.plan == plan))
        for plan in names.plans
    }
    return MergeResult(tuple(merged), everything, names)


def take_back(
    kb: KnowledgeBase,
    wanted: Sequence[str],
    *,
    who: str,
    time: str,
    why: str = "",
    restore: bool = False,
) -> list[tuple[Operation, Operation]]:
    """Record that `who` takes these operations (ids or IRIs) back; `restore` undoes that.

    Gives the new operations, each with the one it takes back. Nothing is deleted: `restore`
    takes back the operations that took it back.

    Raises:
        InputError: there is no such operation, or it is taken back already (or is not).
    """
    who = name_in({"--who": who}, "--who") if who.strip() else who
    if not who:
        raise InputError(
            Text("だれが取り消すのかが要ります", "who takes it back has to be said"),
            hint=Text("--who に名前を指定してください", "say who with --who"),
        )
    with kb.writing():
        stored = read_proposals(kb)
        made: list[tuple[Operation, Operation]] = []
        for name in dict.fromkeys(wanted):
            operation = _find(stored, name)
            takers = _standing(stored[operation.plan], operation)
            if restore == (not takers):
                raise _as_it_is(name, restore=restore)
            for each in takers if restore else [operation]:
                taken = _taking(each, who, time, why)
                made.append((taken, each))
                stored[each.plan].append(taken)
        known = by_iri(each for own in stored.values() for each in own)
        _check_shapes([taken for taken, _ in made], known)
        _store(kb, {plan: stored[plan] for plan in {taken.plan for taken, _ in made}})
    return made


def operations_of(kb: KnowledgeBase, patch: Patch, *, restore: bool) -> list[str]:
    """The IRIs of a patch's operations that are stored and not taken back (`restore`: that are).

    Raises InputError when there is none.
    """
    stored = all_proposals(kb)
    gone, here = taken_back(stored), by_iri(stored)
    found = [
        iri_of(each)
        for each in patch.operations
        if each.kind not in TAKING and iri_of(each) in here and (iri_of(each) in gone) == restore
    ]
    if not found:
        raise _as_it_is(patch.name, restore=restore)
    return found


def read_names(kb: KnowledgeBase) -> Names:
    """The things of each plan's graph that a workshop can point at."""
    return Names({plan: _plan_names(kb, plan) for plan in kb.plans()})


def _plan_names(kb: KnowledgeBase, plan: str) -> PlanNames:
    found = PlanNames()
    for quad in kb.quads(plan):
        subject, predicate, value = quad.subject, quad.predicate.value, quad.object
        if not isinstance(subject, ox.NamedNode):
            continue
        if predicate == ext.type and isinstance(value, ox.NamedNode):
            if value.value in _ENTITIES:
                found.things.add(subject.value)
            if value.value == eni.Project:
                found.projects.add(subject.value)
        elif predicate in _AGENTS and isinstance(value, ox.NamedNode):
            found.things.add(value.value)
        elif isinstance(value, ox.Literal) and predicate == ext.prefLabel:
            japanese = value.language in (None, "ja")
            if japanese or subject.value not in found.labels:
                found.labels[subject.value] = value.value
    return found


def _store(kb: KnowledgeBase, operations: Mapping[str, Iterable[Operation]]) -> None:
    """Add to the graphs what is not there: what others wrote into them is kept."""
    graphs = {}
    for plan, each in operations.items():
        name = plan + PROPOSALS
        old = list(kb.quads(name)) if name in kb.graphs() else []
        graphs[name] = list(dict.fromkeys([*old, *proposal_quads(each)]))
    if graphs:
        kb.replace(graphs)


def _check_shapes(new: Sequence[Operation], known: Mapping[str, Operation]) -> None:
    """The new operations, with those that they take back, keep to the shapes."""
    targets: dict[str, Operation] = {}
    for each in new:
        above = known.get(target_of(each))
        while above and above.id not in targets:
            targets[above.id] = above
            above = known.get(target_of(above))
    found = validate_quads(list(dict.fromkeys(proposal_quads([*new, *targets.values()]))))
    bad = next((each for each in found if each.severity == "Violation"), None)
    if bad:
        raise CheckFailedError(bad.message, where=bad.focus)


def _check_references(merged: Merged, names: Names, known: Mapping[str, Operation]) -> None:
    patch = merged.patch
    for number, each in enumerate(patch.operations, 1):
        try:
            _check_one(each, names, known)
            if each.kind == "take-back" and each in merged.new:
                raise fault(
                    Text(
                        "パッチからほかの人の提案は取り消せません",
                        "a patch cannot take back what others propose",
                    ),
                    hint=Text(
                        "enishi merge --take-back を使ってください",
                        "use `enishi merge --take-back`",
                    ),
                )
        except PatchFaultError as error:
            raise error.in_operation(number, {"id": each.id}).at(patch.name) from None


def _check_one(each: Operation, names: Names, known: Mapping[str, Operation]) -> None:
    homes: set[str] = set()
    for iri in (*each.ends, *each.on):
        about = known.get(proposal_of(iri))
        homes |= {about.plan} if about else names.homes(iri)
        if about is None and not names.homes(iri):
            raise _unknown(iri)
        if about is not None and iri.endswith("/node") and about.kind != "add-node":
            raise _unknown(iri)
        if each.ends and about is not None and not iri.endswith("/node"):
            raise _unknown(iri)
    if homes and each.plan not in homes:
        raise fault(
            Text(
                "操作の計画（plan）に、対象のどれもありません",
                "nothing that it is about is of the plan that it names",
            )
        )
    if len(each.on) > 1 and not all(map(names.is_project, each.on)):
        raise fault(Text("組み合わせは事業だけです", "only projects can be joined"))
    if each.kind in ("accept", "reject") and len(each.on) == 1 and names.homes(each.on[0]):
        raise fault(
            Text(
                "採否の対象は、提案か、事業2件か3件の組み合わせです",
                "a verdict is on a proposal, or on two or three projects",
            )
        )
    if each.kind in TAKING:
        target = known.get(target_of(each))
        if target is None:
            raise _unknown(each.target)
        if not may_take_back(each, target):
            raise fault(
                Text(
                    "取り消せるのは、自分の、それより前の操作だけです",
                    "one can take back only one's own earlier operations",
                )
            )


def _unknown(name: str) -> PatchFaultError:
    shown = printable(name, 120)
    return fault(
        Text(f"{shown} はこの計画にも提案にもありません", f"{shown} is in no plan or proposal"),
        hint=Text(
            "ほかの班の提案を使っているなら、その班のパッチと一緒に取り込んでください。",
            "If it builds on another table's proposal, merge that table's patch with it.",
        ),
    )


def _conflict(old: Operation) -> Text:
    return Text(
        f"同じ番号の操作が、別の内容で保存されています（{old.author}、{old.time}）",
        f"the operation with this id is known with other content ({old.author}, {old.time})",
    )


def _other_plan(patch: Patch, missing: str, names: Names) -> InputError:
    here = ", ".join(sorted(names.plans))
    return InputError(
        Text(
            f"別の計画のパッチです（{missing}。ここにあるのは {here}）",
            f"the patch is of another plan ({missing}; here: {here})",
        ),
        where=patch.name,
        hint=Text("--kb の場所を確かめてください", "check what --kb says"),
    )


def _find(stored: Mapping[str, Sequence[Operation]], name: str) -> Operation:
    for _, operations in sorted(stored.items()):
        for each in operations:
            if name in (each.id, iri_of(each)):
                return each
    raise InputError(
        Text(
            f"{printable(name, 80)} という提案はありません",
            f"there is no proposal {printable(name, 80)}",
        ),
        hint=Text("enishi merge --list で番号を確かめてください", "see `enishi merge --list`"),
    )


def _standing(operations: Sequence[Operation], operation: Operation) -> list[Operation]:
    """The operations in force that take this one back."""
    gone = taken_back(operations)
    return [
        each
        for each in operations
        if each.target == operation.id
        and iri_of(each) not in gone
        and may_take_back(each, operation)
    ]


def _taking(target: Operation, who: str, time: str, why: str) -> Operation:
    # A laptop whose clock was ahead must not make its operations impossible to take back.
    if time[:-1] <= when(target)[0]:
        time = _after(target.time)
    said = f"{target.id}\n{who}\n{time}"
    return Operation(
        id=hashlib.sha256(said.encode()).hexdigest()[:32],
        plan=target.plan,
        kind="take-back",
        author=who,
        time=time,
        workshop=target.workshop,
        text=why,
        target=target.id,
    )


def _after(time: str) -> str:
    later = datetime.fromisoformat(time) + timedelta(seconds=1)
    return later.isoformat(timespec="seconds").replace("+00:00", "Z")


def _as_it_is(name: str, *, restore: bool) -> InputError:
    shown = printable(name, 80)
    if restore:
        return InputError(Text(f"{shown} は取り消されていません", f"{shown} is not taken back"))
    return InputError(
        Text(f"{shown} はすでに取り消されています", f"{shown} is taken back already"),
        hint=Text("--restore で元に戻せます", "--restore brings it back"),
    )
