"""Writing a generation: documents, passages, registers, vectors and words into a folder that nobody reads yet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corpus.digest import load_digests
from corpus.provision import Document
from ingest import IngestError
from ingest.chunk import Chunk, Sentence, chunk_tree, digest, sentences, whole_sentences
from ingest.embed import Vectors, load_embeddings
from ingest.gloss import Gloss, glosses
from ingest.index import FIELDS, GLOSSES, MANIFEST, PASSAGES, PROVISIONS, SENTENCES, Manifest
from ingest.lexical import LexicalField
from ingest.library import SCHEMA_VERSION, Corpus, LibraryEntry
from ingest.norms.extract import extract
from ingest.references.resolve import resolve_all
from ingest.store import Store
from ingest.store_norms import proved
from ingest.vectors import VectorCache, VectorCollection, chroma_faults, disk_client

# Told as the build goes on: stage, done, total.
Progress = Callable[[str, int, int], None]
BATCH = 32  # texts that are embedded before their vectors are kept


def silent(_stage: str, _done: int, _total: int) -> None:
    """Progress that nobody watches."""


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


def write_generation(
    generation: Path, cache: Path, corpus: Corpus, library: list[LibraryEntry], embedding: str, progress: Progress
) -> tuple[Manifest, int]:
    """Write everything that readers of `generation` need; the manifest comes last.

    Gives the manifest and how many texts had to be embedded, the others being in `cache`. Raises `IngestError`.
    """
    texts = _store(generation, library, corpus, progress)
    if not texts.chunks:
        raise IngestError("no document of this corpus has a provision to index; put documents with text in it")
    vectors, embedded = _vectors(cache, embedding, texts.embedded(), progress)
    _write_vectors(generation, texts, vectors)
    _write_lexical(generation, library, texts, progress)
    manifest = Manifest(
        schema_version=SCHEMA_VERSION, embedding=embedding, dimension=int(vectors.shape[1]), corpus_digest=corpus.digest,
        documents=len(library), passages=len(texts.chunks), sentences=len(texts.sentences), glosses=len(texts.glosses),
    )  # fmt: skip
    (generation / MANIFEST).write_text(manifest.model_dump_json(indent=1), encoding="utf-8")
    return manifest, embedded


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
        for done, named in _embedded(embedding, missing):
            store.put(embedding, list(named), np.stack(list(named.values())))
            known.update(named)
            progress("embedding", done, len(missing))
    finally:
        store.close()
    return np.stack([known[d] for d in digests]), len(missing)


def _embedded(embedding: str, texts: dict[str, str]) -> Iterator[tuple[int, dict[str, Vectors]]]:
    """Vectors of texts by name, some at a time, with how many there are by then."""
    names = list(texts)
    model = load_embeddings(embedding) if names else None
    for start in range(0, len(names), BATCH):
        assert model is not None  # there are names
        some = names[start : start + BATCH]
        vectors = np.asarray(model.embed_documents([texts[name] for name in some]), dtype=np.float32)
        yield start + len(some), dict(zip(some, vectors, strict=True))


def _write_lexical(generation: Path, library: list[LibraryEntry], texts: _Texts, progress: Progress) -> None:
    languages = {entry.document.id: entry.document.language for entry in library}
    for done, (lang, analyzers) in enumerate(FIELDS.items(), 1):
        passages = [chunk.embedded for chunk in texts.chunks if languages[chunk.ref.doc_id] == lang]
        own_glosses = [gloss.embedded for gloss in texts.glosses if gloss.lang == lang]
        for analyzer in analyzers:
            LexicalField.build(passages, analyzer).save(generation / "bm25" / analyzer)
            LexicalField.build(own_glosses, analyzer).save(generation / "bm25" / f"gloss-{analyzer}")
        progress("indexing words", done, len(FIELDS))
