"""`clausecare show`: a document's tree, one provision, the source."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from corpus.toml import BUNDLED
from tests.cli.program import NODE_KEYS, Cli


def walk(node: dict[str, Any]) -> list[dict[str, Any]]:
    return [node, *(inner for child in node["children"] for inner in walk(child))]


def test_show_json_of_a_document_without_an_index(shell: Cli, tmp_path: Path) -> None:
    done = shell("show", "directive-16-ct-ttg-2022", "--json", "--index", tmp_path / "index")
    assert done.code == 0 and done.err == ""
    root = done.json
    assert (root["doc_id"], root["eid"], root["kind"]) == ("directive-16-ct-ttg-2022", "", "document")
    source = next((BUNDLED / "texts").glob("000_*")).read_bytes().decode()
    nodes = walk(root)
    assert len(nodes) > 50
    for node in nodes:
        assert set(node) >= NODE_KEYS
        assert node["text"] == source[node["start"] : node["end"]]
        assert node["kind"] == "document" or not node["text"].endswith("\n")
    assert len({n["eid"] for n in nodes}) == len(nodes)
    assert not (tmp_path / "index").exists() and not list((tmp_path).rglob("CURRENT"))


def test_show_of_one_provision(cli: Cli) -> None:
    found = cli("show", "directive-16-ct-ttg-2022#sec_6__bullet_2", "--json").json
    assert set(found) == NODE_KEYS
    assert found["eid"] == "sec_6__bullet_2" and [c["num"] for c in found["children"]] == ["(1)", "(2)", "(3)", "(4)"]
    text = cli("show", "directive-16-ct-ttg-2022#sec_6__bullet_3").out
    assert "Vietnam Social Security shall take charge" in text and "Social Security Management Council" in text
    assert cli("show", "directive-16-ct-ttg-2022#sec_6__bullet_3", "--source").out.startswith(
        "- Vietnam Social Security"
    )


def test_show_lists_the_eids_of_a_document(cli: Cli) -> None:
    out = cli("show", "directive-16-ct-ttg-2022").out
    assert "sec_6__bullet_2__item_4" in out and len(out) < 30_000


def test_show_source_is_the_text_that_offsets_count_in(cli: Cli) -> None:
    source = next((BUNDLED / "texts").glob("002_*")).read_bytes().decode()
    assert cli("show", "healthcareinsights-resolution-72-overview", "--source").out == source
