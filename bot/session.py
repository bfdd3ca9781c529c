"""From settings to an open index and an answerer; the index is built first when it is missing or stale."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot.settings import Settings
from corpus.agencies import Agencies, load_agencies
from corpus.glossary import load_glossary
from ingest import UnreadableFile
from ingest.build import Progress, build, is_current, silent
from ingest.index import current_generation, open_index
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
        _bring_up_to_date(work, embedding, progress)
    index = open_index(work.index, embedding)
    return Answerer(index, load_embeddings(embedding), work.agencies, load_glossary())


def _bring_up_to_date(work: Workspace, embedding: str, progress: Progress) -> None:
    """Build; where a file cannot be read and an index of before is live, say so and leave it at that."""
    try:
        build(work.index, work.corpus, embedding, progress=progress)
    except UnreadableFile as error:
        if current_generation(work.index) is None:
            raise
        print(f"clausecare: {error}; until then, answers come from the index of before", file=sys.stderr)
