"""click commands whose help, usage lines and errors come in Japanese and English."""

import os
import re
import sys
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

import click

from .errors import EnishiError
from .language import Text, current_lang, set_lang

_USAGE = Text("使い方: ", "Usage: ")
_OPTIONS = Text("オプション", "Options")
_COMMANDS = Text("コマンド", "Commands")
#: click's own words in a usage line.
_PLACEHOLDERS = {
    "[OPTIONS]": "[オプション]",
    "COMMAND [ARGS]...": "コマンド [引数]...",
    "DOCUMENTS...": "文書...",
}
_HELP = Text("この説明を出します。", "Show this message.")
_HINT = Text("ヒント", "hint")
_ERROR = Text("誤り", "error")
#: What a terminal obeys: escapes, a line that is overwritten, letters that run backwards.
_ORDERS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


class Option(click.Option):
    """An option whose `help` may be a Text."""

    def __init__(self, *args: Any, **attributes: Any) -> None:
        self.said: Text | str | None = attributes.pop("help", None)
        super().__init__(*args, **attributes)

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """The option's line of the help page, in the current language."""
        if self.said is not None:
            self.help = str(self.said)
        return super().get_help_record(ctx)


class _Localised(click.Command):
    said: Text | None = None

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = " ".join(self.collect_usage_pieces(ctx))
        if current_lang() == "ja":
            for english, japanese in _PLACEHOLDERS.items():
                pieces = pieces.replace(english, japanese)
        formatter.write_usage(ctx.command_path, pieces, prefix=str(_USAGE))

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        if self.said is not None:
            self.help = str(self.said)
        super().format_help_text(ctx, formatter)

    def get_short_help_str(self, limit: int = 45) -> str:
        if self.said is None:
            return super().get_short_help_str(limit)
        return str(self.said).split("\n", 1)[0]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        options = [each for each in self.get_params(ctx) if isinstance(each, click.Option)]
        rows = [row for option in options if (row := option.get_help_record(ctx))]
        if rows:
            with formatter.section(str(_OPTIONS)):
                formatter.write_dl(rows)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = str(_HELP)
        return option


class Command(_Localised):
    """A command whose `help` may be a Text."""

    def __init__(self, *args: Any, **attributes: Any) -> None:
        said: Text | None = attributes.pop("help", None)
        super().__init__(*args, **attributes)
        self.said = said


class Group(_Localised, click.Group):
    """The root: its commands in the order they were defined, and errors as people read them."""

    command_class = Command

    def __init__(self, *args: Any, **attributes: Any) -> None:
        said: Text | None = attributes.pop("help", None)
        super().__init__(*args, **attributes)
        self.said = said

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in order of definition, which is the order of a day's work."""
        return list(self.commands)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Options, then a line for each command."""
        _Localised.format_options(self, ctx, formatter)
        names = self.list_commands(ctx)
        with formatter.section(str(_COMMANDS)):
            formatter.write_dl([(n, self.commands[n].get_short_help_str()) for n in names])

    def main(self, args: Sequence[str] | None = None, **extra: Any) -> NoReturn:  # type: ignore[override]
        """Run a command and leave with its exit code (see the README)."""
        _portable_streams()
        # The matrices here are small: threads wait for each other longer than they work.
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
        words = list(sys.argv[1:] if args is None else args)
        set_lang(asked_language(words))
        extra["standalone_mode"] = False
        try:
            result = super().main(args=words, **extra)
            code = result if isinstance(result, int) else 0
        except EnishiError as error:
            code = _report(error.message, error.where, error.hint, error.exit_code)
        except click.exceptions.Exit as error:
            code = error.exit_code
        except click.ClickException as error:
            code = _usage(error)
        except (click.Abort, KeyboardInterrupt):
            code = _report(Text("中断しました", "stopped"), "", None, 3)
        except BrokenPipeError:  # the reader of a pipe, such as head, has seen enough
            sys.stderr.close()
            code = 0
        except MemoryError:
            code = _report(Text("メモリが足りません", "out of memory"), "", None, 3)
        except OSError as error:
            told = Text(f"ディスクの操作に失敗しました（{error.strerror}）", f"{error.strerror}")
            code = _report(told, str(error.filename or ""), None, 3)
        sys.exit(code)


def say(text: str, *, err: bool = False) -> None:
    """Print text for people. What a document or a file's name says gives a terminal no orders."""
    click.echo(_ORDERS.sub("\ufffd", text), err=err)


def asked_language(words: Sequence[str]) -> Any:
    """The language of `--lang`, before anything is parsed: usage errors need it too."""
    for index, word in enumerate(words):
        value = word.partition("=")[2] if word.startswith("--lang=") else None
        if word == "--lang" and index + 1 < len(words):
            value = words[index + 1]
        if value in ("ja", "en"):
            return value
    return None


def _portable_streams() -> None:
    """UTF-8 wherever output does not go to a console: Windows would choose a narrower encoding."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure: Callable[..., None] | None = getattr(stream, "reconfigure", None)
        if reconfigure is not None and not stream.isatty():
            reconfigure(encoding="utf-8", newline="\n", errors="backslashreplace")


def _report(message: Text, where: str, hint: Text | None, code: int) -> int:
    """Print an error the way all are printed: where, what, and what to do next."""
    said = f"{where}: {message}" if where else str(message)
    say(f"{_ERROR}: {said}", err=True)
    if hint is not None:
        say(f"hint: {hint}" if current_lang() == "en" else f"{_HINT}: {hint}", err=True)
    return code


def _usage(error: click.ClickException) -> int:
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "enishi"
    message = error.format_message()
    if isinstance(error, click.exceptions.NoSuchOption):
        told = Text(f"{error.option_name} というオプションはありません", message)
    elif isinstance(error, click.exceptions.MissingParameter) and error.param:
        name = error.param.human_readable_name
        told = Text(f"{name} を指定してください", message)
    elif isinstance(error, click.exceptions.BadParameter) and error.param:
        told = Text(f"{error.param.human_readable_name} の値が違います（{error.message}）", message)
    else:
        told = Text(f"使い方が違います（{message}）", message)
    again = f"{path} --help"
    return _report(told, "", Text(f"{again} で使い方が出ます", f"see {again}"), 2)
