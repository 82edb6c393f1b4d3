"""What commands print for people: sentences first, numbers behind them."""

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

from ..language import Text, current_lang
from .punctuation import led, quoted
from .worklist_facts import facts
from .worklist_words import LINKS, WORDS, reason_line

if TYPE_CHECKING:
    from ..graph.building import Built
    from ..graph.check import CheckReport
    from ..graph.finding import Finding
    from ..graph.links import Links
    from ..graph.results import QueryResult
    from ..graph.suggest import Suggestion, Suggestions
    from .demo import Demo
    from .map import MapSummary

_CLASS_NAMES = {
    "Goal": Text("目標", "goals"),
    "Measure": Text("施策", "measures"),
    "Package": Text("パッケージ", "packages"),
    "Project": Text("事業", "projects"),
    "Participation": Text("参加", "participations"),
    "Claim": Text("読み取り", "claims"),
}
_STATES = {
    "modelled": Text("読み取り", "modelled"),
    "structural": Text("見出しなど", "structural"),
    "ignored": Text("対象外", "ignored"),
    "unresolved": Text("未解決", "unresolved"),
}
#: Em of a quote on a terminal.
_QUOTE: Final = 60.0
_SEVERITIES = {
    "Violation": Text("誤り", "violation"),
    "Warning": Text("注意", "warning"),
    "Info": Text("参考", "note"),
}


def _encoding(built: "Built") -> Text:
    """The encoding that was found, in the words of a person who saves text files."""
    name = built.encoding.upper().replace("_", "-")
    name = {
        "UTF-8-SIG": "UTF-8 BOM",
        "CP932": "Shift_JIS (CP932)",
        "ISO2022-JP": "ISO-2022-JP",
    }.get(name, name)
    return Text(f"（文字コード {name}）", f" ({name})") if name else Text("", "")


def _comma() -> str:
    return Text("、", ", ").in_lang(current_lang())


def built_text(built: "Built", location: str, *, several: bool = False) -> str:
    """What `build` read, with the ledger and the source's defects.

    Of a file with `several` plans it says whose this one is.
    """
    whose = built.government if several else None
    of = Text(f"の{whose}の計画", f", the plan of {whose},") if whose else Text("", "")
    counts = _comma().join(
        f"{name} {built.counts[key]}" for key, name in _CLASS_NAMES.items() if key in built.counts
    )
    total = sum(built.ledger.values())
    states = _comma().join(f"{_STATES[key]} {built.ledger[key]}" for key in _STATES)
    lines = [
        str(
            Text(
                f"「{built.source}」{_encoding(built)}{of.ja}を読み、{location} に保存しました。",
                f"Read “{built.source}”{_encoding(built)}{of.en} into {location}.",
            )
        ),
        str(
            Text(
                f"  {counts}（{built.triples:,}トリプル）",
                f"  {counts} ({built.triples:,} triples)",
            )
        ),
        str(Text(f"  台帳: 全{total}か所のうち {states}", f"  ledger: {total} places: {states}")),
    ]
    if built.unresolved:
        lines.append(
            str(
                Text(
                    f"  読み取れたのは{built.coverage:.1%}。読み取れない所（先頭から）:",
                    f"  {built.coverage:.1%} understood; not understood, the first of them:",
                )
            )
        )
        lines += [
            str(Text(f"    {place}  「{words[:40]}」", f"    {place}  “{words[:40]}”"))
            for place, words in built.unresolved
        ]
    if built.notices:
        lines.append(
            str(
                Text(
                    f"  原文で気になる所 {len(built.notices)}件（原文は直していません）:",
                    f"  {len(built.notices)} places of the source to look at (nothing was changed):",
                )
            )
        )
        lines += [
            str(Text(f"    {n.place.ja}  {n.message.ja}", f"    {n.place.en}  {n.message.en}"))
            for n in built.notices
        ]
    return "\n".join(lines)


#: How many findings of one kind `check` shows before it counts the rest.
SHOWN_PER_KIND: Final = 10


def check_text(report: "CheckReport", *, everything: bool = False) -> str:
    """The findings of `check`, the most serious first; of each kind (severity and message) the
    first ten and how many more there are, or all of them."""
    counted = Counter(row.severity for row in report.results)
    head = _comma().join(f"{_SEVERITIES[s]} {counted[s]}" for s in _SEVERITIES if s in counted)
    verdict = Text("構造の誤りはありません。", "The structure is sound.")
    if not report.conforms:
        verdict = Text("構造の誤りがあります。", "The structure has errors.")
    lines = [f"{verdict} {head}".rstrip()]
    if report.ledger:
        states = _comma().join(f"{_STATES[key]} {report.ledger.get(key, 0)}" for key in _STATES)
        lines.append(str(Text(f"台帳: {states}", f"ledger: {states}")))
    else:
        lines.append(str(Text("台帳はありません。", "There is no ledger.")))
    kinds: dict[tuple[str, Text], list[Finding]] = {}
    for row in report.results:
        kinds.setdefault((row.severity, row.message), []).append(row)
    for rows in kinds.values():
        shown = rows if everything else rows[:SHOWN_PER_KIND]
        lines += [_finding(row) for row in shown]
        if rest := len(rows) - len(shown):
            lines.append(
                str(
                    Text(
                        f"  … 同じ指摘がほかに{rest}件あります（--all ですべて表示）",
                        f"  … and {rest} more of the same (--all shows them)",
                    )
                )
            )
    return "\n".join(lines)


