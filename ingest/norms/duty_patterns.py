"""The patterns of duties: how the words of `norms.toml` are put together, for any language.

A template names lists of words in braces; each stands for an alternation of that list as whole words. `PARTS` are put
together first and are named in the same way, in `PATTERNS` and in the parts below them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from corpus.provision import Language
from ingest.norms.rows import Modality

# In the order in which they are tried: "shall not" before "shall".
MODALITIES: tuple[Modality, ...] = ("prohibition", "permission", "commitment", "request", "duty")
HEADINGS = ("silent", "prohibition", "duty", "permission", "principle")
NOTHING = r"(?!)"

PARTS: dict[str, str] = {
    "some": r"(?:{quantifiers}\s+)*",
    "adverb_run": r"(?:\s*,?\s*(?:{joiners}\s+)?{adverbs})*",
    "a_verb": r"(?!{not_verbs}){verbs}",
    "asking": r"(?P<assign>{assign})|(?P<ask>{ask})",
    "be": r"{passive}(?!\s+{active_be})",
    "tails": r"(?:{tasks}\s*,?\s*{following}|{following}\s+{tasks}|^\s*{some}{following}|{tasks}(?=\s*:))",
}
PATTERNS: dict[str, str] = {
    "marker": "|".join(f"(?P<{name}>{{{name}}})" for name in ("exemption", *MODALITIES)),
    "verb": r"{adverb_run}\s*(?P<verb>{a_verb})",
    "implicit": r"{adverb_run}\s*(?P<verb>{implicit_verb})",
    "benefit": r"{benefits}",
    "not_noun": r"{not_nouns}",
    "later_verb": r"\s(?:{compounds}|(?P<verb>{later_verb}))",
    "agent_verb": r"{adverb_run}\s*(?P<verb>(?!{not_verbs}){agent_verbs})",
    "condition_link": r"{condition_link}",
    "as_for": r"{as_for}\s+",
    "in_charge": r"\s*\(\s*{take_charge}",
    "cooperate": r"{cooperate}",
    "report": r"{report}",
    "passive": r"\s*{be}",
    "adverbs": r"{adverb_run}\s*",
    "qualifier": r"\s*,?\s*(?:{qualifiers}|{owned})",
    "owned": r"\s*{owned}(?!\s+{after_name})",
    "fronted": r"\W*{fronted}",
    "bare_qualifier": r"\s*,?\s*{bare_qualifiers}",
    "noun": r"(?!{not_nouns}){nouns}",
    "first_only": r"{duty_first}",
    "known_only": r"{duty_known}",
    "embedding": r"{embedding}",
    "embedding_end": r"{embedding}\s*$",
    "negation_end": r"{negations}\s*$",
    "partner_end": r"{cooperate}(?:[^,;:]*\s{joiners})?\s*{some}$",
    "example": r"\W*{examples}",
    "grants": r"\W*{grants}",
    "rights": r"{heading_permission}",
    "joiner": (
        r"(?:\s+{after_name})?\s*(?:[,/]\s*(?:{joiners}\s+)?|{joiners}\s+)"
        r"{some}(?P<unknown>[\w-]+(?:\s[\w-]+){{0,2}},\s*)?{some}"
    ),
    "boundary_end": r"(?:^|[,:.)“\"–-]|{clause_links})\s*{some}$",
    "object_end": r"{before_object}\s*{some}$",
    "agent_end": r"{agent}\s*{some}$",
    "assign_end": r"(?:{asking})\s*{some}$",
    "tells": r"{asking}",
    "told": r"\s+{infinitive}\s+(?P<verb>\w+)|{adverb_run}\s*(?P<own>{a_verb})",
    "direct": r"{adverb_run}\s*{direct}",
    "direct_end": r"{direct}\s*{some}$",
    "heads_end": r"(?P<name>{heads_of})\s*$",
    "others_end": r"(?P<name>{others_of})\s*$",
    "link": r"\s*,?\s*{condition_link}\s*$",
    "opening": r"\W*(?:{clause_links}\s+)*{some}",
    "name_end": r",|\(|\s(?={conditions}|{name_end})",
    "task_tail": r"^[\s,:]*$|{tails}\s*:?\s*$",
    "condition": r"\W*{conditions}",
    "exception": r"{exceptions}[^;.]+",
    "deadline": r"{deadline_patterns}",
    "heading": "|".join(f"(?P<{name}>{{heading_{name}}})" for name in HEADINGS),
    "heading_acts": r"{heading_acts}",
    "principle_end": r"{heading_principle}\W*$",
    "heading_of": r"{heading_of}",
    "heading_end": r"{heading_end}",
    "group": r"{groups}",
}


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The patterns of a language; all are matched against text in lower case.

    `marker` has a group for each modality and one for exemptions; those named `*_end` match at the end of the text before a bearer,
    the others at a place or anywhere after it.
    """

    language: Language
    marker: re.Pattern[str]
    verb: re.Pattern[str]
    implicit: re.Pattern[str]
    benefit: re.Pattern[str]
    not_noun: re.Pattern[str]
    later_verb: re.Pattern[str]
    agent_verb: re.Pattern[str]
    condition_link: re.Pattern[str]
    as_for: re.Pattern[str]
    in_charge: re.Pattern[str]
    cooperate: re.Pattern[str]
    report: re.Pattern[str]
    passive: re.Pattern[str]
    adverbs: re.Pattern[str]
    qualifier: re.Pattern[str]
    owned: re.Pattern[str]
    fronted: re.Pattern[str]
    bare_qualifier: re.Pattern[str]
    noun: re.Pattern[str]
    first_only: re.Pattern[str]
    known_only: re.Pattern[str]
    embedding: re.Pattern[str]
    embedding_end: re.Pattern[str]
    negation_end: re.Pattern[str]
    partner_end: re.Pattern[str]
    example: re.Pattern[str]
    grants: re.Pattern[str]
    rights: re.Pattern[str]
    joiner: re.Pattern[str]
    boundary_end: re.Pattern[str]
    object_end: re.Pattern[str]
    agent_end: re.Pattern[str]
    assign_end: re.Pattern[str]
    tells: re.Pattern[str]
    told: re.Pattern[str]
    direct: re.Pattern[str]
    direct_end: re.Pattern[str]
    heads_end: re.Pattern[str]
    others_end: re.Pattern[str]
    link: re.Pattern[str]
    opening: re.Pattern[str]
    name_end: re.Pattern[str]
    task_tail: re.Pattern[str]
    condition: re.Pattern[str]
    exception: re.Pattern[str]
    deadline: re.Pattern[str]
    heading: re.Pattern[str]
    heading_acts: re.Pattern[str]
    principle_end: re.Pattern[str]
    heading_of: re.Pattern[str]
    heading_end: re.Pattern[str]
    group: re.Pattern[str]
    group_agency: dict[str, str | None]
    authorities: frozenset[str]


