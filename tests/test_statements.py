"""Quads held small are the quads they stand for."""

import pyoxigraph as ox

from enishi.graph.statements import Statements, Together

A, B, P, G = (ox.NamedNode(f"urn:{name}") for name in "abpg")


def test_statements_are_quads_of_their_graph_each_once_in_order() -> None:
    told = Statements(G)
    told.add(B, P, ox.Literal("茶", language="ja"))
    told.add(A, P, B)
    told.add(B, P, ox.Literal("茶", language="ja"))
    told.add(B, P, ox.Literal("茶"))
    quads = [
        ox.Quad(B, P, ox.Literal("茶", language="ja"), G),
        ox.Quad(A, P, B, G),
        ox.Quad(B, P, ox.Literal("茶"), G),
    ]
    assert list(told) == quads == list(told)
    assert len(told) == 3
    assert quads[1] in told and ox.Quad(A, P, B, A) not in told and "urn:a" not in told


def test_collections_are_one_after_the_other() -> None:
    told, other = Statements(G), [ox.Quad(B, P, A, A)]
    told.add(A, P, B)
    both = Together([told, other])
    assert list(both) == [ox.Quad(A, P, B, G), ox.Quad(B, P, A, A)] == list(both)
    assert len(both) == 2
    assert other[0] in both and ox.Quad(B, P, B, A) not in both
