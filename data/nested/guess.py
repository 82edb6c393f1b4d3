"""What fields of records say, where the profile does not know their names: by the words of tables
(`lexicon/fields.toml`), then by what stands in them."""

import copy
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from ..document import Document
from ..inspection import toml_string, toml_strings
from ..tree import Leaf, Node, Tree, leaves
from ..words.profile import profile_text, read_profile
from ..words.record_names import squeezed
from ..words.record_profile import RecordProfile, Words
from ..words.record_told import ROLES
from ..words.record_told import told as told_roles
from ..words.table_words import Meaning, TableWords, load_table_words
from .called import class_of_list, with_levels
from .faults import no_plan
from .lists import with_named_lists
from .nesting import partner_meaning, with_ordered_levels, with_partner_lists
from .projects import label_of
from .trees import leaf_names

#: So much text of the first units is looked at.
_SAMPLE: Final = 1_000_000
_SENTENCE: Final = re.compile(r"(?:。|[a-z)][.!])(?:\s|$)")

Fields = dict[str, list[str]]
#: The fields that lead to a list → its objects.
Groups = dict[tuple[str, ...], list[dict[str, Node]]]


def profile_for(name: str, documents: Sequence[Document]) -> RecordProfile:
    """The profile `name`, with the fields of the first `documents` that it does not know.

    Only a profile with `guess = true` is added to. Raises what `load_record_profile` raises, and
    InputError for records that have names and nothing that projects have.
    """
    found = _records(name, documents)
    profile = RecordProfile(_told(name, documents), where=name)
    if found is not None and not _are_projects(profile, *found[:2]):
        file = documents[0].source.name if documents else name
        raise no_plan(file, dict.fromkeys(key for each in found[1][:20] for key in each))
    return profile


def told_text(name: str, documents: Sequence[Document]) -> str:
    """The TOML of `profile_for`, to be corrected by a person; the profile's own file as it is."""
    told = _told(name, documents)
    if not told.pop("guess", None):
        return profile_text(name)
    told = {**told, "told": told_roles(told, _own_fields(told, documents))}
    order: dict[str, Any] = {k: told[k] for k in ("kind", "name", "words", "told") if k in told}
    lines = ["# 直してから: enishi build 文書 --profile このファイル"]
    return "\n".join([*lines, *_toml({**order, **told}, "")]) + "\n"


def _own_fields(told: dict[str, Any], documents: Sequence[Document]) -> list[str]:
    """The fields of a file, but those within lists of partners, in order."""
    groups = _groups(documents)
    partners = {squeezed(key) for row in told["partners"] for key in row["keys"]}
    own = [path for path in groups if partners.isdisjoint(map(squeezed, path))]
    return list(dict.fromkeys(key for path in own for each in groups[path] for key in each))


def _groups(documents: Sequence[Document]) -> Groups:
    found: Groups = defaultdict(list)
    for document in documents:
        for part in document.parts:
            if isinstance(part, Tree):
                _walk(part.root, (), found)
    return found


#: What the parts of a profile for records are for.
_COMMENTS: Final = {
    "told": ROLES,
    "plan": "計画の名称と団体を表す項目",
    "levels": "入れ子の段: goal（目標）, measure（施策）, project（事業）の並びを持つ項目",
    "element": "事業（と目標・施策）の名称・番号・内容などを表す項目",
    "owner": "担当する部（department）と課（section）を表す項目",
    "fields": "事業が一つの項目として持つ上位の段: goal（目標）, measure（施策）",
    "partners": "連携先・委託先の項目: role は cooperation（連携）, contractor（委託）, member（構成）など",
    "partner": "連携先・委託先の中の項目。unit は金額の単位（円）",
    "ignored": "計画に使わない項目とその理由",
}


def sample(units: Iterator[tuple[int, Document]]) -> list[tuple[int, Document]]:
    """The first units of a file, as many as are looked at."""
    found: list[tuple[int, Document]] = []
    size = 0
    for number, document in units:
        found.append((number, document))
        size += len(document.source.text)
        if size > _SAMPLE or len(found) == 200:
            break
    return found


