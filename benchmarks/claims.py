"""Measure the draft checker on the project's own sentences, beside two baselines in one run.

    python -m benchmarks.claims

The checker is measured out of fold: every sentence is judged by weights that were learned without its group (all the
sentences that were written on the same clause of the source). `clausecare eval check --claims FILE` prints the same
measures for any file of labelled sentences by the shipped weights.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from benchmarks.gold import BENCHES, DATA, Bench, answerers
from bot.answerer import Answerer
from bot.claims.check import Checker
from bot.claims.measure import GoldClaim, load_claims, report
from bot.claims.settle import Reading
from corpus.agencies import Agencies
from corpus.digest import load_digests
from ingest.digest_document import stand_ins
from ingest.library import Corpus, LibraryEntry


def _digests(agencies: Agencies) -> Corpus:
    entries = [
        LibraryEntry(one.document, one.source, one.tree, one.quotable, one.periods) for one in stand_ins(load_digests())
    ]
    return Corpus("digests standing in", len(entries), lambda: iter(entries), agencies=agencies)


# The project's own sentences, and the documents that they are about: five English texts; what laws, decrees and
# Party documents say in our own words, in both languages.
# claims_blind.jsonl was written before the rules that it tries were known to its author.
_DIGESTS = Bench("digests", (), (), (), _digests)
CLAIM_BENCHES = {"claims_seeds.jsonl": BENCHES[0], "claims_blind.jsonl": BENCHES[0], "claims_digest.jsonl": _DIGESTS}
Sets = list[tuple[Answerer, list[GoldClaim]]]


@contextmanager
def claim_sets(work: Path | None = None) -> Iterator[Sets]:
    """For each file of sentences the documents that they are about, opened, and the sentences."""
    benches = list(dict.fromkeys(CLAIM_BENCHES.values()))
    with answerers(benches, work) as opened:
        by_bench = dict(zip(benches, opened, strict=True))
        yield [(by_bench[bench], load_claims(DATA / name)) for name, bench in CLAIM_BENCHES.items()]


def read_all(checker: Checker, claims: Sequence[GoldClaim]) -> list[Reading]:
    """For every claim its compared candidates, and those of the statements that it joins."""
    return [checker.read(claim.sentence) for claim in claims]


def main() -> None:
    """Measure and print."""
    from benchmarks.fit_claims import out_of_fold

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, help="keep the indices here for the next run")
    with claim_sets(parser.parse_args().work) as sets:
        readings = [read_all(Checker(opened), claims) for opened, claims in sets]
    everything = [claim for _, claims in sets for claim in claims]
    given = out_of_fold(everything, [reading for some in readings for reading in some])
    start = 0
    for name, (_, claims), some in zip(CLAIM_BENCHES, sets, readings, strict=True):
        print(f"== {name}: {len(claims)} sentences, out of fold")
        print(report(claims, some, given[start : start + len(claims)]))
        start += len(claims)


if __name__ == "__main__":
    main()
