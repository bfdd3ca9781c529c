"""Questions asked before, each with the provisions that answer it, and how near a new question is to them.

A question is nearer to another on the same matter than to the provision that answers both: nobody asks in the words of a
rule. `asked.npz` has the vectors of the questions in benchmarks/data (made by `python -m benchmarks.embed_asked`,
docs/adr/0015). The nearest say together which sentences of the index are likely to answer a new one, and whether any does
(docs/adr/0016); what is quoted is the provision alone. With any other embedding than theirs, and over texts that none of them is
on, nothing is said.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from bot.asked_words import AskedWords
from bot.query_adapter import AdaptedEmbeddings
from corpus.digest import Digest, load_digests
from corpus.language import normal
from ingest.gloss import is_of
from ingest.index import Index

ASKED_FILE = Path(__file__).parent / "asked.npz"
STEP = 1 / 512  # of the components that are stored
# Questions that have a say; how fast two of them become strangers with their distance (per 1 - cosine); what the words that they
# share count beside it; the variance of a single one's label. Anything near these does about as well (docs/adr/0016, 0018).
NEIGHBOURS, SHARPNESS, SHARED, NOISE = 200, 10.0, 0.4, 0.5


@dataclass(frozen=True, slots=True, eq=False)
class AskedQuestions:
    """`vectors` has shape (questions, dimensions), of unit length; `pairs` (n, 2) joins questions with the `keys` of what
    answers them. `field` is the texts for which a question was judged, `words` what a question is worded with."""

    vectors: NDArray[np.float32]
    pairs: NDArray[np.int32]
    keys: tuple[str, ...]
    field: NDArray[np.str_]
    wordings: NDArray[np.str_]
    words: AskedWords

    def save(self, path: Path = ASKED_FILE) -> None:
        """Write them, the vectors with eight bits a number, which changes no cosine by more than a few thousandths."""
        rounded = np.clip(np.round(self.vectors / STEP), -127, 127).astype(np.int8)
        np.savez_compressed(
            path, vectors=rounded, pairs=self.pairs, keys=np.array(self.keys), field=self.field, wordings=self.wordings,
            terms=self.words.terms, starts=self.words.starts, numbers=self.words.numbers,
        )  # fmt: skip


@cache
def load_asked(path: Path = ASKED_FILE) -> AskedQuestions:
    """The questions of a file, read once."""
    with np.load(path) as file:
        vectors = file["vectors"].astype(np.float32)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        worded = AskedWords(file["terms"], file["starts"], file["numbers"])
        keys = tuple(file["keys"].tolist())
        return AskedQuestions(vectors, file["pairs"], keys, file["field"], file["wordings"], worded)


def key_of_text(text: str) -> str:
    """The key of a sentence by its words, whatever document holds it."""
    return "text:" + _digest(" ".join(text.split()).strip(' -–•"“”'))


def wording(question: str) -> str:
    """What tells the wording of a question from others."""
    return _digest(normal(" ".join(question.split())))


def _kernel(cosine: NDArray[np.float32], shared: NDArray[np.float32]) -> NDArray[np.float32]:
    """How much questions are alike, by the cosines of their vectors and of their words."""
    return np.asarray(np.exp(SHARPNESS * (cosine - 1)) + SHARED * shared)


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True)
class Likeness:
    """What questions asked before say of a new one: how likely a sentence is to answer it, by its position, about 0…1, where any
    is; whether any sentence answers it, about -1 (no) … 1 (yes). `documents` are those that any of them is on. The estimate is
    None, and all else empty, when no question asked before is on these texts."""

    sentences: Mapping[int, float] = field(default_factory=dict)
    estimate: float | None = None
    documents: frozenset[str] = frozenset()

    @property
    def agreed(self) -> float:
        """How far those that are answered lead to one sentence, about 0…1: those of all kinds lead to none."""
        return max(self.sentences.values(), default=0.0)


class AskedBefore:
    """The questions asked before that are on the texts of one index."""

    # For measuring: a question asked before in the very same words is no other one.
    others_only = False

    def __init__(self, index: Index, embeddings: Embeddings) -> None:
        self._index = index
        self._usable = isinstance(embeddings, AdaptedEmbeddings)

    def __call__(self, vector: Sequence[float], question: str) -> Likeness:
        """How near the question with this vector is to them."""
        if not self._usable or not len(self._answers):
            return Likeness()
        asked_before = load_asked()
        near = _kernel(asked_before.vectors @ np.asarray(vector, dtype=np.float32), asked_before.words.shared(question))
        if self.others_only:
            near = np.where(asked_before.wordings == wording(question), 0.0, near)
        say = self._say(near)
        asked, places = self._answers.T
        likely = np.bincount(places, weights=say[asked], minlength=len(self._index.sentences))
        answering = np.unique(places[say[asked] != 0]).tolist()
        estimate = float(say[self._answered].sum() - say[~self._answered].sum())
        return Likeness({place: float(likely[place]) for place in answering}, estimate, self._documents)

    def _say(self, near: NDArray[np.float32]) -> NDArray[np.float64]:
        """What each question has to say on one as near to them as this: the weights of kernel ridge regression on its nearest
        neighbours (the mean of a Gaussian process), so that many that are alike say little more than one."""
        nearest = self._judged[np.argsort(-near[self._judged])[:NEIGHBOURS]]
        vectors = load_asked().vectors[nearest]
        among = _kernel(vectors @ vectors.T, load_asked().words.among(nearest))
        say = np.zeros(len(near))
        say[nearest] = np.linalg.solve(among + NOISE * np.eye(len(nearest)), near[nearest])
        return say

    @cached_property
    def passages(self) -> frozenset[int]:
        """The positions of the passages with a sentence that answers one of them."""
        chunks = {self._index.sentences[position].chunk_id for position in self._answering}
        return frozenset(i for i, chunk in enumerate(self._index.chunks) if chunk.id in chunks)

    @cached_property
    def _answers(self) -> NDArray[np.int64]:
        """(n, 2): questions and the positions of the sentences that answer them."""
        asked = load_asked()
        places = [self._places(key) or self._changed(key) for key in asked.keys]
        found = {(question, place) for question, key in asked.pairs.tolist() for place in places[key]}
        return np.asarray(sorted(found), dtype=np.int64).reshape(-1, 2)

    def _places(self, key: str) -> Sequence[int]:
        """The positions of the sentences with this key. An official text may be parted otherwise than its digest: then those
        of the provision's parts, or those of the innermost provision around it."""
        own, parts = self._keys
        found = own.get(key) or parts.get(key) or ()
        return found if found or "__" not in key else self._places(key.rpartition("__")[0])

    def _changed(self, key: str) -> Sequence[int]:
        """Where the texts at hand tell what a provision that none of them holds has changed."""
        return [place for changed in self._changes.get(key, ()) for place in self._places(changed)]

    @cached_property
    def _changes(self) -> dict[str, tuple[str, ...]]:
        entries = ((f"{digest.work.id}#{entry.eid}", entry) for digest in self._digests for entry in digest.entries)
        return {key: entry.changes for key, entry in entries if entry.changes}

    @cached_property
    def _keys(self) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
        """The positions of the sentences with a key, and of those inside the provision with a key."""
        works = {doc_id: work for doc_id in self._index.documents if (work := self._work(doc_id))}
        own: dict[str, list[int]] = {}
        parts: dict[str, list[int]] = {}
        for position, sentence in enumerate(self._index.sentences):
            own.setdefault(key_of_text(sentence.text), []).append(position)
            if sentence.ref.doc_id in works:
                key = f"{works[sentence.ref.doc_id]}#{sentence.ref.eid}"
                own.setdefault(key, []).append(position)
                while "__" in key:
                    key = key.rpartition("__")[0]
                    parts.setdefault(key, []).append(position)
        return own, parts

    def _work(self, doc_id: str) -> str | None:
        """The work that a document is a digest of, or an official text of one that has a digest."""
        document = self._index.documents[doc_id]
        if document.authority == "digest":
            return doc_id.removeprefix("digest-").removesuffix(f".{document.language}")
        return next((digest.work.id for digest in self._digests if is_of(document, digest)), None)

    @cached_property
    def _digests(self) -> list[Digest]:
        return load_digests() if self._index.glosses else []

    @cached_property
    def _answering(self) -> tuple[int, ...]:
        return tuple(np.unique(self._answers[:, 1]).tolist())

    @cached_property
    def _documents(self) -> frozenset[str]:
        return frozenset(self._index.sentences[position].ref.doc_id for position in self._answering)

    @cached_property
    def _answered(self) -> NDArray[np.bool_]:
        return np.isin(np.arange(len(load_asked().vectors)), self._answers[:, 0])

    @cached_property
    def _judged(self) -> NDArray[np.int64]:
        """The positions of the questions that have a say: the answered ones, and of the texts that answer most of them those that
        they leave unanswered. What others leave unanswered, these may answer."""
        field = load_asked().field
        fields, answered = np.unique(field[self._answered], return_counts=True)
        return np.flatnonzero(self._answered | (field == fields[answered.argmax()]))
