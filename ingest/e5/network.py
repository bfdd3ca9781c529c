"""The layers of the encoder, computed with numpy for several sequences at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ingest.e5.file import E5File, Floats

_GELU = np.float32(np.sqrt(2 / np.pi))


@dataclass(frozen=True, slots=True, eq=False)
class Affine:
    """y = x·W + b; `weight` has shape (inputs, outputs)."""

    weight: Floats
    bias: Floats

    def __call__(self, x: Floats) -> Floats:
        """The map of each row."""
        return np.asarray(x @ self.weight + self.bias, dtype=np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class Norm:
    """Layer normalisation."""

    weight: Floats
    bias: Floats
    epsilon: float

    def __call__(self, x: Floats) -> Floats:
        """Each row with mean 0 and variance 1, then weighed."""
        centred = x - x.mean(axis=1, keepdims=True)
        spread = np.sqrt(np.square(centred).mean(axis=1, keepdims=True) + self.epsilon)
        return np.asarray(centred / spread * self.weight + self.bias, dtype=np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """One layer of a transformer encoder: attention inside each sequence, then two affine maps."""

    attend: Affine  # to queries, keys and values side by side
    project: Affine
    after_attention: Norm
    widen: Affine
    narrow: Affine
    after: Norm
    heads: int

    def __call__(self, x: Floats, starts: Sequence[int]) -> Floats:
        """`x` has shape (pieces of all sequences, width); sequence i is `x[starts[i]:starts[i + 1]]`."""
        mixed = self.attend(x)
        context = np.concatenate([self._attention(mixed[a:b]) for a, b in pairwise(starts)])
        x = self.after_attention(x + self.project(context))
        return self.after(x + self.narrow(_gelu(self.widen(x))))

    def _attention(self, mixed: Floats) -> Floats:
        length, width = len(mixed), mixed.shape[1] // 3
        query, key, value = mixed.reshape(length, 3, self.heads, width // self.heads).transpose(1, 2, 0, 3)
        scores = query @ key.transpose(0, 2, 1) / np.float32(np.sqrt(width // self.heads))
        scores = np.exp(scores - scores.max(axis=2, keepdims=True))
        shares = scores / scores.sum(axis=2, keepdims=True)
        return np.asarray((shares @ value).transpose(1, 0, 2).reshape(length, width), dtype=np.float32)


def _gelu(x: Floats) -> Floats:
    return np.asarray(0.5 * x * (1 + np.tanh(_GELU * (x + np.float32(0.044715) * x * x * x))), dtype=np.float32)


class Encoder:
    """The embedding of pieces and the layers."""

    def __init__(self, file: E5File, layers: Sequence[Layer]) -> None:
        self._file = file
        self._layers = layers
        self._places = file.matrix("emb.pos", file.tensor("emb.pos").size // file.width)
        self._kind = file.tensor("emb.type")[: file.width]
        self._norm = Norm(file.tensor("emb.ln.w"), file.tensor("emb.ln.b"), file.epsilon)

    def __call__(self, sequences: Sequence[Sequence[int]]) -> Floats:
        """For each sequence the mean of its last states and the state of its first piece, side by side."""
        starts = np.cumsum([0, *map(len, sequences)]).tolist()
        pieces: NDArray[np.int64] = np.concatenate([np.asarray(s, dtype=np.int64) for s in sequences])
        places = np.concatenate([np.arange(len(s)) for s in sequences])
        x = self._norm(self._file.rows("emb.word", pieces) + self._places[places] + self._kind)
        for layer in self._layers:
            x = layer(x, starts)
        parts = [x[a:b] for a, b in pairwise(starts)]
        return np.stack([np.concatenate([part.mean(axis=0), part[0]]) for part in parts])
