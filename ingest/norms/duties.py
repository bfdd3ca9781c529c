"""The duty register of a document: who must, must not or may do what, with whom.

The grammar goes through the tree from the outside in: a heading or a lead sentence that names somebody makes a
context for what stands under it (`duty_context`); a sentence is parted into tasks (`duty_text`), whose subjects
(`duty_subject`, `duty_clause`) are among those named (`duty_bearers`), or carried over (`duty_implied`); each gives
rows (`duty_rows`). Where a text names nobody the bearer is "unspecified".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from corpus.agencies import Agencies
from corpus.provision import Authority, Document, Provision, Span
from ingest.norms.duty_bearers import Roll, find_bearers, rolls
from ingest.norms.duty_clause import clauses
from ingest.norms.duty_context import Context, is_lead, under_heading, under_lead
from ingest.norms.duty_implied import tasks_of
from ingest.norms.duty_patterns import Lexicon
from ingest.norms.duty_rows import rows
from ingest.norms.duty_scene import Clause, Scene
from ingest.norms.duty_text import Reading, own_spans, parts, reading, sentences
from ingest.norms.duty_vocabulary import document_lexicon
from ingest.norms.rows import Duty

# These report: a verb without a modal says what happened and gives nobody a duty.
REPORTING: frozenset[Authority] = frozenset({"press", "digest"})
# These order: outside articles a sentence without a subject is a task even under a heading that names nobody.
ORDERING: frozenset[Authority] = frozenset({"administrative", "party"})


def duties(document: Document, tree: Provision, agencies: Agencies) -> list[Duty]:
    """The duties that `tree` states, in the order of the text. Raises `RegisterError` for a wrong norms.toml."""
    reader = _Reader(document, agencies, document_lexicon(document.language, tree.text))
    return list(reader.provision(tree, Context()))


@dataclass(frozen=True, slots=True)
class _Page:
    """A stretch of a provision's own text, `base` code points into it, and the lists of bearers in it."""

    node: Provision
    base: int
    read: Reading
    rolls: tuple[Roll, ...]


@dataclass(frozen=True, slots=True)
class _Reader:
    document: Document
    agencies: Agencies
    lex: Lexicon

    def provision(self, node: Provision, around: Context) -> Iterator[Duty]:
        """The rows of a provision and of all below it."""
        context = under_heading(node, around, self.agencies, self.lex)
        if context.silent:
            return
        for index, span in enumerate(own_spans(node, with_heading=self._speaks(node))):
            child = node.children[index] if index < len(node.children) else None
            page = self._page(node, span)
            found, below = self._stretch(page, context, lead=child is not None)
            yield from found
            if child is not None:
                context = below if index == 0 else context
                yield from self.provision(child, context)

    def _speaks(self, node: Provision) -> bool:
        """Whether the heading of a section is a sentence or a lead with a subject: "2. The Ministry of Finance shall:"."""
        if not node.heading or _in_article(node):
            return False
        page = self._page(replace(node, text=node.heading), Span(0, len(node.heading)))
        whole = Span(0, len(page.read.text))
        return any(
            c.bearers and not c.agent for c in clauses(Scene(page.read, whole, page.rolls, self.lex, self._norms()))
        )

    def _norms(self) -> bool:
        return self.document.authority not in REPORTING

    def _page(self, node: Provision, span: Span) -> _Page:
        read = reading(node.text[span.start : span.end])
        bearers = find_bearers(read.text, read.lowered, self.agencies, self.lex) if read.text.strip() else []
        return _Page(node, span.start, read, tuple(rolls(read.lowered, bearers, self.lex)))

    def _stretch(self, page: _Page, context: Context, lead: bool) -> tuple[list[Duty], Context]:
        """The rows of a stretch, and the context for the items that follow it."""
        whole = Span(0, len(page.read.text))
        starts = frozenset(roll.start for roll in page.rolls)
        tasks = [p for s in sentences(page.read, whole) for p in parts(page.read, s, self.lex, starts)]
        tasks = [p for p in tasks if not page.read.lowered[p.start : p.end].isspace()]
        found: list[Duty] = []
        carried = context
        for index, part in enumerate(tasks):
            read = self._part(page, part, carried, first=index == 0)
            if lead and index == len(tasks) - 1:
                below = self._below(page, part, read, context)
                if below.tasks and below is not context:
                    return found, below
                return found + self._rows(page, part, read), below
            found += self._rows(page, part, read)
            named = next((c for c in read if c.bearers), None)
            if named:
                carried = Context(named.bearers, context.modality or named.modality)
        return found, context

    def _part(self, page: _Page, part: Span, context: Context, first: bool) -> list[Clause]:
        """The clauses of a part under its context."""
        inside = tuple(r for r in page.rolls if part.start <= r.start and r.end <= part.end)
        scene = Scene(page.read, part, inside, self.lex, self._norms(), bool(context.bearers))
        ordering = self.document.authority in ORDERING and not _in_article(page.node)
        return tasks_of(scene, context, first, ordering)

    def _below(self, page: _Page, part: Span, found: list[Clause], context: Context) -> Context:
        """The context for the items under a lead that ends with `part`."""
        lowered = page.read.lowered
        named = [c for c in found if c.bearers and not c.agent]
        if named and is_lead(lowered, named[-1], self.lex):
            return under_lead(named[-1], context)
        last = next((r for r in reversed(page.rolls) if r.start >= part.start), None)
        if last and not lowered[last.end : part.end].strip(" :*"):
            before = lowered[part.start : last.start]
            opening = self.lex.opening.fullmatch(before) and not found
            if opening or self.lex.direct_end.search(before) or self.lex.assign_end.search(before):
                return Context(last.bearers, "duty", tasks=True)
        if not page.read.text[part.start : part.end].rstrip().endswith(":"):
            return context
        modality = context.modality if context.modality in ("principle", "prohibition") else None
        if named and not _in_article(page.node):  # "X shall step up the work:" over tasks; in an article, over cases
            return Context(named[-1].bearers, modality or named[-1].modality)
        return Context(modality=modality)

    def _rows(self, page: _Page, part: Span, found: list[Clause]) -> list[Duty]:
        return [row for c in found for row in rows(page.node, page.base, page.read, part, c, self.lex)]


def _in_article(node: Provision) -> bool:
    return any(level == "art" for level, _ in node.ref.eid.segments)
