from __future__ import annotations

from pathlib import Path

import pytest

from bot.aspects import ASPECTS, Aspect, load_aspects
from corpus import RegisterError


@pytest.mark.parametrize(
    ("question", "aspects"),
    [
        ("Ai ban hành Chỉ thị 52-CT/TW?", {"issuer"}),
        ("ai ban hanh chi thi 52", {"issuer"}),
        ("Which body passed it?", {"issuer"}),
        ("Who signed it?", {"signer"}),
        ("Ai ký Chỉ thị 16?", {"signer"}),
        ("When was it passed and from when is it in force?", {"issued", "effective"}),
        ("Có hiệu lực từ ngày nào?", {"effective"}),
        ("co hieu luc tu ngay nao", {"effective"}),
        ("Is Directive 16/CT-TTg in force?", {"validity"}),
        ("Chỉ thị 16 còn hiệu lực không?", {"validity"}),
        ("Nghị định nào thay thế?", {"succession"}),
        ("Chỉ thị này mang số hiệu gì?", {"number"}),
        ("What is the document number of the directive?", {"number"}),
        # Neither a count nor a figure of something else.
        ("How many people are insured?", set()),
        ("What is the number of people with insurance?", set()),
        ("Hệ số mấy?", set()),
        ("Ai chịu trách nhiệm về tiêm chủng?", set()),
        ("When must the plan be ready?", set()),
    ],
)
def test_what_is_asked_of_a_document(question: str, aspects: set[Aspect]) -> None:
    assert load_aspects().asked(question) == aspects


def test_every_aspect_can_be_asked_for() -> None:
    aspects = load_aspects()
    assert {
        a
        for q in (
            "số hiệu",
            "issuer",
            "who signed",
            "dated",
            "effective date",
            "expired",
            "replaced",
            "which came first",
        )
        for a in aspects.asked(q)
    } == set(ASPECTS)


def test_an_unknown_aspect_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "aspects.toml"
    path.write_text('[[aspect]]\nid = "colour"\n', encoding="utf-8")
    with pytest.raises(RegisterError, match="colour"):
        load_aspects(path)
