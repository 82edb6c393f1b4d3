"""The parts of a web page that are not its plan: menus, crumbs, who answers questions."""

import re
from typing import Any, Final

from ..words.lexicon import load, squeeze

#: An element that holds more of the page's text than this is the page, whatever it is called.
_SHARE: Final = 0.5
_WORDS: Final = re.compile(r"[\s_-]+")
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")


def furniture(root: Any) -> set[Any]:
    """The elements that lead through the site, by their tag, their role or their name."""
    words = load("web")
    names, roles = frozenset(words["furniture"]), frozenset(words["roles"])
    whole = len(root.text_content()) or 1
    found: set[Any] = set()
    for element in root.iter("div", "section", "aside", "header", "footer", "ul", "ol", "p"):
        tag, role = element.tag, str(element.get("role", "")).lower()
        said = f"{element.get('id', '')} {element.get('class', '')}"
        called = {part.lower() for part in said.split()}
        called |= {part for name in said.split() for part in _parts(name)}
        if not (tag in ("aside", "footer") or role in roles or called & names):
            continue
        if next(element.iter("h1"), None) is None and (
            len(element.text_content()) <= _SHARE * whole or tag in ("aside", "footer")
        ):
            found.add(element)
    return found


def _parts(name: str) -> set[str]:
    """The words of a name: side-menu and sideMenu are side and menu."""
    return {part.lower() for piece in _WORDS.split(name) for part in _CAMEL.split(piece) if part}


def closes(heading: str) -> bool:
    """Whether a heading opens what stands below the plan: links, files, questions."""
    words, said = load("web"), squeeze(heading)
    return said in {squeeze(word) for word in words["closing"]} or said.startswith(
        tuple(squeeze(word) for word in words["closing_begins"])
    )


def tells_page(text: str) -> bool:
    """Whether a line says when the page was written or what number it has: 更新日：2024年4月1日."""
    said = squeeze(text)
    return len(said) <= 60 and said.startswith(tuple(map(squeeze, load("web")["page_begins"])))
