"""Functions that make texts: a number with its noun, with its sign, with its decimals; a list joined."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dlquiz.formula import exact
from dlquiz.formula.array import Array, touched, weight
from dlquiz.formula.scalars import numeric, whole

PLACES = 40  # decimals
IRREGULAR = {"axis": "axes", "epoch": "epochs", "index": "indices", "matrix": "matrices", "vertex": "vertices"}


def written(value: Any) -> str:
    """A value as texts print it."""
    from dlquiz.formula.show import value_text  # which knows formulas, and they these functions

    return value_text(value)


def plural(count: Any, word: Any) -> str:
    """The number with its noun: 1 filter, 2 filters."""
    if not isinstance(word, str):
        raise TypeError
    text = written(numeric(count))
    return f"{text} {word if text == '1' else pluralized(word)}"


def pluralized(word: str) -> str:
    """The plural of an English noun, as far as the field's words need it."""
    before, space, last = word.rpartition(" ")
    if last in IRREGULAR:
        return before + space + IRREGULAR[last]
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return word + "es"
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + "s"


def signed(value: Any) -> str:
    """The number with its sign: + 3, - 2."""
    text = written(numeric(value))
    return f"- {text[1:]}" if text.startswith("-") else f"+ {text}"


def fixed(value: Any, places: Any) -> str:
    """The number with exactly so many decimals."""
    digits = whole(places, "the number of places")
    if not 0 <= digits <= PLACES:
        raise ValueError(f"between 0 and {PLACES} places")
    number = exact.rounded(numeric(value), digits)
    text = str(abs(int(number * 10**digits))).rjust(digits + 1, "0")
    point = f".{text[-digits:]}" if digits else ""
    return f"{'-' if number < 0 else ''}{text[: len(text) - digits]}{point}"


def join(items: Any, separator: Any) -> str:
    """The elements with a text between them."""
    if not isinstance(items, (Array, tuple)) or not isinstance(separator, str):
        raise TypeError
    return separator.join(map(written, items))


def join_cost(values: Sequence[Any]) -> int:
    """What is written, and what stands between."""
    items, separator = values
    return 8 * touched(values) + weight(separator) * (len(items) if isinstance(items, (Array, tuple)) else 1)
