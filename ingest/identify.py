"""What a text says of itself: kind, number, issuer, date, title, read off its head; commencement off its clauses.

For the former only the head counts. A number that the body merely mentions is another document's, and is never borrowed:
a text that names no number of its own has none.
"""

from __future__ import annotations

import re

from corpus.agencies import Agencies
from corpus.label import kind_name
from corpus.language import detect_language, fold
from corpus.provision import Document, Provision, Relation
from corpus.reference import HEAD_KINDS, find_references, parse_number, symbol_kind
from ingest.authority import authority_of
from ingest.commencement import Commencement, commencement
from ingest.grammar_directive import LETTER_SUBJECT
from ingest.law_codification import works
from ingest.letterhead import MARKUP, date_of, head_lines, in_capitals, own_number
from ingest.read import SourceText
from ingest.repeals import stated_relations

OPENING_WORDS = 8
_ENACTS = re.compile(
    r"\s*(?:(?:hereby\s+)?(?:requests?|decides?|promulgates?|issues?|directs?|orders?)\b|yêu cầu|ban hành|quyết định|chỉ thị)",
    re.IGNORECASE,
)
# "CHỈ THỊ | CỦA BAN BÍ THƯ | về …": whose document it is stands between its kind and its subject.
_OF_ISSUER = re.compile(r"^(?:của|of)\s[^.;:]{1,80}?\s(?=(?:về|on|regarding)\s)", re.IGNORECASE)
_NORMS = frozenset({"section", "article"})
# Whose head has one of these lines is a body of the State or the Party, not a newspaper.
_LETTERHEAD = re.compile(
    r"(?:cong hoa xa hoi chu nghia viet nam|(?:the )?socialist republic of viet ?nam|dang cong san viet nam|"
    r"(?:the )?communist party of viet ?nam|doc lap\W+tu do\W+hanh phuc|independence\W+freedom\W+happiness)\W*$"
)


def identify(doc_id: str, file: str, source: SourceText, tree: Provision, agencies: Agencies, sha256: str) -> Document:
    """The document of a file that no register describes; what its text does not say stays None."""
    head = head_lines(source, tree)
    language = detect_language(source.text[:4000])
    title = _title(tree)
    kind = _kind(tree, head, title)
    press = authority_of(kind, None) == "press"
    number = None if press else own_number(head, kind)
    if kind == "text" and number and (parsed := parse_number(number)):
        kind = symbol_kind(parsed) or kind
    issued = date_of(head, press)
    starts = Commencement() if press else commencement(tree, issued, kind)
    if kind == "text" and starts.kind:
        kind = starts.kind
    opening = None if title or number else _opening(tree)
    issuer = None if press else _issuer(tree, head, agencies)
    return Document(
        id=doc_id, file=file, kind=kind, authority=authority_of(kind, number, agencies[issuer] if issuer else None), language=language,
        title_en=title if language == "en" else None, title_vi=title if language == "vi" else None, number=number,
        short_en=opening and f"{kind_name(kind, 'en')} {opening}", short_vi=opening and f"{kind_name(kind, 'vi')} {opening}",
        issuer=issuer, issued=issued,
        date_basis="text" if issued else "inferred", effective=starts.effective, expired=starts.expired, sha256=sha256,
        relations=_reported(tree, source) if press else _official(number, tree, source),
    )  # fmt: skip


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
        alone = (HEAD_KINDS.get(fold(line).strip(" .:")) for line in head)
        named = next((kind for kind in alone if kind), None) or _kind_of_title(title)
        return named or ("letter" if any(LETTER_SUBJECT.match(line) for line in head) else "text")
    if "question" in kinds:
        return "interview"
    return "news" if "dateline" in kinds else "article"


def _kind_of_title(title: str | None) -> str | None:
    folded = fold(title or "")
    longest = sorted(HEAD_KINDS, key=len, reverse=True)
    return next((HEAD_KINDS[word] for word in longest if re.match(rf"{re.escape(word)}\b", folded)), None)


def _issuer(tree: Provision, head: list[str], agencies: Agencies) -> str | None:
    """The agency that the enacting words name ("the Prime Minister hereby requests"), else one on a line of capitals."""
    for node in tree.children:
        if node.kind not in {"title", "preamble", "paragraph"}:
            continue
        for mention in agencies.find(node.text):
            if _ENACTS.match(node.text, mention.end):
                return mention.agency.id
    return in_capitals(head, agencies)


def _title(tree: Provision) -> str | None:
    """The title without its kind, which a label says; a law is called by both ("Luật Bảo hiểm y tế")."""
    heading = next((node.heading for node in tree.children if node.kind == "title"), None)
    heading = MARKUP.sub(" ", heading).strip(" -") if heading else None
    if not heading:
        return None
    kind = _kind_of_title(heading)
    if kind not in {None, "law"}:
        names = sorted((fold(w) for w, k in HEAD_KINDS.items() if k == kind), key=len, reverse=True)
        named = next((n for n in names if fold(heading).startswith(n + " ")), None)
        heading = heading[len(named) :].strip(" :.-") if named and len(fold(heading)) == len(heading) else heading
    heading = LETTER_SUBJECT.sub("", _OF_ISSUER.sub("", heading), count=1)
    heading = heading.capitalize() if heading.isupper() else heading[:1].upper() + heading[1:]
    return re.sub(r"^((?:Bộ l|L)uật|Law on) (\w)", lambda m: f"{m[1]} {m[2].upper()}", heading)
