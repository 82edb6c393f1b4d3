"""Schemes that a plan names: numbered, and told apart into rules and plans by their endings."""

import re
from dataclasses import replace
from functools import cache

from ..records import Claim, Scheme, SchemeKind, Thing
from ..source import Source
from ..words.lexicon import alternation, load, narrow
from ..words.spelling import key


def mint_schemes(source: Source, claims: list[Claim]) -> tuple[list[Scheme], list[Claim]]:
    """Number the schemes in document order; claims then point at the scheme's element.

    A rule of which any mention says that it is still to be made is no rule yet.
    """
    schemes: dict[str, Scheme] = {}
    pointed = []
    for claim in claims:
        if claim.thing.kind == "scheme":
            name = claim.thing.name
            number = f"scheme/{len(schemes) + 1:03d}"
            scheme = schemes.setdefault(
                key(name),
                Scheme(key=number, parent="", label=name, span=claim.span, kind=kind_of(name)),
            )
            if scheme.kind == "rule" and is_to_be_made(_behind(source, claim)):
                schemes[key(name)] = replace(scheme, kind=None)
            claim = replace(claim, thing=Thing("element", scheme.key))
        pointed.append(claim)
    return list(schemes.values()), pointed


def _behind(source: Source, claim: Claim) -> str:
    return source.text[claim.span.end : claim.span.end + 12]


def kind_of(name: str) -> SchemeKind | None:
    """What the ending of a scheme's name says that it is.

    >>> kind_of("空き家条例"), kind_of("港湾ビジョン"), kind_of("家賃補助制度")
    ('rule', 'plan', None)
    """
    for kind in ("rule", "plan"):
        if _endings(kind).search(narrow(name)):
            return kind
    return None


def is_to_be_made(following: str) -> bool:
    """Whether the words behind a rule's name say that it is still to be made.

    >>> is_to_be_made("を制定する"), is_to_be_made("を制定した"), is_to_be_made("に基づき")
    (True, False, False)
    """
    return _making().match(narrow(following)) is not None


@cache
def _endings(kind: SchemeKind) -> re.Pattern[str]:
    return re.compile(f"(?:{alternation(load('places')['schemes'][kind + 's'])})$")


@cache
def _making() -> re.Pattern[str]:
    words = load("places")["schemes"]
    making, made = alternation(words["making"]), alternation(words["made"])
    return re.compile(rf"[」』]?(?:案)?(?:の|を)?(?:新たに)?(?:{making})(?!{made})")
