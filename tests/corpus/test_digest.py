"""The digests: whole, the same in both languages, and true to the official texts where these lie at hand."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple, get_args

import pytest

from corpus.agencies import Agencies
from corpus.digest import load_digests
from corpus.glossary import Glossary
from corpus.language import analyze, detect_language
from corpus.phrases import PhraseTable
from corpus.provision import Authority, EId, Provision
from corpus.toml import BUNDLED
from ingest.parse import parse
from ingest.read import read

DIGESTS = sorted((BUNDLED / "digest").glob("*.toml"))
LAW = "law-25-2008-qh12"
LAWS = BUNDLED.parent.parent / "shared" / "laws"

# What a digest may hold: key, type, and whether every table has it.
WORK_KEYS: dict[str, tuple[type, bool]] = {
    "id": (str, True), "number": (str, True), "title_en": (str, True), "title_vi": (str, True), "source": (str, True),
    "kind": (str, False), "authority": (str, False), "issuer": (str, False), "issued": (dt.date, False),
    "effective": (dt.date, False), "consolidated": (str, False), "as_of": (dt.date, False),
}  # fmt: skip
ENTRY_KEYS: dict[str, tuple[type, bool]] = {
    "eid": (str, True), "en": (str, True), "vi": (str, True), "figures": (list, True), "basis": (str, True),
    "confidence": (str, True), "clause_known": (bool, False), "from": (dt.date, False), "until": (dt.date, False),
    "computed": (str, False), "kind_of": (str, False), "note_en": (str, False), "note_vi": (str, False),
    "heading_en": (str, False), "heading_vi": (str, False), "changes": (list, False),
}  # fmt: skip
# The parts of the Law say which consolidated text they rest on; every other file says what kind of work it digests.
OF_A_CONSOLIDATED_LAW = {"consolidated", "as_of"}
OF_AN_INSTRUMENT = {"kind", "authority", "issuer"}

KINDS = {"law", "decree", "circular", "resolution", "directive"}
PAIRS = [("en", "vi"), ("note_en", "note_vi"), ("heading_en", "heading_vi")]

# The official texts that a digest is held against, by the work's id.
OFFICIAL = {
    LAW: "22_VBHN-VPQH_2025_luat_bhyt_hop_nhat.vi.txt",
    "decree-161-2026-nd-cp": "nghi_dinh_161_2026_nd-cp_luong_co_so.vi.md",
    "decree-165-2026-nd-cp": "nghi_dinh_165_2026_nd-cp_luat_phong_benh.vi.md",
    "decree-192-2026-nd-cp": "nghi_dinh_192_2026_nd-cp_phu_cap_y_te_thon_ban.vi.md",
}
RUN = 8  # words in a row that are a copy

MONTHS = dict(zip(
    "January February March April May June July August September October November December".split(), range(1, 13), strict=True
))  # fmt: skip
# A month beside a number; "May" alone is a verb.
MONTH = re.compile(rf"\d ({'|'.join(MONTHS)})\b|\b({'|'.join(MONTHS)}) \d")
# Numbers that may stand in words in one language and in digits in the other. "năm" is left out: mostly it means year.
WORDS_EN = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
            "first": 1, "second": 2, "third": 3, "fourth": 4, "once": 1, "twice": 2}  # fmt: skip
WORDS_VI = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10}
ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4}

NUMBER_EN = re.compile(r"(?<![^\W_])(?:\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+\.\d+|\d+)")
NUMBER_VI = re.compile(r"(?<![^\W_])(?:\d{1,3}(?:\.\d{3})+(?!\d)(?:,\d+)?|\d+,\d+|\d+)")
BRACKETS = re.compile(r"\([^)]*\)")
SENTENCE_END = re.compile(r"[.;:!?](?=\s|$)")
FOOTNOTE = re.compile(r"\[\d+\]")
CROSS_REFERENCE = re.compile(
    r"\b(?:Articles?|Clauses?|Art\.)\s+((?:\d+[a-z]?(?:\(\d+\))*(?:\s*,\s*|\s+(?:and|or|to)\s+)?)+)"
)


class Entry(NamedTuple):
    """An entry and the work that it belongs to."""

    work: str
    table: dict[str, Any]

    def __str__(self) -> str:
        return f"{self.work}#{self.table.get('eid')}"


def load(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def entries_of(*paths: Path) -> list[Entry]:
    return [Entry(tables["work"]["id"], table) for tables in map(load, paths) for table in tables["entry"]]


ENTRIES = entries_of(*DIGESTS)
of_each_file = pytest.mark.parametrize("path", DIGESTS, ids=[p.stem for p in DIGESTS])


def numbers_en(text: str) -> set[str]:
    """The numbers of an English text that stand in digits; a month counts as its number."""
    months = {str(MONTHS[name]) for pair in MONTH.findall(text) for name in pair if name}
    return {plain(n.replace(",", "")) for n in NUMBER_EN.findall(text)} | months


def numbers_vi(text: str) -> set[str]:
    """The numbers of a Vietnamese text that stand in digits, and of its quarters in Roman numerals."""
    quarters = {str(ROMAN[q]) for q in re.findall(r"\bquý (IV|I{1,3})\b", text, re.IGNORECASE)}
    return {plain(n.replace(".", "").replace(",", ".")) for n in NUMBER_VI.findall(text)} | quarters


def plain(number: str) -> str:
    """A number without leading zeros and without zeros after the point: 05 -> 5, 1.50 -> 1.5."""
    whole, _, rest = number.partition(".")
    return ".".join(part for part in (whole.lstrip("0") or "0", rest.rstrip("0")) if part)


def in_words(text: str, table: dict[str, int]) -> set[str]:
    """The numbers that stand in words."""
    found = set(re.findall(r"\w+", text.lower()))
    return {str(n) for word, n in table.items() if word in found}


@pytest.mark.parametrize(
    ("en", "vi", "expected"),
    [
        ("4.5% of 2,530,000 VND", "4,5% của 2.530.000 đồng", {"4.5", "2530000"}),
        ("since 1 July 2026", "từ 01/7/2026", {"1", "7", "2026"}),
        ("0.15 times, 40 days", "0,15 lần, 40 ngày", {"0.15", "40"}),
        ("Law 51/2024/QH15, Article 7a", "Luật 51/2024/QH15, Điều 7a", {"51", "2024", "7"}),
        ("May change in May 2026", "có thể đổi vào tháng 5/2026", {"5", "2026"}),
        ("1,000 doctors; 5.10", "1.000 bác sĩ; 5,1", {"1000", "5.1"}),
        ("in quarter 4", "quý IV", {"4"}),
    ],
)
def test_numbers_are_read_alike_in_both_languages(en: str, vi: str, expected: set[str]) -> None:
    assert numbers_en(en) == expected
    assert numbers_vi(vi) == expected


@of_each_file
def test_a_file_has_the_known_keys(path: Path) -> None:
    tables = load(path)
    assert set(tables) == {"work", "entry"}
    work = tables["work"]
    check_keys(work, WORK_KEYS, path.stem)
    parts_of_law = work["id"] == LAW
    assert (OF_A_CONSOLIDATED_LAW if parts_of_law else OF_AN_INSTRUMENT) <= set(work)
    assert path.stem == work["id"] or (parts_of_law and path.stem.startswith(f"{LAW}."))
    assert work["source"].startswith("https://")
    for entry in tables["entry"]:
        check_keys(entry, ENTRY_KEYS, f"{path.stem}#{entry.get('eid')}")


def check_keys(table: dict[str, Any], known: dict[str, tuple[type, bool]], where: str) -> None:
    assert set(table) <= set(known), where
    assert {key for key, (_, always) in known.items() if always} <= set(table), where
    assert [key for key, value in table.items() if not isinstance(value, known[key][0])] == [], where


@of_each_file
def test_a_file_is_composed(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert unicodedata.is_normalized("NFC", text)


@of_each_file
def test_a_work_says_what_it_is(path: Path, agencies: Agencies) -> None:
    work = load(path)["work"]
    assert work.get("issuer", "national-assembly") in agencies
    assert work.get("authority", "law") in get_args(Authority)
    assert work.get("kind", "law") in KINDS
    if "issued" in work and "effective" in work:
        assert work["issued"] <= work["effective"]


def test_an_eid_stands_once_in_a_work() -> None:
    assert [key for key, times in Counter(map(str, ENTRIES)).items() if times > 1] == []


@of_each_file
def test_each_entry_is_whole(path: Path) -> None:
    for entry in entries_of(path):
        table = entry.table
        eid = EId.parse(table["eid"])
        assert str(eid) == table["eid"] != "", entry
        # Where the clause is not known, items are counted, so that nobody takes the number for that of an article.
        assert (eid.segments[0][0] == "item") is (table.get("clause_known", True) is False), entry
        assert table["confidence"] in {"H", "M", "L"}, entry
        assert table["basis"].strip(), entry
        assert table.get("from", dt.date.min) <= table.get("until", dt.date.max), entry
        for en, vi in PAIRS:
            assert (en in table) is (vi in table), entry
            assert all(table[key].strip() for key in (en, vi) if key in table), entry


@of_each_file
def test_each_language_is_what_it_says(path: Path) -> None:
    for entry in entries_of(path):
        # An English text may give the Vietnamese term in brackets.
        assert detect_language(BRACKETS.sub("", entry.table["en"])) == "en", entry
        assert detect_language(entry.table["vi"]) == "vi", entry


@of_each_file
def test_a_proposal_is_never_stated_as_a_rule(path: Path) -> None:
    for entry in entries_of(path):
        if "kind_of" in entry.table:
            assert entry.table["kind_of"] == "proposal", entry
            assert "proposal" in entry.table["en"].lower() and "not in force" in entry.table["en"], entry
            assert "đề xuất" in entry.table["vi"].lower() and "chưa có hiệu lực" in entry.table["vi"].lower(), entry


@of_each_file
def test_figures_stand_in_both_languages(path: Path) -> None:
    for entry in entries_of(path):
        in_vietnamese = numbers_vi(entry.table["vi"]) | in_words(entry.table["vi"], WORDS_VI)
        assert [f for f in entry.table["figures"] if f not in entry.table["en"]] == [], entry
        assert [f for f in entry.table["figures"] if not numbers_en(f) <= in_vietnamese] == [], entry


@of_each_file
def test_both_languages_state_the_same_numbers(path: Path) -> None:
    for entry in entries_of(path):
        for key_en, key_vi in PAIRS:
            en, vi = entry.table.get(key_en, ""), entry.table.get(key_vi, "")
            assert numbers_en(en) - numbers_vi(vi) <= in_words(vi, WORDS_VI), (entry, key_en)
            assert numbers_vi(vi) - numbers_en(en) <= in_words(en, WORDS_EN), (entry, key_vi)


def test_what_changed_is_told_by_its_dates() -> None:
    on = {
        "item_5": ("decree-188-2025-nd-cp", {"2026-06-30": "351,000 VND", "2026-07-01": "379,500 VND"}),
        "art_6__para_5": ("decree-188-2025-nd-cp", {"2026-06-30": "105,300 VND", "2026-07-01": "113,850 VND"}),
        "art_18__para_2": ("decree-188-2025-nd-cp", {"2026-06-30": "14,040,000 VND", "2026-07-01": "15,180,000 VND"}),
        "art_3__para_2": ("decree-161-2026-nd-cp", {"2026-06-30": "2,340,000 VND", "2026-07-01": "2,530,000 VND"}),
        "art_2__para_1__point_a": ("resolution-261-2025-qh15", {"2025-12-31": "95%", "2026-01-01": "100%"}),
    }
    for eid, (work, by_day) in on.items():
        family = [e.table for e in ENTRIES if e.work == work and EId.parse(e.table["eid"]).starts_with(EId.parse(eid))]
        for day, figure in by_day.items():
            holds = [
                t
                for t in family
                if t.get("from", dt.date.min) <= dt.date.fromisoformat(day) <= t.get("until", dt.date.max)
            ]
            stated = {f for t in holds for f in t["figures"]}
            assert figure in stated, (eid, day)
            assert not stated & (set(by_day.values()) - {figure}), (eid, day)


# ---- Against the official texts


def official_text(work: str) -> str:
    path = LAWS / OFFICIAL[work]
    if not path.is_file():
        pytest.skip(f"{path.name} is not beside the repository (../shared/laws)")
    return read(path).text


@pytest.fixture(scope="module")
def law() -> dict[str, Provision]:
    """The provisions of the official text of the Law by eId."""
    if not (LAWS / OFFICIAL[LAW]).is_file():
        pytest.skip(f"{OFFICIAL[LAW]} is not beside the repository (../shared/laws)")
    return {str(node.ref.eid): node for node in parse(read(LAWS / OFFICIAL[LAW]), LAW).walk()}


@pytest.fixture(scope="module")
def law_digest() -> list[Entry]:
    parts = [path for path in DIGESTS if path.stem.startswith(f"{LAW}.")]
    if len(parts) < 2:
        pytest.skip(f"the two parts of the digest of the Law ({LAW}.1.toml, {LAW}.2.toml) are not both there")
    return entries_of(*parts)


def test_an_entry_of_the_law_names_a_provision(law: dict[str, Provision], law_digest: list[Entry]) -> None:
    assert [str(e) for e in law_digest if str(official_eid(e.table["eid"])) not in law] == []


def official_eid(eid: str) -> EId:
    """The provision that an entry rests on: items are the digest's own, one for each group that a point gathers."""
    segments = EId.parse(eid).segments
    return EId(segments[:-1] if segments[-1][0] == "item" else segments)


