"""The command line. Thin: it reads arguments, calls, prints. Heavy modules are imported where they are used."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from bot import UsageError
from bot.cli_add import add
from bot.cli_check import check
from bot.cli_common import (
    BatchOption,
    CorpusOption,
    IndexOption,
    JsonOption,
    OutOption,
    answer_batch,
    day_of,
    language_of,
    print_json,
    refuse_impossible,
    require_one,
    up_to_date_answerer,
)
from bot.cli_draft import draft
from bot.cli_eval import evaluate
from bot.cli_fetch import fetch
from bot.cli_intake import show_report
from bot.cli_registers import deadlines, duties, entitlements
from bot.progress import progress_bar
from corpus import CorpusError

if TYPE_CHECKING:
    from bot.turn import Question
    from corpus.provision import Provision

app = typer.Typer(
    name="clausecare",
    help="Answers on Vietnam's health policy, each with the clause that proves it.",
    no_args_is_help=True, pretty_exceptions_enable=False, add_completion=False,
)  # fmt: skip


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


def show(
    ref: Annotated[str, typer.Argument(metavar="DOC[#EID]", help="A document, or one provision of it.")],
    corpus: CorpusOption = None,
    index: IndexOption = None,
    as_json: JsonOption = False,
    source: Annotated[bool, typer.Option("--source", help="Print the text that offsets count in.")] = False,
    report: Annotated[bool, typer.Option("--report", help="Print what looked odd when it was read, by line.")] = False,
) -> None:
    """Show a document's provisions, or one of them."""
    from bot.session import workspace
    from bot.wire import document_json, provision_json
    from corpus.provision import ProvisionRef
    from ingest.library import doc_id, find_entry

    wanted = ProvisionRef.parse(ref)
    work = workspace(corpus, index)
    entry = find_entry(wanted.doc_id, work.files, work.agencies, work.digests)
    if entry is None:
        known = ", ".join(doc_id(f) for f in work.files[:8])
        raise UsageError(f'no document "{wanted.doc_id}" in this corpus; there are: {known}')
    node = next((n for n in entry.tree.walk() if n.ref.eid == wanted.eid), None)
    if node is None:
        raise UsageError(
            f'{wanted.doc_id} has no provision "{wanted.eid}"; "clausecare show {wanted.doc_id}" lists them'
        )
    if report:
        show_report(entry, as_json)
    elif source:
        sys.stdout.write(node.text)
    elif as_json:
        print_json(provision_json(node) if wanted.eid.segments else document_json(node))
    else:
        _print_tree(node, whole=bool(wanted.eid.segments))


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
    from bot.screen import check_question
    from bot.turn import Question
    from bot.wire import answer_json

    day, language, documents = day_of(as_of), language_of(lang), tuple(doc or ())
    require_one(question, batch, out)

    def of_row(row: dict[str, Any]) -> Question:
        own = language_of(text_of(row, "lang")) if row.get("lang") else None
        context = check_question(text_of(row, "context")) if row.get("context") else None
        return Question(text_of(row, "question"), day, own or language, context, documents)

    if batch and out:
        answerer = up_to_date_answerer(corpus, index)
        answer_batch(batch, out, lambda row: answer_json(answerer.ask(of_row(row))))
        return
    assert question is not None  # `_one_of` has seen to it
    refuse_impossible(question)
    answer = up_to_date_answerer(corpus, index).ask(Question(question, day, language, None, documents))
    if as_json:
        print_json(answer_json(answer))
    else:
        typer.echo(answer.text)


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

    require_one(query, batch, out)
    if query is not None:
        refuse_impossible(query)
    answerer = up_to_date_answerer(corpus, index)

    def found(text: str) -> list[dict[str, Any]]:
        return passages_json(answerer.search(text, k), answerer.index.documents, detect_language(text))

    if batch and out:
        answer_batch(
            batch, out, lambda row: {"passages": found(text_of(row, "query" if "query" in row else "question"))}
        )
        return
    passages = found(query or "")
    if as_json:
        print_json(passages)
    else:
        for rank, passage in enumerate(passages, 1):
            typer.echo(
                f"{rank:2}. {passage['label']}  [{', '.join(passage['origins'])}; {passage['score']:.2f}]\n    {passage['text']}\n"
            )


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
    answerer = up_to_date_answerer(corpus, index)
    from app import launch

    launch(answerer, host, port)


# In the order in which help shows them.
for _verb in (ask, search, show, duties, deadlines, entitlements, check, draft, add, fetch, build, serve):
    app.command()(_verb)
app.add_typer(evaluate, name="eval")


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


def _print_tree(node: Provision, whole: bool, depth: int = 0) -> None:
    """The tree with its eIds; texts in full only when one provision was asked for."""
    name = f"{'  ' * depth}{node.ref.eid or node.ref.doc_id}"
    first = " ".join(node.text.split())
    shown = first if whole and not node.children else (node.heading or first)[:100]
    typer.echo(f"{name}  [{node.kind}]  {shown}" if depth or whole else f"{node.ref.doc_id}  [{node.kind}]")
    for child in node.children:
        _print_tree(child, whole, depth + 1)
