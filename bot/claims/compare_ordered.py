"""Numbers that order or name something: the third, step 2, Scheme No. 6, the 12th committee."""

from __future__ import annotations

from bot.claims.sides import Comparison, Side
from bot.claims.vocabulary import Words
from corpus.language import normal
from corpus.provision import Span

_ROMAN = {"i": 1, "v": 5, "x": 10}


def compare_ordinals(draft: Side, source: Side, near: Span, words: Words, result: Comparison) -> None:
    """Note "the third" where the source has "the second" and no third."""
    ours, theirs = (_without_weekdays(side, words) for side in (draft, source))
    for number, cue in enumerate(words.ordinals):
        match = cue.search(ours)
        if match is None or cue.search(theirs):
            continue
        rivals = [
            m for i, c in enumerate(words.ordinals) if i != number and (m := c.search(theirs, near.start, near.end))
        ]
        if rivals and len(ours) == len(draft.text):
            result.differ("number", draft.text[match.start() : match.end()], source.text[rivals[0].start() : rivals[0].end()], True, match.span(), rivals[0].span())  # fmt: skip


def _without_weekdays(side: Side, words: Words) -> str:
    """The text of a side, its days of the week blanked out: they are ordinals in form alone."""
    return words.weekdays.sub(lambda m: " " * len(m[0]), normal(side.text))


def compare_numbered(draft: Side, source: Side, words: Words, result: Comparison) -> None:
    """Note "step 3" where the source has "step 2" and no step 3."""
    ours, theirs = normal(draft.text), normal(source.text)
    if len(ours) != len(draft.text) or len(theirs) != len(source.text):
        return
    for cue in words.numbered:
        stated = {_plain_number(m[1]): m for m in cue.finditer(theirs)}
        for match in cue.finditer(ours):
            if stated and _plain_number(match[1]) not in stated:
                other = next(iter(stated.values()))
                result.differ("number", draft.text[match.start() : match.end()], source.text[other.start() : other.end()], True, match.span(), other.span())  # fmt: skip
            elif stated:
                result.agree()


def compare_nth(draft: Side, source: Side, words: Words, result: Comparison) -> None:
    """Note "khóa XI" where the source speaks of the 12th alone."""
    ours, theirs = normal(draft.text), normal(source.text)
    if len(ours) != len(draft.text) or len(theirs) != len(source.text):
        return
    stated = {_plain_number(m[1] or m[2]): m for m in words.nth.finditer(theirs)}
    for match in words.nth.finditer(ours):
        if stated and _plain_number(match[1] or match[2]) not in stated:
            other = next(iter(stated.values()))
            result.differ("number", draft.text[slice(*match.span())], source.text[slice(*other.span())], True, match.span(), other.span())  # fmt: skip


def _plain_number(mark: str) -> str:
    """A Roman number in Arabic figures."""
    if not set(mark) <= _ROMAN.keys():
        return mark
    values = [_ROMAN[letter] for letter in mark]
    return str(sum(-v if v < max(values[i:]) else v for i, v in enumerate(values)))
