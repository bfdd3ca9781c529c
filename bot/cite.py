"""Citations: numbers, labels, and the check that a quote stands in the source word for word."""

from __future__ import annotations

from dataclasses import replace

from bot.turn import Candidate, Citation, Statement, Turn
from corpus.label import label
from corpus.provision import ProvisionRef, Span
from ingest.index import Index
from ingest.sentences import MAX_QUOTE
from ingest.validity import Validity, status_at

__all__ = ["LIST_MARKS", "CiteStep", "status_at"]

LIST_MARKS = " -–—•*\n\t"  # before the words of a list's item; they are layout and left out of a quote


class CiteStep:
    """Gives every chosen sentence its citation; what cannot be proved is dropped with its statement."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._validity = Validity(index.documents, index.eids, index.tree)

    def __call__(self, turn: Turn) -> Turn:
        """Number, label and prove the citations of the chosen sentences."""
        statements: list[Statement] = []
        citations: list[Citation] = []
        for candidate, statement in zip(turn.chosen, turn.statements, strict=True):
            citation = self._citation(candidate, len(citations) + 1, turn)
            if self.proved(citation):
                citations.append(citation)
                statements.append(replace(statement, citations=(citation.n,)))
        return replace(turn, statements=tuple(statements), citations=tuple(citations))

    def _citation(self, candidate: Candidate, n: int, turn: Turn) -> Citation:
        sentence = candidate.sentence
        document = self._index.documents[sentence.ref.doc_id]
        quote = sentence.text.lstrip(LIST_MARKS)
        span = Span(sentence.span.end - len(quote), sentence.span.end)
        return Citation(
            n,
            sentence.ref,
            label(document, sentence.ref.eid, turn.lang),
            quote,
            span,
            document.authority,
            self._validity.status(sentence.ref, span, turn.question.as_of),
        )

    def proved(self, citation: Citation) -> bool:
        """Whether the quote is that very span of the source, no longer than a quote may be, inside its provision."""
        source = self._index.sources.get(citation.ref.doc_id, "")
        return (
            0 < len(citation.quote) <= MAX_QUOTE
            and source[citation.span.start : citation.span.end] == citation.quote
            and self._inside(citation.ref, citation.span)
        )

    def _inside(self, ref: ProvisionRef, span: Span) -> bool:
        tree = self._index.tree(ref.doc_id)
        return tree is not None and any(node.ref == ref and span in node.span for node in tree.walk())
