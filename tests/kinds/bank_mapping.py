"""Answer keys from mappings as banks write them: the value as formula text, and the keys of its kind beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from dlquiz.errors import UsageError
from dlquiz.kinds.kind import natural_kind
from dlquiz.language.evaluate import evaluate
from dlquiz.language.grammar import read
from dlquiz.language.letters import symbol
from dlquiz.language.numbers import CONSTANTS
from dlquiz.model import AnswerKey


def key_from_mapping(answer: Mapping[str, Any]) -> AnswerKey:
    """What an answer is judged by; FormulaError where its value is no formula."""
    value = valued(answer)
    kind = answer.get("kind") or natural_kind(value)
    if not kind:
        raise UsageError("this answer needs a kind")
    return AnswerKey(
        kind=kind,
        value=value,
        decimals=answer.get("decimals"),
        significant=answer.get("significant"),
        rel=decimal(answer.get("rel")),
        abs=decimal(answer.get("abs")),
        unit=listed(answer.get("unit")),
        yes=listed(answer.get("yes")),
        no=listed(answer.get("no")),
        variables={name: ends(interval) for name, interval in answer.get("variables", {}).items()},
        options=listed(answer.get("options")),
        right=picks(answer),
        accept=listed(answer.get("accept")),
        items=listed(answer.get("items")),
        order=tuple(range(len(answer.get("items", ())))),
        points=listed(answer.get("points")),
        mistaken=tuple(value if kind == "text" else computed(value) for value in answer.get("mistaken", ())),
        **matched(answer),
    )


def valued(answer: Mapping[str, Any]) -> Any:
    """The value: a formula in the declared letters, or what a formula comes to."""
    value = answer.get("value")
    if answer.get("variables") and isinstance(value, str):
        return evaluate(read(value), {**CONSTANTS, **{name: symbol(name) for name in answer["variables"]}}, text=value)
    return computed(value)


def computed(value: Any) -> Any:
    """What a formula comes to; anything but a text is a value already."""
    return evaluate(read(value), {}, text=value) if isinstance(value, str) else value


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
