"""Passages that a question names: by the number of their document, or by where they stand in it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from corpus.reference import DocumentNumber, Reference, parse_number, pinpoint_eid
from ingest.index import Index


class NamedPassages:
    """The exact-reference leg of retrieval."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def scores(self, references: Sequence[Reference]) -> dict[int, float]:
        """Position -> 2 for the very provision that a reference names, 1 for a passage of the document."""
        scores: dict[int, float] = {}
        for reference in references:
            number, pinpoint = reference.number, reference.pinpoint and pinpoint_eid(reference.pinpoint)
            named = {doc_id for doc_id, own in self._numbers.items() if number and number.matches(own)}
            for position, chunk in enumerate(self._index.chunks):
                if chunk.ref.doc_id in named:
                    scores[position] = max(1.0, scores.get(position, 0.0))
                if pinpoint and chunk.ref.eid.starts_with(pinpoint):
                    scores[position] = max(2.0, scores.get(position, 0.0))
        return scores

    @cached_property
    def _numbers(self) -> dict[str, DocumentNumber]:
        """The documents that have a number of their own, read once."""
        numbers = {d.id: parse_number(d.number) for d in self._index.documents.values() if d.number}
        return {doc_id: number for doc_id, number in numbers.items() if number}
