from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import cast

import pytest

from bot.conflicts import Conflict, ConflictFinder
from bot.measurements import MeasurementReader
from corpus.agencies import Agencies
from corpus.glossary import Glossary
from corpus.provision import Authority, Document, EId, Language, ProvisionRef, Span
from ingest.chunk import Sentence
from ingest.index import Index


@pytest.fixture(scope="module")
def reader(glossary: Glossary, agencies: Agencies) -> MeasurementReader:
    return MeasurementReader(glossary, agencies)


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        (
            "By 2031 the health insurance coverage rate shall reach 97% of the population.",
            "en",
            [("97", "percent", 2031, "target")],
        ),
        ("Currently, health insurance covers nearly 88% of the population.", "en", [("88", "percent", None, "state")]),
        # Each amount has its own clause, stage and year; what names nothing goes on about the same.
        (
            "In 2028 the coverage of health insurance was 80%, so far it has reached 85%.",
            "en",
            [("80", "percent", 2028, "state"), ("85", "percent", None, "state")],
        ),
        ("Mục tiêu đến năm 2031 bao phủ bảo hiểm y tế 97% dân số.", "vi", [("97", "percent", 2031, "target")]),
        ("Hiện nay bảo hiểm y tế đã bao phủ 88% dân số.", "vi", [("88", "percent", None, "state")]),
        # A part of the whole, and an increase, are other measures.
        ("The remaining 12% of the population has no health insurance.", "en", []),
        ("Coverage increased by 3% of the population.", "en", []),
        # The year of a document's number says nothing of the amount.
        ("Health insurance shall cover 97% of the population under Decree 5/2019/ND-CP.", "en", [("97", "percent", None, "target")]),
        ("The fund pays 80% of the costs.", "en", [("80", "percent", None, None)]),
        ("A meeting was held in 2031.", "en", []),
    ],
)  # fmt: skip
def test_what_a_sentence_measures(
    reader: MeasurementReader, text: str, lang: Language, expected: list[tuple[str, str, int | None, str | None]]
) -> None:
    found = reader.read(text, lang)
    assert [(str(m.amount.value), m.amount.unit, m.year, m.stage) for m in found] == expected
    assert all(m.words in text and m.amount.text in m.words for m in found)


def document(doc_id: str, authority: Authority = "press", lang: Language = "en", **facts: object) -> Document:
    return Document(doc_id, f"{doc_id}.txt", "news", authority, lang, issued=dt.date(2030, 1, 1), **facts)  # type: ignore[arg-type]


def sentence(doc_id: str, text: str, start: int = 0) -> Sentence:
    return Sentence("", ProvisionRef(doc_id, EId.parse("para_1")), text, Span(start, start + len(text)), "")


def found(
    reader: MeasurementReader, a: Sentence, b: Sentence, authority: Authority, lang: Language = "en"
) -> list[Conflict]:
    index = cast(Index, SimpleNamespace(documents={d: document(d, authority, lang) for d in ("a", "b")}))
    return list(ConflictFinder(index, reader).conflicts([(1, a)], [a, b]))


TARGET = "The goal is that by 2031 health insurance will cover 97% of the population."
RULE = "The social insurance agency settles the file of an insured person directly with the person within {} days of receipt."


@pytest.mark.parametrize(
    ("other", "conflicts"),
    [
        ("The goal is that by 2029 health insurance will cover 95% of the population.", True),
        # The same aim for another year is another aim.
        ("The goal is that by 2033 health insurance will cover 97% of the population.", True),
        # The same one, and one that gives no year, are none.
        ("The target is to reach 97% of the population with health insurance by 2031.", False),
        ("The goal is that health insurance will cover 97% of the population.", False),
        # A range that leaves the amount, and one that does not.
        ("The goal is that by 2031 health insurance will cover 95% to 98% of the population.", False),
        ("The goal is that by 2031 health insurance will cover 90% to 95% of the population.", True),
        # Another stage, another group, another place, another subject.
        ("Currently, health insurance covers 88% of the population.", False),
        ("The goal is that by 2029 health insurance will cover 95% of pupils and students in the population.", False),
        ("The goal is that by 2029 health insurance will cover 95% of the population of Quangbinh Province.", False),
        ("The goal is that by 2029 vaccination will reach 95% of children.", False),
        ("The fund pays 80% of the costs of the population with health insurance.", False),
    ],
)
def test_measurements_that_differ(reader: MeasurementReader, other: str, conflicts: bool) -> None:
    for first, second in ((TARGET, other), (other, TARGET)):
        pairs = found(reader, sentence("a", first), sentence("b", second), "press")
        assert bool(pairs) is conflicts
        for conflict in pairs:
            assert conflict.quoted.words in first and conflict.other.words in second and conflict.citation == 1


def test_the_words_of_a_conflict_are_a_span_of_the_source(reader: MeasurementReader) -> None:
    other = "The goal is that by 2029 health insurance will cover 95% of the population."
    (conflict,) = found(reader, sentence("a", TARGET, 100), sentence("b", other, 500), "press")
    for passage, text, start in ((conflict.quoted, TARGET, 100), (conflict.other, other, 500)):
        assert text[passage.span.start - start : passage.span.end - start] == passage.words


def test_one_text_may_give_two_figures_for_two_times(reader: MeasurementReader) -> None:
    text = "In 2028 the health insurance coverage rate of the population was 80%, so far it has reached 85%."
    one = sentence("a", text)
    assert len(found(reader, one, one, "press")) == 1
    untold = "The health insurance coverage rate of the population was 80%, so far it has reached 85%."
    assert found(reader, sentence("a", untold), sentence("a", untold), "press") == []


@pytest.mark.parametrize(
    ("other", "authority", "conflicts"),
    [
        (RULE.format(20), "decree", True),
        (RULE.format(40), "decree", False),
        ("The facility keeps the file for 20 days and returns it to the household with a receipt for every paper.", "decree", False),
        # Rules are compared with rules.
        (RULE.format(20), "press", False),
    ],
)  # fmt: skip
def test_parallel_rules(reader: MeasurementReader, other: str, authority: Authority, conflicts: bool) -> None:
    pairs = found(reader, sentence("a", RULE.format(40)), sentence("b", other), authority)
    assert bool(pairs) is conflicts


def test_a_statute_does_not_contradict_itself(reader: MeasurementReader) -> None:
    a, b = sentence("a", RULE.format(40)), sentence("a", RULE.format(20), 900)
    assert found(reader, a, b, "decree") == []


def test_an_amount_of_a_rule_is_no_figure_reached(reader: MeasurementReader) -> None:
    other = "The goal is that by 2029 health insurance will cover 95% of the population."
    assert found(reader, sentence("a", TARGET), sentence("b", other), "law") == []
