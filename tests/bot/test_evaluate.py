from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from bot import UsageError
from bot.evaluate import GoldQuestion, has_fact, holds, load_questions, meets, overlap, score_answers, score_run
from bot.turn import Answer, Citation, Passage, Reason, Status
from corpus.provision import EId, ProvisionRef, Span
from ingest.chunk import Chunk

QRELS = {"q1": {"a": 1, "b": 1}, "q2": {"c": 2, "d": 1}, "q3": {"x": 0}}
RUN = {"q1": ["z", "a", "y", "b"], "q2": ["d", "c"]}


def test_recall_mrr_and_ndcg_by_hand() -> None:
    scores = score_run(RUN, QRELS, ks=(1, 2, 5))
    assert scores["queries"] == 2  # q3 has no relevant document
    assert scores["recall@1"] == pytest.approx((0 + 1 / 2) / 2)
    assert scores["recall@2"] == pytest.approx((1 / 2 + 1) / 2)
    assert scores["recall@5"] == 1.0
    assert scores["mrr@10"] == pytest.approx((1 / 2 + 1) / 2)
    one = (1 / math.log2(3) + 1 / math.log2(5)) / (1 / math.log2(2) + 1 / math.log2(3))
    # Grades gain 2^grade - 1 (Burges et al. 2005): 3 for grade 2, 1 for grade 1.
    two = (1 / math.log2(2) + 3 / math.log2(3)) / (3 / math.log2(2) + 1 / math.log2(3))
    assert scores["ndcg@10"] == pytest.approx((one + two) / 2)


def test_a_query_without_a_ranking_counts_as_nothing_found() -> None:
    assert score_run({}, {"q": {"a": 1}}) == {
        "queries": 1.0,
        "recall@1": 0,
        "recall@5": 0,
        "recall@10": 0,
        "mrr@10": 0,
        "ndcg@10": 0,
    }


def test_beyond_the_tenth_rank_nothing_counts_for_mrr_and_ndcg() -> None:
    scores = score_run({"q": [*map(str, range(10)), "a"]}, {"q": {"a": 1}})
    assert (scores["mrr@10"], scores["ndcg@10"], scores["recall@10"]) == (0, 0, 0)


def test_no_judgements_give_zeros() -> None:
    assert set(score_run({"q": ["a"]}, {}).values()) == {0.0}


@pytest.mark.parametrize(
    ("gold", "quote", "proves"),
    [
        ("over 95% of the population", "The goal is over 95% of the population.", True),
        ("The goal is that coverage is over 95% of the population", "coverage is over 95% of the population", True),
        ("The goal is over 95%", "over 95%", False),  # too few words to hold the proof
        ("people’s health", "PEOPLE'S   HEALTH", True),
        ("a b c d e f g h", "a b c d e f x y", True),  # three quarters of the words
        ("a b c d e f g h", "a b c d e w x y", False),
        ("something", "", False),
    ],
)
def test_meets(gold: str, quote: str, proves: bool) -> None:
    assert meets(gold, quote) is proves


@pytest.mark.parametrize(
    ("gold", "ref", "proves"),
    [
        ("art_5", "law.vi#art_5__para_2", True),
        ("art_5", "decree#art_5", True),
        ("law#art_5", "law#art_5__para_2", True),
        ("law#art_5", "law.vi#art_5", True),  # an expression of the work in a language
        ("law#art_5", "law.en#art_5", True),
        ("law#art_5", "decree#art_5", False),
        ("law#art_5", "law.vi#art_50", False),
        ("law#art_5__para_2", "law.vi#art_5", False),
        ("law.vi#art_5", "law.en#art_5", False),
    ],
)
def test_a_provision_proves_in_the_document_that_the_set_names(
    tmp_path: Path, gold: str, ref: str, proves: bool
) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text(json.dumps({"id": "q", "question": "Who?", "answerable": True, "eids": [gold]}), encoding="utf-8")
    assert load_questions(path)[0].proved_by(ProvisionRef.parse(ref), "") == proves


def test_holds_and_overlap() -> None:
    assert holds("It says: over 95% by 2026. More.", "over 95%  BY 2026")
    assert not holds("It says something else.", "over 95% by 2026")
    assert overlap("a b c d", "a x b c") == 0.75
    assert overlap("", "a") == 0.0


