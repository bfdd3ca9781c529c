"""Building an index: read everything, write a new generation beside the live one, verify it, switch."""

from __future__ import annotations

import errno
import fcntl
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ingest import IndexBusy, IndexMismatch, IngestError
from ingest.generation import Progress, silent, write_generation
from ingest.index import (
    CACHE,
    LOCK,
    MANIFEST,
    Index,
    Manifest,
    current_generation,
    read_manifest,
    refuse_foreign,
    switch,
)  # fmt: skip
from ingest.library import SCHEMA_VERSION, Corpus, LibraryEntry

__all__ = ["BuildReport", "Progress", "build", "is_current", "silent"]

KEPT_GENERATIONS = 2


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did: the live generation and how much of it was new."""

    generation: str
    documents: int
    passages: int
    sentences: int
    embedded: int
    built: bool


def is_current(folder: Path, corpus: Corpus, embedding: str) -> bool:
    """Whether the live generation was made from this corpus; another embedding is not stale but a mismatch."""
    generation = current_generation(folder)
    if generation is None:
        return False
    manifest = read_manifest(generation)
    same = manifest.corpus_digest == corpus.digest and manifest.schema_version == SCHEMA_VERSION
    return same or (manifest.embedding != embedding and manifest.schema_version == SCHEMA_VERSION)


def build(
    folder: Path, corpus: Corpus, embedding: str, force: bool = False, progress: Progress = silent
) -> BuildReport:
    """Bring the index in `folder` up to date with `corpus`; with `force`, whatever it holds.

    Raises `IngestError` (a file, the disk, the folder, another builder); the live generation stays.
    """
    refuse_foreign(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _only_builder(folder):
            return _build(folder, corpus, embedding, force, progress)
    except OSError as error:
        raise _disk_error(folder, error) from error
    except sqlite3.Error as error:
        raise IngestError(
            f"{folder}: the index cannot be written ({error}); the previous index is still live"
        ) from error


def _disk_error(folder: Path, error: OSError) -> IngestError:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return IngestError(
            f"{folder}: no space left on the disk; free some or give --index another place; the previous index is still live"
        )
    return IngestError(
        f"{folder}: the index cannot be written ({error.strerror or error}); check the folder's permissions"
    )


@contextmanager
def _only_builder(folder: Path) -> Iterator[None]:
    with (folder / LOCK).open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise IndexBusy(
                f"{folder}: another build is running there; wait for it or give --index another folder"
            ) from error
        yield


def _build(folder: Path, corpus: Corpus, embedding: str, force: bool, progress: Progress) -> BuildReport:
    live = _live_manifest(folder)
    if live and not force and (live[1].corpus_digest, live[1].embedding, live[1].schema_version) == (
        corpus.digest, embedding, SCHEMA_VERSION,
    ):  # fmt: skip
        name, manifest = live
        return _report(name, manifest, 0, built=False)
    library = list(_read_all(corpus, progress))
    _drop_unfinished(folder, live[0] if live else None)
    generation = _next_generation(folder)
    try:
        generation.mkdir()
        manifest, embedded = write_generation(generation, folder / CACHE, corpus, library, embedding, progress)
        _verify(generation, manifest)
        switch(folder, generation.name)
    except BaseException:
        shutil.rmtree(generation, ignore_errors=True)
        raise
    _drop_old(folder, generation.name)
    return _report(generation.name, manifest, embedded, built=True)


def _report(name: str, manifest: Manifest, embedded: int, built: bool) -> BuildReport:
    return BuildReport(name, manifest.documents, manifest.passages, manifest.sentences, embedded, built)


_used: set[Path] = set()


def _drop_unfinished(folder: Path, live: str | None) -> None:
    """Remove what a killed build left behind: a generation later than the live one, or one without a manifest."""
    for generation in folder.glob("gen-*"):
        if live is not None and (generation.name > live or not (generation / MANIFEST).is_file()):
            shutil.rmtree(generation, ignore_errors=True)


def _live_manifest(folder: Path) -> tuple[str, Manifest] | None:
    """The live generation, None when there is none or it is damaged: a build mends that."""
    try:
        generation = current_generation(folder)
        return (generation.name, read_manifest(generation)) if generation else None
    except IndexMismatch:
        return None


def _read_all(corpus: Corpus, progress: Progress) -> Iterator[LibraryEntry]:
    for number, entry in enumerate(corpus.entries(), 1):
        yield entry
        progress("reading", number, corpus.size)


def _next_generation(folder: Path) -> Path:
    """A name that this process has not used: chromadb keeps a client for each path, even of a removed folder."""
    numbers = [int(p.name[4:]) for p in (*folder.glob("gen-*"), *_used) if p.parent == folder and p.name[4:].isdigit()]
    generation = folder / f"gen-{max(numbers, default=0) + 1:06d}"
    _used.add(generation)
    return generation


def _verify(generation: Path, manifest: Manifest) -> None:
    """Open what was written and count it."""
    index = Index(generation)
    try:
        counts = (len(index.documents), len(index.chunks), len(index.sentences))
        vectors = (len(index.passage_vectors), len(index.sentence_vectors))
    finally:
        index.close()
    if counts != (manifest.documents, manifest.passages, manifest.sentences) or vectors != counts[1:]:
        raise IngestError(
            f"{generation}: what was written does not add up; the previous index is still live; build again"
        )


def _drop_old(folder: Path, live: str) -> None:
    generations = sorted(p for p in folder.glob("gen-*") if p.name < live)
    for old in generations[: -(KEPT_GENERATIONS - 1) or None]:
        shutil.rmtree(old, ignore_errors=True)
