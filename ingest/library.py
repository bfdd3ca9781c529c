"""The documents of one or more corpus folders, read, identified and parsed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus import CorpusError
from corpus.agencies import AGENCIES_FILE, Agencies
from corpus.digest import DIGEST_FOLDER
from corpus.glossary import GLOSSARY_FILE
from corpus.provision import Document, Provision
from corpus.register import REGISTER_FILE, load_register
from corpus.toml import BUNDLED
from ingest import UnreadableFile
from ingest.identify import identify
from ingest.parse import parse
from ingest.read import SourceText, read, readable

# Raised whenever parsing, chunking or what is stored of it changes: an older index is then rebuilt.
SCHEMA_VERSION = 9


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


def file_corpus(files: Sequence[CorpusFile], agencies: Agencies) -> Corpus:
    """The corpus of some files."""
    return Corpus(corpus_digest(files), len(files), lambda: (load_entry(file, agencies) for file in files))


def corpus_digest(files: Sequence[CorpusFile]) -> str:
    """A digest of all that an index is made from: the files, what registers say of them, the vocabulary."""
    parts = [SCHEMA_VERSION, *(_sha256(path) for path in _vocabulary_files())]
    parts += [f"{doc_id(file)} {file.name} {_sha256(file.path)} {file.document!r}" for file in files]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _vocabulary_files() -> list[Path]:
    return [BUNDLED / AGENCIES_FILE, BUNDLED / GLOSSARY_FILE, *sorted(DIGEST_FOLDER.glob("*.toml"))]


def _sha256(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise UnreadableFile(f"{path}: cannot be read ({error.strerror}); check its permissions") from error
