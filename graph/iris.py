"""Minting IRIs: from numbers and hashes, never from labels."""

import hashlib
import unicodedata
from dataclasses import dataclass

from ..data.agents.corporate import organisation_key
from ..data.source import Span
from ..ontology.terms import ID_BASE, PREFIXES


def name_hash(name: str) -> str:
    """12 hex digits of the SHA-256 of the NFKC form of `name`, white space folded."""
    folded = " ".join(unicodedata.normalize("NFKC", name).split())
    return hashlib.sha256(folded.encode()).hexdigest()[:12]


def area_code(municipality: str) -> str:
    """e-Stat's IRI of a municipality's area: its code without the check digit.

    >>> area_code("112259")
    'http://data.e-stat.go.jp/lod/sac/C11225'
    """
    return f"{PREFIXES['sac']}C{municipality[:5]}"


@dataclass(frozen=True, slots=True)
class Minter:
    """IRIs of one plan.

    >>> Minter("112259", "2016").element("project/024")
    'https://w3id.org/enishi/id/112259/2016/project/024'
    """

    municipality: str
    plan_id: str

    @property
    def plan(self) -> str:
        """P, the plan's IRI and the name of its graph."""
        return f"{ID_BASE}{self.municipality}/{self.plan_id}"

    @property
    def provenance(self) -> str:
        """The graph of sources, ledger and run."""
        return f"{self.plan}/provenance"

    @property
    def city(self) -> str:
        """The municipality."""
        return f"{ID_BASE}{self.municipality}"

    def element(self, key: str) -> str:
        """The element of that key; "" is the plan."""
        return f"{self.plan}/{key}" if key else self.plan

    def plan_year(self, number: int) -> str:
        """The n-th year of the plan, counted from its start."""
        return f"{self.plan}/plan-year/{number}"

    def named(self, kind: str, name: str) -> str:
        """Something known by its name: kind is unit, org, place, product, class.

        An organisation is one however its form of company is written: ㈱星野, 株式会社星野.
        """
        if kind == "org":
            name = organisation_key(name)
        return f"{self.city}/{kind}/{name_hash(name)}"

    @staticmethod
    def numbered(corporate_number: str) -> str:
        """An organisation with a corporate number: the same in every city's plans."""
        return f"{ID_BASE}org/{corporate_number}"

    def subunit(self, section: str, name: str) -> str:
        """A sub-unit: two sections may each have a 管理係."""
        return self.named("unit", f"{section}\n{name}") if section else self.named("unit", name)

    def source(self, number: int = 1) -> str:
        """The n-th source document."""
        return f"{self.plan}/source/{number}"

    def span(self, span: Span, number: int = 1) -> str:
        """A span of the n-th source, as RFC 5147 writes character positions."""
        return f"{self.source(number)}#char={span.start},{span.end}"
