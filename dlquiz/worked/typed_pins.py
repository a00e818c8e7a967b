"""Pins as they are typed: `k=3`, `kernels=3,5,3`, `x="1 2 3"`, `W=[[1,2],[3,4]]`, `W="1 2; 3 4"`."""

from __future__ import annotations

from collections.abc import Mapping

from dlquiz.errors import FormulaError, UsageError, did_you_mean
from dlquiz.kinds.typed_text import TypedText
from dlquiz.language.arrays import array_or_tuple, flatten, is_array, make_array, shape_of
from dlquiz.language.formula import Formula
from dlquiz.language.numbers import CONSTANTS, NUMBERS
from dlquiz.language.write.values import value_to_text
from dlquiz.model import Draw, Question, Value
from dlquiz.worked.ranges import count_axes, list_elements

LIST = (3, 5, 2)  # the numbers of an example
MATRIX = ((1, 2), (3, 4))


def check_pin_names(question: Question, pins: Mapping[str, Value]) -> Mapping[str, Value]:
    """The pins; UsageError where one does not name a draw."""
    names = [spec.name for spec in question.draws]
    for name in pins:
        if name not in names:
            known = did_you_mean(name, names) or (f"; it draws {', '.join(names)}." if names else "; it draws nothing.")
            raise UsageError(f'{question.id} draws no "{name}"{known}')
    return pins


def read_pin(question: Question, name: str, text: str) -> Value:
    """The value of `name=text` on the command line: a word where the draw picks words, else a number or a list.

    Of a draw that picks whole cases with their texts it is the number of one, counted from 1.
    """
    check_pin_names(question, {name: text})
    (spec,) = (spec for spec in question.draws if spec.name == name)
    if spec.of is not None and any(isinstance(item, str) for item in spec.of):
        return text if spec.shape is None else read_words(text)
    if spec.of is not None and any(holds_text(item) for item in spec.of):
        return read_case(spec, text)
    return read_list(spec, text) if count_axes(spec) else read_single(name, text)


def holds_text(value: Value) -> bool:
    """Whether a value is a list with texts in it."""
    return isinstance(value, tuple) and any(isinstance(item, str) for item in list_elements(value))


def read_case(spec: Draw, text: str) -> Value:
    """The case of this number; UsageError where there is none."""
    cases = spec.of or ()
    if not text.isdecimal() or len(text) > 4 or not 1 <= int(text) <= len(cases):
        raise UsageError(f"{spec.name} is one of {len(cases)} cases; give its number, from 1 to {len(cases)}.")
    return cases[int(text) - 1]


def read_words(text: str) -> Value:
    """The words of a list, between brackets or not."""
    return tuple(word.strip("'\"") for word in text.strip("[]() ").replace(",", " ").split())


def read_single(name: str, text: str) -> Value:
    """The value of a formula without names."""
    try:
        value: Value = Formula(text).value(CONSTANTS)
    except FormulaError as error:
        raise UsageError(f"{name}={text} cannot be read: {error.message}.") from None
    return value


def read_list(spec: Draw, text: str) -> Value:
    """A list or a matrix as people write one, or the value of a formula that makes one."""
    from dlquiz.kinds.arrays import read_array  # only where a list is typed

    try:
        value = read_array(TypedText.of(text), "point")
    except FormulaError as error:
        try:
            value = Formula(text).value(CONSTANTS)
        except FormulaError:
            raise UsageError(f"{spec.name}={text} cannot be read: {error.message}. {write_advice(spec)}") from None
    if not is_array(value):  # true and false, or one number
        return array_or_tuple((value,)) if type(value) in NUMBERS and count_axes(spec) == 1 else value
    is_column = count_axes(spec) == 1 and len(shape_of(value)) == 2 and shape_of(value)[1] == 1
    return make_array(flatten(value)) if is_column else value


def write_advice(spec: Draw) -> str:
    """How to type a list or a matrix, as a sentence."""
    name = spec.name
    if count_axes(spec) == 1:
        return f'Write {name}={",".join(map(str, LIST))} or "{name}=[{", ".join(map(str, LIST))}]".'
    rows = [" ".join(map(str, row)) for row in MATRIX]
    return f'Write "{name}={"; ".join(rows)}" or "{name}={write_compact(make_array(MATRIX))}".'


def write_compact(value: Value) -> str:
    """A list or a matrix without spaces: `[[1,2],[3,4]]`."""
    return value_to_text(value).replace(" ", "")
