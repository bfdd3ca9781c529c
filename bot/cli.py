"""The command line. Thin: it reads arguments, calls, prints. Heavy modules are imported where they are used."""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from bot import UsageError
from bot.progress import progress_bar
from corpus import CorpusError

if TYPE_CHECKING:
    from bot.answerer import Answerer
    from bot.turn import Question
    from corpus.provision import Language, Provision

app = typer.Typer(
    name="clausecare",
    help="Answers on Vietnam's health policy, each with the clause that proves it.",
    no_args_is_help=True, pretty_exceptions_enable=False, add_completion=False,
)  # fmt: skip
evaluate = typer.Typer(help="Measure the product.", no_args_is_help=True)
app.add_typer(evaluate, name="eval")

CorpusOption = Annotated[
    Path | None, typer.Option("--corpus", help="Folder of documents (default: the bundled ones and your own).")
]
IndexOption = Annotated[
    Path | None,
    typer.Option("--index", help="Folder of the index (default: $CLAUSECARE_INDEX, else the cache folder)."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON alone on standard output.")]
BatchOption = Annotated[Path | None, typer.Option("--batch", help="JSON lines to read.")]
OutOption = Annotated[Path | None, typer.Option("--out", help="JSON lines to write, one per line read, in order.")]


@app.command()
def build(
    corpus: CorpusOption = None,
    index: IndexOption = None,
    force: Annotated[bool, typer.Option("--force", help="Build even when nothing has changed.")] = False,
) -> None:
    """Parse and index the corpus; nothing is embedded twice."""
    from bot.session import workspace
    from ingest.build import build as build_index

    work = workspace(corpus, index)
    with progress_bar() as progress:
        report = build_index(work.index, work.corpus, work.settings.embedding, force, progress)
    what = "built" if report.built else "is up to date"
    typer.echo(
        f"{report.generation} {what}: {report.documents} documents, {report.passages} passages, "
        f"{report.sentences} sentences, {report.embedded} texts embedded; in {work.index}"
    )


@app.command()
def show(
    ref: Annotated[str, typer.Argument(metavar="DOC[#EID]", help="A document, or one provision of it.")],
    corpus: CorpusOption = None,
    index: IndexOption = None,
    as_json: JsonOption = False,
    source: Annotated[bool, typer.Option("--source", help="Print the text that offsets count in.")] = False,
) -> None:
    """Show a document's provisions, or one of them."""
    from bot.session import workspace
    from bot.wire import document_json, provision_json
    from corpus.provision import ProvisionRef
    from ingest.library import doc_id, load_entry

    wanted = ProvisionRef.parse(ref)
    work = workspace(corpus, index)
    file = next((f for f in work.files if doc_id(f) == wanted.doc_id), None)
    if file is None:
        known = ", ".join(doc_id(f) for f in work.files[:8])
        raise UsageError(f'no document "{wanted.doc_id}" in this corpus; there are: {known}')
    entry = load_entry(file, work.agencies)
    node = next((n for n in entry.tree.walk() if n.ref.eid == wanted.eid), None)
    if node is None:
        raise UsageError(
            f'{wanted.doc_id} has no provision "{wanted.eid}"; "clausecare show {wanted.doc_id}" lists them'
        )
    if source:
        sys.stdout.write(node.text)
    elif as_json:
        _print_json(provision_json(node) if wanted.eid.segments else document_json(node))
    else:
        _print_tree(node, whole=bool(wanted.eid.segments))


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="What you want to know, in Vietnamese or English.")] = None,
    lang: Annotated[str, typer.Option(help="Language of the answer: vi, en or auto.")] = "auto",
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="Answer as of this day, YYYY-MM-DD (default: today).")
    ] = None,
    doc: Annotated[
        list[str] | None, typer.Option("--doc", help="Answer from this document alone; may be repeated.")
    ] = None,
    batch: BatchOption = None,
    out: OutOption = None,
    corpus: CorpusOption = None,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Answer a question from the documents, with citations, or say that they do not."""
    from bot.batch import text_of
    from bot.turn import Question
    from bot.wire import answer_json

    day, language, documents = _day(as_of), _language(lang), tuple(doc or ())
    _one_of(question, batch, out)

    def of_row(row: dict[str, Any]) -> Question:
        own = _language(row.get("lang") or "auto") or language
        return Question(text_of(row, "question"), day, own, row.get("context") or None, documents)

    if batch and out:
        answerer = _answerer(corpus, index)
        _batch(batch, out, lambda row: answer_json(answerer.ask(of_row(row))))
        return
    assert question is not None  # `_one_of` has seen to it
    _checked(question)
    answer = _answerer(corpus, index).ask(Question(question, day, language, None, documents))
    if as_json:
        _print_json(answer_json(answer))
    else:
        typer.echo(answer.text)


@app.command()
def search(
    query: Annotated[str | None, typer.Argument(help="What to look for.")] = None,
    k: Annotated[int, typer.Option("-k", min=1, max=100, help="How many passages.")] = 10,
    batch: BatchOption = None,
    out: OutOption = None,
    corpus: CorpusOption = None,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Find the passages nearest to a query."""
    from bot.batch import text_of
    from bot.wire import passages_json
    from corpus.language import detect_language

    _one_of(query, batch, out)
    if query is not None:
        _checked(query)
    answerer = _answerer(corpus, index)

    def found(text: str) -> list[dict[str, Any]]:
        return passages_json(answerer.search(text, k), answerer.index.documents, detect_language(text))

    if batch and out:
        _batch(batch, out, lambda row: {"passages": found(text_of(row, "query" if "query" in row else "question"))})
        return
    passages = found(query or "")
    if as_json:
        _print_json(passages)
    else:
        for rank, passage in enumerate(passages, 1):
            typer.echo(
                f"{rank:2}. {passage['label']}  [{', '.join(passage['origins'])}; {passage['score']:.2f}]\n    {passage['text']}\n"
            )


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
    _print_figures(figures, as_json)


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
    answerer = _answerer(corpus, index)
    day = _day(as_of)
    with progress_bar() as progress:
        answers = {}
        for number, one in enumerate(gold, 1):
            answers[one.id] = answerer.ask(Question(one.question, day, context=one.context))
            progress("asking", number, len(gold))
    _print_figures(score_answers(gold, answers), as_json)


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 7860,
    corpus: CorpusOption = None,
    index: IndexOption = None,
) -> None:
    """Open the web app."""
    import socket

    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise UsageError(f"{host}:{port} cannot be used ({error.strerror}); choose another with --port") from error
    answerer = _answerer(corpus, index)
    from app import launch

    launch(answerer, host, port)


