"""The steps of a worked solution as LaTeX and Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from math import isfinite

from dlquiz.language import numbers
from dlquiz.language.arrays import is_list, list_items
from dlquiz.language.numbers import NUMBERS
from dlquiz.language.values import is_worded
from dlquiz.language.write.digits import group_latex, number_to_text
from dlquiz.language.write.formulas import has_columns, to_latex, to_latex_with_values
from dlquiz.language.write.latex import ColumnLatex, Latex
from dlquiz.language.write.symbols import escape_latex, name_to_latex
from dlquiz.language.write.values import value_to_latex
from dlquiz.model import Value
from dlquiz.problem import Problem
from dlquiz.worked import Entry
from dlquiz.worked.pass_table import Form, Pass, PassTable, group_passes


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step: a name, and what it equals: the formula, the formula with numbers, the value."""

    name: str  # LaTeX
    chain: tuple[str, ...]  # LaTeX, each with its sign before it: "= 3 \\cdot 3"
    since: str  # why a conditional took its branch, as plain text
    why: str  # Markdown
    words: tuple[str, ...] = ()  # LaTeX of the further texts of a list, each a formula, so that lines break between


@dataclass(frozen=True, slots=True)
class StepTable:
    """The passes of a loop: the formulas of its rules with their reasons, and a row for each pass."""

    first: int  # the number of its first step
    last: int
    rules: tuple[tuple[str, str], ...]  # LaTeX, and Markdown
    head: tuple[str, ...]  # what is counted in words, then LaTeX
    rows: tuple[tuple[str, ...], ...]  # a number, then LaTeX; empty where a pass has no such quantity


def make_steps(problem: Problem) -> Iterator[tuple[int, StepLine] | StepTable]:
    """The steps in order, each with its number; where a matrix multiplies a vector, all vectors are columns."""
    columns = any(has_columns(entry.step.formula.tree, entry.scope) for entry in problem.tape)
    style = ColumnLatex if columns else Latex
    number = 1
    for block in group_passes(list(problem.tape)):
        if isinstance(block, Entry):
            yield number, make_step_line(block, style)
            number += 1
        else:
            yield make_step_table(block, number, style)
            number += len(block.entries)


def make_step_table(table: PassTable, first: int, style: type[Latex]) -> StepTable:
    """A table with the values that were given and the equation of each quantity."""
    rules = tuple((write_form(form, style), form.why.strip()) for form in table.forms)
    head = (table.counts, *map(name_to_latex, (*table.given, *table.rules)))
    rows = tuple(tuple(write_cells(row, table, style)) for row in table.passes)
    return StepTable(first, first + len(table.entries) - 1, rules, head, rows)


def write_form(form: Form, style: type[Latex]) -> str:
    """A formula with the names of its loop; an arrow where the value before goes into it."""
    sign = r"\leftarrow" if form.updates else "="
    return f"{name_to_latex(form.rule)} {sign} {to_latex(form.formula, form.scope, style)}"


def write_cells(row: Pass, table: PassTable, style: type[Latex]) -> Iterator[str]:
    """The cells of one pass."""
    yield row.number
    for name in table.given:
        yield value_or_word_to_latex(row.given[name], style) if name in row.given else ""
    for rule in table.rules:
        entry = row.entries.get(rule)
        yield "" if entry is None else write_result(entry, style)


def write_result(entry: Entry, style: type[Latex]) -> str:
    """The numbers that go into a value, and the value."""
    numbers = to_latex_with_values(entry.step.formula.tree, entry.scope, style)
    value = value_or_word_to_latex(entry.value, style)
    sign = r"\approx" if is_rounded(entry.value) else "="
    return value if numbers == value else f"{numbers} {sign} {value}"


def make_step_line(entry: Entry, style: type[Latex]) -> StepLine:
    """The line of one entry; forms that look the same appear once."""
    value, *words = write_pieces(entry.value, style)
    writers = () if entry.names_its_value else (to_latex, to_latex_with_values)
    forms = [entry.write(partial(writer, style=style)) for writer in writers]
    different = [form for i, form in enumerate(forms) if form != value and form not in forms[:i]]
    sign = r"\approx" if is_rounded(entry.value) else "="
    equals = r"\iff" if isinstance(entry.value, bool) else "="
    chain = (*(f"{equals} {form}" for form in different), f"{equals if sign == '=' else sign} {value}")
    return StepLine(name_to_latex(entry.name), chain, entry.since, entry.why.strip(), tuple(words))


def write_pieces(value: Value, style: type[Latex]) -> list[str]:
    """A value as LaTeX, a list of texts as a piece for each of them."""
    if not isinstance(value, tuple) or not is_worded(value) or not value:
        return [value_or_word_to_latex(value, style)]
    *before, last = value
    return [value_or_word_to_latex(text, style) for text in (*(f"{text};" for text in before), last)]


def value_or_word_to_latex(value: Value, style: type[Latex]) -> str:
    """A value as LaTeX; a text or a list of texts is set as words, never read as LaTeX."""
    if is_worded(value):
        words = value if isinstance(value, str) else "; ".join(value)
        return rf"\text{{{escape_latex(words)}}}"
    latex = value_to_latex(value, style)
    return group_latex(latex) if type(value) in NUMBERS else latex


def is_rounded(value: Value) -> bool:
    """Whether a value is shown with fewer digits than it has."""
    if is_list(value):
        return any(map(is_rounded, list_items(value)))
    if isinstance(value, (Fraction, float)) and isfinite(value):
        return numbers.digits12(value) != Fraction(number_to_text(value))
    return False
