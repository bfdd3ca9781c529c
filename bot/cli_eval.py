"""`clausecare eval`: the measures."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli_common import CorpusOption, IndexOption, JsonOption, day_of, print_figures, up_to_date_answerer
from bot.progress import progress_bar

evaluate = typer.Typer(help="Measure the product.", no_args_is_help=True)


@evaluate.command("retrieval")
def eval_retrieval(
    beir: Annotated[Path, typer.Option("--beir", help="Folder with corpus.jsonl, queries.jsonl and qrels.tsv.")],
    run: Annotated[Path | None, typer.Option("--run", help="Write the ranking as a TREC run file.")] = None,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Rank a BEIR test set: recall@k, MRR@10, nDCG@10."""
    from bot.measure import measure_retrieval

    with progress_bar() as progress:
        figures = measure_retrieval(beir, index, run, progress)
    print_figures(figures, as_json)


@evaluate.command("answers")
def eval_answers(
    questions: Annotated[Path, typer.Option("--questions", help="JSON lines with gold quotes.")],
    as_of: Annotated[str | None, typer.Option("--as-of", help="Answer as of this day, YYYY-MM-DD.")] = None,
    corpus: CorpusOption = None,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Score answers against gold quotes: evidence, citations, facts, declining both ways."""
    from bot.evaluate import load_questions, score_answers
    from bot.turn import Question

    gold = load_questions(questions)
    answerer = up_to_date_answerer(corpus, index)
    day = day_of(as_of)
    with progress_bar() as progress:
        answers = {}
        for number, one in enumerate(gold, 1):
            answers[one.id] = answerer.ask(Question(one.question, day, context=one.context))
            progress("asking", number, len(gold))
    print_figures(score_answers(gold, answers), as_json)
