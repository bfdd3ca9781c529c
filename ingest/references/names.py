"""Documents as texts name them: by number, by the title of a law, by a glossary's name for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.glossary import Glossary
from corpus.language import aligned, analyze, fold, words
from corpus.phrases import PhraseTable
from corpus.provision import Document
from corpus.reference import KIND_WORDS, DocumentNumber, find_references, parse_number

# Laws, codes and ordinances are cited by their titles; other documents by their numbers.
_TITLED = ("luat ", "bo luat ", "phap lenh ", "hien phap", "law on ", "code", "ordinance on ", "constitution")
_KIND_BEFORE = re.compile(
    rf"\b(?:{'|'.join(sorted(map(re.escape, KIND_WORDS), key=len, reverse=True))})\b[^,;.]*?(?:\bno\.?|\bso|\bnumber)?:?\s*$"
)
# The title of a law that is not here: from its kind to where a sentence goes on.
_UNKNOWN = re.compile(
    r"\b(?:(?:Bộ luật|Luật|Pháp lệnh)\s+(?=[A-ZĐ])[^.,;:()“”\"\[]{2,70}?"
    r"(?=\s+(?:số|và|hoặc|về|được|đã|quy định|có|do|tại|thì|để|không|ngày|năm|theo|của|này|chịu|trong|kể|với)\b|[.,;:()“”\"\[]|$)"
    r"|(?:Law|Code|Ordinance) on (?:(?!No\.)[A-Z][\w-]*(?:,? (?:(?:and|of|for) )*(?=(?!No\.)[A-Z]))?)+)"
)
# Where a title ends cannot be told, but its number comes right behind it: "Luật Phí và lệ phí số 97/2015/QH13".
_NUMBER_FOLLOWS = re.compile(r"(?:,?\s*|[^.;:()“”\"]{1,60}\s)(?:số|No\.?|Number)\s*|\s*")


@dataclass(frozen=True, slots=True)
class DocumentMention:
    """A document named at `text[start:end]`: `name` as written or its number, `ids` of those here that can be meant."""

    start: int
    end: int
    name: str
    ids: tuple[str, ...]


class DocumentNames:
    """Finds the documents that a text names among those of a corpus."""

    def __init__(self, documents: Sequence[Document], glossary: Glossary) -> None:
        self._numbers = [(number, document.id) for document in documents for number in _numbers(document)]
        self._titles: PhraseTable[str] = PhraseTable("folded")
        for document in documents:
            for title in filter(None, (document.title_vi, document.title_en, document.short_vi, document.short_en)):
                if fold(title).startswith(_TITLED):
                    for form in (title, *_synonyms(title, glossary)):
                        self._titles.add(form, document.id)
        for term in glossary:
            if term.names_document:
                for form in (*term.vi, *term.en):
                    self._titles.add(form, "")  # a law by that name; whether it is here the titles say

    def find(self, text: str) -> list[DocumentMention]:
        """The documents that `text` names, in order; "Luật Bảo hiểm y tế số 25/2008/QH12" is one mention."""
        titles = list(self._by_title(text))
        found: dict[int, DocumentMention] = {title.start: title for title in titles}
        for number in self._by_number(text):
            title = next((t for t in reversed(titles) if t.end <= number.start), None)
            if title and _NUMBER_FOLLOWS.fullmatch(text[title.end : number.start]):
                number = replace(number, start=title.start)
            found[number.start] = number
        return [found[start] for start in sorted(found)]

    def of_number(self, number: DocumentNumber) -> tuple[str, ...]:
        """The documents of a number, their own or that of the work that they consolidate."""
        return tuple(dict.fromkeys(doc_id for own, doc_id in self._numbers if number.matches(own)))

    def _by_number(self, text: str) -> Iterator[DocumentMention]:
        plain = aligned(text).lower() if text else ""
        for reference in find_references(text):
            if reference.number is None or reference.number.symbol is None:
                continue  # "Luật 51" and "Nghị định 146" could be of any year
            before = _KIND_BEFORE.search(plain, max(0, reference.start - 60), reference.start)
            written = text[reference.start : reference.end]
            yield DocumentMention(
                before.start() if before else reference.start, reference.end, written, self.of_number(reference.number)
            )

    def _by_title(self, text: str) -> Iterator[DocumentMention]:
        tokens = words(text)
        end = 0
        found = self._titles.find(analyze(text, "folded"))
        known = [(tokens[m.start].start, tokens[m.end - 1].end, tuple(filter(None, m.values))) for m in found]
        known += [(m.start(), m.end(), ()) for m in _UNKNOWN.finditer(text)]
        for start, stop, ids in sorted(known, key=lambda k: (k[0], -k[1])):
            # "pháp luật bảo hiểm y tế" names no law: a title has a capital.
            if start >= end and text[start].isupper():
                yield DocumentMention(start, stop, text[start:stop].strip(), tuple(dict.fromkeys(ids)))
                end = stop


def _synonyms(title: str, glossary: Glossary) -> Iterator[str]:
    for term in glossary:
        if term.names_document and any(fold(form) == fold(title) for form in (*term.vi, *term.en)):
            yield from (*term.vi, *term.en)


def _numbers(document: Document) -> list[DocumentNumber]:
    written = [document.number, *(r.number for r in document.relations if r.type == "consolidates")]
    return [number for text in written if text and (number := parse_number(text))]
