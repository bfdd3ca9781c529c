"""Glosses on a small law of our own wording that carries the number of the Law on Health Insurance."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from bot.answerer import Answerer
from bot.turn import Question
from corpus import RegisterError
from corpus.agencies import load_agencies
from corpus.digest import load_digests
from corpus.glossary import load_glossary
from ingest.build import build
from ingest.embed import DEFAULT_MODEL, load_embeddings
from ingest.index import open_index
from ingest.library import corpus_files, file_corpus

# Not the law's words: two articles that stand where the law's stand, so that the digest's eIds fit.
LAW = """QUỐC HỘI
Số: 25/2008/QH12
Hà Nội, ngày 14 tháng 11 năm 2008

LUẬT
BẢO HIỂM Y TẾ

Chương I
THẺ
Điều 18. Làm lại thẻ
1. Ai làm mất thẻ thì được làm lại.
2. Muốn làm lại thẻ phải có đơn.
3. Cơ quan làm lại thẻ trong bảy ngày, trong thời gian chờ quyền lợi vẫn giữ nguyên.
Điều 19. Sửa thẻ
1. Thẻ rách, thẻ sai tên thì được sửa.
2. Giấy tờ để sửa gồm đơn và thẻ cũ.
"""
AS_OF = dt.date(2026, 11, 21)


@pytest.fixture(scope="module")
def law(tmp_path_factory: pytest.TempPathFactory) -> Answerer:
    folder = tmp_path_factory.mktemp("law")
    (folder / "texts").mkdir()
    (folder / "texts" / "mini.txt").write_text(LAW, encoding="utf-8")
    agencies = load_agencies()
    corpus = file_corpus(corpus_files([folder / "texts"], agencies), agencies)
    build(folder / "index", corpus, DEFAULT_MODEL)
    return Answerer(open_index(folder / "index", DEFAULT_MODEL), load_embeddings(), agencies, load_glossary())


def test_a_gloss_stands_beside_its_own_provision_in_both_languages(law: Answerer) -> None:
    glosses = {(str(g.ref.eid), g.lang) for g in law.index.glosses}
    assert {("art_18__para_3", "en"), ("art_18__para_3", "vi"), ("art_19__para_1", "en")} <= glosses
    for gloss in law.index.glosses:
        chunk = next(c for c in law.index.chunks if c.id == gloss.chunk_id)
        assert chunk.ref.eid == gloss.ref.eid or gloss.ref.eid.starts_with(chunk.ref.eid)


def test_what_the_text_does_not_have_gets_no_gloss_of_its_own(law: Answerer) -> None:
    assert not [g for g in law.index.glosses if str(g.ref.eid).startswith("art_22")]


def test_an_english_question_finds_a_vietnamese_provision(law: Answerer) -> None:
    first = law.search("How long does a replacement for a lost card take?")[0]
    assert str(first.chunk.ref.eid) == "art_18"


def test_the_quote_is_the_proof_and_the_gloss_a_notice(law: Answerer) -> None:
    answer = law.ask(Question("What does clause 3 of Article 18 say?", AS_OF))
    assert answer.status == "answered"
    assert all(c.quote in LAW for c in answer.citations)
    glosses = [n for n in answer.notices if n.kind == "gloss"]
    assert glosses, "a quote in the other language is explained"
    for notice in glosses:
        assert set(notice.citations) <= {c.n for c in answer.citations}
    said = " ".join(s.text for s in answer.statements)
    assert not any(g.text in said for g in law.index.glosses), "no word of a gloss is a statement"


def test_a_question_in_the_language_of_the_text_needs_no_gloss_beside_it(law: Answerer) -> None:
    answer = law.ask(Question("Mất thẻ thì bao lâu được làm lại?", AS_OF))
    assert not [n for n in answer.notices if n.kind == "gloss"]


def test_other_documents_get_none(answerer: Answerer) -> None:
    # Press pieces report on Directive 52-CT/TW and Resolution 72-NQ/TW, of which there are digests.
    assert answerer.index.glosses == []


def test_files_of_one_work_are_one_digest() -> None:
    numbers = [digest.work.number for digest in load_digests()]
    assert len(numbers) == len(set(numbers))
    law = next(d for d in load_digests() if d.work.number == "25/2008/QH12")
    assert {"art_1", "art_52"} <= {entry.eid.split("__")[0] for entry in law.entries}


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        ('eid = "artikel_1"\nen = "a"\nvi = "b"\nbasis = "c"\nconfidence = "H"', "artikel_1"),
        ('eid = "art_1"\nen = "a"\nvi = "b"\nbasis = "c"\nconfidence = "?"', "confidence"),
        (
            'eid = "art_1"\nen = "a"\nvi = "b"\nbasis = "c"\nconfidence = "H"\nfrom = 2026-01-01\nuntil = 2025-01-01',
            "before",
        ),
    ],
)
def test_a_digest_that_contradicts_itself_is_refused(tmp_path: Path, entry: str, reason: str) -> None:
    work = '[work]\nid = "w"\nnumber = "1/2020/QH14"\ntitle_en = "t"\ntitle_vi = "t"\nsource = "s"\n'
    (tmp_path / "w.toml").write_text(f"{work}[[entry]]\n{entry}\n", encoding="utf-8")
    with pytest.raises(Exception, match=reason) as refusal:
        load_digests(tmp_path)
    assert isinstance(refusal.value, RegisterError) or "eId" in str(refusal.value)
