"""The index: immutable generations and the one file that says which of them is live.

    INDEX/CURRENT                       the name of the live generation, replaced atomically
    INDEX/gen-000001/manifest.json      what it was made from and with
                     provisions.sqlite  documents, trees, passages, sentences
                     bm25/…, chroma/…   the lexical and the dense legs
    INDEX/embeddings.sqlite             vectors by model and text, shared by all generations
    INDEX/.lock                         held by the one builder

A reader opens a generation and keeps it; a build writes beside it and switches when it has verified the
new one. Whatever goes wrong before the switch leaves the live generation as it was.
"""

from __future__ import annotations

import os
import sqlite3
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, ValidationError

from corpus.language import Analyzer
from corpus.provision import Document, Language, Provision, ProvisionRef
from ingest import IndexMismatch
from ingest.chunk import Chunk, Sentence
from ingest.gloss import Gloss
from ingest.lexical import LexicalField
from ingest.library import SCHEMA_VERSION
from ingest.norms.rows import Deadline, Duty, Entitlement, Figure
from ingest.ocr_cache import OCR_CACHE
from ingest.references.graph import ReferenceGraph
from ingest.store import Store
from ingest.vectors import VectorCollection, chroma_faults, disk_client

CURRENT = "CURRENT"
MANIFEST = "manifest.json"
CACHE = "embeddings.sqlite"
LOCK = ".lock"
PROVISIONS = "provisions.sqlite"
PASSAGES, SENTENCES, GLOSSES = "passages", "sentences", "glosses"
TREES = 64  # documents whose trees are kept once read: an answer proves several quotes by the same few
_OWN_FILES = frozenset({CURRENT, CURRENT + ".new"})

# Which analyses index the passages of a language; the first one sees the text as it is written.
FIELDS: dict[Language, tuple[Analyzer, ...]] = {"en": ("en",), "vi": ("vi", "folded")}


class Manifest(BaseModel):
    """What a generation was made from and with."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    schema_version: int
    embedding: str
    dimension: int
    corpus_digest: str
    documents: int
    passages: int
    sentences: int
    glosses: int = 0


def is_index_or_empty(folder: Path) -> bool:
    """Whether a folder may be used as an index: it is missing, empty, or holds nothing but an index."""
    if not folder.exists():
        return True
    return folder.is_dir() and all(_is_own(p) for p in folder.iterdir())


def _is_own(path: Path) -> bool:
    # Hidden files are the desktop's or the lock; SQLite leaves -wal and -shm files beside its own.
    hidden = path.is_file() and path.name.startswith(".")
    return hidden or path.name in _OWN_FILES or path.name.startswith(("gen-", CACHE, OCR_CACHE))


def refuse_foreign(folder: Path) -> None:
    """Raise `IndexMismatch` when a folder holds something else than an index."""
    if not is_index_or_empty(folder):
        raise IndexMismatch(f"{folder}: not an index (it holds other files); give --index an empty or a new folder")


def current_generation(folder: Path) -> Path | None:
    """The live generation's folder, or None when nothing has been built there yet."""
    refuse_foreign(folder)
    pointer = folder / CURRENT
    if not pointer.is_file():
        return None
    name = pointer.read_text(encoding="utf-8", errors="replace").strip()
    generation = folder / name
    if not name.startswith("gen-") or not (generation / MANIFEST).is_file():
        raise IndexMismatch(f"{folder}: half-written (no {name or 'generation'} there); run: clausecare build --force")
    return generation


def read_manifest(generation: Path) -> Manifest:
    """A generation's manifest; raises `IndexMismatch`."""
    try:
        return Manifest.model_validate_json((generation / MANIFEST).read_bytes())
    except (ValidationError, OSError) as error:
        raise IndexMismatch(f"{generation}: its manifest cannot be read; run: clausecare build --force") from error


def switch(folder: Path, generation: str) -> None:
    """Make a generation the live one, atomically and durably."""
    fresh = folder / (CURRENT + ".new")
    with fresh.open("w", encoding="utf-8") as pointer:
        pointer.write(generation + "\n")
        pointer.flush()
        os.fsync(pointer.fileno())
    os.replace(fresh, folder / CURRENT)


