"""What a plan's graph describes already, by name."""

from collections.abc import Callable

import pyoxigraph as ox

from ..ontology.terms import ext
from .store import KnowledgeBase


class Remembered:
    """Words by node: all that may not be read back from the store yet, and some thousand more.

    A row of loads is written while the next is made, so words outlive one `forget` at least.

    >>> words = Remembered(least=1)
    >>> words.add("n", "甲"); words.forget(); words.get("n")
    '甲'
    >>> words.add("m", "乙"); words.forget(); words.get("n") is None
    True
    """

    def __init__(self, least: int = 8192) -> None:
        self._least = least
        self._new: dict[str, str] = {}
        self._before: dict[str, str] = {}

    def get(self, node: str) -> str | None:
        """Its words, None where they are not known here."""
        found = self._new.get(node)
        return self._before.get(node) if found is None else found

    def add(self, node: str, words: str) -> None:
        """Remember the words of `node`."""
        self._new[node] = words

    def forget(self) -> None:
        """A row of loads is on its way to the store, and the one before it is there."""
        if len(self._new) >= self._least:
            self._before, self._new = self._new, {}


class Described:
    """The named things (organisations, places, ...) that a plan's graph describes, by their labels.

    `elsewhere` looks a thing up in what was written and forgotten since; `usual` gives the name by
    which plans that were built together call what they share (node, name as this one has it).
    """

    def __init__(
        self,
        elsewhere: Callable[[str], str | None] = lambda node: None,
        usual: Callable[[str, str], str] = lambda node, name: name,
    ) -> None:
        self._labels = Remembered()
        self._elsewhere = elsewhere
        self.usual = usual

    def label(self, node: str) -> str | None:
        """Its label, None where it is not described yet."""
        found = self._labels.get(node)
        if found is None and (found := self._elsewhere(node)) is not None:
            self._labels.add(node, found)
        return found

    def add(self, node: str, label: str) -> None:
        """It is described now."""
        self._labels.add(node, label)

    def forget(self) -> None:
        """A row of loads is on its way to where it is found elsewhere."""
        self._labels.forget()


class UsualNames:
    """What the plans of a knowledge base call what they share: one name each, whoever says it.

    Two plans may write one organisation ㈱星野 and 株式会社星野; with a label each, it had two.
    """

    def __init__(self, kb: KnowledgeBase) -> None:
        self._kb = kb
        self._plans = kb.plans() if kb.exists() else []
        self._known: dict[tuple[str, str], str] = {}

    def of(self, plan: str, lang: str) -> Callable[[str, str], str]:
        """(node, name as `plan` has it) → the name that another plan gives it, else this one."""
        others = [name for name in self._plans if name != plan]

        def usual(node: str, name: str) -> str:
            if (node, lang) not in self._known:
                said = (label for other in others for label in self._labels(other, node, lang))
                self._known[node, lang] = min(said, default=name)
            return self._known[node, lang]

        return usual

    def _labels(self, plan: str, node: str, lang: str) -> list[str]:
        found = self._kb.match(plan, subject=ox.NamedNode(node), predicate=ext.prefLabel)
        labels = (quad.object for quad in found)
        return [
            each.value for each in labels if isinstance(each, ox.Literal) and each.language == lang
        ]
