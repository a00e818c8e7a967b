"""Functions that make texts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dlquiz.language import numbers
from dlquiz.language.arrays import is_list, list_items
from dlquiz.language.budget import value_cost, values_cost
from dlquiz.language.scalars import require_number, require_whole
from dlquiz.language.write.values import value_to_prose, value_to_text

PLACES = 40  # decimals
IRREGULAR = {"axis": "axes", "epoch": "epochs", "index": "indices", "matrix": "matrices", "vertex": "vertices"}


def plural(count: Any, word: Any) -> str:
    """The number with its noun: 1 filter, 2 filters."""
    if not isinstance(word, str):
        raise TypeError
    text = value_to_prose(require_number(count))
    return f"{text} {word if text == '1' else pluralize(word)}"


def pluralize(word: str) -> str:
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
    text = value_to_text(require_number(value))
    return f"- {text[1:]}" if text.startswith("-") else f"+ {text}"


def fixed(value: Any, places: Any) -> str:
    """The number with exactly so many decimals."""
    digits = require_whole(places, "the number of places")
    if not 0 <= digits <= PLACES:
        raise ValueError(f"between 0 and {PLACES} places")
    number = numbers.round_number(require_number(value), digits)
    text = str(abs(int(number * 10**digits))).rjust(digits + 1, "0")
    point = f".{text[-digits:]}" if digits else ""
    return f"{'-' if number < 0 else ''}{text[: len(text) - digits]}{point}"


def join(items: Any, separator: Any) -> str:
    """The elements with a text between them."""
    if not is_list(items) or not isinstance(separator, str):
        raise TypeError
    return separator.join(map(value_to_text, list_items(items)))


def join_cost(values: Sequence[Any]) -> int:
    """What is written, and what stands between."""
    items, separator = values
    return 8 * values_cost(values) + value_cost(separator) * (len(items) if is_list(items) else 1)
