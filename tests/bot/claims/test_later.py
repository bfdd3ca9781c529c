"""A supported figure that was overtaken, and a rule on a group that another provision names."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.claims.check import Checker
from bot.session import open_answerer, workspace
from tests.bot.claims.conftest import AS_OF
from tests.bot.test_follow import LAW

RESULTS = """REPORT ON THE RIVER DISTRICTS

By the end of 2029, the health insurance coverage rate reached 71.5% of the population of the river districts.

By the end of 2031, the health insurance coverage rate reached 78.2% of the population of the river districts.
"""


def _checker(folder: Path, text: str) -> Checker:
    (folder / "corpus").mkdir()
    (folder / "corpus" / "one.txt").write_text(text, encoding="utf-8")
    return Checker(open_answerer(workspace(folder / "corpus", folder / "index")), as_of=AS_OF)


@pytest.mark.parametrize(("year", "rate", "overtaken"), [("2029", "71.5%", True), ("2031", "78.2%", False)])
def test_a_later_figure_is_named(tmp_path: Path, year: str, rate: str, overtaken: bool) -> None:
    found = _checker(tmp_path, RESULTS).check(
        f"By the end of {year}, the health insurance coverage rate reached {rate} of the population of the river districts."
    )
    told = [w.text for w in found.warnings if w.kind == "superseded"]
    assert found.verdict == "supported"
    assert [("78.2%" in text) for text in told] == ([True] if overtaken else [])


def test_a_rule_on_a_group_is_read_with_the_group(tmp_path: Path) -> None:
    checker = _checker(tmp_path, LAW)
    rows = checker.candidates("Người gác hải đăng được thanh toán 100% chi phí sửa thuyền.")
    joined = {c.text[:7]: c.cited.text for c, _, _ in rows if c.cited is not None}
    assert joined["a) 100%"] == "a) Người gác hải đăng;"
    assert joined.get("b) 85% ", "Thợ lặn") != "a) Người gác hải đăng;"


def test_evidence_on_a_group_has_two_proofs(tmp_path: Path) -> None:
    found = _checker(tmp_path, LAW).check("Người gác hải đăng được thanh toán 100% chi phí khi sửa thuyền.")
    assert [proof.quote[:7] for proof in found.evidence] == ["a) 100%", "a) Ngườ"]
    assert found.verdict != "contradicted"
