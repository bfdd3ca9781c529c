from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus import CorpusError, RegisterError
from corpus.agencies import Agencies
from corpus.official import OfficialText, load_official
from corpus.provision import Document, Relation
from corpus.register import REGISTER_FILE, load_register
from ingest.acquire import NotAdded
from ingest.acquire import place as placing
from ingest.acquire.download import Limits
from ingest.acquire.examine import held_as, identifier, standing
from ingest.acquire.intake import Intake
from ingest.acquire.place import documents_of
from ingest.acquire.register_writer import append_entries, change_entry
from ingest.library import corpus_files, doc_id
from tests.web_server import answer, serve

DECREE = """CHÍNH PHỦ
Số: 12/2024/NĐ-CP
Hà Nội, ngày 10 tháng 3 năm 2024
NGHỊ ĐỊNH
Quy định về sổ khám bệnh
Chính phủ ban hành Nghị định quy định về sổ khám bệnh.
Điều 1. Phạm vi
Trạm y tế phát sổ khám cho trẻ em.
Điều 2. Hiệu lực thi hành
Nghị định này có hiệu lực từ ngày 05 tháng 8 năm 2024.
"""
NOTE = "The station in the valley opens at seven. Bring the booklet.\n"


def document(**facts: Any) -> Document:
    known: dict[str, Any] = {
        "id": "a", "file": "a.txt", "kind": "decree", "authority": "decree", "language": "vi", "number": "12/2024/NĐ-CP",
        "issued": dt.date(2024, 3, 10), "sha256": "one",
    }  # fmt: skip
    return Document(**(known | facts))


