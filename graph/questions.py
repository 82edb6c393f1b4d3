"""The named questions: one SPARQL file each, in `ontology/questions/NN-slug.rq`.

A file begins with header lines, one `# key: value` each, up to the first line that is none:

    # id: 04
    # slug: projects-per-section
    # title@ja: 課別の事業数        (also title@en, description@ja, description@en)
    # param: section | 課の名前 | section name | 企画課

A parameter line (any number of them) has its name, what it is called in Japanese and English,
and its default; an empty default leaves the variable as the query has it. The query binds it in
`VALUES ?section { … }`: see `binding.bind_values`.
"""

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from .. import ontology
from ..errors import InputError
from ..language import Text
from .binding import Term

#: The questions that Enishi brings.
FOLDER: Final = Path(ontology.__file__).parent / "questions"

_KEYS: Final = (
    "id",
    "slug",
    "title@ja",
    "title@en",
    "description@ja",
    "description@en",
)
_HEADER: Final = re.compile(r"#\s*([a-z]+(?:@[a-z]+)?):\s*(.*?)\s*$")
_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_IRI: Final = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]*:[^<>\s]*)>")


@dataclass(frozen=True)
class Parameter:
    """A value that a question can be asked with; `default` "" leaves it open."""

    name: str
    label: Text
    default: str


@dataclass(frozen=True)
class Question:
    """A question with a name; `id` is its number as written ("04")."""

    id: str
    slug: str
    title: Text
    description: Text
    parameters: tuple[Parameter, ...]
    sparql: str
    path: Path

    def bindings(self, values: Mapping[str, str]) -> dict[str, Term]:
        """`values` and the defaults as terms: `<iri>` is an IRI, all else a plain literal.

        Raises:
            InputError: the question has no parameter of that name.
        """
        known = {parameter.name: parameter.default for parameter in self.parameters}
        for name in values:
            if name not in known:
                raise InputError(
                    Text(
                        "質問 {q} に「{p}」という引数はありません",
                        "question {q} has no parameter “{p}”",
                    ).format(q=self.id, p=name),
                    where=self.path.name,
                    hint=Text("使えるのは: {k}", "There are: {k}").format(
                        k=", ".join(known) or "-"
                    ),
                )
        return {name: _term(value) for name, value in (known | dict(values)).items() if value}


def all_questions(folder: Path = FOLDER) -> list[Question]:
    """Every question in `folder`, by number.

    Raises:
        InputError: a header is malformed (with file and line), or two files share a name.
    """
    return list(_read_folder(folder))


def find_question(name: str, folder: Path = FOLDER) -> Question:
    """The question with this number (`4`, `04`), slug or file stem (`04-projects-per-section`).

    Raises:
        InputError: there is none; the hint has the nearest names.
    """
    wanted = name.strip().removesuffix(".rq").lower()
    number = wanted.lstrip("0") if wanted.isdecimal() else None
    questions = _read_folder(folder)
    for question in questions:
        if wanted in (question.slug, question.path.stem):
            return question
        if number is not None and question.id.lstrip("0") == number:
            return question
    slugs = [question.slug for question in questions]
    near = difflib.get_close_matches(wanted, slugs, n=3, cutoff=0.4)
    raise InputError(
        Text("「{n}」という質問はありません", "there is no question “{n}”").format(n=name),
        where="query",
        hint=Text(
            "一覧は `enishi query --list` で見られます。近い名前: {k}",
            "`enishi query --list` lists them. Near names: {k}",
        ).format(k=", ".join(near) or "-"),
    )


@cache
def _read_folder(folder: Path) -> tuple[Question, ...]:
    questions = [read_question(path) for path in sorted(folder.glob("*.rq"))]
    taken: dict[str, Path] = {}
    for question in questions:
        for name in (question.id.lstrip("0"), question.slug):
            other = taken.setdefault(name, question.path)
            if other != question.path:
                raise _malformed(
                    question.path,
                    1,
                    Text(
                        "番号か名前「{n}」が {o} と同じです",
                        "the number or slug “{n}” is also that of {o}",
                    ).format(n=name, o=other.name),
                )
    return tuple(sorted(questions, key=lambda question: (int(question.id), question.slug)))


def read_question(path: Path) -> Question:
    """The question in one file.

    Raises:
        InputError: the header is malformed; `where` is file and line.
    """
    text = path.read_text(encoding="utf-8")
    said: dict[str, str] = {}
    parameters: list[Parameter] = []
    line_of: dict[str, int] = {}
    last = 0
    for last, line in enumerate(text.split("\n"), start=1):
        if not line.startswith("#"):
            break
        key, value = _header_line(path, last, line)
        if key == "param":
            parameters.append(_parameter(path, last, value))
        elif key in said:
            raise _malformed(
                path, last, Text("{k} が2回あります", "{k} is said twice").format(k=key)
            )
        else:
            said[key], line_of[key] = value, last
    for key in _KEYS:
        if not said.get(key):
            raise _malformed(
                path,
                line_of.get(key, last),
                Text("{k} がありません", "{k} is missing").format(k=key),
            )
    if not said["id"].isdecimal() or path.stem != f"{said['id']}-{said['slug']}":
        raise _malformed(
            path,
            line_of["id"],
            Text(
                "ファイル名が {i}-{s}.rq ではありません", "the file is not called {i}-{s}.rq"
            ).format(i=said["id"], s=said["slug"]),
        )
    return Question(
        id=said["id"],
        slug=said["slug"],
        title=Text(said["title@ja"], said["title@en"]),
        description=Text(said["description@ja"], said["description@en"]),
        parameters=tuple(parameters),
        sparql=text,
        path=path,
    )


def _header_line(path: Path, number: int, line: str) -> tuple[str, str]:
    found = _HEADER.match(line)
    if found is None or found[1] not in (*_KEYS, "param"):
        raise _malformed(
            path,
            number,
            Text(
                "「# 項目: 値」の形の行ではありません", "this is no “# key: value” line of a header"
            ),
        )
    return found[1], found[2]


def _parameter(path: Path, number: int, value: str) -> Parameter:
    parts: Sequence[str] = [part.strip() for part in value.split("|")]
    if len(parts) != 4 or not _NAME.fullmatch(parts[0]) or not parts[1] or not parts[2]:
        raise _malformed(
            path,
            number,
            Text(
                "引数は「名前 | 日本語の説明 | 英語の説明 | 初期値」と書きます",
                "a parameter is “name | label in Japanese | label in English | default”",
            ),
        )
    return Parameter(parts[0], Text(parts[1], parts[2]), parts[3])


def _term(value: str) -> Term:
    """A value as given by a person: an IRI only in angle brackets and only a valid one."""
    value = value.encode("utf-8", "replace").decode("utf-8")  # terminals can send half characters
    found = _IRI.fullmatch(value)
    if found:
        try:
            return ox.NamedNode(found[1])
        except ValueError:
            return ox.Literal(value)
    return ox.Literal(value)


def _malformed(path: Path, line: int, message: Text) -> InputError:
    keys = ", ".join(_KEYS)
    return InputError(
        message,
        where=f"{path}:{line}",
        hint=Text("先頭の行に必要なもの: {k}", "The header needs: {k}").format(k=keys),
    )
