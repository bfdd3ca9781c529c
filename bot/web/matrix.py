"""A document's agencies by its sections: how many duties each has in each, laid out as a grid to be drawn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.wire import Json
from corpus.label import place_label
from corpus.provision import EId, Language, Provision

ROWS_MAX, COLUMNS_MAX = 20, 24  # what fits a picture that can still be read
CELL, HEAD, NAMES = 34, 44, 250  # sizes in the picture's own units
NAME_MAX = 34  # code points of an agency's name; its title has all of it
SHADES = 5


@dataclass(frozen=True, slots=True)
class Cell:
    """A square of the grid; `shade` goes from 1 to `SHADES`, `told` is what it says in words."""

    x: int
    y: int
    count: int
    shade: int
    told: str


@dataclass(frozen=True, slots=True)
class Matrix:
    """A grid to draw: columns and rows as (name, full name), and a cell wherever there is a duty."""

    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, str], ...]
    cells: tuple[Cell, ...]
    counts: tuple[tuple[int, ...], ...]
    width: int
    height: int
    left_out: int


def matrix(duties: Sequence[Json], tree: Provision, lang: Language, nobody: str) -> Matrix | None:
    """The grid of one document's duties (as `--json` prints them); None where there is no grid to see.

    `nobody` is how duties without a bearer are called. Agencies with the most duties come first.
    """
    sections = _sections(tree, [EId.parse(duty["eid"]) for duty in duties])
    if len(sections) < 2:
        return None
    number: Counter[tuple[str, int]] = Counter()
    for duty in duties:
        name = nobody if duty["bearer"] == "unspecified" else duty[f"agency_{lang}"] or duty["agency"]
        number[name, _column(sections, duty)] += 1
    total = Counter[str]()
    for (name, _), count in number.items():
        total[name] += count
    names = [name for name, _ in total.most_common(ROWS_MAX)]
    most = max(number.values())
    columns = tuple((_short(node), _full(node, lang)) for node in sections)
    cells = tuple(
        Cell(
            NAMES + at * CELL,
            HEAD + row * CELL,
            count,
            -(-SHADES * count // most),
            f"{name}, {columns[at][1]}: {count}",
        )
        for row, name in enumerate(names)
        for at in range(len(sections))
        if (count := number[name, at])
    )
    return Matrix(
        columns, tuple((_cut(name), name) for name in names), cells,
        tuple(tuple(number[name, at] for at in range(len(sections))) for name in names),
        NAMES + len(sections) * CELL + 2, HEAD + len(names) * CELL + 2, len(total) - len(names),
    )  # fmt: skip


def _sections(tree: Provision, eids: Sequence[EId]) -> list[Provision]:
    """The provisions that are the columns: of the first level that parts the duties into two or more."""
    level = [tree]
    while level:
        level = [child for node in level for child in node.children]
        holding = [node for node in level if any(_holds(node, eid) for eid in eids)]
        if len(holding) > COLUMNS_MAX:
            return holding[:0]
        if len(holding) > 1:
            return holding
    return []


def _holds(node: Provision, eid: EId) -> bool:
    return any(inner.ref.eid == eid for inner in node.walk())


def _column(sections: Sequence[Provision], duty: Json) -> int:
    eid = EId.parse(duty["eid"])
    return next((at for at, node in enumerate(sections) if _holds(node, eid)), 0)


def _short(node: Provision) -> str:
    return (node.num or place_label(node.ref.eid, "en")).split()[-1].strip(".:()")[:5]


def _full(node: Provision, lang: Language) -> str:
    place = place_label(node.ref.eid, lang)
    heading = " ".join((node.heading or "").split())
    return f"{place}: {heading}" if heading else place


def _cut(name: str) -> str:
    return name if len(name) <= NAME_MAX else name[: NAME_MAX - 1].rstrip() + "…"
