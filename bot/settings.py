"""Settings from the environment (prefix CLAUSECARE_)."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.quiet import keep_quiet as keep_quiet
from corpus.toml import BUNDLED
from ingest import DEFAULT_MODEL


class Settings(BaseSettings):
    """What an operator may set."""

    model_config = SettingsConfigDict(env_prefix="CLAUSECARE_", extra="ignore", frozen=True)

    index: Path | None = None
    embedding: str = DEFAULT_MODEL
    reranker: str | None = None  # a cross-encoder of sentence-transformers with one score; none: as retrieval fused
    entailment: str | None = None  # a cross-encoder of sentence-transformers with three labels; none: not asked
    model: str | None = (
        None  # "openai:…", "anthropic:…", "ollama:…", "gguf:/path/to/file.gguf"; none: no language model
    )
    model_url: str | None = None  # of an OpenAI-compatible server
    model_key: SecretStr | None = None  # where the provider's own variable is not to be used
    model_seconds: float = Field(default=20.0, gt=0)  # for all calls of one question
    model_tokens: int = Field(default=2000, gt=0)  # written for one question
    model_cache: Path | None = None  # a file that keeps what models wrote; none: nothing is kept
    model_cache_mb: int = Field(default=100, gt=0)
    home: Path = Field(default_factory=lambda: _data_home() / "clausecare")
    allow_private_addresses: bool = False  # whether `add` and `fetch` may call on hosts that are not public
    download_mb: int = Field(default=100, gt=0)
    download_seconds: float = Field(default=120.0, gt=0)  # for one document, redirects and all

    @property
    def own_corpus(self) -> Path:
        """The operator's own folder, where `add` writes."""
        return self.home / "corpus"

    def corpus_folders(self, corpus: Path | None) -> tuple[Path, ...]:
        """The folder asked for, else the bundled corpus with the operator's own layered over it."""
        if corpus is not None:
            return (corpus,)
        own = self.own_corpus
        has_own = own.is_dir() and any(own.iterdir())
        return (BUNDLED, own) if has_own else (BUNDLED,)

    def index_folder(self, index: Path | None, folders: Sequence[Path]) -> Path:
        """The index asked for, else one under the cache folder, named after the corpus."""
        chosen = index or self.index
        return chosen if chosen is not None else cache_folder(folders)


def cache_folder(folders: Sequence[Path]) -> Path:
    """The place under the cache folder for an index of these folders."""
    name = hashlib.sha256("\n".join(str(f.resolve()) for f in folders).encode()).hexdigest()[:16]
    return _cache_home() / "clausecare" / name


def _data_home() -> Path:
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")


def _cache_home() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
