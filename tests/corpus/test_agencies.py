from __future__ import annotations

import datetime as dt
import itertools
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import RegisterError
from corpus.agencies import Agencies, load_agencies
from corpus.language import fold


def found(agencies: Agencies, text: str) -> list[tuple[str, str]]:
    return [(m.agency.id, text[m.start : m.end]) for m in agencies.find(text)]


def once_wrong(*values: object, why: str) -> object:
    """A row that the product once got wrong; `why` says what went wrong then."""
    assert why
    return pytest.param(*values)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Ministry of Health", "moh"), ("MoH", "moh"), ("MOH", "moh"), ("Bộ Y tế", "moh"), ("BỘ Y TẾ", "moh"), ("Bo Y te", "moh"),
        ("bo y te", "moh"), ("BYT", "moh"), ("Ministry of Finance", "mof"), ("Bộ Tài chính", "mof"), ("bo tai chinh", "mof"),
        ("Vietnam Social Security", "vss"), ("Vietnam Social Insurance", "vss"), ("VSS", "vss"), ("BHXH Việt Nam", "vss"),
        ("Bảo hiểm xã hội Việt Nam", "vss"), ("Provincial Social Insurance", "provincial-social-insurance"),
        ("Bảo hiểm xã hội tỉnh", "provincial-social-insurance"), ("Prime Minister", "prime-minister"),
        ("Thủ tướng Chính phủ", "prime-minister"), ("thu tuong", "prime-minister"), ("Government", "government"),
        ("Chính phủ", "government"), ("Ministry of Planning and Investment", "mpi"), ("Bộ Kế hoạch và Đầu tư", "mpi"),
        ("Ministry of Labor - War Invalids and Social Affairs", "molisa"), ("Bộ Lao động - Thương binh và Xã hội", "molisa"),
        ("MOLISA", "molisa"), ("Ministry of Information and Communications", "mic"), ("Bộ Tư pháp", "moj"),
        ("Ministry of Industry and Trade", "moit"), ("Bộ Công Thương", "moit"), ("Bộ Công an", "mps"), ("Bộ Nội vụ", "moha"),
        ("People's Committees", "peoples-committee"), ("People’s Committees", "peoples-committee"), ("UBND", "peoples-committee"),
        ("UBND tỉnh", "provincial-peoples-committee"), ("ubnd tinh", "provincial-peoples-committee"),
        ("People’s Committees of provinces and central-affiliated cities", "provincial-peoples-committee"),
        ("Chairpersons of People’s Committees of provinces and central-affiliated cities", "provincial-chair"),
        ("Politburo", "politburo"), ("Bộ Chính trị", "politburo"), ("Secretariat", "secretariat"), ("Ban Bí thư", "secretariat"),
        ("Party Central Committee", "central-committee"), ("National Assembly", "national-assembly"), ("Quốc hội", "national-assembly"),
        ("Standing Committee of the National Assembly", "na-standing-committee"), ("Vietnamese Fatherland Front", "fatherland-front"),
        ("Mặt trận Tổ quốc Việt Nam", "fatherland-front"), ("Department of Health", "department-health"), ("Sở Y tế", "department-health"),
        ("Minister of Health", "moh-minister"), ("Bộ trưởng Bộ Y tế", "moh-minister"), ("Government Office", "government-office"),
        once_wrong(unicodedata.normalize("NFD", "Bộ Y tế"), "moh", why="a text in NFD (macOS, many PDFs) loses its agencies"),
    ],
)  # fmt: skip
def test_a_name_is_found_whole(agencies: Agencies, name: str, expected: str) -> None:
    assert found(agencies, f"({name})") == [(expected, name)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ministry of Health and Ministry of Finance", ["moh", "mof"]),
        ("Bộ Y tế chủ trì, phối hợp với Bộ Tài chính, BHXH Việt Nam", ["moh", "mof", "vss"]),
        ("Ministry of Health shall cooperate with Vietnam Social Security", ["moh", "vss"]),
        # Bodies whose names begin alike.
        ("Bộ Công an và Bộ Công Thương", ["mps", "moit"]),
        ("Thủ tướng Chính phủ và Chính phủ", ["prime-minister", "government"]),
        ("Sở Y tế và Bộ Y tế", ["department-health", "moh"]),
        ("the Minister of Health and the Ministry of Health", ["moh-minister", "moh"]),
        # Neither agency, however near.
        ("bộ phận y tế", []),
        ("bảo hiểm xã hội", []),
        ("health insurance", []),
        ("the community of health", []),
        ("who pays", []),
        ("in a text with Vietnamese letters (đ), Bo Y te is not the ministry", []),
        # Words that a ministry's English acronym would swallow: MOST, and một (one) for MOT.
        ("in most cases", []),
        ("mot so benh hiem", []),
        once_wrong(
            "ngo doc thuc pham",
            [],
            why="acronyms match in any case, against agencies.toml: 'ngo' (ngộ độc, poisoning) is NGO",
        ),
    ],
)
def test_agencies_of_a_text(agencies: Agencies, text: str, expected: list[str]) -> None:
    assert [one for one, _ in found(agencies, text)] == expected


def test_every_name_finds_its_own_agency(agencies: Agencies) -> None:
    wrong = [
        (name, found(agencies, name))
        for agency in agencies
        for name in (agency.vi, agency.en, *agency.acronyms, *agency.aliases_vi, *agency.aliases_en)
        if (agency.id, name) not in found(agencies, name)
    ]
    assert wrong == []


