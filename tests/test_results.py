"""Answers in the W3C formats, as RDF and as a table."""

import io
import json
from xml.etree import ElementTree

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode
from rich.console import Console

from enishi.errors import InputError
from enishi.graph.results import QueryResult, readable
from enishi.language import set_lang

SELECT = QueryResult(
    "select",
    '?name\t?n\n"茶, \\"銘茶\\"\\n狭山"@ja\t2\n<https://w3id.org/enishi/ontology#Project>\t\n'.encode(),
)
ASK = QueryResult("ask", b"true")
GRAPH = QueryResult.from_child(
    "graph",
    b"<http://x/b> <http://x/p> <http://x/c> .\n"
    b'<http://x/a> <http://purl.org/dc/terms/title> "t" .\n'
    b"<http://x/a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://x/T> .\n"
    b"<http://x/b> <http://x/p> <http://x/c> .\n",
    ordered=False,
)


def shown(result: QueryResult, width: int = 80) -> str:
    console = Console(file=io.StringIO(), width=width, force_terminal=False)
    console.print(result.table())
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_rows_are_terms_and_none_for_what_is_unbound() -> None:
    assert SELECT.variables == ("name", "n")
    assert list(SELECT.rows()) == [
        (
            Literal('茶, "銘茶"\n狭山', language="ja"),
            Literal("2", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#integer")),
        ),
        (NamedNode("https://w3id.org/enishi/ontology#Project"), None),
    ]


def test_json_follows_the_w3c_format() -> None:
    assert json.loads(SELECT.serialize("json")) == {
        "head": {"vars": ["name", "n"]},
        "results": {
            "bindings": [
                {
                    "name": {"type": "literal", "value": '茶, "銘茶"\n狭山', "xml:lang": "ja"},
                    "n": {
                        "type": "literal",
                        "value": "2",
                        "datatype": "http://www.w3.org/2001/XMLSchema#integer",
                    },
                },
                {"name": {"type": "uri", "value": "https://w3id.org/enishi/ontology#Project"}},
            ]
        },
    }
    assert json.loads(ASK.serialize("json")) == {"head": {}, "boolean": True}


def test_xml_follows_the_w3c_format() -> None:
    space = "{http://www.w3.org/2005/sparql-results#}"
    root = ElementTree.fromstring(SELECT.serialize("xml"))
    assert root.tag == space + "sparql"
    assert [node.get("name") for node in root.iter(space + "variable")] == ["name", "n"]
    assert len(list(root.iter(space + "result"))) == 2
    assert ElementTree.fromstring(ASK.serialize("xml")).findtext(space + "boolean") == "true"


def test_csv_has_quotes_and_crlf_as_the_w3c_says() -> None:
    assert SELECT.serialize("csv").decode() == (
        'name,n\r\n"茶, ""銘茶""\n狭山",2\r\nhttps://w3id.org/enishi/ontology#Project,\r\n'
    )
    assert ASK.serialize("csv") == b"true"


def test_tsv_keeps_every_term() -> None:
    assert SELECT.serialize("tsv") == SELECT.data
    assert ASK.serialize("tsv") == b"true"


@pytest.mark.parametrize(
    ("data", "rows"),
    [
        (b"?x\n", []),
        (b"?x\n\n", [(None,)]),
        (b"?x\t?y\n\t\n", [(None, None)]),
        (b"\n\n", [()]),
    ],
)
def test_empty_answers_and_empty_rows_are_told_apart(
    data: bytes, rows: list[tuple[None, ...]]
) -> None:
    result = QueryResult("select", data)
    assert list(result.rows()) == rows
    assert result.truth == bool(rows)
    bindings = json.loads(result.serialize("json"))["results"]["bindings"]
    assert bindings == [{} for _ in rows]


def test_a_graph_is_a_set_in_a_fixed_order() -> None:
    assert GRAPH.data.decode().splitlines() == [
        "<http://x/a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://x/T> .",
        '<http://x/a> <http://purl.org/dc/terms/title> "t" .',
        "<http://x/b> <http://x/p> <http://x/c> .",
    ]
    assert GRAPH.serialize("ntriples") == GRAPH.data
    assert [str(triple.subject) for triple in GRAPH.triples()] == [
        "<http://x/a>",
        "<http://x/a>",
        "<http://x/b>",
    ]


def test_turtle_groups_by_subject_and_uses_only_the_prefixes_it_needs() -> None:
    assert GRAPH.serialize("turtle").decode() == (
        "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n"
        "@prefix dct: <http://purl.org/dc/terms/> .\n"
        '<http://x/a> a <http://x/T> ;\n\tdct:title "t" .\n'
        "<http://x/b> <http://x/p> <http://x/c> .\n"
    )


@pytest.mark.parametrize(
    ("result", "name", "known"),
    [(GRAPH, "json", "turtle"), (SELECT, "turtle", "json, xml, csv, tsv, table"), (ASK, "x", "")],
)
def test_a_format_the_answer_does_not_have_is_refused(
    result: QueryResult, name: str, known: str
) -> None:
    with pytest.raises(InputError, match=f"no format {name}") as caught:
        result.serialize(name)
    assert known in str(caught.value.hint)


def test_the_table_shows_values_and_short_names() -> None:
    text = shown(SELECT)
    assert '茶, "銘茶"' in text
    assert "eni:Project" in text
    assert "2 rows" in text
    assert "@ja" not in text


def test_the_table_of_a_graph_has_a_row_for_each_triple() -> None:
    text = shown(GRAPH)
    assert "subject" in text
    assert "dct:title" in text
    assert "3 rows" in text


def test_the_table_of_an_ask_is_a_word() -> None:
    assert "yes (true)" in shown(ASK)
    set_lang("ja")
    assert "いいえ（false）" in shown(QueryResult("ask", b"false"))


def test_a_label_is_neither_markup_nor_terminal_control() -> None:
    evil = QueryResult("select", b'?x\n"[red]a[/red] [link=http://x]b\\u001B[2J"\n')
    text = shown(evil)
    assert "[red]a[/red] [link=http://x]b [2J" in text
    assert "\x1b" not in text


def test_terms_are_read_as_people_write_them() -> None:
    assert readable(None) == ""
    assert readable(Literal("課", language="ja")) == "課"
    assert readable(NamedNode("http://purl.org/dc/terms/title")) == "dct:title"
    assert readable(NamedNode("https://w3id.org/enishi/id/a/b")).startswith("https://")
    assert readable(BlankNode("x")) == "_:x"