def _records(
    name: str, documents: Sequence[Document]
) -> tuple[tuple[str, ...], list[dict[str, Node]], Groups] | None:
    """The fields that lead to the records of projects, these, and the objects of all lists.

    None where nothing is guessed.
    """
    raw = read_profile(name)
    if not raw.get("guess"):
        return None
    groups = _groups(documents)
    if not groups:
        return None
    words = load_table_words("table")
    # Lists inside records (contracts, recipients) may be longer than that of the records.
    plain = [
        each for each in groups
        if each and class_of_list(each[-1], words) == "project"
        or not _lists_partners(raw, each, groups[each], words)
    ]  # fmt: skip
    # The objects that name a project, or stand in a list of projects, are the records, however
    # few: the figures of each year within one record may be more. Else the most there are.
    # A field that lists objects names none: 事務事業 over the whole file.
    naming = [
        path for path in plain
        if any(_names_project(key, words)
               for key, value in groups[path][0].items() if isinstance(value, Leaf))
    ]  # fmt: skip
    lists = Words(key for row in raw["levels"] if row["class"] == "project" for key in row["keys"])
    listed = [
        path for path in plain
        if path and (path[-1] in lists or class_of_list(path[-1], words) == "project")
    ]  # fmt: skip
    # Lists inside projects tell of them: activity: [{name, unit}] counts what one did.
    over = {path for path in listed if words.is_project_head(path[-1])}
    listed = [
        path for path in listed if not any(path[:depth] in over for depth in range(1, len(path)))
    ]
    # Objects with names in lists of objects with names, whatever the lists are called.
    names = Words(raw["element"]["name"])
    told = {path for path in plain if any(map(names.first, map(leaf_names, groups[path])))}
    named = [path for path in plain if len(path) > 1 and {path, path[:-1]} <= told]
    path = max(naming or listed or named or plain or groups, key=lambda each: len(groups[each]))
    return path, groups[path], groups


def _told(name: str, documents: Sequence[Document]) -> dict[str, Any]:
    raw = read_profile(name)
    found = _records(name, documents)
    if found is None:
        return raw
    path, records, groups = found
    words = load_table_words("table")
    fields, labels = _fields(records), _labels(records, raw)
    if len(fields) < 2:
        return raw
    told = copy.deepcopy(raw)
    with_levels(told, path, words)
    with_named_lists(told, path, groups, words, {key: _spoken(key) for key in path})
    told = _added(told, path, fields, words, labels)
    _without_figures(told, records, words)
    names = Words(raw["element"]["name"])
    named = [{k: label_of(v, names) or v for k, v in each.items()} for each in records]
    with_ordered_levels(told, named, {**labels, **fields})
    with_partner_lists(told, records, words, _spoken)
    return told


def _are_projects(
    profile: RecordProfile, path: tuple[str, ...], records: list[dict[str, Node]]
) -> bool:
    """Whether records with a name say anything that makes them projects.

    Their own name or their list's says so, an owner, a level, a content, a partner. Addresses and
    telephones say that they are bodies or buildings, unless somebody owns them.
    """
    words = profile.table_words
    names = list(dict.fromkeys(
        key for each in records for key, value in each.items() if any(True for _ in leaves(value))
    ))  # fmt: skip
    if not any(name in profile.element_name for name in names):
        return True  # what is missing is said later
    above = [profile.level_of(key) for key in path]
    if any(map(words.names_people, names)) and not any(_names_project(n, words) for n in names):
        return False
    if (
        any(_names_project(name, words) for name in names)
        or any(level in ("goal", "measure") for level in above)
        or (path and words.is_project_head(path[-1]))
        or any(name in profile.section or name in profile.department for name in names)
        or any(name in row.keys for row in profile.fields for name in names)
    ):
        return True
    if any(words.among_heads(name) for name in names):
        return False
    # One object with a name and a description may be anything: a program, a page, a person.
    several = len(records) > 1
    return any(
        several and (name in profile.description or name in profile.status)
        or any(name in row.keys for row in profile.partners)
        for name in names
    )  # fmt: skip


def _lists_partners(
    raw: dict[str, Any], path: tuple[str, ...], objects: list[dict[str, Node]], words: TableWords
) -> bool:
    if not path:
        return False
    known = {squeezed(name) for row in raw["partners"] for name in row["keys"]}
    named = partner_meaning(path[-1], objects, words, _spoken(path[-1]))
    return squeezed(path[-1]) in known or named is not None


def _walk(
    node: Node, path: tuple[str, ...], groups: dict[tuple[str, ...], list[dict[str, Node]]]
) -> None:
    """The objects of each list, by the fields that lead to it."""
    if isinstance(node, list):
        for inner in node:
            _walk(inner, path, groups)
    elif isinstance(node, dict):
        groups[path].append(node)
        for key, inner in node.items():
            if isinstance(inner, dict | list):
                _walk(inner, (*path, key), groups)


def _names_project(key: str, words: TableWords) -> bool:
    """Whether a field's name says project and name: 事業名, project_name."""
    meaning = words.meaning(_spoken(key))
    return (
        meaning is not None and meaning.role == "name" and meaning.confidence > 0.9
        and words.is_project_head(key)
    )  # fmt: skip


