"""What a text says of itself: kind, number, issuer, date, title, read off its head; commencement off its clauses.

For the former only the head counts. A number that the body merely mentions is another document's, and is never borrowed:
a text that names no number of its own has none.
"""

from __future__ import annotations

import re
from datetime import date

from corpus.agencies import Agencies
from corpus.label import kind_name
from corpus.language import detect_language, fold
from corpus.provision import Authority, Document, Provision, Relation
from corpus.reference import KIND_WORDS, find_references, parse_number, symbol_kind
from ingest.commencement import DATES, Commencement, commencement, to_date
from ingest.law_codification import works
from ingest.lines import lines
from ingest.read import SourceText
from ingest.repeals import stated_relations

HEAD_LINES = 20
BODY_HEAD_LINES = 80
OPENING_WORDS = 8
PRESS_DATE_MAX = 40  # code points; a longer line of a press piece tells a story, and its date is another's
_OWN_NUMBER = re.compile(
    r"\s*(?:(?:bo luat|luat|phap lenh|nghi quyet|law|ordinance|resolution)\s+)?(?:so hieu|so|no\.?|number|ref\.?)\s*[:.]?\s*(?=\d)",
    re.IGNORECASE,
)
_ENACTS = re.compile(
    r"\s*(?:(?:hereby\s+)?(?:requests?|decides?|promulgates?|issues?|directs?|orders?)\b|yêu cầu|ban hành|quyết định|chỉ thị)",
    re.IGNORECASE,
)
# "Hà Nội, ngày 26 tháng 02 năm 2025" and nothing after it; the grounds ("Căn cứ …") have dates of other documents.
_PLACE = re.compile(r"(?:^|\s{2,}|\t)\W*[A-ZĐ][\w.]*(?:[ -][A-ZĐ][\w.]*){0,3},\s*(?=\S)")
# A kind of norm says its rank, save where the issuer decides; see DESIGN, "Authority is shown and used".
_AUTHORITY: dict[str, Authority] = {
    "law": "law", "ordinance": "ordinance", "decree": "decree", "circular": "circular", "consolidated": "law",
    "decision": "pm_decision", "directive": "administrative", "telegram": "administrative",
    "letter": "administrative", "resolution": "administrative", "conclusion": "party",
    "interview": "press", "news": "press", "article": "press", "text": "administrative",
}  # fmt: skip

# A row of the table that portals put above a text.
_DATE_ROW = re.compile(r"\W*(?:ngày (?:ban hành|ký)|date of issue|issued(?: on)?)\W+", re.IGNORECASE)

# Where the body of a norm begins; what stands before it is its head.
_BODY = frozenset({"part", "chapter", "article", "section"})
_NORMS = frozenset({"section", "article"})
# Whose head has one of these lines is a body of the State or the Party, not a newspaper.
_LETTERHEAD = re.compile(
    r"(?:cong hoa xa hoi chu nghia viet nam|(?:the )?socialist republic of viet ?nam|dang cong san viet nam|"
    r"(?:the )?communist party of viet ?nam|doc lap\W+tu do\W+hanh phuc|independence\W+freedom\W+happiness)\W*$"
)
# Marks of Markdown, and the bells that Word leaves where table cells were.
_MARKUP = re.compile(r"[*_#>|`\x00-\x08\x0e-\x1f]+")


def identify(doc_id: str, file: str, source: SourceText, tree: Provision, agencies: Agencies, sha256: str) -> Document:
    """The document of a file that no register describes; what its text does not say stays None."""
    head = _head(source, tree)
    language = detect_language(source.text[:4000])
    title = _title(tree)
    kind = _kind(tree, head, title)
    press = _AUTHORITY.get(kind) == "press"
    number = None if press else _own_number(head, kind)
    if kind == "text" and number and (parsed := parse_number(number)):
        kind = symbol_kind(parsed) or kind
    issued = _date(head, press)
    starts = Commencement() if press else commencement(tree, issued, kind)
    if kind == "text" and starts.kind:
        kind = starts.kind
    opening = None if title or number else _opening(tree)
    return Document(
        id=doc_id, file=file, kind=kind, authority=authority_of(kind, number), language=language,
        title_en=title if language == "en" else None, title_vi=title if language == "vi" else None, number=number,
        short_en=opening and f"{kind_name(kind, 'en')} {opening}", short_vi=opening and f"{kind_name(kind, 'vi')} {opening}",
        issuer=None if press else _issuer(tree, head, agencies), issued=issued,
        date_basis="text" if issued else "inferred", effective=starts.effective, expired=starts.expired, sha256=sha256,
        relations=_reported(tree, source) if press else _official(number, tree, source),
    )  # fmt: skip


