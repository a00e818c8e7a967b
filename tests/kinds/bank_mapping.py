"""Answer keys from mappings as banks write them: the value as formula text, and the keys of its kind beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from dlquiz import kinds
from dlquiz.errors import UsageError
from dlquiz.kinds.kind import PartDraw, natural_kind
from dlquiz.language.evaluate import evaluate
from dlquiz.language.grammar import read_formula
from dlquiz.language.letters import symbol
from dlquiz.language.numbers import CONSTANTS
from dlquiz.model import Answer, AnswerKey


def key_from_mapping(answer: Mapping[str, Any]) -> AnswerKey:
    """The answer key of a mapping, options and items in the order given; FormulaError where its value is no formula."""
    name = answer.get("kind") or natural_kind(evaluated(answer["value"]))
    if not name:
        raise UsageError("this answer needs a kind")
    kind = kinds.kind(name)
    mistaken = tuple(text if name == "text" else evaluated(text) for text in answer.get("mistaken", ()))
    if not kind.takes_value or kind.key_needed:
        return key_as_given(name, answer, mistaken)
    said = {key.name: SHAPES[key.shape](answer[key.name]) for key in kind.keys if key.name in answer}
    variables = {name: ends(interval) for name, interval in answer.get("variables", {}).items()}
    letters = {**kind.constants, **{letter: symbol(letter) for letter in variables}}
    part = PartDraw(Answer(name, None, said), variables, mistaken, dict, bool, list, list, list)
    return kind.make_key_of_value(part, evaluated(answer["value"], letters))


def key_as_given(name: str, answer: Mapping[str, Any], mistaken: tuple[Any, ...]) -> AnswerKey:
    """The answer key of a kind that a draw shuffles, in the order given."""
    return AnswerKey(
        name,
        options=listed(answer.get("options")),
        right=picks(answer),
        accept=listed(answer.get("accept")),
        items=listed(answer.get("items")),
        order=tuple(range(len(answer.get("items", ())))),
        points=listed(answer.get("points")),
        mistaken=mistaken,
        **matched(answer),
    )


def evaluated(value: Any, scope: Mapping[str, Any] | None = None) -> Any:
    """The value of a formula; anything but a text is a value already."""
    return (
        evaluate(read_formula(value), {**CONSTANTS, **(scope or {})}, text=value) if isinstance(value, str) else value
    )


def decimal(value: Any) -> Fraction | None:
    """A tolerance as the decimal that was written, never as the float next to it."""
    return None if value is None else Fraction(str(value))


def listed(value: Any) -> tuple[str, ...]:
    """A list of words, or one word."""
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(map(str, value))


def ends(interval: Sequence[Any]) -> tuple[Fraction, Fraction]:
    """The ends of an interval."""
    low, high = interval
    return Fraction(str(low)), Fraction(str(high))


def picks(answer: Mapping[str, Any]) -> tuple[int, ...]:
    """The places of the right options."""
    options = listed(answer.get("options"))
    return tuple(options.index(right) for right in listed(answer.get("right")))


def matched(answer: Mapping[str, Any]) -> dict[str, Any]:
    """The two sides of a match, and who belongs to whom."""
    pairs = answer.get("pairs", {})
    rights = tuple(dict.fromkeys([*pairs.values(), *answer.get("extra", ())]))
    return {"lefts": tuple(pairs), "rights": rights, "partner": tuple(rights.index(right) for right in pairs.values())}


SHAPES = {"whole": int, "positive": decimal, "word": str, "words": listed}
