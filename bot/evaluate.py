"""Measures: retrieval on a BEIR folder, answers on questions with gold quotes.

Words are compared the way a careful reader would: case, blanks and apostrophes do not matter, a quote
may hold, be held by (five words or more) or share three quarters of its words in order with the gold one.
"""

from __future__ import annotations

import difflib
import json
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from bot import UsageError
from bot.turn import Answer
from corpus import MalformedReference
from corpus.language import fold, normal
from corpus.provision import EId, ProvisionRef
from ingest.chunk import Chunk

QUOTE_OVERLAP = 0.75
PASSAGE_OVERLAP = 0.85


@dataclass(frozen=True, slots=True)
class GoldQuestion:
    """A question, whether the documents answer it, what proves it and the facts of a good answer.

    What proves it are quotes, or provisions where a set is kept apart from the text: of a document, of every expression
    of a work (named without the language), or, where no document is named, of any.
    """

    id: str
    question: str
    answerable: bool
    quotes: tuple[str, ...] = ()
    key_facts: tuple[str, ...] = ()
    context: str | None = None
    provisions: tuple[ProvisionRef, ...] = ()
    role: str | None = None
    lang: str | None = None
    kind: str | None = None

    def proved_by(self, ref: ProvisionRef, quote: str) -> bool:
        """Whether a quote of the provision proves the answer."""
        provision = any(_is_of(ref, gold) and ref.eid.starts_with(gold.eid) for gold in self.provisions)
        return provision or any(meets(gold, quote) for gold in self.quotes)


def load_questions(path: Path) -> list[GoldQuestion]:
    """Read a JSON-lines file of gold questions; raises `UsageError` with the line."""
    return [_question(path, number, line) for number, line in enumerate(_lines(path), 1) if line.strip()]


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: cannot be read ({error})") from error


def _question(path: Path, number: int, line: str) -> GoldQuestion:
    try:
        row = json.loads(line)
        quotes = tuple(q["quote"] if isinstance(q, dict) else q for q in row.get("quotes") or ())
        return GoldQuestion(
            str(row["id"]),
            row["question"],
            bool(row["answerable"]),
            quotes,
            tuple(row.get("key_facts") or ()),
            row.get("context"),
            tuple(map(_provision, row.get("eids") or ())),
            *(row.get(name) for name in ("role", "lang", "kind")),
        )
    except (ValueError, KeyError, TypeError, AttributeError, MalformedReference) as error:
        raise UsageError(
            f"{path}: line {number}: no gold question ({error!r}); give id, question, answerable, quotes or eids"
        ) from error


def _provision(text: str) -> ProvisionRef:
    """`EID` or `DOC#EID`."""
    doc_id, _, eid = text.rpartition("#")
    return ProvisionRef(doc_id, EId.parse(eid))


def _is_of(ref: ProvisionRef, gold: ProvisionRef) -> bool:
    """Whether a provision is of the document, or of an expression of the work, that a gold provision names."""
    return gold.doc_id in ("", ref.doc_id, ref.doc_id.rpartition(".")[0])


@lru_cache(maxsize=8192)
def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", normal(text)).replace("’", "'").strip()


@lru_cache(maxsize=8192)
def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", _plain(text)))


def overlap(a: str, b: str) -> float:
    """The share of the words of `a` that stand in `b` in the same order."""
    x, y = _words(a), _words(b)
    matcher = difflib.SequenceMatcher(None, x, y, autojunk=False)
    return sum(m.size for m in matcher.get_matching_blocks()) / len(x) if x else 0.0


def meets(gold: str, quote: str) -> bool:
    """Whether a quote proves what a gold quote proves."""
    a, b = _plain(gold), _plain(quote)
    return bool(b) and (a in b or (len(_words(quote)) >= 5 and b in a) or overlap(gold, quote) >= QUOTE_OVERLAP)


def holds(passage: str, gold: str) -> bool:
    """Whether a passage holds a gold quote."""
    return _plain(gold) in _plain(passage) or overlap(gold, passage) >= PASSAGE_OVERLAP


def has_fact(answer: str, fact: str) -> bool:
    """Whether every number of a fact and half of its longer words stand in an answer, diacritics aside."""
    text = fold(_plain(answer)).replace(",", ".")
    numbers = re.findall(r"\d+(?:[.,]\d+)*", fact)
    content = re.findall(r"[^\W\d_]{3,}", fold(_plain(fact)))
    return all(n.replace(",", ".") in text for n in numbers) and (
        not content or sum(w[:6] in text for w in content) >= 0.5 * len(content)
    )


