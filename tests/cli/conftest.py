"""The program started or called in this process, and the folders that it works on.

`shell` starts the real program, where exit codes and streams matter most; `cli` runs the same `main` in this
process, which is faithful (it ends in `sys.exit` as well) and spares the second that each start takes.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.answerer import Answerer
from bot.cli import main
from tests.cli.program import CLINIC, PROGRAM, Cli, Run
from tests.ingest.test_acquire import DECREE
from tests.web_server import Site, answer, endless, redirect, serve


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No operator's own corpus, index or settings reach a test."""
    for name in [n for n in os.environ if n.startswith("CLAUSECARE_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "xdg-data"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg-cache"))


@pytest.fixture
def cli(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Cli:
    def run(*arguments: object) -> Run:
        monkeypatch.setattr(sys, "argv", ["clausecare", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        return Run(int(ended.value.code or 0), out, err)

    return run


@pytest.fixture
def shell() -> Cli:
    def run(*arguments: object) -> Run:
        done = subprocess.run(
            [*PROGRAM, *map(str, arguments)], capture_output=True, text=True, encoding="utf-8", timeout=120, check=False
        )
        return Run(done.returncode, done.stdout, done.stderr)

    return run


@pytest.fixture(scope="session")
def index(answerer: Answerer) -> Path:
    """The index of the bundled corpus."""
    return answerer.index.generation.parent


@pytest.fixture(scope="session")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder `corpus` with one document and no register, and its `index`. Not to be changed."""
    base = tmp_path_factory.mktemp("clinic")
    (base / "corpus").mkdir()
    (base / "corpus/clinic.rules.txt").write_text(CLINIC, encoding="utf-8")
    from bot.session import open_answerer, workspace

    open_answerer(workspace(base / "corpus", base / "index"))
    return base


@pytest.fixture
def own(clinic: Path, tmp_path: Path) -> Path:
    """A copy of `clinic` that a test may spoil."""
    return shutil.copytree(clinic, tmp_path / "own")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "corpus"


@pytest.fixture
def at(folder: Path, tmp_path: Path) -> tuple[object, ...]:
    return "--corpus", folder, "--index", tmp_path / "index"


@pytest.fixture
def decree(tmp_path: Path) -> Path:
    path = tmp_path / "nd12.txt"
    path.write_text(DECREE, encoding="utf-8")
    return path


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setenv("CLAUSECARE_ALLOW_PRIVATE_ADDRESSES", "1")
    monkeypatch.setenv("CLAUSECARE_DOWNLOAD_MB", "1")
    monkeypatch.setenv("CLAUSECARE_DOWNLOAD_SECONDS", "5")
    routes = {
        "/nd12.txt": answer(200, "text/plain; charset=utf-8", DECREE.encode()),
        "/moved": redirect("/nd12.txt"),
        "/login.pdf": answer(200, "application/pdf", b"<!DOCTYPE html><p>Log in"),
        "/endless": endless(b"x" * 65_536),
        "/slow": endless(b"x", 0.05),
        "/inside": redirect("http://127.0.0.1:1/nd12.txt"),
    }
    with serve(routes) as running:
        yield running
