from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus import CorpusError, RegisterError
from corpus.agencies import Agencies
from corpus.provision import Document
from corpus.register import load_register
from corpus.toml import BUNDLED

TEXT = "CHỈ THỊ\nVề việc thử\n1. Bộ Y tế thử.\n2. Bộ Tài chính thử.\n"
SHA = hashlib.sha256(TEXT.encode()).hexdigest()

Register = Callable[..., list[Document]]


@pytest.fixture
def register(tmp_path: Path, agencies: Agencies) -> Register:
    """`register(id="x", …)` writes a folder with one text and a register of these entries, and loads it.

    A fact given as None is left out; `extra` is TOML that follows the entry.
    """
    (tmp_path / "a.txt").write_bytes(TEXT.encode())

    def load(*entries: dict[str, object], extra: str = "", raw: str | None = None) -> list[Document]:
        rows = [_toml({**_valid(), **entry}) for entry in entries or [{}]]
        (tmp_path / "register.toml").write_text(raw if raw is not None else "\n".join(rows) + extra, encoding="utf-8")
        return load_register(tmp_path, agencies)

    return load


def _valid() -> dict[str, object]:
    return {
        "id": "one",
        "file": "a.txt",
        "sha256": SHA,
        "kind": "directive",
        "authority": "administrative",
        "language": "vi",
    }


def _toml(facts: dict[str, object]) -> str:
    shown = {k: str(v) if isinstance(v, dt.date) else f'"{v}"' for k, v in facts.items() if v is not None}
    return "[[document]]\n" + "".join(f"{key} = {value}\n" for key, value in shown.items())


def test_the_bundled_register_loads(agencies: Agencies) -> None:
    documents = load_register(BUNDLED, agencies)
    assert [d.id for d in documents] == [
        "directive-16-ct-ttg-2022", "laodong-interview-dao-hong-lan-2026", "healthcareinsights-resolution-72-overview",
        "laodong-news-directive-52-2025", "vss-news-coordination-regulation-2020",
    ]  # fmt: skip
    first = documents[0]
    assert (first.number, first.issuer, first.issued, first.authority) == (
        "16/CT-TTg", "prime-minister", dt.date(2022, 9, 20), "administrative",
    )  # fmt: skip
    assert all(d.registered and d.source and d.short_en and d.short_vi for d in documents)
    assert all(d.number is None and d.issuer is None for d in documents if d.authority == "press")


def test_every_bundled_text_is_registered(agencies: Agencies) -> None:
    assert {d.file for d in load_register(BUNDLED, agencies)} == {
        f"texts/{p.name}" for p in (BUNDLED / "texts").iterdir()
    }


def test_bundled_relations_name_agencies(agencies: Agencies) -> None:
    for document in load_register(BUNDLED, agencies):
        assert all(r.issuer is None or r.issuer in agencies for r in document.relations)


def test_a_full_entry(register: Register) -> None:
    (document,) = register(
        {"number": "16/CT-TTg", "issuer": "moh", "issued": dt.date(2022, 9, 20), "effective": dt.date(2022, 9, 20)},
        extra='[[document.relation]]\ntype = "cites"\nnumber = "20-NQ/TW"\n'
        '[[document.defect]]\nquote = "Bộ Y tế thử"\nnote_en = "n"\nnote_vi = "g"\n',
    )  # fmt: skip
    assert (document.id, document.number, document.issuer, document.effective) == (
        "one",
        "16/CT-TTg",
        "moh",
        dt.date(2022, 9, 20),
    )
    assert [r.number for r in document.relations] == ["20-NQ/TW"]
    assert [d.quote for d in document.defects] == ["Bộ Y tế thử"]
    assert document.registered


