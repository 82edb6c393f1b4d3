"""The disposable process that runs one query.

It is started as a script, so that it imports nothing but the standard library and pyoxigraph:
the request comes as one line of JSON on stdin, the answer goes to stdout, and the last line of
stderr says in JSON how it ended. When stdin closes, the parent is gone and this process ends.
"""

import contextlib
import functools
import itertools
import json
import os
import sys
import threading
from collections.abc import Collection, Sequence
from typing import Any, Final, NamedTuple, TypeAlias

import pyoxigraph as ox

#: The parser recurses; a large stack makes honest queries safe on Windows too, whose threads
#: get 1 MB by default.
STACK_BYTES: Final = 64 << 20

GraphName: TypeAlias = ox.NamedNode | ox.BlankNode | ox.DefaultGraph
Answer: TypeAlias = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples

#: With more graphs than this, asking each pair takes longer than the merge.
_ASKED_UP_TO: Final = 9

#: A folder with several plans keeps their merge in its unnamed graph, which has half the indexes
#: of a named one; where the unnamed graph holds data of its own, the merge has this name.
MERGE: Final = ox.NamedNode("urn:x-enishi:merge")
#: Where the merge is and which graphs it merges (`keep_merge`). Neither is data: people never see it.
MERGE_OF: Final = ox.NamedNode("urn:x-enishi:merge-of")
_UNNAMED: Final = ox.NamedNode("urn:x-enishi:merge-unnamed")


class KeptMerge(NamedTuple):
    """The merge that a store keeps: in which graph, and of which graphs, as SPARQL writes them."""

    place: ox.NamedNode | ox.DefaultGraph
    of: frozenset[str]


class Merged:
    """Queries over the RDF merge of several graphs of a store.

    Oxigraph 0.5 counts a triple that stands in two default graphs twice (its issue 1919). Where
    the engine does that and the data has such a triple, the merge that the store keeps is asked
    (`kept`: only of stores that Enishi writes itself); without one it is made in memory.
    """

    def __init__(self, store: ox.Store, *, kept: bool = False) -> None:
        self.store = store
        self._kept = kept_merge(store) if kept else None
        self._shared: dict[tuple[str, ...], bool] = {}
        self._merges: dict[tuple[str, ...], ox.Store] = {}

    def query(
        self,
        sparql: str,
        prefixes: dict[str, str],
        default_graphs: Sequence[GraphName],
        named_graphs: Sequence[GraphName] | None = None,
    ) -> Answer:
        """Run `sparql`; `named_graphs` None means all of them."""
        store, graphs = self.store, list(default_graphs)
        if self._kept is not None:
            place, merged = self._kept
            if place in graphs:  # it is no data, so nobody can mean it
                graphs.remove(place)
            if merged <= {str(name) for name in graphs}:
                graphs = [place, *(name for name in graphs if str(name) not in merged)]
            if named_graphs is None:
                named_graphs = data_graphs(self.store)
        if len(graphs) > 1 and self._share_triples(graphs):
            store, graphs = self._merge(graphs), [ox.DefaultGraph()]
        named = None
        if named_graphs is not None:
            named = [name for name in named_graphs if not isinstance(name, ox.DefaultGraph)]
        return store.query(sparql, prefixes=prefixes, default_graph=graphs, named_graphs=named)

    def _share_triples(self, graphs: Sequence[GraphName]) -> bool:
        """Whether a triple stands in two of `graphs`; many graphs are not worth the asking."""
        key = _key(graphs)
        if len(key) > _ASKED_UP_TO:
            return _engine_repeats()
        if key not in self._shared:
            # The small one of a pair is walked: P/provenance, not P.
            pairs = itertools.combinations(sorted(set(graphs), key=_small_first), 2)
            self._shared[key] = _engine_repeats() and any(
                bool(self.store.query(_ASK_SHARED.format(small=_of(small), large=_of(large))))
                for small, large in pairs
            )
        return self._shared[key]

    def _merge(self, graphs: Sequence[GraphName]) -> ox.Store:
        key = _key(graphs)
        if key not in self._merges:
            merge = copy_store(self.store)
            if not any(isinstance(graph, ox.DefaultGraph) for graph in graphs):
                merge.clear_graph(ox.DefaultGraph())
            for graph in graphs:
                if not isinstance(graph, ox.DefaultGraph):
                    merge.update(f"ADD {graph} TO DEFAULT")
            self._merges[key] = merge
        return self._merges[key]


