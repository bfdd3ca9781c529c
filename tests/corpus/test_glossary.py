from __future__ import annotations

from pathlib import Path

import pytest

from corpus import RegisterError
from corpus.glossary import Glossary, load_glossary
from corpus.language import analyze, detect_language, fold


def ids(glossary: Glossary, text: str, analyzer: str) -> set[str]:
    terms = analyze(text, analyzer)  # type: ignore[arg-type]
    return {value for match in glossary.table(analyzer).find(terms) for value in match.values}  # type: ignore[arg-type]


def test_the_bundled_glossary(glossary: Glossary) -> None:
    assert len(glossary) >= 400
    assert all(term.vi and term.en for term in glossary)
    assert sum(term.legacy for term in glossary) >= 10


def test_no_wording_stands_twice_in_a_term(glossary: Glossary) -> None:
    for term in glossary:
        forms = [*term.vi, *term.en, *term.acronyms, *term.plain]
        assert len(set(forms)) == len(forms), term.id


def test_a_legacy_term_is_never_a_form_of_a_current_one(glossary: Glossary) -> None:
    # An answer on the old rule ("trái tuyến") is a wrong answer today, so widening must not lead there.
    current = {
        fold(form): term.id
        for term in glossary
        if not term.legacy
        for form in (*term.vi, *term.en, *term.acronyms, *term.plain)
    }
    shared = [
        (term.id, form, current[fold(form)])
        for term in glossary
        if term.legacy
        for form in (*term.vi, *term.en, *term.acronyms, *term.plain)
        if fold(form) in current
    ]
    assert shared == []


def test_a_legacy_term_leads_to_todays_terms(glossary: Glossary) -> None:
    stranded = [t.id for t in glossary if t.legacy and not any(not glossary[r].legacy for r in t.related)]
    assert stranded == []


def test_nothing_is_related_to_itself(glossary: Glossary) -> None:
    assert [t.id for t in glossary if t.id in t.related] == []


@pytest.mark.parametrize(
    ("text", "analyzer", "expected"),
    [
        ("bảo hiểm y tế", "vi", "health-insurance"),
        ("BẢO HIỂM Y TẾ", "vi", "health-insurance"),
        ("bao hiem y te", "folded", "health-insurance"),
        ("health insurance", "en", "health-insurance"),
        ("Health Insurances", "en", "health-insurance"),
        ("BHYT", "vi", "health-insurance"),
        ("bhyt", "folded", "health-insurance"),
        ("universal health coverage", "en", "universal-health-insurance"),
        ("bảo hiểm y tế toàn dân", "vi", "universal-health-insurance"),
        ("Luật Bảo hiểm y tế", "vi", "law-on-health-insurance"),
        ("mandatory insurance", "en", "compulsory-insurance"),
    ],
)
def test_a_wording_finds_its_term(glossary: Glossary, text: str, analyzer: str, expected: str) -> None:
    assert expected in ids(glossary, text, analyzer)


@pytest.mark.parametrize(
    ("text", "analyzer"), [("bao hiem y te", "vi"), ("bảo hiểm y tế", "en"), ("health insurance", "vi"), ("xyz", "en")]
)
def test_a_wording_of_another_analysis_is_not_found(glossary: Glossary, text: str, analyzer: str) -> None:
    assert "health-insurance" not in ids(glossary, text, analyzer)


def test_forms_start_with_the_preferred_one_and_end_with_plain_ones(glossary: Glossary) -> None:
    for term in glossary:
        assert term.forms("vi")[0] == term.vi[0]
        assert term.forms("en")[0] == term.en[0]
        assert set(term.forms("vi")) | set(term.forms("en")) == {*term.vi, *term.en, *term.plain}


def test_plain_vietnamese_wordings_count_as_vietnamese(glossary: Glossary) -> None:
    # `forms` tells them apart by diacritics; a plain wording without any would be filed as English.
    astray = [
        (t.id, f) for t in glossary for f in t.plain if f in t.forms("en") and len(f) > 8 and detect_language(f) == "vi"
    ]
    assert astray == []


ONE = '[[term]]\nid = "a"\nvi = ["thẻ"]\nen = ["card"]\n'
TWO = ONE + '[[term]]\nid = "b"\nvi = ["phí"]\nen = ["fee"]\n'


def load(tmp_path: Path, text: str) -> Glossary:
    path = tmp_path / "glossary.toml"
    path.write_text(text, encoding="utf-8")
    return load_glossary(path)


def test_a_file_of_ones_own_loads(tmp_path: Path) -> None:
    glossary = load(tmp_path, TWO + 'related = ["a"]\nplain = ["tiền", "money"]')
    assert [t.id for t in glossary] == ["a", "b"]
    assert glossary["b"].forms("vi") == ("phí", "tiền")
    assert glossary["b"].forms("en") == ("fee", "money")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param(TWO + 'related = ["c"]', '"b": related "c" is no term', id="unknown related"),
        pytest.param(ONE + ONE, '"a" stands twice', id="id twice"),
        pytest.param(ONE.replace('["thẻ"]', "[]"), '"a" needs a wording in both languages', id="no Vietnamese"),
        pytest.param(ONE.replace('["card"]', "[]"), '"a" needs a wording in both languages', id="no English"),
        pytest.param(ONE.replace('"card"', '"…"'), '"a": "…" has no word in it', id="no word"),
        pytest.param(ONE + "colour = 1", '"a": colour', id="unknown key"),
        pytest.param(ONE.replace('["card"]', '"card"'), '"a": en', id="a text where a list belongs"),
        pytest.param("[[term]", "not valid TOML", id="bad TOML"),
    ],
)
def test_a_contradiction_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(RegisterError) as refusal:
        load(tmp_path, text)
    assert reason in str(refusal.value)
    assert "\n" not in str(refusal.value)
