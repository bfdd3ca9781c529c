"""Following references: a rule on a group that another provision defines is found by the words of that group.

"95% for those named in Point a, Clause 2 of Article 12" answers a pensioner, although the word stands in Article 12
alone. The provisions that the question's words meet are looked up in the graph of references, and those that cite
them join the candidates; a sentence that cites is then read together with what it cites.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence

from corpus.provision import EId, ProvisionRef
from ingest.index import Index
from ingest.references.groups import names_group

SEEDS = 6  # provisions that the question's words meet best, whose citing provisions are looked at
NEAR = 0.5  # of the way from the average similarity to the best: what lies below is no group of the question
CITING = 1  # passage for each of them
GROUP_SENTENCES = 12  # a longer target is a chapter of rules, not a group that a sentence speaks of


class Follower:
    """The references of an index between its sentences; those inside one article lead nowhere new."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._passages = {chunk.id: position for position, chunk in enumerate(index.chunks)}
        self._by_document = _sentences_by_document(index)
        self._inside = _sentences_inside(index)
        # Positions of sentences: what each one cites, and what cites it.
        self.cited: dict[int, list[int]] = {}
        self._citing: dict[int, list[int]] = {}
        for reference in index.references.references:
            if reference.target is None or _article(reference.source) == _article(reference.target):
                continue
            source = self._at(reference.source.doc_id, reference.span.start)
            if source is None or not names_group(index.sources[reference.source.doc_id], reference.span.start):
                continue
            group = self._group(reference.target)
            for position in group:
                self.cited.setdefault(source, []).append(position)
                self._citing.setdefault(position, []).append(source)

    def __bool__(self) -> bool:
        return bool(self.cited)

    def citing_passages(self, similarity: Mapping[int, float], scores: Mapping[int, float]) -> dict[int, float]:
        """Passages that cite what the question's words meet: position -> how well those words meet it, 0…1.

        `similarity` is that of sentences and the question, by the position of the sentence; `scores` are those of
        passages by what they say themselves: of all that cite a group, the best say what is asked about it.
        """
        if not self._citing or not similarity:
            return {}
        best, average = max(similarity.values()), sum(similarity.values()) / len(similarity)
        spread = (best - average) or 1.0
        ranked = sorted((p for p in similarity if p in self._citing), key=lambda p: -similarity[p])
        found: dict[int, float] = {}
        for position in ranked[:SEEDS]:
            strength = (similarity[position] - average) / spread
            passages = {self._passages[self._index.sentences[s].chunk_id] for s in self._citing[position]}
            ahead = sorted((p for p in passages if p in scores), key=lambda p: -scores[p])[:CITING]
            if strength >= NEAR:
                found |= {p: max(strength, found.get(p, 0.0)) for p in ahead}
        return found

    def _group(self, target: ProvisionRef) -> list[int]:
        """The sentences of a provision, none when it is more than a group."""
        positions = self._inside.get(target, [])
        return positions if len(positions) <= GROUP_SENTENCES else []

    def _at(self, doc_id: str, offset: int) -> int | None:
        """The sentence at an offset of a document."""
        starts = self._by_document.get(doc_id, ())
        found = bisect_right(starts, (offset, len(self._index.sentences))) - 1
        if found < 0:
            return None
        position = starts[found][1]
        return position if offset < self._index.sentences[position].span.end else None


def _sentences_by_document(index: Index) -> dict[str, Sequence[tuple[int, int]]]:
    """Start and position of each document's sentences, in the order of the text."""
    found: dict[str, list[tuple[int, int]]] = {}
    for position, sentence in enumerate(index.sentences):
        found.setdefault(sentence.ref.doc_id, []).append((sentence.span.start, position))
    return {doc_id: sorted(starts) for doc_id, starts in found.items()}


def _sentences_inside(index: Index) -> dict[ProvisionRef, list[int]]:
    """The positions of the sentences in each provision, those below it included."""
    found: dict[ProvisionRef, list[int]] = {}
    for position, sentence in enumerate(index.sentences):
        segments = sentence.ref.eid.segments
        for depth in range(1, len(segments) + 1):
            found.setdefault(ProvisionRef(sentence.ref.doc_id, EId(segments[:depth])), []).append(position)
    return found


def _article(ref: ProvisionRef) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The document and the article, or the first division, that a provision lies in."""
    segments = ref.eid.segments
    at = next((i for i, (level, _) in enumerate(segments) if level in ("art", "sec")), 0)
    return ref.doc_id, segments[: at + 1]
