"""What `suggest --evaluate` prints: a table, and in words where a baseline is better."""

import unicodedata

from ..graph.diversity import Diversity
from ..graph.evaluate import CUTS, Evaluation, Result
from ..language import Text

_WIDTH = 34


def evaluation_text(found: Evaluation) -> str:
    """A line for each ranking; then what the reader must know to judge it."""
    if not found.results:
        none = str(
            Text(
                "測れません: 課をまたぐ組のうち、つながりのあるものとないものの両方が要ります"
                f"（組 {found.candidates}、つながり {found.links}）。",
                "Nothing to measure: linked and unlinked pairs across sections are needed"
                f" ({found.candidates} pairs, {found.links} links).",
            )
        )
        return "\n".join([none, *_diversity(found.diversity)])
    what = (
        Text("あなたの一覧", "your list")
        if found.labelled
        else Text(
            "計画に書かれたつながり（同じパッケージ・行どうしの参照）を隠して当てる",
            "links that the plan states (same package, references), hidden and looked for",
        )
    )
    head = Text(
        f"課をまたぐ {found.candidates:,} 組のうち {found.links} 組が正解: {what.ja}",
        f"{found.links} of {found.candidates:,} pairs across sections are right: {what.en}",
    )
    columns = ["AUC", *(f"P@{k}" for k in CUTS), *(f"R@{k}" for k in CUTS)]
    lines = [str(head), "", _row("", columns)]
    lines += [_line(each) for each in found.results]
    lines += ["", f"{Text('比べる相手', 'baselines')}:"]
    lines += [_line(each) for each in found.baselines]
    lines += ["", f"{Text('根拠を一種類ずつ除くと', 'without one kind of evidence')}:"]
    lines += [_line(each) for each in found.ablations]
    lines += ["", *_diversity(found.diversity), *_judgement(found)]
    return "\n".join(lines)


def _diversity(top: Diversity | None) -> list[str]:
    """Whom the first suggestions join; formulae are in docs/measures.md."""
    if top is None:
        return []
    said = Text(
        f"上位{top.shown}件の広がり: 課の組 {top.pairs}（均等なら {top.effective_pairs:.1f} 組分）、"
        f"課 {top.sections}、事業 {top.projects}。最も多い課の組は {top.largest_pair:.0%}、"
        f"課は {top.largest_section:.0%}、事業は {top.largest_project:.0%} に出てくる。",
        f"diversity of the first {top.shown}: {top.pairs} pairs of sections (as many as"
        f" {top.effective_pairs:.1f} even ones), {top.sections} sections, {top.projects} projects."
        f" The most frequent pair is in {top.largest_pair:.0%}, section in"
        f" {top.largest_section:.0%}, project in {top.largest_project:.0%} of them.",
    )
    return [str(said), ""]


def _judgement(found: Evaluation) -> list[str]:
    if not found.beaten_by:
        lines = [str(Text("どの比べる相手にも負けていません。", "No baseline is better."))]
    else:
        by_name: dict[str, list[str]] = {}
        for measure, base in found.beaten_by:
            by_name.setdefault(str(base.label), []).append(measure)
        lines = [
            str(
                Text(
                    f"「{name}」のほうがよい: {'、'.join(measures)}",
                    f"“{name}” is better in {', '.join(measures)}",
                )
            )
            for name, measures in by_name.items()
        ]
    if not found.labelled and any(base.name == "same_measure" for _, base in found.beaten_by):
        lines.append(
            str(
                Text(
                    "パッケージはどれも一つの施策の中にあるので、隠したつながりを当てるだけなら"
                    "「同じ施策」が有利です。施策をまたぐ連携は、この順では見つかりません。",
                    "Packages stand inside one measure, so “same measure” finds hidden links"
                    " easily; it can never find what crosses measures.",
                )
            )
        )
    return lines


def _line(each: Result) -> str:
    values = [str(each.auc), *(str(v) for v in each.precision.values())]
    return _row(str(each.label), [*values, *(f"{v.value:.2f}" for v in each.recall.values())])


def _row(name: str, cells: list[str]) -> str:
    wide = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in name)
    widths = [17] * (1 + len(CUTS)) + [6] * len(CUTS)
    told = "".join(cell.rjust(width) for cell, width in zip(cells, widths, strict=True))
    return f"{name}{' ' * max(1, _WIDTH - wide)}{told}".rstrip()
