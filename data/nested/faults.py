"""What is wrong with a file of records, said once for all places that find it."""

from collections.abc import Iterable

from ...errors import InputError
from ...language import Text


def two_governments(code: str, other: str) -> InputError:
    """Records of another government under one municipality code."""
    return InputError(
        Text(
            f"市区町村コード {code} の文書に、別の主体「{other}」の記録があります",
            f"under the municipality code {code} there are records of another government, “{other}”",
        ),
        hint=Text(
            "--municipality を付けずに実行すると、主体ごとに計画を分けます",
            "without --municipality each government gets a plan of its own",
        ),
    )


def too_many_records(name: str, place: str, most: int) -> InputError:
    """One value of the file `name` says more than can be held; `place` is where it got too much."""
    return InputError(
        Text(
            f"一つの値の中に、事業・担当・相手先などが{most:,}件を超えて書かれています",
            f"one value says more than {most:,} projects, owners and partners",
        ),
        where=f"{name}:{place}",
        hint=Text(
            "1行に1事業の NDJSON に分けてください", "write it as NDJSON, one project to a line"
        ),
    )


def no_project(name: str, seen: Iterable[str]) -> InputError:
    """No field of the records in file `name` is a project's name; `seen` are those there are."""
    fields = "、".join(each or "（名前なし）" for each in list(seen)[:12]) or "なし"
    return InputError(
        Text(
            f"事業の名前の項目が見つかりません（あった項目: {fields}）",
            f"no field with the name of a project was found (there are: {fields})",
        ),
        where=name,
        hint=Text(
            "`enishi inspect` で項目の読み方を書き出し、直したものを --profile で指定してください",
            "write the profile with `enishi inspect`, correct it, and name it with --profile",
        ),
    )


def no_plan(name: str, seen: Iterable[str]) -> InputError:
    """The records in file `name` are called something, and nothing makes them projects."""
    fields = "、".join(list(seen)[:12])
    return InputError(
        Text(
            f"名前のある記録ですが、担当・内容・施策・連携先など、事業と分かる項目がありません"
            f"（あった項目: {fields}）",
            f"the records have names, but no owner, description, level or partner that would make"
            f" them projects (there are: {fields})",
        ),
        where=name,
        hint=Text(
            "事業の一覧を指定してください。事業の一覧なら、`enishi inspect` で書き出した読み方を"
            "直し、--profile で指定してください",
            "name a list of projects; if these are, correct the profile that `enishi inspect`"
            " writes, and name it with --profile",
        ),
    )
