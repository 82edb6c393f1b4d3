"""A knowledge base that is one RDF file: loaded into memory, written atomically."""

import os
import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pyoxigraph as ox

from ..errors import InputError
from ..language import Text
from ..ontology import terms
from .atomic import cannot_write, write_atomically
from .lock import WriterLock
from .rdf_reading import FLAT, cannot_read, load_file
from .rdf_writing import serialize_store
from .sandbox_child import Answer, GraphName, Merged, copy_store
from .store import PROVENANCE, SIDE_GRAPHS, Draft, KnowledgeBase, missing

_Stamp = tuple[int, int, int]


class FileKnowledgeBase(KnowledgeBase):
    """`*.trig` and `*.nq` keep every graph; flat triple files keep exactly one plan.

    A flat file's triples come back in the graph named like its plan; a flat file without a plan
    (a vocabulary, say) is read into the unnamed graph.
    """

    def __init__(self, location: str) -> None:
        self.location = location
        self._path = Path(location)
        self._flat = self._path.suffix.lower() in FLAT
        self._lock = WriterLock(Path(os.path.realpath(location)))
        self._loaded: tuple[_Stamp, ox.Store, str] | None = None
        self._merged: Merged | None = None

    def exists(self) -> bool:
        """Whether the file is there."""
        return self._path.is_file()

    @property
    def unnamed_graph(self) -> str:
        """The plan of a flat file; "" for files that name their graphs."""
        return self._content()[1]

    def graphs(self) -> list[str]:
        """The IRIs of the named graphs, sorted."""
        names = self._content()[0].named_graphs()
        return sorted(name.value for name in names if isinstance(name, ox.NamedNode))

    def quads(self, graph: str | None = None) -> Iterator[ox.Quad]:
        """What one named graph says, or everything; in no order."""
        name = None if graph is None else ox.NamedNode(graph)
        return self._content()[0].quads_for_pattern(None, None, None, name)

    def match(
        self,
        graph: str,
        *,
        subject: ox.NamedNode | None = None,
        predicate: str,
        value: ox.NamedNode | ox.Literal | None = None,
    ) -> Iterator[ox.Quad]:
        """The quads of one graph with this subject, predicate and object, in no order."""
        return self._content()[0].quads_for_pattern(
            subject, ox.NamedNode(predicate), value, ox.NamedNode(graph)
        )

    @contextmanager
    def draft(self, graphs: Collection[str]) -> Iterator[Draft]:
        """The file's content in memory, which is written when the context ends well."""
        with self.writing():
            current, plan = self._content() if self.exists() else (ox.Store(), "")
            if self._flat:
                self._check_flat({name: () for name in graphs}, plan)
                store = ox.Store()
            else:
                store = copy_store(current)
                for name in graphs:
                    store.remove_graph(ox.NamedNode(name))
            try:
                with tempfile.TemporaryDirectory(prefix="enishi-") as folder:
                    draft = Draft(store, Path(folder))
                    try:
                        yield draft
                        draft.wait()
                    finally:
                        draft.close()
            except OSError as error:
                raise cannot_write(self._path, error) from error
            self._save(store)

    def _save(self, store: ox.Store) -> None:
        data = serialize_store(store, self._path)
        if not self.exists() or self._path.read_bytes() != data:
            write_atomically(self._path, data)
        self._loaded = None

    def writing(self) -> AbstractContextManager[None]:
        """Hold the lock beside the file."""
        return self._lock.held()

    def replace(self, graphs: Mapping[str, Iterable[ox.Quad]]) -> None:
        """Make these quads the whole content of these graphs, in one new file.

        The file is not touched when it would say the same again.
        """
        with self.writing():
            current, plan = self._content() if self.exists() else (ox.Store(), "")
            if self._flat:
                self._check_flat(graphs, plan)
                # One plan's graphs are merged in the file: the plan's new content is all of it.
                store = ox.Store()
            else:
                store = copy_store(current)
            for name, quads in graphs.items():
                _fill(store, ox.NamedNode(name), quads)
            self._save(store)

    @contextmanager
    def snapshot(self) -> Iterator[Path]:
        """The file itself: writers rename over it, so whoever opened it reads on."""
        if not self.exists():
            raise missing(self.location)
        yield self._path

    def _answer(self, sparql: str, default_graphs: Sequence[GraphName]) -> Answer:
        store = self._content()[0]
        if self._merged is None or self._merged.store is not store:
            self._merged = Merged(store)
        return self._merged.query(sparql, terms.PREFIXES, default_graphs)

    def _content(self) -> tuple[ox.Store, str]:
        """The file in memory, read again when it has changed, and a flat file's plan."""
        try:
            state = self._path.stat()
        except FileNotFoundError:
            raise missing(self.location) from None
        except OSError as error:
            raise cannot_read(self._path, error) from error
        stamp = (state.st_mtime_ns, state.st_size, state.st_ino)
        if self._loaded is None or self._loaded[0] != stamp:
            store = ox.Store()
            load_file(self._path, store)
            plan = self._name_flat_graph(store) if self._flat else ""
            self._loaded = (stamp, store, plan)
        return self._loaded[1:]

    def _name_flat_graph(self, store: ox.Store) -> str:
        """Move a flat file's triples to the graph of its plan, whose IRI is returned."""
        plans = {
            quad.subject.value
            for quad in store.quads_for_pattern(
                None, ox.NamedNode(terms.ext.type), ox.NamedNode(terms.eni.Plan)
            )
            if isinstance(quad.subject, ox.NamedNode)
        }
        if len(plans) > 1:
            raise self._one_plan_only(", ".join(sorted(plans)))
        if not plans:
            return ""
        plan = plans.pop()
        triples = list(store)
        store.clear()
        _fill(store, ox.NamedNode(plan), triples)
        return plan

    def _check_flat(self, graphs: Mapping[str, Iterable[ox.Quad]], plan: str) -> None:
        wanted = {name.removesuffix(PROVENANCE) for name in graphs}
        side = {name for name in wanted if name.rpartition("/")[2] in SIDE_GRAPHS}
        if plan:
            wanted.add(plan)
        elif self.exists() and any(self._content()[0]):
            raise self._one_plan_only(self.location)
        # Provenance alone cannot replace its part of the merged triples.
        if len(wanted) != 1 or side or not wanted & graphs.keys():
            raise self._one_plan_only(", ".join(sorted({*graphs, plan} - {""})))

    def _one_plan_only(self, found: str) -> InputError:
        return InputError(
            Text(
                "{s} ファイルに入るのは計画1つだけです（見つかったもの: {f}）",
                "a {s} file keeps exactly one plan, its graphs merged (found: {f})",
            ).format(s=self._path.suffix, f=found),
            where=self.location,
            hint=Text(
                ".trig ファイルかフォルダを --kb に指定してください。",
                "Give --kb a .trig file or a folder.",
            ),
        )


def _fill(store: ox.Store, graph: ox.NamedNode, quads: Iterable[ox.Quad]) -> None:
    """Make `quads` the content of `graph`."""
    # The quads may come from this very store, so they are read before the graph is emptied.
    content = [ox.Quad(quad.subject, quad.predicate, quad.object, graph) for quad in quads]
    store.remove_graph(graph)
    store.bulk_extend(content)
