"""Items put in order: every letter once, `c a b` or `c > a > b`."""

from __future__ import annotations

from dlquiz.kinds import option_letters
from dlquiz.kinds.typed_text import TypedText
from dlquiz.model import AnswerKey, Reading


def read(typed: TypedText, expected: AnswerKey, decimal: str = "point") -> Reading:
    """The items' places in the order typed; FormulaError unless every item is named once."""
    option_letters.foreign(typed)
    count = len(expected.items)
    found = option_letters.places(typed, count, option_letters.FOLLOWING)
    if found is None:
        raise typed.fault(f"type every letter once, in order; {option_letters.known(count)}")
    twice = [i for i in found if found.count(i) > 1]
    if twice:
        raise typed.fault(f"{option_letters.ALPHABET[twice[0]]} stands there twice; type every letter once")
    missing = [i for i in range(count) if i not in found]
    if missing:
        raise typed.fault(f"{option_letters.lettered(missing)} missing; type every letter once, in order")
    return Reading(tuple(found), echo(typed, found))


def echo(typed: TypedText, found: list[int]) -> str:
    """The letters, where they were typed otherwise."""
    text = " ".join(option_letters.ALPHABET[i] for i in found)
    return "" if text == " ".join(typed.text.lower().split()) else text


def judge(reading: Reading, expected: AnswerKey) -> tuple[str, str]:
    """Right or wrong, and how far the order holds."""
    typed, right = reading.value, expected.order
    if typed == right:
        return "right", ""
    if typed == right[::-1]:
        return "wrong", "just the other way round"
    held = next(i for i, (a, b) in enumerate(zip(typed, right, strict=True)) if a != b)
    if held == 0:
        return "wrong", "it begins with another one"
    return "wrong", f"right up to {option_letters.ALPHABET[typed[held - 1]]}"


def show(expected: AnswerKey) -> str:
    """The right answer."""
    return " ".join(option_letters.ALPHABET[i] for i in expected.order)


def instruction(expected: AnswerKey) -> str:
    """How to answer."""
    return f"all {len(expected.items)} letters, in order"