def test_figures_of_the_law_stand_in_the_named_clause(law: dict[str, Provision], law_digest: list[Entry]) -> None:
    missing = {}
    for entry in law_digest:
        stated = set().union(*map(numbers_en, entry.table["figures"]))
        if absent := stated - numbers_in(law[str(official_eid(entry.table["eid"]))]):
            missing[entry.table["eid"]] = sorted(absent)
    assert missing == {}


def test_cross_references_of_the_law_stand_in_the_named_clause(
    law: dict[str, Provision], law_digest: list[Entry]
) -> None:
    missing = {}
    for entry in law_digest:
        eid = official_eid(entry.table["eid"])
        # A point is read with the opening words of its clause. The footnotes hold the amending law, which names its own
        # points: there an entry may say which article of the Law they changed.
        there = numbers_in(law[str(clause_of(eid))]) | {n for _, number in eid.segments for n in numbers_en(number)}
        named = {n for listed in CROSS_REFERENCE.findall(entry.table["en"]) for n in numbers_en(listed)} - there
        if absent := {n for n in named if eid.segments[0][0] != "fn" or f"art_{n}" not in law}:
            missing[entry.table["eid"]] = sorted(absent)
    assert missing == {}


def clause_of(eid: EId) -> EId:
    """The clause that a point belongs to, or the provision itself."""
    return EId(eid.segments[:-1]) if eid.segments[-1][0] == "point" else eid


