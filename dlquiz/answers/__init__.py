"""Reading and judging what people type: one module a kind, each imported when it is first needed.

    read(expected, typed)    how a text is understood; FormulaError with a place where it cannot be
    judge(expected, typed)   right, close, wrong or unreadable, with what to say
    right(expected, value)   whether a value that was computed, not typed, would be right

Whether a text can be read depends on the kind of answer and on the text, never on the right answer.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from fractions import Fraction
from types import ModuleType
from typing import Any

from dlquiz.answers.typed import Typed
from dlquiz.errors import FormulaError, UsageError
from dlquiz.formula import tree
from dlquiz.formula.array import Array
from dlquiz.model import Expected, Reading, Verdict

KINDS: dict[str, str] = {
    "integer": "dlquiz.answers.integer",
    "number": "dlquiz.answers.number",
    "yes-no": "dlquiz.answers.yes_no",
    "shape": "dlquiz.answers.shape",
    "vector": "dlquiz.answers.vector",
    "matrix": "dlquiz.answers.matrix",
    "expression": "dlquiz.answers.expression",
    "choice": "dlquiz.answers.choice",
    "text": "dlquiz.answers.text",
    "order": "dlquiz.answers.order",
    "match": "dlquiz.answers.match",
    "recall": "dlquiz.answers.recall",
}
SCORES = {"right": 1.0, "close": 0.5, "wrong": 0.0, "unreadable": 0.0}
LOADED: dict[str, ModuleType] = {}


def kind(name: str) -> ModuleType:
    """The module of a kind of answer; UsageError where there is no such kind."""
    if name not in LOADED:
        if name not in KINDS:
            raise UsageError(f'there is no kind of answer called "{name}"')
        LOADED[name] = importlib.import_module(KINDS[name])
    return LOADED[name]


def natural_kind(value: Any) -> str:
    """The kind of a value: whole integer, real number, truth yes-no, 1-D vector, 2-D matrix, letters expression."""
    if isinstance(value, bool):
        return "yes-no"
    if isinstance(value, int):
        return "integer"
    if isinstance(value, (Fraction, float)):
        return "number"
    if isinstance(value, tree.Node):
        return "expression"
    if isinstance(value, Array) and value.ndim in (1, 2):
        return "vector" if value.ndim == 1 else "matrix"
    return ""


def read(expected: Expected, typed: str, decimal: str = "point") -> Reading:
    """How a typed text is understood; FormulaError, its place counted in the text as typed, where it is not.

    `decimal` is "point", or "comma" for people who write decimal commas.
    """
    reading: Reading = kind(expected.kind).read(Typed.of(typed), expected, decimal)
    return reading


def judge(answer: Mapping[str, Any] | Expected, typed: str, decimal: str = "point") -> Verdict:
    """What becomes of a typed text: right, close, wrong or unreadable, how it was read, and what is off."""
    wanted = answer if isinstance(answer, Expected) else expected(answer)
    try:
        reading = read(wanted, typed, decimal)
    except FormulaError as error:
        return Verdict("unreadable", 0.0, message=error.message, caret=error.at)
    verdict, message = kind(wanted.kind).judge(reading, wanted)
    return Verdict(verdict, SCORES[verdict], reading.text, message, value=reading.value)


def right(expected: Expected, value: Any) -> bool:
    """Whether a value of its kind is right, for the kinds that are computed; where nobody typed it, that is all."""
    verdict: bool = kind(expected.kind).right(value, expected)
    return verdict


def expected(answer: Mapping[str, Any]) -> Expected:
    """What an answer is judged by, from a mapping as banks write it; options and items in the order given."""
    from dlquiz.answers import mapping  # banks have read theirs already

    return mapping.expected(answer)


def instruction(expected: Expected) -> str:
    """How to answer, in a short phrase that tells nothing of the answer."""
    phrase: str = kind(expected.kind).instruction(expected)
    return phrase


def show(expected: Expected) -> str:
    """The right answer as a person would write it, rounded as asked."""
    text: str = kind(expected.kind).show(expected)
    return text


def takes_zero(expected: Expected) -> bool:
    """Whether the tolerance takes 0 for a value other than 0, for every element of an array."""
    if expected.kind not in ("number", "vector", "matrix"):
        return False
    return bool(kind(expected.kind).takes_zero(expected))


def spellings(expected: Expected) -> list[str]:
    """Some ways to type the exact answer of a numeric kind, all of them right; an empty list for other kinds."""
    from dlquiz.answers.spelling import ways

    return ways(expected)
