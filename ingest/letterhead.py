"""The head of a text (Decree 30/2020/ND-CP, Annex I): issuer, number, place and date, in one column or in two."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise

from corpus.agencies import Agencies
from corpus.language import fold
from corpus.provision import Provision
from corpus.reference import parse_number, symbol_kind
from ingest.commencement import DATES, to_date
from ingest.lines import lines
from ingest.read import SourceText

HEAD_LINES = 20
BODY_HEAD_LINES = 80
PLACE_WORDS = 5  # "THÀNH PHỐ HỒ CHÍ MINH"
_OF_A_PLACE = frozenset({"local", "department"})
PRESS_DATE_MAX = 40  # code points; a longer line of a press piece tells a story, and its date is another's
_OWN_NUMBER = re.compile(
    r"\s*(?:(?:bo luat|luat|phap lenh|nghi quyet|law|ordinance|resolution)\s+)?(?:so hieu|so|no\.?|number|ref\.?)\s*[:.]?\s*(?=\d)",
    re.IGNORECASE,
)
# "Hà Nội, ngày 26 tháng 02 năm 2025" and nothing after it; the grounds ("Căn cứ …") have dates of other documents.
_PLACE = re.compile(r"(?:^|\s{2,}|\t)\W*[A-ZĐ][\w.]*(?:[ -][A-ZĐ][\w.]*){0,3},\s*(?=\S)")
# Where the right column of a letterhead begins on a line that has both: before the motto, and behind a number before
# place and date ("Số: 47/2026/QĐ-UBND Lào Cai, ngày 14 tháng 9 năm 2026").
_RIGHT_COLUMN = re.compile(
    r"(?<=[\w-])\s+(?=(?:CỘNG (?:HÒA|HOÀ) XÃ HỘI|ĐẢNG CỘNG SẢN VIỆT NAM|(?:THE )?SOCIALIST REPUBLIC OF)\b"
    r"|Độc lập\s?-\s?Tự do|Independence\s?-\s?Freedom)"
)
_NUMBER_COLUMN = re.compile(
    r"((?:Số|No\.?)\s*:?\s*\d+(?: ?/ ?\S+|-\S+))\s+(?=[A-ZĐ][\w.]*(?:[ -][A-ZĐ][\w.]*){0,3},\s)", re.IGNORECASE
)

# A row of the table that portals put above a text.
_DATE_ROW = re.compile(r"\W*(?:ngày (?:ban hành|ký)|date of issue|issued(?: on)?)\W+", re.IGNORECASE)

# Where the body of a norm begins; what stands before it is its head.
_BODY = frozenset({"part", "chapter", "article", "section"})
# Marks of Markdown, and the bells that Word leaves where table cells were.
MARKUP = re.compile(r"[*_#>|`\x00-\x08\x0e-\x1f]+")


def head_lines(source: SourceText, tree: Provision) -> list[str]:
    """The lines before the body, without Markdown's marks; at most `HEAD_LINES` in a text without a body.

    Of a letterhead in two columns, the left one comes first.
    """
    body = next((node.span.start for node in tree.walk() if node.kind in _BODY), None)
    found = lines(source.text[:body])[: HEAD_LINES if body is None else BODY_HEAD_LINES]
    left: list[str] = []
    right: list[str] = []
    for line in found:
        own, *beside = _columns(MARKUP.sub(" ", line.text).strip())
        if not beside:
            left, right = left + right, []
        left.append(own)
        right += beside
    return [cell for cell in left + right if cell]


def _columns(line: str) -> list[str]:
    return _NUMBER_COLUMN.sub(r"\1\n", _RIGHT_COLUMN.sub("\n", line)).split("\n")


def own_number(head: list[str], kind: str) -> str | None:
    """The number that a head gives the document, as written; None where it gives none."""
    for line in head:
        match = _OWN_NUMBER.match(_folded(line))
        rest = (line[match.end() :] if match else line).strip()
        written = re.split(r"\s{2,}|\t", rest)[0]  # a letterhead in two columns has the place beside the number
        if match:  # a stamped number stands apart: "Số: 729 /QĐ-TTg"
            written = re.sub(r" ?/ ?", "/", written)
        number = parse_number(written)
        alone = number is not None and " " not in written and written[-1].isalnum() and written[0].isdigit()
        labelled = match is not None and line[0].isupper()
        if number and alone and (labelled or symbol_kind(number) == kind):
            return written
    return None


def _folded(text: str) -> str:
    return "".join(fold(c)[:1] or c for c in text)


def date_of(head: list[str], press: bool) -> date | None:
    """The date in a head: after a place ("Hanoi, …") in a norm, on a line of its own in a press piece."""
    for line in head:
        if press:
            candidate = line if len(line) <= PRESS_DATE_MAX else ""
        else:
            place = _PLACE.search(line) or _DATE_ROW.match(line)
            candidate = line[place.end() :] if place else ""
        for pattern, named in DATES:
            match = pattern.search(candidate) if press else pattern.fullmatch(candidate.rstrip(" ."))
            if match and (parsed := to_date(match, named)):
                return parsed
    return None


def in_capitals(head: list[str], agencies: Agencies) -> str | None:
    """The agency on lines of capitals: the last one above the number, where the body that it belongs to stands on top."""
    found = [_named_alone(line, below, agencies) for line, below in pairwise([*head, ""])]
    number = next((at for at, line in enumerate(head) if _OWN_NUMBER.match(_folded(line))), 0)
    return next(filter(None, [*reversed(found[:number]), *found[number:]]), None)


def _named_alone(line: str, below: str, agencies: Agencies) -> str | None:
    """The agency that fills a line of capitals, or two of them ("ỦY BAN NHÂN DÂN" over "TỈNH LÀO CAI").

    Behind a local one stands the place that it is of.
    """
    for words in (f"{line} {below}", line):
        mention = next(iter(agencies.find(words)), None) if words.isupper() else None
        if mention is None or mention.start:
            continue
        most = PLACE_WORDS if mention.agency.kind in _OF_A_PLACE else 0
        if len(words[mention.end :].split()) <= most:
            return mention.agency.id
    return None
