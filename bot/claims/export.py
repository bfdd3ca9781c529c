"""A checked draft as Markdown: a mark after every sentence that was checked, and a footnote with its proof.

Supported sentences get their citation, contradicted ones what differs and the wording that the source supports, those
not found the nearest provision and why it is not enough.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from bot import UsageError
from bot.claims.result import ClaimCheck, Verdict
from bot.claims.split import DraftSentence
from bot.claims.words import in_words
from bot.replies import replies
from corpus.language import detect_language
from corpus.provision import Language

MARKS: Final[dict[Verdict, str]] = {"supported": "✓", "contradicted": "✗", "not_found": "?", "not_a_claim": ""}
SHOWN: Final[tuple[Verdict, ...]] = ("supported", "contradicted", "not_found")
FORMATS: Final = (".md", ".docx")

Checked = Sequence[tuple[DraftSentence, ClaimCheck]]


def write_checked(target: Path, draft: str, checked: Checked) -> None:
    """Write a checked draft to a file; its ending says the format. Raises `UsageError` for another ending."""
    require_format(target)
    if target.suffix.lower() == ".md":
        content = markdown(draft, checked).encode("utf-8")
    else:
        from bot.claims.export_docx import docx_bytes

        content = docx_bytes(draft, checked)
    from bot.registers.files import write_whole

    write_whole(target, content)


def require_format(target: Path) -> None:
    """Raise `UsageError` unless the ending of a file is that of a format that can be written."""
    if target.suffix.lower() not in FORMATS:
        raise UsageError(f"{target}: a checked draft is written as {' or '.join(FORMATS)}; give such a name")


def markdown(draft: str, checked: Checked) -> str:
    """The draft with marks and footnotes; its own words stay as they are."""
    lang = detect_language(draft)
    parts: list[str] = []
    notes: list[str] = []
    at = 0
    for n, (sentence, check) in numbered(checked):
        parts.append(f"{draft[at : sentence.span.end]} {MARKS[check.verdict]}[^check-{n}]")
        at = sentence.span.end
        first, *rest = (" ".join(line.split()) for line in note_lines(check, lang))
        notes.append("\n".join([f"[^check-{n}]: {first}", *(f"    - {line}" for line in rest)]))
    parts.append(draft[at:].rstrip())
    return "".join(parts) + "\n\n---\n\n" + legend(checked, lang) + "\n\n" + "\n\n".join(notes) + "\n"


def numbered(checked: Checked) -> list[tuple[int, tuple[DraftSentence, ClaimCheck]]]:
    """The sentences that were checked, numbered from 1; what asserts nothing has no number."""
    return list(enumerate(((s, c) for s, c in checked if c.verdict != "not_a_claim"), 1))


def note_lines(check: ClaimCheck, lang: Language) -> list[str]:
    """What a footnote or a comment says of a sentence: verdict and mark first."""
    verdict, *rest = in_words(check, lang)
    return [f"{MARKS[check.verdict]} {verdict}", *rest]


def legend(checked: Checked, lang: Language) -> str:
    """The marks with their meaning and how often each was given: "✓ supported: 3 · ✗ contradicted: 1"."""
    number = {verdict: sum(c.verdict == verdict for _, c in checked) for verdict in SHOWN}
    return " · ".join(f"{MARKS[v]} {replies().claims[v](lang)}: {number[v]}" for v in SHOWN)
