"""Lines to a provision tree. Any text parses to a valid tree that covers it; one grammar per document family."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from corpus.provision import EId, Provision
from ingest import grammar_directive, grammar_law, grammar_prose
from ingest.lines import Line, Node, freeze, lines
from ingest.read import SourceText


class Family(NamedTuple):
    """A family of documents: how it is recognised, its grammar, which fills the root, and what completes
    the tree with a look at the text itself."""

    name: str
    recognises: Callable[[list[Line]], bool]
    fill: Callable[[Node, list[Line]], None]
    finish: Callable[[Node, str], None] | None = None


# The first family that recognises a text parses it; prose takes whatever is left.
FAMILIES = (
    Family("law", grammar_law.recognises, grammar_law.fill, grammar_law.finish),
    Family("directive", grammar_directive.recognises, grammar_directive.fill),
    Family("prose", lambda _: True, grammar_prose.fill),
)


def family(source: SourceText) -> str:
    """The name of the family that a text belongs to."""
    return _family(lines(source.text)).name


def parse(source: SourceText, doc_id: str) -> Provision:
    """The tree of a text. Its root has an empty eId, the kind `document` and the whole text."""
    text_lines = lines(source.text)
    root = Node("document", EId(), 0, len(source.text))
    grammar = _family(text_lines)
    grammar.fill(root, text_lines)
    if grammar.finish:
        grammar.finish(root, source.text)
    return freeze(root, doc_id, source)


def _family(text_lines: list[Line]) -> Family:
    return next(one for one in FAMILIES if one.recognises(text_lines))
