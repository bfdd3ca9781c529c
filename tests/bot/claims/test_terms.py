"""Terms exchanged for others of their family, and numbers that name something."""

from __future__ import annotations

import pytest

from bot.claims.compare_ordered import compare_numbered
from bot.claims.compare_terms import compare_families
from bot.claims.concepts import ConceptReader
from bot.claims.facts import FactReader
from bot.claims.sides import Comparison
from bot.claims.vocabulary import Words
from corpus.agencies import Agencies
from corpus.glossary import Glossary
from tests.bot.claims.test_compare import ReadSide, whole

BUDGETS = "The State budget pays for river patrols, and the local budget pays for night wards."
# (draft, source, words of the draft that were exchanged)
EXCHANGED = [
    ("The health insurance fund pays for river patrols.", "The State budget pays for river patrols.", "health insurance fund"),
    ("Quỹ bảo hiểm y tế chi trả cho đội tuần sông.", "The State budget pays for river patrols.", "Quỹ bảo hiểm y tế"),
    ("The local budget pays for river patrols.", BUDGETS, "local budget"),
    ("The State budget pays for river patrols.", BUDGETS, None),
    ("The local budget pays for night wards.", BUDGETS, None),
    ("Pensioners travel free of charge.", "Pupils and students travel free of charge.", "Pensioners"),
    ("Pensioners travel free of charge.", "Pensioners, pupils and students travel free of charge.", None),
]  # fmt: skip


@pytest.mark.parametrize(("draft", "source", "expected"), EXCHANGED)
def test_families(
    side: ReadSide, agencies: Agencies, glossary: Glossary, vocabulary: Words, draft: str, source: str, expected: str
) -> None:
    families = ConceptReader(glossary, agencies, vocabulary).families
    result, read = Comparison(), side(source)
    compare_families(side(draft), read, whole(read), families, result)
    assert [f.difference.draft for f in result.findings] == ([expected] if expected else [])
    assert result.exchanged == len(result.findings)


def test_every_own_family_names_terms_that_exist(vocabulary: Words, glossary: Glossary) -> None:
    known = {term.id for term in glossary}
    assert {i for ids in vocabulary.families.values() for i in ids} <= known


NUMBERED = [
    ("Pilots start at step 4.", "Pilots start at step 2 of the scale.", {"number"}),
    ("Hoa tiêu bắt đầu từ bậc 4.", "Pilots start at step 2 of the scale.", {"number"}),
    ("Hoa tiêu bắt đầu từ bậc 2.", "Pilots start at step 2 of the scale.", set()),
    ("Class II harbours pay less.", "Harbours of class 2 pay less.", set()),
    ("Cảng hạng III đóng ít hơn.", "Cảng hạng II đóng ít hơn.", {"number"}),
    ("Each step 2,500 boats are counted.", "Each step 3,500 boats are counted.", set()),
]


@pytest.mark.parametrize(("draft", "source", "expected"), NUMBERED)
def test_numbered_things(side: ReadSide, vocabulary: Words, draft: str, source: str, expected: set[str]) -> None:
    result = Comparison()
    compare_numbered(side(draft), side(source), vocabulary, result)
    assert {f.difference.kind for f in result.findings} == expected


def test_a_rate_is_no_section(agencies: Agencies, vocabulary: Words) -> None:
    facts = FactReader(agencies, vocabulary).read("Hộ thuyền đóng mức 5,1% tiền công.")
    assert not facts.references and [q.text for q in facts.quantities] == ["5,1%"]
