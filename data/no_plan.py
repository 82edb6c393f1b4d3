"""Documents that are no plan: a report, a budget, prose. They are refused, with what was seen."""

import re
from collections.abc import Sequence
from typing import Final

from ..errors import InputError
from ..language import Text
from .document import Document, Paragraph
from .ledger import Entry
from .records import Goal, Measure, Package, Participation, Plan, Project, Record
from .source import Source
from .words.profile import Profile

PLAN_TITLE: Final = re.compile("計画|戦略|プラン|ビジョン|大綱|指針|方針|plan|strategy")
#: Without owners and levels, at least this share of what is written must be the plan's.
_SHARE: Final = 0.1
#: What a form leaves to be filled in: [Initiative Name], $[Amount]; 〇〇課, ○○○.
_TO_FILL: Final = re.compile(r"\[[A-Z#][ -Z^-~]{2,80}\]$|[○〇◯]{2,}")
#: So many different ones, in at least this share of what is written, make a form of a document.
_BLANKS: Final = 8
_FORM: Final = 0.25
_HINT: Final = Text(
    "計画の本文のファイルを指定してください。計画なのに言葉が違うときは、`enishi inspect 文書 -o 読み方.toml`"
    " で見出しと表を何として読んだかを書き出し、直して --profile で指定してください",
    "name the file that holds the plan itself; if it is one and uses other words, write what headings"
    " and tables were taken for with `enishi inspect DOC -o P.toml`, correct it, and name it with"
    " --profile",
)


def refuse_no_plan(
    document: Document, records: Sequence[Record], ledger: Sequence[Entry], profile: Profile
) -> None:
    """Raise InputError for records that nothing in the document shows to be a plan's.

    A plan names owners, or has goals, measures or packages by the words of its profile, or calls
    itself a plan and describes its projects.
    """
    source = document.source
    if blanks := _to_fill(source, ledger):
        raise _error(source, blanks)
    projects = [record for record in records if isinstance(record, Project)]
    levels = [record for record in records if isinstance(record, Goal | Measure | Package)]
    if not projects and not levels:
        raise _error(source, _nothing(document, ledger))
    known = [
        record for record in levels
        if not isinstance(record, Measure) or profile.level_label(record.level) is not None
    ]  # fmt: skip
    modelled = sum(entry.state == "modelled" for entry in ledger)
    written = sum(entry.state != "structural" for entry in ledger)
    called = _is_called_plan(source, records)
    # One event with its host in a newsletter makes no plan of it.
    lone = len(projects) == 1 and not known and not called and modelled < _SHARE * written
    taking = any(isinstance(r, Participation) for r in records) and not lone
    if taking or len(known) > 1 or known and projects:
        return
    told = sum(project.description is not None for project in projects)
    if called and modelled >= _SHARE * written and (2 * told >= len(projects) or levels):
        return
    if 2 * modelled >= written and (2 * told >= len(projects) > 2 or called):
        return
    said = _names_only(source, projects or levels, modelled, written)
    raise _error(source, _one_name(source, projects[0], modelled, written) if lone else said)


def _one_name(source: Source, project: Project, modelled: int, written: int) -> Text:
    place = source.locator(project.span)
    return Text(
        f"計画とは読めません。事業らしい名前は1件（「{project.label[:20]}」{place}）だけです"
        f"（{written}か所のうち読み取れたのは{modelled}か所）",
        f"it does not read like a plan: only one name looks like a project"
        f" (“{project.label[:20]}” at {place}; {modelled} of {written} places could be read)",
    )


def _to_fill(source: Source, ledger: Sequence[Entry]) -> Text | None:
    """What is said of a form that nobody has filled in; None for any other document."""
    found: dict[str, Entry] = {}
    count = 0
    for entry in ledger:
        if match := _TO_FILL.search(source.quote(entry.span)):
            count += 1
            found.setdefault(match[0], entry)
    if len(found) < _BLANKS or count < _FORM * len(ledger):
        return None
    text, entry = next(iter(found.items()))
    place = source.locator(entry.span)
    return Text(
        f"記入されていない様式です（{count}か所が「{text[:30]}」{place} のような記入欄のまま）",
        f"it is a form that is not filled in ({count} places are left like “{text[:30]}” at {place})",
    )


def _is_called_plan(source: Source, records: Sequence[Record]) -> bool:
    labels = [record.label for record in records if isinstance(record, Plan)]
    return any(PLAN_TITLE.search(said.lower()) for said in (*labels, source.name))


def _nothing(document: Document, ledger: Sequence[Entry]) -> Text:
    source = document.source
    entries = [entry for entry in ledger if entry.state != "structural"] or list(ledger)
    first = next((source.quote(entry.span)[:30] for entry in entries), "")
    headings = sum(isinstance(p, Paragraph) and p.level is not None for p in document.parts)
    tables = sum(1 for _ in document.grids())
    return Text(
        "計画の見出しも事業の表も見つかりません"
        f"（{len(ledger)}か所を見ました。見出しが{headings}、表が{tables}。どれにも、目標や施策を数える"
        "言葉、事業名の列、担当課の欄がありません。"
        f"最初の行は「{first}」、文字コードは {source.encoding}）",
        "no headings and no project tables of a plan were found"
        f" ({len(ledger)} places were looked at: {headings} headings, {tables} tables; none counts"
        " goals or measures, has a column of project names or says who owns one;"
        f" the first line is “{first}”, encoding {source.encoding})",
    )


def _names_only(
    source: Source, named: Sequence[Project | Goal | Measure | Package], modelled: int, written: int
) -> Text:
    shown = named[:3]
    ja = "、".join(f"「{each.label[:20]}」{source.locator(each.span)}" for each in shown)
    en = ", ".join(f"“{each.label[:20]}” at {source.locator(each.span)}" for each in shown)
    more = len(named) - len(shown)
    return Text(
        f"計画とは読めません。事業や施策らしい名前は{len(named)}件（{ja}{'、ほか' if more else ''}）"
        f"ありますが、担当課も連携先も、目標や施策の見出しもありません"
        f"（{written}か所のうち読み取れたのは{modelled}か所）",
        f"it does not read like a plan: {len(named)} names look like projects or measures"
        f" ({en}{', …' if more else ''}), but no section owns one, no partner and no heading of"
        f" goals or measures is named ({modelled} of {written} places could be read)",
    )


def _error(source: Source, said: Text) -> InputError:
    return InputError(said, where=source.name, hint=_HINT)
