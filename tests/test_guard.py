"""What a query may say before any engine sees it."""

import pytest
from pyoxigraph import Literal, NamedNode

from enishi.errors import InputError
from enishi.graph.binding import bind_values
from enishi.graph.guard import MAX_BYTES, QueryForm, check_query
from enishi.graph.tokens import tokens

N = 20_000
G = "https://w3id.org/enishi/id/local/a"

# The five of threats.md, and their relatives: each ends a process that parses it.
BOMBS = {
    "braces": "SELECT * " + "{" * N + "?s ?p ?o" + "}" * N,
    "OPTIONAL": "SELECT * {" + "OPTIONAL{" * N + "}" * N + "}",
    "OPTIONAL in a row": "SELECT * {" + "OPTIONAL{}" * N + "}",
    "brackets": "ASK { ?s ?p " + "[?p " * N + "?o" + "]" * N + "}",
    "parentheses": "ASK { FILTER(" + "(" * N + "1" + ")" * N + ") }",
    "collections": "ASK { ?s ?p " + "(" * N + ")" * N + "}",
    "UNION": "SELECT * { {}" + "UNION{}" * N + "}",
    "not": "ASK { FILTER(" + "!" * N + "true) }",
    "minus sign": "ASK { FILTER(" + "-" * N + "?x) }",
    "and": "ASK { FILTER(1" + "&&1" * N + ") }",
    "or": "ASK { FILTER(1" + "||1" * N + ") }",
    "sum": "ASK { FILTER(1" + "+1" * N + ") }",
    "sequence path": "ASK { ?s a" + "/a" * N + " ?o }",
    "alternative path": "ASK { ?s a" + "|a" * N + " ?o }",
    "inverse path": "ASK { ?s " + "^" * N + "a ?o }",
    "triple terms": "ASK { ?s ?p " + "<<(?s ?p " * N + "1" + ")>>" * N + "}",
    "functions": "ASK { FILTER(" + "STR(" * N + "1" + ")" * N + ") }",
    "triples": "ASK {" + "?s?p?o." * N + "}",
    "BIND": "ASK {" + "BIND(1 AS?a)" * N + "}",
}


@pytest.mark.parametrize("name", BOMBS)
def test_nesting_and_chain_bombs_are_refused(name: str) -> None:
    with pytest.raises(InputError, match="too deeply|too many|too long"):
        check_query(BOMBS[name], [])
    # Also when cut to a length that the first check lets pass.
    with pytest.raises(InputError, match="too deeply|too many"):
        check_query(BOMBS[name][: MAX_BYTES - 1], [])


def test_a_refusal_says_where_and_what_to_do() -> None:
    with pytest.raises(InputError) as caught:
        check_query("ASK {\n  ?s ?p ?o .\n  SERVICE <http://x/> { } }", [])
    assert caught.value.where == "query:3:3"
    assert caught.value.exit_code == 2
    assert caught.value.hint is not None


def test_length_is_counted_in_bytes() -> None:
    # 3 bytes each: 21,846 of them are over 64 KB, 21,000 with the rest are not.
    check_query("ASK { ?s ?p '" + "茶" * 21_000 + "' }", [])
    with pytest.raises(InputError, match="at most 64 KB"):
        check_query("ASK { ?s ?p '" + "茶" * 21_846 + "' }", [])


def test_without_limits_length_and_depth_are_free_but_service_is_not() -> None:
    assert check_query(BOMBS["braces"], [], limits=False).kind == "select"
    with pytest.raises(InputError, match="SERVICE"):
        check_query("ASK { SERVICE <http://x/> {} }", [], limits=False)


def test_what_people_write_passes() -> None:
    check_query("ASK " + "{" * 128 + "}" * 128, [])
    check_query("SELECT * { VALUES ?x { " + "-1 '2'^^<http://x/d> " * 2000 + "} ?s ?p ?x }", [])
    check_query("ASK { ?s ?p ?o FILTER(?o < 3 && ?o<4 || ?o > 1) }", [])
    check_query("ASK { ?s ?p ?o FILTER(?o IN (<http://x/#a>, <http://x/#b>)) }", [])
    check_query("SELECT * { VALUES (?a ?b) { (<http://x#a> <http://x#b>) } }", [])
    check_query("ASK { ?s (<http://x/#a>|^<http://x/#b>)+ ?o }", [])
    check_query("ASK { <http://x/o'brien> <http://x/(b)> ?o }", [])


