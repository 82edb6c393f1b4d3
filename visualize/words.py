"""What the page says to people, in both languages. Names from the plan are never translated."""

from functools import cache
from importlib import resources
from typing import Final

from .. import ontology
from ..language import LANGS, Lang, Text
from ..ontology.terms import ext
from .words_levels import LEVEL_WORDS
from .words_workshop import WORKSHOP_WORDS

WORDS: Final[dict[str, Text]] = {
    "untitled": Text("計画の地図", "Map of the plan"),
    "search": Text("名称で探す（課・事業・連携先など）", "Search sections, projects, partners…"),
    "search_label": Text("名称で探す", "Search by name"),
    "none": Text("該当なし", "No match"),
    "hits": Text("{n}件", "{n} found"),
    "more": Text("ほか{n}件", "{n} more"),
    "selected": Text("{type}「{name}」を選びました", "Selected {type} “{name}”"),
    "cleared": Text("選択を解除しました", "Selection cleared"),
    "map": Text("計画の関係図", "Network map of the plan"),
    "map_keys": Text(
        "矢印キーで移動、プラスとマイナスで拡大・縮小",
        "Arrow keys move the map, plus and minus zoom",
    ),
    "stage": Text("発表", "Present"),
    "stage_hint": Text("大きな文字で映す（Esc で戻る）", "Large letters (Esc leaves)"),
    "stage_on": Text("発表の画面です。Esc で戻ります", "Presenting; Esc leaves"),
    "stage_off": Text("ふだんの画面に戻りました", "Back to the usual page"),
    "stage_leave": Text("発表を終える", "Stop presenting"),
    "table": Text("表", "Table"),
    "table_on": Text("表を表示しています", "Shown as a table"),
    "table_off": Text("地図を表示しています", "Shown as a map"),
    "table_type": Text("種類", "Type"),
    "table_name": Text("名称", "Name"),
    "table_caption": Text("{all}件のうち{from}～{to}件目", "{from}-{to} of {all}"),
    "table_proposed": Text(
        "参加者の提案・付箋など {n}件（計画の記載ではありません）",
        "{n} proposals, notes and votes of participants (not the plan’s)",
    ),
    "table_when": Text("日時", "When"),
    "table_back": Text("前へ", "Previous"),
    "table_on_": Text("次へ", "Next"),
    "print": Text("印刷", "Print"),
    "panel": Text("内容", "Details"),
    "zoom": Text("拡大・縮小", "Zoom"),
    "language": Text("画面の言語", "Language of the page"),
    "strength": Text("強さ", "Strength"),
    "strength_n": Text("上位{n}／{all}件（評点{score}以上）", "{n} of {all} (score ≥ {score})"),
    "rank_score": Text("第{rank}位　評点{n}", "no. {rank}, score {n}"),
    "legend_hub": Text("つながり（太いほど多い）", "Shared (wider: more)"),
    "ours_others": Text("関わりのある課", "Sections involved"),
    "ours_linked": Text("つながる他課の事業", "Linked projects of others"),
    "walked": Text(
        "{type}「{name}」、つながり{links}件（{all}件中{n}番目）",
        "{type} “{name}”, {links} links ({n} of {all})",
    ),
    "key_walk": Text(
        "地図の上で、次・前・最初・最後のものへ移る", "on the map: next, previous, first, last item"
    ),
    "key_towards": Text(
        "地図の上で、その方向の隣のものへ移る", "on the map: neighbour in a direction"
    ),
    "key_view": Text("次の見せ方に切り替える", "next view"),
    "shortcuts": Text(
        "一文字のキー（/・1・2・3・0・V）で操作する", "Use keys of one character (/, 1, 2, 3, 0, V)"
    ),
    "views": Text("見せ方", "View"),
    "nobody": Text("所管課の記載なし", "No section stated"),
    "ours": Text("うちの課", "Our section"),
    "ours_clear": Text("すべての課に戻す", "Back to all sections"),
    "ours_said": Text("{name}の事業{n}件を表示しています", "{n} projects of {name}"),
    "ours_cleared": Text("すべての課を表示しています", "All sections shown"),
    "link_selected": Text(
        "「{from}」と「{to}」を結ぶ線を選びました", "Selected the link between “{from}” and “{to}”"
    ),
    "hub_link": Text("つながり{n}件", "{n} shared"),
    "hub_package": Text("共有するパッケージ", "Shared packages"),
    "hub_partner": Text("共有する連携先", "Shared partners"),
    "hub_mention": Text("言及・関係課", "Mentions"),
    "hub_work": Text("連携する事業・パッケージ", "Partner in"),
    "fit": Text("全体を表示", "Show all"),
    "zoom_in": Text("拡大", "Zoom in"),
    "zoom_out": Text("縮小", "Zoom out"),
    "png": Text("画像で保存", "Save picture"),
    "png_done": Text("画像を保存しました", "Picture saved"),
    "help": Text("使い方", "Help"),
    "close": Text("閉じる", "Close"),
    "controls": Text("凡例と絞り込み", "Legend and filters"),
    "legend": Text("凡例", "Legend"),
    "legend_type": Text("形：種類", "Shape: type"),
    "legend_sector": Text("色と番号：基本目標", "Colour and number: goal"),
    "legend_top": Text("色と番号：計画の大区分", "Colour and number: main division"),
    "legend_status": Text("点の縁：区分", "Outline: status"),
    "legend_rel": Text("線：関係", "Line: relation"),
    "legend_size": Text(
        "点が大きい事業ほど、多くの関係の橋渡しになっています。",
        "The larger a dot, the more connections run through that project.",
    ),
    "filters": Text("絞り込み", "Filters"),
    "filter_hint": Text(
        "選んだものに関わる事業だけを残します。",
        "Keeps the projects that have to do with what you tick.",
    ),
    "filter_sector": Text("基本目標", "Goal"),
    "filter_section": Text("所管課・関係課", "Section"),
    "filter_partner": Text("連携先", "Partner"),
    "filter_status": Text("区分", "Status"),
    "filter_type": Text("表示する種類", "Types shown"),
    "filter_rel": Text("表示する関係", "Relations shown"),
    "hide": Text("外れたものを消す", "Hide the rest"),
    "reset": Text("条件をすべて解除", "Clear filters"),
    "count": Text(
        "{n}／{all}件　関係 {links}／{alllinks}本", "{n}/{all} items, {links}/{alllinks} links"
    ),
    "year": Text("年次", "Year"),
    "year_all": Text("全期間", "All years"),
    "year_n": Text("{n}年目", "Year {n}"),
    "year_note": Text(
        "{n}年目の記載：パッケージ{packages}件・事業{projects}件。年の記載なしの事業{none}件は薄く残しています。",
        "Year {n} names {packages} packages and {projects} projects. {none} projects without a "
        "year stay, paler.",
    ),
    "year_none": Text("年の記載なし", "No year stated"),
    "years": Text("年次", "Years"),
    "outline": Text("{n}年目の事業概要", "Outline of year {n}"),
    "place": Text("位置づけ", "Place in the plan"),
    "alias": Text("別名", "Also called"),
    "content": Text("取組内容", "Description"),
    "background": Text("背景・概要", "Background"),
    "section": Text("所管課", "Section in charge"),
    "sub_unit": Text("担当", "Unit"),
    "status": Text("区分", "Status"),
    "mark": Text("原文の印", "Mark in the source"),
    "participants": Text("連携先と役割", "Partners and roles"),
    "open_ended": Text("ほか", "and others"),
    "source": Text("原文", "Source"),
    "why": Text("根拠", "Why linked"),
    "no_quote": Text("原文の位置は記録されていません。", "No place in the source is recorded."),
    "suggested": Text(
        "計画には書かれていない、Enishiによる提案です。", "Not in the plan: suggested by Enishi."
    ),
    "decision_note": Text(
        "計画には書かれていない、人の判断によるつながりです。",
        "Not in the plan: a link that people decided on.",
    ),
    "score": Text("評点 {n}", "score {n}"),
    "iri": Text("識別子（IRI）", "Identifier (IRI)"),
    "copy": Text("コピー", "Copy"),
    "copied": Text("コピーしました", "Copied"),
    "focus": Text("見る範囲", "Steps"),
    "focus_n": Text("{n}つ先", "{n}"),
    "focus_said": Text("{n}つ先までの{count}件を表示しています", "{count} items within {n} steps"),
    "type_goal": Text("基本目標", "Goal"),
    "type_measure": Text("基本施策", "Measure"),
    "type_package": Text("パッケージ", "Package"),
    "type_project": Text("事業", "Project"),
    "type_section": Text("課", "Section"),
    "type_partner": Text("連携先", "Partner"),
    "rel_partOf": Text("計画の体系", "Part of"),
    "rel_responsible": Text("所管", "In charge"),
    "rel_partner": Text("連携先", "Partner"),
    "rel_related": Text("関係課", "Section named in the text"),
    "rel_refersTo": Text("言及", "Refers to"),
    "rel_suggestion": Text("連携の提案", "Suggested link"),
    "rel_proposal": Text("参加者の提案", "Proposed link"),
    "rel_decision": Text("人の判断", "Decided by people"),
    "out_partOf": Text("上位", "Part of"),
    "in_partOf": Text("内訳", "Contains"),
    "out_responsible": Text("所管課", "Section in charge"),
    "in_responsible": Text("所管する事業", "In charge of"),
    "out_partner": Text("連携先", "Partners"),
    "in_partner": Text("連携する事業・パッケージ", "Partner in"),
    "out_related": Text("関係課", "Sections named in the text"),
    "in_related": Text("文中で関わる事業", "Named in the text of"),
    "out_refersTo": Text("言及している事業", "Refers to"),
    "in_refersTo": Text("この事業に言及", "Referred to by"),
    "out_suggestion": Text("連携の提案", "Suggested links"),
    "in_suggestion": Text("連携の提案", "Suggested links"),
    "out_proposal": Text("参加者の提案", "Proposed links"),
    "out_decision": Text("人の判断によるつながり", "Links decided by people"),
    "in_decision": Text("人の判断によるつながり", "Links decided by people"),
    "in_proposal": Text("参加者の提案", "Proposed links"),
    "key_search": Text("検索欄へ移る", "go to the search box"),
    "key_steps": Text(
        "選んだものから1つ先・2つ先・3つ先までを見る", "see 1, 2 or 3 steps around the selection"
    ),
    "key_escape": Text("選択を解除する", "clear the selection"),
    "key_fit": Text("全体を表示する", "show everything"),
    "key_move": Text("地図を動かす・拡大する", "move and zoom the map"),
    "help_click": Text(
        "点や四角を押すと、内容・根拠の文・原文の行が右に出ます。",
        "Click a node to see its text, the sentences behind its links and the source line.",
    ),
    "help_back": Text(
        "ブラウザーの「戻る」で一つ前の選択に戻ります。アドレス欄の文字列を控えておくと、同じ表示を開けます。",
        "Back returns to the previous selection. The address reproduces what you see.",
    ),
    "help_drag": Text(
        "点はつかんで動かせます。動かした位置は、開いている間だけ保たれます。",
        "Nodes can be dragged; they stay there while the page is open.",
    ),
    "help_plan": Text(
        "「計画に書かれていない」ことは「行われていない」ことを意味しません。",
        "What is not in the plan may still be happening.",
    ),
}