def _labels(records: list[dict[str, Node]], raw: dict[str, Any]) -> Fields:
    """The fields that hold one object with a name: "policy": {"id": "3", "name": "…"}."""
    names = Words(raw["element"]["name"])
    found: Fields = defaultdict(list)
    for record in records:
        for key, value in record.items():
            if leaf := label_of(value, names):
                found[key].append(leaf.text)
    return found


def _classifies(key: str, fields: Fields, labels: Fields, words: TableWords) -> bool:
    """Whether a field only sorts projects (Ａ　一般): a level has no fewer values than one above."""
    above = [
        len(set(values))
        for label, values in labels.items()
        if (meaning := words.meaning(_spoken(label))) and meaning.role == "level"
    ]
    return bool(above) and len(set(fields[key])) < max(above)


def _fields(records: Iterable[dict[str, Node]]) -> Fields:
    """The words of each field that holds a value or a list of values."""
    found: Fields = defaultdict(list)
    for record in records:
        for key, value in record.items():
            values = value if isinstance(value, list) else [value]
            found[key] += [leaf.text for leaf in values if isinstance(leaf, Leaf)]
    return {key: values for key, values in found.items() if values}


def _added(
    raw: dict[str, Any],
    path: tuple[str, ...],
    fields: Fields,
    words: TableWords,
    labels: Fields,
) -> dict[str, Any]:
    known = {squeezed(name) for name in _names(raw)}
    element, owner = raw["element"], raw["owner"]
    places = {"name": element, "description": element, "number": element, "status": element,
              "section": owner, "department": owner}  # fmt: skip

    def lacks(role: str) -> bool:
        names = {squeezed(name) for name in places[role][role]}
        return not any(squeezed(key) in names for key in fields)

    # The names of lists of goals and measures are fields of projects too: 基本目標.
    fielded = {squeezed(name) for row in raw["fields"] for name in row["keys"]}
    listing = {squeezed(n) for row in raw["levels"] if row["class"] != "project"
               for n in row["keys"]} - fielded  # fmt: skip
    # So are the names of elements of other levels beside the project's own: 事業名, 基本目標名.
    titles = {squeezed(name) for name in element["name"]} - fielded
    if sum(squeezed(key) in titles for key in fields) > 1:
        listing |= titles
    unknown = [
        key
        for key in fields
        if squeezed(key) not in known
        or (squeezed(key) in listing and (said := words.meaning(_spoken(key)))
            and said.role == "level")
    ]  # fmt: skip
    left = []
    for key in labels:
        meaning = words.meaning(_spoken(key))
        new = squeezed(key) not in known or squeezed(key) in listing
        if meaning and meaning.role == "level" and new:
            _placed(raw, key, meaning)
    for key in unknown:
        meaning = words.meaning(_spoken(key))
        role = meaning.role if meaning else ""
        if meaning is None or role in ("detail", "amount", "mark", "subunit"):
            left.append(key)
        elif role == "related":
            owner.setdefault("related", []).append(key)
        elif role in places:
            if lacks(role):
                places[role][role].append(key)
            elif role == "name" and meaning.confidence > 0.9 and _is_level(element, fields, words):
                element["name"].insert(0, key)
            else:
                left.append(key)
        elif role != "level" or not _classifies(key, fields, labels, words):
            _placed(raw, key, meaning)
    told = not all(map(lacks, ("section", "department", "description"))) or any(
        squeezed(key) in fielded for key in fields
    )
    if lacks("section"):  # a field called department whose values are sections
        above = [key for key in fields if squeezed(key) in map(squeezed, owner["department"])]
        _take(owner["section"], above, fields, lambda v: _share(v, _is_section) > 0.6)
        taken = {squeezed(name) for name in owner["section"]}
        owner["department"] = [n for n in owner["department"] if squeezed(n) not in taken]
    if lacks("section"):
        # A ministry is the unit above, whatever its names end with.
        smaller = [key for key in left if not _is_above(key, words)]
        rest = list(smaller)
        _take(owner["section"], rest, fields, lambda v: _share(v, words.is_office) > 0.6)
        left = [key for key in left if key in rest or key not in smaller]
    if lacks("description"):
        _take(element["description"], left, fields, _is_prose)
    plan = not lacks("section") or not lacks("description")
    if lacks("name") and plan:
        likely = [key for key in left if _is_name(fields[key], words)]
        named = [
            k for k in likely if _share(fields[k], lambda v: words.ends_like(v, "projects")) > 0.3
        ]
        # A name and an owner that are both guessed are those of events, of people, of anything.
        _take(element["name"], (named or (likely if told else []))[:1], fields, lambda _: True)
    return raw