@pytest.mark.parametrize(
    "query",
    [
        "ASK { SERVICE <http://x/> { ?s ?p ?o } }",
        "ASK { service silent <http://x/> { } }",
        "ASK { ?s ?p ?o . SERVICE ?s { ?s ?p ?o } }",
        "ASK { { SELECT * { SERVICE <http://x/> { } } } }",
        "ASK { # '\n SERVICE <http://x/> { } # '\n }",
        'ASK { # """\r SERVICE <http://x/> { } # """\n }',
        "ASK { ?s ?p 'it\\'s' SERVICE <http://x/> { } }",
        "ASK { ?s ?p '''a\\''''SERVICE <http://x/> { } }",
        'ASK { ?s ?p "" SERVICE <http://x/> { } FILTER("" = "") }',
        # Oxigraph reads without a lexer: all of these reach a SERVICE there.
        "ASK { SERVICESILENT<http://x/>{} }",
        "ASK { SERVICE:x {} }",
        "ASK { service:x {} }",
        "ASK { ?s ?p trueSERVICE<http://x/>{} }",
        "ASK { ?s ?p trueSERVICE:x{} }",
        "ASK { ?s ?p 1SERVICE<http://x/>{} }",
        "ASK { ?s ?p 1.SERVICE<http://x/>{} }",
        "ASK { ?s ?p 1e5SERVICE<http://x/>{} }",
        "ASK { ?s ?p ex:a.b.SERVICE<http://x/>{} }",
        "ASK { ?s ?p _:a.b.SERVICE<http://x/>{} }",
        "PREFIX service: <http://x/> ASK { service:x { ?s ?p ?o } }",
    ],
)
def test_service_is_refused_in_every_disguise(query: str) -> None:
    with pytest.raises(InputError, match="SERVICE"):
        check_query(query, [])


@pytest.mark.parametrize(
    "query",
    [
        "ASK { ?s ?p ?o FILTER(?o<?b)SERVICE:x#>\n{ ?s ?p ?o } }",
        "ASK { ?s ?p ?o FILTER(?o<'x>')SERVICE <http://x/> { } FILTER(?o='') #'\n }",
        'ASK { ?s ?p ?o FILTER(?o<b:c#> """\n) SERVICE <http://x/> { } #"""\n }',
        "ASK { ?s ?p ?o FILTER(EXISTS { } <'x>')SERVICE <http://x/> { } FILTER(?o='') #'\n }",
        'ASK { ?s ?p "\\u0022 SERVICE <http://x/> { } #" }',
    ],
)
def test_text_that_an_engine_could_read_in_two_ways_is_refused(query: str) -> None:
    with pytest.raises(InputError):
        check_query(query, [])


@pytest.mark.parametrize(
    "query",
    [
        'ASK { ?s ?p "SERVICE <http://x/> {}" }',
        "ASK { ?s ?p '''\nLOAD <http://x/>\n''' }",
        "ASK { ?s ?p ?o } # SERVICE <http://x/>",
        "ASK { ?s <http://x/service#LOAD> ?service }",
        "ASK { ?s ?p ex:service , ex:public-service , 'DELETE'@en }",
        'ASK { ?s ?p "a \\" SERVICE" , "\\\\" }',
    ],
)
def test_the_words_are_free_inside_text_and_names(query: str) -> None:
    assert check_query(query, []) == QueryForm("ask")


@pytest.mark.parametrize(
    "update",
    [
        "LOAD <http://127.0.0.1/>",
        "load silent <file:///etc/passwd> into graph <http://x/>",
        "INSERT DATA { <http://x/> <http://x/> 1 }",
        "PREFIX x: <http://x/> DELETE WHERE { ?s ?p ?o }",
        "CLEAR ALL",
        "ASK { } ; DROP ALL",
        "WITH <http://x/> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    ],
)
def test_updates_are_refused(update: str) -> None:
    with pytest.raises(InputError, match="read-only"):
        check_query(update, [])


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT * FROM <{G}> {{ ?s ?p ?o }}",
        f"PREFIX p: <{G.rpartition('/')[0]}/> SELECT * FROM p:a {{ ?s ?p ?o }}",
        f"BASE <{G}/x> SELECT * FROM <../a> {{ ?s ?p ?o }}",
        f"BASE <{G}> PREFIX p: <./> SELECT * FROM p:a {{ ?s ?p ?o }}",
        f"select * from<{G}>{{?s ?p ?o}}",
    ],
)
def test_from_resolves_prefixes_and_base(query: str) -> None:
    form = check_query(query, [G])
    assert (form.default_graphs, form.named_graphs) == ((G,), ())
    with pytest.raises(InputError, match="not a graph of this knowledge base"):
        check_query(query, [G + "b"])


