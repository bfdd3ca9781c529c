"""A question taken apart: its language, and its concepts with their wordings in each analysis.

A concept is a glossary term, an agency, or a word that neither knows. Glossary terms and agencies carry
their wordings in the other language, so that a Vietnamese question finds words in an English text; other
words cross over only where they look the same in both (numbers, acronyms, names).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bot.spelling import Speller
from corpus.agencies import Agencies
from corpus.glossary import Glossary
from corpus.language import (
    Analyzer,
    Word,
    analyze,
    detect_language,
    fold,
    has_diacritics,
    is_stop,
    is_telex,
    term,
    words,
)
from corpus.phrases import PhraseTable
from corpus.provision import Language
from corpus.reference import Reference, find_references

ANALYZERS: tuple[Analyzer, ...] = ("en", "vi", "folded")
Variant = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing that the question speaks of.

    `variants` holds its wordings as index terms, per analysis, the preferred one first; an analysis
    without a wording cannot see the concept. `surface` is how the question has it, at `span`.
    """

    surface: str
    origin: Literal["glossary", "agency", "word"]
    id: str
    variants: dict[Analyzer, tuple[Variant, ...]]
    names: dict[Language, str]
    span: tuple[int, int] = (0, 0)
    names_document: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """A question ready for retrieval. `terms` are its index terms in its own analysis, function words included.

    `text` is as it was meant where it was mistyped; `restored` is the text with its probable diacritics
    where it was typed without, else the text itself.
    """

    text: str
    lang: Language
    analyzer: Analyzer
    terms: tuple[str, ...]
    concepts: tuple[Concept, ...]
    references: tuple[Reference, ...]
    restored: str

    def translation(self, lang: Language) -> str:
        """The concepts in `lang`, in the order of the question: a rough translation for the dense leg."""
        return ", ".join(c.names[lang] for c in self.concepts if lang in c.names)


@dataclass(frozen=True, slots=True)
class _Entry:
    origin: Literal["glossary", "agency"]
    id: str


