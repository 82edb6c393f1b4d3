"""A knowledge base that is a folder: Oxigraph's own store on disk.

What is promised: `replace` is all or nothing at any size and streams what it is given. It works
on a copy of the store (hard links where the disk has them) and renames the copy into place, so
the folder itself is never changed; a process killed between the two renames is made good by the
next one that opens the folder. Readers use a private copy and never block one another; while a
writer is at work they wait a few seconds for it.
"""

import contextlib
import itertools
import os
import shutil
import tempfile
import time
import uuid
import weakref
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from ..errors import LockError, StoreError
from ..language import Text
from ..ontology import terms
from .atomic import cannot_write, sync_folder
from .lock import WriterLock
from .rdf_reading import cannot_read
from .sandbox_child import (
    MERGE,
    MERGE_OF,
    Answer,
    GraphName,
    Merged,
    data_graphs,
    drop_merge,
    keep_merge,
    kept_merge,
    merge_place,
    merged_graphs,
    say_merge,
)
from .store import PLAN_GRAPHS, PROVENANCE, Draft, KnowledgeBase, missing, plan_graphs

#: How long a reader waits for a writer, in seconds.
READ_WAIT: Final = 10.0
#: Private copies older than this are nobody's any more, in seconds.
STALE_AFTER: Final = 24 * 60 * 60

#: Quads of a graph that are taken out one by one; of a larger one, the rest is copied.
EMPTIED_UP_TO: Final = 500_000

#: Quads that are loaded at once: each takes half a kilobyte in the loading.
AT_ONCE: Final = 100_000

_MARK: Final = "CURRENT"  # RocksDB's pointer to its newest manifest
_EDITION: Final = "enishi.edition"  # RocksDB lets files of other names be


def is_store_or_empty(folder: Path) -> bool:
    """Whether an existing folder holds an Oxigraph store, or nothing yet."""
    try:
        return (folder / _MARK).is_file() or not any(folder.iterdir())
    except OSError as error:
        raise cannot_read(folder, error) from error