def both(text: Text) -> str | dict[str, str]:
    """For the page: one string where the languages agree, else an object of both."""
    return text.ja if text.ja == text.en else {"ja": text.ja, "en": text.en}


def words_for(lang: Lang) -> dict[str, str]:
    """All strings of the page in one language."""
    return {key: text.in_lang(lang) for key, text in (WORDS | LEVEL_WORDS | WORKSHOP_WORDS).items()}


@cache
def _scheme_labels() -> dict[str, dict[str, str]]:
    import pyoxigraph as ox

    schemes = resources.files(ontology) / "schemes.ttl"
    labels: dict[str, dict[str, str]] = {}
    for quad in ox.parse(schemes.read_bytes(), format=ox.RdfFormat.TURTLE):
        if quad.predicate.value == ext.prefLabel and isinstance(quad.object, ox.Literal):
            by_lang = labels.setdefault(getattr(quad.subject, "value", ""), {})
            by_lang[quad.object.language or ""] = quad.object.value
    return labels


def concept_text(iri: str, *, otherwise: str = "") -> Text:
    """`concept_label` in both languages."""
    return Text(*(concept_label(iri, lang, otherwise=otherwise) for lang in LANGS))


def concept_label(iri: str, lang: Lang, *, otherwise: str = "") -> str:
    """The label from our SKOS schemes, else `otherwise`, else the end of the IRI."""
    labels = _scheme_labels().get(iri, {})
    label = labels.get(lang) or labels.get("ja") or otherwise
    return label or iri.rstrip("/#").rpartition("/")[2]
