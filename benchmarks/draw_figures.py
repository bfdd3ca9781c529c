"""Draw figures of the digests at random, each work in proportion to its figures, to be checked by hand.

    python -m benchmarks.draw_figures [--count 100] [--seed 1] > draw.tsv

Tab-separated: work, eId, figure, what the entry says in both languages, from when, basis and confidence. The same seed
draws the same figures as long as the digests stay as they are. docs/sources.md tells what such checks found.
"""

from __future__ import annotations

import argparse
import csv
import random
import sys

from benchmarks.latency import positive
from corpus.digest import DigestEntry, load_digests

HEAD = ("work", "eid", "figure", "en", "vi", "from", "basis", "confidence")
Figure = tuple[str, DigestEntry, str]


def draw(works: dict[str, list[Figure]], count: int, seed: int) -> list[Figure]:
    """`count` figures, or all where there are fewer; of each work its share, rounded so that the sum is right."""
    chance, total = random.Random(seed), sum(map(len, works.values()))
    drawn: list[Figure] = []
    taken = 0
    for figures in works.values():
        before = round(count * taken / total)
        taken += len(figures)
        drawn += chance.sample(figures, min(len(figures), round(count * taken / total) - before))
    return drawn


def main() -> None:
    """Draw and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=positive, default=100, help="how many")
    parser.add_argument("--seed", type=int, default=1, help="another seed draws others")
    arguments = parser.parse_args()
    works = {
        digest.work.number: [(digest.work.number, entry, f) for entry in digest.entries for f in entry.figures]
        for digest in load_digests()
    }
    table = csv.writer(sys.stdout, delimiter="\t", lineterminator="\n")
    table.writerow(HEAD)
    for number, entry, figure in draw(works, arguments.count, arguments.seed):
        since = entry.from_.isoformat() if entry.from_ else ""
        table.writerow((number, entry.eid, figure, entry.en, entry.vi, since, entry.basis, entry.confidence))


if __name__ == "__main__":
    main()
