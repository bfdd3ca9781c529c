"""Writing an operator's register.toml: new entries go to its end, a correction changes its keys alone.

What a person wrote there stays as it stands, comments too. The file is replaced at once or not at all.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT

from corpus import RegisterError
from corpus.provision import Document
from corpus.register import DocumentEntry

HEAD = """# The documents of this folder. "clausecare add" writes an entry for each; correct here what it read wrongly, and the
# next command uses what stands here. Keys are those of the register that the program carries: number, kind, authority,
# issuer (an id of agencies.toml), title_vi, title_en, language, issued, effective, expired, status, source, relations.
"""
_KEYS = [name for name in DocumentEntry.model_fields if name not in {"relation", "defect"}]
Facts = dict[str, Any]


def facts_of(document: Document, file: str, **more: object) -> Facts:
    """The entry of a document in the order of a register's keys; what is not known is left out."""
    known = {name: getattr(document, name, None) for name in _KEYS} | more | {"file": file}
    facts: Facts = {name: known[name] for name in _KEYS if known.get(name) is not None}
    relations = [
        {name: value for name in r.__dataclass_fields__ if (value := getattr(r, name)) is not None}
        for r in document.relations
    ]
    return facts | ({"relation": relations} if relations else {})


def append_entries(path: Path, entries: Sequence[Facts]) -> None:
    """Put entries at the end of the register at `path`, which is made when it is not there."""
    before = path.read_text(encoding="utf-8") if path.is_file() else HEAD
    added = "\n".join(tomlkit.dumps({"document": [entry]}) for entry in entries)
    replace_text(path, f"{before.rstrip()}\n\n{added}")


def change_entry(path: Path, doc_id: str, changes: Mapping[str, Any]) -> None:
    """Set some keys of the entry `doc_id`; raises `RegisterError` when there is no such entry."""
    try:
        register = tomlkit.parse(path.read_text(encoding="utf-8"))
    except TOMLKitError as error:
        raise RegisterError(f"{path}: not valid TOML ({error}); mend the line it names") from error
    listed = register.get("document")
    entry = next((one for one in listed if one.get("id") == doc_id), None) if isinstance(listed, AoT) else None
    if entry is None:
        raise RegisterError(f'{path}: no entry "{doc_id}" to correct; add the document first')
    for key, value in changes.items():
        entry[key] = value
    replace_text(path, tomlkit.dumps(register))


def replace_text(path: Path, text: str) -> None:
    """Write a file beside `path`, then put it in its place."""
    partial = path.with_name(f".{path.name}.new")
    try:
        with partial.open("w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
