"""Retrieval: a dense leg, a lexical leg per language, and the exact-reference leg; fused into passages."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from bot.asked import AskedBefore, Likeness
from bot.follow import Follower
from bot.fuse import Fused, Leg, fuse
from bot.named import NamedPassages
from bot.query import Concept, Query
from bot.rerank import DEPTH as RERANKED
from bot.rerank import Reranker, reranked
from bot.weights import LegWeights, weights
from corpus.language import Analyzer, is_stop, with_bigrams
from corpus.provision import Language, ProvisionRef
from ingest.index import FIELDS, Index
from ingest.lexical import LexicalField, best_positions
from ingest.vectors import VectorCollection

RIVALS = 30  # the best passages of the other legs, which those that cite compete with
CANDIDATES = 100  # per leg; recall at 100 of each leg is 1.0 on every set that was measured


@dataclass(frozen=True, slots=True)
class Evidence:
    """What retrieval found: fused candidates (positions of passages) and each leg's own view of them."""

    fused: tuple[Fused, ...]
    similarity: dict[int, float]  # cosine of passage and question
    sentence_similarity: dict[int, float]  # cosine of sentence and question, by position of the sentence
    vector: tuple[float, ...]  # of the question
    translated: Mapping[Language, tuple[float, ...]]  # of its rough translation, by language
    gloss_similarity: Mapping[int, float]  # cosine of gloss and question, by position of the gloss
    legs: tuple[Leg, ...] = ()  # what was fused
    likeness: Likeness = field(default_factory=Likeness)  # of the question with those asked before


