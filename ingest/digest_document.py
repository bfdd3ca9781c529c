"""A digest as a document: what stands in for an official text that a corpus lacks.

A digest becomes one document for each language, of kind and authority "digest". Its text is the entries in the order
of their provisions, each behind the label of its provision; its tree has the eIds of the official text. An entry is
quoted whole, with its note: half of it could leave out the condition that it holds under.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from corpus.digest import Digest, DigestEntry
from corpus.label import kind_name, place_label
from corpus.provision import Document, EId, Language, Period, Provision, ProvisionRef, Span
from ingest.gloss import LANGUAGES
from ingest.sentences import MAX_QUOTE
from ingest.source import SourceText

KIND = "digest"
# What stands above the entries and beside the name of the work: (English, Vietnamese).
_SHORT = ("{name} (digest, not the official text)", "{name} (bản tóm lược, không phải văn bản chính thức)")
_TITLE = ("{title} ({number})", "{title} ({number})")
_HEAD = (
    "Digest in our own words, not the official text. The official text: {source}",
    "Bản tóm lược bằng lời của chúng tôi, không phải văn bản chính thức. Văn bản chính thức: {source}",
)
_NOTE = ("{text} (Note: {note})", "{text} (Ghi chú: {note})")
# How a level is labelled in the text, as a statute prints it; what is not here has the label of a citation.
_MARKS: dict[str, tuple[str, str]] = {
    "art": ("Article {}.", "Điều {}."), "para": ("{}.", "{}."), "point": ("{})", "{})"), "item": ("-", "-"),
}  # fmt: skip
_KINDS = {"art": "article", "para": "clause", "point": "point", "item": "item", "fn": "footnote"}


@dataclass(frozen=True, slots=True)
class DigestDocument:
    """A digest in one language. `quotable` has the words of each entry, `periods` when it holds."""

    document: Document
    source: SourceText
    tree: Provision
    quotable: Mapping[EId, tuple[Span, ...]]
    periods: Mapping[EId, Period]


@dataclass(slots=True)
class _Branch:
    """A provision on the way to the tree: its entry, if it has one, and what stands below it."""

    eid: EId
    entry: DigestEntry | None = None
    below: dict[tuple[str, str], _Branch] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Node:
    """A branch that has been written: where its text begins and ends."""

    eid: EId
    num: str | None
    heading: str | None
    span: Span
    below: tuple[_Node, ...]


def stand_in_id(digest: Digest, lang: Language) -> str:
    """The id of the document that a digest is in one language: "digest-law-25-2008-qh12.vi"."""
    return f"{KIND}-{digest.work.id}.{lang}"


def stand_ins(digests: Sequence[Digest]) -> Iterator[DigestDocument]:
    """Each digest as a document, in each language."""
    return (digest_document(digest, lang) for digest in digests for lang in LANGUAGES)


def digest_document(digest: Digest, lang: Language, identifier: str | None = None) -> DigestDocument:
    """One digest as a document in `lang`, under the id of a stand-in or another one."""
    identifier = identifier or stand_in_id(digest, lang)
    writer = _Writer(digest, lang)
    root = writer.write(_grown(digest.entries))
    source = writer.text()
    document = _document(digest, lang, identifier)
    periods = {EId.parse(e.eid): Period(e.from_, e.until) for e in digest.entries if e.from_ or e.until}
    return DigestDocument(document, SourceText(source), _provision(root, identifier, source), writer.quotable, periods)


def _document(digest: Digest, lang: Language, identifier: str) -> Document:
    work = digest.work
    names = {which: _name(digest, which) for which in LANGUAGES}
    return Document(
        id=identifier, file=f"digest/{work.id}", kind=KIND, authority="digest", language=lang,
        title_en=work.title_en, title_vi=work.title_vi,
        short_en=_SHORT[0].format(name=names["en"]), short_vi=_SHORT[1].format(name=names["vi"]),
        number=work.number, issuer=work.issuer, issued=work.issued, date_basis="source",
        # The entries themselves say when they hold.
        status="in_force", source=work.source, registered=True,
    )  # fmt: skip


def _name(digest: Digest, lang: Language) -> str:
    """How the work is cited: a law by its title and number, another instrument by its kind and number."""
    work = digest.work
    if (work.kind or "law") == "law":
        return _TITLE[lang == "vi"].format(title=work.title_vi if lang == "vi" else work.title_en, number=work.number)
    return f"{kind_name(work.kind or '', lang)} {work.number}"


def _grown(entries: Sequence[DigestEntry]) -> _Branch:
    """The entries as a tree; provisions around them that have no entry of their own stand there without one."""
    root = _Branch(EId())
    for entry in entries:
        branch = root
        for level, number in EId.parse(entry.eid).segments:
            branch = branch.below.setdefault((level, number), _Branch(branch.eid.child(level, number)))
        branch.entry = entry
    return root


class _Writer:
    """Writes the text of a digest line by line and remembers where everything stands."""

    def __init__(self, digest: Digest, lang: Language) -> None:
        self._digest = digest
        self._lang: Language = lang
        self._headings = digest.headings(lang)
        self._lines: list[str] = []
        self._at = 0
        self.quotable: dict[EId, tuple[Span, ...]] = {}

    def text(self) -> str:
        """All that was written."""
        return "\n".join(self._lines) + "\n"

    def write(self, root: _Branch) -> _Node:
        """Write the head and everything below it."""
        self._line(_name(self._digest, self._lang))
        self._line(self._worded(_HEAD).format(source=self._digest.work.source))
        below = tuple(self._branch(branch) for branch in root.below.values())
        return _Node(EId(), None, None, Span(0, self._at), below)

    def _branch(self, branch: _Branch) -> _Node:
        start = self._at
        level, _ = branch.eid.segments[-1]
        num = self._num(branch.eid)
        heading = self._headings.get(str(branch.eid)) if level == "art" else None
        words = self._words(branch.entry) if branch.entry else ""
        own_line = [f"{num} {heading}", words] if heading else [f"{num} {words}".rstrip()]
        for line in filter(None, own_line):
            self._line(line)
        if branch.entry:
            whole = Span(self._at - 1 - len(words), self._at - 1)
            self.quotable[branch.eid] = _parted(whole, len(branch.entry.text(self._lang)))
        below = tuple(self._branch(inner) for inner in branch.below.values())
        return _Node(branch.eid, num, heading, Span(start, self._at - 1), below)

    def _line(self, line: str) -> None:
        self._lines.append(line)
        self._at += len(line) + 1

    def _words(self, entry: DigestEntry) -> str:
        text = entry.text(self._lang)
        note = entry.note_vi if self._lang == "vi" else entry.note_en
        return self._worded(_NOTE).format(text=text, note=note) if note else text

    def _num(self, eid: EId) -> str:
        level, number = eid.segments[-1]
        if level not in _MARKS:
            return place_label(EId((eid.segments[-1],)), self._lang).capitalize()
        return self._worded(_MARKS[level]).format("đ" if (level, number) == ("point", "dd") else number)

    def _worded(self, pair: tuple[str, str]) -> str:
        return pair[self._lang == "vi"]


def _parted(whole: Span, length: int) -> tuple[Span, ...]:
    """An entry and its note as one, or as two where a quote could not hold both."""
    if whole.end - whole.start <= MAX_QUOTE or whole.end - whole.start == length:
        return (whole,)
    return Span(whole.start, whole.start + length), Span(whole.start + length + 1, whole.end)


def _provision(node: _Node, doc_id: str, source: str) -> Provision:
    level = node.eid.segments[-1][0] if node.eid.segments else ""
    return Provision(
        ProvisionRef(doc_id, node.eid), _KINDS.get(level, "document"), node.num, node.heading,
        source[node.span.start : node.span.end], node.span,
        children=tuple(_provision(inner, doc_id, source) for inner in node.below),
    )  # fmt: skip