@pytest.mark.parametrize(
    ("entry", "extra", "reason"),
    [
        pytest.param({"sha256": "0" * 64}, "", "sha256", id="wrong digest"),
        pytest.param({"file": "gone.txt"}, "", "gone.txt is missing", id="missing file"),
        pytest.param({"file": "../register-outside.txt"}, "", "missing", id="missing file outside"),
        pytest.param({"issuer": "ministry-of-magic"}, "", "ministry-of-magic", id="unknown issuer"),
        pytest.param({"authority": "press", "number": "1/X"}, "", "press", id="press with a number"),
        pytest.param({"authority": "press", "issuer": "moh"}, "", "press", id="press with an issuer"),
        pytest.param(
            {"effective": dt.date(2022, 1, 2), "expired": dt.date(2022, 1, 1)}, "", "before it took effect", id="expired before effective"
        ),
        pytest.param({"colour": "red"}, "", "colour", id="unknown key"),
        pytest.param({"kind": None}, "", "kind", id="no kind"),
        pytest.param({"authority": "hearsay"}, "", "authority", id="unknown authority"),
        pytest.param({"status": "lost"}, "", "status", id="unknown status"),
        pytest.param({"language": "fr"}, "", "language", id="unknown language"),
        pytest.param({"issued": "soon"}, "", "issued", id="no date"),
        pytest.param({}, '[[document.relation]]\ntype = "likes"\n', "relation", id="unknown relation"),
        pytest.param({}, '[[document.relation]]\ntype = "cites"\ncolour = "red"\n', "colour", id="unknown key of a relation"),
        pytest.param(
            {}, '[[document.defect]]\nquote = "not in it"\nnote_en = "n"\nnote_vi = "g"\n', "not in it", id="defect quote not in the file"
        ),
        pytest.param({}, '[[document.defect]]\nquote = "Bộ Y tế"\n', "note_en", id="defect without a note"),
        pytest.param(
            {}, '[[document.relation]]\ntype = "cites"\nissuer = "ministry-of-magic"\n', "ministry-of-magic", id="unknown issuer of a relation",
        ),
    ],
)  # fmt: skip
def test_a_contradiction_is_refused(register: Register, entry: dict[str, object], extra: str, reason: str) -> None:
    with pytest.raises(RegisterError) as refusal:
        register(entry, extra=extra)
    message = str(refusal.value)
    assert '"one"' in message
    assert reason in message
    assert "\n" not in message


def test_a_file_outside_the_folder_is_refused(register: Register, tmp_path: Path) -> None:
    outside = tmp_path.parent / f"{tmp_path.name}-outside.txt"
    outside.write_bytes(TEXT.encode())
    with pytest.raises(RegisterError, match=r'"one".*outside the corpus folder'):
        register({"file": f"../{outside.name}"})


def test_an_id_stands_once(register: Register) -> None:
    with pytest.raises(RegisterError, match='"one" stands twice'):
        register({}, {})


@pytest.mark.parametrize("identifier", ["", "a#b", " a", "a "])
def test_an_id_can_stand_in_a_reference(register: Register, identifier: str) -> None:
    with pytest.raises(RegisterError, match="an id is not empty"):
        register({"id": identifier})


def test_an_entry_without_an_id_is_named_by_its_place(register: Register) -> None:
    with pytest.raises(RegisterError, match="number 2"):
        register({}, {"id": None})


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param("[[document]\nid = 1", id="bad TOML"),
        pytest.param("id = ", id="no value"),
        pytest.param(
            "[document]\nid = 'one'\n", id="a table where a list belongs",
        ),
        pytest.param(
            "document = 5\n", id="a number where a list belongs",
        ),
        pytest.param(
            "[[documents]]\nid = 'one'\n", id="unknown table",
        ),
    ],
)  # fmt: skip
def test_a_file_that_is_no_register_is_refused(register: Register, raw: str) -> None:
    with pytest.raises(RegisterError, match=r"register\.toml") as refusal:
        register(raw=raw)
    assert "\n" not in str(refusal.value)


def test_a_register_in_another_encoding_is_refused(tmp_path: Path, agencies: Agencies) -> None:
    (tmp_path / "register.toml").write_bytes(b"# \xff\n")
    with pytest.raises(RegisterError, match="not valid TOML"):
        load_register(tmp_path, agencies)


def test_no_register_is_an_error_that_says_so(tmp_path: Path, agencies: Agencies) -> None:
    with pytest.raises(CorpusError, match=r"register\.toml: cannot be read"):
        load_register(tmp_path, agencies)


def test_a_file_is_registered_once(register: Register) -> None:
    with pytest.raises(RegisterError, match=r"a\.txt"):
        register({}, {"id": "two"})