def _any(phrases: Iterable[str]) -> str:
    """An alternation of the phrases as whole words, the longest first."""
    ordered = sorted({p.lower() for p in phrases}, key=lambda p: (-len(p), p))
    escaped = (re.escape(p).replace(r"\ ", r"\s+").replace("'", "['’]") for p in ordered)
    return rf"(?<!\w)(?:{'|'.join(escaped)})(?!\w)" if ordered else NOTHING


def compiled(language: Language, words: Mapping[str, tuple[str, ...]], groups: dict[str, str | None]) -> Lexicon:
    """The patterns of a language from its lists of words; `groups` are the agencies (or None) by the groups' names."""
    parts = _parts(words) | {"groups": _any(groups)}
    patterns = {name: re.compile(template.format_map(parts)) for name, template in PATTERNS.items()}
    return Lexicon(
        language=language, group_agency=groups, authorities=frozenset(words["authorities"]), **patterns
    )  # fmt: skip


def _parts(words: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """What templates may name: the lists of words, and what is put together of them."""
    parts = {name: _any(phrases) for name, phrases in words.items()}
    for name, template in PARTS.items():
        parts[name] = template.format_map(parts)
    # A language without verbs of its own for this gives duties by any verb, wherever it stands.
    any_verb = not words["implicit"]
    parts["implicit_verb"] = parts["a_verb"] if any_verb else parts["implicit"]
    parts["later_verb"] = parts["a_verb"] if any_verb else NOTHING
    parts["deadline_patterns"] = "|".join(f"(?:{pattern})" for pattern in words["deadlines"])
    return parts
