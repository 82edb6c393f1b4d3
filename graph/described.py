"""What a plan's graph describes already, by name."""

from collections.abc import Callable


class Remembered:
    """Words by node: all that may not be read back from the store yet, and some thousand more.

    A load is written while the next one is made, so words outlive one `forget` at least.

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
        """A load is on its way to the store, and the one before it is there."""
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
        """A load is on its way to where it is found elsewhere."""
        self._labels.forget()
