"""How long does it take? The product beside the baseline: building, a cold process, a warm one.

    python -m benchmarks.latency [--questions F.jsonl ...] [--corpus DIR] [--cold 10] [--warm 200] [--builds 3] [--json F]

build   the whole command, from nothing to a ready index of the corpus
cold    the whole command, from nothing to one result: the product's full answer (`clausecare ask --json`),
        the baseline's retrieval; the index is ready, the files are in the disk cache
warm    one question to a running program, after warm-up: the product's full answer and each of its steps,
        the baseline's retrieval (in a process of its own, so that neither's threads disturb the other)

The two systems take turns, so that other load on the machine falls on both.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from benchmarks.baseline import OFFLINE
from benchmarks.retrieval import QUESTIONS, query_text
from bot.evaluate import GoldQuestion, load_questions
from bot.progress import progress_bar
from bot.settings import keep_quiet
from bot.turn import Answer, Question

if TYPE_CHECKING:
    from ingest.build import Progress

ROOT = Path(__file__).parent.parent
CORPUS = ROOT / "corpus"  # as bundled, with its register
T = TypeVar("T")
WARM_UP = 10  # questions of warm-up; a cold process has one run of warm-up, for the disk cache
# What is divided by what: the kind, the product's measure, the baseline's.
COMPARED = (
    ("build: product / baseline", "build, product", "build, baseline"),
    ("cold: product / baseline", "cold, product", "cold, baseline"),
    ("warm, whole answer: product / baseline", "warm, product", "warm, baseline"),
    ("warm, retrieval alone: product / baseline", "step retrieve", "warm, baseline"),
)


@dataclass(frozen=True, slots=True)
class Timing:
    """Percentiles of a measure, in milliseconds, over `n` runs."""

    measure: str
    n: int
    p50_ms: float
    p95_ms: float


@dataclass(frozen=True, slots=True)
class Place:
    """Where the two systems keep what they build, and the corpus that they build from."""

    corpus: Path
    index: Path
    store: Path

    def build_commands(self) -> dict[str, list[str]]:
        """What each system's user types to index the corpus."""
        corpus = ["--corpus", str(self.corpus)]
        return {"product": [*self._product("build"), *corpus], "baseline": [*self._baseline("build"), *corpus]}

    def ask_commands(self, question: str) -> dict[str, list[str]]:
        """What each system's user types to ask."""
        product = [*self._product("ask"), "--corpus", str(self.corpus), "--json", "--", question]
        return {"product": product, "baseline": [*self._baseline("search"), "--", question]}

    def listen_command(self) -> list[str]:
        """The baseline that stays and answers line by line."""
        return self._baseline("search")

    def _product(self, verb: str) -> list[str]:
        return [sys.executable, "-m", "bot", verb, "--index", str(self.index)]

    def _baseline(self, verb: str) -> list[str]:
        return [sys.executable, "-m", "benchmarks.baseline", verb, "--store", str(self.store)]


def timing(measure: str, milliseconds: Sequence[float]) -> Timing:
    """Percentiles by linear interpolation."""
    p50, p95 = np.percentile(np.asarray(milliseconds), (50, 95))
    return Timing(measure, len(milliseconds), round(float(p50), 2), round(float(p95), 2))


def command_ms(command: Sequence[str], environment: dict[str, str]) -> float:
    """The time of a whole command; raises `CalledProcessError` when it fails."""
    began = time.perf_counter()
    subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return 1000 * (time.perf_counter() - began)


def builds(corpus: Path, times: int, environment: dict[str, str], progress: Progress) -> list[Timing]:
    """Both systems' build commands, each into an empty folder."""
    taken: dict[str, list[float]] = {"product": [], "baseline": []}
    for number in range(1, times + 1):
        with tempfile.TemporaryDirectory() as name:
            for system, command in _place(corpus, Path(name)).build_commands().items():
                taken[system].append(command_ms(command, environment))
        progress("building", number, times)
    return [timing(f"build, {system}", milliseconds) for system, milliseconds in taken.items()]


def _place(corpus: Path, folder: Path) -> Place:
    return Place(corpus, folder / "index", folder / "store")


def cold(
    place: Place, gold: Sequence[GoldQuestion], times: int, environment: dict[str, str], progress: Progress
) -> list[Timing]:
    """Both systems' commands for one question each; the first round is warm-up of the disk cache."""
    taken: dict[str, list[float]] = {"product": [], "baseline": []}
    for number, question in enumerate(spread([q for q in gold if not q.context], times + 1)):
        for system, command in place.ask_commands(question.question).items():
            milliseconds = command_ms(command, environment)
            if number:
                taken[system].append(milliseconds)
        progress("cold processes", number, times)
    return [timing(f"cold, {system}", milliseconds) for system, milliseconds in taken.items()]