@given(
    st.lists(
        st.sampled_from(["Bộ", "Y", "tế", "Ministry", "of", "Health", "and", ",", "UBND", "tỉnh", "\n", "x"]),
        max_size=12,
    )
)
def test_mentions_are_in_order_and_apart(agencies: Agencies, pieces: list[str]) -> None:
    text = " ".join(pieces)
    mentions = agencies.find(text)
    assert all(a.end <= b.start for a, b in itertools.pairwise(mentions))
    for mention in mentions:
        # What is underlined names that very agency also when it stands alone.
        alone = agencies.find(text[mention.start : mention.end])
        assert [m.agency.id for m in alone][:1] == [mention.agency.id]


def test_the_bundled_file(agencies: Agencies) -> None:
    everyone = list(agencies)
    assert len(everyone) >= 200
    assert "moh" in agencies
    assert "nobody" not in agencies
    assert agencies["moh"].name("vi") == "Bộ Y tế"
    assert agencies["moh"].name("en") == "Ministry of Health"


def test_no_name_is_shared_even_without_diacritics(agencies: Agencies) -> None:
    # The rule at the top of agencies.toml: a plain question could not tell the two apart.
    owners: dict[str, str] = {}
    for agency in agencies:
        for name in (agency.vi, agency.en, *agency.acronyms, *agency.aliases_vi, *agency.aliases_en):
            assert owners.setdefault(fold(name), agency.id) == agency.id, name


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("mpi", {"mof"}),
        ("molisa", {"moha", "moh", "moet", "mae", "mps"}),
        ("mic", {"most", "mcst"}),
        ("moh", set()),
        ("mof", set()),
    ],
)
def test_successions(agencies: Agencies, old: str, new: set[str]) -> None:
    assert {row.to for row in agencies.successors(old)} == new


def test_successions_are_complete(agencies: Agencies) -> None:
    for row in agencies.successions:
        assert row.function_en
        assert row.function_vi
        assert row.source.startswith("http") or row.source
        until = agencies[row.from_].until
        assert until is None or until <= row.date, f"{row.from_} ended {until}, its function moved {row.date}"
        assert row.from_ != row.to
    assert all(row.date == dt.date(2025, 3, 1) for row in agencies.successors("mpi"))


def test_an_ended_agency_has_a_successor_or_says_why_not(agencies: Agencies) -> None:
    # An office ends with its body, whose successions tell the rest.
    def told(agency_id: str) -> bool:
        agency = agencies[agency_id]
        body = agency.acts_for or agency.part_of
        return bool(agencies.successors(agency_id) or agency.note or (body and told(body)))

    assert [a.id for a in agencies if a.until and not told(a.id)] == []


TWO = """
[[agency]]
id = "moh"
vi = "Bộ Y tế"
en = "Ministry of Health"
kind = "ministry"
[[agency]]
id = "mof"
vi = "Bộ Tài chính"
en = "Ministry of Finance"
kind = "ministry"
"""
SUCCESSION = """
[[succession]]
from = "{}"
to = "{}"
function_vi = "v"
function_en = "e"
date = 2025-03-01
instrument = "i"
source = "s"
"""


def load(tmp_path: Path, text: str) -> Agencies:
    path = tmp_path / "agencies.toml"
    path.write_text(text, encoding="utf-8")
    return load_agencies(path)


def test_a_file_of_ones_own_loads(tmp_path: Path) -> None:
    agencies = load(tmp_path, TWO + SUCCESSION.format("moh", "mof"))
    assert [a.id for a in agencies] == ["moh", "mof"]
    assert [row.to for row in agencies.successors("moh")] == ["mof"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param(TWO + TWO, '"moh" stands twice', id="id twice"),
        pytest.param(TWO + 'aliases_en = ["Ministry of Health"]', '"Ministry of Health" names both moh and mof', id="shared name"),
        pytest.param(TWO + 'aliases_en = ["ministry OF health"]', "names both moh and mof", id="shared name in another case"),
        pytest.param(
            TWO + 'aliases_vi = ["Bo Y te"]', "names both moh and mof", id="shared name without diacritics",
        ),
        pytest.param(
            TWO.replace('en = "Ministry of Finance"', 'en = "People’s Bank"').replace('en = "Ministry of Health"', 'en = "People\'s Bank"'),
            "names both moh and mof", id="shared name with another apostrophe",
        ),
        pytest.param(TWO + 'acts_for = "nobody"', '"mof": acts_for names "nobody"', id="acts for nobody"),
        pytest.param(TWO + 'part_of = "nobody"', '"mof": part_of names "nobody"', id="part of nothing"),
        pytest.param(TWO + SUCCESSION.format("nobody", "mof"), '"nobody" is no agency', id="succession from nobody"),
        pytest.param(TWO + SUCCESSION.format("moh", "nobody"), '"nobody" is no agency', id="succession to nobody"),
        pytest.param(TWO + "colour = 1", "colour", id="unknown key"),
        pytest.param(TWO.replace('"ministry"', '"coven"', 1), '"moh": kind', id="unknown kind"),
        pytest.param(TWO.replace('en = "Ministry of Health"\n', ""), '"moh": en', id="no English name"),
        pytest.param("[[agency]\n", "not valid TOML", id="bad TOML"),
    ],
)  # fmt: skip
def test_a_contradiction_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(RegisterError) as refusal:
        load(tmp_path, text)
    assert reason in str(refusal.value)
    assert "agencies.toml" in str(refusal.value)
    assert "\n" not in str(refusal.value)
