"""Which documents a text replaces, ends or amends, read off its own clauses.

Law 64/2025/QH15 on the Promulgation of Legal Documents asks a document to name those that it amends, replaces or ends,
by number. Only a sentence that says so and carries the number counts; words quoted, footnotes and annexes do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from corpus.language import aligned
from corpus.provision import Provision, Relation
from corpus.reference import Reference, find_references, parse_number
from ingest.commencement import OTHERS
from ingest.sentences import sentence_spans

# The document that is named first has ended … (all patterns are over folded text)
_ENDED = re.compile(
    r"\b(?:het hieu luc|bi bai bo|bi thay the|duoc thay the|ceases? to (?:have effect|be (?:in force|effective))|"
    r"shall cease to|(?:is|are|shall be) (?:hereby )?(?:repealed|annulled|replaced|superseded)|(?:shall )?expires?\b|"
    r"(?:is|are) no longer in force)"
)
# … or this document ends the one that is named behind the verb.
_ENDS = re.compile(
    r"(?:\bnay (?:thay the|bai bo)|^(?:bai bo|thay the)|\bthis \w+ (?:hereby |shall )?(?:replaces?|repeals?|supersedes?|annuls?)|^(?:repeals?|replaces?|annuls?)\b)"
)
_AMENDS = re.compile(r"^(?:sua doi|bo sung|amend|supplement)")
# "Luật số 1/2014 (đã được sửa đổi theo Luật số 2/2018)": the latter has only amended what ends.
_AMENDED_BY = re.compile(
    r"(?:(?:da )?duoc sua doi|as amended|which was amended)[^;:]*?(?=\b(?:het hieu luc|ceases?|is|are)\b|;|$)"
)
_ENACTS_CHANGE = re.compile(
    r"(?:ban hanh|promulgates?|enacts?|issues?)\b[^.;]{0,60}?\b(?:sua doi|amend\w*)[^.;]{0,60}? (?:dieu cua|articles? of)\b"
)
_BLANK = re.compile(r"[\s*_]")
# The numbered levels; a letterhead and the grounds name documents for other reasons.
_CLAUSES = frozenset({"art", "para", "point", "sec", "bullet", "item"})
NEAR = 40  # code points between a pinpoint and the document that it is in, which is named behind it


def stated_relations(tree: Provision, number: str | None) -> tuple[Relation, ...]:
    """The relations replaces and amends that the text states; `number` is its own, which is never another's."""
    own = parse_number(number) if number else None
    found: dict[tuple[str, str], Relation] = {}
    for kind, written in [*_enacted(tree), *_stated(tree, None)]:
        other = parse_number(written)
        if other and other.symbol and not (own and own.matches(other)):
            found.setdefault((kind, written), Relation(kind, written))
    return tuple(found.values())


_Kind = Literal["replaces", "amends"]


def _enacted(tree: Provision) -> Iterator[tuple[_Kind, str]]:
    """What an amending document says in its enacting words: "Quốc hội ban hành Luật sửa đổi … của Luật … số 1/2014"."""
    for node in tree.children:
        match = _ENACTS_CHANGE.search(aligned(node.text).lower()) if node.kind in {"preamble", "title"} else None
        named = [r for r in find_references(node.text) if match and r.number and r.start >= match.end()]
        if named:
            yield "amends", _number(node.text, named[0])


def _stated(node: Provision, inherited: _Kind | None) -> Iterator[tuple[_Kind, str]]:
    """Kind and number for each document that a provision or one below it says to be ended or amended."""
    levels = {level for level, _ in node.ref.eid.segments}
    if OTHERS & levels:
        return
    announced: _Kind | None = None
    for position, sentence in enumerate(_sentences(node) if _CLAUSES & levels else ()):
        plain = aligned(sentence).lower()
        kind = _kind(plain, begins=position == 0) or inherited
        if kind is None:
            continue
        if plain.rstrip(" *_").endswith(":"):
            announced = kind
        references = _named(sentence, plain)
        yield from ((_down(kind, r, references), _number(sentence, r)) for r in references if r.number)
    for child in node.children:
        yield from _stated(child, announced)


def _number(sentence: str, reference: Reference) -> str:
    written = sentence[reference.start : reference.end]
    digit = re.search(r"\d", written)
    return written[digit.start() :] if digit else written


def _kind(plain: str, begins: bool) -> _Kind | None:
    if _ENDED.search(plain) or _ENDS.search(plain):
        return "replaces"
    return "amends" if begins and _AMENDS.match(plain) else None


def _named(sentence: str, plain: str) -> list[Reference]:
    """The references of the part of a sentence that names what is ended: before the verb, or behind it."""
    aside = [match.span() for match in _AMENDED_BY.finditer(plain)]
    references = [r for r in find_references(sentence) if not any(a <= r.start < b for a, b in aside)]
    if ended := _ENDED.search(plain):
        # "… hết hiệu lực kể từ ngày Nghị định này có hiệu lực": what follows the verb is this document, save after a colon.
        limit = len(plain) if plain.find(":", ended.end()) >= 0 else ended.start()
        return [r for r in references if r.end <= limit]
    ends = _ENDS.search(plain)
    return [r for r in references if ends is None or r.start >= ends.start()]


def _down(kind: _Kind, reference: Reference, references: list[Reference]) -> _Kind:
    """Ending a clause of a document amends it: the pinpoint stands in the reference or right before it."""
    before = [r for r in references if r.end <= reference.start]
    near = before and before[-1].pinpoint and not before[-1].number and reference.start - before[-1].end <= NEAR
    return "amends" if reference.pinpoint or near else kind


def _sentences(node: Provision) -> Iterator[str]:
    """A provision's own sentences, without its label and what stands below it."""
    end = node.children[0].span.start - node.span.start if node.children else len(node.text)
    own = node.text[:end]
    label = own.find(node.num) + len(node.num) if node.num and node.num in own[:40] else 0
    text = _BLANK.sub(" ", own[label:]).lstrip(" .)")
    yield from (text[span.start : span.end] for span in sentence_spans(text))
