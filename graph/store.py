"""Where a knowledge base lives, and the one interface to every kind of place.

| location | class |
|---|---|
| `*.trig *.nq` | `file_store.FileKnowledgeBase` |
| `*.ttl *.nt *.rdf *.jsonld` | the same, with exactly one plan, its graphs merged |
| a folder | `directory_store.DirectoryKnowledgeBase` |
| `http(s)://…` | a SPARQL endpoint: not in this version |
"""

import os
import re
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

import pyoxigraph as ox

from ..errors import InputError
from ..language import Text
from ..ontology import terms
from .binding import Term, bind_values
from .rdf_reading import format_of
from .sandbox_child import Answer, GraphName

if TYPE_CHECKING:
    from rdflib import Dataset

PROVENANCE: Final = "/provenance"
#: Graphs beside a plan that queries see only when they ask: by GRAPH or by `include`.
SIDE_GRAPHS: Final = ("suggestions", "proposals", "decisions")

PLAN_GRAPHS: Final = f"SELECT DISTINCT ?g {{ GRAPH ?g {{ ?plan a <{terms.eni.Plan}> }} }}"


_GRAPH_NAME: Final = re.compile(rb" <[^<> ]*> \.\n")
#: Bytes of N-Quads that are loaded at once, some 300,000 quads; a quad takes 1 KB in the loading.
LOAD: Final = 64 << 20
#: Loads that are written in a row, at most; their files are on the disk meanwhile.
IN_A_ROW: Final = 24


