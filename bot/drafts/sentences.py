"""Which sentences a message is made of: those an answer would quote, and more of the message's own language."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.cite import CiteStep
from bot.compose import ComposeStep
from bot.drafts.facts import FactReader
from bot.drafts.wordings import Template
from bot.turn import Candidate, Citation, Statement, Turn
from corpus.provision import DocumentStatus, Span
from ingest.chunk import Sentence
from ingest.index import Index

KEEP = 0.15  # a sentence in the message's own language must score this share of the best one's
ON_TOPIC = 0.5  # of the coverage of the best sentence: one with less speaks of something beside the topic
MAX_WORDS = 110  # of quotes; frames and headings make a message of about 120 to 180 words with them
MAX_FOREIGN = 2  # quotes in another language than the message's, where its own has something to say
LEAST_WORDS = 8  # of what is left of a sentence in front of a known fault
INTRODUCES = ":"
NOT_IN_FORCE: frozenset[DocumentStatus] = frozenset({"expired", "spent", "suspended", "not_yet"})
_JOIN = re.compile(r"[\s,;:–-]+(?:and|or|but|và|hoặc|nhưng)?[\s,;:–-]*$")


class SentenceChoice:
    """Chooses and proves the sentences of a message."""

    def __init__(self, index: Index, facts: FactReader) -> None:
        self._index = index
        self._facts = facts
        self._compose = ComposeStep(index)
        self._cite = CiteStep(index)

    def __call__(self, turn: Turn, template: Template) -> tuple[Citation, ...]:
        """The citations of a message, those of one document together, what its audience is told first in front."""
        composed = self._compose(replace(turn, statements=()))
        best = turn.candidates[0].score if turn.candidates else 0.0
        more = (c for c in turn.candidates if c.score >= KEEP * best and not self._foreign(c, turn))
        sound = (self._sound(c) for c in dict.fromkeys((*composed.chosen, *more)))
        whole = [c for c in sound if c is not None and not c.sentence.text.rstrip().endswith(INTRODUCES)]
        least = ON_TOPIC * max((c.coverage for c in whole), default=0.0)
        pool = [c for c in whole if c.coverage >= least]
        chosen = self._fitting(sorted(pool, key=lambda c: (self._foreign(c, turn), self._press(c))), turn)
        statements = tuple(Statement(c.sentence.text, ()) for c in chosen)
        cited = self._cite(replace(turn, chosen=tuple(chosen), statements=statements)).citations
        return self._ordered(tuple(c for c in cited if c.status not in NOT_IN_FORCE), template)

    def _fitting(self, pool: list[Candidate], turn: Turn) -> list[Candidate]:
        """As many as fit into the length of a message; the same words once."""
        chosen: list[Candidate] = []
        length = 0
        for candidate in pool:
            size = len(candidate.sentence.text.split())
            foreign = [c for c in chosen if self._foreign(c, turn)]
            enough = (
                self._foreign(candidate, turn) and chosen and (len(foreign) >= MAX_FOREIGN or length > MAX_WORDS / 2)
            )
            if enough or (chosen and length + size > MAX_WORDS):
                continue
            if all(c.sentence.text != candidate.sentence.text for c in chosen):
                chosen.append(candidate)
                length += size
        return chosen

    def _foreign(self, candidate: Candidate, turn: Turn) -> bool:
        return self._index.documents[candidate.sentence.ref.doc_id].language != turn.lang

    def _press(self, candidate: Candidate) -> bool:
        """A document comes before what the press says of it."""
        return self._index.documents[candidate.sentence.ref.doc_id].authority == "press"

    def _sound(self, candidate: Candidate) -> Candidate | None:
        """The sentence up to words that the register knows to be faulty: a message repeats no fault."""
        sentence = candidate.sentence
        defects = self._index.documents[sentence.ref.doc_id].defects
        starts = [at for d in defects if (at := sentence.text.find(d.quote)) >= 0]
        if not starts:
            return candidate
        cut = _before(sentence, min(starts))
        return replace(candidate, sentence=cut) if len(cut.text.split()) >= LEAST_WORDS else None

    def _ordered(self, citations: tuple[Citation, ...], template: Template) -> tuple[Citation, ...]:
        """By document, then as in the text; the document with what comes first for this audience leads."""
        rank = {c.ref: self._rank(c, template) for c in citations}
        lead: dict[str, int] = {}
        for c in citations:
            lead[c.ref.doc_id] = min(lead.get(c.ref.doc_id, len(template.first)), rank[c.ref])
        ordered = sorted(citations, key=lambda c: (lead[c.ref.doc_id], c.ref.doc_id, rank[c.ref], c.span.start))
        return tuple(replace(c, n=n) for n, c in enumerate(ordered, 1))

    def _rank(self, citation: Citation, template: Template) -> int:
        held = self._facts.registers(citation)
        return next((i for i, name in enumerate(template.first) if name in held), len(template.first))


def _before(sentence: Sentence, at: int) -> Sentence:
    """The first words of a sentence up to `at`, without what would have joined them to the rest."""
    text = _JOIN.sub("", sentence.text[:at])
    return replace(sentence, text=text, span=Span(sentence.span.start, sentence.span.start + len(text)))
