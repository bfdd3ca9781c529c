"""The checker's vocabulary, read from words.toml."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from corpus.language import Analyzer, analyze, fold, has_diacritics, normal
from corpus.provision import Language
from corpus.toml import read_toml

WORDS_FILE = Path(__file__).parent / "words.toml"
Cues = re.Pattern[str]
_MONTH_OF_MAY = re.compile(r"\bMay\b")  # the verb has no capital


@dataclass(frozen=True, slots=True)
class Words:
    """All of words.toml, ready for use. Cue patterns are matched against `normal(text)`."""

    groups: tuple[tuple[tuple[Language, str], ...], ...]
    opposites: tuple[tuple[Cues, Cues], ...]
    negation: Cues
    spared: Cues
    modality: Mapping[str, Cues]
    hard_modality: frozenset[tuple[str, str]]
    soft_modality: frozenset[tuple[str, str]]
    scope: Mapping[str, Cues]
    titles: Mapping[str, Cues]
    roles: Mapping[str, Cues]
    not_a_claim: Mapping[str, Cues]
    places: Mapping[str, str]
    surnames: frozenset[str]
    ordinals: tuple[Cues, ...]
    weekdays: Cues
    receiving: Cues
    issuers: Mapping[str, frozenset[str]]
    numbered: tuple[Cues, ...]
    families: Mapping[str, frozenset[str]]
    joints: Cues
    subjects: Cues
    predicates: Cues
    conditions: Cues
    openers: Cues
    nth: Cues
    past: Cues
    bearing: Cues
    heads: Cues
    headed: Mapping[str, str]
    named_bodies: Cues


@cache
def load_words() -> Words:
    """The vocabulary, read once; raises `RegisterError` for a file that is not TOML."""
    tables = read_toml(WORDS_FILE)
    pairs, roles = tables["modality_conflicts"], dict(tables["roles"])
    return Words(
        groups=tuple(_group(line) for line in tables["groups"]),
        opposites=tuple(_sides(line) for line in tables["opposites"]),
        negation=cue_pattern(tables["negation"]),
        spared=cue_pattern(tables["spared"]),
        modality={name: cue_pattern(cues) for name, cues in tables["modality"].items()},
        hard_modality=_pairs(pairs["hard"]),
        soft_modality=_pairs(pairs["soft"]),
        scope={name: cue_pattern(cues) for name, cues in tables["scope"].items()},
        titles={name: cue_pattern(cues) for name, cues in tables["titles"].items()},
        roles={name: _role_pattern(name, cues) for name, cues in roles.items() if "receiving" not in name},
        not_a_claim={name: cue_pattern(cues) for name, cues in tables["not_a_claim"].items()},
        places={fold(name): _list(line)[0] for line in tables["places"]["names"] for name in _list(line)},
        surnames=frozenset(form(name) for name in tables["persons"]["surnames"] for form in (fold, normal)),
        ordinals=tuple(cue_pattern(_list(line.replace("=", ","))) for line in tables["ordinals"]["names"]),
        weekdays=cue_pattern(
            f"{word} {day}" for word in tables["weekdays"]["before"] for day in tables["weekdays"]["days"]
        ),
        receiving=_receiving(roles.pop("receiving"), roles.pop("not_receiving")),
        issuers={symbol: frozenset(ids) for symbol, ids in tables["issuers"].items()},
        numbered=tuple(_numbered(line) for line in tables["numbered"]["names"]),
        families={family: frozenset(ids) for family, ids in tables["families"].items()},
        joints=_joints(tables["parts"]["joints"]),
        subjects=cue_pattern(tables["parts"]["subjects"]),
        predicates=cue_pattern(tables["parts"]["predicates"]),
        conditions=cue_pattern(tables["parts"]["conditions"]),
        openers=cue_pattern(tables["parts"]["openers"]),
        nth=_nth(**tables["nth"]),
        past=cue_pattern(tables["past"]["cues"]),
        bearing=cue_pattern(tables["titles_after"]["cues"]),
        heads=_role_pattern("head_before", tables["heads"]["cues"]),
        headed={body: head for head, bodies in tables["heads"]["of"].items() for body in bodies},
        named_bodies=_named_bodies(tables["named_bodies"]["kinds"]),
    )


def masked(text: str, words: Words) -> str:
    """`normal(text)` with the wordings that only look like cues blanked out, places kept."""
    months = _MONTH_OF_MAY.sub("   ", text)
    return words.spared.sub(lambda m: " " * len(m[0]), normal(months))


def cue_pattern(cues: Iterable[str]) -> Cues:
    """A pattern that finds any of the cues as whole words, the longest first, in lower-case NFC text."""
    return re.compile("|".join(_bounded(cue) for cue in _longest_first(cues)))


def _role_pattern(name: str, cues: Iterable[str]) -> Cues:
    """Cues before a name end where it begins, articles aside; cues after one begin where it ends."""
    either = "|".join(_bounded(cue) for cue in _longest_first(cues))
    before = name.endswith("_before")
    return re.compile(rf"(?:{either})(?:\s+(?:the|với|cho|của))?\W*$" if before else rf"^\W*(?:{either})")


def _receiving(verbs: list[str], others: list[str]) -> Cues:
    """ "to" before a name, after a verb of handing over and not after a word of belonging."""
    not_after = "".join(rf"(?<!{re.escape(word)} )" for word in others)
    return re.compile(rf"(?:{'|'.join(_bounded(v) for v in verbs)})\b[^;.]{{0,60}}?\s{not_after}to\s+(?:the\s+)?\W*$")


def _numbered(line: str) -> Cues:
    """One of the words, and the Arabic or Roman number or the letter after it."""
    return re.compile(
        rf"(?:{'|'.join(_bounded(w) for w in _list(line.replace('=', ',')))})\s+(?:no\.\s*|số\s+)?(\d{{1,2}}|[ivx]{{1,4}}|[a-d])(?![\w.,]*\d|\w)"
    )


def _nth(before: list[str], after: list[str]) -> Cues:
    """A number, Arabic or Roman, after one of the words, or one with an ending."""
    words = "|".join(_bounded(word) for word in before)
    return re.compile(rf"(?:{words})\s+(\d{{1,3}}|[ivx]+)(?!\w)|(?<!\w)(\d{{1,3}})(?:{'|'.join(after)})(?!\w)")


def _named_bodies(kinds: list[str]) -> Cues:
    """A kind of body and the capitalised name after it, in the text as it is written."""
    word = r"[^\W\d_a-zà-ỹ][^\W\d_]*"
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, kinds))})\s+{word}(?:(?:\s+|,\s+)(?:and\s+|và\s+)?{word})*")


def _joints(joining: list[str]) -> Cues:
    """A semicolon, or a joining word with the comma before it."""
    return re.compile(rf"\s*;\s+|,?\s+(?:{'|'.join(_bounded(word) for word in _longest_first(joining))})\s+")


def _bounded(cue: str) -> str:
    plain = normal(cue)
    start = r"(?<!\w)" if plain[0].isalnum() else ""
    end = r"(?!\w)" if plain[-1].isalnum() else ""
    return start + re.escape(plain) + end


def _longest_first(cues: Iterable[str]) -> list[str]:
    return sorted(cues, key=len, reverse=True)


def _list(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _group(line: str) -> tuple[tuple[Language, str], ...]:
    english, _, vietnamese = line.partition("=")
    return (*(("en", w) for w in _list(english)), *(("vi", w) for w in _list(vietnamese)))


def _sides(line: str) -> tuple[Cues, Cues]:
    one, _, other = line.partition(":")
    return _inflected(_list(one)), _inflected(_list(other))


def _inflected(forms: list[str]) -> Cues:
    """English forms with their endings ("increase" finds "increased"); Vietnamese ones do not bend."""
    return re.compile("|".join(_form(form) for form in _longest_first(forms)))


def _form(form: str) -> str:
    plain = normal(form)
    if has_diacritics(form) or " " in form or len(plain) < 4:
        return _bounded(form)
    return rf"(?<!\w){re.escape(plain.removesuffix('e'))}(?:e|es|s|ed|d|ing|ion|ations?|ment|ly)?(?!\w)"


def _pairs(listed: Iterable[str]) -> frozenset[tuple[str, str]]:
    return frozenset((draft, source) for draft, source in (line.split() for line in listed))


def index_terms(text: str, lang: Language) -> tuple[str, ...]:
    """The terms by which phrases of a language are compared: stems, or accented syllables."""
    analyzer: Analyzer = "en" if lang == "en" else "vi"
    return tuple(analyze(text, analyzer))
