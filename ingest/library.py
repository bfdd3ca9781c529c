"""The documents of one or more corpus folders, read, identified and parsed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from corpus import CorpusError
from corpus.agencies import AGENCIES_FILE, Agencies
from corpus.digest import DIGEST_FOLDER, Digest, load_digests
from corpus.glossary import GLOSSARY_FILE
from corpus.language import IRREGULAR_FILE
from corpus.provision import Document, EId, Period, Provision, Span
from corpus.register import REGISTER_FILE, load_register
from corpus.toml import BUNDLED
from ingest import UnreadableFile
from ingest.digest_document import DigestDocument, stand_ins
from ingest.gloss import LANGUAGES, is_of
from ingest.identify import identify
from ingest.parse import parse
from ingest.read import SourceText, read, readable

# The vocabulary of the registers.
NORM_TABLES = sorted((Path(__file__).parent / "norms").glob("*.toml"))

# Raised whenever parsing, chunking or what is stored of it changes: an older index is then rebuilt.
SCHEMA_VERSION = 18


@dataclass(frozen=True, slots=True)
class CorpusFile:
    """A file that belongs to a corpus; `document` is what a register says of it, if one does."""

    path: Path
    name: str
    document: Document | None


@dataclass(frozen=True, slots=True)
class LibraryEntry:
    """A document with its text and its tree."""

    document: Document
    source: SourceText
    tree: Provision
    # Of a digest that stands in for a text: what is quoted whole, and the days on which a provision holds.
    quotable: Mapping[EId, tuple[Span, ...]] | None = None
    periods: Mapping[EId, Period] = field(default_factory=dict)


def corpus_files(folders: Sequence[Path], agencies: Agencies) -> list[CorpusFile]:
    """The files of the corpus in a stable order: registered ones as registered, then the others by name.

    A folder with a register may hold other material (this package's does), so there only registered
    files and those under `texts/` count.
    """
    found: list[CorpusFile] = []
    for folder in folders:
        if not folder.is_dir():
            raise CorpusError(f"{folder}: no such folder; give --corpus a folder that holds documents")
        own = _folder_files(folder, agencies)
        _refuse_shared_ids(own)
        # A later folder lies over the earlier ones: its edition of a document is the one that counts.
        ids = {doc_id(file) for file in own}
        found = [file for file in found if doc_id(file) not in ids] + own
    if not found:
        raise CorpusError(
            f"{', '.join(map(str, folders))}: no document there; put text, Markdown, PDF, DOCX or HTML files in it"
        )
    return found


def _folder_files(folder: Path, agencies: Agencies) -> list[CorpusFile]:
    registered: dict[Path, CorpusFile] = {}
    has_register = (folder / REGISTER_FILE).is_file()
    if has_register:
        for document in load_register(folder, agencies):
            path = folder / document.file
            registered[path.resolve()] = CorpusFile(path, document.file, document)
    below = folder / "texts" if has_register else folder
    others = sorted(p for p in below.rglob("*") if p.is_file() and readable(p) and not _hidden(p, below))
    plain = [CorpusFile(p, str(p.relative_to(folder)), None) for p in others if p.resolve() not in registered]
    return [*registered.values(), *plain]


def _hidden(path: Path, below: Path) -> bool:
    return any(part.startswith((".", "~")) for part in path.relative_to(below).parts)


def doc_id(file: CorpusFile) -> str:
    """The id of a file's document: the register's, else the file's stem."""
    return file.document.id if file.document else file.path.stem


def _refuse_shared_ids(files: list[CorpusFile]) -> None:
    seen: dict[str, Path] = {}
    for file in files:
        if "#" in doc_id(file):
            raise CorpusError(f"{file.path}: a # cannot stand in a document's id; rename the file")
        other = seen.setdefault(doc_id(file), file.path)
        if other != file.path:
            raise CorpusError(f'{file.path}: its id "{doc_id(file)}" is taken by {other}; rename one of the two files')


def load_entry(file: CorpusFile, agencies: Agencies) -> LibraryEntry:
    """Read, parse and identify one file; raises `UnreadableFile`."""
    source = read(file.path)
    identifier = doc_id(file)
    tree = parse(source, identifier)
    document = file.document or identify(identifier, file.name, source, tree, agencies, _sha256(file.path))
    return LibraryEntry(document, source, tree)


@dataclass(frozen=True, slots=True)
class Corpus:
    """What an index is made from: a digest of it all, and its entries, read when they are asked for.

    `sentences` says whether sentences are indexed too; a test set that only ranks documents needs none.
    """

    digest: str
    size: int
    entries: Callable[[], Iterator[LibraryEntry]]
    sentences: bool = True
    agencies: Agencies | None = None  # whose names the registers know; a corpus without them has no registers


def file_corpus(files: Sequence[CorpusFile], agencies: Agencies, digests: Sequence[Digest] = ()) -> Corpus:
    """The corpus of some files; a digest stands in for each work whose official text is not among them."""

    def entries() -> Iterator[LibraryEntry]:
        held: list[Document] = []
        for file in files:
            entry = load_entry(file, agencies)
            held.append(entry.document)
            yield entry
        lacking = [digest for digest in digests if not any(is_of(document, digest) for document in held)]
        yield from map(_stand_in, stand_ins(lacking))

    size = len(files) + len(LANGUAGES) * len(digests)
    return Corpus(corpus_digest(files, digests), size, entries, agencies=agencies)


def folder_digests(folders: Sequence[Path]) -> list[Digest]:
    """The digests that corpus folders bring along, under `digest/` beside their register."""
    own = [folder / DIGEST_FOLDER.name for folder in folders if (folder / REGISTER_FILE).is_file()]
    return [digest for folder in own if folder.is_dir() for digest in load_digests(folder)]


def find_entry(
    wanted: str, files: Sequence[CorpusFile], agencies: Agencies, digests: Sequence[Digest] = ()
) -> LibraryEntry | None:
    """The document with an id, read anew: a file, or a digest that may stand in for one; None when there is neither."""
    file = next((file for file in files if doc_id(file) == wanted), None)
    if file is not None:
        return load_entry(file, agencies)
    return next((_stand_in(one) for one in stand_ins(digests) if one.document.id == wanted), None)


def _stand_in(one: DigestDocument) -> LibraryEntry:
    return LibraryEntry(one.document, one.source, one.tree, one.quotable, one.periods)


def corpus_digest(files: Sequence[CorpusFile], digests: Sequence[Digest] = ()) -> str:
    """A digest of all that an index is made from: the files, what registers say of them, the vocabulary."""
    parts = [SCHEMA_VERSION, *(_sha256(path) for path in _vocabulary_files())]
    parts += [f"{doc_id(file)} {file.name} {_sha256(file.path)} {file.document!r}" for file in files]
    parts += [f"stands in: {digest!r}" for digest in digests]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _vocabulary_files() -> list[Path]:
    named = (AGENCIES_FILE, GLOSSARY_FILE, IRREGULAR_FILE)
    return [*(BUNDLED / name for name in named), *sorted(DIGEST_FOLDER.glob("*.toml")), *NORM_TABLES]


def _sha256(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise UnreadableFile(f"{path}: cannot be read ({error.strerror}); check its permissions") from error