def snapshot(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.fixture
def decree(tmp_path: Path) -> Path:
    path = tmp_path / "nd12.txt"
    path.write_text(DECREE, encoding="utf-8")
    return path


@pytest.fixture
def intake(tmp_path: Path, agencies: Agencies) -> Intake:
    return Intake(tmp_path / "own", [], agencies, Limits(private=True, seconds=20))


# How a document stands to the others


@pytest.mark.parametrize(
    ("other", "kind"),
    [
        ({"sha256": "two", "number": "13/2024/NĐ-CP"}, "new"),
        ({"sha256": "one", "number": None, "language": "en"}, "known"),
        ({"sha256": "two"}, "known"),
        ({"sha256": "two", "number": "12/2024/ND-CP"}, "known"),
        ({"sha256": "two", "issued": None}, "known"),
        ({"sha256": "two", "language": "en"}, "expression"),
        ({"sha256": "two", "issued": dt.date(2025, 1, 1)}, "expression"),
        ({"sha256": "two", "number": "9/VBHN-BYT", "relations": (Relation("consolidates", "12/2024/NĐ-CP"),)}, "expression"),
        ({"sha256": "two", "number": None, "authority": "press", "relations": (Relation("reports_on", "12/2024/NĐ-CP"),)}, "new"),
        ({"sha256": "two", "authority": "digest"}, "new"),
        ({"sha256": "two", "number": None}, "new"),
    ],
)  # fmt: skip
def test_standing(other: dict[str, Any], kind: str) -> None:
    one, held = document(), document(id="b", **other)
    found = standing(one, [held])
    assert found.kind == kind
    assert found.of == (() if kind == "new" else (held,))
    assert standing(held, [one]).kind == kind, "who came first makes no difference"


@pytest.mark.parametrize(("year", "kind"), [(2022, "expression"), (2020, "new"), (None, "known")])
def test_a_number_without_a_year_begins_anew_each_year(year: int | None, kind: str) -> None:
    one = document(number="16/CT-TTg", issued=dt.date(2022, 9, 20))
    held = document(id="b", sha256="two", number="16/CT-TTg", issued=year and dt.date(year, 3, 31))
    assert standing(one, [held]).kind == kind


@pytest.mark.parametrize(
    ("number", "title", "kind"),
    [
        ("47/2031/QĐ-UBND", "Hỗ trợ chi phí khám bệnh", "known"), ("47/2031/QĐ-UBND", "Phí sử dụng bến thuyền", "new"),
        ("9/2031/NQ-HĐND", "Phí sử dụng bến thuyền", "new"), ("47/2031/QĐ-UBND", None, "known"),
        # A minister has no namesake.
        ("47/2031/TT-BYT", "Phí sử dụng bến thuyền", "known"),
    ],
)  # fmt: skip
def test_what_two_provinces_number_alike_is_told_apart_by_title(number: str, title: str | None, kind: str) -> None:
    one = document(number=number, title_vi="Hỗ trợ chi phí khám bệnh")
    held = document(id="b", sha256="two", number=number, title_vi=title)
    assert standing(one, [held]).kind == kind


@pytest.mark.parametrize(
    ("facts", "taken", "expected"),
    [
        ({}, (), "decree-12-2024-nd-cp"),
        ({"kind": "law", "number": "25/2008/QH12"}, (), "law-25-2008-qh12"),
        ({"kind": "directive", "number": "16/CT-TTg", "issued": dt.date(2022, 9, 20)}, (), "directive-16-ct-ttg-2022"),
        ({"kind": "directive", "number": "52-CT/TW", "issued": None}, (), "directive-52-ct-tw"),
        ({"number": None}, (), "so-kham-2"),
        ({}, ("decree-12-2024-nd-cp",), "decree-12-2024-nd-cp-vi"),
        ({}, ("decree-12-2024-nd-cp", "decree-12-2024-nd-cp-vi"), "decree-12-2024-nd-cp-vi-2"),
    ],
)
def test_ids(facts: dict[str, Any], taken: tuple[str, ...], expected: str) -> None:
    assert identifier(document(**facts), "Sổ khám (2)", taken) == expected


@given(st.text(), st.sets(st.sampled_from(["document", "document-vi", "a", "a-vi", "a-vi-2"])))
def test_an_id_is_plain_and_free(name: str, taken: set[str]) -> None:
    found = identifier(document(number=None), name, taken)
    assert found not in taken
    assert found.strip("-") == found != ""
    assert set(found) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


def test_held_as() -> None:
    held = [document(), document(id="b", language="en"), document(id="c", authority="digest", number="1/2024/TT-BYT")]
    assert held_as("12/2024/NĐ-CP", "en", held) is held[1]
    assert held_as("1/2024/TT-BYT", "vi", held) is None


# Taking in


def test_a_document_is_read_registered_and_in_the_corpus(intake: Intake, decree: Path, agencies: Agencies) -> None:
    outcome = intake.take(str(decree))
    assert outcome.result == "added"
    (registered,) = load_register(intake.folder, agencies)
    assert registered == outcome.document
    assert (registered.id, registered.number, registered.kind) == ("decree-12-2024-nd-cp", "12/2024/NĐ-CP", "decree")
    assert (registered.issuer, registered.issued) == ("government", dt.date(2024, 3, 10))
    assert registered.effective == dt.date(2024, 8, 5)
    assert registered.title_vi == "Quy định về sổ khám bệnh"
    assert (intake.folder / registered.file).read_bytes() == decree.read_bytes()
    assert [doc_id(file) for file in corpus_files([intake.folder], agencies)] == ["decree-12-2024-nd-cp"]
    assert {"texts/decree-12-2024-nd-cp.txt", REGISTER_FILE} == snapshot(intake.folder).keys()


def test_the_same_document_twice_is_one(intake: Intake, decree: Path, tmp_path: Path) -> None:
    intake.take(str(decree))
    before = snapshot(intake.folder)
    assert intake.take(str(decree)).result == "known"
    other = tmp_path / "other.md"
    other.write_text(DECREE + "\nNơi nhận: trạm y tế.\n", encoding="utf-8")
    assert intake.take(str(other)).result == "known", "the same number, language and date"
    assert snapshot(intake.folder) == before


def test_a_consolidation_is_linked_to_its_work(intake: Intake, decree: Path, tmp_path: Path) -> None:
    intake.take(str(decree))
    text = DECREE.replace("12/2024/NĐ-CP", "3/VBHN-BYT").replace("ngày 10 tháng 3 năm 2024", "ngày 02 tháng 5 năm 2025")
    grounds = "Nghị định số 12/2024/NĐ-CP ngày 10 tháng 3 năm 2024 của Chính phủ về sổ khám, được sửa đổi bởi Nghị định số 40/2025/NĐ-CP:\n"
    newer = tmp_path / "newer.txt"
    newer.write_text(
        text.replace("Chính phủ ban hành Nghị định", grounds + "Chính phủ ban hành Nghị định"), encoding="utf-8"
    )
    outcome = intake.take(str(newer))
    assert outcome.result == "added"
    assert [other.id for other in outcome.linked] == ["decree-12-2024-nd-cp"]
    assert [(r.type, r.number) for r in outcome.document.relations] == [("consolidates", "12/2024/NĐ-CP")]


def test_corrections_are_written_and_win(intake: Intake, tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text(NOTE, encoding="utf-8")
    intake.corrections = {
        "number": "7/TB-BYT",
        "kind": "letter",
        "issued": dt.date(2024, 1, 2),
        "title": "Opening hours",
    }
    added = intake.take(str(note)).document
    assert (added.id, added.number, added.kind, added.authority) == (
        "letter-7-tb-byt-2024",
        "7/TB-BYT",
        "letter",
        "administrative",
    )
    assert (added.title_en, added.issued) == ("Opening hours", dt.date(2024, 1, 2))


def test_an_entry_is_corrected_and_the_rest_of_the_register_stays(intake: Intake, decree: Path) -> None:
    intake.take(str(decree))
    register = intake.folder / REGISTER_FILE
    by_hand = register.read_text(encoding="utf-8") + '\n# Ask the ministry about this one.\nnote = "by hand"   # kept\n'
    register.write_text(by_hand, encoding="utf-8")
    intake.corrections = {"effective": dt.date(2024, 9, 1)}
    outcome = intake.take(str(decree))
    assert (outcome.result, outcome.document.effective) == ("corrected", dt.date(2024, 9, 1))
    assert register.read_text(encoding="utf-8") == by_hand.replace("effective = 2024-08-05", "effective = 2024-09-01")


def test_what_a_person_wrote_stays_when_documents_follow(intake: Intake, decree: Path, tmp_path: Path) -> None:
    intake.take(str(decree))
    register = intake.folder / REGISTER_FILE
    by_hand = register.read_text(encoding="utf-8").replace('number = "12', '# from the gazette\nnumber =    "12')
    register.write_text(by_hand, encoding="utf-8")
    (tmp_path / "note.txt").write_text(NOTE, encoding="utf-8")
    intake.take(str(tmp_path / "note.txt"))
    assert register.read_text(encoding="utf-8").startswith(by_hand)


def test_a_document_that_another_folder_holds_is_not_corrected_here(intake: Intake, decree: Path) -> None:
    intake.take(str(decree))
    elsewhere = replace(intake, folder=intake.folder.with_name("elsewhere"), corrections={"kind": "law"})
    with pytest.raises(NotAdded, match="correct it there"):
        elsewhere.take(str(decree))
    assert not elsewhere.folder.exists()


@pytest.mark.parametrize("place", ["", "texts/"])
def test_a_file_that_was_put_there_by_hand_gets_an_entry_when_it_is_corrected(
    intake: Intake, agencies: Agencies, place: str
) -> None:
    for name in (f"{place}hours.txt", "other.txt"):
        (intake.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (intake.folder / name).write_text(NOTE + name, encoding="utf-8")
    held = documents_of(corpus_files([intake.folder], agencies), agencies)
    by_hand = replace(intake, held=held, corrections={"issued": dt.date(2024, 1, 2)})
    outcome = by_hand.take(str(intake.folder / f"{place}hours.txt"))
    assert (outcome.result, outcome.document.id, outcome.document.issued) == ("corrected", "hours", dt.date(2024, 1, 2))
    registered = {one.id: one.file for one in load_register(intake.folder, agencies)}
    assert registered == {"hours": f"{place}hours.txt", "other": "other.txt"}


def test_an_id_never_changes_and_is_given_once(intake: Intake, decree: Path, tmp_path: Path) -> None:
    intake.take(str(decree))
    before = snapshot(intake.folder)
    intake.corrections = {"id": "other"}
    with pytest.raises(NotAdded, match="an id never changes"):
        intake.take(str(decree))
    (tmp_path / "note.txt").write_text(NOTE, encoding="utf-8")
    intake.corrections = {"id": "decree-12-2024-nd-cp"}
    with pytest.raises(NotAdded, match="is taken"):
        intake.take(str(tmp_path / "note.txt"))
    assert snapshot(intake.folder) == before


def test_looking_changes_nothing(intake: Intake, decree: Path) -> None:
    intake.look_only = True
    outcome = intake.take(str(decree))
    assert (outcome.result, outcome.document.id) == ("found", "decree-12-2024-nd-cp")
    assert not intake.folder.exists()


def test_documents_that_lie_there_stay_in_the_corpus(intake: Intake, decree: Path, agencies: Agencies) -> None:
    (intake.folder / "notes").mkdir(parents=True)
    (intake.folder / "notes/hours.txt").write_text(NOTE, encoding="utf-8")
    (intake.folder / "plan.docx.bak").write_bytes(b"no document")
    intake.take(str(decree))
    held = {doc_id(file): file for file in corpus_files([intake.folder], agencies)}
    assert held.keys() == {"hours", "decree-12-2024-nd-cp"}
    assert (intake.folder / "notes/hours.txt").read_text(encoding="utf-8") == NOTE


# Nothing half-done


def _fails(error: BaseException) -> Callable[..., Any]:
    def fail(*_: object, **__: object) -> None:
        raise error

    return fail


STEPS = ["_copy", "append_entries", "load_register"]


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("fault", [KeyboardInterrupt(), OSError(28, "No space left on device"), RegisterError("odd")])
@pytest.mark.parametrize("with_register", [False, True])
def test_a_document_is_taken_in_whole_or_not_at_all(
    intake: Intake, decree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    step: str, fault: BaseException, with_register: bool,
) -> None:  # fmt: skip
    if with_register:
        (tmp_path / "note.txt").write_text(NOTE, encoding="utf-8")
        intake.take(str(tmp_path / "note.txt"))
    before = snapshot(intake.folder)
    with monkeypatch.context() as patch:
        patch.setattr(placing, step, _fails(fault))
        with pytest.raises((KeyboardInterrupt, CorpusError)):
            intake.take(str(decree))
    assert snapshot(intake.folder) == before
    assert intake.folder.exists() is with_register
    assert intake.take(str(decree)).result == "added"


def test_a_wrong_correction_leaves_the_register_as_it_was(intake: Intake, decree: Path) -> None:
    intake.take(str(decree))
    before = snapshot(intake.folder)
    intake.corrections = {"expired": dt.date(2000, 1, 1)}
    with pytest.raises(RegisterError, match="expired"):
        intake.take(str(decree))
    assert snapshot(intake.folder) == before


def test_a_file_that_is_there_already_is_not_overwritten(intake: Intake, decree: Path) -> None:
    (intake.folder / "texts").mkdir(parents=True)
    (intake.folder / "texts/decree-12-2024-nd-cp.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(NotAdded, match="is there already"):
        intake.take(str(decree))
    assert snapshot(intake.folder) == {"texts/decree-12-2024-nd-cp.txt": b"mine"}


def test_a_place_that_is_a_file(intake: Intake, decree: Path) -> None:
    intake.folder.write_text("a file", encoding="utf-8")
    with pytest.raises(NotAdded, match="cannot be written"):
        intake.take(str(decree))
    assert intake.folder.read_text(encoding="utf-8") == "a file"


@pytest.mark.parametrize(("name", "reason"), [("none.txt", "no such file"), (".", "is a folder")])
def test_what_is_no_file(intake: Intake, tmp_path: Path, name: str, reason: str) -> None:
    with pytest.raises(NotAdded, match=reason):
        intake.take(str(tmp_path / name))


# The register


_TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(notes=st.lists(_TEXT, min_size=1, max_size=4), changed=_TEXT)
def test_any_words_are_written_and_read_back(
    tmp_path: Path, agencies: Agencies, notes: list[str], changed: str
) -> None:
    path = tmp_path / REGISTER_FILE
    path.unlink(missing_ok=True)
    (tmp_path / "texts").mkdir(exist_ok=True)
    for number, note in enumerate(notes):
        (tmp_path / f"texts/{number}.txt").write_bytes(b"")
        append_entries(
            path,
            [{
                "id": f"d{number}", "file": f"texts/{number}.txt", "kind": "letter", "authority": "administrative", "language": "vi",
                "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "title_vi": note, "status_note_vi": note,
                "relation": [{"type": "cites", "number": "1/2024/TT-BYT", "note": note}],
            }],
        )  # fmt: skip
    change_entry(path, "d0", {"title_vi": changed, "issued": dt.date(2024, 1, 2)})
    read = load_register(tmp_path, agencies)
    assert [one.status_note_vi for one in read] == notes
    assert [one.relations[0].note for one in read] == notes
    assert [one.title_vi for one in read] == [changed, *notes[1:]]
    assert read[0].issued == dt.date(2024, 1, 2)


def test_an_entry_that_is_not_there_cannot_be_corrected(tmp_path: Path) -> None:
    path = tmp_path / REGISTER_FILE
    append_entries(path, [])
    with pytest.raises(RegisterError, match='no entry "a"'):
        change_entry(path, "a", {"kind": "law"})
    path.write_text("[[document", encoding="utf-8")
    with pytest.raises(RegisterError, match="not valid TOML"):
        change_entry(path, "a", {"kind": "law"})


# Official texts


def official(**facts: Any) -> OfficialText:
    known = {
        "number": "12/2024/NĐ-CP",
        "kind": "decree",
        "title_vi": "a",
        "title_en": "b",
        "page": "https://portal.example/",
    }
    return OfficialText.model_validate(known | facts)


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({}, None),
        ({"number": "12/2024/ND-CP"}, None),
        ({"number": "13/2024/NĐ-CP"}, "has the number 12/2024/NĐ-CP, 13/2024/NĐ-CP was expected"),
        ({"sha256": "0" * 64}, "sha256"),
    ],
)
def test_an_official_address_must_give_the_official_text(
    intake: Intake, facts: dict[str, Any], reason: str | None
) -> None:
    with serve({"/nd12.txt": answer(200, "text/plain", DECREE.encode())}) as site:
        if reason is None:
            placed = intake.take(f"{site.address}/nd12.txt", official(**facts))
            assert placed.document.source == f"{site.address}/nd12.txt"
            return
        with pytest.raises(NotAdded, match=reason):
            intake.take(f"{site.address}/nd12.txt", official(**facts))
    assert not intake.folder.exists()


def test_the_list_of_official_texts() -> None:
    texts = load_official()
    assert len(texts) > 10
    for text in texts:
        assert text.address is None or text.address.startswith("https://")
        assert text.page.startswith("https://")
    assert any(text.address is None for text in texts), "what has no known address is named too"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("[[texts]]\n", "read by nobody"), ("[[text]]\nnumber = 'x'\n", "text"), ("[[text]\n", "not valid TOML"),
        ("[[text]]\nnumber = 'a law'\nkind = 'law'\ntitle_vi = 'a'\ntitle_en = 'b'\npage = 'c'\n", "no document's number"),
    ],
)  # fmt: skip
def test_a_list_that_is_none_is_refused(tmp_path: Path, content: str, reason: str) -> None:
    path = tmp_path / "list.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(RegisterError, match=reason):
        load_official(path)
    with pytest.raises(RegisterError, match="no such file"):
        load_official(tmp_path / "none.toml")
