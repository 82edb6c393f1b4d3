"""How often a node lies between others: the size of a dot."""

from typing import Final

from .model import PROPOSED, MapModel

#: Above this many nodes betweenness is estimated from as many sampled sources.
_SAMPLE: Final = 400
#: Sources times nodes stay below this; the estimate gets rougher, the dots' sizes with it.
_WORK: Final = 500_000
_SEED: Final = 20160401


def set_centrality(model: MapModel) -> None:
    """Set `centrality` to betweenness on what the plan states, scaled to 0-1 among projects.

    b(v) = Σ over pairs s, t of (shortest paths through v) / (shortest paths) (Freeman 1977);
    the square root evens out sizes, as areas are compared by eye.
    """
    import networkx as nx

    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(model.nodes)
    graph.add_edges_from((e.source, e.target) for e in model.edges if e.rel not in PROPOSED)
    many = len(graph) > 2 * _SAMPLE
    sample = max(24, min(_SAMPLE, _WORK // len(graph))) if many else None
    between = nx.betweenness_centrality(graph, k=sample, seed=_SEED)
    largest = max((between[node.iri] for node in model.of_type("project")), default=0.0)
    for node in model.nodes.values():
        share = between[node.iri] / largest if largest else 0.0
        node.centrality = round(min(1.0, float(share)) ** 0.5, 3)
