"""With what authority a document speaks, read off its kind, its number and its issuer.

Law 64/2025/QH15 on the Promulgation of Legal Documents, Article 4: which body lays down norms in which form. Decisions
and resolutions are norms or administrative acts; the number tells which. A norm has its year in it
("47/2026/QĐ-UBND"), an administrative act does not ("47/QĐ-UBND"; Decree 30/2020/NĐ-CP on clerical work, Annex III).
Documents of the Party have a hyphen behind the serial number ("52-CT/TW"; Instruction 36-HD/VPTW).
"""

from __future__ import annotations

import re

from corpus.agencies import Agency
from corpus.provision import Authority
from corpus.reference import DocumentNumber, parse_number

# What the kind alone says; of a decision or a resolution, nothing.
_OF_KIND: dict[str, Authority] = {
    "law": "law", "ordinance": "ordinance", "decree": "decree", "circular": "circular", "consolidated": "law",
    "conclusion": "party", "interview": "press", "news": "press", "article": "press",
}  # fmt: skip
# Kind and the last letters of the symbol ("QĐ-TTg", "QH15"): norms when the number has its year.
_NORMS: dict[tuple[str, str], Authority] = {
    ("resolution", "QH"): "law", ("resolution", "UBTVQH"): "ordinance", ("resolution", "CP"): "decree",
    ("resolution", "HDND"): "local", ("decision", "TTG"): "pm_decision", ("decision", "CTN"): "president",
    ("decision", "UBND"): "local",
}  # fmt: skip
# Norms of ministers were decisions until the Law of 2008 made them circulars; those of the State Audit still are.
_OTHER_DECISIONS: Authority = "circular"
# Without a number, kind and issuer decide.
_ISSUED: dict[tuple[str, str], Authority] = {
    ("resolution", "national-assembly"): "law", ("decision", "prime-minister"): "pm_decision",
    ("decision", "president"): "president",
}  # fmt: skip
_LOCAL_NORMS = frozenset({"decision", "resolution"})
_PARTY = re.compile(r"\s*\d+\s?-\s?[^\W\d_]")


def authority_of(kind: str, number: str | None, issuer: Agency | None = None) -> Authority:
    """The rank of a document of this kind and number; the issuer counts where no number is known."""
    if number and (_PARTY.match(number) or number.upper().endswith("TW")):
        return "party"
    if kind in _OF_KIND:
        return _OF_KIND[kind]
    parsed = parse_number(number) if number else None
    if parsed is not None and parsed.symbol:
        return _numbered(kind, parsed)
    return _issued(kind, issuer) if issuer and not number else "administrative"


def _numbered(kind: str, number: DocumentNumber) -> Authority:
    issuing = re.split(r"[-/]", number.symbol or "")[-1].rstrip("0123456789").upper()
    if number.year is None:
        return "administrative"
    return _NORMS.get((kind, issuing), _OTHER_DECISIONS if kind == "decision" else "administrative")


def _issued(kind: str, issuer: Agency) -> Authority:
    if issuer.kind == "local" and kind in _LOCAL_NORMS:
        return "local"
    return "party" if issuer.kind == "party" else _ISSUED.get((kind, issuer.id), "administrative")
