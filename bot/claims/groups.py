"""Rules on groups that another provision defines, as the entitlement register has resolved them.

"100% for those named at points a, h and o of Clause 3, Article 12" speaks of children under 6, whom point h names. The
register has a row for each such pair; a claim that names the group is compared with the rule and that point together.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from bot.claims.concepts import ConceptReader, Wording
from bot.claims.sides import coverage
from corpus.provision import ProvisionRef
from ingest.index import Index
from ingest.norms.rows import Entitlement

NAMED = 0.75  # share of a group's words that a claim has to say to speak of it
# What ends one group of a list, and what goes on to say where a group is defined.
_NEXT_GROUP = re.compile(r"[;,]\s+")
_DEFINED = re.compile(
    r"\s(?:theo quy định|as defined|under the law|pursuant to|in accordance with)\b.*$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Group:
    """A group: the position of the sentence that names it, those of the rules on it, and its names read for words."""

    at: int
    rules: tuple[int, ...]
    names: tuple[Wording, ...]

    def share_in(self, claim: Wording) -> float:
        """How much of one of its names a claim says, 0…1."""
        near = [name for name in self.names if name.ids & claim.ids or name.terms & claim.terms]
        return max((coverage(name, claim).all for name in near), default=0.0)


class GroupRules:
    """The resolved rules of an index."""

    def __init__(self, index: Index, concepts: ConceptReader) -> None:
        self._index = index
        self._concepts = concepts

    def of(self, claim: Wording) -> dict[int, int]:
        """The rules on the group that a claim names best: position of the rule -> that of the group."""
        shares = [(group.share_in(claim), group) for group in self._groups]
        best = max((share for share, _ in shares), default=0.0)
        return {rule: group.at for share, group in shares if share == best >= NAMED for rule in group.rules}

    @cached_property
    def _groups(self) -> tuple[Group, ...]:
        rules: dict[ProvisionRef, list[int]] = {}
        names: dict[ProvisionRef, tuple[Wording, ...]] = {}
        for row in self._index.entitlements:
            rule = self._sentence(row)
            if row.group_ref in self._places and rule is not None:
                rules.setdefault(row.group_ref, []).append(rule)
                names.setdefault(row.group_ref, self._names(row))
        return tuple(Group(self._places[ref][0], tuple(found), names[ref]) for ref, found in rules.items())

    def _names(self, row: Entitlement) -> tuple[Wording, ...]:
        lang = self._index.documents[row.ref.doc_id].language
        read = [self._concepts.read(_DEFINED.sub("", name), lang) for name in _NEXT_GROUP.split(row.holder)]
        return tuple(wording for wording in read if wording.parts)

    def _sentence(self, row: Entitlement) -> int | None:
        """The sentence of the rule in which the row's quote begins."""
        places = self._places.get(row.ref, [])
        spans = [(p, self._index.sentences[p].span) for p in places]
        return next((p for p, span in spans if span.start <= row.span.start < span.end), places[0] if places else None)

    @cached_property
    def _places(self) -> dict[ProvisionRef, list[int]]:
        found: dict[ProvisionRef, list[int]] = {}
        for position, sentence in enumerate(self._index.sentences):
            found.setdefault(sentence.ref, []).append(position)
        return found
