"""What the page of a large plan says of its levels, in both languages."""

from typing import Final

from ..language import Text

LEVEL_WORDS: Final[dict[str, Text]] = {
    "trail": Text("いまの場所", "Where you are"),
    "pages": Text("ページ", "Pages"),
    "page_n": Text("{n}／{all}ページ", "Page {n} of {all}"),
    "level_top": Text("計画全体", "Whole plan"),
    "level_opened": Text("「{name}」を開きました", "Opened “{name}”"),
    "level_around": Text("「{name}」のまわり", "Around “{name}”"),
    "level_left": Text("一つ前の範囲に戻りました", "Back to the level before"),
    "level_home": Text("まとまりの中で見る", "Show in its cluster"),
    "level_cut": Text(
        "多いため、ほか{n}件は省いています。絞り込みか検索を使ってください。",
        "{n} more are left out here; use the filters or the search.",
    ),
    "level_hint": Text(
        "箱は課のまとまりです。押すと内訳、もう一度押すと中が開きます。線はまとまりどうしの関係です。",
        "A box is a cluster of sections: click for what it holds, again to open it.",
    ),
    "level_hint_open": Text(
        "上に課、列に基本施策とその事業、下に連携先を置いています。",
        "Sections above, measures with their projects in columns, partners below.",
    ),
    "level_hint_grid": Text(
        "数字は課×基本目標の事業数です。押すと一覧、もう一度押すと中が開きます。",
        "Numbers count projects; click for the list, again to open the cluster.",
    ),
    "level_hint_around": Text(
        "左に計画での位置、右に事業、上に課、下に連携先を置いています。",
        "Left: place in the plan; right: projects; above: sections; below: partners.",
    ),
    "around": Text("まわりだけを見る", "Show only around it"),
    "box": Text("まとまり", "Cluster"),
    "box_open": Text("中を開く", "Open"),
    "box_kept": Text("該当する事業{n}件", "{n} projects match"),
    "box_linked": Text("関係の多いまとまり", "Linked most with"),
    "box_selected": Text("まとまり「{name}」を選びました", "Selected the cluster “{name}”"),
    "cell_rest": Text("{sector}：ほかの課", "{sector}: other sections"),
    "cell_name": Text("{sector}：{section}", "{sector}: {section}"),
}
