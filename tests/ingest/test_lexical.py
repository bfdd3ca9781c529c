from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.language import analyze, with_bigrams
from ingest.lexical import LexicalField, best_positions

TEXTS = [
    "Health insurance pays 80% of the treatment",
    "The Ministry of Health shall report",
    "Hospitals treat the insured",
    "Bảo hiểm y tế chi trả cho người nghèo",
    "",
]


@pytest.fixture(scope="module")
def english() -> LexicalField:
    return LexicalField.build(TEXTS, "en")


def terms(text: str) -> list[str]:
    return with_bigrams(analyze(text, "en"))


@pytest.mark.parametrize(
    ("query", "best"),
    [("insurance paying", 0), ("ministry report", 1), ("hospital", 2), ("nguoi ngheo", 3), ("health insurance", 0)],
)
def test_the_best_text_comes_first(english: LexicalField, query: str, best: int) -> None:
    scores = english.scores(terms(query))
    assert scores.shape == (len(TEXTS),)
    assert int(np.argmax(scores)) == best


@pytest.mark.parametrize("query", ["", "zebra", "…"])
def test_unknown_terms_score_nothing(english: LexicalField, query: str) -> None:
    scores = english.scores(terms(query))
    assert scores.dtype == np.float32
    assert scores.tolist() == [0.0] * len(TEXTS)


def test_an_unknown_term_changes_no_score(english: LexicalField) -> None:
    assert english.scores([*terms("ministry"), "zebra"]).tolist() == english.scores(terms("ministry")).tolist()


def test_words_in_order_count_more_than_the_words() -> None:
    field = LexicalField.build(["insurance of health card", "card of health insurance"], "en")
    apart, together = field.scores(terms("health insurance"))
    assert together > apart


def test_idf_falls_with_every_text_that_has_the_term() -> None:
    field = LexicalField.build(["a b c d", "b c d", "c d", "d"], "folded")
    values = [field.idf(term) for term in ("unknown", "a", "b", "c", "d")]
    assert values == sorted(values, reverse=True)
    assert len(set(values)) == len(values)
    assert values[-1] > 0
    # ln(1 + (N - n + .5) / (n + .5)) with N of 100 at least, as the docstring says.
    assert field.idf("b") == pytest.approx(np.log(1 + (100 - 2 + 0.5) / (2 + 0.5)))


def test_a_term_repeated_in_a_text_counts_once_for_idf() -> None:
    assert LexicalField.build(["a a a", "b"], "folded").idf("a") == LexicalField.build(["a", "b"], "folded").idf("a")


@pytest.mark.parametrize("texts", [[], [""], ["…", " "]], ids=["no text", "an empty text", "no words"])
def test_an_empty_field(tmp_path: Path, texts: list[str]) -> None:
    field = LexicalField.build(texts, "vi")
    field.save(tmp_path / "vi")
    for one in (field, LexicalField.load(tmp_path / "vi", len(texts))):
        assert one.scores(["a"]).tolist() == [0.0] * len(texts)
        assert not one.knows("a")
        assert one.unigrams() == []
        assert one.idf("a") > 0


@pytest.mark.parametrize("analyzer", ["en", "vi", "folded"])
def test_a_field_comes_back_as_it_was(tmp_path: Path, analyzer: str) -> None:
    field = LexicalField.build(TEXTS, analyzer)  # type: ignore[arg-type]
    field.save(tmp_path / "field")
    again = LexicalField.load(tmp_path / "field", len(TEXTS))
    for text in TEXTS:
        query = with_bigrams(analyze(text, analyzer))  # type: ignore[arg-type]
        assert again.scores(query).tolist() == field.scores(query).tolist()
        assert [again.idf(t) for t in query] == [field.idf(t) for t in query]
    assert sorted(again.unigrams()) == sorted(field.unigrams())


def test_unigrams_are_the_single_words(english: LexicalField) -> None:
    assert "health" in english.unigrams()
    assert "health_insur" not in english.unigrams()
    assert english.knows("health_insur")


@settings(max_examples=25)
@given(
    st.lists(st.lists(st.sampled_from("abcde"), max_size=6).map(" ".join), min_size=1, max_size=6),
    st.sampled_from("abcde"),
)
def test_a_text_scores_exactly_when_it_has_the_term(texts: list[str], term: str) -> None:
    scores = LexicalField.build(texts, "folded").scores([term])
    assert [score > 0 for score in scores.tolist()] == [term in text.split() for text in texts]


@given(st.lists(st.integers(-2, 5), max_size=30), st.integers(1, 12))
def test_the_best_positions_are_those_of_a_full_sort(values: list[int], k: int) -> None:
    expected = [p for p in sorted(range(len(values)), key=lambda p: (-values[p], p)) if values[p] > 0][:k]
    assert best_positions(np.asarray(values, dtype=np.float32), k).tolist() == expected
