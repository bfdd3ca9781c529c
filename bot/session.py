"""From settings to an open index and an answerer; the index is built first when it is missing or stale."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot.settings import Settings
from corpus.agencies import Agencies, load_agencies
from corpus.glossary import load_glossary
from ingest.build import Progress, build, is_current, silent
from ingest.index import open_index
from ingest.library import Corpus, CorpusFile, corpus_files, file_corpus

if TYPE_CHECKING:
    from bot.answerer import Answerer


@dataclass(frozen=True, slots=True)
class Workspace:
    """A corpus and the folder of its index."""

    settings: Settings
    agencies: Agencies
    files: list[CorpusFile]
    corpus: Corpus
    index: Path


def workspace(corpus: Path | None = None, index: Path | None = None, settings: Settings | None = None) -> Workspace:
    """The corpus folder and index folder that were asked for, or the defaults."""
    settings = settings or Settings()
    folders = settings.corpus_folders(corpus)
    agencies = load_agencies()
    files = corpus_files(folders, agencies)
    return Workspace(settings, agencies, files, file_corpus(files, agencies), settings.index_folder(index, folders))


def open_answerer(work: Workspace, progress: Progress = silent) -> Answerer:
    """An answerer over an up-to-date index."""
    from bot.answerer import Answerer
    from ingest.embed import load_embeddings

    embedding = work.settings.embedding
    if not is_current(work.index, work.corpus, embedding):
        build(work.index, work.corpus, embedding, progress=progress)
    index = open_index(work.index, embedding)
    return Answerer(index, load_embeddings(embedding), work.agencies, load_glossary())