class QueryAnalyzer:
    """Takes questions apart with the glossary and the agencies."""

    def __init__(self, glossary: Glossary, agencies: Agencies) -> None:
        self._glossary = glossary
        self._agencies = agencies
        self._tables = {analyzer: self._table(analyzer) for analyzer in ANALYZERS}
        self._speller = Speller(form for entry in glossary for form in entry.forms("en"))

    def _table(self, analyzer: Analyzer) -> PhraseTable[_Entry]:
        table: PhraseTable[_Entry] = PhraseTable(analyzer)
        lang: Language = "en" if analyzer == "en" else "vi"
        # Agencies first: where both know a name, it is the agency's.
        for agency in self._agencies:
            aliases = agency.aliases_en if lang == "en" else agency.aliases_vi
            for form in (agency.name(lang), *aliases, *agency.acronyms):
                table.add(form, _Entry("agency", agency.id))
        for entry in self._glossary:
            for form in (*entry.forms(lang), *entry.acronyms):
                # One syllable without its diacritics says nothing: "gia" is giá, già, gia (as in "tham gia").
                if analyzer != "folded" or " " in form or form in entry.acronyms:
                    table.add(form, _Entry("glossary", entry.id))
        return table

    def analyze(
        self,
        text: str,
        in_texts: Callable[[], Collection[str]] = tuple,
        restore: Callable[[str], str] = str,
        mend: Callable[[str], str] = str,
    ) -> Query:
        """Take `text` apart; `in_texts` gives words of the texts, against which English typos are mended (bot/spelling.py),
        `restore` puts diacritics back, `mend` corrects what is mistyped in Vietnamese."""
        if has_diacritics(text) or is_telex(text):
            text = mend(unicodedata.normalize("NFC", text))
        lang = detect_language(text)
        if lang == "en":
            text = self._speller.mended(unicodedata.normalize("NFC", text), in_texts)
        analyzer: Analyzer = "en" if lang == "en" else "vi" if has_diacritics(text) else "folded"
        tokens = words(unicodedata.normalize("NFC", text))
        terms = [term(token.text, analyzer) for token in tokens]
        concepts = self._concepts(tokens, terms, analyzer)
        restored = restore(text) if analyzer == "folded" else text
        return Query(text, lang, analyzer, tuple(terms), tuple(concepts), tuple(find_references(text)), restored)

    def _concepts(self, tokens: list[Word], terms: list[str], analyzer: Analyzer) -> list[Concept]:
        concepts: list[Concept] = []
        at = 0
        for match in self._tables[analyzer].find(terms):
            surface = " ".join(token.text for token in tokens[match.start : match.end])
            entry = self._meant(match.values, surface)
            if self._is_by_chance(entry, tokens, match.start, match.end):
                continue
            concepts += self._words(tokens, terms, at, match.start, analyzer)
            own = tuple(terms[match.start : match.end])
            if not all(is_stop(t, analyzer) for t in own):
                span = (tokens[match.start].start, tokens[match.end - 1].end)
                concepts.append(replace(self._concept(entry, surface, own, analyzer), span=span))
            at = match.end
        return concepts + self._words(tokens, terms, at, len(terms), analyzer)

    def _meant(self, entries: Sequence[_Entry], surface: str) -> _Entry:
        """The first entry that has the words as they stand: a stem is shared ("cooperate", "cooperatives")."""
        words_as_written = fold(surface)
        if len(entries) == 1:
            return entries[0]
        return next((e for e in entries if words_as_written in self._written(e)), entries[0])

    def _written(self, entry: _Entry) -> frozenset[str]:
        if entry.origin == "agency":
            agency = self._agencies[entry.id]
            forms = [agency.vi, agency.en, *agency.aliases_vi, *agency.aliases_en, *agency.acronyms]
        else:
            term_of_field = self._glossary[entry.id]
            forms = [*term_of_field.forms("vi"), *term_of_field.forms("en"), *term_of_field.acronyms]
        return frozenset(" ".join(fold(w.text) for w in words(form)) for form in forms)

    def _is_by_chance(self, entry: _Entry, tokens: Sequence[Word], start: int, end: int) -> bool:
        """Whether a phrase only looks like an entry: part of a person's name, a syllable like an acronym."""
        if entry.origin == "glossary":
            return _is_part_of_name(tokens, start, end)
        return end == start + 1 and self._agencies.is_mere_word(entry.id, tokens[start].text)

    def _concept(self, entry: _Entry, surface: str, own: Variant, analyzer: Analyzer) -> Concept:
        names_document = False
        if entry.origin == "glossary":
            found = self._glossary[entry.id]
            forms = {"en": (*found.forms("en"), *found.acronyms), "vi": (*found.forms("vi"), *found.acronyms)}
            names: dict[Language, str] = {"en": found.en[0], "vi": found.vi[0]}
            names_document = found.names_document
        else:
            agency = self._agencies[entry.id]
            forms = {
                "en": (agency.en, *agency.aliases_en, *agency.acronyms),
                "vi": (agency.vi, *agency.aliases_vi, *agency.acronyms),
            }
            names = {"en": agency.en, "vi": agency.vi}
        variants = {a: _unique(analyze(form, a) for form in forms["en" if a == "en" else "vi"]) for a in ANALYZERS}
        variants[analyzer] = _unique([own, *variants[analyzer]])
        return Concept(surface, entry.origin, entry.id, variants, names, names_document=names_document)

    def _words(self, tokens: list[Word], terms: list[str], start: int, end: int, analyzer: Analyzer) -> list[Concept]:
        shouted = _shouted(tokens)
        return [
            _word_concept(tokens[i], terms[i], analyzer, is_name=i > 0 and tokens[i].text[0].isupper() and not shouted)
            for i in range(start, end)
            if not is_stop(terms[i], analyzer) and (len(terms[i]) > 1 or terms[i].isdigit())
        ]


def _shouted(tokens: Sequence[Word]) -> bool:
    """Whether a question is typed in capitals throughout, which then mark no names."""
    return all(token.text.isupper() or not token.text.isalpha() for token in tokens)


def _is_part_of_name(tokens: Sequence[Word], start: int, end: int) -> bool:
    """Whether a phrase is capitalised throughout, right after or before another capital: "Nguyễn Thế Mạnh". Where a
    sentence ends, so does a name ("… through IVF. Will …")."""
    if _shouted(tokens):
        return False
    inside = all(token.text[0].isupper() for token in tokens[start:end])
    before = start > 1 and tokens[start - 1].text[0].isupper() and _side_by_side(tokens, start)
    after = end < len(tokens) and tokens[end].text[0].isupper() and _side_by_side(tokens, end)
    return inside and (before or after)


def _side_by_side(tokens: Sequence[Word], at: int) -> bool:
    """Whether nothing but a space stands before a token."""
    return tokens[at].start - tokens[at - 1].end == 1


def _word_concept(token: Word, index_term: str, analyzer: Analyzer, is_name: bool) -> Concept:
    word = token.text
    crosses = is_name or any(c.isdigit() for c in word) or (word.isascii() and (word.isupper() or analyzer == "vi"))
    seen_by = ANALYZERS if crosses else (("en",) if analyzer == "en" else (analyzer,))
    variants: dict[Analyzer, tuple[Variant, ...]] = {
        a: _unique([(term(word, a),), (term(fold(word), a),)] if is_name else [(term(word, a),)]) for a in seen_by
    }
    variants[analyzer] = _unique([(index_term,), *variants.get(analyzer, ())])
    names: dict[Language, str] = {"en": word, "vi": word} if crosses else {}
    return Concept(word, "word", index_term, variants, names, (token.start, token.end))


def _unique(variants: Iterable[Iterable[str]]) -> tuple[Variant, ...]:
    return tuple(dict.fromkeys(v for v in map(tuple, variants) if v))
