"""`clausecare serve`: the web app as a process."""

from __future__ import annotations

import json
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

import pytest

from tests.cli.program import PROGRAM, Cli


def test_serve_on_a_port_in_use(shell: Cli, index: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = shell("serve", "--port", taken.getsockname()[1], "--index", index)
    done.assert_one_clear_line()
    assert "--port" in done.err


def test_serve_answers_healthz_and_ends_when_asked(index: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    program = subprocess.Popen(
        [*PROGRAM, "serve", "--port", str(port), "--index", str(index)],
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert program.stderr is not None
        # Progress may come first, should the index be stale.
        announced = next(line for line in program.stderr if "http" in line)
        assert f"http://127.0.0.1:{port}" in announced
        for _ in range(600):  # until the page is up; the program says where it will be a moment before it is there
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=10) as answer:
                    assert json.load(answer)["status"] == "ok"
                break
            except OSError:
                assert program.poll() is None, program.stderr.read()
                time.sleep(0.1)
        else:
            pytest.fail("the web app never answered")
    finally:
        program.terminate()
        _, err = program.communicate(timeout=60)
    assert "Traceback" not in err
