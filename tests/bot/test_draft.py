"""Messages: every sentence proved, the whole passes the checker, and what is not held is declined."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import get_args

import pytest

from bot import UsageError
from bot.answerer import Answerer
from bot.claims.check import Checker
from bot.claims.split import split_draft
from bot.claims.vocabulary import load_words
from bot.cli_draft import audience_of, draft_json
from bot.drafts.draft import Draft
from bot.drafts.wordings import Audience, wordings
from bot.drafts.write import Drafter
from bot.wording import written_day
from corpus.language import detect_language
from corpus.provision import Language

HELD = ("vaccination", "tiêm chủng", "medical equipment industry", "miễn viện phí")
AS_OF = dt.date(2026, 11, 21)
AUDIENCES: tuple[Audience, ...] = get_args(Audience)
LANGUAGES: tuple[Language, ...] = ("vi", "en")
TOPICS = (
    "vaccination", "tiêm chủng", "medical equipment industry", "annual health check-ups", "khám sức khỏe định kỳ",
    "free hospital fees", "miễn viện phí", "bao phủ bảo hiểm y tế", "health insurance coverage", "trạm y tế xã",
    "phụ cấp nhân viên y tế", "chuyen tuyen",
)  # fmt: skip
Write = Callable[..., Draft]

LAW = """Luật mẫu về khám tim mạch cộng đồng

Điều 1. Mức hỗ trợ
1. Người từ đủ 60 tuổi được hỗ trợ 70% chi phí khám tim mạch tại trạm y tế xã.
2. Sở Y tế chủ trì, phối hợp với Bảo hiểm xã hội tỉnh tổ chức khám tim mạch trước ngày 31/3/2026.

Điều 2. Hồ sơ
Người đề nghị hỗ trợ chi phí khám tim mạch nộp thẻ căn cước và giấy hẹn tại trạm y tế xã.
"""


@pytest.fixture(scope="module")
def checker(answerer: Answerer) -> Checker:
    return Checker(answerer)


@pytest.fixture(scope="module")
def write(answerer: Answerer, checker: Checker) -> Write:
    drafter = Drafter(answerer, checker)
    return lambda topic, **facts: drafter.write(topic, AS_OF, **facts)


class TestWordings:
    @pytest.mark.parametrize("lang", LANGUAGES)
    @pytest.mark.parametrize("audience", AUDIENCES)
    def test_a_template_asserts_nothing_of_its_own(self, audience: Audience, lang: Language) -> None:
        template, frames = wordings().audiences[audience], wordings().frames
        heading = template.heading(lang, topic="Số 12/QĐ-TTg là gì")
        lines = [
            f"# {heading}", template.greeting(lang), template.closing(lang), frames["as_of"](lang, day=written_day(AS_OF, lang)),
            frames["not_said"](lang), *(f"- {wording(lang)}" for wording in wordings().missing.values()),
            *(f"### {frames[name](lang, label='Điều 3 Luật mẫu')}" for name in ("says", "says_foreign", "says_gloss")),
            f"1. {frames['source_status'](lang, label='Khoản 2 Điều 3 Luật mẫu (5/2020/QH14)', status='hết hiệu lực')}",
        ]  # fmt: skip
        assert [s.text for s in split_draft("\n".join(lines), load_words()) if s.asserts] == []


@pytest.mark.parametrize("topic", TOPICS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_message_passes_the_check_of_the_whole(write: Write, checker: Checker, topic: str, lang: Language) -> None:
    drafts = [write(topic, lang=lang, audience=audience) for audience in AUDIENCES]
    if lang == detect_language(topic) and topic in HELD:
        assert {d.status for d in drafts} == {"drafted"}
    for draft in drafts:
        if draft.status != "drafted":
            assert not draft.statements and draft.reason is not None
            continue
        failing = [
            (s.text, c.verdict)
            for s, c in checker.check_draft(draft.text)
            if c.verdict in ("contradicted", "not_found")
        ]
        assert failing == []


@pytest.mark.parametrize("topic", TOPICS[::3])
def test_every_sentence_is_cited_and_every_quote_is_verbatim(write: Write, answerer: Answerer, topic: str) -> None:
    draft = write(topic)
    assert [c.n for c in draft.citations] == list(range(1, len(draft.citations) + 1))
    assert [s.citations for s in draft.statements] == [(c.n,) for c in draft.citations]
    for statement, citation in zip(draft.statements, draft.citations, strict=True):
        assert answerer.index.sources[citation.ref.doc_id][citation.span.start : citation.span.end] == citation.quote
        assert f"- {statement.text} [{citation.n}]\n" in draft.text
        assert f"\n{citation.n}. " in draft.text and citation.label in draft.text
        quoted = re.fullmatch(r".*?“(.*)”(?: \(.*\))?", statement.text, re.DOTALL)
        if answerer.index.documents[citation.ref.doc_id].authority != "digest":
            assert quoted is not None and quoted[1].removesuffix(" […]") == citation.quote


@pytest.mark.parametrize("topic", TOPICS)
def test_a_message_has_its_length(write: Write, topic: str) -> None:
    message = write(topic, audience="citizen").text.rpartition("### ")[0]
    assert len(message.split()) <= 200


@pytest.mark.parametrize("topic", ["football", "bóng đá", "car tax"])
def test_what_the_documents_do_not_hold_is_declined(write: Write, topic: str) -> None:
    draft = write(topic)
    assert draft.status in {"abstained", "out_of_scope"} and draft.reason is not None
    assert not draft.statements and not draft.citations and "# " not in draft.text
    assert draft.text.count("\n\n") <= 2  # the nearest provisions are told once


@pytest.mark.parametrize("topic", ["", " \n "])
def test_an_empty_topic_is_a_users_error(write: Write, topic: str) -> None:
    with pytest.raises(UsageError):
        write(topic)


def test_an_unknown_audience_is_a_users_error() -> None:
    with pytest.raises(UsageError, match="citizen, official, press"):
        audience_of("officer")


def test_known_faults_and_old_present_tense_are_left_out(write: Write, answerer: Answerer) -> None:
    draft = write("health insurance coverage", audience="press")
    faults = [d.quote for document in answerer.index.documents.values() for d in document.defects]
    assert faults and not [quote for quote in faults if quote in draft.text]
    assert "Currently" not in draft.text


def test_json_has_every_key(write: Write) -> None:
    shown = draft_json(write("vaccination", lang="vi", audience="official"))
    assert set(shown) == {
        "topic", "lang", "audience", "as_of", "status", "reason", "draft", "statements", "citations", "notices", "passages",
        "provenance",
    }  # fmt: skip
    assert shown["lang"] == "vi" and shown["as_of"] == "2026-11-21" and shown["citations"]


class TestUnseenLaw:
    """A law that no table of the product knows."""

    @pytest.fixture
    def unseen(self, small: Callable[..., Answerer]) -> Drafter:
        return Drafter(small({"luat-mau.txt": LAW}))

    def test_it_is_written_from(self, unseen: Drafter) -> None:
        draft = unseen.write("hỗ trợ chi phí khám tim mạch", AS_OF)
        assert draft.status == "drafted"
        assert "70% chi phí khám tim mạch" in draft.text

    def test_a_topic_that_it_does_not_hold_is_declined(self, unseen: Drafter) -> None:
        draft = unseen.write("đấu giá quyền sử dụng đất", AS_OF)
        assert draft.status != "drafted" and not draft.statements
