"""消防署, 図書館, 警察署 and the like: whose they are, as owners, as partners and in prose.

鴎瀬市 and what it does are invented.
"""

from pathlib import Path

from enishi.data.reading import Reading, read_plan
from enishi.data.records import Participation, Project
from enishi.data.settings import settings_for

TEXT = """# 鴎瀬市実施計画

| 事業名 | 担当課 | 連携先 | 事業内容 |
|---|---|---|---|
| 救急講習 | 消防署 | 警察署 | 保健所と連携して講習を開く。 |
| 火災予防 | 消防本部 予防課 | 消防団、保健所 | 警察署、消防署と協力して見回る。 |
| 読書会 | 市立図書館 | 県立図書館、公民館 | 本を読む。 |
| 防犯教室 | 危機管理課、鴎瀬警察署 | 図書館 | 教室を開く。 |
| 税の教室 | 課税課 | 税務署 | 教室を開く。 |
"""


def read(tmp_path: Path) -> Reading:
    path = tmp_path / "plan.md"
    path.write_text(TEXT, encoding="utf-8")
    return read_plan(path, settings_for(path))


def said(reading: Reading, name: str) -> set[tuple[str, str, str]]:
    """(kind of agent, its name with what is above it, role) of a project."""
    key = next(r.key for r in reading.records if isinstance(r, Project) and r.label == name)
    return {
        (r.agent.kind, "/".join(r.agent.path), r.role)
        for r in reading.records
        if isinstance(r, Participation) and r.element == key and r.agent and r.confidence > 0.5
    }


def test_institutions_of_the_city_own_projects_and_outside_offices_take_part(
    tmp_path: Path,
) -> None:
    reading = read(tmp_path)
    assert said(reading, "救急講習") == {
        ("unit", "消防署", "responsible"),
        ("org", "警察署", "cooperation"),
        ("org", "保健所", "cooperation"),
    }
    assert said(reading, "税の教室") == {
        ("unit", "課税課", "responsible"),
        ("org", "税務署", "cooperation"),
    }
    # An office of the prefecture in the cell of owners takes part; it is no section of the city.
    assert said(reading, "防犯教室") == {
        ("unit", "危機管理課", "responsible"),
        ("org", "鴎瀬警察署", "participant"),
        ("unit", "図書館", "cooperation"),
    }


def test_the_citys_own_among_partners_and_in_prose_are_units(tmp_path: Path) -> None:
    reading = read(tmp_path)
    assert said(reading, "読書会") == {
        ("unit", "市立図書館", "responsible"),
        ("org", "県立図書館", "cooperation"),
        ("unit", "公民館", "cooperation"),
    }
    assert said(reading, "火災予防") == {
        ("unit", "消防本部/予防課", "responsible"),
        ("org", "保健所", "cooperation"),
        ("org", "警察署", "cooperation"),
        ("unit", "消防署", "cooperation"),  # 消防署 owns a project above
    }
