"""What the fitting scripts share: the project's own questions, each set beside the texts that it is about.

Four benches: the five texts as a plain folder; the digest of the Law on Health Insurance as it stands in for the Law,
in both languages; the Vietnamese digest taken for the Law itself, with its glosses, which is how a corpus with the
official text looks; and what a fresh machine has, the five texts and all digests. The second and the third share their questions,
whose gold is the eId of a provision.
"""

from __future__ import annotations

import tempfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from bot.answerer import Answerer
from bot.evaluate import GoldQuestion, load_questions
from bot.query_adapter import question_embeddings
from corpus.agencies import Agencies, load_agencies
from corpus.digest import Digest, load_digests
from corpus.glossary import load_glossary
from corpus.provision import ProvisionRef
from corpus.toml import BUNDLED
from ingest.build import build
from ingest.digest_document import digest_document, stand_ins
from ingest.embed import DEFAULT_MODEL
from ingest.index import open_index
from ingest.library import Corpus, LibraryEntry, corpus_files, file_corpus

DATA = Path(__file__).parent.parent / "tests" / "data"
ASKED = Path(__file__).parent / "data"
LAW = "law-25-2008-qh12"
ON_THE_LAW = ("questions_law.jsonl", "questions_pairs_law.jsonl")
ASKED_ON_THE_LAW = ("questions_asked_law.jsonl",)
UNREAD_ON_THE_LAW = ("questions_unread_law.jsonl",)
FOLDS = 10


@dataclass(frozen=True, slots=True)
class Bench:
    """Questions and the texts that they are about, in three lots of files.

    `files` are the project's own, from which all may learn, the cross-encoder too. Those of `asked` are others', more than a third of them near misses;
    those of `unread` are pairs alike in wording, for what the scores of the cross-encoder weigh: nothing else has seen them.
    `before`, in benchmarks/data, has the questions asked before (bot/asked.py) that were judged by these texts.
    """

    name: str
    files: tuple[str, ...]
    asked: tuple[str, ...]
    unread: tuple[str, ...]
    corpus: Callable[[Agencies], Corpus]
    before: str | None = None
    one_law: bool = False  # of the questions asked before, those that only other documents answer have no answer here

    def questions(self) -> list[GoldQuestion]:
        """The questions that all may learn from."""
        return _questions(self.files)

    def asked_questions(self) -> list[GoldQuestion]:
        """Those of others."""
        return _questions(self.asked)

    def adapter_questions(self) -> list[GoldQuestion]:
        """Those that the adapter of question vectors learns from."""
        return [*self.questions(), *self.asked_questions()]

    def asked_before(self) -> list[GoldQuestion]:
        """The questions asked before that were judged by these texts."""
        if self.before is None:
            return []
        questions = load_questions(ASKED / self.before)
        return [_of_law(question) for question in questions] if self.one_law else questions

    def unread_questions(self) -> list[GoldQuestion]:
        """Those that only the weights of the cross-encoder's scores are learned on."""
        return _questions(self.unread)


def _questions(files: Sequence[str]) -> list[GoldQuestion]:
    return [question for file in files for question in load_questions(DATA / file)]


def _of_law(question: GoldQuestion) -> GoldQuestion:
    """A question judged by all digests as one that only the Law can answer."""
    own = tuple(ProvisionRef(LAW, ref.eid) for ref in question.provisions if ref.doc_id == f"digest-{LAW}")
    return replace(question, provisions=own, answerable=bool(own))


def _five_texts(agencies: Agencies) -> Corpus:
    return file_corpus(corpus_files([BUNDLED / "texts"], agencies), agencies)


def _all_documents(agencies: Agencies) -> Corpus:
    return file_corpus(corpus_files([BUNDLED / "texts"], agencies), agencies, load_digests())


def _law() -> Digest:
    return next(digest for digest in load_digests() if digest.work.id == LAW)


def _standing_in(agencies: Agencies) -> Corpus:
    entries = [
        LibraryEntry(one.document, one.source, one.tree, one.quotable, one.periods) for one in stand_ins([_law()])
    ]
    return Corpus(f"{LAW} standing in", len(entries), lambda: iter(entries), agencies=agencies)


def _as_law(agencies: Agencies) -> Corpus:
    one = digest_document(_law(), "vi")
    law = replace(one.document, id=LAW, kind="law", authority="law", short_en=None, short_vi=None)
    entries = [LibraryEntry(law, one.source, digest_document(_law(), "vi", LAW).tree)]
    return Corpus(f"{LAW} taken for the Law", 1, lambda: iter(entries), agencies=agencies)


BENCHES = (
    Bench(
        "five texts", ("questions_gate.jsonl", "questions_seeds.jsonl", "questions_pairs_seeds.jsonl"), ("questions_asked_seeds.jsonl",),
        ("questions_unread_seeds.jsonl",), _five_texts, "asked_texts.jsonl",
    ),
    Bench("digest", ON_THE_LAW, ASKED_ON_THE_LAW, UNREAD_ON_THE_LAW, _standing_in),
    Bench(
        "law with glosses", ON_THE_LAW, ASKED_ON_THE_LAW, UNREAD_ON_THE_LAW, _as_law, "asked_digests.jsonl", one_law=True,
    ),
    Bench("all documents", (), ("questions_asked_digests.jsonl",), (), _all_documents, "asked_digests.jsonl"),
)  # fmt: skip


def folder_bench(folder: Path) -> Bench:
    """The questions on the Law beside a folder that holds its official text; for measuring, not for learning."""
    return Bench(
        str(folder),
        ON_THE_LAW,
        ASKED_ON_THE_LAW,
        UNREAD_ON_THE_LAW,
        lambda agencies: file_corpus(corpus_files([folder], agencies), agencies),
    )


@contextmanager
def answerers(benches: Sequence[Bench], work: Path | None = None) -> Iterator[list[Answerer]]:
    """An answerer for each bench, its index under `work` or in a temporary place."""
    agencies, glossary, embeddings = load_agencies(), load_glossary(), question_embeddings()
    with tempfile.TemporaryDirectory() as temporary:
        opened = []
        for number, bench in enumerate(benches):
            folder = (work or Path(temporary)) / f"bench-{number}"
            build(folder, bench.corpus(agencies), DEFAULT_MODEL)
            opened.append(Answerer(open_index(folder, DEFAULT_MODEL), embeddings, agencies, glossary))
        yield opened


@contextmanager
def answerer() -> Iterator[Answerer]:
    """An answerer over the five texts."""
    with answerers(BENCHES[:1]) as opened:
        yield opened[0]


def gold_questions() -> list[GoldQuestion]:
    """The questions about the five texts."""
    return BENCHES[0].questions()


def fold_of(question: str) -> int:
    """The fold (0…FOLDS-1) of a question by its id, the same on every run; an odd number and the next, which are a pair
    in the sets of pairs, share one."""
    pair = (int(question[1:]) + 1) // 2
    return zlib.crc32(f"{question[0]}{pair}".encode()) % FOLDS
