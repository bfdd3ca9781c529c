"""Digests: what the provisions of a work say in our own words, in both languages; never a proof."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import Field

from corpus import RegisterError
from corpus.provision import Authority, EId, Language
from corpus.reference import DocumentNumber, parse_number
from corpus.toml import BUNDLED, Entry, entries, read_toml, refuse_unknown

DIGEST_FOLDER = BUNDLED / "digest"


class Work(Entry):
    """`[work]`: what a digest is of."""

    id: str
    number: str
    kind: str | None = None
    authority: Authority | None = None
    issuer: str | None = None
    title_en: str
    title_vi: str
    issued: dt.date | None = None
    effective: dt.date | None = None
    consolidated: str | None = None
    as_of: dt.date | None = None
    source: str


class DigestEntry(Entry):
    """`[[entry]]`: one provision. `eid` is the official one where `clause_known`; `changes` are provisions of other works
    ("law-25-2008-qh12#art_22__para_1__point_e") that it says otherwise than their own text."""

    eid: str
    clause_known: bool = True
    kind_of: Literal["rule", "proposal"] = "rule"
    heading_en: str | None = None
    heading_vi: str | None = None
    en: str
    vi: str
    figures: tuple[str, ...] = ()
    from_: dt.date | None = Field(default=None, alias="from")
    until: dt.date | None = None
    basis: str
    confidence: Literal["H", "M", "L"]
    computed: str | None = None
    note_en: str | None = None
    note_vi: str | None = None
    changes: tuple[str, ...] = ()

    def text(self, lang: Language) -> str:
        """What the provision says, in `lang`."""
        return self.vi if lang == "vi" else self.en


@dataclass(frozen=True, slots=True)
class Digest:
    """The digest of a work, in the order of its provisions."""

    work: Work
    entries: tuple[DigestEntry, ...]

    @property
    def number(self) -> DocumentNumber | None:
        """The work's number, taken apart."""
        return parse_number(self.work.number)

    def headings(self, lang: Language) -> dict[str, str]:
        """The heading of each article (its eId), which stands at the article's first entry."""
        found: dict[str, str] = {}
        for entry in self.entries:
            heading = entry.heading_vi if lang == "vi" else entry.heading_en
            if heading:
                found.setdefault(entry.eid.split("__")[0], heading)
        return found


def load_digests(folder: Path = DIGEST_FOLDER) -> list[Digest]:
    """All digests of a folder; files of one work are one digest. Raises `RegisterError`."""
    works: dict[str, Work] = {}
    parts: dict[str, list[DigestEntry]] = {}
    for path in sorted(folder.glob("*.toml")):
        work, own = _read(path)
        works.setdefault(work.id, work)
        parts.setdefault(work.id, []).extend(own)
    return [Digest(work, tuple(parts[work_id])) for work_id, work in works.items()]


def _read(path: Path) -> tuple[Work, list[DigestEntry]]:
    tables = read_toml(path)
    refuse_unknown(path, tables, ("work", "entry"))
    work = entries(path, {"work": [tables.get("work", {})]}, "work", Work)[0]
    own = entries(path, tables, "entry", DigestEntry)
    for entry in own:
        EId.parse(entry.eid)
        if entry.from_ and entry.until and entry.until < entry.from_:
            raise RegisterError(
                f'{path.name}: entry "{entry.eid}": it ends ({entry.until}) before it begins ({entry.from_})'
            )
    return work, own


def entries_by_eid(digest: Digest) -> Iterator[tuple[EId, DigestEntry]]:
    """Entries with their eIds, those whose clause is not known left out."""
    return ((EId.parse(entry.eid), entry) for entry in digest.entries if entry.clause_known)
