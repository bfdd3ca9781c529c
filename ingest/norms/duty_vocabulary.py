"""The vocabulary of duties: `norms.toml`, read once and compiled for a language."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from corpus.language import fold, has_diacritics
from corpus.provision import Language
from corpus.toml import Entry, entries, read_toml, refuse_unknown
from ingest.norms.rows import Modality

NORMS_FILE = Path(__file__).with_name("norms.toml")
# In the order in which they are tried: "shall not" before "shall".
MODALITIES: tuple[Modality, ...] = ("prohibition", "permission", "commitment", "request", "duty")
NOTHING = r"(?!)"
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


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The patterns of a language; all are matched against text in lower case.

    `marker` has a group for each modality and one for exemptions; those named `*_end` match at the end of the text before a bearer,
    the others at a place or anywhere after it.
    """

    language: Language
    marker: re.Pattern[str]
    verb: re.Pattern[str]
    implicit: re.Pattern[str]
    benefit: re.Pattern[str]
    not_noun: re.Pattern[str]
    later_verb: re.Pattern[str]
    agent_verb: re.Pattern[str]
    condition_link: re.Pattern[str]
    as_for: re.Pattern[str]
    in_charge: re.Pattern[str]
    cooperate: re.Pattern[str]
    report: re.Pattern[str]
    passive: re.Pattern[str]
    adverbs: re.Pattern[str]
    qualifier: re.Pattern[str]
    owned: re.Pattern[str]
    fronted: re.Pattern[str]
    bare_qualifier: re.Pattern[str]
    noun: re.Pattern[str]
    first_only: re.Pattern[str]
    known_only: re.Pattern[str]
    embedding: re.Pattern[str]
    embedding_end: re.Pattern[str]
    negation_end: re.Pattern[str]
    partner_end: re.Pattern[str]
    example: re.Pattern[str]
    grants: re.Pattern[str]
    rights: re.Pattern[str]
    joiner: re.Pattern[str]
    boundary_end: re.Pattern[str]
    object_end: re.Pattern[str]
    agent_end: re.Pattern[str]
    assign_end: re.Pattern[str]
    tells: re.Pattern[str]
    told: re.Pattern[str]
    direct: re.Pattern[str]
    direct_end: re.Pattern[str]
    heads_end: re.Pattern[str]
    others_end: re.Pattern[str]
    link: re.Pattern[str]
    opening: re.Pattern[str]
    name_end: re.Pattern[str]
    task_tail: re.Pattern[str]
    condition: re.Pattern[str]
    exception: re.Pattern[str]
    deadline: re.Pattern[str]
    heading: re.Pattern[str]
    heading_acts: re.Pattern[str]
    principle_end: re.Pattern[str]
    heading_of: re.Pattern[str]
    heading_end: re.Pattern[str]
    group: re.Pattern[str]
    group_agency: dict[str, str | None]
    authorities: frozenset[str]


def _any(phrases: Iterable[str]) -> str:
    """An alternation of the phrases as whole words, the longest first."""
    ordered = sorted({p.lower() for p in phrases}, key=lambda p: (-len(p), p))
    escaped = (re.escape(p).replace(r"\ ", r"\s+").replace("'", "['’]") for p in ordered)
    return rf"(?<!\w)(?:{'|'.join(escaped)})(?!\w)" if ordered else NOTHING


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
    return _compiled(language, chosen, names)


def document_lexicon(language: Language, text: str) -> Lexicon:
    """The patterns for a document, which may have been typed without diacritics; raises `RegisterError`."""
    return lexicon(language, plain=language == "vi" and not has_diacritics(text[:_LOOKED_FOR]))


