from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.agencies import Agencies
from corpus.label import KIND_NAMES
from corpus.provision import Authority
from ingest.authority import authority_of


@pytest.mark.parametrize(
    ("kind", "number", "authority"),
    [
        ("law", "25/2008/QH12", "law"), ("ordinance", "01/2012/UBTVQH13", "ordinance"),
        ("decree", "301/2026/NĐ-CP", "decree"), ("circular", "31/2026/TT-BYT", "circular"),
        # Resolutions and decisions: by who issues them ...
        ("resolution", "261/2025/QH15", "law"), ("resolution", "1210/2016/UBTVQH13", "ordinance"),
        ("resolution", "32/2026/NQ-CP", "decree"), ("resolution", "09/2026/NQ-HĐND", "local"),
        ("decision", "12/2026/QĐ-TTg", "pm_decision"), ("decision", "3/2026/QĐ-CTN", "president"),
        ("decision", "47/2026/QĐ-UBND", "local"), ("decision", "27/2007/QĐ-BYT", "circular"),
        # ... and without a year in the number they are administrative acts.
        ("resolution", "282/NQ-CP", "administrative"), ("resolution", "15/NQ-HĐND", "administrative"),
        ("decision", "729/QĐ-TTg", "administrative"), ("decision", "47/QĐ-UBND", "administrative"),
        ("decision", "1313/QD-BYT", "administrative"),
        ("directive", "16/CT-TTg", "administrative"), ("letter", "2210/SYT-NVY", "administrative"),
        # The Party's have a hyphen behind the serial number.
        ("directive", "52-CT/TW", "party"), ("resolution", "20-NQ/TW", "party"), ("directive", "14-CT/TU", "party"),
        ("text", "36-HD/VPTW", "party"),
    ],
)  # fmt: skip
def test_the_number_says_the_rank(kind: str, number: str, authority: Authority) -> None:
    assert authority_of(kind, number) == authority


@pytest.mark.parametrize(
    ("kind", "issuer", "authority"),
    [
        ("decision", "provincial-peoples-committee", "local"), ("resolution", "provincial-peoples-council", "local"),
        ("decision", "prime-minister", "pm_decision"), ("resolution", "national-assembly", "law"),
        ("directive", "secretariat", "party"), ("decision", "moh", "administrative"),
        ("directive", "provincial-peoples-committee", "administrative"),
    ],
)  # fmt: skip
def test_without_a_number_the_issuer_does(agencies: Agencies, kind: str, issuer: str, authority: Authority) -> None:
    assert authority_of(kind, None, agencies[issuer]) == authority
    assert authority_of(kind, "729/QĐ-TTg", agencies[issuer]) == authority_of(kind, "729/QĐ-TTg")


@given(st.sampled_from(sorted(KIND_NAMES)), st.text(max_size=20))
def test_any_number_has_a_rank(kind: str, number: str) -> None:
    assert authority_of(kind, number) in Authority.__args__  # type: ignore[attr-defined]
