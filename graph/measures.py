"""Measures of the network of links, named and defined as in the literature.

Computed with networkx on the simple graph of the links (parallel links count once):

    degree        number of neighbours
    share         degree / (n - 1): neighbours of all there could be (degree centrality); between
                  sections and partners degree / number of the other type (Borgatti and Everett
                  1997)
    betweenness   sum over pairs of the share of shortest paths that pass through (Freeman 1977)
    constraint    sum over neighbours j of (p_ij + sum_q p_iq p_qj)^2, p = share of i's links that
                  go to j; low where somebody joins others that are not joined (Burt 1992). None
                  without neighbours.
    community     Louvain, fixed seed (Blondel et al. 2008); numbered from 1, the largest first
    bridges       links without which the network falls apart
"""

import math
from collections import Counter
from dataclasses import dataclass
from typing import Any, Final

import networkx as nx

from .links import Links, Node

_SEED: Final = 7


@dataclass(frozen=True, slots=True)
class NodeMeasures:
    """One node's measures; `bridges` are the neighbours that only it joins to the rest."""

    node: Node
    share: float
    constraint: float | None
    community: int
    bridges: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Added to the node of `links --format json`."""
        return {
            "share": round(self.share, 6),
            "constraint": None if self.constraint is None else round(self.constraint, 6),
            "community": self.community,
            "bridges": list(self.bridges),
        }


def measure(links: Links) -> dict[str, NodeMeasures]:
    """The measures of every node, in the order of `links.nodes`."""
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(node.iri for node in links.nodes)
    graph.add_edges_from((link.source, link.target) for link in links.links)
    constraint = nx.constraint(graph) if len(graph) else {}
    groups = nx.community.louvain_communities(graph, seed=_SEED) if len(graph) else []
    order = {node.iri: number for number, node in enumerate(links.nodes)}
    ranked = sorted(groups, key=lambda group: (-len(group), min(order[iri] for iri in group)))
    community = {iri: number for number, group in enumerate(ranked, 1) for iri in group}
    bridges: dict[str, list[str]] = {iri: [] for iri in order}
    # The stubs take the nodes of this function for pairs.
    found: list[tuple[str, str]] = list(nx.bridges(graph))  # type: ignore[arg-type]
    for one, other in found:
        bridges[one].append(other)
        bridges[other].append(one)
    types = Counter(node.type for node in links.nodes)

    def others(node: Node) -> int:
        """How many nodes this one could be joined to."""
        return len(graph) - (types[node.type] if links.by == "partner" else 1)

    return {
        node.iri: NodeMeasures(
            node=node,
            share=graph.degree(node.iri) / others(node) if others(node) else 0.0,
            constraint=None
            if math.isnan(constraint.get(node.iri, math.nan))
            else constraint[node.iri],
            community=community[node.iri],
            bridges=tuple(sorted(bridges[node.iri], key=order.__getitem__)),
        )
        for node in links.nodes
    }
