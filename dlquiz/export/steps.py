"""The steps of a worked solution as LaTeX and Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from dlquiz.language import numbers
from dlquiz.language.arrays import is_list, list_items
from dlquiz.language.write.digits import number_to_text
from dlquiz.language.write.formulas import to_latex, to_latex_with_values
from dlquiz.language.write.reasons import branch_reasons
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
    """One line per entry of the tape."""
    return map(make_step_line, problem.tape)


def make_step_line(entry: Entry) -> StepLine:
    """The line of one entry; forms that look the same appear once."""
    node, scope = entry.step.formula.tree, entry.scope
    value = value_or_word_to_latex(entry.value)
    forms = [to_latex(node, scope), to_latex_with_values(node, scope)]
    different = [form for i, form in enumerate(forms) if form != value and form not in forms[:i]]
    sign = r"\approx" if is_rounded(entry.value) else "="
    chain = (*(f"= {form}" for form in different), f"{sign} {value}")
    return StepLine(name_to_latex(entry.name), chain, ", ".join(branch_reasons(node, scope)), entry.why.strip())


def value_or_word_to_latex(value: Value) -> str:
    """A value as LaTeX; a text value is set as words, never read as LaTeX."""
    return rf"\text{{{escape_latex(value)}}}" if isinstance(value, str) else value_to_latex(value)


def is_rounded(value: Value) -> bool:
    """Whether a value is shown with fewer digits than it has."""
    if is_list(value):
        return any(map(is_rounded, list_items(value)))
    if isinstance(value, (Fraction, float)):
        return numbers.digits12(value) != Fraction(number_to_text(value))
    return False
