"""Web pages (HTML): headings, paragraphs, lists, definition lists and tables; no network, no scripts."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from ...errors import InputError
from ...language import Text
from ..document import Document
from ..source import Source
from .decode import decode, read_source
from .flow import MOST_NOTICES, Box, FlowWriter, need, refers_to_note
from .web_parts import closes, furniture, tells_page

# Not `head`: where its end tag is left out, the parser may put the whole page inside it.
_IGNORED: Final = frozenset(
    [
        "script",
        "style",
        "title",
        "nav",
        "template",
        "noscript",
        "svg",
        "math",
        "iframe",
        "object",
        "select",
        "option",
        "button",
        "form",
        "input",
        "textarea",
        "canvas",
        "audio",
        "video",
        "map",
        "rt",
        "rp",
    ]
)
_BLOCKS: Final = frozenset(
    [
        "html",
        "head",
        "body",
        "p",
        "div",
        "section",
        "article",
        "main",
        "header",
        "footer",
        "aside",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "blockquote",
        "pre",
        "figure",
        "figcaption",
        "address",
        "center",
        "fieldset",
        "details",
        "summary",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "table",
        "caption",
        "thead",
        "tbody",
        "tfoot",
        "tr",
        "td",
        "th",
        "hr",
    ]
)
#: Elements that set their text bold, and how long a heading set so is at most.
_BOLD: Final = frozenset(["b", "strong"])
_TITLE: Final = 50
_BEHIND: Final = re.compile(r"\s*[（(【〔［\[][^（()）【】。]{1,40}[)）】〕］\]]\s*")
_SENTENCE: Final = ("。", "、", "，", "：", ":", ".", ",")
#: Elements whose text is no longer meant.
_STRUCK: Final = frozenset(["del", "s", "strike"])
#: Elements a table would not hold if it were data and not layout.
_LAYOUT: Final = ("table", "h1", "h2", "h3", "h4", "h5", "h6", "dl")
_DEPTH: Final = 200
#: A tag with more attributes than this is no page's: each is compared with all before it.
_ATTRIBUTES: Final = 2_000
_LONG_TAG: Final = re.compile("<[^<>]{10000,}")
#: More tags than this are no page: each takes a hundred times its length.
_TAGS: Final = 1_000_000
_SPAN: Final = 1000
#: So many places merged cells of one table may cover; further ones are read as single cells.
_SPREAD: Final = 200_000
_CHARSET: Final = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_PAGE_LINK: Final = re.compile(r"[.…・‥\s]{2,}[0-9０-９]{1,3}$")


def load(path: Path) -> Document:
    """The web page at `path`, decoded by its BOM, its `meta` or its bytes.

    Raises InputError for undecodable or empty pages, and without lxml.
    """
    try:
        from lxml import etree
        from lxml import html as parser
    except ImportError as error:
        raise need("lxml", Text("ウェブページの読み取り", "reading web pages")) from error
    source = _decoded(path)
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", source.text)
    if text.count("<") > _TAGS:
        raise _refused(
            path, Text(f"タグが{_TAGS:,}個を超えます", f"it has more than {_TAGS:,} tags")
        )
    for tag in _LONG_TAG.finditer(text):
        bare = re.sub("\"[^\"]*\"|'[^']*'", "", tag[0])  # a picture in an attribute is one
        if len(re.findall(r"\s[^\s=\"'<>/]", bare)) > _ATTRIBUTES:
            line = text.count("\n", 0, tag.start()) + 1
            said = Text(f"一つのタグに属性が{_ATTRIBUTES:,}個を超えて並んでいます",
                        f"a tag has more than {_ATTRIBUTES:,} attributes")  # fmt: skip
            raise _refused(path, said, line)
    # Unclosed tags nest by the hundred on old pages, so the parser's small limit is lifted.
    reader = parser.HTMLParser(no_network=True, huge_tree=True, remove_comments=True)
    try:
        root = parser.document_fromstring(text, parser=reader)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise InputError(
            Text("ウェブページとして読めません", "it cannot be read as a web page"),
            where=str(path),
            hint=Text(
                "ブラウザーで開き、保存し直してください", "open it in a browser and save it again"
            ),
        ) from error
    # The parser leaves out what lies deeper than it goes, and says so in its log alone.
    for said in reader.error_log:
        if said.type_name == "ERR_RESOURCE_LIMIT":
            raise _refused(path, Text("入れ子が深すぎます", "it is nested too deeply"), said.line)
    writer = FlowWriter(str(path))
    _without_struck(etree, root, writer)
    _Walk(writer, furniture(root)).run(root)
    document = writer.document(
        name=source.name, sha256=source.sha256, encoding=source.encoding, media_type="text/html"
    )
    return document


def _refused(path: Path, said: Text, line: int = 0) -> InputError:
    return InputError(
        said,
        where=f"{path}:{line}行" if line else str(path),
        hint=Text(
            "計画の頁だけを保存し直すか、章ごとに分けてください",
            "save the pages of the plan alone, or split it by chapter",
        ),
    )


def _decoded(path: Path) -> Source:
    """The page's text; what `meta charset` says counts where the bytes allow it."""
    head = path.read_bytes()[:2048] if path.is_file() else b""
    source = read_source(path)
    named = _CHARSET.search(head)
    codecs = {"shift_jis": "cp932", "x-sjis": "cp932", "sjis": "cp932", "windows-31j": "cp932",
              "euc-jp": "euc-jp", "x-euc-jp": "euc-jp"}  # fmt: skip
    codec = codecs.get(named[1].decode("ascii", "ignore").lower()) if named else None
    if codec and source.encoding in ("cp932", "euc-jp") and source.encoding != codec:
        try:
            text = decode(path.read_bytes().decode(codec).encode("utf-8"), where=str(path))[0]
        except UnicodeDecodeError:
            return source
        return replace(source, text=text, encoding=codec)
    return source


