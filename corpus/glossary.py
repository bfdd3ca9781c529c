"""The bilingual glossary: terms, their synonyms in both languages, and what is merely related."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from corpus import RegisterError
from corpus.language import Analyzer, analyze, has_diacritics
from corpus.phrases import PhraseTable
from corpus.provision import Language
from corpus.toml import BUNDLED, Entry, entries, read_toml, refuse_unknown, unique_ids

GLOSSARY_FILE = "glossary.toml"


class Term(Entry):
    """`[[term]]`: one concept of the field.

    The first form of a language is the preferred one. `related` concepts help a search, but a legacy
    concept ("trái tuyến") is never a synonym of what today's law calls otherwise. `names_document` marks the
    title of a law. Terms of one `family` take each other's place in a question (pensioners, pupils; inpatient,
    outpatient).
    """

    id: str
    vi: tuple[str, ...]
    en: tuple[str, ...]
    acronyms: tuple[str, ...] = ()
    plain: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    legacy: bool = False
    names_document: bool = False
    family: str | None = None
    note: str | None = None

    def forms(self, lang: Language) -> tuple[str, ...]:
        """The wordings in `lang`, the preferred one first, plain-language ones last."""
        plain = tuple(form for form in self.plain if (has_diacritics(form)) == (lang == "vi"))
        return (self.vi if lang == "vi" else self.en) + plain


class Glossary:
    """All terms, found by any wording in one analysis."""

    def __init__(self, terms: list[Term]) -> None:
        self._by_id = {term.id: term for term in terms}

    def __getitem__(self, term_id: str) -> Term:
        return self._by_id[term_id]

    def __len__(self) -> int:
        return len(self._by_id)

    def __iter__(self) -> Iterator[Term]:
        return iter(self._by_id.values())

    @cached_property
    def families(self) -> dict[str, str]:
        """The family of each term that has one, by id."""
        return {term.id: term.family for term in self if term.family}

    def table(self, analyzer: Analyzer) -> PhraseTable[str]:
        """The phrases of one analysis: English stems, accented or folded Vietnamese syllables."""
        return {"en": self._english, "vi": self._accented, "folded": self._folded}[analyzer]

    @cached_property
    def _english(self) -> PhraseTable[str]:
        return self._phrases("en", "en")

    @cached_property
    def _accented(self) -> PhraseTable[str]:
        return self._phrases("vi", "vi")

    @cached_property
    def _folded(self) -> PhraseTable[str]:
        return self._phrases("folded", "vi")

    def _phrases(self, analyzer: Analyzer, lang: Language) -> PhraseTable[str]:
        return PhraseTable(
            analyzer, ((form, term.id) for term in self._by_id.values() for form in (*term.forms(lang), *term.acronyms))
        )


def load_glossary(path: Path = BUNDLED / GLOSSARY_FILE) -> Glossary:
    """Read glossary.toml; raises `RegisterError` for a missing wording or an unknown related term."""
    tables = read_toml(path)
    refuse_unknown(path, tables, ("term",))
    terms = entries(path, tables, "term", Term)
    unique_ids(path, "term", [term.id for term in terms])
    known = {term.id for term in terms}
    for term in terms:
        if not term.vi or not term.en:
            raise RegisterError(f'{path.name}: term "{term.id}" needs a wording in both languages')
        for form in (*term.vi, *term.en, *term.acronyms, *term.plain):
            if not analyze(form, "vi"):
                raise RegisterError(f'{path.name}: term "{term.id}": "{form}" has no word in it')
        for related in term.related:
            if related not in known:
                raise RegisterError(f'{path.name}: term "{term.id}": related "{related}" is no term')
    return Glossary(terms)
