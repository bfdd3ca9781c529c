"""Whether a sentence gives somebody something: by its own words, by its list's or by its heading's.

All texts are in lower case (NFC).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.norms.entitlement_parts import holder_in, level_of
from ingest.norms.entitlement_words import BenefitWords

_REACH, _BEFORE = 10, 5  # words between an act and what it gives


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a sentence stands: the words that open its list, its article's heading."""

    lead: str
    heading: str
    in_list: bool
    in_footnote: bool


def gives_nobody(heading: str, words: BenefitWords) -> bool:
    """Whether a heading says that what stands below gives nobody anything.

    The rights of an authority or a facility are powers and nobody's benefits.
    """
    rights = words.rights_of.match(heading)
    of_body = rights is not None and words.bodies.match(heading[rights.end() :].lstrip())
    return bool(words.denies.search(heading) or words.topics.search(heading) or of_body)


def is_given(text: str, stands: Standing, words: BenefitWords) -> bool:
    """Whether a sentence of a norm gives something."""
    lead = stands.lead
    if words.obliges.search(text):
        return False
    receives, measures = bool(words.receives.search(text)), bool(words.measures.search(text))
    delegated = bool(words.delegates.search(lead) or words.delegates.search(text))
    if words.delegates.search(lead) and not words.receives.search(lead):
        return measures or receives
    named = any(holder_in(one, words) for one in (text, lead))
    if words.duties.search(lead) or words.duty_headings.match(stands.heading):
        return receives and named
    if words.rights_headings.match(stands.heading) and not lead:
        return True
    if named and words.gives.match(text) and level_of(text) is not None:
        return True  # "Hỗ trợ 100% mức đóng cho người thuộc hộ nghèo"
    listed = stands.in_list and bool(words.receives.search(lead) or words.measures.search(lead))
    return ((receives or listed) and (named or _is_amount(text, stands, words))) or (measures and (named or delegated))


def _is_amount(text: str, stands: Standing, words: BenefitWords) -> bool:
    """Without a group, only an amount tells a benefit from what is said of a fund, of a card or of a procedure."""
    if stands.in_footnote or level_of(text) is None:
        return False
    return any(words.goods.search(one) for one in (text, stands.lead))


def is_planned(sentence: str, words: BenefitWords) -> bool:
    """Whether a sentence of a plan, a directive or a report promises something to people."""
    text = sentence.lower()
    if words.past.match(text) or (words.past.search(text) and not words.receives.search(text)):
        return False
    if words.receives.search(text):
        return True
    wanted = words.goods if holder_in(sentence, words) else words.supplies
    return any(_near(text, act, good, words) for act in words.gives.finditer(text) for good in wanted.finditer(text))


def _near(text: str, act: re.Match[str], good: re.Match[str], words: BenefitWords) -> bool:
    """Whether what is given stands close behind the act, or right before it ("the scope of payment is expanded")."""
    first, last = sorted((act, good), key=lambda m: m.start())
    between = text[first.end() : last.start()]
    if ";" in between or words.oversees.search(between):
        return False
    return len(between.split()) <= (_REACH if first is act else _BEFORE)
