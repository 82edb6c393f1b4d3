"""The provenance graph: source text, ledger, notices and the run that read the document."""

import hashlib
from collections.abc import Callable, Iterator
from functools import lru_cache

import pyoxigraph as ox

from .. import __version__
from ..data.ledger import Entry
from ..data.reading import Reading
from ..data.settings import Settings
from ..ontology.terms import ID_BASE, PREFIXES, eni, ext
from .iris import Minter
from .literals import Term, integer, iri

_XSD = PREFIXES["xsd"]
# The nodes of a ledger entry, made once.
_TYPE, _ENTRY, _SOURCE, _LINE, _LOCATOR, _PLACES, _VALUE, _STATE, _REASON, _ELEMENT = map(
    ox.NamedNode,
    (
        ext.type,
        eni.LedgerEntry,
        ext.hasSource,
        eni.line,
        eni.locator,
        eni.places,
        ext.value,
        eni.ledgerState,
        eni.reason,
        eni.element,
    ),
)


def run_id(sha256: str, profile: str) -> str:
    """Which run this is: a hash of source, version and profile, and no clock time.

    Reading the same bytes again with the same version is the same run.
    """
    told = f"{sha256}\n{__version__}\n{profile}"
    return hashlib.sha256(told.encode()).hexdigest()[:12]


def provenance_quads(reading: Reading, minter: Minter) -> Iterator[ox.Quad]:
    """Source, software, run, ledger entries and notices, as quads of P/provenance."""
    yield from source_quads(reading, minter)
    yield from run_quads(reading.settings, reading.source.sha256, minter, minter.source())


def file_quads(name: str, sha256: str, minter: Minter) -> Iterator[ox.Quad]:
    """A file whose records are sources of their own: `{plan}/source/0`, and the run that read it."""
    say, file = _sayer(minter), minter.source(0)
    yield say(file, ext.type, iri(ext.Entity))
    yield say(file, ext.title, ox.Literal(name))
    yield say(file, eni.sha256, ox.Literal(sha256))


def run_quads(settings: Settings, sha256: str, minter: Minter, used: str) -> Iterator[ox.Quad]:
    """The run that read the file `used` with that SHA-256, and its software."""
    say = _sayer(minter)
    run = f"{minter.plan}/run/{run_id(sha256, settings.profile)}"
    software = f"{ID_BASE}software/enishi-{__version__}"
    yield say(run, ext.type, iri(ext.Activity))
    yield say(run, ext.used, iri(used))
    yield say(run, ext.wasAssociatedWith, iri(software))
    yield say(run, eni.profile, ox.Literal(settings.profile))
    if settings.stamp:
        stamp = ox.Literal(settings.stamp, datatype=iri(_XSD + "dateTime"))
        yield say(run, ext.endedAtTime, stamp)
    yield say(software, ext.type, iri(ext.SoftwareAgent))
    yield say(software, ext.prefLabel, ox.Literal(f"Enishi {__version__}", language="en"))
    yield say(minter.plan, ext.wasGeneratedBy, iri(run))


def source_quads(
    reading: Reading, minter: Minter, *, part_of: str | None = None
) -> Iterator[ox.Quad]:
    """One source with its files, ledger entries and notices; `part_of` is the file it is in."""
    say, text = _sayer(minter), reading.source
    source = minter.source(reading.number)
    yield say(source, ext.type, iri(eni.SourceText))
    yield say(source, ext.title, ox.Literal(text.name))
    yield say(source, ext.dct_format, ox.Literal(text.media_type))
    yield say(source, eni.encoding, ox.Literal(text.encoding))
    yield say(source, eni.sha256, ox.Literal(text.sha256))
    yield say(source, eni.text, ox.Literal(text.text))
    if part_of:
        yield say(source, ext.isPartOf, iri(part_of))
    for number, (name, sha256) in enumerate(text.files, 1):
        file = f"{source}/file/{number}"
        yield say(file, ext.type, iri(ext.Entity))
        yield say(file, ext.title, ox.Literal(name))
        yield say(file, eni.sha256, ox.Literal(sha256))
        yield say(file, ext.isPartOf, iri(source))
    graph, whole = iri(minter.provenance), iri(source)
    # A third of a streamed plan's quads are its ledger: these are written without a detour.
    for entry in reading.ledger:
        unit = iri(f"{source}/ledger/{entry.number:06d}")
        yield ox.Quad(unit, _TYPE, _ENTRY, graph)
        yield ox.Quad(unit, _SOURCE, whole, graph)
        for predicate, value in _place(reading, entry):
            yield ox.Quad(unit, predicate, value, graph)
        yield ox.Quad(unit, _STATE, _words(entry.state), graph)
        yield ox.Quad(unit, _REASON, _words(entry.reason, "ja"), graph)
        for key in entry.elements:
            yield ox.Quad(unit, _ELEMENT, iri(minter.element(key)), graph)
    for number, notice in enumerate(reading.notices, 1):
        node = f"{source}/warning/{number}"
        yield say(node, ext.type, iri(eni.Warning))
        yield say(node, ext.hasSource, iri(source))
        yield say(node, eni.line, integer(notice.line))
        yield say(node, eni.locator, ox.Literal(notice.place.ja))
        yield say(node, ext.comment, ox.Literal(notice.message.ja, language="ja"))
        yield say(node, ext.comment, ox.Literal(notice.message.en, language="en"))


def _sayer(minter: Minter) -> Callable[[str, str, Term], ox.Quad]:
    graph = iri(minter.provenance)

    def say(subject: str, predicate: str, value: Term) -> ox.Quad:
        return ox.Quad(iri(subject), iri(predicate), value, graph)

    return say


@lru_cache(maxsize=1 << 10)
def _words(text: str, lang: str | None = None) -> ox.Literal:
    """A literal that entries have in common."""
    return ox.Literal(text, language=lang)


def _place(reading: Reading, entry: Entry) -> Iterator[tuple[ox.NamedNode, ox.Literal]]:
    source, span = reading.source, entry.span
    if entry.places > 1:
        yield _LINE, integer(source.line_of(span.start))
        yield _LOCATOR, ox.Literal(entry.locator)
        yield _PLACES, integer(entry.places)
        return
    if source.places:  # no line of the text is this unit, so its words are said here
        yield _LINE, integer(source.line_of(span.start))
        yield _LOCATOR, ox.Literal(source.locator(span))
        yield _VALUE, ox.Literal(source.quote(span))
        return
    yield _LINE, integer(entry.number)
    last = source.line_of(max(span.start, span.end - 1))
    first = entry.number
    yield _LOCATOR, ox.Literal(f"{first}行" if last <= first else f"{first}-{last}行")
