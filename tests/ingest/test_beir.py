from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingest import IngestError
from ingest.beir import Query, beir_corpus, beir_qrels, beir_queries

ROWS = [
    {"_id": "d1", "title": "Quyền lợi", "text": "Bảo hiểm y tế chi trả 80%."},
    {"_id": "d2", "title": "", "text": "The Ministry of Health reports."},
    {"_id": "d3", "text": "Hospitals are paid."},
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "corpus.jsonl", ROWS)
    write(tmp_path / "queries.jsonl", [{"_id": "q1", "text": "ai trả"}, {"_id": 2, "text": "who reports"}])
    (tmp_path / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\nq1\td1\t1\nq1\td2\t0\n2\td3\t2\n")
    return tmp_path


def write(path: Path, rows: list[dict[str, object]]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def test_each_row_is_a_document_of_one_provision(folder: Path) -> None:
    corpus = beir_corpus(folder)
    entries = list(corpus.entries())
    assert corpus.size == len(entries) == 3
    assert not corpus.sentences
    assert [e.document.id for e in entries] == ["d1", "d2", "d3"]
    assert [e.document.language for e in entries] == ["vi", "en", "en"]
    assert [e.document.title("en") for e in entries] == ["Quyền lợi", None, None]
    for entry, row in zip(entries, ROWS, strict=True):
        (body,) = entry.tree.children
        assert entry.source.text == entry.tree.text == body.text == row["text"]
        assert str(body.ref) == f"{row['_id']}#para_1"
    assert [e.document.id for e in corpus.entries()] == ["d1", "d2", "d3"], "entries can be read again"


def test_the_digest_is_that_of_the_rows(folder: Path) -> None:
    first = beir_corpus(folder).digest
    assert beir_corpus(folder).digest == first
    write(folder / "corpus.jsonl", [*ROWS, {"_id": "d4", "text": "New."}])
    assert beir_corpus(folder).digest != first


def test_queries_keep_their_order(folder: Path) -> None:
    assert beir_queries(folder) == [Query("q1", "ai trả"), Query("2", "who reports")]


QRELS = {"q1": {"d1": 1, "d2": 0}, "2": {"d3": 2}}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("query-id\tcorpus-id\tscore\nq1\td1\t1\nq1\td2\t0\n2\td3\t2\n", id="with a header"),
        pytest.param("q1\td1\t1\nq1\td2\t0\n2\td3\t2", id="without"),
        pytest.param("q1\t0\td1\t1\nq1\t0\td2\t0\n2\t0\td3\t2\n", id="TREC's four columns"),
        pytest.param("q1\td1\t1\r\n\r\nq1\td2\t0\r\n2\td3\t2\r\n", id="blank lines"),
    ],
)
def test_qrels(folder: Path, text: str) -> None:
    (folder / "qrels.tsv").write_text(text, newline="")
    assert beir_qrels(folder) == QRELS


def test_qrels_where_beir_puts_them(folder: Path) -> None:
    (folder / "qrels").mkdir()
    (folder / "qrels.tsv").rename(folder / "qrels" / "test.tsv")
    assert beir_qrels(folder) == QRELS


@pytest.mark.parametrize(
    ("name", "read"), [("corpus.jsonl", beir_corpus), ("queries.jsonl", beir_queries), ("qrels.tsv", beir_qrels)]
)
def test_a_missing_file_is_named(folder: Path, name: str, read: object) -> None:
    (folder / name).unlink()
    with pytest.raises(IngestError, match="a BEIR folder has corpus, queries and qrels") as refusal:
        read(folder)  # type: ignore[operator]
    assert name in str(refusal.value)


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("{", id="no JSON"),
        pytest.param("[1]", id="no object"),
        pytest.param('{"text": "x"}', id="no id"),
        pytest.param('{"_id": "x"}', id="no text"),
        pytest.param('{"_id": "x", "text": 5}', id="a number for a text"),
    ],
)
@pytest.mark.parametrize("name", ["corpus.jsonl", "queries.jsonl"])
def test_a_bad_line_is_named(folder: Path, name: str, line: str) -> None:
    with (folder / name).open("a", encoding="utf-8") as file:
        file.write("\n" + line + "\n")
    lines = (folder / name).read_text().splitlines()
    with pytest.raises(IngestError, match=f"line {len(lines)}") as refusal:
        list(beir_corpus(folder).entries()) if name == "corpus.jsonl" else beir_queries(folder)
    assert name in str(refusal.value)


@pytest.mark.parametrize("mark", ["\u2028", "\x85"], ids=ascii)
def test_a_line_ends_with_a_newline_alone(folder: Path, mark: str) -> None:
    write(folder / "corpus.jsonl", [{"_id": "d1", "text": f"one{mark}two"}])
    assert [e.source.text for e in beir_corpus(folder).entries()] == [f"one{mark}two"]


def test_another_encoding_is_refused(folder: Path) -> None:
    (folder / "corpus.jsonl").write_bytes('{"_id": "d1", "text": "café"}\n'.encode("latin-1"))
    with pytest.raises(IngestError, match=r"corpus\.jsonl"):
        beir_corpus(folder)


def test_an_id_stands_once(folder: Path) -> None:
    write(folder / "corpus.jsonl", [*ROWS, ROWS[0]])
    with pytest.raises(IngestError, match="d1"):
        list(beir_corpus(folder).entries())
