"""What `enishi inspect` says of records: what each field is taken for, and a profile to correct."""

from collections import defaultdict
from collections.abc import Iterator

from ...language import Text
from ..document import Document
from ..found import Found
from ..inspection import Guess, Inspection
from ..settings import Settings
from ..tree import Leaf, Node, Tree
from ..words.record_profile import load_record_profile
from .guess import told_text
from .shapes import with_shapes
from .structure import read_units


def inspect(document: Document, settings: Settings) -> Inspection:
    """Each field by its place in a record, what the ledger says of it, with samples."""
    profile = load_record_profile(settings.profile)
    ((_, document),) = with_shapes([(1, document)], profile)
    fates: dict[int, tuple[str, str]] = {}
    for share in _shares(document, settings):
        for entry in share.ledger:
            # Each share has the whole document; what is another's is unresolved there.
            if entry.state != "unresolved" or entry.number not in fates:
                fates[entry.number] = (entry.state, entry.reason)
    samples: dict[str, list[Leaf]] = defaultdict(list)
    for tree in document.parts:
        if isinstance(tree, Tree):
            for place, leaf in _places(tree.root, ""):
                samples[place].append(leaf)
    guesses = []
    for place, found in samples.items():
        said = [
            fates[number]
            for leaf in found
            if (number := document.source.unit_of(leaf.span.start)) in fates
        ]
        state, reason = max(set(said), key=said.count) if said else ("unresolved", "")
        guesses.append(
            Guess(
                place=place,
                name=found[0].name,
                role=state if state == "unresolved" else reason,
                confidence=0.0
                if state == "unresolved"
                else said.count((state, reason)) / len(said),
                reason=Text(f"{len(found)}か所", f"{len(found)} places"),
                samples=tuple(leaf.text[:60] for leaf in found[:3]),
            )
        )
    return Inspection("records", tuple(guesses), told_text(settings.profile, [document]))


def _shares(document: Document, settings: Settings) -> Iterator[Found]:
    from ...errors import InputError

    try:
        yield from read_units(iter([(1, document)]), settings)
    except InputError:
        return  # nothing is taken for a project: every field is shown as unresolved


def _places(node: Node, place: str) -> Iterator[tuple[str, Leaf]]:
    """Leaves by the names of their fields; the elements of a list are alike."""
    if isinstance(node, Leaf):
        yield place or "/", node
    elif isinstance(node, dict):
        for name, inner in node.items():
            yield from _places(inner, f"{place}/{name}")
    elif isinstance(node, list):
        for inner in node:
            yield from _places(inner, f"{place}/*")