def _finding(row: "Finding") -> str:
    place = f" {row.spans[0].locator}「{row.spans[0].quote[:40]}」" if row.spans else ""
    return f"  {_SEVERITIES[row.severity]}: {row.message}{place}  {row.focus}"


def suggestions_text(found: "Suggestions", *, trios: bool = False) -> str:
    """Each suggestion as a sentence, then its evidence with the lines it stands in.

    The trios follow the pairs; with `trios` they stand alone.
    """
    pairs = () if trios else found.items
    lines = [line for each in pairs for line in _suggestion(each)]
    if found.trios:
        lines.append(str(Text("■ 三つの課で", "Three sections together")))
        lines += [line for each in found.trios for line in _suggestion(each)]
    elif trios:
        lines.append(str(Text("三つの課に共通するものは見つかりません。", "No trio was found.")))
    shown = bool(pairs or found.trios)
    if not lines:
        lines.append(str(WORDS["nothing"]))
    lines += [str(note) for note in found.notes]
    return "\n".join([*lines, str(WORDS["caution" if shown else "caution_none"])])


def _suggestion(each: "Suggestion") -> list[str]:
    lang = current_lang()
    projects = " × ".join(led(project.section, project.name, lang) for project in each.projects)
    lines = [f"{each.rank}. {projects}  {each.score:.1f}", f"   {reason_line(each, lang)}"]
    for fact in facts(each, lang, label=_QUOTE, quote=_QUOTE):
        quotes = " / ".join(f"{quote.where}{quoted(quote.words, lang)}" for quote in fact.quotes)
        lines.append(f"     {fact.said}  {quotes}")
    return lines


def map_text(written: "MapSummary") -> str:
    """Where the map is and what it holds."""
    nodes, edges = sum(written.nodes.values()), sum(written.edges.values())
    size = written.size / 1_000_000
    return str(
        Text(
            f"{written.path} に地図を書きました（点 {nodes}、線 {edges}、{size:.2f} MB）。ブラウザで開いてください。",
            f"Wrote the map to {written.path} ({nodes} nodes, {edges} edges, {size:.2f} MB)."
            " Open it in a browser.",
        )
    )


def demo_text(found: "Demo") -> str:
    """The findings of the demo, in the order a planner would ask."""
    lines = [built_text(found.built, str(found.knowledge_base)), check_text_short(found.check), ""]
    lines.append(
        str(Text("■ 課をまたぐつながり（計画に書かれているもの）", "Links across sections"))
    )
    lines += _strongest(found.links)
    lines += ["", str(Text("■ 連携の候補（上位5件）", "Suggested collaborations (top 5)"))]
    for each in list(found.suggestions)[:5]:
        lines += _suggestion(each)
    lines += [
        "",
        str(Text("■ 書き出したもの", "Written")),
        f"  {found.knowledge_base}",
        f"  {found.ledger}",
        f"  {found.worklist}",
        f"  {map_text(found.map)}",
    ]
    return "\n".join(lines)


def check_text_short(report: "CheckReport") -> str:
    """One line: whether the graph is sound and how many readings wait for a look."""
    doubts = sum(1 for row in report.results if row.severity == "Warning")
    if report.conforms:
        return str(
            Text(
                f"  検査: 構造の誤りはありません。人の目で確かめたい読み取りが{doubts}件あります。",
                f"  check: no violations; {doubts} doubtful readings to look at.",
            )
        )
    return check_text(report)


def _strongest(links: "Links") -> list[str]:
    names = {node.iri: node.name for node in links.nodes}
    joined: dict[tuple[str, str], list[str]] = defaultdict(list)
    for link in links.links:
        joined[link.source, link.target].append(f"{LINKS[link.kind]}「{link.label}」")
    rows = sorted(joined.items(), key=lambda row: (-len(row[1]), row[0]))
    return [f"  {names[a]} × {names[b]}: {'、'.join(said)}" for (a, b), said in rows]


def print_table(result: "QueryResult") -> None:
    """The answer as a table on the terminal, as plain text elsewhere."""
    from rich.console import Console

    console = Console(soft_wrap=True, markup=False, highlight=False)
    if result.kind == "select":
        console.print(result.table())
    elif result.kind == "ask":
        console.print(str(Text("はい", "yes") if result.truth else Text("いいえ", "no")))
    else:
        console.print(result.serialize("turtle").decode(), end="")


def questions_text() -> str:
    """The named questions: number, name, title, parameters."""
    from ..graph.questions import all_questions

    lines = []
    for question in all_questions():
        parameters = " ".join(f"--set {each.name}=…" for each in question.parameters)
        lines.append(f"{question.id}  {question.slug}  {question.title}  {parameters}".rstrip())
    return "\n".join(lines)
