"""What `merge` prints: a diff that the people who were in the room can read."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from ..graph.merging import Merged, MergeResult, Names
from ..graph.patch_faults import printable
from ..graph.patches import Operation
from ..graph.proposals import (
    TAKING,
    by_iri,
    in_force,
    iri_of,
    node_iri,
    proposal_of,
    target_of,
)
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


class _Told:
    """Operations in words: by the names of the plans, and of other operations.

    Where there are several plans, every line begins with the operation's plan, and what is of
    another plan names that one behind itself.
    """

    def __init__(self, names: Names, operations: Iterable[Operation]) -> None:
        self.names = names
        self.operations = by_iri(operations)

    def plan(self, each: Operation) -> str:
        """The name of its plan in 【】, where there are several."""
        if len(self.names.plans) < 2:
            return ""
        return f"【{printable(self.names.name(each.plan), 40)}】"

    def name(self, iri: str, plan: str) -> str:
        about = self.operations.get(proposal_of(iri))
        if about is not None and iri != node_iri(about):
            return self.short(about)
        homes = {about.plan} if about else self.names.homes(iri)
        said = f"「{printable(about.label if about else self.names.name(iri), 80)}」"
        if plan in homes or not homes:
            return said
        return f"{said}（{printable(self.names.name(min(homes)), 40)}）"

    def short(self, each: Operation) -> str:
        """An operation named by what it did."""
        said = each.label or " ― ".join(self.name(i, each.plan) for i in each.ends) or each.text
        return f"[{_KINDS[each.kind]} {printable(said, 80)}]"

    def what(self, each: Operation) -> str:
        """Everything an operation says, on one line."""
        if each.kind == "add-node":
            said = f"「{printable(each.label, 80)}」（{_TYPES[each.type]}）"
        elif each.kind == "story":
            said = str(Text(f"{len(each.steps)}場面", f"{len(each.steps)} views"))
        elif each.target:
            target = self.operations.get(target_of(each))
            said = self.short(target) if target else each.target
        else:
            joint = " ― " if each.ends else " × "
            said = joint.join(self.name(iri, each.plan) for iri in each.ends or each.on)
        text = printable(each.text, _MOST_TEXT)
        return f"{self.plan(each)}{_KINDS[each.kind]} {said}{': ' + text if text else ''}"


def merged_text(result: MergeResult, *, stored: bool) -> str:
    """Patch by patch, what is new; a last line says what was done."""
    everything = [each for own in result.all.values() for each in own]
    told = _Told(result.names, everything)
    lines = [line for each in result.merged for line in _patch_lines(each, told)]
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
    return "\n".join([*lines, *_divided(told, everything), str(last)])


def _patch_lines(each: Merged, told: _Told) -> list[str]:
    head = Text(
        f"{each.patch.name}（{each.patch.author}）: 新規 {len(each.new)}件、"
        f"取り込み済み {each.known}件",
        f"{each.patch.name} ({each.patch.author}): {len(each.new)} new, {each.known} known",
    )
    return [str(head), *(f"  {told.what(o)}  （{o.author} {_clock(o.time)}）" for o in each.new)]


def _divided(told: _Told, everything: Sequence[Operation]) -> list[str]:
    """Where one table accepted what another one rejected: both are kept."""
    verdicts: dict[tuple[str, ...], dict[str, list[Operation]]] = {}
    for each in in_force(everything):
        if each.kind in ("accept", "reject"):
            verdicts.setdefault(each.on, {}).setdefault(each.kind, []).append(each)
    lines = []
    for on, said in verdicts.items():
        if len(said) < 2:
            continue
        first = said["accept"][0]
        things = told.plan(first) + " × ".join(told.name(iri, first.plan) for iri in on)
        accepted, rejected = (_people([o.author for o in said[k]]) for k in ("accept", "reject"))
        line = Text(
            f"! 判断が分かれています: {things}（採用 {accepted}／却下 {rejected}）",
            f"! verdicts differ: {things} (accepted by {accepted}; rejected by {rejected})",
        )
        lines.append(str(line))
    return lines


def proposals_text(stored: Mapping[str, Sequence[Operation]], names: Names) -> str:
    """All proposals with the ids that --take-back takes; those taken back are marked."""
    everything = [each for _, own in sorted(stored.items()) for each in own]
    told = _Told(names, everything)
    counting = by_iri(in_force(everything))
    lines = []
    for each in everything:
        gone = iri_of(each) not in counting and each.kind not in TAKING
        mark = str(Text("（取り消し済み）", " (taken back)")) if gone else ""
        lines.append(f"{each.id}  {told.what(each)}  （{each.author} {_clock(each.time)}）{mark}")
    return "\n".join(lines) or str(Text("提案はありません。", "There are no proposals."))


def taken_text(
    made: Sequence[tuple[Operation, Operation]],
    names: Names,
    stored: Mapping[str, Sequence[Operation]],
    *,
    restore: bool,
) -> str:
    """What was taken back or restored, and how that is undone."""
    told = _Told(names, [each for own in stored.values() for each in own])
    lines = []
    for _, target in made:
        shown = told.operations.get(target_of(target), target) if restore else target
        lines.append(f"  {told.what(shown)}  （{shown.author} {_clock(shown.time)}）")
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
    """To the minute, by the clock of this computer, as the map shows it."""
    return f"{datetime.fromisoformat(time).astimezone():%Y-%m-%d %H:%M}"
