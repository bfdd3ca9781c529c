"""The vectors in a real Chroma server (`chroma run`), started for these tests on a free loopback port."""

from __future__ import annotations

import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import numpy as np
import pytest

from ingest.vectors import VectorCache, VectorCollection, disk_client, server_client

CHROMA = Path(sys.executable).parent / "chroma"
STARTS_WITHIN = 60  # seconds that a busy machine may need; nothing is measured
SIZE, DIMENSION = 40, 8


def unit_vectors(count: int = SIZE, seed: int = 7) -> np.ndarray:
    vectors = np.random.default_rng(seed).normal(size=(count, DIMENSION)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    folder = tmp_path_factory.mktemp("server")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = int(probe.getsockname()[1])
    command = [str(CHROMA), "run", "--host", "127.0.0.1", "--port", str(free), "--path", str(folder)]
    with (folder / "log").open("w") as log, subprocess.Popen(command, stdout=log, stderr=log, cwd=folder) as server:
        try:
            for _ in range(STARTS_WITHIN * 4):
                if _answers(free):
                    break
                assert server.poll() is None, (folder / "log").read_text()
                Event().wait(0.25)
            else:
                pytest.fail((folder / "log").read_text())
            yield free
        finally:
            server.terminate()
            server.wait()


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v2/heartbeat", timeout=1) as reply:
            return bool(reply.status == 200)
    except (urllib.error.URLError, OSError):
        return False


@pytest.fixture
def on_disk(tmp_path: Path) -> VectorCollection:
    collection = VectorCollection(disk_client(tmp_path / "chroma"), "passages", create=True)
    collection.add(unit_vectors())
    return collection


@pytest.fixture(scope="module")
def on_server(port: int) -> VectorCollection:
    # exact=0: by Chroma's graph, so that the two ways of searching are compared too.
    collection = VectorCollection(server_client("127.0.0.1", port), "passages", create=True, exact=0)
    collection.add(unit_vectors())
    return collection


@pytest.mark.parametrize("k", [1, 5, SIZE, SIZE + 10])
def test_both_find_the_same(on_disk: VectorCollection, on_server: VectorCollection, k: int) -> None:
    for query in unit_vectors(4, seed=11):
        near, far = on_disk.nearest(query.tolist(), k), on_server.nearest(query.tolist(), k)
        assert len(near) == len(far) == min(k, SIZE)
        assert [position for position, _ in near] == [position for position, _ in far]
        assert np.allclose([score for _, score in near], [score for _, score in far], atol=1e-5)


def test_both_find_what_comparing_all_finds(on_disk: VectorCollection, on_server: VectorCollection) -> None:
    vectors = unit_vectors()
    for query in unit_vectors(4, seed=13):
        cosines = vectors @ query
        expected = np.argsort(-cosines)[:5].tolist()
        for collection in (on_disk, on_server):
            found = collection.nearest(query.tolist(), 5)
            assert [position for position, _ in found] == expected
            assert np.allclose([score for _, score in found], cosines[expected], atol=1e-5)


@pytest.mark.parametrize("exact", [0, SIZE])
def test_equal_vectors_are_all_found(tmp_path: Path, exact: int) -> None:
    collection = VectorCollection(disk_client(tmp_path / "chroma"), "passages", create=True, exact=exact)
    one, other = unit_vectors(2)
    collection.add(np.stack([other, one, other, one, one]))
    found = collection.nearest(one.tolist(), 3)
    assert sorted(position for position, _ in found) == [1, 3, 4]
    if exact:  # the graph gives them in any order, a comparison of all by position
        assert [position for position, _ in found] == [1, 3, 4]


def test_what_is_added_later_is_found_too(on_disk: VectorCollection) -> None:
    late = unit_vectors(1, seed=99)
    assert on_disk.nearest(late[0].tolist(), 1)[0][0] < SIZE
    on_disk.add(late)
    assert on_disk.nearest(late[0].tolist(), 1)[0][0] == SIZE


def test_the_scores_are_cosines(on_disk: VectorCollection, on_server: VectorCollection) -> None:
    for collection in (on_disk, on_server):
        # Twice as long, the same direction: squared distance would tell them apart, cosine does not.
        (position, score), *_ = collection.nearest((2 * unit_vectors()[3]).tolist(), 1)
        assert position == 3
        assert score == pytest.approx(1, abs=1e-5)


def test_both_hold_the_same_vectors(on_disk: VectorCollection, on_server: VectorCollection) -> None:
    asked = [0, 3, SIZE - 1]
    for collection in (on_disk, on_server):
        stored = collection.vectors(asked)
        assert sorted(stored) == asked
        assert np.allclose(np.stack([stored[i] for i in asked]), unit_vectors()[asked], atol=1e-6)
        assert collection.vectors([]) == {}
        assert len(collection) == SIZE


@pytest.fixture(params=["disk", "server"])
def client(request: pytest.FixtureRequest, tmp_path: Path) -> object:
    if request.param == "disk":
        return disk_client(tmp_path / "chroma")
    return server_client("127.0.0.1", request.getfixturevalue("port"))


def test_positions_go_on_where_they_ended(client: object, request: pytest.FixtureRequest) -> None:
    name = "goes-on"
    collection = VectorCollection(client, name, create=True)  # type: ignore[arg-type]
    assert collection.nearest([1.0] * DIMENSION, 3) == []
    vectors = unit_vectors()
    for part in (vectors[:10], vectors[10:11], vectors[11:11], vectors[11:]):
        collection.add(part)
    again = VectorCollection(client, name)  # type: ignore[arg-type]
    assert len(again) == SIZE
    assert [again.nearest(vector.tolist(), 1)[0][0] for vector in vectors] == list(range(SIZE))


def test_a_collection_that_is_not_there_is_an_error(client: object) -> None:
    with pytest.raises(Exception, match="nowhere"):
        VectorCollection(client, "nowhere")  # type: ignore[arg-type]


def test_more_vectors_than_one_statement_takes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.vectors.ADD_BATCH", 7)
    collection = VectorCollection(disk_client(tmp_path / "chroma"), "passages", create=True)
    collection.add(unit_vectors())
    stored = collection.vectors(range(SIZE))
    assert np.allclose(np.stack([stored[i] for i in range(SIZE)]), unit_vectors(), atol=1e-6)


def test_the_cache_keeps_vectors_by_model_and_text(tmp_path: Path) -> None:
    vectors = unit_vectors(1200)
    names = [f"digest-{i}" for i in range(1200)]
    cache = VectorCache(tmp_path / "cache.sqlite")
    cache.put("one", names, vectors)
    cache.close()
    again = VectorCache(tmp_path / "cache.sqlite")
    # More than one statement asks for at a time, with a name that nobody knows among them.
    known = again.get("one", [*names, "unknown"])
    assert sorted(known) == sorted(names)
    assert all(np.array_equal(known[name], vector) for name, vector in zip(names, vectors, strict=True))
    assert again.get("another", names) == {}
    assert again.get("one", []) == {}
    again.close()