class DirectoryKnowledgeBase(KnowledgeBase):
    """An embedded Oxigraph store, for data that does not fit a file."""

    def __init__(self, location: str) -> None:
        self.location = location
        self._path = Path(os.path.realpath(location))
        self._staging = self._path.with_name(f".{self._path.name}.replacing")
        self._lock = WriterLock(self._path)
        self._copy: _Copy | None = None

    def exists(self) -> bool:
        """Whether the folder holds a store, or one that only waits for its last rename."""
        return (self._path / _MARK).is_file() or self._interrupted()

    def graphs(self) -> list[str]:
        """The IRIs of the named graphs, sorted."""
        names = data_graphs(self._reader().store)
        return sorted(name.value for name in names if isinstance(name, ox.NamedNode))

    def quads(self, graph: str | None = None) -> Iterator[ox.Quad]:
        """What one named graph says, or everything; in no order."""
        store = self._reader().store
        if graph is not None:
            return store.quads_for_pattern(None, None, None, ox.NamedNode(graph))
        kept = kept_merge(store)
        hidden = {MERGE, MERGE_OF, *([kept.place] if kept else [])}
        quads = store.quads_for_pattern(None, None, None, None)
        return (quad for quad in quads if quad.graph_name not in hidden)

    def match(
        self,
        graph: str,
        *,
        subject: ox.NamedNode | None = None,
        predicate: str,
        value: ox.NamedNode | ox.Literal | None = None,
    ) -> Iterator[ox.Quad]:
        """The quads of one graph with this subject, predicate and object, in no order."""
        return self._reader().store.quads_for_pattern(
            subject, ox.NamedNode(predicate), value, ox.NamedNode(graph)
        )

    def stored(self) -> ox.Store | None:
        """The private copy that readers use."""
        return self._reader().store

    @contextmanager
    def draft(self, graphs: Collection[str]) -> Iterator[Draft]:
        """A new store beside the folder that takes its place when the context ends well."""
        with self.writing():
            _remove(self._staging)
            fresh = self._staging / "new"
            draft: Draft | None = None
            try:
                self._staging.mkdir(parents=True)
                store = self._begun(fresh, graphs)
                together = _together(store, graphs)
                spool = self._staging / "loads"
                spool.mkdir()
                draft = Draft(store, spool, merge=merge_place(together) if together else None)
                del store
                yield draft
                draft.wait()
                say_merge(draft.store, together)
                draft.store.flush()
                draft.close()  # RocksDB lets go of its files
                (fresh / _EDITION).write_text(uuid.uuid4().hex, encoding="ascii")
                self._swap(fresh)
            except OSError as error:
                raise cannot_write(self._path, error) from error
            finally:
                if draft is not None:
                    draft.close()
                # Not while the folder is away: then the staging folder is all there is.
                if self._path.exists() or not self._interrupted():
                    _remove(self._staging)
            self._copy = None

    def _begun(self, fresh: Path, graphs: Collection[str]) -> ox.Store:
        """A store at `fresh` with everything but `graphs`, and without a merge that has them.

        Emptying a large graph takes memory in proportion to it; then the others are copied.
        """
        if not self.exists():
            return ox.Store(fresh)
        live = self._open()
        known: set[GraphName] = {ox.DefaultGraph(), *live.named_graphs()}
        going: set[GraphName] = {name for name in map(ox.NamedNode, graphs) if name in known}
        if going and (kept := kept_merge(live)) is not None:
            going |= {kept.place, MERGE_OF}
        quads = (live.quads_for_pattern(None, None, None, name) for name in going)
        if sum(1 for _ in itertools.islice(itertools.chain.from_iterable(quads), EMPTIED_UP_TO)) < (
            EMPTIED_UP_TO
        ):
            live.backup(fresh)
            del live
            store = ox.Store(fresh)
            if going:
                drop_merge(store)
            for name in going:
                store.remove_graph(name)
            return store
        store = ox.Store(fresh)
        for name in known - going:
            store.bulk_extend(live.quads_for_pattern(None, None, None, name))
        return store

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the lock beside the folder."""
        with self._lock.held():
            self._recover()
            yield

    def replace(self, graphs: Mapping[str, Iterable[ox.Quad]]) -> None:
        """Make these quads the whole content of these graphs, in a copy that is renamed."""
        with self.writing():
            _remove(self._staging)
            fresh = self._staging / "new"
            try:
                self._staging.mkdir(parents=True)
                if self.exists():
                    self._open().backup(fresh)
                _refill(fresh, graphs)
                self._swap(fresh)
            except OSError as error:
                raise cannot_write(self._path, error) from error
            finally:
                # Not while the folder is away: then the staging folder is all there is.
                if self._path.exists() or not self._interrupted():
                    _remove(self._staging)
            self._copy = None

    @contextmanager
    def snapshot(self) -> Iterator[Path]:
        """A copy of the store that nobody writes to."""
        self._reader()
        copy = self._copy  # held here, so that the folder outlives a `replace` in between
        if copy is None:  # pragma: no cover - _reader has just made it
            raise missing(self.location)
        yield copy.folder

    def _answer(self, sparql: str, default_graphs: Sequence[GraphName]) -> Answer:
        return self._reader().query(sparql, terms.PREFIXES, default_graphs)

    def _reader(self) -> Merged:
        """A private copy, made again when the folder has changed."""
        if not self.exists():
            raise missing(self.location)
        if self._copy is None or self._copy.stamp != _stamp(self._path):
            if os.access(self._path.parent, os.W_OK):
                with self._lock.held(wait=READ_WAIT):
                    self._recover()
                    self._copy = _Copy(self._path, self._open())
            else:  # read-only media: nobody writes there, so no copy and no lock are needed
                self._copy = _Copy(self._path, None)
        return self._copy.opened[0]

    def _open(self) -> ox.Store:
        """The store itself, for the moment of copying it; the lock is held."""
        try:
            return ox.Store(self._path)
        except OSError as error:
            if "lock" in str(error).lower():
                raise self._opened_elsewhere() from error
            raise StoreError(
                Text(
                    "保存先を開けませんでした（{e}）", "the store could not be opened ({e})"
                ).format(e=error),
                where=self.location,
                hint=Text(
                    "フォルダが壊れている場合は、元の文書から作り直してください。",
                    "If the folder is damaged, build it again from the documents.",
                ),
            ) from error

    def _opened_elsewhere(self) -> LockError:
        return LockError(
            Text(
                "別のプログラム（Oxigraph サーバーなど）がこのフォルダを開いています",
                "another program, such as an Oxigraph server, has this folder open",
            ),
            where=self.location,
            hint=Text(
                "そのプログラムを終了してから、もう一度実行してください。",
                "Stop that program and try again.",
            ),
        )

    def _swap(self, fresh: Path) -> None:
        """Put the finished copy in the place of the folder."""
        old = self._staging / "old"
        if self._path.exists():
            self._path.rename(old)
        try:
            fresh.rename(self._path)
        except OSError:
            if old.exists():
                old.rename(self._path)
            raise
        sync_folder(self._path.parent)

    def _interrupted(self) -> bool:
        """Whether a writer was killed between taking the old folder away and placing the new."""
        return not self._path.exists() and (self._staging / "old").exists()

    def _recover(self) -> None:
        """Finish an interrupted swap: the new store was complete before the old one moved."""
        if self._interrupted():
            (self._staging / "new").rename(self._path)
            _remove(self._staging)


class _Copy:
    """A private copy of a store, open for reading; its folder goes when nobody uses it."""

    def __init__(self, source: Path, live: ox.Store | None) -> None:
        """Copy `source`, which `live` has open; without `live`, read it in place."""
        self.folder = source
        self.opened: list[Merged] = []
        try:
            if live is not None:
                home = _copy_home(source)
                self._finish = weakref.finalize(self, _discard, home, self.opened)
                self.folder = home / "store"
                live.backup(self.folder)
            self.opened.append(Merged(ox.Store.read_only(str(self.folder)), kept=True))
        except OSError as error:
            raise cannot_write(source, error) from error
        self.stamp = _stamp(source)


def _copy_home(source: Path) -> Path:
    """A new folder beside the store, where hard links work; else among temporary files."""
    for left in source.parent.glob(f".{source.name}.*.copy"):
        # Of a process that was killed, or one that Windows kept from removing open files.
        with contextlib.suppress(OSError):
            if left.stat().st_mtime < time.time() - STALE_AFTER:
                _remove(left)
    try:
        return Path(tempfile.mkdtemp(prefix=f".{source.name}.", suffix=".copy", dir=source.parent))
    except OSError:
        return Path(tempfile.mkdtemp(prefix="enishi-"))


def _discard(home: Path, opened: list[Merged]) -> None:
    """Close a copy, then remove it: Windows removes no open file."""
    opened.clear()
    _remove(home)


def _refill(folder: Path, graphs: Mapping[str, Iterable[ox.Quad]]) -> None:
    """Replace graphs in the store at `folder` and close it, everything on disk."""
    store = ox.Store(folder)
    for name, quads in graphs.items():
        graph = ox.NamedNode(name)
        store.remove_graph(graph)
        renamed = (ox.Quad(quad.subject, quad.predicate, quad.object, graph) for quad in quads)
        while some := list(itertools.islice(renamed, AT_ONCE)):
            store.bulk_extend(some)
    together = _asked_together(store)
    if set(map(ox.NamedNode, graphs)) & set(together) or not _merges(store, together):
        keep_merge(store, together)
    store.flush()
    (folder / _EDITION).write_text(uuid.uuid4().hex, encoding="ascii")


def _together(store: ox.Store, coming: Collection[str]) -> list[GraphName]:
    """The graphs that queries will see at once when `coming` are written; none for one plan.

    The store's merge then has those that are there.
    """
    new = [ox.NamedNode(name) for name in coming]
    there = _asked_together(store, least=0)
    named = [*new, *(name for name in there if isinstance(name, ox.NamedNode))]
    if not new or sum(not name.value.endswith(PROVENANCE) for name in named) < 2:
        return []
    if not _merges(store, there):
        keep_merge(store, there, least=1)
    return [*there, *new]


def _merges(store: ox.Store, graphs: Collection[GraphName]) -> bool:
    """Whether the store keeps the merge of just these graphs, where it is kept now."""
    kept = kept_merge(store)
    here = kept is None or kept.place == merge_place(graphs)
    return here and set(graphs) == merged_graphs(store)


def _asked_together(store: ox.Store, *, least: int = 2) -> list[GraphName]:
    """The graphs that queries see at once, where there are at least so many plans."""
    named = set(data_graphs(store))
    plans = plan_graphs(store.query(PLAN_GRAPHS, named_graphs=list(named)))
    if len(plans) < least:
        return []
    graphs = [ox.NamedNode(name) for plan in plans for name in (plan, plan + PROVENANCE)]
    kept = kept_merge(store)
    unnamed = store.quads_for_pattern(None, None, None, ox.DefaultGraph())
    ours = kept is not None and kept.place == ox.DefaultGraph()
    loose = [ox.DefaultGraph()] if not ours and next(unnamed, None) else []
    return [*loose, *(name for name in graphs if name in named)]


def _stamp(folder: Path) -> str:
    """Another one after each `replace`; "" for a store that Enishi did not write."""
    try:
        return (folder / _EDITION).read_text(encoding="ascii")
    except OSError:
        return ""


def _remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
