"""A GGUF file run in this process by llama.cpp (xllamacpp), as an OpenAI-compatible server on loopback."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Any

from bot import ModelError

CONTEXT = 8192  # tokens, for the question, its passages and the answer
_QUIET = -1  # llama.cpp's verbosity
_servers: list[Any] = []  # a server ends when it is collected


@cache
def serve(path: str) -> str:
    """Load the file and serve it; the server's address. Raises `ModelError`."""
    file = Path(path).expanduser()
    if not file.is_file():
        raise ModelError(f"{file}: no such file; CLAUSECARE_MODEL=gguf:/path/to/model.gguf")
    # Threads that wait spin otherwise, which costs a busy machine several times the work; read once, at the import.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    try:
        import xllamacpp
    except ImportError as error:
        raise ModelError('a GGUF model needs xllamacpp; pip install "clausecare[local]"') from error
    try:
        server = xllamacpp.Server(_parameters(xllamacpp.CommonParams(), file))
    except Exception as error:  # llama.cpp's own errors have no common class
        raise ModelError(f"{file}: llama.cpp cannot load it ({str(error).splitlines()[0]})") from error
    _servers.append(server)
    return str(server.listening_address)


def _parameters(parameters: Any, file: Path) -> Any:
    parameters.model.path = str(file)
    parameters.n_ctx = CONTEXT
    parameters.n_parallel = 1
    parameters.port = 0  # any free one
    parameters.cpuparams.n_threads = os.cpu_count() or 1
    parameters.verbosity = _QUIET
    return parameters
