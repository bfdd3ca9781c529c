"""Texts in other encodings than UTF-8."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from ingest.read import read
from tests.ingest.made_files import refusal, windows_1258

ARTICLE = "Điều 1. Người bệnh được khám tại trạm y tế của xã và các điểm khám thuộc huyện theo quy định này, có việc gấp thì được đưa đi ngay."


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(ARTICLE.encode("utf-16-le"), ARTICLE, id="UTF-16 LE without a mark"),
        pytest.param(ARTICLE.encode("utf-16-be"), ARTICLE, id="UTF-16 BE without a mark"),
        pytest.param(unicodedata.normalize("NFD", ARTICLE).encode(), unicodedata.normalize("NFD", ARTICLE), id="NFD"),
        pytest.param(windows_1258(ARTICLE), windows_1258(ARTICLE).decode("cp1258"), id="Windows-1258"),
    ],
)
def test_encodings(tmp_path: Path, content: bytes, expected: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(content)
    source = read(path)
    assert source.text == expected
    assert unicodedata.normalize("NFC", source.text) == ARTICLE


TCVN3 = "§iÒu 1. Ng­êi bÖnh ®­îc kh¸m t¹i tr¹m y tÕ cña x· vµ c¸c ®iÓm kh¸m thuéc huyÖn"
VNI = "Ñieàu 1. Ngöôøi beänh ñöôïc khaùm taïi traïm y teá cuûa xaõ vaø caùc ñieåm khaùm thuoäc huyeän"


@pytest.mark.parametrize(("text", "name"), [(TCVN3, "TCVN3 (ABC)"), (VNI, "VNI")])
@pytest.mark.parametrize("encoding", ["cp1252", "utf-8"])
def test_legacy_font_encodings_are_refused(tmp_path: Path, text: str, name: str, encoding: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode(encoding))
    message = refusal(path)
    assert f"legacy font encoding {name}" in message
    assert "UniKey" in message


@pytest.mark.parametrize("text", ["Le règlement de l'été dernier a été modifié à Paris.", "“Smart” quotes and a café."])
def test_other_western_text_is_not_taken_for_vietnamese(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode("cp1252"))
    assert "not UTF-8" in refusal(path)
