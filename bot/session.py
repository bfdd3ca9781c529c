"""From settings to an open index and an answerer; the index is built first when it is missing or stale."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot.settings import Settings
from corpus.agencies import Agencies, load_agencies
from corpus.digest import Digest
from corpus.glossary import load_glossary
from ingest import UnreadableFile
from ingest.build import Progress, build, is_current, silent
from ingest.index import current_generation, is_index_or_empty, open_index
from ingest.library import Corpus, CorpusFile, corpus_files, file_corpus, folder_digests
from ingest.ocr_cache import keep_in

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
    digests: list[Digest]


def workspace(corpus: Path | None = None, index: Path | None = None, settings: Settings | None = None) -> Workspace:
    """The corpus folder and index folder that were asked for, or the defaults."""
    settings = settings or Settings()
    folders = settings.corpus_folders(corpus)
    keep_ocr_beside(settings.index_folder(index, folders))
    agencies = load_agencies()
    files = corpus_files(folders, agencies)
    digests = folder_digests(folders)
    corpus_of = file_corpus(files, agencies, digests)
    return Workspace(settings, agencies, files, corpus_of, settings.index_folder(index, folders), digests)


def keep_ocr_beside(index: Path) -> None:
    """Keep what is read off scans beside the index, so that they are read once; never in a folder of something else."""
    keep_in(index if is_index_or_empty(index) else None)


def open_answerer(work: Workspace, progress: Progress = silent) -> Answerer:
    """An answerer over an up-to-date index."""
    from bot.answerer import Answerer
    from bot.query_adapter import question_embeddings

    embedding = work.settings.embedding
    if not is_current(work.index, work.corpus, embedding):
        _bring_up_to_date(work, embedding, progress)
    index = open_index(work.index, embedding)
    answerer = Answerer(index, question_embeddings(embedding), work.agencies, load_glossary())
    _use_model(answerer, work.settings)
    return answerer


def _use_model(answerer: Answerer, settings: Settings) -> None:
    """Give the answerer the configured language model, if there is one."""
    if not settings.model and not settings.model_url:
        return
    from bot.generation_cache import GenerationCache
    from bot.model_wiring import use_model
    from bot.models import connect

    chat = connect(settings)
    kept = settings.model_cache
    cache = GenerationCache(kept, settings.model_cache_mb * 1024 * 1024) if kept else None
    if chat is not None:
        use_model(answerer, chat, cache)


def _bring_up_to_date(work: Workspace, embedding: str, progress: Progress) -> None:
    """Build; where a file cannot be read and an index of before is live, say so and leave it at that."""
    try:
        build(work.index, work.corpus, embedding, progress=progress)
    except UnreadableFile as error:
        if current_generation(work.index) is None:
            raise
        print(f"clausecare: {error}; until then, answers come from the index of before", file=sys.stderr)
