"""The fixed words of the worklist, in both languages."""

from typing import Final

from ..graph.evidence import BY_NAME
from ..language import Text

LINKS: Final = {
    "package": Text("同じパッケージ", "same package"),
    "partner": Text("共通の連携先", "shared partner"),
    "mention": Text("本文での名指し", "named in the text"),
    "reference": Text("行どうしの参照", "reference"),
}
EVIDENCE: Final = {kind.name: kind.label for kind in BY_NAME.values()}
#: How the workbook and the page call what people decide; the order of the drop-down.
VERDICTS: Final = {
    "adopted": Text("採用", "adopted"),
    "considering": Text("検討", "considering"),
    "declined": Text("見送り", "declined"),
    "existing": Text("既に連携済み", "already working together"),
    "accepted": Text("正しい", "accepted"),
    "rejected": Text("誤り", "rejected"),
}
WORDS: Final = {
    "title": Text("課どうしの連携ワークリスト", "Worklist of sections"),
    "caution": Text(
        "計画の文から挙げた候補です。計画に書かれていないことは、行われていないという意味ではありません。",
        "Candidates from the plan's words. What is not in the plan may well be happening.",
    ),
    "summary": Text("まとめ", "Summary"),
    "pairs": Text("課の組", "pairs of sections"),
    "candidates": Text("候補", "candidates"),
    "heat": Text(
        "課と課の表（すでにあるつながり＋候補）", "Sections: links there are + candidates"
    ),
    "heat_note": Text(
        "数は「計画に書かれたつながりの数＋候補の数」。色が濃いほど多い。",
        "The numbers are links in the plan + candidates; darker is more.",
    ),
    "flow": Text("目標・課・連携先", "Goals, sections and partners"),
    "flow_note": Text("線の太さは事業の数。", "The width is the number of projects."),
    "today": Text("今あるつながり", "What joins them today"),
    "none_today": Text(
        "計画には、この二つの課のつながりは書かれていません。",
        "The plan states no link between these two sections.",
    ),
    "could": Text("話し合えそうなこと", "What they could talk about"),
    "invite": Text("ほかに声をかける相手", "Who else to invite"),
    "decision": Text("判断（採用・検討・見送り・既に連携済み）と理由", "Decision and reason"),
    "decided": Text("これまでの判断", "Decided so far"),
    "silent": Text(
        "計画の記載からは接点を読み取れなかった課",
        "Sections of which the plan says nothing that could join them",
    ),
    "nothing": Text("候補はありません。", "There are no candidates."),
    "more": Text("ほか", "and more:"),
}
