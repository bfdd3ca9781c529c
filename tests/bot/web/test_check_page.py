"""The Check tab without a browser: sentences, the source beside one, what a browser may send, files that it opens."""

from __future__ import annotations

import base64
import io
import re
from html import unescape

import pytest
from docx import Document
from markupsafe import escape

from bot.answerer import Answerer
from bot.claims.result import ClaimCheck, Difference, Proof
from bot.claims.split import split_draft
from bot.claims.vocabulary import load_words
from bot.web.check_page import CheckPage, Checkup, marked, wordings
from bot.web.check_tab import replaced, text_of_file
from corpus.provision import EId, Language, ProvisionRef
from ingest import UnreadableFile

EVIL = '"><img src=x onerror=alert(1)>'
REF = ProvisionRef("directive-16-ct-ttg-2022", EId.parse("sec_2__bullet_2"))
DRAFT = f"Dear colleagues,\n\nThe clinic pays 85% of every visit {EVIL} in town.\nThe clinic gives away a lamp to everyone.\n"


@pytest.fixture
def checkup() -> Checkup:
    proof = Proof(REF, "Section 2", f"The clinic pays 95% {EVIL} of every visit.")
    found = [
        ClaimCheck("Dear colleagues,", "not_a_claim"),
        ClaimCheck(
            f"The clinic pays 85% of every visit {EVIL} in town.", "contradicted", (Difference("number", "85%", "95%"),),
            (proof,), f"The clinic pays 95% {EVIL}.",
        ),
        ClaimCheck("The clinic gives away a lamp to everyone.", "not_found", evidence=(proof,), reason="not_said"),
    ]  # fmt: skip
    return Checkup(DRAFT, list(zip(split_draft(DRAFT, load_words()), found, strict=True)))


@pytest.fixture(params=["vi", "en"])
def page(answerer: Answerer, request: pytest.FixtureRequest) -> CheckPage:
    lang: Language = "vi" if request.param == "vi" else "en"
    return CheckPage(answerer, lang)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_wording_renders(lang: Language) -> None:
    groups = (wordings().texts, wordings().audiences, wordings().problems)
    assert all(wording(lang, limit="5").strip() for group in groups for wording in group.values())


def test_a_sentence_has_sign_and_word_and_not_colour_alone(page: CheckPage, checkup: Checkup) -> None:
    html = page.result(checkup)
    assert re.findall(r'data-sentence="(\d+)"', html) == ["1", "2"]
    contradicted = html.partition('data-sentence="1"')[2].partition("</button>")[0]
    assert "✗" in contradicted and ("contradicted" if page.lang == "en" else "trái với nguồn") in contradicted


def test_the_words_that_differ_are_marked_on_both_sides(page: CheckPage, checkup: Checkup) -> None:
    assert re.findall(r"<mark>(.*?)</mark>", page.panel(checkup, "1")) == ["85%", "95%"]


def test_markup_in_a_draft_or_a_source_is_text(page: CheckPage, checkup: Checkup) -> None:
    for html in (page.result(checkup), page.panel(checkup, "1")):
        assert "<img" not in html and str(escape(EVIL)) in html


def test_only_a_contradiction_offers_its_wording(page: CheckPage, checkup: Checkup) -> None:
    assert 'data-accept="1"' in page.panel(checkup, "1")
    assert "data-accept" not in page.panel(checkup, "2")


@pytest.mark.parametrize("key", ["", "0", "3", "-1", "1e3", "²", "9" * 20, EVIL])
def test_anything_else_opens_nothing(page: CheckPage, checkup: Checkup, key: str) -> None:
    assert "data-shown-sentence" not in page.panel(checkup, key)
    assert "data-shown-sentence" not in page.panel(None, key)


def test_the_files_are_in_the_page_itself(page: CheckPage, checkup: Checkup) -> None:
    addresses = re.findall(r'href="data:[^"]*;base64,([^"]+)"', page.result(checkup))
    docx, text = (base64.b64decode(unescape(address)) for address in addresses)
    assert "The clinic pays 85%" in "".join(p.text for p in Document(io.BytesIO(docx)).paragraphs)
    assert text.decode().startswith("Dear colleagues,")


@pytest.mark.parametrize(
    ("text", "wordings", "expected"),
    [
        ("pays 85% in May", ["85%"], ["85%"]),
        ("pays 85% in May", ["May", "85%"], ["85%", "May"]),
        ("pays 85% in May", ["85%", "85% in"], ["85%"]),  # what overlaps is marked once
        ("pays 85%", ["", "70%"], []),
    ],
)
def test_marked_keeps_the_text(text: str, wordings: list[str], expected: list[str]) -> None:
    parts = marked(text, wordings)
    assert "".join(part for _, part in parts) == text
    assert [part for differs, part in parts if differs] == expected


@pytest.mark.parametrize(
    ("draft", "expected"),
    [
        ("A. Bad one. C.", "A. Good. C."),
        ("New. A. Bad one. C.", "New. A. Good. C."),  # edited since, the sentence is still there
        ("A. C.", None),
        ("Bad one. Bad one.", None),
    ],
)
def test_a_suggestion_takes_the_place_of_its_sentence(draft: str, expected: str | None) -> None:
    assert replaced(draft, "A. Bad one. C.", 3, 11, "Good.") == expected


class TestFiles:
    def test_a_docx_is_read(self) -> None:
        stream, document = io.BytesIO(), Document()
        document.add_paragraph("Trạm y tế mở cửa.")
        document.save(stream)
        assert text_of_file("Bản thảo.DOCX", base64.b64encode(stream.getvalue()).decode()) == "Trạm y tế mở cửa."

    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("draft.pdf", "YQ=="), ("draft", "YQ=="), ("draft.txt", None), ("draft.txt", 3), ("draft.txt", "&&&"),
            ("draft.docx", "YQ=="), ("../../etc/passwd", "YQ=="), ("draft.txt", "YQ==" * 1_000_000),
        ],
    )  # fmt: skip
    def test_anything_else_is_refused(self, name: str, content: object) -> None:
        with pytest.raises(UnreadableFile):
            text_of_file(name, content)
