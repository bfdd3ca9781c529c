from __future__ import annotations

import pytest

from bot.claims.check import Checker
from bot.claims.result import ClaimCheck
from bot.wire import claim_json
from tests.bot.claims.conftest import NOTICE, Given

# (sentence, verdict, kinds of difference of which one at least is named)
CASES = [
    ("More than 40,000 families have joined the river health fund.", "supported", ()),
    ("The river health fund covers nearly 70% of the population of the river districts.", "supported", ()),
    ("More than 60,000 families have joined the river health fund.", "contradicted", ("number",)),
    ("Fewer than 40,000 families have joined the river health fund.", "contradicted", ("approximation",)),
    ("The river health fund covers 70% of the population of the river districts.", "contradicted", ("approximation",)),
    ("The Ministry of Health takes charge of checking the accounts of the river health fund.", "contradicted", ("role",)),
    ("The Ministry of Justice takes charge of checking the accounts of the river health fund.", "contradicted", ("agency",)),
    ("The accounts of the river health fund are checked by March 2033.", "contradicted", ("date",)),
    ("The river clinics are required to open a night ward for boat crews.", "contradicted", ("modality",)),
    ("The river clinics will be encouraged to open a night ward for boat crews at least once a month.", "contradicted", ("duration",)),
    ("All river clinics shall be transferred to local governments.", "contradicted", ("scope",)),
    ("Several river clinics shall be transferred to local governments under Decision No. 818/QD-TTg.", "contradicted", ("document",)),
    ("Director Tran Van Muoi said in Da Nang that the fund has not paid any bonus to its staff.", "contradicted", ("place",)),
    ("Deputy Director Tran Van Muoi said that the fund has not paid any bonus to its staff.", "contradicted", ("title",)),
    ("Each family in the fund receives a rice cooker worth 900,000 dong.", "not_found", ()),
    ("The Ministry of Finance must check the accounts of every fishing cooperative in the country.", "not_found", ()),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "verdict", "kinds"), CASES, ids=[c[0][:60] for c in CASES])
def test_a_sentence_has_its_verdict(checker: Checker, sentence: str, verdict: str, kinds: tuple[str, ...]) -> None:
    found = checker.check(sentence)
    assert found.verdict == verdict
    assert not kinds or {d.kind for d in found.differences} & set(kinds)


@pytest.mark.parametrize(("sentence", "verdict", "kinds"), CASES, ids=[c[0][:60] for c in CASES])
def test_given_provisions_are_never_trusted_more_than_found_ones(
    checker: Checker, provisions: list[Given], sentence: str, verdict: str, kinds: tuple[str, ...]
) -> None:
    assert (checker.check_against(sentence, provisions).verdict == "supported") <= (verdict == "supported")


def test_every_quote_stands_in_the_source_and_every_span_points_at_its_words(checker: Checker) -> None:
    for sentence, *_ in CASES:
        found = checker.check(sentence)
        for proof in found.evidence:
            assert proof.quote in NOTICE
            assert proof.span and NOTICE[proof.span.start : proof.span.end] == proof.quote
        for difference in found.differences:
            if difference.draft_span and difference.kind not in ("title", "direction"):
                span = difference.draft_span
                assert difference.draft.startswith(sentence[span.start : span.end])
            if difference.source_span:
                assert NOTICE[difference.source_span.start : difference.source_span.end] == difference.source


@pytest.mark.parametrize(
    "sentence",
    [
        "“Several river clinics shall be transferred to local governments […]”",
        "The Ministry of Finance shall take charge and cooperate with the Ministry of Health.",
    ],
)
def test_what_stands_word_for_word_is_supported(checker: Checker, provisions: list[Given], sentence: str) -> None:
    assert checker.check_against(sentence, provisions).verdict == "supported"


def test_words_that_the_source_denies_are_not(checker: Checker, provisions: list[Given]) -> None:
    assert checker.check_against("The fund has paid any bonus to its staff.", provisions).verdict != "supported"


def test_a_suggestion_that_exchanges_words_is_supported_itself(checker: Checker) -> None:
    found = checker.check("More than 60,000 families have joined the river health fund.")
    assert found.suggestion == "More than 40,000 families have joined the river health fund."
    assert checker.check(found.suggestion).verdict == "supported"


def test_nothing_given_supports_nothing(checker: Checker) -> None:
    assert checker.check_against(CASES[0][0], []).verdict == "not_found"


def test_a_page_is_checked_as_its_sentences_are(checker: Checker) -> None:
    sentences = [sentence for sentence, *_ in CASES[:5]]
    page = [found.verdict for _, found in checker.check_draft("\n".join(sentences))]
    assert page == [checker.check(sentence).verdict for sentence in sentences]


@pytest.mark.parametrize(
    "text", ["", "   ", "#health", "Dear colleagues,", "Who pays for the night ward?", "Xin chào quý vị"]
)
def test_what_asserts_nothing_is_no_claim(checker: Checker, text: str) -> None:
    assert checker.check(text) == ClaimCheck(text, "not_a_claim")


def test_the_json_has_the_keys_of_the_contract(checker: Checker) -> None:
    row = claim_json(checker.check(CASES[2][0]))
    assert {"sentence", "verdict", "differences", "evidence", "suggestion", "warnings"} <= set(row)
    assert {"kind", "draft", "source"} <= set(row["differences"][0])
    assert set(row["evidence"][0]) == {"doc_id", "eid", "label", "quote"}


def test_a_quotation_that_is_not_verbatim_is_named(checker: Checker) -> None:
    said = "The notice says “More than 40,000 families joined up with the river health fund” and more than 40,000 families have joined the river health fund."
    found = checker.check(said)
    kinds = {w.kind for w in found.warnings}
    assert found.verdict != "supported" or "not_verbatim" in kinds
