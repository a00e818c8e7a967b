"""What a draw is drawn from: its range and its shape, which may depend on draws before it."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import prod

from dlquiz.errors import FormulaError
from dlquiz.language import numbers
from dlquiz.language.arrays import flatten, is_array, is_list, shape_of
from dlquiz.language.budget import WorkBudget
from dlquiz.language.formula import Formula
from dlquiz.language.write.values import value_to_text
from dlquiz.model import Draw, Value

MAX_ELEMENTS = 4_096  # elements of a drawn array
ELEMENT = 4  # half microseconds for each element of a drawn array


def read_range(spec: Draw, scope: Mapping[str, Value], budget: WorkBudget) -> tuple[Value, Value, int]:
    """First value, step and count of a range; where one of its numbers is real, all are."""
    formulas = [formula for formula in (spec.start, spec.stop, spec.step) if formula is not None]
    ends = [read_end(formula, spec.name, scope, budget) for formula in formulas]
    start, stop = ends[0], ends[1]
    step = ends[2] if len(ends) > 2 else 1
    decimals = [formula for formula, end in zip(formulas, ends, strict=True) if isinstance(end, Fraction)]
    if spec.step is None and decimals:
        raise FormulaError(f'the range of "{spec.name}" has a decimal end, so it needs a step', decimals[0].text)
    if step <= 0:
        raise FormulaError(f'the step of "{spec.name}" must be greater than 0', formulas[-1].text)
    try:
        count = numbers.floor(numbers.divide(stop - start, step)) + 1
    except ValueError:
        raise FormulaError(f'the range of "{spec.name}" has too many values', formulas[0].text) from None
    if count < 1:
        raise FormulaError(
            f'"{spec.name}" is drawn from {value_to_text(start)} to {value_to_text(stop)}: an empty range',
            formulas[0].text,
        )
    if any(isinstance(end, Fraction) for end in ends):
        start, step = Fraction(start), Fraction(step)
    return start, step, count


def read_end(formula: Formula, name: str, scope: Mapping[str, Value], budget: WorkBudget) -> Value:
    """The value of a number of a range; FormulaError where it is not a number."""
    value = formula.value(scope, budget=budget)
    if isinstance(value, float):
        value = numbers.digits12(value)
    if isinstance(value, bool) or not isinstance(value, (int, Fraction)):
        raise FormulaError(f'the range of "{name}" needs numbers, not {value_to_text(value)}', formula.text)
    return value


def read_shape(formulas: tuple[Formula, ...], scope: Mapping[str, Value], budget: WorkBudget) -> tuple[int, ...]:
    """The shape of a drawn array; its elements are taken from the budget."""
    sizes = [formula.value(scope, budget=budget) for formula in formulas]
    if not all(isinstance(n, int) and n >= 1 for n in sizes) or prod(sizes) > MAX_ELEMENTS:
        shape = value_to_text(tuple(sizes))
        raise FormulaError(f"the shape {shape} does not have 1 to {MAX_ELEMENTS:,} elements", formulas[0].text)
    budget.spend(ELEMENT * prod(sizes))
    return tuple(int(n) for n in sizes)


def list_bounds(spec: Draw, scope: Mapping[str, Value], budget: WorkBudget) -> tuple[Value, Value] | None:
    """The least and the greatest number of a draw; None where it is not drawn from numbers alone."""
    if spec.of is None:
        start, step, count = read_range(spec, scope, budget)
        return start, start + (count - 1) * step
    items = list_elements(spec.of)
    if any(isinstance(item, (str, bool)) for item in items):
        return None
    return min(items), max(items)


def picks_whole(spec: Draw) -> bool:
    """Whether a draw is one of its listed values as they stand; else it has a range, or is an array of picks."""
    return spec.of is not None and (spec.shape is None or is_list(spec.of[0]))


def count_axes(spec: Draw) -> int:
    """The axes of the arrays that a draw picks or is made of: 1 of a list, 2 of a matrix, 0 of a single value."""
    if spec.shape is not None:
        return len(spec.shape)
    return len(measure_shape(spec.of[0])) if spec.of else 0


def measure_shape(value: Value) -> tuple[int, ...]:
    """The shape of an array or of nested lists of texts; a number or a word has none."""
    if is_array(value):
        return shape_of(value)
    return (len(value), *measure_shape(value[0])) if isinstance(value, tuple) and value else ()


def list_fitting(spec: Draw, scope: Mapping[str, Value], budget: WorkBudget) -> list[Value]:
    """The listed arrays that have the shape of their draw; FormulaError where none has."""
    items = list(spec.of or ())
    if spec.shape is None:
        return items
    shape = read_shape(spec.shape, scope, budget)
    fitting = [item for item in items if measure_shape(item) == shape]
    if not fitting:
        sizes = " × ".join(map(str, shape))
        raise FormulaError(f'nothing listed for "{spec.name}" has the size {sizes}; give it too', spec.shape[0].text)
    return fitting


def list_elements(value: Value) -> list[Value]:
    """The elements of an array or of nested lists; a number or a word by itself."""
    if is_array(value):
        return flatten(value)
    if isinstance(value, tuple):
        return [item for part in value for item in list_elements(part)]
    return [value]
