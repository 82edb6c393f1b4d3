"""Keys that are no names of fields but say something: {"商工課": [...], "環境課": [...]}.

Lists of objects of one kind under several keys are one list. What the keys say (offices,
governments, years, headings, kinds of work) is told by their words, and kept with its place.
"""

import re
from typing import Final, Literal

from ..source import Span
from ..tree import GROUPS, KEY, LISTED, Leaf, Node
from ..words.level_words import heading_of, read_heading
from ..words.record_profile import RecordProfile
from .trees import Record, Shape, objects_in

Said = Literal["section", "department", "government", "level", "nothing", "fields"]

#: Keys of programs: active, in_progress.
_SYMBOL: Final = re.compile(r"[a-z0-9]+(?:[_-][a-z0-9]+)*")
_GOVERNMENT: Final = re.compile(r".+[省庁都道府県市区町村]")
_REST: Final = frozenset(("その他", "共通", "全庁", "全庁共通", "全課", "各課", "other", "others"))


def without_keys(root: Node, profile: RecordProfile, made: Shape) -> Node:
    """`root` without its groups by key; what keys said stands in the objects or above them."""
    if not isinstance(root, dict):
        return root
    return _Keys(profile, made).read(root)


class _Keys:
    def __init__(self, profile: RecordProfile, made: Shape) -> None:
        self._profile, self._made = profile, made
        levels = [
            name
            for row in profile.table_words.roles
            if row["role"] == "level"
            for name in row.get("names", ())
        ]
        self._heading = heading_of(levels, "", bare=False)

    def read(self, node: Record) -> Record:
        if GROUPS in node:
            return self._merged(node)
        found: Record = {}
        for name, value in node.items():
            if not isinstance(value, dict):
                found[name] = value
                continue
            inner = self.read(value)
            fields = GROUPS in value and self._said(value) == "fields"
            if GROUPS not in value or fields or set(inner) & (set(node) | set(found)):
                found[name] = inner
            else:  # 年度別: {"令和6年度": [...], …}: its lists are those of the whole
                found.update(inner)
        return found

    def _merged(self, node: Record) -> Record:
        """A mapping with groups as fields that list objects."""
        said = self._said(node)
        made: Record = {name: value for name, value in node.items() if name != GROUPS}
        for key, listed in _groups(node):
            if said == "fields":
                self._made.tell(key, "structural", "項目の名前")
                made[key.text] = self.read(listed) if isinstance(listed, dict) else listed
                continue
            inner: Record = {"projects": listed}
            if isinstance(listed, dict):
                inner = self.read(listed)
            if said == "level":
                self._below(made, key, inner)
                continue
            if said == "nothing" or key.text.strip() in _REST:
                self._made.tell(key, "structural", "記録をまとめる見出し")
            else:
                hand_down(inner, self._field(said), key, self._profile)
            for name, value in inner.items():
                held = made.setdefault(name, [])
                if isinstance(held, list) and isinstance(value, list):
                    held.extend(value)
        return made

    def _below(self, made: Record, key: Leaf, inner: Record) -> None:
        """Put the lists `inner` below a level that the key names."""
        told = read_heading(self._heading, key.text)
        meaning = self._profile.table_words.meaning(told.word) if told else None
        level = "基本目標" if meaning and meaning.goal else "施策"
        own: Record = dict(inner)
        own["name"] = key
        if told:
            start = key.span.start + told.at
            span = Span(start, start + len(told.title))
            own["name"] = Leaf("name", told.title, span, key.pointer)
        held = made.setdefault(level, [])
        if isinstance(held, list):
            held.append(own)

    def _field(self, said: Said) -> str:
        words = {
            "section": self._profile.section,
            "department": self._profile.department,
            "government": self._profile.government,
        }[said]
        return words.preferred or said

    def _said(self, node: Record) -> Said:
        """What the keys of a mapping say, by the words of all of them."""
        keys = [key.text.strip() for key, _ in _groups(node)]
        words = self._profile.table_words
        meanings = [(key, words.meaning(key)) for key in keys]
        years = [key for key, found in meanings if found is not None and found.part == "year"]
        known = [
            key for key, found in meanings
            if self._profile.level_of(key) or found is not None and found.part != "year"
        ]  # fmt: skip
        symbols = all(map(_SYMBOL.fullmatch, keys))
        if 2 * len(known) > len(keys) or known and symbols:
            return "fields"
        if len(years) == len(keys) or symbols:
            return "nothing"
        told = [key for key in keys if key not in _REST]
        nested = any(isinstance(listed, dict) for _, listed in _groups(node))
        if all(map(words.is_office, told)):
            if nested or not any(words.ends_like(key, "sections") for key in told):
                # Ministries of a nation are governments, each with a plan.
                ministries = all(key.endswith(("省", "庁")) for key in told)
                return "government" if ministries else "department"
            return "section"
        if all(map(_GOVERNMENT.fullmatch, told)):
            return "government"
        if all(self._profile.words.status_in(key) for key in told):
            return "nothing"
        return "level"


def _groups(node: Record) -> list[tuple[Leaf, Node]]:
    return [
        (key, group[LISTED])
        for group in objects_in(node[GROUPS])
        if isinstance(key := group[KEY], Leaf)
    ]


def hand_down(lists: Record, field: str, said: Leaf, profile: RecordProfile) -> None:
    """Give the objects of `lists` that stand above no others the field, unless they have it."""
    for value in lists.values():
        for each in objects_in(value):
            below = {n: v for n, v in each.items() if objects_in(v) and profile.level_of(n)}
            if below:
                hand_down(below, field, said, profile)
            else:
                each.setdefault(field, said)
