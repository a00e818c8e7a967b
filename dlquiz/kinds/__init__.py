"""Reading and judging what people type: one class a kind of answer, each imported when it is first needed.

    read_answer(key, typed)   how a text is understood; FormulaError with a place where it cannot be
    judge(key, typed)         right, close, wrong or unreadable, with what to say
    is_right(key, value)      whether a value that was computed, not typed, would be right
    to_text(key)              the right answer as a person would type it

A new kind is a module with a subclass of `Kind` and a row of `KINDS`.
"""

from __future__ import annotations

import importlib
from dataclasses import replace

from dlquiz.errors import FormulaError, UsageError
from dlquiz.kinds.kind import Kind as Kind
from dlquiz.kinds.kind import Unusable as Unusable
from dlquiz.kinds.kind import natural_kind as natural_kind
from dlquiz.kinds.typed_text import TypedText
from dlquiz.model import AnswerKey, Reading, Value, Verdict

KINDS: dict[str, str] = {  # name: module and class
    "integer": "integer:Integer",
    "number": "number:Number",
    "yes-no": "yes_no:YesNo",
    "shape": "shape:Shape",
    "interval": "interval:IntervalKind",
    "vector": "vector:Vector",
    "matrix": "matrix:Matrix",
    "expression": "expression:Expression",
    "choice": "choice:Choice",
    "text": "text:Text",
    "order": "order:Order",
    "match": "match:Match",
    "recall": "recall:Recall",
}
SCORES = {"right": 1.0, "close": 0.5, "wrong": 0.0, "unreadable": 0.0}
LOADED: dict[str, Kind] = {}


def kind(name: str) -> Kind:
    """The kind of answer of a name; UsageError where there is none."""
    if name not in LOADED:
        if name not in KINDS:
            raise UsageError(f'there is no kind of answer called "{name}"')
        module, _, cls = KINDS[name].partition(":")
        LOADED[name] = getattr(importlib.import_module(f"dlquiz.kinds.{module}"), cls)()
    return LOADED[name]


def read_answer(key: AnswerKey, typed: str, decimal: str = "point") -> Reading:
    """How a typed text is understood; FormulaError, its place counted in the text as typed, where it is not.

    `decimal` is "point", or "comma" for people who write decimal commas.
    """
    return kind(key.kind).read_answer(TypedText.of(typed), key, decimal)


def judge(key: AnswerKey, typed: str, decimal: str = "point") -> Verdict:
    """What becomes of a typed text: right, close, wrong or unreadable, how it was read, and what is off."""
    try:
        reading = read_answer(key, typed, decimal)
    except FormulaError as error:
        return Verdict("unreadable", 0.0, message=error.message, caret=error.at)
    verdict, message = kind(key.kind).judge_reading(reading, key)
    return Verdict(verdict, SCORES[verdict], reading.text, message, value=reading.value)


def is_right(key: AnswerKey, value: Value) -> bool:
    """Whether a value of its kind, computed and not typed, is right."""
    return kind(key.kind).is_right(value, key)


def key_accepting(key: AnswerKey, value: Value) -> AnswerKey:
    """What is asked for where a mistake's value takes the place of the right one; FormulaError where none can type it.

    People type 13.5 where a whole number is asked for, and a row where a matrix is.
    """
    own = kind(key.kind)
    value = own.adapt_wrong(value)
    try:
        return own.replace_value(key, value)
    except FormulaError:
        if not own.typed_as or natural_kind(value) != own.typed_as:
            raise
        decimals = 1 if key.decimals is None else key.decimals
        return replace(key, kind=own.typed_as, value=value, decimals=decimals, mistaken=())


def instruction(key: AnswerKey) -> str:
    """How to answer, in a short phrase that tells nothing of the answer."""
    return kind(key.kind).instruction(key)


def to_text(key: AnswerKey) -> str:
    """The right answer as a person would write it, rounded as asked."""
    return kind(key.kind).to_text(key)


def takes_zero(key: AnswerKey) -> bool:
    """Whether the tolerance takes 0 for a value other than 0, for every element of an array."""
    return kind(key.kind).takes_zero(key)
