"""Who, when and how much of a quote, in the language of a message. Read off by type; what is unclear is left to the quote."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from bot.direct import UNSPECIFIED
from bot.drafts.wordings import RegisterName
from bot.turn import Citation
from bot.wording import amount, time
from corpus.agencies import Agencies
from corpus.provision import Language, Span
from corpus.quantity import find_quantities
from corpus.temporal import find_times
from ingest.index import Index
from ingest.norms.rows import Deadline, Duty, Entitlement, Figure

MOST_NAMES = 3  # more bearers than these are read in the quote

T = TypeVar("T")


class FactReader:
    """Reads the facts of quotes of one index."""

    def __init__(self, index: Index, agencies: Agencies) -> None:
        self._index = index
        self._agencies = agencies

    def bearers(self, citation: Citation, lang: Language) -> str:
        """Who leads what the quote says, by canonical names; empty where nobody is named or too many are."""
        leading = [d for d in self._duties(citation) if d.role == "lead" and d.bearer != UNSPECIFIED and d.agency]
        names = list(dict.fromkeys(self._agencies[d.agency].name(lang) for d in leading if d.agency))
        return ", ".join(names) if len(names) <= MOST_NAMES else ""

    def names(self, citation: Citation) -> frozenset[str]:
        """The agencies that the quote itself names."""
        return frozenset(mention.agency.id for mention in self._agencies.find(citation.quote))

    def unnamed(self, citation: Citation) -> bool:
        """Whether the quote has a leading agency that its own words do not name: an item of a list, for instance."""
        own = self.names(citation)
        return any(d.agency and d.agency not in own for d in self._duties(citation) if d.role == "lead")

    def measures(self, citation: Citation, lang: Language) -> list[str]:
        """Amount and time of a quote in the other language, in the words of `lang`, where it has just one of them."""
        source = self._index.documents[citation.ref.doc_id].language
        # A time is said only where the register has one due: the date of a decision that is cited is no deadline.
        due = "deadlines" in self.registers(citation)
        said = (
            _only(amount(q, source, lang) for q in find_quantities(citation.quote)),
            _only(time(t, source, lang) for t in find_times(citation.quote)) if due else None,
        )
        return [one for one in said if one and one not in citation.quote]

    def registers(self, citation: Citation) -> frozenset[RegisterName]:
        """The registers that have a row inside the quote, or around it."""
        rows: dict[RegisterName, Sequence[Duty | Deadline | Entitlement | Figure]] = {
            "duties": self._index.duties, "deadlines": self._index.deadlines,
            "entitlements": self._index.entitlements, "figures": self._index.figures,
        }  # fmt: skip
        return frozenset(
            name for name, found in rows.items() if any(_meets(row.ref.doc_id, row.span, citation) for row in found)
        )

    def _duties(self, citation: Citation) -> list[Duty]:
        return [d for d in self._index.duties if _meets(d.ref.doc_id, d.span, citation)]


def missing(citations: Sequence[Citation], facts: FactReader) -> list[str]:
    """What no quote of a message gives: who, when, amount."""
    given = {
        "who": any(facts.names(c) or facts.bearers(c, "en") for c in citations),
        "when": any(find_times(c.quote) for c in citations),
        "amount": any(find_quantities(c.quote) for c in citations),
    }
    return [name for name, there in given.items() if not there]


def _meets(doc_id: str, span: Span, citation: Citation) -> bool:
    return doc_id == citation.ref.doc_id and (span in citation.span or citation.span in span)


def _only(found: Iterable[T | None]) -> T | None:
    """The one value, None where there are none, several, or one that could not be said."""
    values = list(dict.fromkeys(found))
    return values[0] if len(values) == 1 else None
