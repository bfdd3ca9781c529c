from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.claims.split import asserts, claim_text, split_draft
from bot.claims.vocabulary import load_words

DRAFT = """# Tin mới về quỹ

Kính gửi quý vị,

**Quỹ có 40.000 hộ tham gia.** Mức đóng tăng 1.5 lần từ ngày 1.7.2031.
- Dr. Smith of the U.S. team signed Decision No. 12/QD-TTg.
2) Các phòng khám mở cửa ban đêm! #suckhoe
Have you joined yet?
"""


def test_a_draft_in_its_sentences() -> None:
    found = split_draft(DRAFT, load_words())
    assert [s.text for s in found if s.asserts] == [
        "Quỹ có 40.000 hộ tham gia.",
        "Mức đóng tăng 1.5 lần từ ngày 1.7.2031.",
        "Dr. Smith of the U.S. team signed Decision No. 12/QD-TTg.",
        "Các phòng khám mở cửa ban đêm!",
    ]
    assert [s.text for s in found if not s.asserts] == ["Tin mới về quỹ", "Kính gửi quý vị,", "Have you joined yet?"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The fund pays for glasses.", True),
        ("Quỹ chi trả tiền kính cho trẻ em.", True),
        ("Thank you for your attention today.", False),
        ("Hãy chia sẻ bài viết này với mọi người.", False),
        ("NEW RULES FOR THE FUND", False),
        ("New Rules For Every River Clinic", False),
        ("Who pays for glasses now?", False),
        ("The tasks are as follows:", False),
    ],
)
def test_what_asserts(text: str, expected: bool) -> None:
    assert asserts(text, load_words()) is expected


@given(st.text(alphabet=st.sampled_from("abc ABC.!?:#*-–12\n“”đầ,"), max_size=200))
def test_every_sentence_stands_in_its_draft(draft: str) -> None:
    for sentence in split_draft(draft, load_words()):
        assert 0 <= sentence.span.start < sentence.span.end <= len(draft)
        inside = set(draft[sentence.span.start : sentence.span.end])
        assert set(sentence.text) - {" "} <= inside


@given(st.text(max_size=80))
def test_stripping_twice_changes_nothing_more(text: str) -> None:
    once = " ".join(claim_text(text).split())
    assert claim_text(once).split() == claim_text(claim_text(once)).split()