def spread(gold: Sequence[T], wanted: int) -> list[T]:
    """That many questions, evenly from the whole list; repeated when there are too few."""
    if len(gold) < wanted:
        return list(islice(cycle(gold), wanted))
    return [gold[i * len(gold) // wanted] for i in range(wanted)]


@contextmanager
def baseline_process(place: Place, environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    """A running baseline that has loaded its model and answers line by line."""
    with subprocess.Popen(
        place.listen_command(), cwd=ROOT, env=environment, encoding="utf-8", bufsize=1,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    ) as running:  # fmt: skip
        _line(running)  # empty: it is ready
        yield running
        running.communicate()  # ends its standard input, and with it the process


def _line(running: subprocess.Popen[str]) -> str:
    assert running.stdout is not None  # a pipe
    line = running.stdout.readline()
    if not line:
        raise RuntimeError("the baseline ended early; run benchmarks.baseline by hand to see why")
    return line


def baseline_ms(running: subprocess.Popen[str], question: str) -> float:
    """The time of one warm retrieval, taken inside the baseline's process."""
    assert running.stdin is not None  # a pipe
    running.stdin.write(json.dumps(question) + "\n")
    running.stdin.flush()
    return float(json.loads(_line(running))["ms"])


def warm(
    place: Place, gold: Sequence[GoldQuestion], times: int, environment: dict[str, str], progress: Progress
) -> list[Timing]:
    """Both systems answering the same questions in turn, each in one process."""
    from bot.session import open_answerer, workspace

    whole: list[float] = []
    retrieval: list[float] = []
    answers: list[Answer] = []
    with baseline_process(place, environment) as running:
        answerer = open_answerer(workspace(place.corpus, place.index), progress)
        for number, question in enumerate(spread(gold, WARM_UP + times), 1 - WARM_UP):
            began = time.perf_counter()
            answer = answerer.ask(Question(question.question, dt.date.today(), context=question.context))
            ours = 1000 * (time.perf_counter() - began)
            theirs = baseline_ms(running, query_text(question))
            if number > 0:
                whole, retrieval, answers = [*whole, ours], [*retrieval, theirs], [*answers, answer]
                progress("warm questions", number, times)
    return [*_product_timings(whole, answers), timing("warm, baseline", retrieval)]


def _product_timings(whole: Sequence[float], answers: Sequence[Answer]) -> Iterator[Timing]:
    """The product's answers: all, those that went the whole way, and step by step for those that reached the step."""
    yield timing("warm, product", whole)
    full = [ms for ms, answer in zip(whole, answers, strict=True) if answer.status in ("answered", "partial")]
    if full:
        yield timing("warm, product, answered in full", full)
    steps = dict.fromkeys(step for answer in answers for step in answer.timings_ms if step != "total")
    for step in steps:
        yield timing(f"step {step}", [a.timings_ms[step] for a in answers if step in a.timings_ms])


def ratios(
    timings: Sequence[Timing], compared: Sequence[tuple[str, str, str]] = COMPARED
) -> dict[str, dict[str, float]]:
    """One measure's time divided by another's in this run: below 1 the first is faster."""
    found = {t.measure: t for t in timings}
    return {
        kind: {p: round(getattr(found[ours], p) / getattr(found[theirs], p), 3) for p in ("p50_ms", "p95_ms")}
        for kind, ours, theirs in compared
        if ours in found
    }


def machine() -> dict[str, object]:
    """What the absolute figures depend on."""
    return {
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "architecture": platform.machine(),
        "python": platform.python_version(),
        "load_average": [round(x, 2) for x in os.getloadavg()],
    }


def print_tables(
    timings: Sequence[Timing],
    at_start: dict[str, object],
    at_end: dict[str, object],
    compared: Sequence[tuple[str, str, str]] = COMPARED,
) -> None:
    """The figures for a reader, labelled with the machine."""
    from rich.console import Console
    from rich.table import Column, Table

    table = Table("measure", *(Column(name, justify="right") for name in ("n", "p50 ms", "p95 ms")))
    for row in timings:
        table.add_row(row.measure, str(row.n), f"{row.p50_ms:,.1f}", f"{row.p95_ms:,.1f}")
    table.add_section()
    for kind, quotients in ratios(timings, compared).items():
        table.add_row(kind, "", *(f"×{quotient:.2f}" for quotient in quotients.values()))
    console = Console(width=120, highlight=False)
    console.print(f"{at_start['cores']} cores ({at_start['architecture']}), Python {at_start['python']}")
    console.print(
        f"load average {at_start['load_average']} at the start, {at_end['load_average']} at the end", markup=False
    )
    console.print(table)


def measure(arguments: argparse.Namespace, gold: Sequence[GoldQuestion], progress: Progress) -> list[Timing]:
    """All measures, on indexes that are built for this run."""
    environment = {**os.environ, **OFFLINE}  # as it is before this process loads a library that changes it
    timings = builds(arguments.corpus, arguments.builds, environment, progress)
    with tempfile.TemporaryDirectory() as name:
        place = _place(arguments.corpus, Path(name))
        for command in place.build_commands().values():
            command_ms(command, environment)
        timings += cold(place, gold, arguments.cold, environment, progress)
        return timings + warm(place, gold, arguments.warm, environment, progress)


def positive(text: str) -> int:
    """A number of the command line that is 1 or more."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


def main() -> None:
    """Measure, print, and write what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--questions", type=Path, nargs="+", default=QUESTIONS, help="JSON lines: id, question, context, answerable"
    )
    parser.add_argument("--corpus", type=Path, default=CORPUS, help="folder of documents (default: the bundled corpus)")
    parser.add_argument("--cold", type=positive, default=10, help="cold processes of each system")
    parser.add_argument("--warm", type=positive, default=200, help="warm questions to each system")
    parser.add_argument("--builds", type=positive, default=3, help="builds of each system")
    parser.add_argument("--json", type=Path, help="write all figures")
    arguments = parser.parse_args()
    keep_quiet()
    gold = [question for path in arguments.questions for question in load_questions(path)]
    at_start = machine()
    with progress_bar() as progress:
        timings = measure(arguments, gold, progress)
    at_end = machine()
    print_tables(timings, at_start, at_end)
    if arguments.json:
        times = {"timings": [asdict(t) for t in timings], "ratios": ratios(timings)}
        content = {"machine": at_start, "load_average_at_end": at_end["load_average"], **times}
        arguments.json.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
