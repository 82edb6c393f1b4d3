"""The knowledge base in another RDF format."""

from pathlib import Path

import pyoxigraph as ox

from .store import KnowledgeBase, open_kb


def export_kb(kb: KnowledgeBase, out: Path) -> None:
    """Write all graphs of `kb` to `out`; its extension is the format.

    `.ttl .nt .rdf .jsonld` hold one plan, its graphs merged, and leave out what people added.
    Raises InputError for an unknown extension or more than one plan in such a file.
    """
    target = open_kb(out)
    wanted = kb.graphs() if out.suffix in (".trig", ".nq") else kb.default_graphs()
    graphs: dict[str, list[ox.Quad]] = {name: list(kb.quads(name)) for name in wanted}
    gone: dict[str, list[ox.Quad]] = {}
    if target.exists():
        gone = {name: [] for name in target.graphs() if name not in graphs}
    target.replace({**gone, **graphs})
