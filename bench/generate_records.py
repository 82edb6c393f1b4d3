"""Invented project reviews of any number, as NDJSON in the shape of JUDGIT!.

    python bench/generate_records.py 1000 --seed 1 -o reviews.ndjson

The same number and seed give the same bytes. Sixteen ministries with bureaus and offices, two texts
of some hundred characters, budgets, outcomes, and recipients with corporate numbers (right check
digits, invented base numbers), amounts and work; 5.5 recipients to a record on average, of a pool
that grows with the square root of the number of records, so that recipients recur.
"""

import argparse
import json
import math
import random
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

_WORDS: Final[dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("vocabulary.toml").read_text(encoding="utf-8")
)
_MINISTRIES: Final = [
    f"{name}省"
    for name in [
        "星見",
        "潮路",
        "山野",
        "里川",
        "灯火",
        "風待",
        "雪解",
        "花守",
        "月影",
        "石橋",
        "竹垣",
        "麦秋",
        "鐘楼",
        "帆柱",
        "綿雲",
        "朝露",
    ]
]
_BUREAUS: Final = ["政策局", "振興局", "整備局", "大臣官房", "統計局", "国際局"]
_OFFICES: Final = ["総務課", "企画課", "振興課", "調査課", "管理室", "推進室", "地域課", "情報課"]
_POLICIES: Final = ["その他", "地方創生", "国土強靱化施策", "科学技術・イノベーション", "観光立国"]
_METHODS: Final = [["委託・請負"], ["補助"], ["直接実施", "委託・請負"], ["交付"]]


def corporate_number(base: int) -> str:
    """An invented corporate number: check digit and twelve base digits that begin with 9."""
    twelve = f"9{base:011d}"
    total = sum(int(digit) * (1 + n % 2) for n, digit in enumerate(reversed(twelve)))
    return f"{9 - total % 9}{twelve}"


def records(count: int, seed: int = 0) -> Iterator[dict[str, Any]]:
    """`count` records, one after another; nothing is held but the pool of recipients."""
    pick = random.Random(f"{count}/{seed}")
    places = [a + b for a in _WORDS["first"] for b in _WORDS["second"]]
    pool = [
        (f"株式会社{pick.choice(places)}{n}", corporate_number(n))
        for n in range(max(50, round(60 * math.sqrt(count))))
    ]
    domains = _WORDS["domain"]
    for number in range(1, count + 1):
        domain = pick.choice(domains)
        subject, means = pick.choice(domain["subjects"]), pick.choice(domain["means"])
        place = pick.choice(places)
        purpose = "".join(
            f"{pick.choice(domain['subjects'])}に関する{pick.choice(domain['means'])}を進め、"
            f"{pick.choice(_WORDS['purposes'])}。"
            for _ in range(3)
        )
        outline = "".join(
            f"{pick.choice(domain['audiences'])}を対象に{pick.choice(domain['subjects'])}の"
            f"{pick.choice(domain['means'])}を{pick.choice(_WORDS['endings'])}。"
            for _ in range(5)
        )
        yield {
            "ID": None,
            "公開年度": 2032,
            "事業名": f"{place}{subject}{means}に必要な経費（{number}）",
            "開始年度": 2020,
            "府省庁": pick.choice(_MINISTRIES),
            "事業番号": f"2032-{number:06d}",
            "担当部局庁": pick.choice(_BUREAUS),
            "担当課室": pick.choice(_OFFICES),
            "作成責任者": "（削除）",
            "会計区分": ["一般会計"],
            "事業目的": purpose,
            "事業概要": outline,
            "実施方法": pick.choice(_METHODS),
            "主要施策": [pick.choice(_POLICIES)],
            "予算": [
                {"年度": year, "当初予算": round(pick.random() * 900, 1), "執行額": None}
                for year in range(2028, 2033)
            ],
            "支出先": [
                _recipient(pick, pool, n) for n in range(1, 2 + min(40, int(pick.expovariate(0.2))))
            ],
            "アウトカム": [{"成果目標": pick.choice(_WORDS["purposes"]), "単位": "件"}],
        }


def _recipient(pick: random.Random, pool: list[tuple[str, str]], n: int) -> dict[str, Any]:
    name, number = pool[int(len(pool) * pick.random() ** 2)]
    return {
        "年度": 2031,
        "グループ": "A",
        "番号": n,
        "支出先名": name,
        "法人番号": number,
        "業務概要": pick.choice(("調査業務の委託", "事業の補助", "機器の保守", "運営")),
        "支出額": round(pick.expovariate(0.05), 3),
    }


def write(path: Path, count: int, seed: int = 0) -> None:
    """Write a file of `count` records, always as UTF-8 with LF."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for record in records(count, seed):
            file.write(json.dumps(record, ensure_ascii=False) + "\n")


def main() -> None:
    """Write records to a file or to standard output."""
    parser = argparse.ArgumentParser(description="Write invented project reviews.")
    parser.add_argument("records", type=int)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("-o", "--output", type=Path)
    given = parser.parse_args()
    if given.output:
        write(given.output, given.records, given.seed)
    else:
        for record in records(given.records, given.seed):
            sys.stdout.buffer.write(json.dumps(record, ensure_ascii=False).encode() + b"\n")


if __name__ == "__main__":
    main()
