"""Objects that stand above one another, as goals, measures and projects.

A tree is given by lists of children, by records that each name the one above, or by records in
order that say what they are. What does not say what it is, is told by where it stands.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from ...errors import InputError
from ...language import Text
from ..ledger import State
from ..source import Source, Span
from ..tree import MAX_DEPTH, Leaf, Node, leaves
from ..words.record_links import Class, class_of, field_for, is_top, reference_of
from ..words.record_profile import RecordProfile

Record = dict[str, Node]
#: The fields whose presence says that an object is a project, by their roles.
_OWNERS = frozenset(("section", "department", "subunit", "related"))
_MARKS = _OWNERS | {"description", "partner", "status", "detail"}


@dataclass(slots=True)
class Shape:
    """A unit's value in the one form; `whole` says that it is a plan and no element of one.

    `told` are the values that only said how others stand, with state and reason for the ledger;
    `notices` what a person should look at.
    """

    root: Node
    whole: bool = False
    told: list[tuple[Leaf, State, str]] = field(default_factory=list)
    notices: list[tuple[Span, Text]] = field(default_factory=list)

    def tell(self, node: Node, state: State, reason: str) -> None:
        """Say what became of all values in `node`."""
        self.told += [(leaf, state, reason) for leaf in leaves(node)]


@dataclass(slots=True)
class Item:
    """An object of a tree: its own fields, what stands below it, what it says it is."""

    own: Record
    below: list["Item"] = field(default_factory=list)
    cls: Class | None = None
    word: str = ""


class TreeReader:
    """Finds the tree in a unit's value; `made` takes what the ledger and people must be told.

    `keys` are the keys that objects stood under, by the objects' ids. A value that does not stand
    `alone` in its file is an element of the plan, not the plan.
    """

    def __init__(
        self,
        profile: RecordProfile,
        source: Source,
        made: Shape,
        keys: dict[int, str],
        *,
        alone: bool,
    ) -> None:
        self._profile, self._source, self._alone = profile, source, alone
        self._made, self._keys = made, keys

    def tree(self, root: Node) -> Record | None:
        """`root` as fields that list the objects of a level; None where it holds no tree."""
        found = self._linked(root) or self._trees(root)
        return self._written(found[1], found[0]) if found is not None else None

    def _key_of(self, record: Record) -> str:
        return key_of(record, self._keys)

    # -- records that name the one above ---------------------------------------------------------

    def _linked(self, root: Node) -> tuple[Record, list[Item]] | None:
        """What stands beside the list, and its records as a tree; None where none names another."""
        held: Record = {}
        objects = objects_in(root)
        if isinstance(root, dict):
            key = next((k for k, v in root.items() if self._names_above(objects_in(v))), None)
            if key is None:
                return None
            objects = objects_in(root[key])
            held = {name: value for name, value in root.items() if name != key}
        if self._names_above(objects):
            return held, self._by_parent(objects)
        if isinstance(root, list) and self._says_kinds(objects):
            return held, self._by_order(objects)
        return None

    def _names_above(self, objects: list[Record]) -> bool:
        keys = {self._key_of(each) for each in objects} - {""}
        return any(_parent_of(each) in keys for each in objects)

    def _says_kinds(self, objects: list[Record]) -> bool:
        classes = {self._said(each)[0] for each in objects}
        if None in classes or not classes:
            return False
        return len(classes) > 1 if "project" in classes else True

    def _by_parent(self, objects: list[Record]) -> list[Item]:
        items: dict[str, Item] = {}
        every: list[tuple[Item, str]] = []
        for each in objects:
            key, above = self._key_of(each), _parent_of(each)
            if key and key in items:
                raise self._wrong(each, Text(
                    f"同じ番号「{key}」の記録が二つあります",
                    f"two records are called “{key}”"))  # fmt: skip
            item = self._item(each)
            every.append((item, above))
            if key:
                items[key] = item
        tops = []
        unknown = {above for _, above in every if above not in items}
        for item, above in every:
            if above in items:
                items[above].below.append(item)
                continue
            tops.append(item)
            # One word that all tops share says that nobody stands above: "plan-2024".
            if len(unknown) > 1 and not is_top(above) and (first := next(leaves(item.own), None)):
                self._made.notices.append((
                    first.span,
                    Text(f"上の要素「{above[:40]}」がありません。計画のすぐ下に置きました",
                         f"the record above, “{above[:40]}”, is not there: put below the plan"),
                ))  # fmt: skip
        if sum(1 for _ in _every(tops)) < len(every):
            reached = {id(item) for item in _every(tops)}
            lost = next(item for item, _ in every if id(item) not in reached)
            raise self._wrong(lost.own, Text(
                "上下の関係が輪になっているか、深すぎます",
                "the records stand above one another in a circle, or too deep"))  # fmt: skip
        return tops

    def _by_order(self, objects: list[Record]) -> list[Item]:
        """Records that say what they are, each below the last one of a higher class."""
        order = ("plan", "goal", "measure", "project")
        tops: list[Item] = []
        path: list[Item] = []
        for each in objects:
            item = self._item(each)
            rank = order.index(item.cls or "project")
            # Measures of two words (基本施策, 施策) stand in each other in the order they came.
            words = [above.word for above in path]
            if item.word in words:
                del path[words.index(item.word) :]
            else:
                path = [above for above in path if order.index(above.cls or "project") <= rank]
                while path and path[-1].cls == "project":
                    path.pop()
            (path[-1].below if path else tops).append(item)
            path.append(item)
        return tops

    def _wrong(self, record: Record, message: Text) -> InputError:
        first = next(leaves(record), None)
        place = self._source.locator(first.span) if first else ""
        return InputError(
            message,
            where=f"{self._source.name}:{place}",
            hint=Text(
                "親の番号を直してから、もう一度読んでください",
                "mend the numbers of the records above and read it again",
            ),
        )

    # -- objects in lists of children ------------------------------------------------------------

    def _trees(self, root: Node) -> tuple[Record, list[Item]] | None:
        """What the root says, and the objects in its lists of children; None where it has none."""
        key = self._child_field(root)
        if key is None:
            return None
        if isinstance(root, dict):
            item = self._tree(root, key)
            if item.cls not in ((None, "plan") if self._alone else ("plan",)):
                return {}, [item]
            return item.own, item.below
        tops = [self._tree(each, key) for each in objects_in(root)]
        if len(tops) == 1 and tops[0].cls == "plan":
            return tops[0].own, tops[0].below
        return {}, tops

    def _child_field(self, node: Node) -> str | None:
        """The field that lists what stands below an object: called so, or found in itself."""
        for each in objects_in(node) if isinstance(node, list) else [node]:
            if not isinstance(each, dict):
                continue
            lists = {name: inner for name, value in each.items() if (inner := objects_in(value))}
            if named := field_for("children", lists):
                return named
            for name, inner in lists.items():
                nested = any(objects_in(one.get(name)) for one in inner)
                known = self._profile.level_of(name) or any(
                    name in row.keys for row in self._profile.partners
                )
                if nested and not known:
                    return name
        return None

    def _tree(self, node: Record, key: str) -> Item:
        below = objects_in(node.get(key))
        item = self._item({k: v for k, v in node.items() if k != key or not below})
        item.below = [self._tree(each, key) for each in below]
        return item

    # -- what the objects are --------------------------------------------------------------------

    def _said(self, record: Record) -> tuple[Class | None, Leaf | None]:
        """What an object says it is, and where."""
        name = field_for("kinds", leaf_names(record))
        leaf = record[name] if name else None
        if not isinstance(leaf, Leaf):
            return None, None
        return class_of(leaf.text.strip(), self._profile.table_words), leaf

    def _item(self, record: Record) -> Item:
        """An object without the fields that only say how it stands."""
        cls, said = self._said(record)
        own = dict(record)
        if said is not None and (cls or said.text.strip().isdecimal()):
            del own[next(name for name, value in own.items() if value is said)]
            self._made.tell(said, "structural", "要素の種別")
        parent = field_for("parent", own)
        if parent is not None:
            self._made.tell(own.pop(parent), "structural", "上の要素への参照")
            if (key := field_for("keys", leaf_names(own))) is not None:
                self._made.tell(own.pop(key), "structural", "参照のための記号")
        word = " ".join(said.text.split()) if said and cls else ""
        return Item(own, cls=cls, word=word)

    def _written(self, tops: list[Item], name: Record) -> Record:
        """The tree as fields that list the objects of a level."""
        self._classify(tops)
        return self._with_children(name, tops)

    def _classify(self, tops: list[Item]) -> None:
        """Say of each object that does not say it itself whether it is a project.

        Objects above others are measures. Of those above none the ones with an owner or a content
        are projects, and what stands at the same depth.
        """
        every = list(_every(tops))
        unsaid = [item for item in every if item.cls is None]
        if not unsaid:
            return
        ends = [item for item in unsaid if not item.below]
        depths = {id(item): depth for item, depth in _depths(tops)}
        marked = [item for item in ends if self._roles(item.own) & _MARKS]
        owners = [item for item in unsaid if item.below and self._roles(item.own) & _OWNERS]
        if not marked and owners:
            # What stands below a project with its owner is a part of it.
            projects = [item for item in owners if not any(o in owners for o in _every(item.below))]
        elif marked:
            deep = {depths[id(item)] for item in marked}
            projects = [item for item in ends if item in marked or depths[id(item)] in deep]
        else:
            projects = [item for item in ends if self._is_called_project(item.own)]
        for item in unsaid:
            item.cls = "measure"
        for item in projects:
            item.cls = "project"
        if not any(item.cls == "project" for item in every):
            raise self._no_projects(every)

    def _is_called_project(self, record: Record) -> bool:
        name = self._profile.element_name.first(leaf_names(record))
        leaf = record[name] if name else None
        return isinstance(leaf, Leaf) and self._profile.table_words.ends_like(
            " ".join(leaf.text.split()), "projects"
        )

    def _roles(self, record: Record) -> set[str]:
        """What the fields of an object say, by the profile and by the words of tables."""
        profile, found = self._profile, set()
        for name, value in record.items():
            if not any(True for _ in leaves(value)):
                continue
            meaning = profile.table_words.meaning(name.replace("_", " "))
            if name in profile.section or name in profile.department:
                found.add("section")
            elif name in profile.description or any(name in row.keys for row in profile.partners):
                found.add("description")
            elif meaning is not None:
                found.add(meaning.role)
        return found

    def _no_projects(self, every: list[Item]) -> InputError:
        first = next((leaf for item in every for leaf in leaves(item.own)), None)
        place = f":{self._source.locator(first.span)}" if first else ""
        names = list(dict.fromkeys(name for item in every for name in item.own))
        fields = "、".join(names[:12])
        return InputError(
            Text(
                f"上下に並んだ{len(every)}の要素のうち、どれが事業かが書かれていません（あった項目: {fields}）",
                f"{len(every)} objects stand above one another, and nothing says which of them are"
                f" projects (there are: {fields})",
            ),
            where=f"{self._source.name}{place}",
            hint=Text(
                "各要素に種別（基本目標・施策・事業）か、事業に担当課または内容を書いてください",
                "give each object a type (goal, measure, project), or the projects an owner or a"
                " description",
            ),
        )

    def _with_children(self, own: Record, below: list[Item], depth: int = 0) -> Record:
        if depth > MAX_DEPTH:
            first = next(leaves(own), None)
            raise self._wrong(own if first else {}, Text(
                f"入れ子が深すぎます（{MAX_DEPTH}段まで）",
                f"it is nested deeper than {MAX_DEPTH} levels"))  # fmt: skip
        made = dict(own)
        for item in below:
            if item.cls == "project" and item.below:
                inner = self._with_parts(item)
            else:
                inner = self._with_children(item.own, item.below, depth + 1)
            if item.cls == "plan" and item.below:
                item = Item(item.own, item.below, "measure", item.word)
            listed = made.setdefault(self._field(item, own), [])
            if isinstance(listed, list):
                listed.append(inner)
        return made

    def _with_parts(self, item: Item) -> Record:
        """A project with what stands below it, which is no element of a plan."""
        if first := next((leaf for part in item.below for leaf in leaves(part.own)), None):
            self._made.notices.append((
                first.span,
                Text(f"事業の下にある{len(item.below)}件は読んでいません",
                     f"what stands below a project ({len(item.below)} objects) is not read"),
            ))  # fmt: skip
        return {**item.own, "children": [dict(part.own) for part in _every(item.below)]}

    def _field(self, item: Item, taken: Record) -> str:
        """The field that lists an object: what it calls itself, else the profile's own word."""
        cls = "project" if item.cls in (None, "plan") else item.cls
        names = [item.word] if self._profile.level_of(item.word) == cls else []
        default = {"goal": "基本目標", "measure": "施策", "project": "projects"}
        names += [default[cls], f"{cls}s", cls]
        return next((name for name in names if name not in taken), names[-1])


