"""The lines of a table: a row of cells is one line, but a table that only places text side by side is none."""

from __future__ import annotations

from collections.abc import Sequence

CELL_BOUNDARY = " | "

Cell = Sequence[str]  # its lines


def table_lines(rows: Sequence[Sequence[Cell]]) -> list[str]:
    """Rows as lines; in a letterhead or a signature block (two columns, several lines a cell) each line stays alone."""
    filled = [[[line.strip() for line in cell if line.strip()] for cell in row] for row in rows]
    if max((len(row) for row in filled), default=0) <= 2 and any(len(cell) > 1 for row in filled for cell in row):
        return [line for row in filled for cell in row for line in cell]
    joined = (CELL_BOUNDARY.join(" ".join(cell) for cell in row) for row in filled if any(row))
    return list(joined)
