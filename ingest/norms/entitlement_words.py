"""The vocabulary of entitlements: `benefits.toml` as patterns, by language."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from corpus.provision import Language
from corpus.toml import read_toml

BENEFITS = Path(__file__).parent / "benefits.toml"
_GAP = "…"
_ANY_WORDS = r"(?:[^\s.;:]+\s+){0,10}?"


class _Words(BaseModel):
    """The lists of one language; what each of them is for stands in the file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    receives: tuple[str, ...]
    measures: tuple[str, ...]
    delegates: tuple[str, ...]
    denies: tuple[str, ...]
    duties: tuple[str, ...]
    holders: tuple[str, ...]
    breaks: tuple[str, ...]
    conditions: tuple[str, ...]
    gives: tuple[str, ...]
    goods: tuple[str, ...]
    supplies: tuple[str, ...]
    obliges: tuple[str, ...]
    topics: tuple[str, ...]
    bodies: tuple[str, ...]
    rights_headings: tuple[str, ...]
    duty_headings: tuple[str, ...]
    rights_of: tuple[str, ...]
    lists: tuple[str, ...]
    oversees: tuple[str, ...]
    past: tuple[str, ...]
    proposes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BenefitWords:
    """The lists of one language as patterns over text in lower case (NFC)."""

    receives: re.Pattern[str]
    measures: re.Pattern[str]
    delegates: re.Pattern[str]
    denies: re.Pattern[str]
    duties: re.Pattern[str]
    holders: re.Pattern[str]
    breaks: re.Pattern[str]
    conditions: re.Pattern[str]
    gives: re.Pattern[str]
    goods: re.Pattern[str]
    supplies: re.Pattern[str]
    obliges: re.Pattern[str]
    topics: re.Pattern[str]
    bodies: re.Pattern[str]
    rights_headings: re.Pattern[str]
    duty_headings: re.Pattern[str]
    rights_of: re.Pattern[str]
    lists: re.Pattern[str]
    oversees: re.Pattern[str]
    past: re.Pattern[str]
    proposes: re.Pattern[str]


@cache
def benefit_words(lang: Language) -> BenefitWords:
    """The vocabulary of one language; raises `RegisterError` when the file cannot be read."""
    tables = read_toml(BENEFITS)
    lists = _Words.model_validate(tables[lang])
    return BenefitWords(**{name: _pattern(getattr(lists, name)) for name in _Words.model_fields})


def _pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(phrases, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(_phrase, longest_first))})(?!\w)")


def _phrase(phrase: str) -> str:
    words = (_ANY_WORDS if word == _GAP else re.escape(word) + r"\s+" for word in phrase.split())
    return "".join(words).removesuffix(r"\s+")