#: Subjects are compared first: a graph has far fewer of them than triples.
_ASK_SHARED = "ASK {{ {{ SELECT DISTINCT ?s {{ {small} }} }} {large} {small} }}"


def _small_first(name: GraphName) -> tuple[bool, int, str]:
    return isinstance(name, ox.NamedNode), -len(str(name)), str(name)


def _of(name: GraphName) -> str:
    triple = "{ ?s ?p ?o }"
    return triple if isinstance(name, ox.DefaultGraph) else f"GRAPH {name} {triple}"


def _key(graphs: Sequence[GraphName]) -> tuple[str, ...]:
    return tuple(sorted({str(graph) for graph in graphs}))


@functools.cache
def _engine_repeats() -> bool:
    """Whether this pyoxigraph gives a triple of two graphs twice."""
    store, node = ox.Store(), ox.NamedNode("urn:x")
    graphs: list[GraphName] = [node, ox.DefaultGraph()]
    store.extend(ox.Quad(node, node, node, graph) for graph in graphs)
    found = store.query("SELECT ?s { ?s ?p ?o }", default_graph=graphs)
    return isinstance(found, ox.QuerySolutions) and len(list(found)) > 1


def data_graphs(store: ox.Store) -> list[ox.NamedNode | ox.BlankNode]:
    """The named graphs of a store that are data."""
    return [name for name in store.named_graphs() if name not in (MERGE, MERGE_OF)]


def merge_place(graphs: Collection[GraphName]) -> ox.NamedNode | ox.DefaultGraph:
    """Where the merge of `graphs` is kept: in the unnamed graph, unless that is one of them."""
    return MERGE if ox.DefaultGraph() in graphs else ox.DefaultGraph()


def keep_merge(store: ox.Store, graphs: Sequence[GraphName], *, least: int = 2) -> None:
    """Write the merge of `graphs` into the store, and which graphs it merges; of one graph: none.

    The graphs are read and written as streams; the disk removes what is there twice.
    """
    drop_merge(store)
    if len(graphs) < least:
        return
    place = merge_place(graphs)
    for name in graphs:
        store.bulk_extend(
            ox.Quad(quad.subject, quad.predicate, quad.object, place)
            for quad in store.quads_for_pattern(None, None, None, name)
        )
    say_merge(store, graphs)


def drop_merge(store: ox.Store) -> None:
    """Remove the merge that the store keeps, if it does."""
    if (kept := kept_merge(store)) is not None:
        store.clear_graph(kept.place)
        for name in (MERGE, MERGE_OF):
            store.remove_graph(name)


def say_merge(store: ox.Store, graphs: Sequence[GraphName]) -> None:
    """Write into the store which graphs its merge merges."""
    place = MERGE if merge_place(graphs) == MERGE else _UNNAMED
    store.extend(ox.Quad(place, MERGE_OF, ox.Literal(str(name)), MERGE_OF) for name in graphs)


def kept_merge(store: ox.Store) -> KeptMerge | None:
    """The merge that the store says it keeps."""
    place: ox.NamedNode | ox.DefaultGraph = ox.DefaultGraph()
    said = set()
    for quad in store.quads_for_pattern(None, None, None, MERGE_OF):
        if isinstance(quad.object, ox.Literal):
            said.add(quad.object.value)
            if quad.subject == MERGE:
                place = MERGE
    return KeptMerge(place, frozenset(said)) if said else None


