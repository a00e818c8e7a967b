"""Reading and judging what people type: one module a kind, each imported when it is first needed.

    read(expected, typed)    how a text is understood; FormulaError with a place where it cannot be
    judge(expected, typed)   right, close, wrong or unreadable, with what to say
    right(expected, value)   whether a value that was computed, not typed, would be right

Whether a text can be read depends on the kind of answer and on the text, never on the right answer.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from types import ModuleType
from typing import Any

from dlquiz.errors import FormulaError, UsageError
from dlquiz.kinds.natural_kind import natural_kind as natural_kind
from dlquiz.kinds.typed_text import TypedText
from dlquiz.model import AnswerKey, Reading, Verdict

KINDS: dict[str, str] = {
    "integer": "dlquiz.kinds.integer",
    "number": "dlquiz.kinds.number",
    "yes-no": "dlquiz.kinds.yes_no",
    "shape": "dlquiz.kinds.shape",
    "vector": "dlquiz.kinds.vector",
    "matrix": "dlquiz.kinds.matrix",
    "expression": "dlquiz.kinds.expression",
    "choice": "dlquiz.kinds.choice",
    "text": "dlquiz.kinds.text",
    "order": "dlquiz.kinds.order",
    "match": "dlquiz.kinds.match",
    "recall": "dlquiz.kinds.recall",
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


def read(expected: AnswerKey, typed: str, decimal: str = "point") -> Reading:
    """How a typed text is understood; FormulaError, its place counted in the text as typed, where it is not.

    `decimal` is "point", or "comma" for people who write decimal commas.
    """
    reading: Reading = kind(expected.kind).read(TypedText.of(typed), expected, decimal)
    return reading


def judge(answer: Mapping[str, Any] | AnswerKey, typed: str, decimal: str = "point") -> Verdict:
    """What becomes of a typed text: right, close, wrong or unreadable, how it was read, and what is off."""
    wanted = answer if isinstance(answer, AnswerKey) else expected(answer)
    try:
        reading = read(wanted, typed, decimal)
    except FormulaError as error:
        return Verdict("unreadable", 0.0, message=error.message, caret=error.at)
    verdict, message = kind(wanted.kind).judge(reading, wanted)
    return Verdict(verdict, SCORES[verdict], reading.text, message, value=reading.value)


def right(expected: AnswerKey, value: Any) -> bool:
    """Whether a value of its kind is right, for the kinds that are computed; where nobody typed it, that is all."""
    verdict: bool = kind(expected.kind).right(value, expected)
    return verdict


def expected(answer: Mapping[str, Any]) -> AnswerKey:
    """What an answer is judged by, from a mapping as banks write it; options and items in the order given."""
    from dlquiz.kinds import mapping  # banks have read theirs already

    return mapping.expected(answer)


def instruction(expected: AnswerKey) -> str:
    """How to answer, in a short phrase that tells nothing of the answer."""
    phrase: str = kind(expected.kind).instruction(expected)
    return phrase


def show(expected: AnswerKey) -> str:
    """The right answer as a person would write it, rounded as asked."""
    text: str = kind(expected.kind).show(expected)
    return text


def takes_zero(expected: AnswerKey) -> bool:
    """Whether the tolerance takes 0 for a value other than 0, for every element of an array."""
    if expected.kind not in ("number", "vector", "matrix"):
        return False
    return bool(kind(expected.kind).takes_zero(expected))


def spellings(expected: AnswerKey) -> list[str]:
    """Some ways to type the exact answer of a numeric kind, all of them right; an empty list for other kinds."""
    from dlquiz.kinds.spelling import ways

    return ways(expected)
