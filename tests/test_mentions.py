"""Who takes part: by hand annotation, and by small sentences."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from enishi.data.agents.partners import Context, partner_mentions
from enishi.data.reading import Reading

ROOT = Path(__file__).parent.parent
CONTEXT = Context(frozenset({"商工課", "農政課"}), frozenset(), "甲市")


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bench_mentions", ROOT / "bench/mentions.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    import sys

    sys.modules["bench_mentions"] = module
    spec.loader.exec_module(module)
    return module


def test_named_partners_of_the_gold(bench: ModuleType, iruma_reading: Reading) -> None:
    score = bench.score(iruma_reading, ROOT / "tests/gold/iruma-goals-1-2.jsonl", generic=False)
    assert score.hits >= 7
    assert len(score.missed) <= 1 and len(score.false) <= 1


def test_named_partners_of_the_invented_plan(bench: ModuleType, kamose_reading: Reading) -> None:
    score = bench.score(kamose_reading, ROOT / "tests/plans/kamose/gold.jsonl", generic=False)
    assert score.recall >= 0.9 and score.precision >= 0.9


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("うみべ銀行とタイアップして講座を開く。", [("うみべ銀行", "org", "tie-up")]),
        ("乙大学、丙銀行と連携する。", [("乙大学", "org", "cooperation"), ("丙銀行", "org", "cooperation")]),
        ("丁市・戊市など近隣市と連携する。", [
            ("丁市", "org", "cooperation"),
            ("戊市", "org", "cooperation"),
            ("近隣市", "neighbouring-municipality", "cooperation"),
        ]),
        ("運営を株式会社みなとへ委託する。", [("株式会社みなと", "org", "contractor")]),
        ("商工課と情報の共有を図る。", [("商工課", "unit", "information-sharing")]),
        ("甲会、乙協議会で構成する。", [("乙協議会", "org", "member")]),
    ],
)  # fmt: skip
def test_cues_tell_the_role(sentence: str, found: list[tuple[str, str, str]]) -> None:
    mentions = [m for m in partner_mentions(sentence, CONTEXT) if m.confidence >= 0.6]
    assert [(m.name, m.kind, m.role) for m in mentions] == found


@pytest.mark.parametrize(
    "sentence",
    [
        "研修センターで講座を開く。",
        "市民体育館を会場に大会を開く。",
        "大学生の就職を支援する。",
        "空き家バンクを開設する。",
        "企業の支援を行う。",
        "甲市と連携する。",
        "温室効果ガスの削減に協力する。",
        "消費電力の見える化に協力する。",
    ],
)
def test_places_systems_and_the_city_itself_are_no_partners(sentence: str) -> None:
    assert [m.name for m in partner_mentions(sentence, CONTEXT) if m.confidence >= 0.6] == []


def test_an_outline_that_goes_on_with_an_earlier_year_refers_to_it() -> None:
    from enishi.data.prose.carried import carried
    from enishi.data.records import OutlineItem, YearOutline
    from enishi.data.source import Span

    span = Span(0, 1)
    years = [
        YearOutline(key=f"year/{n}", parent="package/1", label="", span=span, year=n, text="")
        for n in (1, 2, 3)
    ]

    def item(year: int, label: str) -> OutlineItem:
        return OutlineItem(key=label, parent=f"year/{year}", label=label, span=span)

    said = [
        item(2, "1年目の事業に加え、"),
        item(3, "前年度の取組を継続"),
        item(3, "１年目に引き続き調査"),
        item(2, "1年目の事業の検証"),  # speaks of year 1 and does not go on with it
        item(2, "3年目の事業に加え"),  # a later year
        item(1, "前年の事業に加え"),  # there is none
    ]
    found = [(claim.element, claim.thing.name) for claim in carried([*years, *said])]
    assert found == [
        ("1年目の事業に加え、", "year/1"),
        ("前年度の取組を継続", "year/2"),
        ("１年目に引き続き調査", "year/1"),
    ]


def test_events_end_before_particles_and_before_others() -> None:
    from enishi.data.prose.topics import events

    def names(text: str) -> list[str]:
        return [event.name for event in events(text)]

    assert names("市内最大のイベントである万燈まつりを実施する。") == ["万燈まつり"]  # line 237
    assert names("埼玉県西部地域産業ミニ商談会等との連携。") == ["埼玉県西部地域産業ミニ商談会"]
    assert names("海辺まつりのまつりごと") == ["海辺まつり"]
    assert names("海辺まつりごと") == []


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("㈱みのり交通と連携する。", [("㈱みのり交通", "cooperation")]),
        ("みのり交通㈱と連携する。", [("みのり交通㈱", "cooperation")]),
        ("(株)たけだに委託する。", [("(株)たけだ", "contractor")]),
        ("みやび堂(株)等に委託する。", [("みやび堂(株)", "contractor")]),
        ("市内の商店と㈲はなまる屋の協力を得る。", [("㈲はなまる屋", "cooperation")]),
        ("甲乙(株)、(株)丙丁及び(同)ワワと連携協定を結ぶ。", [
            ("甲乙(株)", "tie-up"), ("(株)丙丁", "tie-up"), ("(同)ワワ", "tie-up"),
        ]),
        ("株式会社 甲電機と協定を結ぶ。", [("株式会社 甲電機", "tie-up")]),
        ("合同会社まちのわに委託する。", [("合同会社まちのわ", "contractor")]),
        ("株式会社道の駅こだまに委託する。", [("株式会社道の駅こだま", "contractor")]),
        ("令和5年(一社)甲DMOと連携する。", [("(一社)甲DMO", "cooperation")]),
        ("特定非営利活動法人 子育てネットはぐくみに委託する。", [
            ("特定非営利活動法人 子育てネットはぐくみ", "contractor"),
        ]),
        ("(福)あおば会が運営する。", [("(福)あおば会", "participant")]),
        ("㈱甲(本社:乙市)の協力を得る。", [("㈱甲", "cooperation")]),
        ("甲郵便㈱乙郵便局と協力する。", [("甲郵便㈱乙郵便局", "cooperation")]),
        ("委託先㈱甲と連携する。", [("㈱甲", "cooperation")]),
    ],
)  # fmt: skip
def test_a_form_of_company_makes_a_name_of_what_stands_beside_it(
    sentence: str, found: list[tuple[str, str]]
) -> None:
    named = [m for m in partner_mentions(sentence, CONTEXT) if m.kind == "org"]
    assert [(m.name, m.role) for m in named if m.confidence >= 0.6] == found


@pytest.mark.parametrize(
    "sentence",
    [
        "NPO法人との協働を進める。",
        "福祉系NPO法人と連携する。",
        "企業(㈱、㈲を含む)に補助する。",
        "(株)と(有)の違いを学ぶ。",
        "株式会社による農業参入を進める。",
    ],
)
def test_a_form_of_company_without_a_name_is_no_partner(sentence: str) -> None:
    named = [m for m in partner_mentions(sentence, CONTEXT) if m.kind == "org"]
    assert [m.name for m in named if m.confidence >= 0.6] == []


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("独立行政法人みなと機構施設整備費補助金事業を行う。", "独立行政法人みなと機構"),
        ("(公財)みどり財団運営負担金交付事業を行う。", "(公財)みどり財団"),
    ],
)
def test_a_doing_of_a_body_is_no_part_of_its_name(sentence: str, name: str) -> None:
    found = [m.name for m in partner_mentions(sentence, CONTEXT) if m.kind == "org"]
    assert found == [name]


def test_many_forms_of_companies_are_read_in_time_that_grows_with_the_text() -> None:
    text = "㈱甲交通、" * 40_000 + "㈱乙と連携する。"
    assert sum(m.name.startswith("㈱") for m in partner_mentions(text, CONTEXT)) == 40_001
