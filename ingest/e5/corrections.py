"""Learned corrections of the bundled model: each map of its layers plus a matrix of low rank."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from ingest.e5.file import E5File, Floats

_MATRICES = (".up", ".down")


@dataclass(frozen=True, slots=True, eq=False)
class Corrections:
    """What was learned: for each map of the layers `down` (rank, inputs) and `up` (outputs, rank), by the
    names of the model file, and what else belongs to it; `fingerprint` names the model that it was learned on."""

    fingerprint: str
    tensors: dict[str, Floats]

    def corrected(self, name: str, weight: Floats) -> Floats:
        """The matrix of a map, of shape (outputs, inputs), with what was learned of it."""
        return np.asarray(weight + self.tensors[f"{name}.up"] @ self.tensors[f"{name}.down"], dtype=np.float32)

    def belong_to(self, file: E5File) -> bool:
        """Whether they were learned on the model of this file."""
        return self.fingerprint == fingerprint(file)

    def save(self, path: Path) -> None:
        """Write them, the matrices with half precision."""
        stored = {n: t.astype(np.float16) if n.endswith(_MATRICES) else t for n, t in self.tensors.items()}
        np.savez_compressed(path, fingerprint=self.fingerprint, **stored)  # type: ignore[arg-type]


@cache
def load_corrections(path: Path) -> Corrections:
    """The corrections of a file, read once."""
    with np.load(path) as file:
        tensors = {name: file[name].astype(np.float32) for name in file.files if name != "fingerprint"}
        return Corrections(str(file["fingerprint"]), tensors)


def fingerprint(file: E5File) -> str:
    """What tells a model from others: corrections belong to the one that they were learned on."""
    return hashlib.sha256(file.raw("l0.q.w")).hexdigest()