def numbers_in(provision: Provision) -> set[str]:
    """The numbers of a provision, in digits or in words, its footnote marks left out."""
    text = FOOTNOTE.sub("", provision.text)
    return numbers_vi(text) | in_words(text, WORDS_VI)


def test_every_clause_of_the_law_is_covered(law: dict[str, Provision], law_digest: list[Entry]) -> None:
    digested = {entry.table["eid"] for entry in law_digest}
    articles = [node for eid, node in law.items() if re.fullmatch(r"art_\w+", eid) and "__" not in eid]
    assert len(articles) == 57
    assert [str(unit.ref.eid) for article in articles for unit in clauses(article) if not covered(unit, digested)] == []


def clauses(article: Provision) -> Iterator[Provision]:
    """The clauses of an article, or the article itself where it has none."""
    found = [child for child in article.children if child.kind == "clause"]
    yield from found or [article]


def covered(unit: Provision, digested: set[str]) -> bool:
    """Whether a clause has an entry of its own, or each of its points has one."""
    points = [str(child.ref.eid) for child in unit.children]
    return str(unit.ref.eid) in digested or (bool(points) and set(points) <= digested)


@pytest.fixture(scope="module")
def names(agencies: Agencies, glossary: Glossary) -> PhraseTable[str]:
    """Names that nobody can put in other words: bodies and titles of laws."""
    table: PhraseTable[str] = PhraseTable("vi")
    for agency in agencies:
        for name in (agency.vi, *agency.aliases_vi):
            table.add(name, name)
    for term in glossary:
        if term.names_document:
            for name in term.forms("vi"):
                table.add(name, name)
    return table


