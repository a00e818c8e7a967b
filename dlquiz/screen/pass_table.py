"""The passes of a loop, or the layers of a chain, as a table below the formulas of its rules."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from rich.cells import cell_len
from rich.text import Text

from dlquiz.language.write.formulas import to_prose
from dlquiz.language.write.symbols import name_to_symbol
from dlquiz.language.write.values import value_to_prose
from dlquiz.model import Value
from dlquiz.screen import markdown
from dlquiz.screen.screen import MARGIN, Screen
from dlquiz.screen.tables import GAP, render_table
from dlquiz.worked import Entry
from dlquiz.worked.pass_table import Form, PassTable

INDENT = MARGIN + "     "


def render_passes(
    table: PassTable, numbers: Mapping[str, str], screen: Screen, matter: Collection[str], had: Mapping[str, Value]
) -> list[Text] | None:
    """The rules with their reasons, then a row for each pass; None where steps say it better.

    They do for screen readers, on narrow screens, and where the learner had another value on the way.
    """
    if screen.plain or screen.narrow or any(entry.name in had for entry in table.entries):
        return None
    rows = next((rows for rows in list_contents(table, matter) if measure_rows(rows, screen) <= screen.width), None)
    if rows is None:
        return None
    first, last = numbers[table.entries[0].name], numbers[table.entries[-1].name]
    lead = f"{MARGIN}{f'{first}–{last}':<4} "
    return [*render_forms(table.forms, lead, screen), Text(), *render_table(rows, screen, INDENT)]


def render_forms(forms: Sequence[Form], lead: str, screen: Screen) -> list[Text]:
    """The formula of each rule and its reason; the first stands behind the numbers of the steps."""
    lines: list[Text] = []
    for form in forms:
        sign = "←" if form.updates else "="
        formula = f"{name_to_symbol(form.rule)} {sign} {to_prose(form.formula, form.scope)}"
        lines += screen.wrap_text(formula, INDENT if lines else lead, INDENT + "  ")
        why = Text.assemble(markdown.render_inline(form.why), style="dim")
        lines += screen.wrap_text(why, INDENT + "  ") if form.why else []
    return lines


Rows = list[list[str | Text]]


def list_contents(table: PassTable, matter: Collection[str]) -> Iterator[Rows]:
    """The rows with what is given and the numbers that go into each value, and two ways that take less room."""
    return (write_rows(table, matter, *parts) for parts in ((table.given, True), ([], True), (table.given, False)))


def write_rows(table: PassTable, matter: Collection[str], given: Sequence[str], full: bool) -> Rows:
    """The heading, and the cells of each pass."""
    rows: Rows = [[table.counts, *map(name_to_symbol, (*given, *table.rules))]]
    for row in table.passes:
        sizes = (value_to_prose(row.given[name]) if name in row.given else "" for name in given)
        cells = (row.entries.get(rule) for rule in table.rules)
        rows.append([row.number, *sizes, *(write_cell(entry, matter, full) if entry else "" for entry in cells)])
    return rows


def write_cell(entry: Entry, matter: Collection[str], full: bool) -> Text:
    """A value, behind the numbers that it is computed from."""
    value, numbers = value_to_prose(entry.value), entry.numbers
    before = f"{numbers} = " if full and numbers != value else ""
    return Text.assemble(before, (value, "bold" if entry.name in matter else ""))


def measure_rows(rows: Rows, screen: Screen) -> int:
    """How wide a table is."""
    widths = (max(cell_len(screen.to_text(cell).plain) for cell in column) for column in zip(*rows, strict=True))
    return len(INDENT) + sum(width + GAP for width in widths)
