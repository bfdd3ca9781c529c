"""Building a generation: read everything, embed what is new, write, verify, switch."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corpus.digest import load_digests
from corpus.provision import Document
from ingest import IndexBusy, IndexMismatch, IngestError
from ingest.chunk import Chunk, Sentence, chunk_tree, digest, sentences, whole_sentences
from ingest.embed import Vectors
from ingest.embed_bulk import embed_bulk
from ingest.gloss import Gloss, glosses
from ingest.index import (
    CACHE,
    FIELDS,
    GLOSSES,
    LOCK,
    MANIFEST,
    PASSAGES,
    PROVISIONS,
    SENTENCES,
    Index,
    Manifest,
    current_generation,
    read_manifest,
    refuse_foreign,
    switch,
)  # fmt: skip
from ingest.lexical import LexicalField
from ingest.library import SCHEMA_VERSION, Corpus, LibraryEntry
from ingest.norms.extract import extract
from ingest.references.resolve import resolve_all
from ingest.store import Store
from ingest.store_norms import proved
from ingest.vectors import VectorCache, VectorCollection, chroma_faults, disk_client

# Told as the build goes on: stage, done, total.
Progress = Callable[[str, int, int], None]
KEPT_GENERATIONS = 2
PROCESSES = min(2, os.cpu_count() or 1)


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did: the live generation and how much of it was new."""

    generation: str
    documents: int
    passages: int
    sentences: int
    embedded: int
    built: bool


def silent(_stage: str, _done: int, _total: int) -> None:
    """Progress that nobody watches."""


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
        return BuildReport(name, manifest.documents, manifest.passages, manifest.sentences, 0, built=False)
    library = list(_read_all(corpus, progress))
    _drop_unfinished(folder, live[0] if live else None)
    generation = _next_generation(folder)
    try:
        generation.mkdir()
        report, manifest = _write(generation, folder / CACHE, library, corpus, embedding, progress)
        _verify(generation, manifest)
        switch(folder, generation.name)
    except BaseException:
        shutil.rmtree(generation, ignore_errors=True)
        raise
    _drop_old(folder, generation.name)
    return report


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


@dataclass(frozen=True, slots=True)
class _Texts:
    """All that is embedded and searched, in the order of positions."""

    chunks: list[Chunk]
    sentences: list[Sentence]
    glosses: list[Gloss]

    def embedded(self) -> list[str]:
        return [
            *(chunk.embedded for chunk in self.chunks),
            *(sentence.embedded for sentence in self.sentences),
            *(gloss.embedded for gloss in self.glosses),
        ]


def _write(
    generation: Path, cache: Path, library: list[LibraryEntry], corpus: Corpus, embedding: str, progress: Progress
) -> tuple[BuildReport, Manifest]:
    texts = _store(generation, library, corpus, progress)
    if not texts.chunks:
        raise IngestError("no document of this corpus has a provision to index; put documents with text in it")
    vectors, embedded = _vectors(cache, embedding, texts.embedded(), progress)
    _write_vectors(generation, texts, vectors)
    _write_lexical(generation, library, texts, progress)
    counts = (len(library), len(texts.chunks), len(texts.sentences))
    manifest = Manifest(
        schema_version=SCHEMA_VERSION, embedding=embedding, dimension=int(vectors.shape[1]), corpus_digest=corpus.digest,
        documents=counts[0], passages=counts[1], sentences=counts[2], glosses=len(texts.glosses),
    )  # fmt: skip
    (generation / MANIFEST).write_text(manifest.model_dump_json(indent=1), encoding="utf-8")
    return BuildReport(generation.name, *counts, embedded, built=True), manifest


def _store(generation: Path, library: list[LibraryEntry], corpus: Corpus, progress: Progress) -> _Texts:
    """Write documents, trees, passages, sentences, glosses and registers to the generation's SQLite file."""
    digests = load_digests() if corpus.sentences else []
    texts = _Texts([], [], [])
    store = Store(generation / PROVISIONS, create=True)
    for number, entry in enumerate(library, 1):
        chunks = list(chunk_tree(entry.tree, entry.source.text, _title(entry.document)))
        parts = list(_sentences(entry, chunks)) if corpus.sentences else []
        own_glosses = list(glosses(entry.document, entry.tree, chunks, digests))
        store.add_document(entry.document, entry.source.text, entry.tree)
        store.add_chunks(chunks, parts)
        store.add_glosses(own_glosses)
        store.add_periods(entry.document.id, entry.periods)
        if corpus.agencies is not None:
            norms = extract(entry.document, entry.tree, corpus.agencies)
            store.add_norms(proved(norms, entry.source.text, entry.tree))
            progress("reading duties and dates", number, len(library))
        texts.chunks.extend(chunks)
        texts.sentences.extend(parts)
        texts.glosses.extend(own_glosses)
    if corpus.sentences:
        store.add_references(resolve_all([(entry.document, entry.tree) for entry in library]))
    store.commit()
    store.close()
    return texts


def _sentences(entry: LibraryEntry, chunks: list[Chunk]) -> Iterator[Sentence]:
    if entry.quotable is None:
        return sentences(chunks, entry.tree, entry.source.text)
    return whole_sentences(chunks, entry.tree, entry.source.text, entry.quotable)


def _write_vectors(generation: Path, texts: _Texts, vectors: Vectors) -> None:
    sizes = {PASSAGES: len(texts.chunks), SENTENCES: len(texts.sentences), GLOSSES: len(texts.glosses)}
    at = 0
    with chroma_faults(generation):
        client = disk_client(generation / "chroma")
        for name, size in sizes.items():
            VectorCollection(client, name, create=True).add(vectors[at : at + size])
            at += size


def _title(document: Document) -> str | None:
    return document.title(document.language)


def _vectors(cache: Path, embedding: str, texts: list[str], progress: Progress) -> tuple[Vectors, int]:
    """The vectors of `texts` in order, and how many had to be made."""
    digests = [digest(text) for text in texts]
    store = VectorCache(cache)
    try:
        known = store.get(embedding, digests)
        missing = {d: text for d, text in zip(digests, texts, strict=True) if d not in known}
        done = 0
        for batch in embed_bulk(embedding, list(missing.values()), PROCESSES):
            names = list(missing)[done : done + len(batch)]
            store.put(embedding, names, batch)
            known.update(zip(names, batch, strict=True))
            done += len(batch)
            progress("embedding", done, len(missing))
    finally:
        store.close()
    return np.stack([known[d] for d in digests]), len(missing)


def _write_lexical(generation: Path, library: list[LibraryEntry], texts: _Texts, progress: Progress) -> None:
    languages = {entry.document.id: entry.document.language for entry in library}
    for done, (lang, analyzers) in enumerate(FIELDS.items(), 1):
        passages = [chunk.embedded for chunk in texts.chunks if languages[chunk.ref.doc_id] == lang]
        own_glosses = [gloss.embedded for gloss in texts.glosses if gloss.lang == lang]
        for analyzer in analyzers:
            LexicalField.build(passages, analyzer).save(generation / "bm25" / analyzer)
            LexicalField.build(own_glosses, analyzer).save(generation / "bm25" / f"gloss-{analyzer}")
        progress("indexing words", done, len(FIELDS))


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
