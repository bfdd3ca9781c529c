"""One new document after another: get it, examine it, compare it, take it in."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Literal

from corpus.agencies import Agencies
from corpus.official import OfficialText
from corpus.provision import Document
from corpus.reference import parse_number
from ingest.acquire import NotAdded
from ingest.acquire.address import is_url
from ingest.acquire.download import Limits, download
from ingest.acquire.examine import Found, Standing, examine, identifier, standing
from ingest.acquire.place import correct, place
from ingest.authority import authority_of

Result = Literal["added", "known", "corrected", "found"]
_DOCUMENT_FIELDS = frozenset(one.name for one in fields(Document))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a source: `found` was only looked at; `document` is what is held now, `linked` what it belongs to."""

    origin: str
    result: Result
    found: Found
    document: Document
    linked: tuple[Document, ...] = ()


@dataclass(slots=True)
class Intake:
    """Takes documents into `folder`; `held` are those that are there already, in all folders of the corpus.

    `corrections` are keys of a register's entry that the operator knows better than the text, and `title`.
    """

    folder: Path
    held: list[Document]
    agencies: Agencies
    limits: Limits
    corrections: Mapping[str, Any] = field(default_factory=dict)
    look_only: bool = False

    def take(self, source: str, expected: OfficialText | None = None) -> Outcome:
        """Take in a file or an address; raises `IngestError` or `RegisterError`, and then nothing has changed."""
        with tempfile.TemporaryDirectory(prefix="clausecare-") as scratch:
            found = self._get(source, Path(scratch))
            if expected:
                _refuse_other(found, expected)
            document = self._corrected(found.document)
            stands = standing(document, self.held)
            if stands.kind == "known":
                return self._known(found, stands)
            doc_id = self._new_id(document, found)
            if self.look_only:
                return Outcome(source, "found", found, replace(document, id=doc_id), stands.of)
            placed = place(self.folder, found, doc_id, self._facts(found.document), self.agencies)
        self.held.append(placed)
        return Outcome(source, "added", found, placed, stands.of)

    def _get(self, source: str, scratch: Path) -> Found:
        if not is_url(source):
            return examine(Path(source), source, self.agencies)
        got = download(source, scratch, self.limits)
        return examine(got.path, source, self.agencies, got.address)

    def _corrected(self, document: Document) -> Document:
        return replace(document, **{k: v for k, v in self._facts(document).items() if k in _DOCUMENT_FIELDS})

    def _facts(self, document: Document) -> dict[str, Any]:
        """The corrections as keys of an entry: the title in the document's language, the rank that follows from the kind."""
        facts = dict(self.corrections)
        if "title" in facts:
            facts[f"title_{document.language}"] = facts.pop("title")
        if facts.keys() & {"kind", "number"}:
            issuer = facts.get("issuer", document.issuer)
            kind, number = facts.get("kind", document.kind), facts.get("number", document.number)
            facts["authority"] = authority_of(kind, number, self.agencies[issuer] if issuer else None)
        return facts

    def _known(self, found: Found, stands: Standing) -> Outcome:
        document = stands.of[0]
        if not self.corrections or self.look_only:
            return Outcome(found.origin, "known", found, document)
        if self.corrections.get("id", document.id) != document.id:
            raise NotAdded(f'{found.origin}: is here as "{document.id}"; an id never changes')
        if not (self.folder / document.file).is_file():
            raise NotAdded(
                f'{found.origin}: is here already as "{document.id}", but not in {self.folder}; correct it there'
            )
        changed = correct(self.folder, document, self._facts(document), self.agencies)
        self.held[self.held.index(document)] = changed
        return Outcome(found.origin, "corrected", found, changed)

    def _new_id(self, document: Document, found: Found) -> str:
        taken = [other.id for other in self.held]
        wanted = self.corrections.get("id")
        if wanted is None:
            return identifier(document, found.path.stem, taken)
        if wanted in taken:
            raise NotAdded(f'{found.origin}: the id "{wanted}" is taken; give another --id')
        return str(wanted)


def _refuse_other(found: Found, expected: OfficialText) -> None:
    """Raise `NotAdded` where an official address gave something else than the text that it is listed for."""
    document = found.document
    if expected.sha256 and document.sha256 != expected.sha256:
        raise NotAdded(
            f"{found.origin}: has sha256 {document.sha256[:12]}…, {expected.sha256[:12]}… was expected; look at it first"
        )
    if expected.sha256:
        return
    wanted, own = parse_number(expected.number), parse_number(document.number or "")
    if wanted is None or own is None or not wanted.matches(own):
        told = f"the number {document.number}" if document.number else "no number that can be read"
        raise NotAdded(
            f"{found.origin}: has {told}, {expected.number} was expected; look at it, "
            f"then: clausecare add ADDRESS --number {expected.number}"
        )