def _without_struck(etree: Any, root: Any, writer: FlowWriter) -> None:
    """Take out what the page shows struck out, and say so."""
    tree = root.getroottree()
    found = []
    walk = etree.iterwalk(root, events=("start",))
    for _, element in walk:
        tag, style = element.tag, str(element.get("style", "")) if hasattr(element, "get") else ""
        if not isinstance(tag, str) or element is root:
            continue
        if tag in _STRUCK or "line-through" in style:
            found.append(element)
            walk.skip_subtree()  # what stands in it goes with it
    for element in found:
        # Where it stands is looked for only while it is told: that counts all before it.
        told = len(writer.notices) < MOST_NOTICES
        writer.struck_out(_inner_text(element), tree.getpath(element) if told else "")
        element.drop_tree()


@dataclass
class _Frame:
    """An open element: its path, the children still to come, how many of each tag were seen."""

    element: Any
    path: str
    children: Iterator[Any]
    seen: Counter[str]


class _Walk:
    """Depth first, without recursion: text gathers until a block begins or ends."""

    def __init__(self, writer: FlowWriter, furniture: set[Any]) -> None:
        self._writer, self._furniture = writer, furniture
        self._closing: int | None = None  # the level of a heading that closes the page
        self._text: list[str] = []
        self._bold: list[bool] = []  # of each piece of text
        self._strong = 0  # how many elements that set their text bold are open
        self._above = 0  # the level of the last heading
        self._level: int | None = None
        self._item = False
        self._lists = 0
        self._links = self._footers = self._linked = 0
        self._headed = False
        self._terms: list[tuple[str, str, str]] = []

    def run(self, root: Any) -> None:
        frames = [_Frame(root, "/" + str(root.tag), iter(root), Counter())]
        self._enter(root)
        while frames:
            frame = frames[-1]
            child = next(frame.children, None)
            if child is None:
                self._leave(frame.element, frame.path)
                frames.pop()
                if frames:
                    self._add(frame.element.tail or "")
                continue
            tag = child.tag
            if not isinstance(tag, str) or tag in _IGNORED or self._is_note(child):
                self._add(child.tail or "")
                continue
            frame.seen[tag] += 1
            single = tag in ("html", "head", "body")
            path = f"{frame.path}/{tag}" if single else f"{frame.path}/{tag}[{frame.seen[tag]}]"
            if tag in ("table", "dl") and len(frames) < _DEPTH and not _is_layout(child):
                self._flush(frame.path)
                if self._footers or child in self._furniture or self._closing is not None:
                    for line in _inner_text(child).split("\n"):
                        self._writer.paragraph(line, path, kind="running")
                elif tag == "table":
                    if title := _title_of(child):
                        self._writer.paragraph(title, f"{path}/caption[1]", level=7)
                    self._writer.grid(path, _table(child, path, titled=bool(title)))
                else:
                    self._writer.grid(path, _definitions(child, path))
                self._add(child.tail or "")
                continue
            if tag in _BLOCKS:
                self._flush(frame.path)
            self._enter(child)
            frames.append(_Frame(child, path, iter(child), Counter()))
        self._flush("/html")

    def _enter(self, element: Any) -> None:
        tag = element.tag
        if tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            self._level = int(tag[1])
        elif tag == "summary":
            self._level = min(self._above, 6) + 1
        elif tag == "li":
            self._item = True
        elif tag in ("ul", "ol"):
            self._lists += 1
        self._footers += element in self._furniture
        self._strong += tag in _BOLD
        if tag == "br":
            self._add("\n")
        elif tag == "a" and element.get("href") is not None:
            self._linked += 1
            self._links += str(element.get("href")).startswith("#")
        self._add(element.text or "")

    def _add(self, text: str) -> None:
        self._text.append(text)
        self._bold.append(self._strong > 0)

    def _is_note(self, element: Any) -> bool:
        """Whether a raised number refers to a note: it is no part of the text."""
        return element.tag == "sup" and refers_to_note(
            "".join(element.itertext()), "".join(self._text[-1:])
        )

    def _leave(self, element: Any, path: str) -> None:
        self._strong -= element.tag in _BOLD
        if element.tag in _BLOCKS:
            self._flush(path)
            self._footers -= element in self._furniture
            self._lists -= element.tag in ("ul", "ol")
        elif element.tag == "img":
            self._add(str(element.get("alt", "")))

    def _flush(self, path: str) -> None:
        bold = _bold_lines(self._text, self._bold)
        text = _spaced("".join(self._text))
        level, item, links = self._level, self._item, self._links
        menu = item and self._linked > 0 and not self._headed
        self._text, self._level, self._item, self._links, self._linked = [], None, False, 0, 0
        self._bold = []
        if not text:
            # A heading or item whose text comes in a block of its own keeps its rank.
            self._level, self._item = level, item
            return
        self._headed |= level is not None
        if level is not None and not self._footers:
            if closes(text):
                self._closing = min(level, self._closing or level)
            elif self._closing is not None and level <= self._closing:
                self._closing = None
        if (
            self._footers or menu or self._closing is not None
        ):  # links in a list before any heading lead through the site
            for line in text.split("\n"):
                self._writer.paragraph(line, path, kind="running")
        elif level is None and tells_page(text):
            self._writer.paragraph(text, path, kind="running")
        elif level is None and (links and item or _PAGE_LINK.search(text)):
            self._writer.paragraph(text, path, kind="contents")
        elif level is not None:
            self._above = level if level <= 6 else self._above
            self._writer.paragraph(text.replace("\n", " "), path, level=level)
        elif item and text[0] not in "・•●○◆■":
            self._writer.paragraph("・" + text, path, kind="item", lists=self._lists)
        else:
            for line in text.split("\n"):
                # A line that is bold as a whole is a heading below those that the page marks.
                heading = line in bold and len(line) <= _TITLE and not line.endswith(_SENTENCE)
                self._writer.paragraph(line, path, level=7 if heading and self._above else None)


