"""The cross-encoder: the question and a text in, how likely the text answers the question out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from ingest.e5.corrections import Corrections, load_corrections
from ingest.e5.encoder import Model, bundled_model
from ingest.e5.file import ModelFileError

READER_FILE = Path(__file__).parent / "crossreader.npz"
HEAD = "head"  # among the tensors: weighs what the encoder gives; its last number is the bias
# Pieces of the question, of what introduces the text, and of the text itself: longer ones are cut, the introduction at its
# beginning.
QUESTION, LEAD, TEXT = 64, 40, 160


class Read(NamedTuple):
    """A text that may answer, with what introduces it ("" where nothing does)."""

    lead: str
    text: str


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
        self._head = corrections.tensors[HEAD]

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
        model, corrections = bundled_model(), load_corrections(READER_FILE)
        return CrossReader(model, corrections) if model and corrections.belong_to(model.file) else None
    except ModelFileError:
        return None
