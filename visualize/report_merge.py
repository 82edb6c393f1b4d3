"""What `merge` prints: a diff that the people who were in the room can read."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from ..graph.merging import Merged, MergeResult, PlanNames
from ..graph.patch_faults import printable
from ..graph.patches import Operation
from ..graph.proposals import TAKING, in_force, node_iri, operation_id
from ..language import Text, current_lang

_KINDS: Final[dict[str, Text]] = {
    "add-node": Text("＋ 項目", "+ node"),
    "add-link": Text("＋ つながり", "+ link"),
    "note": Text("✎ 付箋", "✎ note"),
    "vote": Text("● 投票", "● vote"),
    "accept": Text("○ 採用", "○ accepted"),
    "reject": Text("× 却下", "× rejected"),
    "comment": Text("… コメント", "… comment"),
    "story": Text("▶ 説明の流れ", "▶ story"),
    "undo": Text("− 取り消し", "− taken back"),
    "take-back": Text("− 取り消し", "− taken back"),
}
_TYPES: Final[dict[str, Text]] = {
    "project": Text("事業", "project"),
    "section": Text("課", "section"),
    "partner": Text("連携先", "partner"),
}
_MOST_TEXT: Final = 120


class _Names:
    """Names of what operations are about: of the plan, and of other operations."""

    def __init__(self, plan: str, names: PlanNames, operations: Iterable[Operation]) -> None:
        self.plan = plan
        self.names = names
        self.operations = {each.id: each for each in operations}

    def name(self, iri: str) -> str:
        about = self.operations.get(operation_id(self.plan, iri))
        if about is None:
            return f"「{printable(self.names.name(iri), 80)}」"
        if iri == node_iri(self.plan, about.id):
            return f"「{printable(about.label, 80)}」"
        return self.short(about)

    def short(self, each: Operation) -> str:
        """An operation named by what it did."""
        said = each.label or " ― ".join(map(self.name, each.ends)) or each.text
        return f"[{_KINDS[each.kind]} {printable(said, 80)}]"

    def what(self, each: Operation) -> str:
        """Everything an operation says, on one line."""
        if each.kind == "add-node":
            said = f"「{printable(each.label, 80)}」（{_TYPES[each.type]}）"
        elif each.kind == "story":
            said = str(Text(f"{len(each.steps)}場面", f"{len(each.steps)} views"))
        elif each.target:
            target = self.operations.get(each.target)
            said = self.short(target) if target else each.target
        else:
            joint = " ― " if each.ends else " × "
            said = joint.join(map(self.name, each.ends or each.on))
        text = printable(each.text, _MOST_TEXT)
        return f"{_KINDS[each.kind]} {said}{': ' + text if text else ''}"


def merged_text(result: MergeResult, *, stored: bool) -> str:
    """Patch by patch, what is new; a last line says what was done."""
    lines = [line for each in result.merged for line in _patch_lines(each, result)]
    new = sum(len(each.new) for each in result.merged)
    if not new:
        last = Text("新しい操作はありません。", "Nothing is new.")
    elif stored:
        last = Text(
            f"{new}件を提案として保存しました（計画そのものは変わりません）。",
            f"Stored {new} operations as proposals; the plan itself is unchanged.",
        )
    else:
        last = Text(
            f"{new}件が新しい操作です。まだ何も保存していません。",
            f"{new} operations are new. Nothing has been stored.",
        )
    split = [line for plan in sorted(result.all) for line in _divided(plan, result)]
    return "\n".join([*lines, *split, str(last)])


def _patch_lines(each: Merged, result: MergeResult) -> list[str]:
    plan = each.patch.plan
    names = _Names(plan, result.names[plan], result.all[plan])
    head = Text(
        f"{each.patch.name}（{each.patch.author}）: 新規 {len(each.new)}件、"
        f"取り込み済み {each.known}件",
        f"{each.patch.name} ({each.patch.author}): {len(each.new)} new, {each.known} known",
    )
    return [str(head), *(f"  {names.what(o)}  （{o.author} {_clock(o.time)}）" for o in each.new)]


def _divided(plan: str, result: MergeResult) -> list[str]:
    """Where one table accepted what another one rejected: both are kept."""
    counting = in_force(plan, result.all[plan])
    verdicts: dict[tuple[str, ...], dict[str, list[str]]] = {}
    for each in counting:
        if each.kind in ("accept", "reject"):
            verdicts.setdefault(each.on, {}).setdefault(each.kind, []).append(each.author)
    names = _Names(plan, result.names[plan], result.all[plan])
    return [
        str(
            Text(
                f"! 判断が分かれています: {' × '.join(map(names.name, on))}"
                f"（採用 {_people(said['accept'])}／却下 {_people(said['reject'])}）",
                f"! verdicts differ: {' × '.join(map(names.name, on))}"
                f" (accepted by {_people(said['accept'])}; rejected by {_people(said['reject'])})",
            )
        )
        for on, said in verdicts.items()
        if len(said) == 2
    ]


def proposals_text(
    stored: Mapping[str, Sequence[Operation]], names: Mapping[str, PlanNames]
) -> str:
    """All proposals with the ids that --take-back takes; those taken back are marked."""
    lines = []
    for plan, operations in sorted(stored.items()):
        known = _Names(plan, names.get(plan, PlanNames()), operations)
        counting = {each.id for each in in_force(plan, operations)}
        for each in operations:
            gone = each.id not in counting and each.kind not in TAKING
            mark = str(Text("（取り消し済み）", " (taken back)")) if gone else ""
            said = f"{each.id}  {known.what(each)}  （{each.author} {_clock(each.time)}）{mark}"
            lines.append(said)
    return "\n".join(lines) or str(Text("提案はありません。", "There are no proposals."))


def taken_text(
    made: Sequence[tuple[str, Operation, Operation]],
    names: Mapping[str, PlanNames],
    stored: Mapping[str, Sequence[Operation]],
    *,
    restore: bool,
) -> str:
    """What was taken back or restored, and how that is undone."""
    lines = []
    for plan, _, target in made:
        known = _Names(plan, names.get(plan, PlanNames()), stored.get(plan, ()))
        shown = known.operations.get(target.target, target) if restore else target
        lines.append(f"  {known.what(shown)}  （{shown.author} {_clock(shown.time)}）")
    head = (
        Text("元に戻しました:", "Restored:")
        if restore
        else Text(
            "取り消しました（記録は残ります。--restore で元に戻せます）:",
            "Taken back (the record stays; --restore brings it back):",
        )
    )
    return "\n".join([str(head), *lines])


def _people(names: Sequence[str]) -> str:
    joint = "、" if current_lang() == "ja" else ", "
    return joint.join(dict.fromkeys(names))


def _clock(time: str) -> str:
    """To the minute, in UTC as it is stored."""
    return time[:16].replace("T", " ") + "Z"
