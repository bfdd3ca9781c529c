"""`clausecare eval`: the measures."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli_common import CorpusOption, IndexOption, JsonOption, day_of, print_figures, print_json, up_to_date_answerer
from bot.progress import progress_bar

if TYPE_CHECKING:
    from bot.answerer import Answerer
    from bot.evaluate import GoldQuestion
    from bot.turn import Answer

# Of a group of questions: the figures and how the table calls them.
COLUMNS = {
    "answerable": "ask", "unanswerable": "trap", "evidence_top5": "top5", "cited": "cited", "key_facts": "facts",
    "wrongly_declined": "lost", "declined": "declined",
}  # fmt: skip
evaluate = typer.Typer(help="Measure the product.", no_args_is_help=True)


@evaluate.command("retrieval")
def eval_retrieval(
    beir: Annotated[Path, typer.Option("--beir", help="Folder with corpus.jsonl, queries.jsonl and qrels.tsv.")],
    run: Annotated[Path | None, typer.Option("--run", help="Write the ranking as a TREC run file.")] = None,
    plain: Annotated[bool, typer.Option("--plain", help="Ask as typed without diacritics.")] = False,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Rank a BEIR test set: recall@k, MRR@10, nDCG@10."""
    from bot.measure import measure_retrieval

    with progress_bar() as progress:
        figures = measure_retrieval(beir, index, run, progress, plain)
    print_figures(figures, as_json)


@evaluate.command("answers")
def eval_answers(
    questions: Annotated[Path, typer.Option("--questions", help="JSON lines with gold quotes.")],
    as_of: Annotated[str | None, typer.Option("--as-of", help="Answer as of this day, YYYY-MM-DD.")] = None,
    model: Annotated[
        str | None, typer.Option("--model", help="Answer with this language model, as CLAUSECARE_MODEL names it.")
    ] = None,
    list_to: Annotated[
        Path | None, typer.Option("--failures", help="Write the failures as Markdown, to be read.")
    ] = None,
    corpus: CorpusOption = None,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Score answers against gold quotes: evidence, citations, facts, declining both ways; by role, language and kind."""
    from bot.claims.check import Checker
    from bot.eval_report import failures, groups, model_account, write_failures
    from bot.evaluate import load_questions, score_answers

    gold = load_questions(questions)
    answerer = up_to_date_answerer(corpus, index, model)
    answers = _ask_all(gold, answerer, day_of(as_of))
    figures = score_answers(gold, answers)
    if answerer.writer:
        figures |= model_account(answers, answerer.index, Checker(answerer))
    found = failures(gold, answers)
    if list_to:
        write_failures(list_to, found)
    if as_json:
        listed = [dataclasses.asdict(one) for one in found]
        print_json({**figures, "groups": groups(gold, answers), "failures": listed})
        return
    print_figures(figures, as_json=False)
    _print_groups(groups(gold, answers))
    told = f"; read them in {list_to}" if list_to else "; --failures FILE.md lists them"
    typer.echo(f"{len(found)} failures{told if found else ''}")


@evaluate.command("check")
def eval_check(
    claims: Annotated[Path, typer.Option("--claims", help="JSON lines with id, sentence and label.")],
    corpus: CorpusOption = None,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Score the draft checker on labelled sentences, beside two baselines: macro-F1, confusion, the worst errors."""
    from bot.claims.check import Checker
    from bot.claims.measure import baselines, figures, load_claims, report

    gold = load_claims(claims)
    checker = Checker(up_to_date_answerer(corpus, index))
    readings, given = [], []
    with progress_bar() as progress:
        for number, claim in enumerate(gold, 1):
            readings.append(checker.read(claim.sentence))
            label, grounds = checker.verdict(claim.sentence, readings[-1])
            given.append((label, min(ground.settled.chance for ground in grounds)))
            progress("checking", number, len(gold))
    if not as_json:
        typer.echo(report(gold, readings, given))
        return
    found = {"checker": figures([c.label for c in gold], [label for label, _ in given]), **baselines(gold, readings)}
    print_json({name: one.rows() for name, one in found.items()})


def _ask_all(gold: Sequence[GoldQuestion], answerer: Answerer, day: dt.date) -> dict[str, Answer]:
    from bot.turn import Question

    answers = {}
    with progress_bar() as progress:
        for number, one in enumerate(gold, 1):
            answers[one.id] = answerer.ask(Question(one.question, day, context=one.context))
            progress("asking", number, len(gold))
    return answers


def _print_groups(found: dict[str, dict[str, dict[str, float]]]) -> None:
    """A table of the groups: how many questions, and the figures that tell them apart."""
    from rich.console import Console
    from rich.table import Column, Table

    table = Table(Column("group", no_wrap=True), *COLUMNS.values(), box=None)
    for field, values in found.items():
        for value, figures in values.items():
            cells = [f"{figures[c]:.0f}" if c.endswith("answerable") else f"{figures[c]:.2f}" for c in COLUMNS]
            table.add_row(f"{field} {value}", *cells)
    if table.row_count:
        Console().print(table)
