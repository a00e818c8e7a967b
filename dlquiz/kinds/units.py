"""Unit words and per cent signs behind a number."""

from __future__ import annotations

import re
from functools import lru_cache

from dlquiz.kinds.typed_text import TypedText

PERCENT = re.compile(r"%|\bper\s?cent\b|(?<=[\d.)])per\s?cent\b", re.IGNORECASE)
NUMBER = re.compile(r"[-+\s]*(?:\d[\d_',. ]*|\.\d[\d_]*)(?:[eE][+-]?\d+)?\s*")


@lru_cache(256)
def compile_units(unit: tuple[str, ...]) -> re.Pattern[str]:
    """What one of the listed words looks like at the end of a text."""
    words = sorted((TypedText.of(word).text for word in unit if word.strip()), key=len, reverse=True)
    if "%" in words:
        words += ["percent", "per cent"]
    loose = "|".join(r"\s+".join(map(re.escape, word.split())) for word in words)
    return re.compile(rf"(?<![A-Za-z_])\s*(?:{loose})\.?", re.IGNORECASE)


def drop_unit(typed: TypedText, unit: tuple[str, ...]) -> TypedText:
    """The text without one of the listed words behind it."""
    if not unit:
        return typed
    for match in compile_units(unit).finditer(typed.text):
        if match.end() == len(typed.text):
            if not match.start():
                raise typed.fault("a number is missing before the unit", 0)
            refuse_percent_of_formula(typed, typed.cut(0, match.start()), match.group())
            return typed.cut(0, match.start())
    return typed


def refuse_percent_of_formula(typed: TypedText, rest: TypedText, word: str) -> None:
    """Per cent belongs to a plain number, not to a formula."""
    if PERCENT.search(word) and not NUMBER.fullmatch(rest.text):
        raise typed.fault("per cent inside a formula? type the number alone", len(rest.text))


def drop_percent(typed: TypedText) -> TypedText | None:
    """The number before a per cent sign; None where there is none."""
    match = PERCENT.search(typed.text)
    if match is None:
        return None
    rest = typed.cut(0, match.start())
    if not rest.text:
        raise typed.fault("the per cent sign stands behind the number", 0)
    if match.end() < len(typed.text) or not NUMBER.fullmatch(rest.text):
        raise typed.fault("per cent inside a formula? write the hundredth as /100", match.start())
    return rest