@pytest.mark.parametrize(
    ("answer", "fact", "has"),
    [
        ("It was 5 September 2022.", "September 5, 2022", True),
        ("It was in September 2022.", "September 5, 2022", False),
        ("Bộ Y tế chủ trì", "bo y te chu tri", True),
        ("1,200 beds", "1.200 beds", True),
        ("nothing", "Ministry of Health", False),
    ],
)
def test_has_fact(answer: str, fact: str, has: bool) -> None:
    assert has_fact(answer, fact) is has


def answer(
    status: Status, quotes: tuple[str, ...] = (), passages: tuple[str, ...] = (), reason: Reason | None = None
) -> Answer:
    ref = ProvisionRef("d", EId.parse("para_1"))
    cited = tuple(Citation(n, ref, "l", q, Span(0, len(q)), "law", "in_force") for n, q in enumerate(quotes, 1))
    found = tuple(
        Passage(Chunk(str(i), ref, text, (), Span(0, len(text)), "paragraph"), i, 1.0, i, ())
        for i, text in enumerate(passages, 1)
    )
    return Answer("q", "en", status, reason, " ".join(quotes), citations=cited, passages=found)


def test_answers_are_scored_by_hand() -> None:
    gold = [
        GoldQuestion("right", "?", True, ("the fund pays within 30 days",), ("30 days",)),
        GoldQuestion("wrong", "?", True, ("cards are issued in 5 days",), ("5 days",)),
        GoldQuestion("shy", "?", True, ("children under 6 are covered",), ("under 6",)),
        GoldQuestion("no", "?", False),
        GoldQuestion("bold", "?", False),
    ]
    answers = {
        "right": answer(
            "answered", ("the fund pays within 30 days", "beside the point"), ("the fund pays within 30 days",)
        ),
        "wrong": answer("partial", ("beside the point",), ("x", "y", "cards are issued in 5 days")),
        "shy": answer("abstained", (), (*"abcde", "children under 6 are covered"), "not_in_corpus"),
        "no": answer("out_of_scope", reason="out_of_scope"),
        "bold": answer("answered", ("I say so anyway",)),
    }
    scores = score_answers(gold, answers)
    assert scores == {
        "answerable": 3, "unanswerable": 2, "evidence_top1": pytest.approx(1 / 3), "evidence_top5": pytest.approx(2 / 3),
        "cited": pytest.approx(1 / 3), "citation_precision": pytest.approx(1 / 3), "key_facts": pytest.approx(1 / 3),
        "wrongly_declined": pytest.approx(1 / 3), "declined": pytest.approx(1 / 2),
    }  # fmt: skip


def test_load_questions(tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    rows = [
        {
            "id": 1,
            "question": "a?",
            "answerable": True,
            "quotes": [{"file": "f", "quote": "x"}, "y"],
            "key_facts": None,
        },
        {"id": "b", "question": "b?", "answerable": False, "context": "before"},
    ]
    path.write_text("\n\n".join(map(json.dumps, rows)) + "\n", encoding="utf-8")
    assert load_questions(path) == [
        GoldQuestion("1", "a?", True, ("x", "y")),
        GoldQuestion("b", "b?", False, context="before"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "no json", "{}", '{"id": 1}', '{"id": 1, "question": "q"}',
        *(pytest.param(line)
          for line in ("[]", '"text"')),
    ],
)  # fmt: skip
def test_a_line_that_is_no_question_is_told_with_its_number(tmp_path: Path, line: str) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text('{"id": 1, "question": "a", "answerable": true}\n' + line + "\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"q\.jsonl: line 2"):
        load_questions(path)


def test_a_missing_file_and_one_in_another_encoding(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        load_questions(tmp_path / "none.jsonl")
    (tmp_path / "latin.jsonl").write_bytes(b'{"id": "\xe9"}')
    with pytest.raises(UsageError, match="cannot be read"):
        load_questions(tmp_path / "latin.jsonl")


def test_the_line_number_counts_blank_lines(tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text("\n\nno json\n", encoding="utf-8")
    with pytest.raises(UsageError, match="line 3"):
        load_questions(path)
