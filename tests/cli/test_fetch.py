"""`clausecare fetch`: official texts from their addresses."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.cli.adding import ID, ROW_KEYS
from tests.cli.program import Cli
from tests.ingest.test_acquire import DECREE
from tests.web_server import Site


def listed(tmp_path: Path, *texts: tuple[str, str | None]) -> Path:
    path = tmp_path / "official.toml"
    rows = []
    for number, address in texts:
        where = f'address = "{address}"\n' if address else ""
        rows.append(
            f'[[text]]\nnumber = "{number}"\nkind = "decree"\ntitle_vi = "Sổ khám"\ntitle_en = "Booklets"\n'
            f'page = "https://portal.example/"\n{where}'
        )
    path.write_text("\n".join(rows), encoding="utf-8")
    return path


def test_fetch_gets_what_it_can_and_says_what_it_could_not(
    cli: Cli, site: Site, at: tuple[object, ...], folder: Path, tmp_path: Path
) -> None:
    texts = (
        ("12/2024/NĐ-CP", f"{site.address}/nd12.txt"), ("13/2024/NĐ-CP", f"{site.address}/moved"),
        ("14/2024/NĐ-CP", f"{site.address}/none"), ("15/2024/NĐ-CP", None),
    )  # fmt: skip
    source = listed(tmp_path, *texts)
    done = cli("fetch", "--from", source, "--no-build", "--json", *at)
    assert done.code == 0
    rows = {row["origin"]: row for row in done.json}
    assert {number: row["result"] for number, row in rows.items()} == {
        "12/2024/NĐ-CP": "added", "13/2024/NĐ-CP": "failed", "14/2024/NĐ-CP": "failed", "15/2024/NĐ-CP": "no_address",
    }  # fmt: skip
    assert all(row.keys() == ROW_KEYS for row in rows.values())
    assert rows["12/2024/NĐ-CP"]["source"] == f"{site.address}/nd12.txt"
    assert "13/2024/NĐ-CP was expected" in rows["13/2024/NĐ-CP"]["reason"]
    assert "404" in rows["14/2024/NĐ-CP"]["reason"]
    assert rows["15/2024/NĐ-CP"]["page"] == "https://portal.example/"
    asked = len(site.asked)
    again = cli("fetch", "12/2024/NĐ-CP", "--from", source, "--no-build", *at)
    assert f"12/2024/NĐ-CP: is here already as {ID}" in again.out
    assert len(site.asked) == asked, "what is here is not fetched again"


@pytest.mark.parametrize(
    ("sha", "result"), [(hashlib.sha256(DECREE.encode()).hexdigest(), "added"), ("0" * 64, "failed")]
)
def test_fetch_takes_a_text_only_with_the_digest_that_the_list_gives(
    cli: Cli, site: Site, at: tuple[object, ...], folder: Path, tmp_path: Path, sha: str, result: str
) -> None:
    source = listed(tmp_path, ("12/2024/NĐ-CP", f"{site.address}/nd12.txt"))
    source.write_text(f'{source.read_text(encoding="utf-8")}sha256 = "{sha}"\n', encoding="utf-8")
    done = cli("fetch", "--from", source, "--no-build", "--json", *at)
    row = done.json[0]
    assert row["result"] == result
    if result == "added":
        assert row["sha256"] == sha
    else:
        assert "has sha256" in row["reason"] and "000000000000… was expected" in row["reason"]
        assert done.code == 1 and not folder.exists()


def test_bad_addresses_do_not_keep_fetch_from_the_rest_and_are_asked_again(
    cli: Cli, site: Site, at: tuple[object, ...], tmp_path: Path
) -> None:
    bad = {
        "20/2024/NĐ-CP": "/endless",
        "21/2024/NĐ-CP": "/login.pdf",
        "22/2024/NĐ-CP": "/none",
        "23/2024/NĐ-CP": "/inside",
    }
    texts = [(number, site.address + path) for number, path in bad.items()]
    source = listed(tmp_path, *texts, ("12/2024/NĐ-CP", f"{site.address}/nd12.txt"))
    told = cli("fetch", "--from", source, "--no-build", *at)
    assert told.code == 0 and "Traceback" not in told.err
    for number, why in zip(
        bad, ("more than 1 MB", "calls it PDF, but it is HTML", "answers 404", "127.0.0.1"), strict=True
    ):
        assert re.search(rf"{number}: not fetched.*?{re.escape(why)}", told.out, re.DOTALL)
    asked = [path for path, _ in site.asked]
    again = {row["origin"]: row["result"] for row in cli("fetch", "--from", source, "--no-build", "--json", *at).json}
    assert again == {**dict.fromkeys(bad, "failed"), "12/2024/NĐ-CP": "known"}
    assert [path for path, _ in site.asked[len(asked) :]] == [path for path in asked if path != "/nd12.txt"]


def test_fetch_fails_when_nothing_could_be_had(cli: Cli, site: Site, at: tuple[object, ...], tmp_path: Path) -> None:
    done = cli("fetch", "--from", listed(tmp_path, ("14/2024/NĐ-CP", f"{site.address}/none")), *at)
    assert done.code == 1
    assert "14/2024/NĐ-CP: not fetched" in done.out and "404" in done.out
    assert done.err.splitlines()[-1].startswith("clausecare: none of the official texts")


def test_fetch_list_calls_nobody(cli: Cli, site: Site, at: tuple[object, ...], folder: Path, tmp_path: Path) -> None:
    source = listed(tmp_path, ("12/2024/NĐ-CP", f"{site.address}/nd12.txt"), ("15/2024/NĐ-CP", None))
    rows = cli("fetch", "--list", "--from", source, "--json", *at).json
    assert [row["result"] for row in rows] == ["to_fetch", "no_address"]
    assert site.asked == [] and not folder.exists()
    bundled: list[dict[str, Any]] = json.loads(cli("fetch", "--list", "--json").out)
    assert {"51/2024/QH15", "188/2025/NĐ-CP", "72-NQ/TW"} <= {row["number"] for row in bundled}


@pytest.mark.parametrize("number", ["99/2099/NĐ-CP", "the law"])
def test_fetch_of_what_is_on_no_list(cli: Cli, at: tuple[object, ...], number: str) -> None:
    cli("fetch", number, *at).assert_one_clear_line()
