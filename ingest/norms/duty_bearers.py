"""Who is named in a text: agencies, the groups of norms.toml, and lists of them.

"Chairpersons of People's Committees of provinces" is an agency of its own because agencies.toml says so; a
minister acts for the ministry, likewise.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from corpus.agencies import Agencies, Agency
from corpus.provision import Language
from ingest.norms.duty_patterns import Lexicon

UNSPECIFIED = "unspecified"
NAME_MAX = 100  # code points of a bearer whom no table knows
LIST_GAP_MAX = 60  # code points between two members of a list
_BLANKS = re.compile(r"\s+")
# "Ủy ban nhân dân tỉnh An Giang": the committee of that province, by its whole name.
_PLACE = re.compile(r"(?:\s+(?:tỉnh|thành phố|xã|phường|đặc khu|huyện|quận))?((?:\s+[^\W\d_]+)+)")


@dataclass(frozen=True, slots=True)
class Bearer:
    """Somebody named at `[start, end)` of a provision's text; `agency` is the id of the body acted for."""

    name: str
    agency: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Roll:
    """Bearers named in one list: "the Ministry of Health, the Ministry of Finance and local governments"."""

    bearers: tuple[Bearer, ...]

    @property
    def start(self) -> int:
        """Where the first of them begins."""
        return self.bearers[0].start

    @property
    def end(self) -> int:
        """Where the last of them ends."""
        return self.bearers[-1].end


def body(agency: Agency) -> str:
    """The id of the body that an agency or office-holder acts for."""
    return agency.acts_for or agency.id


def agency_name(bearer: str, agency: str | None, agencies: Agencies, lang: Language) -> str:
    """What a row calls its agency: as written where that is a name of it, else its canonical name in `lang`.

    A minister is shown as the ministry, "People's Committees of provinces" as written, a stranger as written.
    """
    if agency is None or any(m.agency.id == agency for m in agencies.find(bearer)):
        return bearer
    return agencies[agency].name(lang)


def named(text: str, name: str, start: int, end: int, agency: str | None) -> Bearer:
    """A bearer as written at `text[start:end]`; `name` is for comparison only."""
    return Bearer(_BLANKS.sub(" ", text[start:end]).strip() or name, agency, start, end)


def find_bearers(text: str, lowered: str, agencies: Agencies, lex: Lexicon) -> list[Bearer]:
    """The bearers named in `text`, in order, none overlapping; `lowered` is `text` masked, in lower case."""
    found = [
        named(text, m.agency.id, m.start, m.end, body(m.agency))
        for m in agencies.find(text)
        if not lowered[m.start : m.end].isspace()
    ]
    taken = [(b.start, b.end) for b in found]
    for match in lex.group.finditer(lowered):
        if lex.not_noun.match(lowered, match.start()):
            continue
        if not any(start < match.end() and match.start() < end for start, end in taken):
            agency = lex.group_agency.get(_BLANKS.sub(" ", match[0]))
            found.append(named(text, match[0], match.start(), match.end(), agency))
    return [_in_full(text, lowered, bearer, lex) for bearer in sorted(found, key=lambda b: b.start)]


def _in_full(text: str, lowered: str, bearer: Bearer, lex: Lexicon) -> Bearer:
    """A bearer with what stands before and after its name and makes it somebody else."""
    before = lowered[max(0, bearer.start - 40) : bearer.start]
    head = lex.heads_end.search(before)
    other = None if head else lex.others_end.search(before)
    match = head or other
    if match:
        start = bearer.start - (len(before) - match.start("name"))
        bearer = named(text, bearer.name, start, bearer.end, bearer.agency if head else None)
    if lex.language == "vi" and bearer.agency:
        bearer = named(text, bearer.name, bearer.start, _place_end(text, bearer.end), bearer.agency)
    owned = lex.owned.match(lowered, bearer.end)
    if owned:
        return replace(named(text, bearer.name, bearer.start, owned.end(), None))
    return bearer


def _place_end(text: str, end: int) -> int:
    """Where the name of a place that follows a body's name ends; `end` where none does."""
    match = _PLACE.match(text, end, end + 60)
    at = end
    for word in re.compile(r"\s+(\w+)").finditer(text, match.start(1), match.end(1)) if match else ():
        if not word[1][0].isupper():
            break
        at = word.end()
    return at


def rolls(lowered: str, bearers: list[Bearer], lex: Lexicon) -> list[Roll]:
    """Bearers that only commas and conjunctions part, together."""
    lists: list[list[Bearer]] = []
    for bearer in bearers:
        if lists and _joined(lowered, lists[-1][-1].end, bearer.start, lex):
            lists[-1].append(bearer)
        else:
            lists.append([bearer])
    return [Roll(tuple(group)) for group in lists]


def _joined(lowered: str, start: int, end: int, lex: Lexicon) -> bool:
    between = _BLANKS.sub(" ", lowered[start:end])
    if len(between) > LIST_GAP_MAX:
        return False
    match = lex.joiner.fullmatch(between)
    if match is None or not between.strip():
        return False
    unknown = match["unknown"]
    return not unknown or not (lex.marker.search(unknown) or lex.verb.match(unknown))
