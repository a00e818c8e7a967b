"""Pairs: numbers with letters, `1b 2a`; a letter may serve several numbers."""

from __future__ import annotations

import re

from dlquiz.kinds import option_letters
from dlquiz.kinds.typed_text import TypedText
from dlquiz.model import AnswerKey, Reading

PAIR = re.compile(
    r"[(\[]?\s* (\d{1,2}) \s*[-=:.)→>]*\s* ([a-z])(?![a-z]) \s*[)\]]?[\s,;/&+]*(?:\.$)?(?:and\s+)?",
    re.IGNORECASE | re.VERBOSE,
)


def read(typed: TypedText, expected: AnswerKey, decimal: str = "point") -> Reading:
    """For every left side the place of its right one; FormulaError unless every number stands there once."""
    option_letters.foreign(typed)
    found = bare(typed, expected) or paired(typed, expected)
    missing = [str(i + 1) for i in range(len(expected.lefts)) if i not in found]
    if missing:
        raise typed.fault(f"{', '.join(missing)} missing; type every number with a letter, such as {sample(expected)}")
    picked = tuple(found[i] for i in range(len(expected.lefts)))
    text = written(picked)
    return Reading(picked, "" if text == typed.text.lower() else text)


def bare(typed: TypedText, expected: AnswerKey) -> dict[int, int]:
    """Letters alone, one for each left side in order; nothing where the text is something else."""
    words = list(typed.text) if typed.text.isalpha() else typed.text.replace(",", " ").split()
    places = [option_letters.ALPHABET.find(word.lower()) if len(word) == 1 else -1 for word in words]
    if len(places) == len(expected.lefts) and all(0 <= place < len(expected.rights) for place in places):
        return dict(enumerate(places))
    return {}


def paired(typed: TypedText, expected: AnswerKey) -> dict[int, int]:
    """Numbers with their letters."""
    found: dict[int, int] = {}
    at = 0
    while at < len(typed.text):
        match = PAIR.match(typed.text, at)
        if match is None:
            raise typed.fault(f"type every number with its letter, such as {sample(expected)}", at)
        left, right = int(match[1]) - 1, option_letters.ALPHABET.index(match[2].lower())
        if not 0 <= left < len(expected.lefts):
            raise typed.fault(f"there is no {match[1]}; the numbers are 1 to {len(expected.lefts)}", match.start(1))
        if right >= len(expected.rights):
            raise typed.fault(f"there is no {match[2]}; {option_letters.known(len(expected.rights))}", match.start(2))
        if left in found:
            raise typed.fault(f"{match[1]} stands there twice", match.start(1))
        found[left] = right
        at = match.end()
    return found


def sample(expected: AnswerKey) -> str:
    """How an answer looks, without being one."""
    return written(tuple(i % max(1, len(expected.rights)) for i in range(min(2, len(expected.lefts))))) + " …"


def written(picked: tuple[int, ...]) -> str:
    """Pairs as one types them."""
    return " ".join(f"{i + 1}{option_letters.ALPHABET[right]}" for i, right in enumerate(picked))


def judge(reading: Reading, expected: AnswerKey) -> tuple[str, str]:
    """Right or wrong, and how many pairs are right."""
    held = sum(a == b for a, b in zip(reading.value, expected.partner, strict=True))
    if held == len(expected.partner):
        return "right", ""
    return "wrong", f"{held} of {len(expected.partner)} pairs are right"


def show(expected: AnswerKey) -> str:
    """The right answer."""
    return written(expected.partner)


def instruction(expected: AnswerKey) -> str:
    """How to answer."""
    return "every number with a letter"
