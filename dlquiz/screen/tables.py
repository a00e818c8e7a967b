"""Tables in columns, and as lists where columns have no room."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, zip_longest
from typing import NamedTuple

from rich.text import Text

from dlquiz.screen.screen import Screen
from dlquiz.screen.wrap import strip_end

GAP = 2  # columns between two columns
LAST = 18  # columns that a last column needs to be broken over lines
Rows = Sequence[Sequence[str | Text]]  # the first row is the heading


def render_table(rows: Rows, screen: Screen, margin: str = "", right: Sequence[bool] = ()) -> list[Text]:
    """Rows in columns, those marked in `right` set to the right; as a list where they have no room."""
    count = max(map(len, rows))
    cells = [[*map(screen.to_text, row), *[Text()] * (count - len(row))] for row in rows]
    *widths, last = (max(row[i].cell_len for row in cells) for i in range(count))
    room = screen.width - len(margin) - sum(widths) - GAP * len(widths)
    if screen.plain or room < min(last, LAST):
        return render_list(cells, screen, margin)
    columns = Columns([*widths, min(last, room)], [*right, *[False] * (count - len(right))], margin, screen)
    return [
        *columns.set_row(cells[0], "bold"),
        columns.draw_rule(),
        *chain.from_iterable(map(columns.set_row, cells[1:])),
    ]


class Columns(NamedTuple):
    """Where the cells of a table stand; a table of Rich's would take a millisecond for five rows."""

    widths: Sequence[int]
    right: Sequence[bool]
    margin: str
    screen: Screen

    def set_row(self, cells: Sequence[Text], style: str = "") -> list[Text]:
        """A row; where a cell has several lines, the others go on below."""
        columns = [self.break_cell(cell, width) for cell, width in zip(cells, self.widths, strict=True)]
        return [self.set_line(parts, style) for parts in zip_longest(*columns, fillvalue=Text())]

    def break_cell(self, cell: Text, width: int) -> Sequence[Text]:
        """The lines of a cell."""
        if cell.cell_len <= width and "\n" not in cell.plain:
            return [cell]
        return [strip_end(line) for line in cell.wrap(self.screen.console, width)]

    def set_line(self, parts: Sequence[Text], style: str) -> Text:
        """A line of a row, without spaces at its end."""
        line = Text(self.margin, style)
        for i, (part, width, right) in enumerate(zip(parts, self.widths, self.right, strict=True)):
            line.append(" " * (GAP if i else 0) + " " * (width - part.cell_len if right else 0))
            line.append_text(part)
            line.append(" " * (0 if right else width - part.cell_len))
        return strip_end(line)

    def draw_rule(self) -> Text:
        """The line below the heading."""
        return Text(self.margin + (" " * GAP).join("─" * width for width in self.widths), "dim")


def render_list(rows: Sequence[Sequence[Text]], screen: Screen, margin: str) -> list[Text]:
    """Every row as a list of `heading: cell`."""
    lines: list[Text] = []
    for row in rows[1:]:
        pairs = [
            Text.assemble(head, ": ", cell) if head else cell for head, cell in zip(rows[0], row, strict=True) if cell
        ]
        lines += screen.wrap_text(Text("; ").join(pairs), margin, margin + "  ")
    return lines
