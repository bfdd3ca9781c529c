"""Fixtures and options that the tests of all packages share. Append only.

`pytest --update-golden` writes the golden files anew instead of comparing with them; read the difference
(`git diff tests/golden`) before you commit it.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import settings

# No test reports home; set before any of these libraries is imported.
os.environ.update({"ANONYMIZED_TELEMETRY": "False", "CHROMA_TELEMETRY_IMPL": "none", "LANGSMITH_TRACING": "false"})

from bot.answerer import Answerer
from bot.session import open_answerer, workspace
from corpus.agencies import Agencies, load_agencies
from corpus.glossary import Glossary, load_glossary
from corpus.toml import BUNDLED
from ingest.index import CACHE
from ingest.library import CorpusFile, LibraryEntry, load_entry

GOLDEN = Path(__file__).parent / "golden"


settings.register_profile("suite", deadline=None)  # no test times anything
settings.load_profile("suite")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write golden files instead of comparing with them")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, object], None]:
    """`golden(name, value)`: the JSON of `value` is what `tests/golden/NAME` holds."""

    def compare(name: str, value: object) -> None:
        path = GOLDEN / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        assert path.is_file(), f"{path} is missing; write it with --update-golden"
        assert value == json.loads(path.read_text(encoding="utf-8"))

    return compare


@pytest.fixture(scope="session")
def agencies() -> Agencies:
    return load_agencies()


@pytest.fixture(scope="session")
def glossary() -> Glossary:
    return load_glossary()


@pytest.fixture(scope="session")
def plain_entries(agencies: Agencies) -> dict[str, LibraryEntry]:
    """The bundled texts by stem, read as if no register described them."""
    paths = sorted((BUNDLED / "texts").glob("*.txt"))
    return {path.stem: load_entry(CorpusFile(path, path.name, None), agencies) for path in paths}


@pytest.fixture(scope="session")
def common(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of a run share (`pytest -n 2`); of a run without workers, its own."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "common"
    folder.mkdir(exist_ok=True)
    return folder


@contextmanager
def one_worker(folder: Path) -> Iterator[None]:
    """What stands in the block is done by one worker after the other."""
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session")
def bundled_answerer(request: pytest.FixtureRequest, common: Path) -> Answerer:
    """An answerer over the bundled corpus, digests and all, with an index that is built once for all workers.

    Vectors of an earlier run are used again (`pytest --cache-clear` forgets them): they are keyed by model and text.
    """
    assert request.config.cache is not None
    kept = request.config.cache.mkdir("embeddings") / CACHE
    index = common / "bundled"
    with one_worker(common):
        if index.exists():
            return open_answerer(workspace(corpus=BUNDLED, index=index))
        index.mkdir()
        if kept.is_file():
            shutil.copy(kept, index / CACHE)
        opened = open_answerer(workspace(corpus=BUNDLED, index=index))
        shutil.copy(index / CACHE, kept.with_suffix(".new"))
        os.replace(kept.with_suffix(".new"), kept)
    return opened


@pytest.fixture(scope="session")
def answerer(bundled_answerer: Answerer) -> Answerer:
    """An answerer over the bundled corpus; the tests of `bot` have one over its five texts alone."""
    return bundled_answerer


@pytest.fixture(scope="session")
def site(bundled_answerer: Answerer) -> Iterator[str]:
    """The address of the web app, served from a thread until the tests are over."""
    from app import web_server

    listener = socket.create_server(("127.0.0.1", 0))
    server = web_server(bundled_answerer, "127.0.0.1", 0)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join(30)
