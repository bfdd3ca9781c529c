"""The parts of an entitlement: the holder, the level and the condition, read off the words of a text."""

from __future__ import annotations

import re
import unicodedata

from corpus.provision import Provision
from ingest.norms.entitlement_words import BenefitWords

UNSPECIFIED = "unspecified"
HOLDER_MAX, PART_MAX = 200, 400  # code points shown of a group's words, of a condition or a benefit

_OWNS = re.compile(r"['’]s?\b")
_PUNCTUATION = re.compile(r"[,;:.(]")
_DETERMINER = re.compile(r"^(?:các|những|the|the following)\s+")
_NOTE = re.compile(r"\s?\[\d{1,4}\]")
# "(Điều 3 Thông tư số 9/2031/TT-BYT, có hiệu lực …)": where a codification says that it took an article from.
_TAKEN_FROM = re.compile(r"^\s*\((?:Điều|Article)\s\d[^()]*\)")
_LABEL = re.compile(r"^\s*(?:(?:Clause\s+|Point\s+)?\(?(?:\d{1,3}[a-zđ]?|[a-zđ]{1,2})[.)]|[-–•+])\s*")
_PERCENT = re.compile(r"(?:từ |from )?\d+(?:[.,]\d+)?\s?%(?:\s?(?:đến|to|-|–)\s?\d+(?:[.,]\d+)?\s?%)?", re.IGNORECASE)
# Money, multiples of a base, hours and days off, stars of Markdown left out.
_AMOUNT = re.compile(
    r"\d[\d.,]*\s?(?:đồng|triệu đồng|lần|VND|dong|million|times)(?:/[^\W\d_]+(?:\s[^\W\d_]+)?)*", re.IGNORECASE
)
_WORDED = re.compile(
    r"\b(?:một phần ba|hai phần ba|một phần|toàn bộ|miễn phí|mức cao nhất|quyền lợi cao nhất|free of charge|one third|two thirds|"
    r"in full|partly|half|free medical services|highest)\b",
    re.IGNORECASE,
)


def plain_words(text: str) -> str:
    """A provision's words in NFC without its label, footnote markers, note of origin and line breaks."""
    composed = unicodedata.normalize("NFC", text)
    return " ".join(_TAKEN_FROM.sub("", _LABEL.sub("", _NOTE.sub("", composed))).split())


def shortened(text: str, limit: int = PART_MAX) -> str:
    """Words cut at a blank before `limit`, an ellipsis behind."""
    words = text.strip(" ,;:.")
    return words if len(words) <= limit else words[:limit].rsplit(" ", 1)[0] + " …"


def level_of(text: str) -> str | None:
    """The amounts that a sentence gives: percentages, or words like "toàn bộ"; None where it gives none."""
    figures = (m[0] for pattern in (_PERCENT, _AMOUNT) for m in pattern.finditer(text))
    percent = list(dict.fromkeys(" ".join(figure.split()) for figure in figures))
    worded = list(dict.fromkeys(m[0].lower() for m in _WORDED.finditer(text)))
    return ", ".join(percent + worded) or None


def holder_in(text: str, words: BenefitWords) -> str | None:
    """The group that a sentence names, with its attributes; None when it names none.

    "People's Committees" and "people's health" name no group: the noun is somebody's only.
    """
    lowered = text.lower()
    match = next((m for m in words.holders.finditer(lowered) if not _OWNS.match(lowered, m.end())), None)
    if match is None:
        return None
    stop = words.breaks.search(lowered, match.end())
    punctuation = _PUNCTUATION.search(text, match.end())
    ends = [m.start() for m in (stop, punctuation) if m]
    return shortened(text[match.start() : min(ends, default=len(text))], HOLDER_MAX)


def group_in(text: str, words: BenefitWords) -> bool:
    """Whether a lead names groups that its list then holds: "Nhóm được hỗ trợ mức đóng bao gồm:"."""
    lowered = text.lower().rstrip(" :")
    begins = words.holders.match(_DETERMINER.sub("", lowered))
    return bool(begins) and any(m.end() == len(lowered) for m in words.lists.finditer(lowered))


def condition_in(text: str, words: BenefitWords) -> str | None:
    """The words of a sentence that say when it holds."""
    match = words.conditions.search(text.lower())
    if match is None:
        return None
    stop = re.compile(r"[;.]").search(text, match.end())
    return shortened(text[match.start() : stop.start() if stop else len(text)])


def group_words(node: Provision) -> str:
    """The words of the provision that defines a group."""
    own = node.text[: node.children[0].span.start - node.span.start] if node.children else node.text
    return shortened(plain_words(own), HOLDER_MAX)
