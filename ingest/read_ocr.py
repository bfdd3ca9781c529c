"""The lines of a page image, read by tesseract in Vietnamese and English."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections import defaultdict
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from statistics import median

from ingest.unwrap import PageLine

PAGE_SECONDS = 120
MAX_PAGES = 300
LANGUAGES = ("vie", "eng")
MIN_CONFIDENCE = 35.0  # of 100, over a line; below are stamps, signatures and specks
INSTALL = (
    "Debian and Ubuntu: apt-get install tesseract-ocr tesseract-ocr-vie; macOS: brew install tesseract tesseract-lang"
)
READING = 1  # raised whenever pages are drawn, or lines made of tesseract's words, in another way
_COLUMN_GAP = 1.7  # heights of a word

_WORD_LEVEL = "5"  # of tesseract's table: page, block, paragraph, line, word


class OcrError(Exception):
    """Tesseract failed on a page, or took too long."""


def ocr_available() -> bool:
    """Whether tesseract is installed with both languages."""
    if shutil.which("tesseract") is None:
        return False
    try:
        listed = subprocess.run(
            ["tesseract", "--list-langs"], capture_output=True, text=True, timeout=PAGE_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return set(LANGUAGES) <= set(listed.stdout.split())


def page_key(content: str, page: int) -> str:
    """By what a recognised page is known again: the sha256 of its file, its number, and what reads it how."""
    return f"{content} {page} {_engine()} {'+'.join(LANGUAGES)} {READING}"


@lru_cache(maxsize=1)
def _engine() -> str:
    """The name and version of the engine; empty where it does not tell."""
    try:
        done = subprocess.run(
            ["tesseract", "--version"], capture_output=True, text=True, timeout=PAGE_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return next(iter(done.stdout.splitlines()), "")


def ocr_lines(image: Path, scale: float) -> tuple[PageLine, ...]:
    """The lines of a page image, places multiplied by `scale` (points per pixel); raises `OcrError`."""
    command = ["tesseract", str(image), "stdout", "-l", "+".join(LANGUAGES), "tsv"]
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}  # its threads cost more than they gain
    try:
        done = subprocess.run(command, capture_output=True, timeout=PAGE_SECONDS, env=environment, check=True)
    except subprocess.TimeoutExpired as error:
        raise OcrError(f"no result within {PAGE_SECONDS} seconds") from error
    except (OSError, subprocess.CalledProcessError) as error:
        raise OcrError("tesseract failed") from error
    return _lines(done.stdout.decode("utf-8", "replace"), scale)


def _lines(table: str, scale: float) -> tuple[PageLine, ...]:
    rows: dict[tuple[str, ...], list[list[str]]] = defaultdict(list)
    for row in (line.split("\t") for line in table.splitlines()):
        if row[0] == _WORD_LEVEL and row[11].strip():
            rows[tuple(row[2:5])].append(row)
    words = [line for line in rows.values() if _confidence(line) >= MIN_CONFIDENCE]
    if not words:
        return ()
    # The boxes follow the shapes of the letters; one height for the page stands for the type.
    height = median(int(word[9]) for line in words for word in line) * scale
    return tuple(
        _placed(part, scale, height) for line in words for part in _columns(line, _COLUMN_GAP * height / scale)
    )


def _columns(line: list[list[str]], gap: float) -> list[list[list[str]]]:
    """A line cut where two words stand too far apart for one column, as in a letterhead."""
    parts = [[line[0]]]
    for before, word in pairwise(line):
        if int(word[6]) - int(before[6]) - int(before[8]) > gap:
            parts.append([])
        parts[-1].append(word)
    return parts


def _confidence(line: list[list[str]]) -> float:
    letters = sum(len(word[11]) for word in line)
    return sum(float(word[10]) * len(word[11]) for word in line) / letters


def _placed(line: list[list[str]], scale: float, height: float) -> PageLine:
    left = min(int(word[6]) for word in line)
    right = max(int(word[6]) + int(word[8]) for word in line)
    bottom = median(int(word[7]) + int(word[9]) for word in line)
    return PageLine(" ".join(word[11] for word in line), left * scale, right * scale, bottom * scale, height)
