"""Sentences of the best passages, ranked by how well each answers the question."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from bot.follow import Follower
from bot.groups import Named, load_groups
from bot.holdings import Holdings
from bot.particulars import counted, counts
from bot.query import Query
from bot.reading import Reading, View
from bot.retrieve import Evidence
from bot.support import carries, defined_term, delegates, term_set, without_cited_dates
from bot.turn import Candidate, Passage
from bot.vocabulary import Need, Vocabulary
from bot.weights import Weights, logistic
from corpus.agencies import Agencies
from corpus.provision import ProvisionRef
from ingest.chunk import Sentence
from ingest.index import Index

PASSAGES = 6  # whose sentences are looked at; evidence lower down was never the best
SHORT = 4  # words; a shorter sentence is a heading or a fragment
TERM = 0.6  # of the question's concepts: a sentence that defines words with fewer of them defines something else
NEARLY = (
    0.3  # of the best score: with this much, a sentence that has the number asked for comes before one that has none
)
NO_GLOSS = 0.8  # cosine, about that of texts that have nothing to do with one another
FIGURES: frozenset[Need] = frozenset({"duration", "date", "percent", "price", "money", "count"})


class SentenceRanker:
    """Scores the sentences of passages with a logistic model over a few readable features."""

    def __init__(self, index: Index, agencies: Agencies, vocabulary: Vocabulary, weights: Weights) -> None:
        self._index = index
        self._holdings = Holdings(index)
        self._follower = Follower(index)
        self._agencies = agencies
        self._vocabulary = vocabulary
        self._weights = weights
        self._groups = load_groups()

    def reading(self, query: Query) -> Reading:
        """How the query reads the texts of this index."""
        return Reading(self._index, query, self._vocabulary, self._holdings)

    def rank(
        self, query: Query, evidence: Evidence, passages: tuple[Passage, ...], need: Need | None
    ) -> list[tuple[Candidate, dict[str, float]]]:
        """Candidates, best first, each with its features."""
        reading = self.reading(query)
        on_documents = any(reference.number for reference in query.references)
        kinds = self._vocabulary.kinds(query.text)
        defining, listing = "definition" in kinds, "list" in kinds or need == "count"
        top = passages[:PASSAGES]
        positions = [p for passage in top for p in self._index.sentences_of.get(passage.chunk.id, ())]
        views = {p: reading.sentence(self._index.sentences[p]) for p in positions}
        similarity, translated = self._similarities(evidence, positions)
        self._follow(reading, evidence, views, similarity, translated)
        counting = self._counting(query, need, views)
        best = max(similarity.values(), default=0.0)
        best_translated = max(translated.values(), default=0.0)
        glosses = self._gloss_similarity(evidence)
        best_gloss = max(glosses.values(), default=NO_GLOSS)
        first = top[0].score if top else 0.0
        like = evidence.likeness.sentences
        likeliest = max((0.0, *(like[p] for p in positions if p in like)))
        asked = self._groups.asked(query.restored, query.lang)
        ranked = []
        for passage in top:
            for position in self._index.sentences_of.get(passage.chunk.id, ()):
                sentence = self._index.sentences[position]
                features = self._features(views[position], sentence, need, on_documents)
                told = self._groups_told(sentence) if asked else asked
                features["group"] = float(bool(asked & told))
                features["opposed"] = float(self._groups.opposed(asked, told))
                features["counts"] = float(position in counting)
                features["short"] = float(_is_short(sentence.text, listing))
                features["defines"] = float(defining and self._defines(views[position][0], sentence))
                features["gloss"] = glosses.get(sentence.ref, NO_GLOSS) - best_gloss
                features["asked"] = like.get(position, 0.0) - likeliest
                features["similarity"] = similarity[position] - best
                features["translated"] = translated[position] - best_translated if position in translated else 0.0
                features["passage"] = passage.score / first - 1 if first > 0 else 0.0
                score = logistic(self._weights.sentence, features)
                met = features["figure"] + features["agency"] + features["other_need"] > 0
                of_others = self._groups.of_others(asked, told)
                candidate = Candidate(sentence, passage.rank, score, features["joint"], met, of_others)
                ranked.append((candidate, features))
        fitting = [one for one in ranked if not one[1]["opposed"]]
        return _in_order(fitting or ranked)

    def _groups_told(self, sentence: Sentence) -> Named:
        """The groups that a sentence, what introduces it or its provision's gloss name."""
        texts = [(f"{sentence.lead}\n{sentence.text}", self._index.documents[sentence.ref.doc_id].language)]
        texts += [(gloss.text, gloss.lang) for gloss in self._index.glosses_of.get(sentence.ref, ())]
        return frozenset().union(*(self._groups.named(text, lang) for text, lang in texts))

    def _counting(self, query: Query, need: Need | None, views: Mapping[int, list[View]]) -> frozenset[int]:
        """The sentences that have a number of what is counted, where any number was asked for and some sentence has it: the
        day on which a regulation was signed is no number of its articles."""
        concept = counted(query) if need == "count" else None
        if concept is None:
            return frozenset()
        seen = {p: [v for v in group if v.support.analyzer in concept.variants] for p, group in views.items()}
        return frozenset(p for p, g in seen.items() if any(counts(v.text, concept, v.support.analyzer) for v in g))

    def _follow(
        self,
        reading: Reading,
        evidence: Evidence,
        views: dict[int, list[View]],
        similarity: dict[int, float],
        translated: dict[int, float],
    ) -> None:
        """Read each sentence that cites with what it cites: it is as near to the question as that is."""
        citing = {p: self._follower.cited[p] for p in views if p in self._follower.cited}
        cited = sorted({c for group in citing.values() for c in group} - set(views))
        near, near_translated = self._similarities(evidence, cited)
        near, near_translated = near | similarity, near_translated | translated
        for position, group in citing.items():
            best = max(group, key=lambda p: near[p])
            joint = reading.together(self._index.sentences[position], self._index.sentences[best])
            if joint:
                views[position] = [*views[position], joint]
                similarity[position] = max(similarity[position], (similarity[position] + near[best]) / 2)
                if position in translated and best in near_translated:
                    translated[position] = max(translated[position], (translated[position] + near_translated[best]) / 2)

    def _similarities(self, evidence: Evidence, positions: list[int]) -> tuple[dict[int, float], dict[int, float]]:
        """Cosines of sentences with the question, and with its translation where they are in that language.

        A sentence is as near to the question as the gloss of its provision is, when that is nearer.
        """
        vectors = self._index.sentence_vectors.vectors(positions)
        question = np.asarray(evidence.vector, dtype=np.float32)
        translations = {lang: np.asarray(v, dtype=np.float32) for lang, v in evidence.translated.items()}
        refs = {p: self._index.sentences[p].ref for p in positions}
        language = {p: self._index.documents[ref.doc_id].language for p, ref in refs.items()}
        gloss = self._gloss_similarity(evidence)
        return (
            {p: max(float(v @ question), gloss.get(refs[p], -1.0)) for p, v in vectors.items()},
            {p: float(v @ translations[language[p]]) for p, v in vectors.items() if language[p] in translations},
        )

    def _gloss_similarity(self, evidence: Evidence) -> dict[ProvisionRef, float]:
        """Cosine of each provision's gloss with the question."""
        gloss: dict[ProvisionRef, float] = {}
        for position, score in evidence.gloss_similarity.items():
            ref = self._index.glosses[position].ref
            gloss[ref] = max(score, gloss.get(ref, -1.0))
        return gloss

    def _defines(self, view: View, sentence: Sentence) -> bool:
        """Whether a sentence defines what the question names."""
        term = defined_term(sentence.text)
        return term is not None and view.support.joint(term_set(term, view.support.analyzer)) >= TERM

    def _features(
        self, views: list[View], sentence: Sentence, need: Need | None, on_documents: bool
    ) -> dict[str, float]:
        texts = (without_cited_dates(v.text) if need == "date" and not on_documents else v.text for v in views)
        carried = need is not None and any(carries(text, need, self._agencies) for text in texts)
        return {
            "topical": max(view.support.coverage(view.terms, topical=True) for view in views),
            "joint": max(view.support.joint(view.terms) for view in views),
            "pairs": max(view.support.pairs(view.terms) for view in views),
            "general": max(view.support.coverage(view.terms, topical=False) for view in views),
            "figure": float(carried and need in FIGURES),
            "agency": float(carried and need == "agency"),
            "other_need": float(carried and need not in FIGURES and need != "agency"),
            "question": float(sentence.text.rstrip('"”').endswith("?")),
            "delegates": float(delegates(sentence.text)),
        }


def _in_order(ranked: list[tuple[Candidate, dict[str, float]]]) -> list[tuple[Candidate, dict[str, float]]]:
    """The best first; where a number is asked for and told, what tells it before all that is not far better."""
    least = NEARLY * max((candidate.score for candidate, _ in ranked), default=0.0)

    def tells(candidate: Candidate, features: Mapping[str, float]) -> bool:
        return features["counts"] > 0 and candidate.score >= least

    return sorted(ranked, key=lambda one: (not tells(*one), -one[0].score))


def _is_short(text: str, listing: bool) -> bool:
    """Whether a sentence is a heading or a fragment, or introduces what was not asked for: a list."""
    return len(text.split()) < SHORT or (text.rstrip().endswith(":") and not listing)
