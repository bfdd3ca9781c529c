"""Whom a name means: an agency with its office-holders, predecessors and successors, or people named in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from bot import UsageError
from bot.query import Query
from bot.registers.wordings import wordings
from corpus.agencies import Agencies, Agency, Succession
from corpus.language import STOP_EN, STOP_VI, Analyzer, analyze, fold, has_diacritics, words
from corpus.phrases import PhraseTable
from corpus.provision import Language
from ingest.index import FIELDS

NEAREST_NAMES = 3
NEAREST_SCORE = 60.0  # of 100, rapidfuzz's WRatio; below it a name only shares common words with what was typed
NAME_MIN = 4  # characters; shorter names are near to anything
Kinship = Literal["own", "former"]
Analyze = Callable[[str], Query]


@dataclass(frozen=True, slots=True)
class Group:
    """People or bodies as somebody typed them; found in a text by the concepts that its words are."""

    text: str
    query: Query

    def named_in(self, text: str, lang: Language) -> bool:
        """Whether a bearer or holder, as written in a document of `lang`, is of this group.

        Every concept that the language can word must be there, in all words of one of its wordings.
        """
        if fold(text).strip() == fold(self.text).strip():
            return True
        analyzer: Analyzer = self.query.analyzer if self.query.lang == lang else FIELDS[lang][0]
        terms = frozenset(analyze(text, analyzer))
        visible = [c.variants[analyzer] for c in self.query.concepts if c.variants.get(analyzer)]
        return bool(visible) and all(any(terms.issuperset(v) for v in variants) for variants in visible)


@dataclass(frozen=True, slots=True)
class Bearers:
    """Who is asked for. `own` are agency ids; `former` leads to rows under another name of the same functions.

    Where no agency is meant, `own` is empty and `group` finds bearers by their words.
    """

    group: Group
    agencies: tuple[Agency, ...] = ()
    own: frozenset[str] = frozenset()
    former: Mapping[str, tuple[Succession, ...]] = field(default_factory=lambda: MappingProxyType({}))

    def name(self, lang: Language) -> str:
        """Who is asked for, by canonical name where there is one."""
        return ", ".join(agency.name(lang) for agency in self.agencies) or self.group.text

    def kinship(self, agency: str | None, written: str | None, lang: Language) -> Kinship | None:
        """How a row's agency (an id) or its bearer as written stands to who is asked for; None: not at all."""
        if agency in self.own:
            return "own"
        if agency in self.former:
            return "former"
        # Whom the text names by a known agency's name is found by that name alone, never by words that it shares.
        by_words = not self.own and agency is None and written is not None and self.group.named_in(written, lang)
        return "own" if by_words else None


def find_bearers(text: str, agencies: Agencies, take_apart: Analyze) -> Bearers:
    """Who `text` means: any name, alias or acronym of an agency, in either language, else a group in words."""
    group = Group(text, take_apart(text))
    meant = _agencies_named(text, agencies)
    if not meant:
        return Bearers(group)
    own = frozenset(agency.id for agency in meant) | _acting_for(meant, agencies)
    return Bearers(group, meant, own, MappingProxyType(_relatives(own, agencies)))


def _agencies_named(text: str, agencies: Agencies) -> tuple[Agency, ...]:
    """The agencies that a text names, when it says nothing else."""
    found = [(m.agency, m.start, m.end) for m in agencies.find(text)]
    rest = [w.text.lower() for w in words(text) if not any(a <= w.start < b for _, a, b in found)]
    if found and all(word in STOP_EN or word in STOP_VI for word in rest):
        return tuple(dict.fromkeys(agency for agency, _, _ in found))
    terms = analyze(text, "en")
    stems = PhraseTable("en", ((name, a) for a in agencies for name in (a.en, *a.aliases_en)))
    whole = [match for match in stems.find(terms) if match.end - match.start == len(terms)]
    return whole[0].values[:1] if whole and not has_diacritics(text) else ()


def _acting_for(meant: Iterable[Agency], agencies: Agencies) -> frozenset[str]:
    """An office-holder and the body that it acts for count as one."""
    ids = {agency.id for agency in meant}
    bodies = {agency.acts_for for agency in meant if agency.acts_for}
    return frozenset(bodies | {a.id for a in agencies if a.acts_for in ids})


def _relatives(own: frozenset[str], agencies: Agencies) -> dict[str, tuple[Succession, ...]]:
    """Ids that functions came from or went to, each with the successions on the way there."""
    found: dict[str, tuple[Succession, ...]] = {}
    for back in (True, False):
        frontier = {agency_id: tuple[Succession, ...]() for agency_id in own}
        while frontier:
            reached: dict[str, tuple[Succession, ...]] = {}
            for row in agencies.successions:
                start, end = (row.to, row.from_) if back else (row.from_, row.to)
                if start in frontier and end not in own and end not in found:
                    reached[end] = (*reached.get(end, ()), row)
            found |= reached
            frontier = reached
    return found


def unknown_name(text: str, written: Iterable[str], agencies: Agencies, lang: Language) -> UsageError:
    """The error for a name that neither an agency nor a bearer `written` in the documents carries, with the nearest."""
    from rapidfuzz import fuzz, process, utils

    shown = {name: name for name in written} | {
        name: agency.name(lang)
        for agency in agencies
        for name in (agency.en, agency.vi, *agency.acronyms, *agency.aliases_en, *agency.aliases_vi)
    }
    folded = {name: fold(name) for name in shown if len(name) >= NAME_MIN}
    best = process.extract(
        fold(text), folded, scorer=fuzz.WRatio, processor=utils.default_process, limit=20, score_cutoff=NEAREST_SCORE
    )
    nearest = list(dict.fromkeys(shown[name] for _, _, name in best))[:NEAREST_NAMES]
    message = wordings().messages["unknown_nearest" if nearest else "unknown"]
    return UsageError(message(lang, name=text, nearest="; ".join(nearest)))
