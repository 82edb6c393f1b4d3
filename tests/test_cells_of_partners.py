"""What stands in cells of partners, as plans write them. Its bodies are invented."""

import csv
from pathlib import Path

import pytest

from enishi.data.records import Participation

from .test_label_lines import read

CELLS = {
    "青葉大学、青葉鉄道㈱ほか3社": "青葉大学|青葉鉄道㈱",
    "NPO法人みどりの会（委託 1,200千円）": "NPO法人みどりの会",
    "青葉大学 10,000千円\n青葉商工会 500千円": "青葉大学|青葉商工会",
    "青葉大学 ¥1,000,000": "青葉大学",
    "A社→B社（再委託）": "A社|B社",
    "非公表": "",
    "公募予定": "",
    "①青葉大学②青葉商工会": "青葉大学|青葉商工会",
    "1.青葉大学 2.青葉商工会": "青葉大学|青葉商工会",
    "青葉大学 青葉商工会": "青葉大学|青葉商工会",
    "青葉大学＋青葉商工会": "青葉大学|青葉商工会",
    "青葉大学及び青葉商工会": "青葉大学|青葉商工会",
    "青葉大学・青葉商工会": "青葉大学|青葉商工会",
    "青葉海上火災保険(株)・緑信託銀行": "青葉海上火災保険(株)|緑信託銀行",
    "緑市・森町": "緑市|森町",
    "青葉大学<br>青葉商工会": "青葉大学|青葉商工会",
    "青葉大学※1": "青葉大学",
    "青葉大学 04-2964-1111": "青葉大学",
    "【委託】青葉大学": "青葉大学",
    "連携：青葉大学、共催：青葉商工会": "青葉大学|青葉商工会",
    "(委託)青葉大学 (協力)青葉商工会": "青葉大学|青葉商工会",
    "「青葉大学」": "青葉大学",
    "[青葉大学]": "青葉大学",
    "地域住民・事業者": "地域住民|事業者",
    # one name, whatever stands inside it
    "民生委員・児童委員協議会": "民生委員・児童委員協議会",
    "国立研究開発法人 青葉研究機構": "国立研究開発法人 青葉研究機構",
    "医療法人社団 青葉会": "医療法人社団 青葉会",
    "青葉大学 工学部": "青葉大学 工学部",
    "青葉・緑建設工事共同企業体": "青葉・緑建設工事共同企業体",
    "（株）青葉銀行 緑支店": "（株）青葉銀行 緑支店",
}


def partners_of(path: Path) -> list[Participation]:
    return [
        record
        for record in read(path).records
        if isinstance(record, Participation)
        and record.element == "project/001"
        and not (record.agent and record.agent.kind == "unit")
    ]


def written(tmp_path: Path, cell: str, head: str = "連携先") -> Path:
    path = tmp_path / "plan.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["事業名", "担当課", "内容", head])
        rows.writerow(["見守りの推進", "環境課", "見守ります。", cell])
        rows.writerow(["花の日", "税務課", "植えます。", "緑農業協同組合"])
    return path


@pytest.mark.parametrize(("cell", "wanted"), CELLS.items())
def test_a_cell_of_partners(tmp_path: Path, cell: str, wanted: str) -> None:
    path = written(tmp_path, cell)
    quote = read(path).source.quote
    named = [quote(each.agent.span if each.agent else each.span) for each in partners_of(path)]
    assert named == [name for name in wanted.split("|") if name]


def test_a_label_in_the_cell_says_the_role(tmp_path: Path) -> None:
    path = written(tmp_path, "委託先：青葉大学、共催：青葉商工会、緑農業協同組合")
    assert [each.role for each in partners_of(path)] == ["contractor", "co-host", "cooperation"]


def test_amounts_behind_a_sign_or_in_a_bracket_are_read(tmp_path: Path) -> None:
    path = written(tmp_path, "青葉大学（委託 1,200千円）、青葉商工会 ¥35,000", "支出先")
    assert [each.amount for each in partners_of(path)] == [1_200_000, 35_000]
