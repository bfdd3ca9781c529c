"""Evidence for a sentence: the sentences of the documents that may speak to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from bot.claims.compare_agencies import authors
from bot.claims.concepts import Wording
from bot.claims.groups import GroupRules
from bot.follow import Follower
from bot.query import Query
from corpus.agencies import Agencies
from corpus.language import analyze
from corpus.provision import Document, Language, ProvisionRef, Span
from ingest.chunk import Sentence
from ingest.index import FIELDS, Index

Vectors = NDArray[np.float32]
Backgrounds = dict[Language, tuple[float, float]]
LANGUAGES: tuple[Language, ...] = ("en", "vi")
UNRELATED = (0.8, 0.03)  # mean and spread that this kind of embedding gives for unrelated sentences ...
FEW = 20  # ... where there are fewer sentences of a language than this
HEAD = 5000  # code points of a document in which it says who makes its requests
DENSE = 14  # sentences by meaning
GROUPS = 5  # sentences that name a group, whose rules are looked up ...
RULES = 6  # ... and the rules that are read with them
LEXICAL = 4  # passages by their words, in each language that the documents have
SAMPLE = 3000  # sentences whose vectors are held in memory; beyond, the index's own search is used


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of a document. `similarity` is the cosine, `standing` how far it stands out among all sentences
    (in standard deviations), `excess` the cosine above their mean; `around` is its passage with the headings above it, `about` what is said of its document.
    """

    ref: ProvisionRef
    text: str
    lead: str
    around: str
    about: str
    lang: Language
    similarity: float
    standing: float
    excess: float
    span: Span | None = None
    document: Document | None = None
    cited: Sentence | None = None  # the sentence of a provision that this one refers to, which it is read with


