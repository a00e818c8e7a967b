"""The steps of a worked solution as LaTeX and Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from dlquiz.language import numbers
from dlquiz.language.arrays import is_list, list_items
from dlquiz.language.write.digits import group_latex, number_to_text
from dlquiz.language.write.formulas import has_columns, to_latex, to_latex_with_values
from dlquiz.language.write.latex import ColumnLatex, Latex
from dlquiz.language.write.symbols import escape_latex, name_to_latex
from dlquiz.language.write.values import value_to_latex
from dlquiz.model import Value
from dlquiz.problem import Problem
from dlquiz.worked import Entry


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step: a name, and what it equals: the formula, the formula with numbers, the value."""

    name: str  # LaTeX
    chain: tuple[str, ...]  # LaTeX, each with its sign before it: "= 3 \\cdot 3"
    since: str  # why a conditional took its branch, as plain text
    why: str  # Markdown


def make_step_lines(problem: Problem) -> Iterator[StepLine]:
    """One line per entry of the tape; where a matrix multiplies a vector, all vectors are columns."""
    columns = any(has_columns(entry.step.formula.tree, entry.scope) for entry in problem.tape)
    style = ColumnLatex if columns else Latex
    return (make_step_line(entry, style) for entry in problem.tape)


def make_step_line(entry: Entry, style: type[Latex]) -> StepLine:
    """The line of one entry; forms that look the same appear once."""
    node, scope = entry.step.formula.tree, entry.scope
    value = value_or_word_to_latex(entry.value, style)
    forms = [] if entry.names_its_value else [to_latex(node, scope, style), to_latex_with_values(node, scope, style)]
    different = [form for i, form in enumerate(forms) if form != value and form not in forms[:i]]
    sign = r"\approx" if is_rounded(entry.value) else "="
    equals = r"\iff" if isinstance(entry.value, bool) else "="
    chain = (*(f"{equals} {form}" for form in different), f"{equals if sign == '=' else sign} {value}")
    return StepLine(name_to_latex(entry.name), chain, entry.since, entry.why.strip())


def value_or_word_to_latex(value: Value, style: type[Latex]) -> str:
    """A value as LaTeX; a text value is set as words, never read as LaTeX."""
    if isinstance(value, str):
        return rf"\text{{{escape_latex(value)}}}"
    latex = value_to_latex(value, style)
    return latex if is_list(value) else group_latex(latex)


def is_rounded(value: Value) -> bool:
    """Whether a value is shown with fewer digits than it has."""
    if is_list(value):
        return any(map(is_rounded, list_items(value)))
    if isinstance(value, (Fraction, float)):
        return numbers.digits12(value) != Fraction(number_to_text(value))
    return False