class Draft:
    """New content of some graphs, written piece by piece; nobody sees it before it is whole.

    Pieces are gathered in files to loads of some size, and these to rows, the longer the more there
    is already: the disk sorts what comes into all before it, and takes those together that wait. A
    row is written in a thread of its own while more is made: Oxigraph works without Python's lock
    when it is given a file. `has` and `one` may therefore miss this row and the last.

    `folder` takes these files. With `merge`, all that is written goes into that graph as well, in
    a load of its own: so one load has more of what the disk sorts together in the same memory.
    """

    def __init__(
        self,
        store: ox.Store,
        folder: Path,
        *,
        merge: ox.NamedNode | ox.DefaultGraph | None = None,
    ) -> None:
        self.store = store
        self._folder = folder
        self._into = b" .\n" if isinstance(merge, ox.DefaultGraph) else f" {merge} .\n".encode()
        self._merging = merge is not None
        self._gathered: list[BinaryIO] = []
        self._size = 0
        self._row: list[Path] = []
        self._loads = self._begun = 0
        self._writer = ThreadPoolExecutor(1, "enishi-draft")
        self._writing: Future[None] | None = None

    def add(self, quads: Iterable[ox.Quad]) -> bool:
        """Take `quads`, which have no blank nodes, for the graphs they name.

        Whether a row began with them: then the one before is written, and this one holds all
        that came since. Raises OSError when the one before could not be written.
        """
        text = ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""
        if not self._gathered:
            self._loads += 1
            names = ("plans", "merge") if self._merging else ("plans",)
            self._gathered = [
                (self._folder / f"{self._loads}-{name}.nq").open("wb") for name in names
            ]
        self._gathered[0].write(text)
        if self._merging:
            # A line ends with its graph's name: no literal holds an end of line as it is.
            self._gathered[1].write(_GRAPH_NAME.sub(self._into, text))
        self._size += len(text)
        if self._size < LOAD:
            return False
        self._close_load()
        if self._loads - self._begun < min(IN_A_ROW, max(1, self._begun // 2)):
            return False
        self._begin()
        return True

    def wait(self) -> None:
        """Return when everything is written; raises OSError when it was not."""
        self._begin()
        self._settle()

    def _begin(self) -> None:
        self._settle()
        self._close_load()
        if self._row:
            files, self._row, self._begun = self._row, [], self._loads
            self._writing = self._writer.submit(_load, self.store, files)

    def _close_load(self) -> None:
        """The files of this load are whole and wait in the row."""
        gathered, self._gathered, self._size = self._gathered, [], 0
        for file in gathered:
            file.close()
            self._row.append(Path(file.name))

    def _settle(self) -> None:
        if self._writing is not None:
            writing, self._writing = self._writing, None
            writing.result()

    def close(self) -> None:
        """Let go of the store, written or not; more than once does no harm."""
        self._writer.shutdown(wait=True)
        self._close_load()
        if hasattr(self, "store"):
            del self.store

    def has(self, subject: str, predicate: str, value: str, graph: str) -> bool:
        """Whether this was written."""
        quad = ox.Quad(*map(ox.NamedNode, (subject, predicate, value, graph)))
        return quad in self.store

    def one(self, subject: str, predicate: str, graph: str | None = None) -> str | None:
        """What `graph`, or any, says of `subject` `predicate`: the first value, or None."""
        found = self.store.quads_for_pattern(
            ox.NamedNode(subject),
            ox.NamedNode(predicate),
            None,
            None if graph is None else ox.NamedNode(graph),
        )
        return min((str(getattr(quad.object, "value", "")) for quad in found), default=None)


def _load(store: ox.Store, files: Sequence[Path]) -> None:
    for file in files:
        # What we have just made from nodes need not be checked for being nodes.
        store.bulk_load(path=file, format=ox.RdfFormat.N_QUADS, lenient=True)
        file.unlink()


class KnowledgeBase(ABC):
    """Named graphs at one location.

    The abstract methods are all that a kind of location must bring; an endpoint can do the same
    over HTTP, except for `snapshot`, which is for locations that are files on this machine.
    """

    location: str

    @abstractmethod
    def exists(self) -> bool:
        """Whether anything has been stored at the location."""

    @abstractmethod
    def graphs(self) -> list[str]:
        """The IRIs of the named graphs, sorted; the unnamed graph is never among them."""

    @abstractmethod
    def quads(self, graph: str | None = None) -> Iterator[ox.Quad]:
        """What one named graph says, or everything; in no order."""

    @abstractmethod
    def replace(self, graphs: Mapping[str, Iterable[ox.Quad]]) -> None:
        """Make these quads the whole content of these graphs: all of it or nothing.

        The key names the graph, whatever graph name a quad carries. A graph that gets no quads
        is gone afterwards; graphs not named stay. A knowledge base that did not exist is made.

        Raises:
            LockError: another process is writing.
            InputError: the location cannot keep these graphs.
            StoreError: the disk refused; everything is as before.
        """

    @abstractmethod
    def match(
        self,
        graph: str,
        *,
        subject: ox.NamedNode | None = None,
        predicate: str,
        value: ox.NamedNode | ox.Literal | None = None,
    ) -> Iterator[ox.Quad]:
        """The quads of one graph with this subject, predicate and object, in no order."""

    def stored(self) -> ox.Store | None:
        """The store on disk as it is now, to be looked up many times; None where all is in memory.

        It holds more than the data: ask it for graphs by their names.
        """
        return None

    @abstractmethod
    def draft(self, graphs: Collection[str]) -> AbstractContextManager[Draft]:
        """A draft of the whole content of `graphs`, which begin empty; other graphs stay.

        It becomes the knowledge base when the context ends without an error, all of it at once;
        else everything is as before. Raises what `replace` raises.
        """

    @abstractmethod
    def writing(self) -> AbstractContextManager[None]:
        """Hold the writer's lock over several steps: read, decide, `replace`."""

    @abstractmethod
    def snapshot(self) -> AbstractContextManager[Path]:
        """A file or store folder that another process can read while the context lasts."""

    @abstractmethod
    def _answer(self, sparql: str, default_graphs: Sequence[GraphName]) -> Answer:
        """Run trusted SPARQL over the merge of these graphs; GRAPH reaches all."""

    @property
    def unnamed_graph(self) -> str:
        """The graph that triples without a graph name are read into; "" if they stay unnamed."""
        return ""

    def plans(self) -> list[str]:
        """The plan graphs, sorted: named graphs that say of something that it is an `eni:Plan`."""
        return plan_graphs(self._answer(PLAN_GRAPHS, [ox.DefaultGraph()]))

    def default_graphs(self, include: Sequence[str] = ()) -> list[str]:
        """The graphs a query runs over: every plan and its provenance, and those included.

        `include` holds last parts of graph names (`suggestions`) or whole names. The unnamed
        graph is queried too, though it has no name to be listed by.

        Raises:
            InputError: nothing is called like that.
        """
        known = self.graphs()
        chosen = {name for plan in self.plans() for name in (plan, plan + PROVENANCE)}
        for wanted in include:
            matching = {name for name in known if name == wanted or name.endswith("/" + wanted)}
            if not matching and wanted not in (*SIDE_GRAPHS, PROVENANCE[1:]):
                raise _unknown_graph(self.location, wanted, known)
            chosen |= matching
        return [name for name in known if name in chosen]

    def query(
        self,
        sparql: str,
        *,
        include: Sequence[str] = (),
        bindings: Mapping[str, Term] | None = None,
    ) -> Answer:
        """Run a trusted query of ours; the prefixes of `terms.PREFIXES` are declared.

        Queries from people go through `sandbox.run_query`. `bindings` are bound as terms: see
        `binding.bind_values`.
        """
        graphs = [ox.NamedNode(name) for name in self.default_graphs(include)]
        return self._answer(bind_values(sparql, bindings or {}), [ox.DefaultGraph(), *graphs])

    def dataset(self) -> "Dataset":
        """A copy as an rdflib `Dataset` whose queries see all graphs at once.

        It is kept in Oxigraph, which is fast for queries; pySHACL is slow on it and wants a
        plain rdflib graph made from `quads`.
        """
        from oxrdflib import OxigraphStore
        from rdflib import Dataset

        copy = ox.Store()
        copy.bulk_extend(self.quads())
        return Dataset(store=OxigraphStore(store=copy), default_union=True)


def plan_graphs(answer: Answer) -> list[str]:
    """The plans in the answer to `PLAN_GRAPHS`, sorted."""
    if not isinstance(answer, ox.QuerySolutions):  # pragma: no cover - a SELECT always is
        raise TypeError(type(answer))
    found = (str(row["g"].value) for row in answer if isinstance(row["g"], ox.NamedNode))
    return sorted(name for name in found if name.rpartition("/")[2] not in SIDE_GRAPHS)


def open_kb(location: str | os.PathLike[str]) -> KnowledgeBase:
    """The knowledge base at `location`, which need not exist yet.

    Raises:
        InputError: an endpoint, an unknown extension, or a folder that holds something else.
    """
    from .directory_store import DirectoryKnowledgeBase, is_store_or_empty
    from .file_store import FileKnowledgeBase

    name = os.fspath(location)
    if name.lower().startswith(("http://", "https://")):
        raise _no_endpoints_yet(name)
    path = Path(name)
    if path.is_dir():
        if not is_store_or_empty(path):
            raise _foreign_folder(name)
        return DirectoryKnowledgeBase(name)
    if path.is_file() or (path.suffix and not name.endswith(("/", os.sep))):
        format_of(path)
        return FileKnowledgeBase(name)
    return DirectoryKnowledgeBase(name)


def missing(location: str) -> InputError:
    """The error for reading a knowledge base that is not there."""
    return InputError(
        Text("知識ベースがありません", "there is no knowledge base here"),
        where=location,
        hint=Text(
            "`enishi build 計画書 --kb {kb}` で作るか、--kb の場所を確かめてください。",
            "Make one with `enishi build DOCUMENT --kb {kb}`, or check what --kb says.",
        ).format(kb=location),
    )


def _no_endpoints_yet(location: str) -> InputError:
    return InputError(
        Text(
            "この版では、まだネットワーク上の知識ベース（SPARQL エンドポイント）を使えません",
            "remote knowledge bases (SPARQL endpoints) are not in this version yet",
        ),
        where=location,
        hint=Text(
            "ファイル（enishi.trig など）かフォルダを --kb に指定してください。",
            "Give --kb a file, such as enishi.trig, or a folder.",
        ),
    )


def _foreign_folder(location: str) -> InputError:
    return InputError(
        Text(
            "このフォルダには別のものが入っています（Oxigraph の保存先ではありません）",
            "this folder holds something else (it is not an Oxigraph store)",
        ),
        where=location,
        hint=Text(
            "空の、または新しいフォルダか、.trig ファイルを指定してください。",
            "Name an empty or a new folder, or a .trig file.",
        ),
    )


def _unknown_graph(location: str, wanted: str, known: Sequence[str]) -> InputError:
    endings = sorted({name.rpartition("/")[2] for name in known} | set(SIDE_GRAPHS))
    return InputError(
        Text("「{w}」というグラフはありません", "no graph is called “{w}”").format(w=wanted),
        where=location,
        hint=Text("使えるのは: {k}", "There are: {k}").format(k=", ".join(endings)),
    )