def _bold_lines(pieces: list[str], bold: list[bool]) -> set[str]:
    """The lines of a block whose letters are all bold, but for brackets behind them: 名称（農政課）."""
    lines: list[list[tuple[str, bool]]] = [[]]
    for piece, strong in zip(pieces, bold, strict=True):
        if piece == "\n":
            lines.append([])
        elif piece.strip():
            lines[-1].append((piece, strong))
    return {
        _spaced("".join(piece for piece, _ in line))
        for line in lines
        if line and line[0][1] and all(strong or _BEHIND.fullmatch(piece) for piece, strong in line)
    }


def _spaced(text: str) -> str:
    """White space folded as a browser folds it; `<br>` stays a line break."""
    lines = (re.sub(r"[ \t\r\f\v\xa0]+", " ", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _is_layout(element: Any) -> bool:
    """Whether the cells of a table, or what a definition list says, are blocks of their own.

    担当課：環境課 as what is said of a term is a label of its own.
    """
    told = (_inner_text(each) for each in element.iter("dd")) if element.tag == "dl" else ()
    if any(re.match(r"[^：:\s]{2,10}[：:]\s*\S", text) for text in told):
        return True
    return any(next(element.iter(tag), None) not in (None, element) for tag in _LAYOUT) or (
        sum(1 for held in element.iter("table", "dl")) > 1
    )


def _inner_text(element: Any) -> str:
    pieces: list[str] = []
    waiting: list[Any] = [element]
    while waiting:
        held = waiting.pop()
        if isinstance(held, str):
            pieces.append(held)
            continue
        if not isinstance(held.tag, str) or held.tag in _IGNORED:
            continue
        if held.tag == "li":
            pieces.append("\n・")
        elif held.tag in _BLOCKS or held.tag == "br":
            pieces.append("\n")
        elif held.tag == "img":
            pieces.append(str(held.get("alt", "")))
        pieces.append(re.sub(r"\s+", " ", held.text or ""))
        if held.tag in ("li", "p", "div"):
            waiting.append("\n")
        for child in reversed(held):
            waiting.append(re.sub(r"\s+", " ", child.tail or ""))
            waiting.append(child)
    return _spaced("".join(pieces))


def _span(cell: Any, name: str) -> int:
    said = str(cell.get(name, "1")).strip()
    return min(int(said), _SPAN) if said.isdecimal() and len(said) < 6 and int(said) else 1


def _title_of(table: Any) -> str:
    """The caption of a table of labels and values, which says what they are of; else ""."""
    rows = [[cell.tag for cell in line if cell.tag in ("td", "th")] for line in table.iter("tr")]
    if len(rows) < 2 or any(cells != ["th", "td"] for cells in rows):
        return ""
    caption = next(iter(table.iter("caption")), None)
    return "" if caption is None else _inner_text(caption).replace("\n", " ")


def _table(table: Any, path: str, *, titled: bool = False) -> Iterator[Box]:
    taken: set[tuple[int, int]] = set()
    room = _SPREAD
    counted: Counter[Any] = Counter()
    for caption in table.iter("caption"):
        if (text := _inner_text(caption)) and not titled:
            yield Box(-1, 0, text, f"{path}/caption[1]")
    parts: Counter[str] = Counter()
    names: dict[Any, str] = {}
    for row, line in enumerate(table.iter("tr")):
        parent = line.getparent()
        if parent not in names:
            parts[parent.tag] += 1
            names[parent] = path if parent is table else f"{path}/{parent.tag}[{parts[parent.tag]}]"
        counted[parent] += 1
        column = 0
        seen: Counter[str] = Counter()
        for cell in line:
            if cell.tag not in ("td", "th"):
                continue
            seen[cell.tag] += 1
            while (row, column) in taken:
                column += 1
            rows, columns = _span(cell, "rowspan"), _span(cell, "colspan")
            if rows * columns > 1:
                room -= rows * columns
                rows, columns = (rows, columns) if room >= 0 else (1, 1)
            if rows > 1:
                taken.update((row + r, column + c) for r in range(rows) for c in range(columns))
            where = f"{names[parent]}/tr[{counted[parent]}]/{cell.tag}[{seen[cell.tag]}]"
            yield Box(row, column, _inner_text(cell), where, rows, columns)
            column += columns


def _definitions(listing: Any, path: str) -> Iterator[Box]:
    """A definition list as a table of two columns: a term and what is said of it."""
    row = -1
    seen: Counter[str] = Counter()
    said = True
    for element in listing.iter("dt", "dd"):
        seen[element.tag] += 1
        where = f"({path}//{element.tag})[{seen[element.tag]}]"
        if element.tag == "dt" or said and row < 0:
            row += 1
        elif said and seen["dd"] > 1:
            row += 1  # a second description of the same term
        yield Box(row, int(element.tag == "dd"), _inner_text(element), where)
        said = element.tag == "dd"
