from __future__ import annotations

from pathlib import Path

import pytest

from corpus import RegisterError
from corpus.renderings import Rendering, load_renderings

WELL = Rendering(vi="giếng làng", en="village well", variants=("town pit", "communal well"))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Two Village  Wells and a town pit.", ["Village  Wells", "town pit"]),
        ("A villager's wellness, a town pitch.", []),
        ("the communal well", ["communal well"]),
    ],
)
def test_wordings_are_found_in_any_case_and_number(text: str, found: list[str]) -> None:
    assert [m[0] for m in WELL.pattern.finditer(text)] == found


@pytest.mark.parametrize(("written", "usual"), [("Village wells", True), ("village  well", True), ("town pit", False)])
def test_the_usual_wording(written: str, usual: bool) -> None:
    assert WELL.is_usual(written) is usual


def test_the_bundled_renderings_differ_from_the_usual_wording() -> None:
    for rendering in load_renderings():
        assert rendering.variants and not any(rendering.is_usual(v) for v in rendering.variants)


def test_a_wording_belongs_to_one_term(tmp_path: Path) -> None:
    entry = '[[rendering]]\nvi = "{}"\nen = "{}"\nvariants = ["pit"]\n'
    path = tmp_path / "renderings.toml"
    path.write_text(entry.format("giếng", "well") + entry.format("hố", "hole"), encoding="utf-8")
    with pytest.raises(RegisterError, match="pit"):
        load_renderings(path)
