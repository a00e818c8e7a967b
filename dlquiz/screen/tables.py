"""Tables in columns, and as lists where columns have no room."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from dlquiz.screen.screen import Screen

GAP = 2  # columns between two columns
LAST = 18  # columns that a last column needs to be broken over lines
MAX_ROWS = 2_000  # of a table, of which Rich sets five in a millisecond
Rows = Sequence[Sequence[str | Text]]  # the first row is the heading


def render_table(rows: Rows, screen: Screen, margin: str = "", right: Sequence[bool] = ()) -> list[Text]:
    """Rows in columns, those marked in `right` set to the right; as a list where they have no room or are very many."""
    count = max(map(len, rows))
    cells = [[*map(screen.to_text, row), *[Text()] * (count - len(row))] for row in rows]
    *widths, last = (max(row[i].cell_len for row in cells) for i in range(count))
    room = screen.width - len(margin) - sum(widths) - GAP * len(widths)
    if screen.plain or len(rows) > MAX_ROWS or room < min(last, LAST):
        return render_list(cells, screen, margin)
    from rich.rule import Rule  # not before the first table
    from rich.table import Table

    table = Table.grid(padding=(0, GAP, 0, 0))
    for i, width in enumerate([*widths, min(last, room)]):
        table.add_column(width=width, justify="right" if i < len(right) and right[i] else "left")
    table.add_row(*cells[0], style="bold")
    table.add_row(*[Rule(style="dim")] * count)
    for row in cells[1:]:
        table.add_row(*row)
    return screen.render_lines(table, margin)


def render_list(rows: Sequence[Sequence[Text]], screen: Screen, margin: str) -> list[Text]:
    """Every row as a list of `heading: cell`."""
    lines: list[Text] = []
    for row in rows[1:]:
        pairs = [
            Text.assemble(head, ": ", cell) if head else cell for head, cell in zip(rows[0], row, strict=True) if cell
        ]
        lines += screen.wrap_text(Text("; ").join(pairs), margin, margin + "  ")
    return lines
