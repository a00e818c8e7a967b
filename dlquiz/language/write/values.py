"""Values as text for people and as LaTeX: numbers, truths, words, arrays, formulas with letters."""

from __future__ import annotations

from typing import Any

from dlquiz import tree
from dlquiz.language import numbers
from dlquiz.language.arrays import is_list, list_items
from dlquiz.language.letters import is_formula, to_tree
from dlquiz.language.write.digits import group_digits, number_to_latex, number_to_text
from dlquiz.language.write.latex import Latex, LatexLetters
from dlquiz.language.write.prose import Letters


def value_to_text(value: Any) -> str:
    """Any value for people: reals to six digits, arrays in square brackets."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if type(value) in numbers.NUMBERS:
        return number_to_text(value)
    if is_formula(value) or isinstance(value, tree.Node):
        return Letters().write_node(to_tree(value)).text
    if is_list(value):
        return f"[{', '.join(value_to_text(v) for v in list_items(value))}]"
    return str(value)


def value_to_prose(value: Any) -> str:
    """Any value as a solution shows it: large numbers with commas between thousands."""
    text = value_to_text(value)
    return group_digits(text) if type(value) in numbers.NUMBERS else text


def value_to_latex(value: Any, style: type[Latex] = Latex) -> str:
    """Any value as LaTeX; a text stands as it is, since its author meant it for this place."""
    if is_formula(value) or isinstance(value, tree.Node):
        return LatexLetters().write_node(to_tree(value)).text
    if isinstance(value, str):
        return value
    if type(value) in numbers.NUMBERS and type(value) is not bool:
        return number_to_latex(value)
    if is_list(value):
        return style().write_list(write_cells(value))
    return Latex().format_value("", value).text


def write_cells(value: Any) -> list[Any]:
    """The elements of an array as LaTeX, in lists nested as the array is."""
    return [write_cells(v) if is_list(v) else value_to_latex(v) for v in list_items(value)]