def objects_in(value: Node) -> list[Record]:
    """The objects of a list of objects; none for another value."""
    if not isinstance(value, list):
        return []
    found = [each for each in value if isinstance(each, dict)]
    return found if len(found) == len([each for each in value if each is not None]) else []


def leaf_names(record: Record) -> list[str]:
    """The fields of an object that hold a value."""
    return [name for name, value in record.items() if isinstance(value, Leaf)]


def key_of(record: Record, keys: dict[int, str]) -> str:
    """By what others refer to an object: its key or code, else the one of `keys` it stood under."""
    return _text(record, reference_of(leaf_names(record))) or keys.get(id(record), "")


def _text(record: Record, name: str | None) -> str:
    leaf = record.get(name) if name is not None else None
    return leaf.text.strip() if isinstance(leaf, Leaf) else ""


def _parent_of(record: Record) -> str:
    return _text(record, field_for("parent", leaf_names(record)))


def _every(items: list[Item]) -> Iterator[Item]:
    return (item for item, _ in _depths(items))


def _depths(items: list[Item]) -> Iterator[tuple[Item, int]]:
    """Every object with its depth from 1, above before below."""
    todo = [(item, 1) for item in reversed(items)]
    while todo:
        item, depth = todo.pop()
        yield item, depth
        todo += [(each, depth + 1) for each in reversed(item.below)]