def _head(source: SourceText, tree: Provision) -> list[str]:
    """The lines before the body, without Markdown's marks; at most `HEAD_LINES` in a text without a body."""
    body = next((node.span.start for node in tree.walk() if node.kind in _BODY), None)
    found = lines(source.text[:body])[: HEAD_LINES if body is None else BODY_HEAD_LINES]
    return [plain for line in found if (plain := _MARKUP.sub(" ", line.text).strip())]


def _consolidated(number: str | None, tree: Provision) -> tuple[Relation, ...]:
    """The work that a consolidated text ("22/VBHN-VPQH") is an expression of: the first law that its grounds name."""
    parsed = parse_number(number) if number else None
    if parsed is None or symbol_kind(parsed) != "consolidated":
        return ()
    grounds = next((node.text for node in tree.children if node.kind == "preamble"), "")
    named = (grounds[r.start : r.end] for r in find_references(grounds) if r.number and r.number.symbol)
    first = next((_bare_number(one) for one in named), None)
    return (Relation("consolidates", first),) if first else ()


def _official(number: str | None, tree: Provision, source: SourceText) -> tuple[Relation, ...]:
    """What it consolidates; a text that is no collection of others also says what it replaces and amends."""
    return _gathered(tree, source) or (*_consolidated(number, tree), *stated_relations(tree, number))


def _gathered(tree: Provision, source: SourceText) -> tuple[Relation, ...]:
    """The works that a codification gathers."""
    if not any(node.ref.eid.segments[:1] and node.ref.eid.segments[0][0] == "work" for node in tree.walk()):
        return ()
    return tuple(Relation("consolidates", work.number, title_vi=work.title) for work in works(source.text))


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


def _kind(tree: Provision, head: list[str], title: str | None) -> str:
    """By a line of the head that names a kind and nothing else, by how the title begins, by what the text is made of."""
    kinds = {node.kind for node in tree.walk()}
    if kinds & _NORMS or any(_LETTERHEAD.match(fold(line)) for line in head):
        alone = (KIND_WORDS.get(fold(line).strip(" .:")) for line in head)
        return next((kind for kind in alone if kind), None) or _kind_of_title(title) or "text"
    if "question" in kinds:
        return "interview"
    return "news" if "dateline" in kinds else "article"


def _kind_of_title(title: str | None) -> str | None:
    folded = fold(title or "")
    longest = sorted(KIND_WORDS, key=len, reverse=True)
    return next((KIND_WORDS[word] for word in longest if re.match(rf"{re.escape(word)}\b", folded)), None)


def authority_of(kind: str, number: str | None) -> Authority:
    """The rank of a kind of document; a number that ends with TW is the Party's."""
    return "party" if number and number.upper().endswith("TW") else _AUTHORITY.get(kind, "administrative")


def _own_number(head: list[str], kind: str) -> str | None:
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


def _date(head: list[str], press: bool) -> date | None:
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


def _issuer(tree: Provision, head: list[str], agencies: Agencies) -> str | None:
    """The agency that the enacting words name ("the Prime Minister hereby requests"), else one on a line of capitals."""
    for node in tree.children:
        if node.kind not in {"title", "preamble", "paragraph"}:
            continue
        for mention in agencies.find(node.text):
            if _ENACTS.match(node.text, mention.end):
                return mention.agency.id
    capitals = ((line, mention) for line in head if line.isupper() for mention in agencies.find(line))
    return next((m.agency.id for line, m in capitals if (m.start, m.end) == (0, len(line))), None)


def _title(tree: Provision) -> str | None:
    """The title without its kind, which a label says; a law is called by both ("Luật Bảo hiểm y tế")."""
    heading = next((node.heading for node in tree.children if node.kind == "title"), None)
    heading = _MARKUP.sub(" ", heading).strip(" -") if heading else None
    if not heading:
        return None
    kind = _kind_of_title(heading)
    if kind not in {None, "law"}:
        names = sorted((fold(w) for w, k in KIND_WORDS.items() if k == kind), key=len, reverse=True)
        named = next((n for n in names if fold(heading).startswith(n + " ")), None)
        heading = heading[len(named) :].strip(" :.-") if named and len(fold(heading)) == len(heading) else heading
    heading = heading.capitalize() if heading.isupper() else heading
    return re.sub(r"^((?:Bộ l|L)uật|Law on) (\w)", lambda m: f"{m[1]} {m[2].upper()}", heading)
