"""What a reader made of a document: its family, how many provisions of each kind, what looked odd and on which line."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from corpus.provision import Provision
from ingest.grammar_law import oddities
from ingest.law_text import Oddity
from ingest.parse import family
from ingest.source import SourceText

# The kinds worth counting, in the order in which a person thinks of them.
COUNTED = (
    "part", "chapter", "law_section", "article", "clause", "point", "section", "bullet", "item", "paragraph", "question",
    "table", "attachment", "footnote",
)  # fmt: skip


# What stands in a footnote or between quotation marks is another document's.
_QUOTED = frozenset({"fn", "quot"})


@dataclass(frozen=True, slots=True)
class ParseReport:
    """The family of a text, (kind, number of provisions) for the kinds that it has, its oddities by line."""

    family: str
    counts: tuple[tuple[str, int], ...]
    oddities: tuple[Oddity, ...]


def parse_report(source: SourceText, tree: Provision) -> ParseReport:
    """The report of a text and its tree. Only the grammar of statutes knows what is odd; other families report nothing."""
    found = Counter(
        node.kind for node in tree.walk() if not _QUOTED & {level for level, _ in node.ref.eid.segments[:-1]}
    )
    name = family(source)
    odd = tuple(oddities(source.text)) if name == "law" else ()
    return ParseReport(name, tuple((kind, found[kind]) for kind in COUNTED if found[kind]), odd)
