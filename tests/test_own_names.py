"""Names that kana would break: cities written in kana, societies, what a body does.

みやま市, あさぎり町 and all bodies here are invented.
"""

from pathlib import Path

import pytest

from enishi.data.agents.partner_cells import kind_of_partner

from .test_owner_lines import partners_of, read

PLAN = "<h1>{}</h1><h2>基本目標1　育つ</h2><h3>主な事業</h3><p>・朝の体操（健康課）</p><p>{}</p><p>・夜の市（商工課）</p><p>毎月開く。</p>"


@pytest.mark.parametrize(
    ("title", "text", "named"),
    [
        ("第3次みやま市計画", "市内のみやま歯科医師会の協力により開く。", {"みやま歯科医師会"}),
        ("みやま市計画", "広場でNPO法人みやまあそび隊が行う遊びを助ける。", {"NPO法人みやまあそび隊"}),
        ("みやま市計画", "毎年、県立みやま高等学校と連携する。", {"県立みやま高等学校"}),
        ("みやま市計画", "また、猟友会みやま支部と連携する。", {"猟友会みやま支部"}),
        ("令和6年度　あさぎり町計画", "毎週、あさぎり里山の会とともに歩く。", {"あさぎり里山の会"}),
        ("葦原市計画", "古い町を、葦原案内人の会の協力を得て歩く。", {"葦原案内人の会"}),
        ("葦原市計画", "ハローワーク葦原との共催で開く。", {"ハローワーク葦原"}),
        ("葦原市計画", "葦原農業協同組合から野菜を仕入れる。", {"葦原農業協同組合"}),
        ("葦原市計画", "葦原商工会が専門家を派遣する。", {"葦原商工会"}),
        ("葦原市計画", "葦原森林組合と共同で行う。", {"葦原森林組合"}),
        ("みやま市計画", "みやま市と市民が協力する。", set()),
    ],
)  # fmt: skip
def test_names_stay_whole(tmp_path: Path, title: str, text: str, named: set[str]) -> None:
    assert partners_of(read(tmp_path, PLAN.format(title, text))) == named


def test_english_words_for_kinds_of_partner_are_no_names() -> None:
    assert kind_of_partner("Local schools") == "school"
    assert kind_of_partner("parish councils") == "neighbouring-municipality"
    assert kind_of_partner("Reed Parish Council") is None
