"""XML as one canonical text with places: entities, document types and the network are off."""

import hashlib
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from ...errors import InputError
from ...language import Text
from ..document import Document, Leaf, SourceWriter, XmlNode, XmlTree
from ..source import Span
from ..tree import MAX_DEPTH
from .decode import MAX_BYTES


def load_xml(path: Path) -> Document:
    """The XML file at `path`; every element with words is a line and a place, named by its path.

    Raises InputError for what is no XML, for a DOCTYPE with entities, and for what is too large or
    nested too deep.
    """
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        if path.stat().st_size > MAX_BYTES:
            raise _refused(path, Text(f"上限の{MAX_BYTES:,}バイトを超えています",
                                      f"over the limit of {MAX_BYTES:,} bytes"))  # fmt: skip
        data = path.read_bytes()
        root = fromstring(data, forbid_dtd=False, forbid_entities=True, forbid_external=True)
    except DefusedXmlException as error:
        raise _refused(path, Text("実体の定義や外部の参照があるので読みません",
                                  "it defines entities or refers to other files: not read")) from error  # fmt: skip
    except (ParseError, ValueError, LookupError) as error:
        raise _refused(
            path, Text(f"XMLとして読めません（{error}）", f"this is not XML ({error})")
        ) from error
    except OSError as error:
        raise _refused(
            path, Text(f"読めません（{error.strerror}）", f"cannot be read ({error.strerror})")
        ) from error
    writer = SourceWriter()
    node = _node(writer, root, "", 0, path)
    if not any(True for _ in node.leaves()):
        raise _refused(path, Text("文字がありません", "it has no words"))
    source = writer.source(
        name=path.name,
        sha256=hashlib.sha256(data).hexdigest(),
        encoding="utf-8",
        media_type="application/xml",
    )
    return Document(source, (XmlTree(node),))


def _node(writer: SourceWriter, element: Element, place: str, depth: int, path: Path) -> XmlNode:
    if depth > MAX_DEPTH:
        raise _refused(path, Text(f"入れ子が深すぎます（{MAX_DEPTH}段まで）",
                                  f"it is nested deeper than {MAX_DEPTH} levels"))  # fmt: skip
    name = str(element.tag).rpartition("}")[2]
    place = place or f"/{name}"
    words = _words(element)
    leaf = None
    if words:
        span = writer.add(words, place, end="\n")
        leaf = Leaf(name, words, Span(span.start, span.end), place)
    mixed = bool(words) and len(element) > 0
    counted: dict[str, int] = {}
    children = []
    for child in element:
        if not isinstance(child.tag, str) or mixed:
            continue  # a comment; or marked-up words of this element
        inner = child.tag.rpartition("}")[2]
        counted[inner] = counted.get(inner, 0) + 1
        below = f"{place}/{inner}[{counted[inner]}]"
        children.append(_node(writer, child, below, depth + 1, path))
    attributes = {key.rpartition("}")[2]: value for key, value in element.attrib.items()}
    return XmlNode(name, leaf, attributes, tuple(children))


def _words(element: Element) -> str:
    """The words of an element, with those of the marks inside: any word of its own makes all
    in it one text (<Description>Clean <em>water</em> for all</Description>).
    """
    own = [element.text, *(child.tail for child in element)]
    if not any(text and text.strip() for text in own):
        return ""
    return " ".join("".join(element.itertext()).split())


def _refused(path: Path, message: Text) -> InputError:
    return InputError(
        message,
        where=str(path),
        hint=Text(
            "StratML（Part 1 か Part 2）の文書を指定してください",
            "name a document in StratML, Part 1 or Part 2",
        ),
    )