def test_from_named_is_told_from_from() -> None:
    form = check_query(f"SELECT * FROM <{G}> FROM NAMED <{G}/x> {{ }}", [G, G + "/x"])
    assert (form.default_graphs, form.named_graphs) == ((G,), (G + "/x",))


@pytest.mark.parametrize("graph", ["<http://127.0.0.1:9/>", "<file:///etc/passwd>", "nope:x", "1"])
def test_from_outside_the_knowledge_base_is_refused(graph: str) -> None:
    for clause in ("FROM", "FROM NAMED"):
        with pytest.raises(InputError):
            check_query(f"SELECT * {clause} {graph} {{ ?s ?p ?o }}", [G])


@pytest.mark.parametrize(
    ("query", "kind", "ordered"),
    [
        ("SELECT * { }", "select", False),
        ("# SELECT\nPREFIX a: <http://x/> BASE <http://x/> ask { }", "ask", False),
        ("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", "construct", False),
        ("DESCRIBE <http://x/>", "describe", False),
        ("SELECT * { ?s ?p ?o } ORDER BY ?s", "select", True),
        ("SELECT * { { SELECT * { ?s ?p ?o } ORDER BY ?s } }", "select", False),
    ],
)
def test_the_form_of_a_query_is_found(query: str, kind: str, ordered: bool) -> None:
    form = check_query(query, [])
    assert (form.kind, form.ordered) == (kind, ordered)


@pytest.mark.parametrize("query", ["", "   # nothing", "HELLO", "{ ?s ?p ?o }", "PREFIX x:"])
def test_what_is_no_query_is_refused(query: str) -> None:
    with pytest.raises(InputError, match="no SELECT"):
        check_query(query, [])


def test_an_open_string_is_found_at_its_start() -> None:
    with pytest.raises(InputError, match="not closed") as caught:
        check_query("ASK {\n ?s ?p 'x }", [])
    assert caught.value.where == "query:2:8"


def test_tokens_are_cut_as_sparql_says() -> None:
    text = "<http://x/#a>?b<3 ex:a\\#b.c. _:d.e \"x\"@ja-JP^^xsd:int '''a'b''' # end"
    assert [(token.kind, token.text) for token in tokens(text)] == [
        ("iri", "<http://x/#a>"),
        ("variable", "?b"),
        ("mark", "<"),
        ("number", "3"),
        ("name", "ex:a\\#b.c"),
        ("mark", "."),
        ("blank", "_:d.e"),
        ("string", '"x"'),
        ("language", "@ja-JP"),
        ("mark", "^^"),
        ("name", "xsd:int"),
        ("string", "'''a'b'''"),
    ]


def test_values_are_bound_in_every_block_made_for_them() -> None:
    query = "SELECT * { VALUES ?x { UNDEF } { VALUES ?x { 1 } } VALUES ?y { UNDEF } }"
    assert bind_values(query, {"x": NamedNode("http://x/")}) == (
        "SELECT * { VALUES ?x { <http://x/> } { VALUES ?x { <http://x/> } } VALUES ?y { UNDEF } }"
    )


def test_values_without_a_block_go_to_the_head_of_the_pattern() -> None:
    assert bind_values("CONSTRUCT { ?s ?p ?x } WHERE { ?s ?p ?x }", {"x": Literal("1")}) == (
        'CONSTRUCT { ?s ?p ?x } WHERE { VALUES ?x { "1" } ?s ?p ?x }'
    )


def test_a_bound_value_with_sparql_in_it_stays_one_string() -> None:
    evil = "x\" } SERVICE <http://x/> { } #\n'\\"
    bound = bind_values("ASK { ?s ?p ?x }", {"x": Literal(evil)})
    strings = [token for token in tokens(bound) if token.kind == "string"]
    assert len(strings) == 1
    assert check_query(bound, []) == QueryForm("ask")
