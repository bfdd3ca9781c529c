"""Sentences of the best passages, ranked by how well each answers the question."""

from __future__ import annotations

import numpy as np

from bot.holdings import Holdings
from bot.query import Query
from bot.retrieve import Evidence
from bot.support import Support, carries, term_set
from bot.turn import Candidate, Passage
from bot.vocabulary import Need, Vocabulary
from bot.weights import Weights, logistic
from corpus.agencies import Agencies
from corpus.provision import Language
from ingest.chunk import Sentence
from ingest.index import Index

PASSAGES = 6  # whose sentences are looked at; evidence lower down was never the best
SHORT = 4  # words; a shorter sentence is a heading or a fragment


class SentenceRanker:
    """Scores the sentences of passages with a logistic model over a few readable features."""

    def __init__(self, index: Index, agencies: Agencies, vocabulary: Vocabulary, weights: Weights) -> None:
        self._index = index
        self._holdings = Holdings(index)
        self._agencies = agencies
        self._vocabulary = vocabulary
        self._weights = weights

    def support(self, query: Query, lang: Language) -> Support:
        """How the query is covered by texts of one language."""
        analyzer = query.analyzer if query.lang == lang else ("en" if lang == "en" else "vi")
        held = self._holdings.held_spans(query)
        return Support(query, lang, self._index.fields[analyzer], self._vocabulary, held)

    def rank(
        self, query: Query, evidence: Evidence, passages: tuple[Passage, ...], need: Need | None
    ) -> list[tuple[Candidate, dict[str, float]]]:
        """Candidates, best first, each with its features."""
        supports = {lang: self.support(query, lang) for lang, members in self._index.members.items() if len(members)}
        top = passages[:PASSAGES]
        positions = [p for passage in top for p in self._index.sentences_of.get(passage.chunk.id, ())]
        similarity, translated = self._similarities(evidence, positions)
        best = max(similarity.values(), default=0.0)
        best_translated = max(translated.values(), default=0.0)
        best_passage = max(evidence.similarity.values(), default=0.0)
        first = top[0].score if top else 0.0
        ranked = []
        for passage in top:
            lang = self._index.documents[passage.chunk.ref.doc_id].language
            for position in self._index.sentences_of.get(passage.chunk.id, ()):
                sentence = self._index.sentences[position]
                features = self._features(sentence, passage, supports[lang], need)
                features["similarity"] = similarity[position] - best
                features["translated"] = translated[position] - best_translated if position in translated else 0.0
                features["passage_similarity"] = evidence.similarity.get(passage.position, 0.0) - best_passage
                features["passage"] = passage.score / first - 1 if first > 0 else 0.0
                score = logistic(self._weights.sentence, features)
                candidate = Candidate(sentence, passage.rank, score, features["topical"], features["need"] > 0)
                ranked.append((candidate, features))
        return sorted(ranked, key=lambda one: -one[0].score)

    def _similarities(self, evidence: Evidence, positions: list[int]) -> tuple[dict[int, float], dict[int, float]]:
        """Cosines of sentences with the question, and with its translation where they are in that language."""
        vectors = self._index.sentence_vectors.vectors(positions)
        question = np.asarray(evidence.vector, dtype=np.float32)
        translations = {lang: np.asarray(v, dtype=np.float32) for lang, v in evidence.translated.items()}
        language = {p: self._index.documents[self._index.sentences[p].ref.doc_id].language for p in positions}
        return (
            {p: float(v @ question) for p, v in vectors.items()},
            {p: float(v @ translations[language[p]]) for p, v in vectors.items() if language[p] in translations},
        )

    def _features(self, sentence: Sentence, passage: Passage, support: Support, need: Need | None) -> dict[str, float]:
        own = term_set(sentence.embedded, support.analyzer)
        return {
            "topical": support.coverage(own, topical=True),
            "general": support.coverage(own, topical=False),
            "need": float(need is not None and carries(sentence.text, need, self._agencies)),
            "first": float(passage.rank == 1),
            "question": float(sentence.text.rstrip('"”').endswith("?")),
            "short": float(len(sentence.text.split()) < SHORT or sentence.text.rstrip().endswith(":")),
        }