def merged_graphs(store: ox.Store) -> set[GraphName]:
    """The graphs of the store that its merge merges; of a merge that is none: none."""
    kept = kept_merge(store)
    graphs: list[GraphName] = [ox.DefaultGraph(), *data_graphs(store)]
    return {name for name in graphs if kept and str(name) in kept.of}


def copy_store(store: ox.Store) -> ox.Store:
    """The same quads in memory; text is twice as fast as passing them one by one."""
    copy = ox.Store()
    copy.bulk_load(store.dump(format=ox.RdfFormat.N_QUADS), ox.RdfFormat.N_QUADS, lenient=True)
    return copy


def main() -> None:
    """Answer the request on stdin."""
    request: dict[str, Any] = json.loads(sys.stdin.readline())
    limit_process(request)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    threading.stack_size(STACK_BYTES)
    status: dict[str, str] = {"error": "ended"}

    def work() -> None:
        status.clear()
        status.update(_answer(request))

    worker = threading.Thread(target=work)
    worker.start()
    worker.join()
    sys.stderr.write("\n" + json.dumps(status) + "\n")
    sys.stderr.flush()
    # Taking a large store apart would only make the parent wait.
    os._exit(0)


def limit_process(request: dict[str, Any]) -> None:
    """What the system itself can limit, beside the parent's watch; nothing on Windows."""
    try:
        import resource
    except ImportError:
        return
    limits = {"RLIMIT_CORE": 0}
    if request["seconds"] is not None:
        limits["RLIMIT_CPU"] = int(request["seconds"]) + 2
    if request["memory_bytes"] is not None:
        # Address space is not memory: this stops only what outruns the parent's watch.
        limits["RLIMIT_AS"] = 4 * request["memory_bytes"] + (1 << 30)
    for name, value in limits.items():
        with contextlib.suppress(OSError, ValueError, AttributeError):
            resource.setrlimit(getattr(resource, name), (value, value))


def forbid_new_files() -> None:
    """After this no file and no network connection can be opened (not on Windows)."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))


def _answer(request: dict[str, Any]) -> dict[str, str]:
    try:
        store = _load(request)
    except (OSError, SyntaxError, ValueError) as error:
        return {"error": "load", "message": str(error)}
    try:
        answer = Merged(store, kept=request["extension"] is None).query(
            request["query"],
            request["prefixes"],
            [_graph(name) for name in request["default_graphs"]],
            None
            if request["named_graphs"] is None
            else [_graph(name) for name in request["named_graphs"]],
        )
        return {"kind": _write(answer)}
    except SyntaxError as error:
        return {"error": "syntax", "message": str(error.msg)}
    except (OSError, ValueError, RuntimeError) as error:
        return {"error": "query", "message": str(error)}
    except MemoryError:
        return {"error": "memory"}


def _load(request: dict[str, Any]) -> ox.Store:
    if request["extension"] is None:
        return ox.Store.read_only(request["path"])
    store = ox.Store()
    name = request["unnamed_graph"]
    store.bulk_load(
        path=request["path"],
        format=ox.RdfFormat.from_extension(request["extension"]),
        to_graph=ox.NamedNode(name) if name else None,
    )
    forbid_new_files()
    return store


def _write(answer: Answer) -> str:
    output = sys.stdout.buffer
    if isinstance(answer, ox.QueryBoolean):
        output.write(b"true" if answer else b"false")
        kind = "ask"
    elif isinstance(answer, ox.QuerySolutions):
        answer.serialize(output, ox.QueryResultsFormat.TSV)
        kind = "select"
    else:
        answer.serialize(output, ox.RdfFormat.N_TRIPLES)
        kind = "graph"
    output.flush()
    return kind


def _graph(name: str) -> GraphName:
    return ox.NamedNode(name) if name else ox.DefaultGraph()


def _end_with_parent() -> None:
    while sys.stdin.buffer.read(4096):
        pass
    os._exit(1)


if __name__ == "__main__":
    main()