class EvidenceSearch:
    """Finds candidates in an open index."""

    def __init__(self, index: Index, embeddings: Embeddings, agencies: Agencies, groups: GroupRules) -> None:
        self._index = index
        self._embeddings = embeddings
        self._groups = groups
        self._positions_by_chunk = index.sentences_of
        self._citing = _citing(Follower(index))
        self._about = {doc_id: self._said_of(document, agencies) for doc_id, document in index.documents.items()}

    def _said_of(self, document: Document, agencies: Agencies) -> str:
        """What is said of a document, with those who make its requests."""
        return ". ".join([about(document), *authors(self._index.sources[document.id][:HEAD], agencies)])

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of sentences, one batch for a whole page."""
        return np.asarray(self._embeddings.embed_documents(list(texts)), dtype=np.float32)

    @cached_property
    def _sample(self) -> tuple[NDArray[np.int64], Vectors]:
        """Positions and vectors of (up to `SAMPLE`) sentences, evenly drawn."""
        total = len(self._index.sentences)
        positions = np.unique(np.linspace(0, max(0, total - 1), min(total, SAMPLE)).astype(np.int64))
        vectors = self._index.sentence_vectors.vectors([int(p) for p in positions])
        return positions, np.asarray([vectors[int(p)] for p in positions], dtype=np.float32)

    @cached_property
    def _languages(self) -> NDArray[np.str_]:
        """The language of each sentence of the sample."""
        sentences, documents = self._index.sentences, self._index.documents
        return np.asarray([documents[sentences[int(p)].ref.doc_id].language for p in self._sample[0]], dtype=np.str_)

    def backgrounds(self, vector: Vectors) -> Backgrounds:
        """Mean and spread of the cosine of `vector` with the sentences of each language: a sentence is nearer to all
        that is written in its own language, which says nothing of what they mean."""
        _, sample = self._sample
        cosines = sample @ vector if len(sample) else np.zeros(0, dtype=np.float32)
        found: Backgrounds = {}
        for lang in LANGUAGES:
            own = cosines[self._languages == lang]
            found[lang] = (float(own.mean()), float(own.std()) + 1e-6) if len(own) >= FEW else UNRELATED
        return found

    def candidates(self, query: Query, vector: Vectors, claim: Wording) -> list[Candidate]:
        """Sentences near in meaning and sentences of passages near in words, each once; `claim` names its groups."""
        backgrounds = self.backgrounds(vector)
        cosines = self._dense(vector)
        positions = dict.fromkeys([*cosines, *self._lexical(query)])
        missing = [p for p in positions if p not in cosines]
        cosines |= {p: float(v @ vector) for p, v in self._index.sentence_vectors.vectors(missing).items()}
        found = [self._candidate(p, cosines[p], backgrounds) for p in positions]
        pairs = self._groups.of(claim)
        near = self._near_groups(dict(zip(positions, found, strict=True)))
        return [*found, *self._on_groups(vector, backgrounds, pairs or near)]

    def _near_groups(self, found: Mapping[int, Candidate]) -> dict[int, int]:
        """The rules that refer to the sentences found, where no group of the register is named."""
        groups = sorted((p for p in found if p in self._citing), key=lambda p: -found[p].standing)[:GROUPS]
        return {rule: group for group in reversed(groups) for rule in self._citing[group]}

    def _on_groups(self, vector: Vectors, backgrounds: Backgrounds, pairs: Mapping[int, int]) -> list[Candidate]:
        """Rules on a group that another provision defines ("those named in Point a of Article 12"), each read together
        with the sentence of that group: what is claimed of children may be said of a point that names them."""
        if not pairs:
            return []
        vectors = self._index.sentence_vectors.vectors(list({*pairs, *pairs.values()}))
        joined = {rule: vectors[rule] + vectors[group] for rule, group in pairs.items()}
        likeness = {rule: float(v @ vector / (v @ v) ** 0.5) for rule, v in joined.items()}
        best = sorted(pairs, key=lambda rule: -likeness[rule])[:RULES]
        return [self._with_group(rule, pairs[rule], likeness[rule], backgrounds) for rule in best]

    def _with_group(self, rule: int, group: int, likeness: float, backgrounds: Backgrounds) -> Candidate:
        return replace(self._candidate(rule, likeness, backgrounds), cited=self._index.sentences[group])

    def _dense(self, vector: Vectors) -> dict[int, float]:
        positions, sample = self._sample
        if len(positions) == len(self._index.sentences) and len(positions):
            cosines = sample @ vector
            return {int(positions[i]): float(cosines[i]) for i in np.argsort(-cosines)[:DENSE]}
        return dict(self._index.sentence_vectors.nearest([float(x) for x in vector], DENSE))

    def _lexical(self, query: Query) -> list[int]:
        found: list[int] = []
        for lang, members in self._index.members.items():
            if not len(members):
                continue
            analyzer = query.analyzer if lang == query.lang else FIELDS[lang][0]
            terms = list(query.terms) if lang == query.lang else analyze(query.translation(lang), analyzer)
            scores = self._index.fields[analyzer].scores(terms)
            best = [int(members[i]) for i in np.argsort(-scores)[:LEXICAL] if scores[i] > 0]
            found += [p for b in best for p in self._positions_by_chunk.get(self._index.chunks[b].id, ())]
        return found

    @cached_property
    def _chunk_texts(self) -> Mapping[str, str]:
        return {chunk.id: chunk.embedded for chunk in self._index.chunks}

    def _candidate(self, position: int, similarity: float, backgrounds: Backgrounds) -> Candidate:
        sentence = self._index.sentences[position]
        document = self._index.documents[sentence.ref.doc_id]
        mean, spread = backgrounds[document.language]
        glosses = "\n".join(gloss.embedded for gloss in self._index.glosses_of.get(sentence.ref, ()))
        around = "\n".join(part for part in (self._chunk_texts.get(sentence.chunk_id, ""), glosses) if part)
        return Candidate(
            sentence.ref, sentence.text, sentence.lead, around, self._about[document.id], document.language, similarity, (similarity - mean) / spread, similarity - mean, sentence.span, document,
        )  # fmt: skip


def _citing(follower: Follower) -> dict[int, list[int]]:
    """The sentences that cite each sentence of a group, by position."""
    found: dict[int, list[int]] = {}
    for rule, groups in follower.cited.items():
        for group in groups:
            found.setdefault(group, []).append(rule)
    return found


def about(document: Document) -> str:
    """What a document is, in the words that a draft may use of it: kind, number, day, issuer's and own titles."""
    day = document.issued.strftime("%d/%m/%Y") if document.issued else ""
    number = f"{document.kind} {document.number}" if document.number else document.kind
    titles = (document.title("en"), document.title("vi"), document.short_en, document.short_vi)
    return ". ".join(part for part in (number, day, *titles) if part)
