"""Agencies: their names in both languages, who acts for whom, and who succeeded whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import Field

from corpus import RegisterError
from corpus.language import STOP_EN, Word, analyze, has_diacritics, is_possible_syllable, term, words
from corpus.phrases import PhraseTable
from corpus.provision import Language
from corpus.toml import BUNDLED, Entry, entries, read_toml, refuse_unknown, unique_ids

AGENCIES_FILE = "agencies.toml"


class Agency(Entry):
    """`[[agency]]`: a body, an office or a group that documents give duties to."""

    id: str
    vi: str
    en: str
    kind: Literal[
        "ministry", "government", "party", "legislature", "state", "local", "department", "agency",
        "office_holder", "organisation", "facility", "group",
    ]  # fmt: skip
    acronyms: tuple[str, ...] = ()
    aliases_vi: tuple[str, ...] = ()
    aliases_en: tuple[str, ...] = ()
    acts_for: str | None = None
    part_of: str | None = None
    until: dt.date | None = None
    note: str | None = None

    def name(self, lang: Language) -> str:
        """The canonical name in `lang`."""
        return self.vi if lang == "vi" else self.en


class Succession(Entry):
    """`[[succession]]`: one function of an old body, and the body that has it now."""

    from_: str = Field(alias="from")
    to: str
    function_vi: str
    function_en: str
    date: dt.date
    instrument: str
    source: str
    confidence: str | None = None


@dataclass(frozen=True, slots=True)
class AgencyMention:
    """An agency named at `text[start:end]`."""

    agency: Agency
    start: int
    end: int


class Agencies:
    """All agencies, found by any of their names."""

    def __init__(self, agencies: list[Agency], successions: list[Succession]) -> None:
        self._by_id = {agency.id: agency for agency in agencies}
        self.successions = tuple(successions)

    def __contains__(self, agency_id: object) -> bool:
        return agency_id in self._by_id

    def __getitem__(self, agency_id: str) -> Agency:
        return self._by_id[agency_id]

    def __iter__(self) -> Iterator[Agency]:
        return iter(self._by_id.values())

    def successors(self, agency_id: str) -> list[Succession]:
        """What became of an agency's functions; empty for a body that still exists."""
        return [row for row in self.successions if row.from_ == agency_id]

    @cached_property
    def _accented(self) -> PhraseTable[str]:
        # Accented syllables: Vietnamese names as written; English names differ from them anyway.
        return PhraseTable("vi", ((name, a.id) for a in self for name in _names(a)))

    @cached_property
    def _folded(self) -> PhraseTable[str]:
        return PhraseTable("folded", ((name, a.id) for a in self for name in _names(a)))

    def find(self, text: str) -> list[AgencyMention]:
        """The agencies named in `text`, the longest name at each place.

        A text without any diacritics is compared folded, so that "Bo Y te" is found; in a text that has
        them, words that only folding confuses stay apart.
        """
        table = self._accented if has_diacritics(text) else self._folded
        tokens = words(text)
        terms = [term(token.text, table.analyzer) for token in tokens]
        found = (
            AgencyMention(self._by_id[match.values[0]], *_bounds(tokens, match.start, match.end))
            for match in table.find(terms)
        )
        return [
            mention for mention in found if not self.is_mere_word(mention.agency.id, text[mention.start : mention.end])
        ]

    def is_mere_word(self, agency_id: str, surface: str) -> bool:
        """Whether a word matches an acronym by its letters alone: "ngo" (syllable) is not NGO.

        Acronyms match in any case, as people type them, save those that could be a Vietnamese syllable.
        """
        acronyms = self._by_id[agency_id].acronyms
        return (
            surface not in acronyms
            and surface.lower() in {a.lower() for a in acronyms}
            and (is_possible_syllable(surface) or surface.lower() in STOP_EN)
        )


def _bounds(tokens: list[Word], start: int, end: int) -> tuple[int, int]:
    return tokens[start].start, tokens[end - 1].end


def _names(agency: Agency) -> tuple[str, ...]:
    return (agency.vi, agency.en, *agency.acronyms, *agency.aliases_vi, *agency.aliases_en)


def load_agencies(path: Path = BUNDLED / AGENCIES_FILE) -> Agencies:
    """Read agencies.toml; raises `RegisterError` for an unknown id or a name that two agencies claim."""
    tables = read_toml(path)
    refuse_unknown(path, tables, ("agency", "succession"))
    agencies = entries(path, tables, "agency", Agency)
    successions = entries(path, tables, "succession", Succession)
    unique_ids(path, "agency", [agency.id for agency in agencies])
    known = {agency.id for agency in agencies}
    for agency in agencies:
        for field in ("acts_for", "part_of"):
            target = getattr(agency, field)
            if target and target not in known:
                raise RegisterError(f'{path.name}: agency "{agency.id}": {field} names "{target}", which is no agency')
    for row in successions:
        for end in (row.from_, row.to):
            if end not in known:
                raise RegisterError(f'{path.name}: succession {row.from_} to {row.to}: "{end}" is no agency')
    _refuse_shared_names(path, agencies)
    return Agencies(agencies, successions)


def _refuse_shared_names(path: Path, agencies: list[Agency]) -> None:
    claimed: dict[str, str] = {}
    for agency in agencies:
        for name in _names(agency):
            owner = claimed.setdefault(" ".join(analyze(name, "folded")), agency.id)
            if owner != agency.id:
                raise RegisterError(f'{path.name}: "{name}" names both {owner} and {agency.id}; keep it with one')
