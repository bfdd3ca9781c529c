"""The cross-encoder: the question and a text in, how likely the text answers the question out."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from ingest.e5.encoder import Model, bundled_model
from ingest.e5.file import E5File, Floats, ModelFileError

READER_FILE = Path(__file__).parent / "crossreader.npz"
# Pieces of the question, of what introduces the text, and of the text itself: longer ones are cut, the introduction at its
# beginning.
QUESTION, LEAD, TEXT = 64, 40, 160


class Read(NamedTuple):
    """A text that may answer, with what introduces it ("" where nothing does)."""

    lead: str
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Corrections:
    """What was learned: for each map of the layers `down` (rank, inputs) and `up` (outputs, rank), by the
    names of the model file; `head` weighs what the encoder gives, its last number is the bias."""

    fingerprint: str
    tensors: dict[str, Floats]
    head: Floats

    def corrected(self, name: str, weight: Floats) -> Floats:
        """The matrix of a map, of shape (outputs, inputs), with what was learned of it."""
        return np.asarray(weight + self.tensors[f"{name}.up"] @ self.tensors[f"{name}.down"], dtype=np.float32)

    def save(self, path: Path) -> None:
        """Write them with half precision."""
        half = {name: tensor.astype(np.float16) for name, tensor in self.tensors.items()}
        np.savez_compressed(path, fingerprint=self.fingerprint, head=self.head, **half)  # type: ignore[arg-type]


@cache
def load_corrections(path: Path = READER_FILE) -> Corrections:
    """The corrections of a file."""
    with np.load(path) as file:
        names = set(file.files) - {"fingerprint", "head"}
        tensors = {name: file[name].astype(np.float32) for name in names}
        return Corrections(str(file["fingerprint"]), tensors, file["head"].astype(np.float32))


def fingerprint(file: E5File) -> str:
    """What tells a model from others: corrections belong to the one that they were learned on."""
    return hashlib.sha256(file.raw("l0.q.w")).hexdigest()


def sequence(model: Model, question: str, read: Read) -> list[int]:
    """The pieces that the encoder reads: the question, then the text with its lead."""
    file, pieces = model.file, model.tokenizer.pieces
    lead = pieces(read.lead)[-LEAD:] if read.lead else ()
    asked = pieces(f"query: {question}")[:QUESTION]
    return [file.begin, *asked, file.end, *pieces("passage:"), *lead, *pieces(read.text)[:TEXT], file.end]


class CrossReader:
    """Reads questions and texts together. Scores are log odds that a text answers the question."""

    def __init__(self, model: Model, corrections: Corrections) -> None:
        self._model = model
        self._encoder = model.encoder(corrections.corrected)
        self._head = corrections.head

    def __call__(self, question: str, texts: Sequence[Read]) -> list[float]:
        """One score for each text, in order."""
        if not texts:
            return []
        states = self._encoder([sequence(self._model, question, text) for text in texts])
        return [float(score) for score in states @ self._head[:-1] + self._head[-1]]


@cache
def load_reader() -> CrossReader | None:
    """The reader, made once; None where its model is not at hand or is another than the one that was corrected."""
    try:
        model, corrections = bundled_model(), load_corrections()
        known = model is not None and fingerprint(model.file) == corrections.fingerprint
        return CrossReader(model, corrections) if model and known else None
    except ModelFileError:
        return None
