"""What stands in cells of owners, as plans write them. Its offices and persons are invented."""

from pathlib import Path

import pytest

from enishi.data.records import Participation, Project

from .test_label_lines import read


def owners_of(path: Path) -> list[str]:
    """The owners of the first project: 部/課/係, with :s for those that support."""
    records = read(path).records
    project = next(record for record in records if isinstance(record, Project))
    found: list[str] = []
    for record in records:
        if not isinstance(record, Participation) or record.element != project.key:
            continue
        assert record.agent is not None
        path_, supports = "/".join(record.agent.path), record.role != "responsible"
        above = path_.rpartition("/")[0]
        if supports and above in found:  # the sub-unit of the owner before
            found[found.index(above)] = path_
        elif supports and above and any(each.rpartition("/")[0] == above for each in found):
            found.append(path_)
        else:
            found.append(path_ + ":s" * supports)
    return found


CELLS = {
    # labels, and what stands behind the name
    "担当：福祉課": "福祉課",
    "所属：福祉課 係：高齢者係": "福祉課/高齢者係",
    "福祉課：0301": "福祉課",
    "福祉部：福祉課": "福祉部/福祉課",
    "福祉課 担当：佐藤": "福祉課",
    "福祉課（担当：佐藤）": "福祉課",
    "福祉課 佐藤": "福祉課",
    "福祉課長 佐藤太郎": "福祉課",
    "健康福祉部長": "健康福祉部",
    "福祉課長・保育課長": "福祉課 保育課",
    "市長公室": "市長公室",
    "福祉課（04-2964-1111）": "福祉課",
    "福祉課 TEL:04-2964-1111": "福祉課",
    "福祉課\nfukushi@city.example.jp": "福祉課",
    # notes
    "福祉課※1": "福祉課",
    "福祉課　※保育課と連携": "福祉課",
    "福祉課（令和6年度〜）": "福祉課",
    "福祉課(R6まで)\n保育課(R7から)": "福祉課 保育課",
    "福祉課（新設）": "福祉課",
    "福祉課【新規】": "福祉課",
    "福祉課ほか関係各課": "福祉課",
    "福祉課 他2課": "福祉課",
    # marks and brackets around the name
    "[福祉課]": "福祉課",
    "（福祉課）": "福祉課",
    "「福祉課」": "福祉課",
    "0301福祉課": "福祉課",
    "(0301)福祉課": "福祉課",
    "1.福祉課 2.保育課": "福祉課 保育課",
    "①福祉課②保育課": "福祉課 保育課",
    "・福祉課\n・保育課": "福祉課 保育課",
    # several
    "福祉課→保育課": "福祉課 保育課",
    "福祉課⇔保育課": "福祉課 保育課",
    "福祉課＋保育課": "福祉課 保育課",
    "福祉課<br>保育課": "福祉課 保育課",
    "福祉課｜保育課": "福祉課 保育課",
    "福祉部（福祉課・保育課）": "福祉部/福祉課 福祉部/保育課",
    "福祉部福祉課・保育課": "福祉部/福祉課 福祉部/保育課",
    "福祉部・教育部": "福祉部 教育部",
    "福祉課高齢者係・障害者係": "福祉課/高齢者係 福祉課/障害者係",
    "福祉課（高齢者係、障害者係）": "福祉課/高齢者係 福祉課/障害者係",
    "スポーツ・文化課": "スポーツ・文化課",
    # who leads
    "主：福祉課 副：保育課": "福祉課 保育課:s",
    "主管：福祉課／関係：保育課": "福祉課 保育課:s",
    "主担当課：福祉課　関係課：保育課": "福祉課 保育課:s",
    "福祉課（主担当）、保育課": "福祉課 保育課:s",
    "(主)福祉課 (副)保育課": "福祉課 保育課:s",
    # names whose letters stand apart
    "福 祉 課": "福祉課",
    "健康増\n進課": "健康増進課",
}


@pytest.mark.parametrize(("cell", "wanted"), CELLS.items())
def test_a_cell_of_owners(tmp_path: Path, cell: str, wanted: str) -> None:
    path = tmp_path / "plan.csv"
    path.write_text(
        f'事業名,担当課,内容\n見守りの推進,"{cell}",見守ります。\n花の日,税務課,花を植えます。\n',
        encoding="utf-8",
    )
    assert owners_of(path) == wanted.split(" ")


@pytest.mark.parametrize("cell", [cell for cell in CELLS if not set("\n<｜") & set(cell)])
def test_the_same_behind_a_label(tmp_path: Path, cell: str) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(
        f"青葉市計画\n第1章　支え合い\n事業名：見守りの推進\n担当課：{cell}\n事業概要：見守ります。\n"
        "事業名：花の日\n担当課：税務課\n事業概要：花を植えます。\n",
        encoding="utf-8",
    )
    assert owners_of(path) == CELLS[cell].split(" ")


def test_the_quote_of_an_owner_is_its_place_in_the_cell(tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    path.write_text(
        '事業名,担当課,内容\n見守り,"健康増\n進課（担当：佐藤）",見守ります。\n花の日,税務課,植えます。\n',
        encoding="utf-8",
    )
    reading = read(path)
    owner = next(r for r in reading.records if isinstance(r, Participation) and r.agent)
    assert owner.agent is not None and owner.agent.name == "健康増進課"
    assert reading.source.quote(owner.agent.span) == "健康増\n進課"
