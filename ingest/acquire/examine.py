"""What a new document is, and how it stands to those that are there already."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from corpus import CorpusError
from corpus.agencies import Agencies
from corpus.language import fold
from corpus.provision import Document, Language
from corpus.reference import parse_number
from ingest.acquire import NotAdded
from ingest.library import CorpusFile, LibraryEntry, load_entry
from ingest.report import ParseReport, parse_report

# What speaks of a work and is no expression of it.
_NO_EXPRESSION = frozenset({"digest", "press"})
# The bodies of each province number their documents from 1: there, one number and two titles are two documents.
_LOCAL = ("UBND", "HDND")
# A site answers for a page that it does not have, or does not show to everybody, with a short page of its own.
_PAGE_MAX = 600  # code points; a page with more text than this has something to say
_NO_PAGE = re.compile(
    r"\b(?:40[0134]|50[0234])\b|không tìm thấy|không tồn tại|đăng nhập|mật khẩu|bảo trì|not found|access denied|forbidden"
    r"|\b(?:log|sign) ?in\b|password|captcha|checking your browser|enable javascript|maintenance",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Found:
    """A document that was read: where it came from (as given; `address` when from the web), and what it says."""

    origin: str
    path: Path
    entry: LibraryEntry
    report: ParseReport
    address: str | None = None

    @property
    def document(self) -> Document:
        """What the text says of itself."""
        return self.entry.document


@dataclass(frozen=True, slots=True)
class Standing:
    """`known`: it is `of` itself; `expression`: another text (language, date) of the work of each of `of`; else `new`."""

    kind: Literal["new", "known", "expression"]
    of: tuple[Document, ...] = ()


def examine(path: Path, origin: str, agencies: Agencies, address: str | None = None) -> Found:
    """Read, parse and identify a file; raises `NotAdded` with `origin`, the file or address as it was given."""
    if path.is_dir():
        raise NotAdded(f"{origin}: is a folder; name the files in it, or give it to --corpus")
    if not path.is_file():
        raise NotAdded(f"{origin}: no such file; check the name")
    try:
        entry = load_entry(CorpusFile(path, path.name, None), agencies)
    except CorpusError as error:
        raise NotAdded(str(error).replace(str(path), origin)) from error
    if path.suffix.lower() in {".html", ".htm"} and not entry.document.number and (said := _no_page(entry)):
        raise NotAdded(
            f'{origin}: an error or log-in page of a site, not a document ("{said}"); '
            "open the address in a browser and save the document itself"
        )
    return Found(origin, path, entry, parse_report(entry.source, entry.tree), address)


def _no_page(entry: LibraryEntry) -> str | None:
    """The words by which a short page says that it is not what was asked for."""
    words = _NO_PAGE.search(entry.source.text) if len(entry.source.text) <= _PAGE_MAX else None
    return words[0] if words else None


def standing(document: Document, others: Iterable[Document]) -> Standing:
    """How a document stands to others: by its bytes, by its number, by the work that it consolidates."""
    held = list(others)
    same = [other for other in held if other.sha256 == document.sha256 or _same_expression(document, other)]
    if same:
        return Standing("known", (same[0],))
    of = tuple(other for other in held if _works(document) and _shares_work(document, other))
    return Standing("expression", of) if of else Standing("new")


def held_as(number: str, language: Language, held: Iterable[Document]) -> Document | None:
    """The text of a number in a language that is there already, None where there is none."""
    wanted = parse_number(number)
    texts = (other for other in held if other.language == language and other.authority not in _NO_EXPRESSION)
    return next((t for t in texts if wanted and (own := parse_number(t.number or "")) and own.matches(wanted)), None)


def _same_expression(one: Document, other: Document) -> bool:
    return (
        _is_number(one, one.number, other, other.number)
        and one.language == other.language
        and (one.issued is None or other.issued is None or one.issued == other.issued)
    )


def _shares_work(one: Document, other: Document) -> bool:
    return any(_is_number(one, a, other, b) for a in _works(one) for b in _works(other))


def _works(document: Document) -> Sequence[str]:
    """The numbers of the works that a document is a text of: its own, and those that it consolidates."""
    if document.authority in _NO_EXPRESSION:
        return ()
    own = [document.number] if document.number else []
    return [*own, *(r.number for r in document.relations if r.type == "consolidates" and r.number)]


def _is_number(one: Document, a: str | None, other: Document, b: str | None) -> bool:
    """Whether two numbers are one. Numbers without a year begin anew each year: then the days of issue decide."""
    if _NO_EXPRESSION & {one.authority, other.authority}:
        return False
    first, second = parse_number(a or ""), parse_number(b or "")
    if first is None or second is None or not first.matches(second):
        return False
    if (first.symbol or "").endswith(_LOCAL) and _other_titles(one, other):
        return False
    if first.year or second.year or not (one.issued and other.issued):
        return True
    return a != one.number or b != other.number or one.issued.year == other.issued.year


def _other_titles(one: Document, other: Document) -> bool:
    """Whether two texts of one language have titles that differ; what has none may be anything."""
    titles = [fold(document.title(document.language) or "") for document in (one, other)]
    return one.language == other.language and all(titles) and titles[0] != titles[1]


def identifier(document: Document, name: str, taken: Iterable[str]) -> str:
    """An id for a new document: kind, number and year ("decree-188-2025-nd-cp"), else its file's name; never one of `taken`."""
    number = parse_number(document.number or "")
    parts = [document.kind, document.number] if number else [name]
    if number and not number.year and document.issued:
        parts.append(str(document.issued.year))
    first = re.sub(r"[^a-z0-9]+", "-", fold("-".join(part for part in parts if part))).strip("-") or "document"
    held = set(taken)
    with_language = f"{first}-{document.language}"
    candidates = [first, with_language, *(f"{with_language}-{n}" for n in range(2, len(held) + 3))]
    return next(candidate for candidate in candidates if candidate not in held)
