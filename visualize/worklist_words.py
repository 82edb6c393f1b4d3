"""The fixed words of the worklist, in both languages."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from ..graph.decisions import Decision, Verdict
from ..graph.evidence import BY_NAME
from ..graph.proposed import Proposed
from ..graph.suggest import Suggestion
from ..language import Lang, Text
from .punctuation import bracketed, led

LINKS: Final = {
    "package": Text("同じパッケージ", "same package"),
    "partner": Text("共通の連携先", "shared partner"),
    "mention": Text("本文での名指し", "named in the text"),
    "reference": Text("事業名の引用", "reference"),
    "decision": Text("人の判断", "decided by people"),
}
#: A row that two sections lead.
JOINT: Final = Text("共に所管する事業", "led together")
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
#: What a workshop did, by the kind of its operation.
PROPOSED: Final[dict[str, Text]] = {
    "add-link": Text("つながりの提案", "link proposed"),
    "add-node": Text("項目の提案", "item proposed"),
    "accept": Text("採用したい", "would adopt"),
    "reject": Text("見送りたい", "would decline"),
}
#: What a drop-down offers, in its order.
CHOICES: Final[tuple[Verdict, ...]] = ("adopted", "considering", "declined", "existing")
#: The columns of the workbook; the keys are what is read back.
COLUMNS: Final = {
    "pair": Text("組", "pair"),
    "section_a": Text("課A", "section A"),
    "project_a": Text("事業A", "project A"),
    "section_b": Text("課B", "section B"),
    "project_b": Text("事業B", "project B"),
    "section_c": Text("課C", "section C"),
    "project_c": Text("事業C", "project C"),
    "score": Text("得点", "score"),
    "why": Text("なぜ", "why"),
    "evidence": Text("根拠", "evidence"),
    "decision": Text("判断", "decision"),
    "reason": Text("理由", "reason"),
    "contact": Text("打診先", "contact"),
    "contacted": Text("打診日", "contacted on"),
    "answer": Text("回答", "answer"),
    "id": Text("ID", "ID"),
}
#: What the plan does not say; {name} is a row, {words} the words of the plan.
SILENCES: Final = {
    "no_owner": Text(
        "「{name}」は、所管課が書かれていません。", "“{name}” has no responsible section."
    ),
    "open_owner": Text(
        "「{name}」の所管は「{words}」とあり、ほかの課の名は書かれていません。",
        "“{name}” is led by “{words}”; the other sections are not named.",
    ),
    "open_partner": Text(
        "「{name}」の相手は「{words}」とあり、ほかの相手の名は書かれていません。",
        "“{name}” has “{words}” as partners; the others are not named.",
    ),
    "no_text": Text("「{name}」は、取組内容が書かれていません。", "“{name}” has no description."),
}


def decided_by(made: Decision) -> str:
    """Who decided, when and why, in one line."""
    return f"{made.who} {made.when}" + (f"（{made.why}）" if made.why else "")


def plan_mark(name: str, lang: Lang) -> str:
    """Which of several plans a line is about, before the line; nothing where there is one."""
    if not name:
        return ""
    return f"【{name}】" if lang == "ja" else f"[{name}] "


def reason_line(each: Suggestion, lang: Lang) -> str:
    """The sentence of a suggestion, with its plan where there are several."""
    return plan_mark(each.plan_name, lang) + each.reason.in_lang(lang)


def proposed_line(each: Proposed, lang: Lang) -> str:
    """A proposal in one line: what, about which things, by whom, when, why, with how many votes.

    Where there are several plans it begins with the plan's name.
    """
    between, after = ("：", "、") if lang == "ja" else (": ", ", ")
    things = " × ".join(led(units, name, lang) for units, name in each.things)
    said = f"{plan_mark(each.plan, lang)}{PROPOSED[each.kind].in_lang(lang)}{between}{things}"
    said += f"{after}{each.author} {each.day}"
    said += bracketed(each.text, lang)
    votes = WORDS["votes"].in_lang(lang).format(n=each.votes)
    return f"{said}　{votes}" if each.votes else said


def decided_line(projects: str, made: Decision, lang: Lang) -> str:
    """What was decided of `projects`, by whom, when and why."""
    between, after = ("：", "、") if lang == "ja" else (": ", ", ")
    return f"{projects}{between}{VERDICTS[made.verdict].in_lang(lang)}{after}{decided_by(made)}"


def decided_text(
    read: Sequence[Decision], made: Sequence[Decision], unfinished: Sequence[str]
) -> str:
    """What `decide` has done: new decisions by verdict, those known already, rows without one."""
    counts = Counter(each.verdict for each in made)
    said = [
        Text(f"{VERDICTS[key].ja} {counts[key]}", f"{VERDICTS[key].en} {counts[key]}")
        for key in CHOICES
        if counts[key]
    ]
    lines = [
        Text(
            f"判断を{len(made)}件保存しました"
            + (f"（{'、'.join(each.ja for each in said)}）" if said else ""),
            f"stored {len(made)} decisions"
            + (f" ({', '.join(each.en for each in said)})" if said else ""),
        )
    ]
    if same := len(read) - len(made):
        lines.append(
            Text(
                f"前と同じ判断が{same}件あり、そのままにしました",
                f"{same} decisions were stored already and stay as they are",
            )
        )
    if unfinished:
        lines.append(
            Text(
                f"判断が空で、理由や打診先だけが書かれた行が{len(unfinished)}行あります"
                f"（保存していません）。最初は {unfinished[0]}",
                f"{len(unfinished)} rows have notes but no decision and were not stored;"
                f" the first is {unfinished[0]}",
            )
        )
    return "\n".join(map(str, lines))


WORDS: Final = {
    "title": Text("課どうしの連携ワークリスト", "Worklist of sections"),
    "caution": Text(
        "計画の文から挙げた候補です。計画に書かれていないことは、行われていないという意味ではありません。",
        "Candidates from the plan's words. What is not in the plan may well be happening.",
    ),
    "caution_none": Text(
        "計画に書かれていないことは、行われていないという意味ではありません。",
        "What is not in the plan may well be happening.",
    ),
    "how_to_answer": Text(
        "判断・理由・打診先・打診日・回答の列に記入し、enishi decide にこのファイルを渡すと保存されます。"
        "行の並べ替えや列の追加はかまいませんが、見出しの名前とID列は変えないでください。",
        "Fill in decision, reason, contact, contacted on and answer; `enishi decide` stores them."
        " Sort rows and add columns as you like, but keep the names of the heads and the ID column.",
    ),
    "summary": Text("まとめ", "Summary"),
    "rank": Text("順位", "rank"),
    "pairs": Text("課の組", "pairs of sections"),
    "candidates": Text("候補", "candidates"),
    "findings": Text("計画から読み取れること", "What the plan says"),
    "heat": Text("課と課の表", "Sections by sections"),
    "heat_note": Text(
        "数は「今あるつながりの数＋候補の数」。色が濃いほど多く、数字から内訳へ移れます。",
        "The numbers are links there are + candidates; darker is more. A number leads to its details.",
    ),
    "heat_left": Text("表にない課：{names}", "Not in the table: {names}"),
    "links_candidates": Text("今あるつながり＋候補", "links + candidates"),
    "flow": Text("目標・課・連携先", "Goals, sections and partners"),
    "flow_note": Text(
        "線の太さは事業の数。課の右は、事業やパッケージに名前のある連携先。",
        "The width is the number of projects. Right of the sections: partners they name.",
    ),
    "others": Text("ほか{n}", "{n} others"),
    "many_links": Text(
        "印刷では原文の場所だけを示します。文は画面とExcelにあります。",
        "Printed with their places only; the sentences are on the screen and in the workbook.",
    ),
    "places_left": Text("ほか {places}", "and {places}"),
    "links": Text("つながり", "links"),
    "pair_list": Text("課の組の一覧", "The pairs"),
    "today": Text("今あるつながり", "What joins them today"),
    "none_today": Text(
        "計画には、この二つの課のつながりは書かれていません。",
        "The plan states no link between these two sections.",
    ),
    "unsaid": Text("計画に書かれていないこと", "What the plan leaves open"),
    "could": Text("話し合えそうなこと", "What they could talk about"),
    "invite": Text("ほかに声をかける相手", "Who else to invite"),
    "decision": Text("判断", "Decision"),
    "decided": Text("これまでの判断", "Decided so far"),
    "decided_who": Text("判断した人と日", "who decided, and when"),
    "proposed": Text("ワークショップの提案", "Proposed in workshops"),
    "proposed_note": Text(
        "参加者の提案であり、計画の記載でも、決まったことでもありません。",
        "Proposals of participants: neither the plan's words nor decided.",
    ),
    "votes": Text("{n}票", "{n} votes"),
    "lost": Text(
        "今の計画には、同じ名前と所管の事業がありません",
        "today's plan has no such projects of these sections",
    ),
    "choose": Text(
        "採用・検討・見送り・既に連携済み から選んでください。",
        "Choose adopted, considering, declined or already working together.",
    ),
    "trios": Text("三課で話せること", "What three sections could talk about"),
    "all_links": Text("今あるつながりの一覧", "All links there are"),
    "absent": Text(
        "計画に名前がないため、この一覧に出てこないもの",
        "What cannot be in this list because the plan does not name it",
    ),
    "own_pages": Text("{name}の連携ワークリスト", "Worklist of {name}"),
    "partners": Text("話し合えそうな課", "Whom to talk with"),
    "blank": Text("このほかに話したい相手（記入欄）", "Anybody else to talk with"),
    "no_links_at_all": Text(
        "計画には、課と課のつながりは書かれていません。",
        "The plan states no link between sections.",
    ),
    "no_links": Text(
        "計画には、ほかの課とのつながりは書かれていません。",
        "The plan states no link with any other section.",
    ),
    "silent": Text(
        "計画の記載からは接点を読み取れなかった課",
        "Sections of which the plan says nothing that could join them",
    ),
    "silent_one": Text(
        "{name}は、ほかの課との接点を計画の記載から読み取れませんでした。",
        "The plan says nothing that could join {name} to another section.",
    ),
    "nothing": Text("候補はありません。", "There are no candidates."),
    "more": Text("ほか", "and more:"),
    "see_all": Text("ほか{n}件は「今あるつながりの一覧」に", "{n} more in the list of all links"),
    "of_pairs": Text("{pairs}組・{candidates}候補", "{pairs} pairs, {candidates} candidates"),
    "page": Text("頁", "p."),
}
