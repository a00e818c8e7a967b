"""Pins: values that somebody gives to the draws of a question, as `k=3` on the command line.

A pin must be what its draw can mean (`meaning`) and have its shape; where a shape names another draw, as `shape: [n]`
does, the pin may have any size, and `n` follows from it.  What lies outside of range or `keep` is answered and said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from dlquiz import tree
from dlquiz.errors import FormulaError, UsageError, did_you_mean
from dlquiz.language.arrays import flatten, is_array, make_array, shape_of
from dlquiz.language.budget import WorkBudget
from dlquiz.language.formula import Formula
from dlquiz.language.numbers import CONSTANTS, less, unify_numbers
from dlquiz.language.values import values_equal
from dlquiz.language.write.symbols import name_to_symbol
from dlquiz.language.write.values import value_to_text
from dlquiz.model import Draw, Question, Value
from dlquiz.worked.meaning import find_meaning, find_objection
from dlquiz.worked.ranges import list_bounds, list_elements, read_shape

MAX_LISTED = 12  # values of a draw that are written out


def check_pin_names(question: Question, pins: Mapping[str, Value]) -> Mapping[str, Value]:
    """The pins; UsageError where one does not name a draw."""
    names = [spec.name for spec in question.draws]
    for name in pins:
        if name not in names:
            known = did_you_mean(name, names) or (f"; it draws {', '.join(names)}." if names else "; it draws nothing.")
            raise UsageError(f'{question.id} draws no "{name}"{known}')
    return pins


def read_pin(question: Question, name: str, text: str) -> Value:
    """The value of `name=text` on the command line: a word where the draw picks words, else a formula without names.

    Of a draw that picks whole cases with their texts it is the number of one, counted from 1.
    """
    check_pin_names(question, {name: text})
    (spec,) = (spec for spec in question.draws if spec.name == name)
    if spec.of is not None and any(isinstance(item, str) for item in spec.of):
        return text
    if spec.of is not None and spec.shape is None and any(holds_text(item) for item in spec.of):
        return read_case(spec, text)
    try:
        value: Value = Formula(text).value(CONSTANTS)
    except FormulaError as error:
        raise UsageError(f"{name}={text} cannot be read: {error.message}.") from None
    return value


def holds_text(value: Value) -> bool:
    """Whether a value is a list with texts in it."""
    return isinstance(value, tuple) and any(isinstance(item, str) for item in list_elements(value))


def read_case(spec: Draw, text: str) -> Value:
    """The case of this number; UsageError where there is none."""
    cases = spec.of or ()
    if not text.isdecimal() or len(text) > 4 or not 1 <= int(text) <= len(cases):
        raise UsageError(f"{spec.name} is one of {len(cases)} cases; give its number, from 1 to {len(cases)}.")
    return cases[int(text) - 1]


# sizes


def add_sizes(question: Question, pins: Mapping[str, Value]) -> dict[str, Value]:
    """The pins, and the sizes that follow from the shapes of pinned arrays; UsageError where two of them differ."""
    sizes: dict[str, tuple[Value, str]] = {name: (value, name) for name, value in pins.items()}
    drawn = {spec.name for spec in question.draws}
    for spec in question.draws:
        value = pins.get(spec.name)
        if spec.shape is None or value is None:
            continue
        shape = shape_of(value) if is_array(value) else count_rows(value)
        for formula, size in zip(spec.shape, shape, strict=True) if len(shape) == len(spec.shape) else ():
            if not isinstance(formula.tree, tree.Name) or formula.tree.name not in drawn:
                continue
            known, source = sizes.setdefault(formula.tree.name, (size, spec.name))
            if not values_equal(known, size):
                name = formula.tree.name
                given = f"{source}={value_to_text(known)}" if source == name else f"{source} says {known}"
                raise UsageError(f"{spec.name} has {size} where {name} is meant, but {given}.")
    return {name: value for name, (value, _) in sizes.items()}


def count_rows(value: Value) -> tuple[int, ...]:
    """The shape of nested lists of texts."""
    return (len(value), *count_rows(value[0])) if isinstance(value, tuple) and value else ()


# values


def check_pin(question: Question, spec: Draw, value: Value, scope: Mapping[str, Value], budget: WorkBudget) -> Value:
    """A pin converted to the type of its draw; UsageError where it is not what the draw can mean."""
    try:
        check_shape(spec, value, scope, budget)
        meaning = find_meaning(question, spec, scope, budget)
        bounds = list_bounds(spec, scope, budget)
    except FormulaError:  # other pins leave nothing to draw
        return value
    if bounds is None or meaning.listed:
        check_word(spec, value, meaning.listed)
        return value
    if not all(type(item) in (int, Fraction, float) for item in list_elements(value)):
        kind = "a whole number" if meaning.whole else "a number"
        raise UsageError(f"{spec.name} is {kind}, not {write_pin(value)}.")
    value = convert_numbers(value, is_real(spec, bounds))
    objection = find_objection(meaning, value)
    if objection:
        raise UsageError(f"{spec.name} {meaning.why}: it must be {objection}, not {write_pin(value)}.")
    return value


def check_word(spec: Draw, value: Value, listed: bool) -> None:
    """UsageError where a word or a truth is not one that the draw can mean."""
    items = spec.of or ()
    truths = {type(item) is bool for item in list_elements(items)} == {True}
    given = list_elements(value) if spec.shape is not None else [value]
    if truths and any(type(item) is not bool for item in given):
        raise UsageError(f"{spec.name} is true or false, not {write_pin(value)}.")
    if listed and not all(any(values_equal(item, one) for one in items) for item in given):
        raise UsageError(f"{spec.name} is one of {write_choices(items)}; the question knows no other.")


def write_choices(items: tuple[Value, ...]) -> str:
    """The values that a draw is picked from, as far as they can be written."""
    texts = [write_pin(item) for item in items[:MAX_LISTED]]
    return ", ".join(texts) + (" and others" if len(items) > MAX_LISTED else "")


def write_pin(value: Value) -> str:
    """A value as it is typed on a command line."""
    return value if isinstance(value, str) else value_to_text(value)


def is_real(spec: Draw, bounds: tuple[Value, Value]) -> bool:
    """Whether the numbers of a draw are real by their making."""
    items = list_elements(spec.of) if spec.of is not None else bounds
    return any(not isinstance(item, int) for item in items)


def convert_numbers(value: Value, real: bool) -> Value:
    """Numbers made real where the draw has real ones; 4.0 is the whole number 4 where it does not."""
    if is_array(value):
        items = [convert_numbers(item, real) for item in flatten(value)]
        return make_array(unify_numbers(tuple(items)), shape_of(value))
    if real and isinstance(value, int):
        return Fraction(value)
    return int(value) if not real and isinstance(value, Fraction) and value.denominator == 1 else value


def check_shape(spec: Draw, value: Value, scope: Mapping[str, Value], budget: WorkBudget) -> None:
    """UsageError where a pin has not the shape of its draw."""
    own = shape_of(value) if is_array(value) else count_rows(value)
    shapes = [read_shape(spec.shape, scope, budget)] if spec.shape is not None else list_shapes(spec)
    if own not in shapes:
        wanted = " or ".join(dict.fromkeys(map(describe_shape, shapes)))
        raise UsageError(f"{spec.name} is {wanted} in this question, not {describe_shape(own)}.")


def list_shapes(spec: Draw) -> list[tuple[int, ...]]:
    """The shapes of the listed values; a number has none."""
    return [shape_of(item) if is_array(item) else count_rows(item) for item in spec.of or ((),)] or [()]


def describe_shape(shape: tuple[int, ...]) -> str:
    """A shape in words: "3 numbers in a row", "2 × 3 numbers"."""
    if not shape:
        return "a single value"
    return f"a list of {shape[0]}" if len(shape) == 1 else "an array of " + " × ".join(map(str, shape))


# what is outside


def list_outside(question: Question, fixed: Mapping[str, Value], scope: Mapping[str, Value]) -> Iterator[str]:
    """Sentences on pins that the question would not draw, and on what it keeps to and these values do not."""
    budget = WorkBudget(1_000_000)
    for spec in question.draws:
        if spec.name in fixed:
            yield from find_outside(spec, fixed[spec.name], scope, budget)
    for formula in question.keep:
        try:
            holds = bool(formula.value(scope, budget=budget))
        except (FormulaError, ValueError):
            continue
        if not holds:
            yield f"These values are outside of a condition that the question keeps to: {formula.text}."


def list_failed_tests(question: Question, scope: Mapping[str, Value]) -> Iterator[str]:
    """Sentences on checks of the result that do not hold for pinned values: the way of the solution may not apply."""
    budget = WorkBudget(1_000_000)
    for test in question.tests:
        try:
            holds = bool(test.holds.value(scope, budget=budget))
        except (FormulaError, ValueError):
            holds = False
        if not holds:
            yield f"A condition on the result does not hold, so these steps may not apply: {test.holds.text}."


def find_outside(spec: Draw, value: Value, scope: Mapping[str, Value], budget: WorkBudget) -> Iterator[str]:
    """The sentence on a pin that is not drawn, where that is so."""
    symbol = name_to_symbol(spec.name)
    if spec.of is not None:
        given = list_elements(value) if spec.shape is not None else [value]
        if not all(any(values_equal(item, one) for one in spec.of) for item in given):
            yield f"{symbol} = {write_pin(value)} is outside of what is drawn: {write_choices(spec.of)}."
        return
    try:
        low, high = list_bounds(spec, scope, budget) or (None, None)
    except FormulaError:
        return
    if any(less(item, low) or less(high, item) for item in list_elements(value)):
        yield (
            f"{symbol} = {write_pin(value)} is outside of what is drawn: {value_to_text(low)} to {value_to_text(high)}."
        )
