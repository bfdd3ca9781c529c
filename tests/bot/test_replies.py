from __future__ import annotations

import re
from string import Formatter
from typing import get_args

import pytest
from pydantic import ValidationError

from bot.replies import Replies, Wording, replies
from bot.turn import NoticeKind, Reason
from corpus.language import detect_language, has_diacritics
from corpus.provision import Language

WORDINGS = {
    f"{group}.{name}": wording
    for group in ("declined", "frames", "notices")
    for name, wording in getattr(replies(), group).items()
}


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("name", sorted(WORDINGS))
def test_every_wording_renders(name: str, lang: Language) -> None:
    wording = WORDINGS[name]
    values = {place: f"<{place}>" for place in places(wording.en)}
    said = wording(lang, **values)
    assert said.strip() and not re.search(r"[{}]", said)
    assert all(value in said for value in values.values())


@pytest.mark.parametrize("name", sorted(WORDINGS))
def test_both_languages_have_the_same_places(name: str) -> None:
    assert places(WORDINGS[name].en) == places(WORDINGS[name].vi)
    assert "" not in places(WORDINGS[name].en)


@pytest.mark.parametrize("name", sorted(n for n, w in WORDINGS.items() if not places(w.en)))
def test_each_language_is_that_language(name: str) -> None:
    wording = WORDINGS[name]
    assert has_diacritics(wording.vi) and not has_diacritics(wording.en)
    assert detect_language(wording.vi) == "vi"


def test_a_reason_has_its_wording_and_no_wording_is_without_a_reason() -> None:
    assert set(replies().declined) == set(get_args(Reason))


def test_a_notice_has_its_wording() -> None:
    assert set(get_args(NoticeKind)) <= set(replies().notices)


def test_declining_never_says_that_there_is_no_rule() -> None:
    # "Not found here" is never "does not exist".
    assert "does not mean" in replies().declined["not_in_corpus"].en
    assert "không có nghĩa" in replies().declined["not_in_corpus"].vi


@pytest.mark.parametrize("row", [{"en": "x"}, {"vi": "x"}, {"en": "x", "vi": "y", "fr": "z"}])
def test_a_wording_in_one_language_or_three_is_refused(row: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        Wording.model_validate(row)


def test_an_unknown_group_is_refused() -> None:
    with pytest.raises(ValidationError):
        Replies.model_validate({"version": 1, "declined": {}, "frames": {}, "notices": {}, "jokes": {}})
