"""What a text says of itself: kind, number, issuer, date, title, read off its head.

Only the head counts. A number that the body merely mentions is another document's, and is never borrowed:
a text that names no number of its own has none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from corpus.agencies import Agencies
from corpus.label import KIND_NAMES, kind_name
from corpus.language import detect_language, fold
from corpus.provision import Authority, Document, Provision, Relation
from corpus.reference import KIND_WORDS, find_references, parse_number, symbol_kind
from ingest.lines import Line, lines
from ingest.read import SourceText

HEAD_LINES = 20
OPENING_WORDS = 8
PRESS_DATE_MAX = 40  # code points; a longer line of a press piece tells a story, and its date is another's
_OWN_NUMBER = re.compile(r"\s*(?:so|no\.?|number|ref\.?)\s*[:.]?\s*(?=\d)", re.IGNORECASE)
_ENACTS = re.compile(
    r"\s*(?:(?:hereby\s+)?(?:requests?|decides?|promulgates?|issues?|directs?|orders?)\b|yêu cầu|ban hành|quyết định|chỉ thị)",
    re.IGNORECASE,
)
_DATES = (
    (re.compile(r"ngày\s+(?P<d>\d{1,2})\s+tháng\s+(?P<m>\d{1,2})\s+năm\s+(?P<y>\d{4})", re.IGNORECASE), False),
    (re.compile(r"(?P<m>[A-Z][a-z]+)\s+(?P<d>\d{1,2}),\s+(?P<y>\d{4})"), True),
    (re.compile(r"(?P<d>\d{1,2})\s+(?P<m>[A-Z][a-z]+)\s+(?P<y>\d{4})"), True),
    (re.compile(r"\b(?P<d>\d{1,2})/(?P<m>\d{1,2})/(?P<y>\d{4})\b"), False),
)
_MONTHS = {
    name: number
    for number, name in enumerate(
        "january february march april may june july august september october november december".split(), 1
    )
}
# "Hà Nội, ngày 26 tháng 02 năm 2025" and nothing after it; the grounds ("Căn cứ …") have dates of other documents.
_PLACE = re.compile(r"(?:^|\s{2,}|\t)\W*[A-ZĐ][\w.]*(?:[ -][A-ZĐ][\w.]*){0,3},\s*(?=\S)")
# A kind of norm says its rank, save where the issuer decides; see DESIGN, "Authority is shown and used".
_AUTHORITY: dict[str, Authority] = {
    "law": "law", "ordinance": "ordinance", "decree": "decree", "circular": "circular", "consolidated": "law",
    "decision": "pm_decision", "directive": "administrative", "telegram": "administrative",
    "letter": "administrative", "resolution": "administrative", "conclusion": "party",
    "interview": "press", "news": "press", "article": "press", "text": "administrative",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Head:
    """The lines before the body begins, and what the tree makes of them."""

    lines: list[Line]
    kind: str


def identify(doc_id: str, file: str, source: SourceText, tree: Provision, agencies: Agencies, sha256: str) -> Document:
    """The document of a file that no register describes; what its text does not say stays None."""
    head = Head(lines(source.text)[:HEAD_LINES], _kind(tree, source))
    press = _AUTHORITY.get(head.kind) == "press"
    number = None if press else _own_number(head)
    issued = _date(head, press)
    language = detect_language(source.text[:4000])
    title = _title(tree)
    opening = None if title or number else _opening(tree)
    return Document(
        id=doc_id, file=file, kind=head.kind, authority=_authority(head.kind, number), language=language,
        title_en=title if language == "en" else None, title_vi=title if language == "vi" else None, number=number,
        short_en=opening and f"{kind_name(head.kind, 'en')} {opening}", short_vi=opening and f"{kind_name(head.kind, 'vi')} {opening}",
        issuer=None if press else _issuer(tree, agencies), issued=issued,
        date_basis="text" if issued else "inferred", sha256=sha256,
        relations=_reported(tree, source) if press else (),
    )  # fmt: skip


def _opening(tree: Provision) -> str | None:
    """The first words of a text without a title, by which a person knows it again."""
    first = next((n for n in tree.walk() if n.kind in {"question", "paragraph"}), None)
    if first is None:
        return None
    words = (first.heading or first.text).split()
    return f"“{' '.join(words[:OPENING_WORDS])}…”" if len(words) > OPENING_WORDS else f"“{' '.join(words)}”"


def _reported(tree: Provision, source: SourceText) -> tuple[Relation, ...]:
    """What a press piece is about: the documents that its title and its first two paragraphs name."""
    opening = [n for n in tree.walk() if n.kind in {"title", "question", "paragraph"}][:3]
    end = max((n.span.start + len(n.heading or n.text) for n in opening), default=0)
    head = source.text[:end]
    numbers = [head[r.start : r.end] for r in find_references(head) if r.number and r.number.symbol]
    return tuple(Relation("reports_on", number) for number in dict.fromkeys(map(_bare_number, numbers)))


def _bare_number(reference: str) -> str:
    match = re.search(r"\d.*", reference)
    return match[0] if match else reference


def _kind(tree: Provision, source: SourceText) -> str:
    kinds = {node.kind for node in tree.walk()}
    if kinds & {"section", "article"}:
        head = [fold(line.text).strip(" .:") for line in lines(source.text)[:HEAD_LINES]]
        return next((KIND_WORDS[line] for line in head if line in KIND_WORDS), "text")
    if "question" in kinds:
        return "interview"
    return "news" if "dateline" in kinds else "article"


def _authority(kind: str, number: str | None) -> Authority:
    return "party" if number and number.upper().endswith("TW") else _AUTHORITY.get(kind, "administrative")


def _own_number(head: Head) -> str | None:
    for line in head.lines:
        match = _OWN_NUMBER.match(_folded(line.text))
        rest = (line.text[match.end() :] if match else line.text).strip()
        written = re.split(r"\s{2,}|\t", rest)[0]  # a letterhead in two columns has the place beside the number
        number = parse_number(written)
        alone = number is not None and " " not in written and written[-1].isalnum() and written[0].isdigit()
        labelled = match is not None and line.text[0].isupper()
        if number and alone and (labelled or symbol_kind(number) == head.kind):
            return written
    return None


def _folded(text: str) -> str:
    return "".join(fold(c)[:1] or c for c in text)


def _date(head: Head, press: bool) -> date | None:
    """The date in a head: after a place ("Hanoi, …") in a norm, on a line of its own in a press piece."""
    for line in head.lines:
        if press:
            candidate = line.text if len(line.text) <= PRESS_DATE_MAX else ""
        else:
            place = _PLACE.search(line.text)
            candidate = line.text[place.end() :] if place else ""
        for pattern, named in _DATES:
            match = pattern.search(candidate) if press else pattern.fullmatch(candidate.rstrip(" ."))
            if match and (parsed := _to_date(match, named)):
                return parsed
    return None


def _to_date(match: re.Match[str], named: bool) -> date | None:
    month = _MONTHS.get(match["m"].lower()) if named else int(match["m"])
    try:
        return date(int(match["y"]), month, int(match["d"])) if month else None
    except ValueError:
        return None


def _issuer(tree: Provision, agencies: Agencies) -> str | None:
    """The agency that the enacting words name: "the Prime Minister hereby requests"."""
    for node in tree.children:
        if node.kind not in {"title", "preamble", "paragraph"}:
            continue
        for mention in agencies.find(node.text):
            if _ENACTS.match(node.text, mention.end):
                return mention.agency.id
    return None


def _title(tree: Provision) -> str | None:
    heading = next((node.heading for node in tree.children if node.kind == "title"), None)
    if not heading:
        return None
    for names in KIND_NAMES.values():
        for name in names:
            if fold(heading).startswith(fold(name) + " ") and heading.isupper():
                heading = heading[len(name) :].strip()
    return heading.capitalize() if heading.isupper() else heading
