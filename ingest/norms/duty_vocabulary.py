"""The vocabulary of duties: `norms.toml`, read once; `duty_patterns` makes the patterns of a language of it."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from corpus.language import fold, has_diacritics
from corpus.provision import Language
from corpus.toml import Entry, entries, read_toml, refuse_unknown
from ingest.norms.duty_patterns import Lexicon, compiled

NORMS_FILE = Path(__file__).with_name("norms.toml")
_LOOKED_FOR = 20_000  # code points of a document in which diacritics are looked for


class Group(Entry):
    """`[[group]]`: who bears duties and has no entry in agencies.toml under these names."""

    vi: tuple[str, ...]
    en: tuple[str, ...]
    agency: str | None = None


class Words(Entry):
    """The table of a language; what each key means stands in the file."""

    duty: tuple[str, ...]
    exemption: tuple[str, ...]
    duty_first: tuple[str, ...] = ()
    duty_known: tuple[str, ...] = ()
    prohibition: tuple[str, ...]
    permission: tuple[str, ...]
    commitment: tuple[str, ...]
    request: tuple[str, ...] = ()
    assign: tuple[str, ...]
    ask: tuple[str, ...]
    direct: tuple[str, ...]
    take_charge: tuple[str, ...]
    cooperate: tuple[str, ...]
    report: tuple[str, ...]
    agent: tuple[str, ...]
    agent_verbs: tuple[str, ...] = ()
    passive: tuple[str, ...]
    active_be: tuple[str, ...] = ()
    adverbs: tuple[str, ...]
    joiners: tuple[str, ...]
    quantifiers: tuple[str, ...]
    clause_links: tuple[str, ...]
    condition_link: tuple[str, ...]
    as_for: tuple[str, ...]
    before_object: tuple[str, ...]
    fronted: tuple[str, ...]
    qualifiers: tuple[str, ...]
    bare_qualifiers: tuple[str, ...]
    infinitive: tuple[str, ...] = ()
    after_name: tuple[str, ...]
    owned: tuple[str, ...]
    heads_of: tuple[str, ...]
    others_of: tuple[str, ...]
    nouns: tuple[str, ...]
    not_nouns: tuple[str, ...]
    embedding: tuple[str, ...]
    following: tuple[str, ...]
    tasks: tuple[str, ...]
    verbs: tuple[str, ...]
    not_verbs: tuple[str, ...]
    compounds: tuple[str, ...] = ()
    benefits: tuple[str, ...] = ()
    implicit: tuple[str, ...] = ()
    conditions: tuple[str, ...]
    negations: tuple[str, ...]
    examples: tuple[str, ...]
    grants: tuple[str, ...]
    exceptions: tuple[str, ...]
    deadlines: tuple[str, ...]
    heading_duty: tuple[str, ...]
    heading_permission: tuple[str, ...]
    heading_prohibition: tuple[str, ...]
    heading_acts: tuple[str, ...]
    heading_principle: tuple[str, ...]
    heading_silent: tuple[str, ...]
    name_end: tuple[str, ...]
    heading_of: tuple[str, ...]
    heading_end: tuple[str, ...]
    authorities: tuple[str, ...]


@lru_cache(maxsize=1)
def _tables() -> tuple[dict[str, Words], list[Group]]:
    tables = read_toml(NORMS_FILE)
    refuse_unknown(NORMS_FILE, tables, ("vi", "en", "group"))
    languages = {"words": [tables["vi"], tables["en"]]}
    vi, en = entries(NORMS_FILE, languages, "words", Words)
    return {"vi": vi, "en": en}, entries(NORMS_FILE, tables, "group", Group)


@lru_cache(maxsize=4)
def lexicon(language: Language, plain: bool = False) -> Lexicon:
    """The patterns of `language`; `plain`: for a text that was typed without diacritics.

    Raises `RegisterError` when norms.toml is wrong.
    """
    words, groups = _tables()
    chosen = words[language]
    if plain:
        chosen = Words.model_validate({key: _folded(value) for key, value in chosen.model_dump().items()})
    names = {
        fold(name) if plain else name.lower(): group.agency
        for group in groups
        for name in (group.vi if language == "vi" else group.en)
    }
    return compiled(language, chosen.model_dump(), names)


def document_lexicon(language: Language, text: str) -> Lexicon:
    """The patterns for a document, which may have been typed without diacritics; raises `RegisterError`."""
    return lexicon(language, plain=language == "vi" and not has_diacritics(text[:_LOOKED_FOR]))


def _folded(value: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(fold(word) for word in value)