class Retriever:
    """Finds passages of an open index."""

    def __init__(
        self, index: Index, embeddings: Embeddings, legs: LegWeights | None = None, reranker: Reranker | None = None
    ) -> None:
        self._index = index
        self._embeddings = embeddings
        self._legs = legs or weights().legs
        self._reranker = reranker
        self._chunk_positions = {chunk.id: i for i, chunk in enumerate(index.chunks)}
        self._members = {lang: frozenset(map(int, members)) for lang, members in index.members.items()}
        self._gloss_members = {lang: index.gloss_members(lang) for lang in FIELDS}
        self._explained = frozenset(self._chunk_positions[gloss.chunk_id] for gloss in index.glosses)
        self._follower = Follower(index)
        self._named = NamedPassages(index)
        self.asked_before = AskedBefore(index, embeddings)

    def retrieve(self, query: Query, documents: Sequence[str] = ()) -> Evidence:
        """Fused candidates for `query`, restricted to `documents` when any are given."""
        legs: list[Leg] = []
        vector = self._embeddings.embed_query(query.restored)
        allowed = self._positions_of(documents)
        similarity = _nearest(self._index.passage_vectors, vector, CANDIDATES, allowed)
        legs.append(self._leg("dense", similarity, "dense" if len(self._index.sentence_vectors) else "dense_alone"))
        sentences = None if allowed is None else self._sentences_of(allowed)
        sentence_similarity = _nearest(self._index.sentence_vectors, vector, 2 * CANDIDATES, sentences)
        legs.append(self._leg("dense", self._by_passage(sentence_similarity), "dense_sentence"))
        translated = self._translations(query)
        legs += [self._translated(vector, lang) for lang, vector in translated.items()]
        for lang in FIELDS:
            leg = self._lexical(query, lang)
            if leg:
                legs.append(leg)
        gloss_similarity = (
            dict(self._index.gloss_vectors.nearest(vector, 2 * CANDIDATES)) if self._index.glosses else {}
        )
        legs += self._gloss_legs(query, gloss_similarity)
        likeness = self.asked_before(vector, query.text)
        legs += self._asked_legs(likeness, allowed)
        reference = self._named.scores(query.references)
        if reference:
            legs.append(self._leg("reference", reference, "reference"))
        legs += self._citing_legs(legs, sentence_similarity, gloss_similarity)
        fused = self._reread(query, [f for f in fuse(legs) if allowed is None or f.position in allowed])
        return Evidence(
            tuple(fused), similarity, sentence_similarity, tuple(vector), translated, gloss_similarity, tuple(legs),
            likeness,
        )  # fmt: skip

    def likeness(self, text: str) -> Likeness:
        """What questions asked before say of another text than the query, as of the half of a question."""
        return self.asked_before(self._embeddings.embed_query(text), text)

    def _reread(self, query: Query, fused: list[Fused]) -> list[Fused]:
        """The first passages in the order of the reranker, where there is one."""
        if self._reranker is None:
            return fused
        texts = [self._index.chunks[f.position].embedded for f in fused[:RERANKED]]
        return reranked(fused, query.restored, texts, self._reranker)

    def _leg(
        self,
        origin: str,
        scores: Mapping[int, float],
        name: str,
        domain: Collection[int] | None = None,
        share: float = 1,
    ) -> Leg:
        """A leg with `share` of the weight of that name."""
        return Leg(origin, scores, share * float(getattr(self._legs, name)), domain, name)

    def _citing_legs(
        self, legs: Sequence[Leg], sentences: Mapping[int, float], glosses: Mapping[int, float]
    ) -> list[Leg]:
        """What cites the provisions that the question's words meet, among the best of the other legs."""
        met = dict(sentences)
        for position, score in self._sentences_of_glosses(glosses).items():
            met[position] = max(score, met.get(position, score))
        before = {f.position: f.score for f in fuse(legs)}
        citing = self._follower.citing_passages(met, before)
        if not citing:
            return []
        rivals = sorted(before, key=lambda p: -before[p])[:RIVALS]
        return [self._leg("reference", citing, "citing", {*rivals, *citing})]

    def _sentences_of_glosses(self, glosses: Mapping[int, float]) -> dict[int, float]:
        """The first sentences of the provisions that glosses explain."""
        found: dict[int, float] = {}
        for position, score in glosses.items():
            first = self._first_sentences.get(self._index.glosses[position].ref)
            if first is not None:
                found[first] = max(score, found.get(first, score))
        return found

    @cached_property
    def _first_sentences(self) -> dict[ProvisionRef, int]:
        found: dict[ProvisionRef, int] = {}
        for position, sentence in enumerate(self._index.sentences):
            found.setdefault(sentence.ref, position)
        return found

    def _translations(self, query: Query) -> dict[Language, tuple[float, ...]]:
        """Vectors of the query's rough translations into the other languages that have passages."""
        others = [lang for lang, members in self._index.members.items() if lang != query.lang and len(members)]
        texts = {lang: query.translation(lang) for lang in others}
        return {lang: tuple(self._embeddings.embed_query(text)) for lang, text in texts.items() if text}

    def _positions_of(self, documents: Sequence[str]) -> frozenset[int] | None:
        """The passages of the documents that were asked for; None when none were, which means all."""
        if not documents:
            return None
        return frozenset(i for i, chunk in enumerate(self._index.chunks) if chunk.ref.doc_id in documents)

    def _sentences_of(self, passages: frozenset[int]) -> frozenset[int]:
        return frozenset(s for p in passages for s in self._index.sentences_of.get(self._index.chunks[p].id, ()))

    def _gloss_legs(self, query: Query, similarity: Mapping[int, float]) -> list[Leg]:
        """Glosses speak for the passages that they explain, in the language of the question."""
        if not self._index.glosses:
            return []
        members = self._gloss_members[query.lang]
        scores = self._own_scores(query, query.analyzer, self._index.gloss_fields[query.analyzer])
        words = {members[i]: float(scores[i]) for i in best_positions(scores, CANDIDATES)}
        found = (("dense", similarity, "gloss_dense"), ("lexical", words, "gloss_lexical"))
        return [
            self._leg(origin, self._of_glosses(scores), name, self._explained)
            for origin, scores, name in found
            if scores
        ]

    def _of_glosses(self, glosses: Mapping[int, float]) -> dict[int, float]:
        best: dict[int, float] = {}
        for position, score in glosses.items():
            passage = self._chunk_positions[self._index.glosses[position].chunk_id]
            best[passage] = max(score, best.get(passage, score))
        return best

    def _asked_legs(self, likeness: Likeness, allowed: frozenset[int] | None) -> list[Leg]:
        """What is likely to answer by what answers the questions asked before."""
        found = {p: likely for p, likely in self._by_passage(likeness.sentences).items() if likely > 0}
        best = sorted((p for p in found if allowed is None or p in allowed), key=lambda p: -found[p])[:CANDIDATES]
        return [self._leg("dense", {p: found[p] for p in best}, "asked", self.asked_before.passages)] if best else []

    def _by_passage(self, sentences: Mapping[int, float]) -> dict[int, float]:
        best: dict[int, float] = {}
        for position, score in sentences.items():
            passage = self._chunk_positions[self._index.sentences[position].chunk_id]
            best[passage] = max(score, best.get(passage, -1.0))
        return best

    def _translated(self, vector: Sequence[float], lang: Language) -> Leg:
        members = self._members[lang]
        nearest = self._index.passage_vectors.nearest(vector, CANDIDATES)
        found = {p: s for p, s in nearest if p in members}
        return self._leg("dense", found, "dense_translated", members)

    def _lexical(self, query: Query, lang: Language) -> Leg | None:
        """BM25 in the passages of one language; None when it cannot see the query."""
        members = self._index.members[lang]
        if not len(members):
            return None
        own = lang == query.lang
        analyzer: Analyzer = query.analyzer if own else FIELDS[lang][0]
        scores = (
            self._own_scores(query, analyzer, self._index.fields[analyzer])
            if own
            else self._concept_scores(query.concepts, analyzer, self._index.fields[analyzer])
        )
        if not scores.any():
            return None
        found = {int(members[i]): float(scores[i]) for i in best_positions(scores, CANDIDATES)}
        if own:
            return self._leg("lexical", found, "lexical", self._members[lang])
        share = self._coverage(query, analyzer)
        return self._leg("lexical", found, "lexical_translated", self._members[lang], share)

    def _own_scores(self, query: Query, analyzer: Analyzer, field: LexicalField) -> NDArray[np.float32]:
        unigrams = [t for t in query.terms if not is_stop(t, analyzer)]
        bigrams = with_bigrams(list(query.terms))[len(query.terms) :]
        base = field.scores([*unigrams, *bigrams])
        synonyms = [c for c in query.concepts if c.origin != "word"]
        return base + self._legs.synonyms * self._concept_scores(synonyms, analyzer, field, skip_first=True)

    def _concept_scores(
        self, concepts: Sequence[Concept], analyzer: Analyzer, field: LexicalField, skip_first: bool = False
    ) -> NDArray[np.float32]:
        """Each concept counts once, by the wording that fits a text best."""
        total = np.zeros(field.size, dtype=np.float32)
        for concept in concepts:
            variants = concept.variants.get(analyzer, ())[1 if skip_first else 0 :]
            if variants:
                total += np.max([field.scores(with_bigrams(list(v))) for v in variants], axis=0)
        return total

    def _coverage(self, query: Query, analyzer: Analyzer) -> float:
        """The share of the concepts that a field of another language can see."""
        field = self._index.fields[analyzer]
        seen = sum(any(all(map(field.knows, v)) for v in c.variants.get(analyzer, ())) for c in query.concepts)
        return seen / max(len(query.concepts), 1)


def _nearest(
    collection: VectorCollection, vector: Sequence[float], k: int, allowed: frozenset[int] | None
) -> dict[int, float]:
    """Position -> cosine of the nearest `k`, or of all `allowed` ones when only some are."""
    if allowed is None:
        return dict(collection.nearest(vector, k))
    query = np.asarray(vector, dtype=np.float32)
    return {p: float(v @ query) for p, v in collection.vectors(sorted(allowed)).items()}
