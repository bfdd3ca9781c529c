"""Taking a document into an operator's folder: its file under `texts/`, its entry in `register.toml`, both or neither."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from corpus.agencies import Agencies
from corpus.provision import Document
from corpus.register import REGISTER_FILE, load_register
from ingest.acquire import NotAdded
from ingest.acquire.examine import Found
from ingest.acquire.register_writer import append_entries, change_entry, facts_of, replace_text
from ingest.library import CorpusFile, corpus_files, load_entry
from ingest.read import readable

TEXTS = "texts"


def documents_of(files: list[CorpusFile], agencies: Agencies) -> list[Document]:
    """The documents of some files, those that no register describes read for it; raises `UnreadableFile`."""
    return [file.document or load_entry(file, agencies).document for file in files]


def place(folder: Path, found: Found, doc_id: str, corrections: Mapping[str, Any], agencies: Agencies) -> Document:
    """Copy a document into `folder` and register it as `doc_id`; returns it as the register now has it.

    The first register of a folder names the documents that lie there already too: beside a register, only
    `texts/` is looked through for others. Raises `IngestError`, and then the folder is as it was.
    """
    name = f"{TEXTS}/{doc_id}{found.path.suffix.lower()}"
    facts = facts_of(found.document, name, id=doc_id, source=found.address, effective_basis=_basis(found.document))
    with _writing(folder, folder / name):
        entries = [*_unregistered(folder, agencies), facts | dict(corrections)]
        _copy(found.path, folder / name)
        append_entries(folder / REGISTER_FILE, entries)
        return _registered(folder, doc_id, agencies)


def correct(folder: Path, document: Document, corrections: Mapping[str, Any], agencies: Agencies) -> Document:
    """Change the entry of a document, or give it one; returns it as the register then has it.

    Raises `CorpusError`, and then nothing has changed.
    """
    register = folder / REGISTER_FILE
    with _writing(folder, None):
        if document.registered:
            change_entry(register, document.id, corrections)
        else:
            others = [entry for entry in _unregistered(folder, agencies) if entry["file"] != document.file]
            own = facts_of(document, document.file, effective_basis=_basis(document))
            append_entries(register, [*others, own | dict(corrections)])
        return _registered(folder, document.id, agencies)


def _basis(document: Document) -> str | None:
    return "text" if document.effective else None


def _registered(folder: Path, doc_id: str, agencies: Agencies) -> Document:
    return next(document for document in load_register(folder, agencies) if document.id == doc_id)


def _unregistered(folder: Path, agencies: Agencies) -> list[dict[str, Any]]:
    if (folder / REGISTER_FILE).is_file() or not any(readable(path) for path in folder.rglob("*")):
        return []
    files = [file for file in corpus_files((folder,), agencies) if not file.name.startswith(f"{TEXTS}/")]
    return [facts_of(load_entry(file, agencies).document, file.name) for file in files]


@contextmanager
def _writing(folder: Path, new_file: Path | None) -> Iterator[None]:
    """The only writer of a folder; what it began is undone when it is stopped by whatever."""
    made = [path for path in (folder, folder / TEXTS) if not path.exists()]
    register = folder / REGISTER_FILE
    try:
        (folder / TEXTS).mkdir(parents=True, exist_ok=True)
        with _only_writer(folder):
            if new_file is not None and new_file.exists():
                raise NotAdded(f"{new_file}: is there already; move it away or give the document another --id")
            with _undone_unless_finished(register, new_file):
                yield
    except BaseException as error:
        for path in reversed(made):
            with suppress(OSError):  # not empty: another one's
                path.rmdir()
        if isinstance(error, OSError):
            raise NotAdded(
                f"{folder}: cannot be written ({error.strerror}); check its permissions and the disk"
            ) from error
        raise


@contextmanager
def _only_writer(folder: Path) -> Iterator[None]:
    lock = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


@contextmanager
def _undone_unless_finished(register: Path, new_file: Path | None) -> Iterator[None]:
    before = register.read_text(encoding="utf-8") if register.is_file() else None
    try:
        yield
    except BaseException:
        if new_file is not None:
            new_file.unlink(missing_ok=True)
        if before is None:
            register.unlink(missing_ok=True)
        else:
            replace_text(register, before)
        raise


def _copy(source: Path, target: Path) -> None:
    partial = target.with_name(f".{target.name}.new")
    try:
        shutil.copyfile(source, partial)
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
