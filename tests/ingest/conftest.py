"""Fixtures of the tests of an index."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from corpus.agencies import Agencies
from ingest.build import BuildReport
from tests.ingest.place import TEXTS, Place


@pytest.fixture(scope="session")
def first_place(tmp_path_factory: pytest.TempPathFactory, agencies: Agencies) -> tuple[Place, BuildReport]:
    """Built once; tests that change anything take a copy (`place`)."""
    folder = tmp_path_factory.mktemp("first")
    place = Place(folder / "corpus", folder / "index", agencies)
    place.corpus_folder.mkdir()
    for name, text in TEXTS.items():
        place.write(name, text)
    return place, place.build()


@pytest.fixture
def place(first_place: tuple[Place, BuildReport], tmp_path: Path) -> Place:
    first, _ = first_place
    shutil.copytree(first.corpus_folder, tmp_path / "corpus")
    shutil.copytree(first.index, tmp_path / "index")
    return Place(tmp_path / "corpus", tmp_path / "index", first.agencies)