def score_answers(gold: Sequence[GoldQuestion], answers: Mapping[str, Answer]) -> dict[str, float]:
    """Evidence recall, key-fact recall, citation precision, and declining both ways; shares 0…1."""
    positive = [q for q in gold if q.answerable]
    negative = [q for q in gold if not q.answerable]
    given = {q.id: answers[q.id] for q in gold}
    replied = {i for i, a in given.items() if answered(a)}
    cited = [q for q in positive if q.id in replied and cites(given[q.id], q)]
    shown = [(q, c) for q in positive for c in given[q.id].citations]
    ranks = [_rank(given[q.id], q) for q in positive]
    facts = [_facts(given[q.id], q) if q.id in replied else 0.0 for q in positive if q.key_facts]
    return {
        "answerable": len(positive),
        "unanswerable": len(negative),
        "evidence_top1": _share(rank == 1 for rank in ranks),
        "evidence_top5": _share(0 < rank <= 5 for rank in ranks),
        "cited": len(cited) / max(len(positive), 1),
        "citation_precision": _share(q.proved_by(c.ref, c.quote) for q, c in shown),
        "key_facts": sum(facts) / max(len(facts), 1),
        "wrongly_declined": _share(q.id not in replied for q in positive),
        "declined": _share(q.id not in replied for q in negative),
    }


def _share(flags: Iterable[bool]) -> float:
    listed = list(flags)
    return sum(listed) / max(len(listed), 1)


def answered(answer: Answer) -> bool:
    """Whether an answer answers; a partial one does."""
    return answer.status in ("answered", "partial")


def cites(answer: Answer, question: GoldQuestion) -> bool:
    """Whether some citation proves the answer."""
    return any(question.proved_by(c.ref, c.quote) for c in answer.citations)


def _rank(answer: Answer, question: GoldQuestion) -> int:
    return next((p.rank for p in answer.passages if shows(p.chunk, question)), 0)


def shows(chunk: Chunk, question: GoldQuestion) -> bool:
    """Whether a passage holds a gold quote or lies in, or around, a gold provision."""
    own = chunk.ref.eid
    provision = any(
        _is_of(chunk.ref, gold) and (own.starts_with(gold.eid) or gold.eid.starts_with(own))
        for gold in question.provisions
    )
    return provision or any(holds(chunk.text, gold) for gold in question.quotes)


def _facts(answer: Answer, question: GoldQuestion) -> float:
    said = " ".join([answer.text, *(n.text for n in answer.notices), *(c.quote for c in answer.citations)])
    return sum(has_fact(said, fact) for fact in question.key_facts) / len(question.key_facts)


def score_run(
    run: Mapping[str, Sequence[str]], qrels: Mapping[str, Mapping[str, int]], ks: Sequence[int] = (1, 5, 10)
) -> dict[str, float]:
    """recall@k, MRR@10 and nDCG@10 of ranked document ids, averaged over the queries that have judgements."""
    judged = [q for q in qrels if any(grade > 0 for grade in qrels[q].values())]
    recalls = {f"recall@{k}": _mean(_recall(run.get(q, ()), qrels[q], k) for q in judged) for k in ks}
    return {
        "queries": float(len(judged)),
        **recalls,
        "mrr@10": _mean(_reciprocal_rank(run.get(q, ()), qrels[q]) for q in judged),
        "ndcg@10": _mean(_ndcg(run.get(q, ()), qrels[q]) for q in judged),
    }


def _mean(values: Iterable[float]) -> float:
    listed = list(values)
    return sum(listed) / max(len(listed), 1)


def _recall(ranked: Sequence[str], grades: Mapping[str, int], k: int) -> float:
    relevant = {d for d, grade in grades.items() if grade > 0}
    return len(relevant & set(ranked[:k])) / len(relevant)


def _reciprocal_rank(ranked: Sequence[str], grades: Mapping[str, int]) -> float:
    return next((1 / rank for rank, d in enumerate(ranked[:10], 1) if grades.get(d, 0) > 0), 0.0)


def _ndcg(ranked: Sequence[str], grades: Mapping[str, int]) -> float:
    def gain(listed: Sequence[int]) -> float:
        return sum((2.0**grade - 1) / math.log2(rank + 1) for rank, grade in enumerate(listed[:10], 1))

    ideal = gain(sorted(grades.values(), reverse=True))
    return gain([grades.get(d, 0) for d in ranked]) / ideal if ideal else 0.0
