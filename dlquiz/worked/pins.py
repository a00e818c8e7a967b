"""Pins: values that somebody gives to the draws of a question, as `k=3` on the command line."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from dlquiz.errors import FormulaError, UsageError, did_you_mean
from dlquiz.language.arrays import flatten, is_array, make_array
from dlquiz.language.formula import Formula
from dlquiz.language.write.values import value_to_text
from dlquiz.model import Draw, Question, Value


def check_pin_names(question: Question, pins: Mapping[str, Value]) -> Mapping[str, Value]:
    """The pins; UsageError where one does not name a draw."""
    names = [spec.name for spec in question.draws]
    for name in pins:
        if name not in names:
            known = did_you_mean(name, names) or (f"; it draws {', '.join(names)}." if names else "; it draws nothing.")
            raise UsageError(f'{question.id} draws no "{name}"{known}')
    return pins


def read_pin(question: Question, name: str, text: str) -> Value:
    """The value of `name=text` on the command line: a word where the draw picks words, else a formula without names."""
    check_pin_names(question, {name: text})
    (spec,) = (spec for spec in question.draws if spec.name == name)
    if spec.of is not None and any(isinstance(item, str) for item in spec.of):
        return text
    try:
        return Formula(text).value({})
    except FormulaError as error:
        raise UsageError(f"{name}={text} cannot be read: {error.message}.") from None


def check_pin(spec: Draw, value: Value, sample: Value) -> Value:
    """A pin converted to the type of its draw; UsageError where it is of another.  The range does not count."""
    if sample is None:
        return value
    samples = spec.of if spec.of is not None and spec.shape is None else (sample,)
    ranks = {count_axes(item) for item in samples}
    if count_axes(value) not in ranks:
        raise UsageError(f"{spec.name} is not of that shape; one of its values is {value_to_text(sample)}.")
    kinds = {name_type(item) for sample in samples for item in list_elements(sample)}
    if is_array(value):
        return make_array([convert_pin(item, kinds, spec.name) for item in flatten(value)], value.shape)
    for item in list_elements(value):
        convert_pin(item, kinds, spec.name)
    return value if isinstance(value, tuple) else convert_pin(value, kinds, spec.name)


def count_axes(value: Value) -> int:
    """The number of axes: of an array its own, 1 for a list, 0 for a number or a word."""
    return int(value.ndim) if is_array(value) else int(isinstance(value, tuple))


def list_elements(value: Value) -> list[Value]:
    """The elements of an array or of nested lists; a number or a word by itself."""
    if is_array(value):
        return flatten(value)
    if isinstance(value, tuple):
        return [item for part in value for item in list_elements(part)]
    return [value]


def name_type(value: Value) -> str:
    """The type of a value in words, for a message."""
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, str):
        return "a word"
    return "a whole number" if isinstance(value, int) else "a number"


def convert_pin(value: Value, kinds: set[str], name: str) -> Value:
    """A value converted to one of the types of its draw; UsageError where it cannot be."""
    own = name_type(value)
    if own in kinds:
        return value
    if own == "a whole number" and "a number" in kinds:
        return Fraction(value)
    if own == "a number" and "a whole number" in kinds and isinstance(value, Fraction) and value.denominator == 1:
        return int(value)
    raise UsageError(f"{name} is {' or '.join(sorted(kinds))}, not {value_to_text(value)}.")
