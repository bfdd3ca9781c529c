"""Checked drafts as files: marks, footnotes and comments stand where the sentences are; the draft's words stay."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from docx import Document
from lxml import etree

from bot import UsageError
from bot.claims.export import MARKS, Checked, markdown, write_checked
from bot.claims.export_docx import FILLS, W, docx_bytes
from bot.claims.result import ClaimCheck, ClaimWarning, Difference, Proof
from bot.claims.split import split_draft
from bot.claims.vocabulary import load_words
from corpus.provision import EId, ProvisionRef
from ingest.read import read

DRAFT = """# Notice on the pilot clinic

Dear colleagues,

- The pilot clinic opens on 5 May 2031. The clinic serves 40 communes <script>alert(1)</script>.
- Everyone receives a bicycle at the clinic & a lamp.

Kính gửi mọi người,
"""
PROOF = Proof(
    ProvisionRef("pilot", EId.parse("art_2")), "Article 2, Pilot Decision", "The clinic opens on 5 May\n2031."
)


def checks() -> Checked:
    found = {
        "opens on": ClaimCheck(
            "s", "supported", evidence=(PROOF,), warnings=(ClaimWarning("press", "Only reported."),)
        ),
        "communes": ClaimCheck(
            "s",
            "contradicted",
            (Difference("number", "40 communes", "14 communes"),),
            (PROOF,),
            "It serves 14 communes.",
        ),
        "bicycle": ClaimCheck("s", "not_found", evidence=(PROOF,), reason="not_said"),
    }
    sentences = split_draft(DRAFT, load_words())
    return [
        (s, next((c for cue, c in found.items() if cue in s.text), ClaimCheck(s.text, "not_a_claim")))
        for s in sentences
    ]


class TestMarkdown:
    def test_without_marks_it_is_the_draft(self) -> None:
        body = markdown(DRAFT, checks()).partition("\n\n---\n")[0]
        for n, mark in enumerate(("✓", "✗", "?"), 1):
            assert body.count(f" {mark}[^check-{n}]") == 1
            body = body.replace(f" {mark}[^check-{n}]", "")
        assert body == DRAFT.rstrip()

    @pytest.mark.parametrize(
        ("n", "told"),
        [
            (1, ("✓ supported", "Article 2, Pilot Decision: “The clinic opens on 5 May 2031.”", "Only reported.")),
            (2, ("✗ contradicted", "“40 communes”", "“14 communes”", "It serves 14 communes.")),
            (3, ("? not found", "does not say this", "Article 2, Pilot Decision")),
        ],
    )
    def test_a_footnote_has_the_proof(self, n: int, told: tuple[str, ...]) -> None:
        notes = markdown(DRAFT, checks()).partition("\n\n---\n")[2]
        note = notes.partition(f"[^check-{n}]: ")[2].partition("[^check-")[0]
        assert [part for part in told if part not in note] == []

    def test_what_asserts_nothing_alone_has_no_footnote(self) -> None:
        sentences = split_draft("Dear colleagues,", load_words())
        shown = markdown("Dear colleagues,", [(s, ClaimCheck(s.text, "not_a_claim")) for s in sentences])
        assert shown.startswith("Dear colleagues,") and "[^check-" not in shown


class TestDocx:
    @pytest.fixture(scope="class")
    def content(self) -> bytes:
        return docx_bytes(DRAFT, checks())

    def test_its_text_is_the_draft_with_marks(self, content: bytes) -> None:
        paragraphs = [p.text for p in Document(io.BytesIO(content)).paragraphs]
        assert paragraphs[0] == "Notice on the pilot clinic"
        assert paragraphs[2] == (
            "The pilot clinic opens on 5 May 2031. ✓ The clinic serves 40 communes <script>alert(1)</script>. ✗"
        )

    def test_footnotes_are_real_and_each_is_referred_to_once(self, content: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            notes = etree.fromstring(archive.read("word/footnotes.xml"))
            body = etree.fromstring(archive.read("word/document.xml"))
            types = archive.read("[Content_Types].xml").decode()
        ids = [note.get(f"{{{W}}}id") for note in notes]
        assert ids == ["-1", "0", "1", "2", "3"]
        assert [r.get(f"{{{W}}}id") for r in body.iter(f"{{{W}}}footnoteReference")] == ["1", "2", "3"]
        assert "/word/footnotes.xml" in types
        assert "Article 2, Pilot Decision" in "".join(notes[2].itertext())

    def test_what_needs_the_writer_is_a_comment(self, content: bytes) -> None:
        comments = [comment.text for comment in Document(io.BytesIO(content)).comments]
        assert len(comments) == 2
        assert "It serves 14 communes." in comments[0] and "does not say this" in comments[1]

    def test_the_reader_of_this_product_reads_it(self, tmp_path: Path) -> None:
        target = tmp_path / "checked.docx"
        write_checked(target, DRAFT, checks())
        assert "The pilot clinic opens on 5 May 2031." in read(target).text

    def test_characters_that_xml_lacks_are_left_out(self) -> None:
        draft = "The pilot clinic\x00 opens on\x0b 5 May 2031\ufffe in town."
        sentences = split_draft(draft, load_words())
        content = docx_bytes(draft, [(s, ClaimCheck(s.text, "supported", evidence=(PROOF,))) for s in sentences])
        assert "opens on" in "".join(p.text for p in Document(io.BytesIO(content)).paragraphs)


def test_every_verdict_that_is_marked_has_its_fill() -> None:
    assert {verdict for verdict, mark in MARKS.items() if mark} == set(FILLS)


@pytest.mark.parametrize("name", ["out.txt", "out", "out.pdf"])
def test_another_format_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match=r"\.md or \.docx"):
        write_checked(tmp_path / name, DRAFT, checks())
    assert not list(tmp_path.iterdir())