def _folded(value: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(fold(word) for word in value)


def _compiled(language: Language, w: Words, names: dict[str, str | None]) -> Lexicon:
    modalities = "|".join(f"(?P<{name}>{_any(getattr(w, name))})" for name in ("exemption", *MODALITIES))
    adverbs = rf"(?:\s*,?\s*(?:{_any(w.joiners)}\s+)?{_any(w.adverbs)})*"
    verbs = rf"(?!{_any(w.not_verbs)}){_any(w.verbs)}"
    some = rf"(?:{_any(w.quantifiers)}\s+)*"
    asking = f"(?P<assign>{_any(w.assign)})|(?P<ask>{_any(w.ask)})"
    headings = "|".join(
        f"(?P<{name}>{_any(getattr(w, f'heading_{name}'))})"
        for name in ("silent", "prohibition", "duty", "permission", "principle")
    )
    be = rf"{_any(w.passive)}(?!\s+{_any(w.active_be)})" if w.active_be else _any(w.passive)
    tasks, following = _any(w.tasks), _any(w.following)
    tails = rf"(?:{tasks}\s*,?\s*{following}|{following}\s+{tasks}|^\s*{some}{following}|{tasks}(?=\s*:))"
    compile_ = re.compile
    return Lexicon(
        language=language,
        marker=compile_(modalities),
        verb=compile_(rf"{adverbs}\s*(?P<verb>{verbs})"),
        implicit=compile_(rf"{adverbs}\s*(?P<verb>{verbs if language == 'vi' else _any(w.implicit)})"),
        benefit=compile_(_any(w.benefits)),
        not_noun=compile_(_any(w.not_nouns)),
        later_verb=compile_(rf"\s(?:{_any(w.compounds)}|(?P<verb>{verbs if language == 'vi' else NOTHING}))"),
        condition_link=compile_(_any(w.condition_link)),
        as_for=compile_(rf"{_any(w.as_for)}\s+"),
        agent_verb=compile_(rf"{adverbs}\s*(?P<verb>(?!{_any(w.not_verbs)}){_any(w.agent_verbs)})"),
        in_charge=compile_(rf"\s*\(\s*{_any(w.take_charge)}"),
        cooperate=compile_(_any(w.cooperate)),
        report=compile_(_any(w.report)),
        passive=compile_(rf"\s*{be}"),
        adverbs=compile_(rf"{adverbs}\s*"),
        qualifier=compile_(rf"\s*,?\s*(?:{_any(w.qualifiers)}|{_any(w.owned)})"),
        owned=compile_(rf"\s*{_any(w.owned)}(?!\s+{_any(w.after_name)})"),
        fronted=compile_(rf"\W*{_any(w.fronted)}"),
        bare_qualifier=compile_(rf"\s*,?\s*{_any(w.bare_qualifiers)}"),
        noun=compile_(rf"(?!{_any(w.not_nouns)}){_any(w.nouns)}"),
        known_only=compile_(_any(w.duty_known)),
        first_only=compile_(_any(w.duty_first)),
        embedding=compile_(_any(w.embedding)),
        embedding_end=compile_(rf"{_any(w.embedding)}\s*$"),
        negation_end=compile_(rf"{_any(w.negations)}\s*$"),
        partner_end=compile_(rf"{_any(w.cooperate)}(?:[^,;:]*\s{_any(w.joiners)})?\s*{some}$"),
        example=compile_(rf"\W*{_any(w.examples)}"),
        grants=compile_(rf"\W*{_any(w.grants)}"),
        rights=compile_(_any(w.heading_permission)),
        joiner=compile_(
            rf"(?:\s+{_any(w.after_name)})?\s*(?:[,/]\s*(?:{_any(w.joiners)}\s+)?|{_any(w.joiners)}\s+)"
            rf"{some}(?P<unknown>[\w-]+(?:\s[\w-]+){{0,2}},\s*)?{some}"
        ),
        boundary_end=compile_(rf"(?:^|[,:.)“\"–-]|{_any(w.clause_links)})\s*{some}$"),
        object_end=compile_(rf"{_any(w.before_object)}\s*{some}$"),
        agent_end=compile_(rf"{_any(w.agent)}\s*{some}$"),
        tells=compile_(asking),
        told=compile_(rf"\s+{_any(w.infinitive)}\s+(?P<verb>\w+)|{adverbs}\s*(?P<own>{verbs})"),
        assign_end=compile_(rf"(?:{asking})\s*{some}$"),
        direct=compile_(rf"{adverbs}\s*{_any(w.direct)}"),
        direct_end=compile_(rf"{_any(w.direct)}\s*{some}$"),
        heads_end=compile_(rf"(?P<name>{_any(w.heads_of)})\s*$"),
        others_end=compile_(rf"(?P<name>{_any(w.others_of)})\s*$"),
        link=compile_(rf"\s*,?\s*{_any(w.condition_link)}\s*$"),
        opening=compile_(rf"\W*(?:{_any(w.clause_links)}\s+)*{some}"),
        name_end=compile_(rf",|\(|\s(?={_any((*w.conditions, *w.name_end))})"),
        task_tail=compile_(rf"^[\s,:]*$|{tails}\s*:?\s*$"),
        condition=compile_(rf"\W*{_any(w.conditions)}"),
        exception=compile_(rf"{_any(w.exceptions)}[^;.]+"),
        deadline=compile_("|".join(f"(?:{pattern})" for pattern in w.deadlines)),
        heading=compile_(headings),
        heading_acts=compile_(_any(w.heading_acts)),
        principle_end=compile_(rf"{_any(w.heading_principle)}\W*$"),
        heading_of=compile_(_any(w.heading_of)),
        heading_end=compile_(_any(w.heading_end)),
        group=compile_(_any(names)),
        group_agency=names,
        authorities=frozenset(w.authorities),
    )
