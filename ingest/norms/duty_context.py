"""What a heading or a lead sentence says for the items under it: who, in which role, by which modality."""

from __future__ import annotations

from dataclasses import dataclass, replace

from corpus.agencies import Agencies
from corpus.provision import Provision
from ingest.norms.duty_bearers import NAME_MAX, Bearer, find_bearers, named, rolls
from ingest.norms.duty_patterns import Lexicon
from ingest.norms.duty_scene import Clause
from ingest.norms.duty_text import reading
from ingest.norms.rows import Modality, Role

# Nothing in these states a task: letterhead, title, recitals, signature.
SILENT_KINDS = frozenset({"title", "head", "preamble", "signature", "sig", "table"})


@dataclass(frozen=True, slots=True)
class Context:
    """What carries over to an item. `tasks`: the items themselves are tasks, whatever word they begin with.

    `rights`: the heading is of rights and of duties, and each item tells by its own words which of the two it is.
    """

    bearers: tuple[Bearer, ...] = ()
    modality: Modality | None = None
    role: Role = "lead"
    partners: tuple[Bearer, ...] = ()
    leaders: tuple[Bearer, ...] = ()
    tasks: bool = False
    rights: bool = False
    silent: bool = False


def under_heading(node: Provision, context: Context, agencies: Agencies, lex: Lexicon) -> Context:
    """The context that the heading of `node` makes; the one around it where the heading says nothing."""
    if node.kind in SILENT_KINDS:
        return replace(context, silent=True)
    if not node.heading:
        return context
    read = reading(node.heading)
    if lex.principle_end.search(read.lowered):
        return Context(modality="principle")
    opening = lex.opening.match(read.lowered)
    start = opening.end() if opening else 0
    if lex.heading_acts.match(read.lowered, start):
        return _barred(read.text, read.lowered, agencies, lex) or Context()
    found = lex.heading.match(read.lowered, start)
    if found is None:
        return _named_heading(node, context, agencies, lex)
    if found["silent"] and found.end() == len(read.lowered.rstrip(" .:")):
        return Context(silent=True)
    if found["prohibition"]:
        return Context(modality="prohibition", tasks=True)
    if found["principle"] and "," not in read.lowered:
        return Context(modality="principle")
    bearers = _of_whom(read.text, read.lowered, found.end(), agencies, lex)
    if not bearers:
        return Context()
    both = bool(found["duty"] and lex.rights.search(found["duty"]))
    return Context(bearers, "duty" if found["duty"] else "permission", tasks=True, rights=both)


def _barred(text: str, lowered: str, agencies: Agencies, lex: Lexicon) -> Context | None:
    """The context of "Acts that employers must not commit", with their names where it has some."""
    bar = next((m for m in lex.marker.finditer(lowered) if m["prohibition"]), None) or lex.heading.match(lowered)
    if bar is None:
        return None
    before = [r for r in rolls(lowered, find_bearers(text, lowered, agencies, lex), lex) if r.end <= bar.start()]
    return Context(before[0].bearers if before else (), "prohibition", tasks=True)


def _named_heading(node: Provision, context: Context, agencies: Agencies, lex: Lexicon) -> Context:
    """A heading that is nothing but bearers ("Bộ Y tế"), over items, names who acts in them."""
    read = reading(node.heading or "")
    found = rolls(read.lowered, find_bearers(read.text, read.lowered, agencies, lex), lex)
    opening = lex.opening.match(read.lowered)
    whole = len(found) == 1 and not read.lowered[found[0].end :].strip(" .:;")
    whole = whole and not any(b.agency is None or agencies[b.agency].kind == "group" for b in found[0].bearers)
    if whole and node.children and opening and opening.end() >= found[0].start:
        return Context(found[0].bearers, "duty", tasks=True)
    return Context(modality=context.modality) if context.modality == "principle" else Context()


def _of_whom(text: str, lowered: str, start: int, agencies: Agencies, lex: Lexicon) -> tuple[Bearer, ...]:
    """The bearers after "Responsibilities of", known or not."""
    of = lex.heading_of.search(lowered, start)
    if of is None or of.start() - start > 60:
        return ()
    for roll in rolls(lowered, find_bearers(text, lowered, agencies, lex), lex):
        opening = lex.opening.match(lowered, of.end())
        if opening and of.end() <= roll.start <= opening.end():
            return roll.bearers
    stop = lex.heading_end.search(lowered, of.end())
    end = min(stop.start() if stop else len(lowered), of.end() + NAME_MAX)
    name = lowered[of.end() : end]
    at = of.end() + len(name) - len(name.lstrip())
    return (named(text, "", at, at + len(name.strip(" .:;")), None),) if name.strip(" .:;") else ()


def is_lead(lowered: str, clause: Clause, lex: Lexicon) -> bool:
    """Whether a clause only announces the tasks below it.

    "X shall:", "X có trách nhiệm sau đây:", "X quy định các nội dung sau đây:", "X chủ trì, phối hợp với Y:".
    """
    end = clause.predicate.end
    if lex.task_tail.search(lowered[clause.predicate.start : end].strip()):
        return True
    named = (*clause.partners, *clause.leaders)
    return bool(named) and not lowered[max(b.end for b in named) : end].strip(" :")


def under_lead(clause: Clause, context: Context) -> Context:
    """The context that an announcing lead makes for its items."""
    modality = context.modality if context.modality == "principle" else clause.modality
    return Context(clause.bearers, modality, clause.role, clause.partners, clause.leaders, tasks=True)