class Index:
    """An open generation. Passages and sentences are held in memory, trees are read when asked for."""

    def __init__(self, generation: Path) -> None:
        self.generation = generation
        self.manifest = read_manifest(generation)
        if self.manifest.schema_version != SCHEMA_VERSION:
            raise IndexMismatch(f"{generation}: made by another version; run: clausecare build")
        missing = [name for name in (PROVISIONS, "chroma") if not (generation / name).exists()]
        if missing:
            raise IndexMismatch(f"{generation}: half-written ({missing[0]} is missing); run: clausecare build --force")
        try:
            with chroma_faults(generation):
                self._open(generation)
        except (sqlite3.Error, OSError, ValueError, KeyError) as error:
            raise IndexMismatch(f"{generation}: damaged ({error}); run: clausecare build --force") from error

    def _open(self, generation: Path) -> None:
        self._store = Store(generation / PROVISIONS)
        self.documents: dict[str, Document] = {}
        self.sources: dict[str, str] = {}
        for document, source in self._store.documents():
            self.documents[document.id], self.sources[document.id] = document, source
        self.eids = self._store.eids()
        self._tree = lru_cache(maxsize=TREES)(self._store.tree)
        self.chunks: list[Chunk] = list(self._store.chunks(self.sources))
        self.sentences: list[Sentence] = list(self._store.sentences(self.sources))
        self.sentences_of: dict[str, list[int]] = {}
        for position, sentence in enumerate(self.sentences):
            self.sentences_of.setdefault(sentence.chunk_id, []).append(position)
        self.glosses: list[Gloss] = list(self._store.glosses())
        self.periods = self._store.periods()
        self.glosses_of: dict[ProvisionRef, list[Gloss]] = {}
        for gloss in self.glosses:
            self.glosses_of.setdefault(gloss.ref, []).append(gloss)
        client = disk_client(generation / "chroma")
        self.gloss_vectors = VectorCollection(client, GLOSSES)
        self.passage_vectors = VectorCollection(client, PASSAGES)
        self.sentence_vectors = VectorCollection(client, SENTENCES)
        self.members = {lang: self._members(lang) for lang in FIELDS}
        self.fields: dict[Analyzer, LexicalField] = {
            analyzer: LexicalField.load(generation / "bm25" / analyzer, len(self.members[lang]))
            for lang, analyzers in FIELDS.items()
            for analyzer in analyzers
        }
        self.gloss_fields: dict[Analyzer, LexicalField] = {
            analyzer: LexicalField.load(generation / "bm25" / f"gloss-{analyzer}", len(self.gloss_members(lang)))
            for lang, analyzers in FIELDS.items()
            for analyzer in analyzers
        }

    def gloss_members(self, lang: Language) -> list[int]:
        """The positions of the glosses in one language, the order of their lexical fields."""
        return [i for i, gloss in enumerate(self.glosses) if gloss.lang == lang]

    def _members(self, lang: Language) -> NDArray[np.int64]:
        positions = [i for i, chunk in enumerate(self.chunks) if self.documents[chunk.ref.doc_id].language == lang]
        return np.asarray(positions, dtype=np.int64)

    def tree(self, doc_id: str) -> Provision | None:
        """The provision tree of a document, or None."""
        return self._tree(doc_id, self.sources.get(doc_id, ""))

    @cached_property
    def duties(self) -> tuple[Duty, ...]:
        """The duty register of all documents, read when first asked for; so the other registers."""
        return self._store.norms(Duty, self.sources)

    @cached_property
    def deadlines(self) -> tuple[Deadline, ...]:
        """The deadline register."""
        return self._store.norms(Deadline, self.sources)

    @cached_property
    def entitlements(self) -> tuple[Entitlement, ...]:
        """The entitlement register."""
        return self._store.norms(Entitlement, self.sources)

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """The figures that the documents state."""
        return self._store.norms(Figure, self.sources)

    @cached_property
    def references(self) -> ReferenceGraph:
        """What cites what, read when first asked for."""
        return ReferenceGraph(self._store.references(self.sources))

    def close(self) -> None:
        """Close the files."""
        self._store.close()


def open_index(folder: Path, embedding: str) -> Index:
    """The live generation; raises `IndexMismatch` when there is none or it was made with another model."""
    generation = current_generation(folder)
    if generation is None:
        raise IndexMismatch(f"{folder}: no index there; run: clausecare build")
    manifest = read_manifest(generation)
    if manifest.embedding != embedding:
        raise IndexMismatch(
            f"{folder}: made with the embedding {manifest.embedding}, now {embedding} is set; run: clausecare build"
        )
    return Index(generation)
