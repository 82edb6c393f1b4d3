"""The two languages Enishi speaks: every sentence for people is a `Text` with both."""

import locale
import os
from contextvars import ContextVar
from typing import Final, Literal, NamedTuple

Lang = Literal["ja", "en"]
LANGS: Final[tuple[Lang, ...]] = ("ja", "en")

_current: ContextVar[Lang | None] = ContextVar("enishi_language", default=None)


class Text(NamedTuple):
    """A sentence in Japanese and English; `str()` gives the current language's.

    >>> set_lang("en")
    >>> str(Text("{n}件", "{n} items").format(n=3))
    '3 items'
    """

    ja: str
    en: str

    def format(self, *args: object, **values: object) -> "Text":
        """Fill both sentences with the same values."""
        return Text(self.ja.format(*args, **values), self.en.format(*args, **values))

    def in_lang(self, lang: Lang) -> str:
        """The sentence in `lang`."""
        return self.ja if lang == "ja" else self.en

    def __str__(self) -> str:
        return self.in_lang(current_lang())


def default_lang() -> Lang:
    """`ENISHI_LANG`, else the locale's language, else English."""
    named = os.environ.get("ENISHI_LANG", "")
    for name in (named, *(os.environ.get(key, "") for key in ("LC_ALL", "LC_MESSAGES", "LANG"))):
        if name:
            return "ja" if name.lower().startswith("ja") else "en"
    # Windows sets none of these variables; there the C library knows the user's language.
    return "ja" if (locale.getlocale()[0] or "").lower().startswith("ja") else "en"


def current_lang() -> Lang:
    """The language messages are printed in now."""
    return _current.get() or default_lang()


def set_lang(lang: Lang | None) -> None:
    """Choose the language of messages; None goes back to the locale's."""
    _current.set(lang)