@pytest.mark.parametrize("work", OFFICIAL)
def test_no_run_of_words_is_copied(work: str, names: PhraseTable[str]) -> None:
    """Names and numbers aside, no eight words in a row of a digest stand in the official text."""
    official = set(runs(FOOTNOTE.sub("", official_text(work)), names))
    copied = {
        str(entry): " ".join(run)
        for entry in ENTRIES
        if entry.work == work
        for key in ("vi", "note_vi", "heading_vi")
        for run in runs(entry.table.get(key, ""), names)
        if run in official
    }
    assert copied == {}


def runs(text: str, names: PhraseTable[str]) -> Iterator[tuple[str, ...]]:
    """Each run of words in a sentence of a text, lower case, without punctuation, numbers and names."""
    for sentence in SENTENCE_END.split(text):
        terms = analyze(sentence, "vi")
        named = {at for match in names.find(terms) for at in range(match.start, match.end)}
        left = [term for at, term in enumerate(terms) if at not in named and not any(c.isdigit() for c in term)]
        yield from (tuple(left[at : at + RUN]) for at in range(len(left) - RUN + 1))


def test_what_is_changed_is_an_entry_of_another_work() -> None:
    digests = {digest.work.id: {entry.eid for entry in digest.entries} for digest in load_digests()}
    changed = [(d.work.id, key) for d in load_digests() for entry in d.entries for key in entry.changes]
    assert changed
    for own, key in changed:
        work, _, eid = key.partition("#")
        assert work != own
        assert any(known == eid or known.startswith(f"{eid}__") for known in digests[work]), key
