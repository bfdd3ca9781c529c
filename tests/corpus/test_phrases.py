from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.language import analyze
from corpus.phrases import PhraseTable

TABLE = (
    ("People's Committee", "pc"),
    ("People's Committee of the province", "ppc"),
    ("province", "p"),
    ("health insurance", "hi"),
)


def found(text: str, table: PhraseTable[str]) -> list[tuple[str, tuple[str, ...]]]:
    terms = analyze(text, table.analyzer)
    return [(" ".join(terms[m.start : m.end]), m.values) for m in table.find(terms)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("nothing here", []),
        ("the People’s Committee decides", [("people s committee", ("pc",))]),
        ("People's Committee of the province", [("people s committee of the province", ("ppc",))]),
        # The longer phrase breaks off: the shorter one counts, and what follows is looked at afresh.
        (
            "People's Committee of the health insurance",
            [("people s committee", ("pc",)), ("health insurance", ("hi",))],
        ),
        ("people's people's committee", [("people s committee", ("pc",))]),
        ("health health insurance province", [("health insurance", ("hi",)), ("province", ("p",))]),
        ("health", []),
    ],
)
def test_the_longest_phrase_wins(text: str, expected: list[tuple[str, tuple[str, ...]]]) -> None:
    assert found(text, PhraseTable("folded", TABLE)) == expected


def test_a_phrase_keeps_all_its_values_once() -> None:
    table: PhraseTable[str] = PhraseTable("folded", [("thẻ", "card"), ("the", "table"), ("thẻ", "card")])
    assert found("the", table) == [("the", ("card", "table"))]


def test_a_phrase_without_words_is_never_found() -> None:
    table: PhraseTable[str] = PhraseTable("folded", [("…", "dots"), ("", "nothing")])
    assert found("a … b", table) == []


@pytest.mark.parametrize(
    ("analyzer", "text", "hits"),
    [
        ("vi", "bao hiem", 0),
        ("vi", "Bảo Hiểm", 1),
        ("folded", "bao hiem", 1),
        ("folded", "bảo hiểm", 1),
        ("en", "BẢO HIỂM", 1),
    ],
)
def test_a_table_compares_in_its_own_analysis(analyzer: str, text: str, hits: int) -> None:
    table: PhraseTable[str] = PhraseTable(analyzer, [("bảo hiểm", "insurance")])  # type: ignore[arg-type]
    assert len(found(text, table)) == hits


terms = st.lists(st.sampled_from("abc"), max_size=4)


@given(st.lists(terms, max_size=6), st.lists(st.sampled_from("abcd"), max_size=12))
def test_matches_are_filed_phrases_in_order_and_apart(phrases: list[list[str]], text: list[str]) -> None:
    table = PhraseTable("folded", ((" ".join(p), " ".join(p)) for p in phrases))
    filed = {tuple(p) for p in phrases if p}
    at = 0
    for match in table.find(text):
        assert match.start >= at
        assert tuple(text[match.start : match.end]) in filed
        longer = [p for p in filed if tuple(text[match.start : match.start + len(p)]) == p]
        assert match.end - match.start == max(map(len, longer))
        # Nothing was passed over on the way to this match.
        assert not any(tuple(text[i : i + len(p)]) == p for i in range(at, match.start) for p in filed)
        at = match.end
