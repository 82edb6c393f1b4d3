"""The registry of named questions: headers, names, parameters."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from enishi.errors import InputError
from enishi.graph.binding import bind_values
from enishi.graph.guard import check_query
from enishi.graph.questions import all_questions, find_question, read_question
from enishi.language import Text

HEADER = """\
# id: 04
# slug: projects-per-section
# title@ja: 課別の事業数
# title@en: Projects per section
# description@ja: 課ごとの数。
# description@en: One number a section.
# param: section | 課の名前 | section name |
# param: word | 言葉 | word | 茶

# a comment of the author's: not the header
SELECT * { VALUES ?section { UNDEF } VALUES ?word { UNDEF } ?s ?p ?section, ?word }
"""


def write(folder: Path, text: str = HEADER, name: str = "04-projects-per-section.rq") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_header_is_read(tmp_path: Path) -> None:
    question = read_question(write(tmp_path))
    assert (question.id, question.slug) == ("04", "projects-per-section")
    assert question.title == Text("課別の事業数", "Projects per section")
    assert question.description == Text("課ごとの数。", "One number a section.")
    assert [(p.name, p.label, p.default) for p in question.parameters] == [
        ("section", Text("課の名前", "section name"), ""),
        ("word", Text("言葉", "word"), "茶"),
    ]
    assert question.sparql == HEADER


@pytest.mark.parametrize(
    "name", ["4", "04", "projects-per-section", "04-projects-per-section", "Projects-Per-Section"]
)
def test_a_question_is_found_by_number_slug_or_stem(tmp_path: Path, name: str) -> None:
    write(tmp_path)
    assert find_question(name, tmp_path).id == "04"


def test_an_unknown_name_brings_the_nearest(tmp_path: Path) -> None:
    write(tmp_path)
    for name in ("project-per-sections", "../../etc/passwd", "0"):
        with pytest.raises(InputError, match="no question") as caught:
            find_question(name, tmp_path)
        assert "--list" in str(caught.value.hint)
    with pytest.raises(InputError) as caught:
        find_question("project-per-sections", tmp_path)
    assert "projects-per-section" in str(caught.value.hint)


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("# id: 04", "# number: 04", 1),
        ("# id: 04", "id: 04", 1),
        ("# id: 04", "# id: four", 1),
        ("# slug: projects-per-section", "# slug: other", 1),
        ("# title@ja: 課別の事業数", "# title@en: twice", 4),
        ("# title@en: Projects per section", "# title@en:", 4),
        ("# description@en: One number a section.", "# a remark", 6),
        ("# description@ja: 課ごとの数。\n", "", 8),
        ("# param: word | 言葉 | word | 茶", "# param: word", 8),
        ("# param: word | 言葉 | word | 茶", "# param: a word | 言葉 | word | 茶", 8),
    ],
)
def test_a_malformed_header_is_named_by_file_and_line(
    tmp_path: Path, old: str, new: str, line: int
) -> None:
    path = write(tmp_path, HEADER.replace(old, new))
    with pytest.raises(InputError) as caught:
        all_questions(tmp_path)
    assert caught.value.where == f"{path}:{line}"


def test_two_questions_with_one_number_are_refused(tmp_path: Path) -> None:
    write(tmp_path)
    write(tmp_path, HEADER.replace("projects-per-section", "other"), "04-other.rq")
    with pytest.raises(InputError, match="is also that of"):
        all_questions(tmp_path)


def test_defaults_are_bound_and_open_parameters_are_not(tmp_path: Path) -> None:
    question = read_question(write(tmp_path))
    assert question.bindings({}) == {"word": ox.Literal("茶")}
    assert question.bindings({"section": "企画課", "word": ""}) == {"section": ox.Literal("企画課")}


def test_only_angle_brackets_make_an_iri(tmp_path: Path) -> None:
    question = read_question(write(tmp_path))
    values = {"section": "<http://x/a>", "word": "http://x/a"}
    assert question.bindings(values) == {
        "section": ox.NamedNode("http://x/a"),
        "word": ox.Literal("http://x/a"),
    }
    assert question.bindings({"word": "<茶>"}) == {"word": ox.Literal("<茶>")}


def test_an_unknown_parameter_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no parameter “sction”") as caught:
        read_question(write(tmp_path)).bindings({"sction": "x"})
    assert "section, word" in str(caught.value.hint)


def test_a_parameter_with_sparql_in_it_is_inert(tmp_path: Path) -> None:
    question = read_question(write(tmp_path))
    store = ox.Store()
    node = ox.NamedNode("http://x/a")
    store.add(ox.Quad(node, node, ox.Literal("茶")))
    for evil in ('" } UNION { ?s ?p ?o } #', "<http://x/a> } #", "\\", '"', "'''", "?o", "\n}"):
        sparql = bind_values(question.sparql, question.bindings({"section": evil}))
        assert check_query(sparql, []).kind == "select"
        assert list(store.query(sparql)) == []  # type: ignore[arg-type]


def test_every_question_of_enishi_is_well_formed_and_passes_the_guard() -> None:
    questions = all_questions()
    assert [int(question.id) for question in questions] == list(range(1, len(questions) + 1))
    for question in questions:
        everything = {parameter.name: "x" for parameter in question.parameters}
        sparql = bind_values(question.sparql, question.bindings(everything))
        assert check_query(sparql, []).ordered, question.path.name
        for parameter in question.parameters:
            assert f"VALUES ?{parameter.name} {{" in question.sparql
