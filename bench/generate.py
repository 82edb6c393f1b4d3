"""Invented plans of any size, as text documents that `enishi build` reads like a real one.

    python bench/generate.py 1000 --seed 1 -o plan.txt

The same number and seed give the same bytes. A plan has goals, measures (some compound), packages
with background, list and three year outlines, the four kinds of project table, owners with
sub-units and 他/等, partners in several roles, kinds of partner, audiences, places, products,
events, schemes, references to other rows and sections named in the text. Names are put together
from `vocabulary.toml`, so that partners, places and products recur, some often and most rarely.
Every description has some invented words of two or three kanji, of a vocabulary that grows with the
plan (Heaps' law), so that its wording is no mere repetition of the others'.
"""

import argparse
import math
import random
import sys
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

_WORDS: Final[dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("vocabulary.toml").read_text(encoding="utf-8")
)
_DOMAINS: Final[list[dict[str, Any]]] = _WORDS["domain"]
_CITY: Final = "葉鳥市"
#: Of ten measures six have a package, as in the seed plan.
_WITH_PACKAGE: Final = 0.6
_PROJECTS_PER_MEASURE: Final = 7
#: A plan of n projects has the first of these, times n to the power of the second, invented words.
_HEAPS: Final = (40, 0.6)
_KINDS: Final = ("新規", "継続")
_BARE_KINDS: Final = ("実施可能な新規事業案", "広域で実施可能な新規事業案")


@dataclass(slots=True)
class _Row:
    name: str
    description: str
    owner: str

    def line(self) -> str:
        return f"{self.name}\t{self.description}\t{self.owner}"


@dataclass(slots=True)
class _Pools:
    """Names that recur; the front of each list is drawn more often, as in real plans."""

    partners: list[str]
    places: list[str]
    products: list[str]
    events: list[str]
    words: list[str]
    rows: list[str] = field(default_factory=list)
    used: set[str] = field(default_factory=set)


