"""The graph of references: what a provision cites, and what cites it."""

from __future__ import annotations

from collections.abc import Iterable

from corpus.provision import EId, ProvisionRef
from ingest.references.resolve import ResolvedReference


class ReferenceGraph:
    """All references of a corpus, followed both ways."""

    def __init__(self, references: Iterable[ResolvedReference]) -> None:
        self.references = tuple(references)
        self._from: dict[ProvisionRef, list[ResolvedReference]] = {}
        self._to: dict[ProvisionRef, list[ResolvedReference]] = {}
        for reference in self.references:
            for around in _with_ancestors(reference.source):
                self._from.setdefault(around, []).append(reference)
            if reference.target:
                self._to.setdefault(reference.target, []).append(reference)

    def __len__(self) -> int:
        return len(self.references)

    def cites(self, ref: ProvisionRef) -> tuple[ResolvedReference, ...]:
        """What a provision cites, itself or in what stands inside it, unresolved references too, in order."""
        return tuple(self._from.get(ref, ()))

    def cited_by(self, ref: ProvisionRef) -> tuple[ResolvedReference, ...]:
        """What cites a provision: the provision itself first, then the wider ones around it, innermost first.

        A reference to clause 3 is one to each of its points; one to a whole document is one to no provision of it.
        """
        around = [ref, *(one for one in _with_ancestors(ref) if one != ref and one.eid.segments)]
        return tuple(reference for one in around for reference in self._to.get(one, ()))

    def cited_inside(self, ref: ProvisionRef) -> tuple[ResolvedReference, ...]:
        """What cites a provision or something inside it, in the order of the citing texts."""
        return tuple(
            r
            for r in self.references
            if r.target and r.target.doc_id == ref.doc_id and r.target.eid.starts_with(ref.eid)
        )


def _with_ancestors(ref: ProvisionRef) -> list[ProvisionRef]:
    """A provision and those around it by its eId, innermost first, its document last."""
    segments = ref.eid.segments
    return [ProvisionRef(ref.doc_id, EId(segments[:depth])) for depth in range(len(segments), -1, -1)]
