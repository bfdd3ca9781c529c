"""A sentence as the concepts and words that it is made of, comparable across the two languages."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache

from bot.claims.vocabulary import Words
from corpus.agencies import Agencies
from corpus.glossary import Glossary
from corpus.language import Word, fold, is_stop, term, words
from corpus.provision import Language

LANGUAGES: tuple[Language, ...] = ("en", "vi")
LONGEST = 8  # words of a phrase; longer names are found by their parts
PREFIX = 5  # letters that two English stems of one root share ("autonomi", "autonom")
Ids = frozenset[str]
Found = Mapping[int, Mapping[int, set[str]]]  # first word -> word after the last -> concepts of that phrase


@dataclass(frozen=True, slots=True)
class Part:
    """A phrase or a word at `text[start:end]`. `ids` are its concepts, `inner` those of the phrases inside it.

    `topical`: a term of the field, an agency or a name; `name`: capitalised inside the sentence, no concept.
    """

    terms: tuple[str, ...]
    start: int
    end: int
    ids: Ids
    inner: Ids
    topical: bool
    name: bool


@dataclass(frozen=True)
class Wording:
    """A text read for its meaning: all concepts, stems and folded words in it, and its parts in order.

    The parts are taken when they are first asked for: of most passages around a sentence nobody asks for them.
    """

    text: str
    lang: Language
    ids: Ids
    terms: frozenset[str]
    prefixes: frozenset[str]
    folded: frozenset[str]
    take_parts: Callable[[], tuple[Part, ...]] = field(repr=False, compare=False)

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """The phrases and words of the text, in order."""
        return self.take_parts()

    def with_more(self, other: Wording) -> Wording:
        """The same text, knowing what another one says too: what it refers to."""
        return replace(
            self, ids=self.ids | other.ids, terms=self.terms | other.terms, prefixes=self.prefixes | other.prefixes,
            folded=self.folded | other.folded,
        )  # fmt: skip


class ConceptReader:
    """Reads texts with the glossary, the agencies and the checker's own groups of words."""

    def __init__(self, glossary: Glossary, agencies: Agencies, vocabulary: Words) -> None:
        self.families = _families(glossary, vocabulary)
        self._phrases: dict[Language, dict[tuple[str, ...], set[str]]] = {"en": {}, "vi": {}}
        self._first: dict[Language, dict[str, int]] = {"en": {}, "vi": {}}  # the longest phrase by its first word
        for entry in glossary:
            for lang in LANGUAGES:
                self._add(
                    lang,
                    (*entry.forms(lang), *entry.acronyms),
                    ("law:" if entry.names_document else "term:") + entry.id,
                )
        for agency in agencies:
            # Names in the other language occur as quotations ("Bộ Y tế (MoH)"), hence both in both.
            names = (agency.vi, agency.en, *agency.acronyms, *agency.aliases_vi, *agency.aliases_en)
            for lang in LANGUAGES:
                self._add(lang, names, "agency:" + (agency.acts_for or agency.id))
        for number, group in enumerate(vocabulary.groups):
            for lang, form in group:
                self._add(lang, (form,), f"word:{number}")
        self.read = lru_cache(maxsize=4096)(self._read)

    def _add(self, lang: Language, forms: Iterable[str], concept: str) -> None:
        for form in forms:
            key = _terms(words(unicodedata.normalize("NFC", form)), lang)
            if key and len(key) <= LONGEST:
                self._phrases[lang].setdefault(key, set()).add(concept)
                self._first[lang][key[0]] = max(len(key), self._first[lang].get(key[0], 0))

    def _read(self, text: str, lang: Language) -> Wording:
        """Take a text apart. Cached: the same sentence of a document is compared with many of a draft."""
        text = unicodedata.normalize("NFC", text)
        tokens = words(text)
        terms = _terms(tokens, lang)
        found = self._found(terms, lang)
        content = frozenset(t for t in terms if not is_stop(t, lang))
        return Wording(
            text, lang, frozenset(c for ends in found.values() for ids in ends.values() for c in ids), content,
            frozenset(t[:PREFIX] for t in content if len(t) > PREFIX) if lang == "en" else frozenset(),
            frozenset(fold(token.text) for token in tokens),
            lambda: tuple(self._parts(text, tokens, terms, found, lang)),
        )  # fmt: skip

    def _found(self, terms: tuple[str, ...], lang: Language) -> Found:
        """Every phrase in `terms`, overlapping ones too, by its place."""
        table, first = self._phrases[lang], self._first[lang]
        found: dict[int, dict[int, set[str]]] = {}
        for i, opening in enumerate(terms):
            for j in range(i + 1, min(len(terms), i + first.get(opening, 0)) + 1):
                if terms[i:j] in table:
                    found.setdefault(i, {})[j] = table[terms[i:j]]
        return found

    def _parts(
        self,
        text: str,
        tokens: list[Word],
        terms: tuple[str, ...],
        found: Found,
        lang: Language,
    ) -> Iterable[Part]:
        at = 0
        while at < len(tokens):
            end = max(found.get(at, ()), default=at + 1)
            own = found.get(at, {}).get(end, set())
            inner = {c for i in range(at, end) for j, ids in found.get(i, {}).items() if j <= end for c in ids} - own
            name = not own and at > 0 and tokens[at].text[0].isupper() and tokens[at].text[0].isalpha()
            topical = name or any(not c.startswith("word:") for c in own)
            # Numbers are compared by type, not as words.
            if not all(is_stop(t, lang) or t.isdigit() for t in terms[at:end]):
                yield Part(
                    terms[at:end],
                    tokens[at].start,
                    tokens[end - 1].end,
                    frozenset(own),
                    frozenset(inner),
                    topical,
                    name,
                )
            at = end


def _families(glossary: Glossary, vocabulary: Words) -> dict[str, frozenset[str]]:
    """The families of each glossary concept that has any: the glossary's and the checker's own."""
    found: dict[str, frozenset[str]] = {f"term:{i}": frozenset({family}) for i, family in glossary.families.items()}
    for family, ids in vocabulary.families.items():
        for i in ids:
            found[f"term:{i}"] = found.get(f"term:{i}", frozenset()) | {family}
    return found


def _terms(tokens: list[Word], lang: Language) -> tuple[str, ...]:
    return tuple(term(token.text, lang) for token in tokens)


def covered(part: Part, draft: Wording, source: Wording) -> float | None:
    """How far a part of the draft is said by the source, 0…1; None when the source's language cannot show it."""
    if part.ids & source.ids:
        return 1.0
    same = draft.lang == source.lang
    if same or part.name or _crosses(part):
        shares = [_found_as(t, source, same) for t in part.terms if not is_stop(t, draft.lang)]
        words_share = sum(shares) / len(shares) if shares else 0.0
    else:
        words_share = 0.0
    inner_share = 0.6 * len(part.inner & source.ids) / len(part.inner) if part.inner else 0.0
    if not same and not part.ids and not part.inner and not part.name and not _crosses(part):
        return None
    return max(words_share, inner_share)


def _crosses(part: Part) -> bool:
    """Whether a word looks the same in both languages: a number, an acronym, a word without diacritics."""
    return all(any(c.isdigit() for c in t) for t in part.terms)


def _found_as(index_term: str, source: Wording, same: bool) -> float:
    if index_term in source.terms or (not same and fold(index_term) in source.folded):
        return 1.0
    return 0.7 if len(index_term) > PREFIX and index_term[:PREFIX] in source.prefixes else 0.0
