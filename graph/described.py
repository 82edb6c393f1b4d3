"""What a plan's graph describes already, by name."""

from collections.abc import Callable


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
        self._labels: dict[str, str] = {}
        self._elsewhere = elsewhere
        self.usual = usual

    def label(self, node: str) -> str | None:
        """Its label, None where it is not described yet."""
        found = self._labels.get(node)
        if found is None and (found := self._elsewhere(node)) is not None:
            self._labels[node] = found
        return found

    def add(self, node: str, label: str) -> None:
        """It is described now."""
        self._labels[node] = label

    def forget(self) -> None:
        """Everything is written, and found elsewhere."""
        self._labels.clear()
