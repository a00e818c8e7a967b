"""Tables in columns, and as lists where columns have no room."""

from __future__ import annotations

from collections.abc import Sequence

from dlquiz.screen.ansi import bold, dim, span
from dlquiz.screen.screen import Screen
from dlquiz.screen.wrap import filled, padded

GAP = "  "
LAST = 18  # columns that a last column needs to be broken over lines


def lines(rows: Sequence[Sequence[str]], screen: Screen, margin: str = "", right: Sequence[bool] = ()) -> list[str]:
    """Rows below their heading, the first row; columns marked in `right` are set to the right."""
    count = max(map(len, rows))
    even = [[*map(screen.spell, row), *[""] * (count - len(row))] for row in rows]
    sides = [*right, *[False] * count][:count]
    widths = [max(span(row[i]) for row in even) for i in range(count)]
    room = screen.width - len(margin) - sum(widths[:-1]) - len(GAP) * (count - 1)
    if screen.plain or room < min(widths[-1], LAST):
        return listed(even, screen, margin)
    widths[-1] = min(widths[-1], room)
    rule = margin + dim(GAP.join("─" * size for size in widths))
    head = set_row([bold(cell) for cell in even[0]], widths, sides, margin)
    return [*head, rule, *(line for row in even[1:] for line in set_row(row, widths, sides, margin))]


def set_row(row: Sequence[str], widths: Sequence[int], sides: Sequence[bool], margin: str) -> list[str]:
    """One row in its columns; a long last cell goes on below itself."""
    *others, last = row
    cells = [padded(cell, size, right) for cell, size, right in zip(others, widths, sides, strict=False)]
    first = margin + "".join(cell + GAP for cell in cells)
    if span(last) <= widths[-1]:
        return [first + padded(last, widths[-1], sides[-1]).rstrip(" ")]
    return filled(last, span(first) + widths[-1], first, " " * span(first))


def listed(rows: Sequence[Sequence[str]], screen: Screen, margin: str) -> list[str]:
    """Every row as a list of `heading: cell`."""
    made: list[str] = []
    for row in rows[1:]:
        pairs = [f"{head}: {cell}" if head else cell for head, cell in zip(rows[0], row, strict=True) if cell]
        made += screen.filled("; ".join(pairs), margin, margin + "  ")
    return made