def _is_above(key: str, words: TableWords) -> bool:
    meaning = words.meaning(_spoken(key))
    return meaning is not None and meaning.role in ("department", "government")


def _is_level(element: dict[str, Any], fields: Fields, words: TableWords) -> bool:
    """Whether what the profile takes for a name is that of a level above: 施策名 beside 事業名."""
    order = {squeezed(name): n for n, name in enumerate(element["name"])}
    known = [key for key in fields if squeezed(key) in order]
    first = min(known, key=lambda key: order[squeezed(key)])
    meaning = words.meaning(_spoken(first))
    return meaning is not None and meaning.role == "level"


def _placed(raw: dict[str, Any], key: str, meaning: Meaning) -> None:
    if meaning.role == "partner":
        raw["partners"].append({"keys": [key], "role": meaning.part or "cooperation"})
    elif meaning.role == "level":
        raw["fields"].append({"class": "goal" if meaning.goal else "measure", "keys": [key]})
    elif meaning.role == "ignored":
        raw.setdefault("ignored", {})[key] = "計画の構造に使わない欄"


def _without_figures(
    raw: dict[str, Any], records: list[dict[str, Node]], words: TableWords
) -> None:
    """Leave out the objects of a field that nobody reads: 予算: {国費: …, 一般財源: …}."""
    known = {squeezed(name) for name in _names(raw)}
    nested = {
        key: None for record in records for key, value in record.items()
        if isinstance(value, dict | list) and squeezed(key) not in known
    }  # fmt: skip
    for key in nested:
        if (meaning := words.meaning(_spoken(key))) and meaning.role == "ignored":
            _placed(raw, key, meaning)


def _spoken(key: str) -> str:
    """The name of a field as one would say it: leadService, lead_service → lead Service."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", key).replace("_", " ")


def _names(raw: Any) -> Iterator[str]:
    """Every word of a profile."""
    if isinstance(raw, dict):
        for key, inner in raw.items():
            if key == "ignored":
                yield from inner
            yield from _names(inner)
    elif isinstance(raw, list):
        for inner in raw:
            yield from _names(inner)
    elif isinstance(raw, str):
        yield raw


def _take(names: list[str], left: list[str], fields: Fields, fits: Any) -> None:
    """Move the first field that fits from `left` to `names`."""
    found = next((key for key in left if fits(fields[key])), None)
    if found is not None:
        names.append(found)
        left.remove(found)


def _is_section(value: str) -> bool:
    return value.strip().endswith(("課", "室", "センター", "係"))


def _share(values: Sequence[str], fits: Any) -> float:
    return sum(bool(fits(value)) for value in values) / (len(values) or 1)


def _is_prose(values: list[str]) -> bool:
    length = sum(map(len, values)) / len(values)
    return length >= 18 and _share(values, _SENTENCE.search) >= 0.4


def _is_name(values: list[str], words: TableWords) -> bool:
    length = sum(map(len, values)) / len(values)
    return (
        3 <= length <= 60
        and len(set(values)) > 0.8 * len(values)
        and _share(values, _SENTENCE.search) < 0.4
        and _share(values, words.is_office) < 0.4
        and _share(values, re.compile(r"[\d０-９\s.,:/_-]+").fullmatch) < 0.2
    )


def _toml(table: dict[str, Any], prefix: str) -> Iterator[str]:
    """The lines of a table: its values, then the tables in it."""
    inner = {k: v for k, v in table.items() if isinstance(v, dict)}
    lists = {k: v for k, v in table.items() if isinstance(v, list) and v and isinstance(v[0], dict)}
    for key, value in table.items():
        if key not in inner and key not in lists:
            yield f"{_key(key)} = {_value(value)}"
    for key, held in inner.items():
        yield from (
            "",
            *_comment(key, prefix),
            f"[{prefix}{_key(key)}]",
            *_toml(held, f"{prefix}{_key(key)}."),
        )
    for key, rows in lists.items():
        yield from ("", *_comment(key, prefix))
        for row in rows:
            head = f"[[{prefix}{_key(key)}]]"
            yield from (head, *_toml(row, f"{prefix}{_key(key)}."))


def _comment(key: str, prefix: str) -> Iterator[str]:
    if not prefix and key in _COMMENTS:
        yield f"# {_COMMENTS[key]}"


def _key(key: str) -> str:
    return key if re.fullmatch("[A-Za-z0-9_-]+", key) else toml_string(key)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return toml_strings(value)
    return str(value) if isinstance(value, int) else toml_string(str(value))
