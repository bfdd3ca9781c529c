"""The measures of the checker, and `clausecare eval check`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot import UsageError
from bot.claims.measure import figures, load_claims
from bot.cli import app
from tests.bot.claims.conftest import NOTICE
from tests.bot.claims.test_check import CASES


def test_figures_by_hand() -> None:
    gold = ["supported", "supported", "contradicted", "not_found"]
    found = figures(gold, ["supported", "not_found", "contradicted", "not_a_claim"])
    assert found.accuracy == 0.75
    assert found.macro_f1 == pytest.approx((2 / 3 + 1 + 2 / 3) / 3)
    assert found.rows()["supported_called_not_found"] == 1


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ('{"id": "a", "sentence": "x", "label": "true"}', "line 1"),
        ('{"id": "a", "label": "supported"}', "line 1"),
        ("\n", "empty"),
    ],
)
def test_a_file_that_is_none_is_named(tmp_path: Path, lines: str, message: str) -> None:
    file = tmp_path / "claims.jsonl"
    file.write_text(lines, encoding="utf-8")
    with pytest.raises(UsageError, match=message):
        load_claims(file)


def test_the_verb_measures_beside_baselines(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "river.txt").write_text(NOTICE, encoding="utf-8")
    rows = [{"id": str(i), "sentence": s, "label": label} for i, (s, label, _) in enumerate(CASES)]
    claims = tmp_path / "claims.jsonl"
    claims.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    options = ["--claims", str(claims), "--corpus", str(tmp_path / "corpus"), "--index", str(tmp_path / "index")]
    run = CliRunner().invoke(app, ["eval", "check", *options, "--json"])
    found = json.loads(run.stdout)
    assert set(found) == {"checker", "lexical only", "embedding only"}
    assert found["checker"]["contradicted_called_supported"] == 0
    assert found["checker"]["macro_f1"] > max(found["lexical only"]["macro_f1"], found["embedding only"]["macro_f1"])
    told = CliRunner().invoke(app, ["eval", "check", *options])
    assert "macro-F1" in told.stdout and "worst errors" in told.stdout