def main() -> NoReturn:
    """Run the command line; a fault is one line on standard error and exit code 1."""
    try:
        app(standalone_mode=True)
    except CorpusError as error:
        _fail(str(error))
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as error:
        if os.environ.get("CLAUSECARE_DEBUG"):
            raise
        _fail(
            f"a fault of the program ({type(error).__name__}: {error}); set CLAUSECARE_DEBUG=1 to see where, and report it"
        )
    sys.exit(0)


def _fail(message: str) -> NoReturn:
    one_line = " ".join(message.split())
    print(f"clausecare: {one_line}", file=sys.stderr)
    sys.exit(1)


def _answerer(corpus: Path | None, index: Path | None) -> Answerer:
    from bot.session import open_answerer, workspace

    with progress_bar() as progress:
        return open_answerer(workspace(corpus, index), progress)


def _checked(text: str) -> None:
    from bot.screen import check_question

    check_question(text)  # before an index is opened for nothing


def _batch(source: Path, target: Path, work: Any) -> None:
    from bot.batch import run_batch

    with progress_bar() as progress:
        bad = run_batch(source, target, work, lambda done, total: progress("answering", done, total))
    if bad:
        print(f"clausecare: {bad} lines of {source} could not be used; {target} says why", file=sys.stderr)


def _one_of(text: str | None, batch: Path | None, out: Path | None) -> None:
    if (text is None) == (batch is None) or (batch is None) != (out is None):
        raise typer.BadParameter("give either a text or both --batch and --out")


def _day(text: str | None) -> dt.date:
    try:
        return dt.date.fromisoformat(text) if text else dt.date.today()
    except ValueError as error:
        raise typer.BadParameter(f'"{text}" is no day; write YYYY-MM-DD', param_hint="--as-of") from error


def _language(text: str) -> Language | None:
    if text not in {"vi", "en", "auto"}:
        raise UsageError(f'"{text}" is no language of this program; use vi, en or auto')
    return "vi" if text == "vi" else "en" if text == "en" else None


def _print_json(value: object) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def _print_figures(figures: dict[str, float], as_json: bool) -> None:
    if as_json:
        _print_json(figures)
        return
    for name, value in figures.items():
        typer.echo(f"{name:20} {value:.0f}" if float(value).is_integer() and value > 1 else f"{name:20} {value:.3f}")


def _print_tree(node: Provision, whole: bool, depth: int = 0) -> None:
    """The tree with its eIds; texts in full only when one provision was asked for."""
    name = f"{'  ' * depth}{node.ref.eid or node.ref.doc_id}"
    first = " ".join(node.text.split())
    shown = first if whole and not node.children else (node.heading or first)[:100]
    typer.echo(f"{name}  [{node.kind}]  {shown}" if depth or whole else f"{node.ref.doc_id}  [{node.kind}]")
    for child in node.children:
        _print_tree(child, whole, depth + 1)
