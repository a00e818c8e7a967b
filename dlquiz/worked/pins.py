"""Pins: values that somebody gives to the draws of a question, as `k=3` on the command line.

A pin must be what its draw can mean (`meaning`) and have its shape; where a shape names another draw, as `shape: [n]`
does, the pin may have any size, and `n` follows from it.  What lies outside of range or `keep` is answered and said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from dlquiz import tree
from dlquiz.errors import FormulaError, UsageError
from dlquiz.language.arrays import flatten, is_array, make_array, shape_of
from dlquiz.language.budget import WorkBudget
from dlquiz.language.numbers import less, unify_numbers
from dlquiz.language.values import values_equal
from dlquiz.language.write.symbols import name_to_symbol
from dlquiz.language.write.values import value_to_text
from dlquiz.model import Draw, Question, Value
from dlquiz.worked.meaning import find_meaning, find_objection
from dlquiz.worked.ranges import count_axes, list_bounds, list_elements, measure_shape, picks_whole, read_shape
from dlquiz.worked.typed_pins import write_advice

MAX_LISTED = 12  # values of a draw that are written out


# sizes


def add_sizes(question: Question, pins: Mapping[str, Value]) -> dict[str, Value]:
    """The pins, and the sizes that follow from the shapes of pinned arrays; UsageError where two of them differ."""
    sizes: dict[str, tuple[Value, str]] = {name: (value, name) for name, value in pins.items()}
    for spec in question.draws:
        shape = measure_shape(pins.get(spec.name))
        names = list_size_names(question, spec)
        for name, size in zip(names, shape, strict=True) if len(shape) == len(names) else ():
            known, source = sizes.setdefault(name, (size, spec.name)) if name else (size, "")
            if not values_equal(known, size):
                given = f"{name} is {value_to_text(known)}" if source == name else f"{source} has {known}"
                raise UsageError(f"{spec.name} has the size {size} where {given}; in this question both are equal.")
    return {name: value for name, (value, _) in sizes.items()}


def list_size_names(question: Question, spec: Draw) -> list[str]:
    """For each size of an array the draw that says it; empty where no draw does, so that the size is fixed."""
    drawn = {spec.name for spec in question.draws}
    trees = [formula.tree for formula in spec.shape or ()]
    return [node.name if isinstance(node, tree.Name) and node.name in drawn else "" for node in trees]


def list_sizes(question: Question) -> set[str]:
    """The draws that say the size of an array; every size is as good as the drawn one."""
    return {name for spec in question.draws for name in list_size_names(question, spec) if name}


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
    given = [value] if picks_whole(spec) else list_elements(value)
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
    own = measure_shape(value)
    shapes = [read_shape(spec.shape, scope, budget)] if spec.shape is not None else list_shapes(spec)
    if own in shapes:
        return
    wanted = " or ".join(dict.fromkeys(map(describe_shape, shapes)))
    if len(own) != count_axes(spec):
        advice = f". {write_advice(spec)}" if count_axes(spec) else "."
        raise UsageError(f"{spec.name} is {wanted}, not {describe_shape(own)}{advice}")
    others = sorted(set().union(*(formula.names for formula in spec.shape or ())) - {"e", "pi"})
    reason = f"this follows from {' and '.join(others)}" if others else "the question is about this size, and no other"
    raise UsageError(f"{spec.name} is {wanted} here, not {describe_shape(own)}: {reason}.")


def list_shapes(spec: Draw) -> list[tuple[int, ...]]:
    """The shapes of the listed values; a number has none."""
    return [measure_shape(item) for item in spec.of or ()] or [()]


def describe_shape(shape: tuple[int, ...]) -> str:
    """A shape in words: "a list of 3", "an array of 2 × 3"."""
    if not shape:
        return "a single value"
    return f"a list of {shape[0]}" if len(shape) == 1 else "an array of " + " × ".join(map(str, shape))


# what is outside


def list_outside(question: Question, fixed: Mapping[str, Value], scope: Mapping[str, Value]) -> Iterator[str]:
    """Sentences on pins that the question would not draw, and on what it keeps to and these values do not."""
    budget = WorkBudget(1_000_000)
    sizes = list_sizes(question)
    for spec in question.draws:
        if spec.name in fixed and spec.name not in sizes:
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
        given = [value] if picks_whole(spec) else list_elements(value)
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
