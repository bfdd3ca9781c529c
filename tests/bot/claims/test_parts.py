"""Sentences that join statements: where they part, and what becomes of the verdict."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.claims.check import Checker
from bot.claims.facts import FactReader
from bot.claims.parts import parts_of
from bot.claims.vocabulary import Words
from corpus.agencies import Agencies
from corpus.provision import Span

# (sentence, its statements)
SENTENCES = [
    ("The river fund covers nine districts and the Ministry of Finance checks its accounts in May.", []),
    ("The river fund covers nine districts and the Ministry of Finance shall check its accounts in May.", ["The river fund covers nine districts", "the Ministry of Finance shall check its accounts in May."]),
    ("The river fund was set up in 2028 and has to report on its accounts every year.", ["The river fund was set up in 2028", "The river fund has to report on its accounts every year."]),
    ("Quỹ sông có 40.000 hộ tham gia, còn Bộ Tài chính phải kiểm tra sổ sách của quỹ.", ["Quỹ sông có 40.000 hộ tham gia", "Bộ Tài chính phải kiểm tra sổ sách của quỹ."]),
    ("The river fund covers boats, nets and the nine districts of the delta.", []),
    ("If the river fund is in debt and the district has no money, the State budget will step in.", []),
    ("The agreement between the river fund that is in debt and the Ministry of Finance has ended.", []),
    ("The river fund covers nine districts.", []),
]  # fmt: skip


@pytest.fixture(scope="module")
def facts(agencies: Agencies, vocabulary: Words) -> FactReader:
    return FactReader(agencies, vocabulary)


@pytest.mark.parametrize(("sentence", "expected"), SENTENCES)
def test_parts(sentence: str, expected: list[str], vocabulary: Words, facts: FactReader) -> None:
    assert [part.text for part in parts_of(sentence, vocabulary, facts)] == expected


def test_places_in_a_part_are_places_in_its_sentence(vocabulary: Words, facts: FactReader) -> None:
    for sentence, expected in SENTENCES:
        for part in parts_of(sentence, vocabulary, facts):
            for word in expected[-1].split():
                at = part.text.find(word)
                if at >= 0:
                    span = part.placed(Span(at, at + len(word)))
                    assert sentence[span.start : span.end] == word


@given(st.lists(st.sampled_from("the fund has is and while ; , và còn Bộ Y tế phải báo cáo nine".split()), max_size=24))
def test_parts_lie_in_their_sentence_in_order(tokens: list[str]) -> None:
    from bot.claims.vocabulary import load_words
    from corpus.agencies import load_agencies

    sentence = " ".join(tokens)
    parts = parts_of(sentence, load_words(), _reader(load_agencies(), load_words()))
    assert len(parts) != 1
    ends = [(part.span.start, part.span.end) for part in parts]
    assert ends == sorted(ends) and all(
        part.text.endswith(sentence[slice(*at)]) for part, at in zip(parts, ends, strict=True)
    )


_KEPT: list[FactReader] = []


def _reader(agencies: Agencies, words: Words) -> FactReader:
    if not _KEPT:
        _KEPT.append(FactReader(agencies, words))
    return _KEPT[0]


FAMILIES = "more than 40,000 families have joined the river health fund"
ACCOUNTS = "the Ministry of Finance shall take charge of checking the accounts of the river health fund"


def test_each_part_has_its_own_proof(checker: Checker) -> None:
    found = checker.check(f"{FAMILIES.capitalize()}, and {ACCOUNTS}.")
    assert found.verdict == "supported"
    assert len({proof.quote for proof in found.evidence}) == 2


@pytest.mark.parametrize(
    ("first", "second", "draft"),
    [
        (FAMILIES, ACCOUNTS.replace("Finance", "Justice"), "the Ministry of Justice"),
        (FAMILIES.replace("40,000", "60,000"), ACCOUNTS, "60,000"),
    ],
)
def test_one_wrong_part_is_never_passed_over(checker: Checker, first: str, second: str, draft: str) -> None:
    sentence = f"{first.capitalize()}, and {second}."
    found = checker.check(sentence)
    assert found.verdict == "contradicted"
    spans = [d.draft_span for d in found.differences if d.draft_span]
    assert any(draft.split()[-1].lower() in sentence[s.start : s.end].lower() for s in spans)


def test_a_part_that_nothing_says_leaves_the_sentence_unsupported(checker: Checker) -> None:
    found = checker.check(f"{FAMILIES.capitalize()}, and every fishing cooperative will receive a new radio.")
    assert found.verdict != "supported"
