"""What `review` prints: readings with their sentences, and what was decided."""

from collections.abc import Sequence
from typing import Final

from ..graph.decisions import Decision
from ..graph.reviewing import Reading
from ..language import Text
from ..ontology.terms import eni, ext

#: How a reading is said in words: subject and object go in.
_SAID: Final[dict[str, Text]] = {
    ext.audience: Text("「{s}」の対象は {o}", "“{s}” is for {o}"),
    ext.dct_subject: Text("「{s}」のテーマは {o}", "“{s}” is about {o}"),
    ext.spatial: Text("「{s}」の場所は {o}", "“{s}” takes place at {o}"),
    ext.altLabel: Text("「{s}」は「{o}」とも呼ばれる", "“{s}” is also called “{o}”"),
    ext.hasParticipant: Text("「{s}」に {o} がかかわる", "{o} takes part in “{s}”"),
    eni.partner: Text("「{s}」の連携先は {o}", "{o} is a partner of “{s}”"),
    eni.participantClass: Text("「{s}」に {o} がかかわる", "{o} take part in “{s}”"),
    eni.relatedUnit: Text("「{s}」に {o} が関係する", "{o} is related to “{s}”"),
    eni.responsibleUnit: Text("「{s}」の所管は {o}", "{o} is responsible for “{s}”"),
    eni.responsibleSubUnit: Text("「{s}」の担当は {o}", "{o} is responsible for “{s}”"),
    eni.involves: Text("「{s}」は {o} にかかわる", "“{s}” involves {o}"),
    eni.underScheme: Text("「{s}」は {o} による", "“{s}” is under {o}"),
    eni.refersTo: Text("「{s}」は「{o}」を指す", "“{s}” means “{o}”"),
}
_OTHER: Final = Text("「{s}」― {o}", "“{s}”: {o}")
_VERDICTS: Final = {
    "accepted": Text("採用", "accepted"),
    "rejected": Text("却下", "rejected"),
}


def readings_text(found: Sequence[Reading], *, decided: bool = False) -> str:
    """A block of three or four lines for each reading."""
    if not found:
        return str(
            Text("判断した読み取りはありません。", "Nothing has been decided yet.")
            if decided
            else Text("判断を待つ読み取りはありません。", "No reading waits for a decision.")
        )
    blocks = [_block(each) for each in found]
    head = Text(f"{len(found)}件", f"{len(found)} readings")
    if not decided:
        head = Text(
            f"{len(found)}件の読み取りが判断を待っています。"
            "正しければ --accept 番号、誤りなら --reject 番号（--who 名前 --why 理由）。",
            f"{len(found)} readings wait for a decision:"
            " --accept ID when right, --reject ID when wrong (--who NAME --why REASON).",
        )
    return "\n\n".join([str(head), *blocks])


def decided_text(made: Sequence[Decision]) -> str:
    """One line for what was stored."""
    accepted = sum(each.verdict == "accepted" for each in made)
    return str(
        Text(
            f"保存しました: 採用 {accepted}件、却下 {len(made) - accepted}件",
            f"stored: {accepted} accepted, {len(made) - accepted} rejected",
        )
    )


def _block(each: Reading) -> str:
    said = str(_SAID.get(each.predicate, _OTHER)).format(s=each.subject, o=each.object)
    sure = Text(f"（確かさ {each.confidence:.2f}）", f" (confidence {each.confidence:.2f})")
    lines = [each.id, f"  {said}{sure}"]
    if each.reason:
        lines.append(f"  {Text('理由', 'reason')}: {each.reason}")
    lines += [f"  {span.locator}  {span.quote}" for span in each.spans]
    if each.decision is not None:
        done = each.decision
        why = f" {done.why}" if done.why else ""
        lines.append(f"  {_VERDICTS[done.verdict]}: {done.who} {done.when}{why}")
    return "\n".join(lines)