class PlanMaker:
    """Makes one plan of `size` projects; everything is drawn from one seeded generator."""

    def __init__(self, size: int, seed: int = 0) -> None:
        self._random = random.Random(f"{size}/{seed}")
        self._size = size
        places = [a + b for a in _WORDS["first"] for b in _WORDS["second"]]
        self._random.shuffle(places)
        self._place_names = places
        many = max(12, round(4 * math.sqrt(size)))
        self._pools = _Pools(
            partners=self._names("partners", many),
            places=self._names("places", many),
            products=self._names("products", max(3, many // 4)),
            events=self._names("events", max(3, many // 4)),
            words=self._invented(round(_HEAPS[0] * size ** _HEAPS[1])),
        )
        self._sections = self._section_names(max(1, round(math.sqrt(size) / 8)))

    def _names(self, kind: str, count: int) -> list[str]:
        made: dict[str, None] = {}
        while len(made) < count:
            place = self._place_names[self._random.randrange(len(self._place_names))]
            made[self._random.choice(_WORDS[kind]).format(place=place, city=_CITY)] = None
        return list(made)

    def _invented(self, count: int) -> list[str]:
        """Different words of two or three kanji that mean nothing."""
        made: dict[str, None] = {}
        while len(made) < count:
            length = self._random.choice((2, 3, 3))
            made["".join(self._random.choices(_WORDS["kanji"], k=length))] = None
        return list(made)

    def _section_names(self, areas: int) -> dict[str, list[str]]:
        """Domain → its sections; larger governments have one for each area."""
        names: dict[str, list[str]] = {}
        for domain in _DOMAINS:
            section = domain["section"]
            # 商工課, 青沢商工課, 白原商工課 ...
            names[section] = [section, *(f"{p}{section}" for p in self._place_names[: areas - 1])]
        return names

    def _common(self, pool: list[str]) -> str:
        """One of `pool`, those at the front more often (density falling as 1 / sqrt(rank))."""
        return pool[int(len(pool) * self._random.random() ** 2)]

    def text(self) -> str:
        """The whole document, with a final line feed."""
        lines = [f"{_CITY}まち・ひと・しごと創生総合戦略事業案", ""]
        goals = list(dict.fromkeys(domain["goal"] for domain in _DOMAINS))
        left = self._size
        for number, goal in enumerate(goals, 1):
            share = left if number == len(goals) else round(self._size / len(goals))
            left -= share
            lines += [f"基本目標{number}：「{goal}」<{goal[:4]}応援プロジェクト>", ""]
            domains = [domain for domain in _DOMAINS if domain["goal"] == goal]
            while share > 0:
                count = min(share, _PROJECTS_PER_MEASURE + self._random.randint(-3, 3))
                lines += self._measure(self._random.choice(domains), domains, count)
                share -= count
        return "\n".join(lines) + "\n"

    def _measure(
        self, main: dict[str, Any], domains: list[dict[str, Any]], count: int
    ) -> list[str]:
        pick = self._random
        subject, other = pick.sample(main["subjects"], 2)
        heading = f"{subject}の推進を図る"
        if pick.random() < 0.2:
            heading = f"{subject}を推進する・{other}を支援する"
        lines = [f"◇基本施策：{heading}（{self._place()}地区）", ""]
        rows = [
            self._row(pick.choice(domains) if pick.random() < 0.5 else main) for _ in range(count)
        ]
        if pick.random() < _WITH_PACKAGE and count > 2:
            cut = max(2, count * 2 // 3)
            lines += self._package(subject, rows[:cut])
            rows = rows[cut:]
        if rows:
            kind = _BARE_KINDS[pick.random() < 0.15]
            lines += [f"【{kind}】", "", *_table(rows)]
        return lines

    def _package(self, subject: str, rows: list[_Row]) -> list[str]:
        pick = self._random
        partner, product = self._common(self._pools.partners), self._common(self._pools.products)
        names = [row.name.removeprefix("★") for row in rows]
        bullets = " ".join(f"・{name}" for name in names)
        listed = f'<ul style="list-style-type: none"> {bullets} </ul>'
        background = (
            f"<p>{_CITY}では、{subject}の取組を個別に進めてきた。そこで、{partner}と連携し、"
            f"{product}を活かして一体的に取り組む。</p>"
        )
        lines = [
            "【パッケージ案】",
            "",
            f"パッケージ名称等\t{self._place()}{subject}連携プロジェクト",
            "【事業の背景・概要】\t",
            background,
            f"また、{pick.choice(_WORDS['purposes'])}ことにより、定住の促進につなげる。",
            "【事業リスト】\t",
            listed,
        ]
        for year, word in enumerate(("検討", "試行", "実施"), 1):
            planned = " ".join(f"{name}の{word}" for name in names[: year + 1])
            lines.append(f"{year}年目の事業概要\t{planned}")
        cut = max(1, len(rows) // 2)
        for kind, part in zip(_KINDS, (rows[:cut], rows[cut:]), strict=True):
            if part:
                heading = "【パッケージ新規事業案】" if kind == "新規" else "【パッケージ継続事業】"
                lines += ["", heading, "", *_table(part)[:-1]]
        return [*lines, ""]

    def _row(self, domain: dict[str, Any]) -> _Row:
        pick = self._random
        subject, means = pick.choice(domain["subjects"]), pick.choice(domain["means"])
        name = f"{subject}{means}事業"
        if pick.random() < 0.3:
            name = f"{self._common(self._pools.products)}{subject}{means}事業"
        while name in self._pools.used:
            name = f"{self._place()}{subject}{means}事業"
        self._pools.used.add(name)
        self._pools.rows.append(name)
        star = "★" if pick.random() < 0.1 else ""
        return _Row(star + name, self._description(domain, subject, means), self._owner(domain))

    def _description(self, domain: dict[str, Any], subject: str, means: str) -> str:
        """Two to five sentences; what they name is drawn for each row."""
        pick, pools = self._random, self._pools
        audience = pick.choice(domain["audiences"])
        role = ""
        if pick.random() < 0.45:
            role = pick.choice(_WORDS["roles"]).format(partner=self._common(pools.partners)) + "、"
        elif pick.random() < 0.3:
            role = f"{pick.choice(_WORDS['partner_kinds'])}と連携し、"
        parts = [
            f"{role}{audience}を対象に{subject}に関する{means}を{pick.choice(_WORDS['endings'])}。"
        ]
        if pick.random() < 0.4:
            parts.append(f"会場は{self._common(pools.places)}とする。")
        if pick.random() < 0.25:
            parts.append(
                f"{self._common(pools.products)}の販売や{self._common(pools.events)}と結び付ける。"
            )
        if pick.random() < 0.1:
            scheme = pick.choice(_WORDS["schemes"]).format(city=_CITY)
            parts.append(f"{scheme}に基づき実施する。")
        if pick.random() < 0.06:
            parts.append(f"{self._section(pick.choice(_DOMAINS))}と連携して進める。")
        if pick.random() < 0.05 and len(pools.rows) > 1:
            parts.append(f"「{self._common(pools.rows)}」とあわせて実施する。")
        one, two, three = (self._common(pools.words) for _ in range(3))
        parts.append(f"{one}や{two}を取り入れ、{three}にもふれる。")
        parts.append(
            f"{pick.choice(domain['subjects'])}にも取り組み、{pick.choice(_WORDS['purposes'])}。"
        )
        return "".join(parts)

    def _owner(self, domain: dict[str, Any]) -> str:
        section, chance = self._section(domain), self._random.random()
        if chance < 0.08:
            return f"{section}（{self._random.choice(domain['subjects'])[:4]}推進室）"
        return section + ("他" if chance < 0.12 else "等" if chance < 0.15 else "")

    def _section(self, domain: dict[str, Any]) -> str:
        return self._random.choice(self._sections[domain["section"]])

    def _place(self) -> str:
        return self._random.choice(self._place_names)


def _table(rows: list[_Row]) -> list[str]:
    return ["事業名\t取組内容\t所管課", *(row.line() for row in rows), ""]


def generate(size: int, seed: int = 0) -> str:
    """The text of an invented plan with `size` projects.

    >>> generate(70) == generate(70)
    True
    """
    if size < 1:
        raise ValueError(f"a plan has at least one project, not {size}")
    return PlanMaker(size, seed).text()


def main() -> None:
    """Write a plan to a file or to standard output, always as UTF-8 with LF."""
    parser = argparse.ArgumentParser(description="Write an invented plan.")
    parser.add_argument("projects", type=int, help="number of project rows")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("-o", "--output", type=Path)
    given = parser.parse_args()
    text = generate(given.projects, given.seed).encode("utf-8")
    if given.output is None:
        sys.stdout.buffer.write(text)
    else:
        given.output.write_bytes(text)


if __name__ == "__main__":
    main()
