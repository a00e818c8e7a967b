"""Pairs: numbers with letters, `1b 2a`; a letter may serve several numbers."""

from __future__ import annotations

import re

from dlquiz.kinds import option_letters
from dlquiz.kinds.kind import Kind
from dlquiz.kinds.typed_text import TypedText
from dlquiz.model import AnswerKey, Reading

PAIR = re.compile(
    r"[(\[]?\s* (\d{1,2}) \s*[-=:.)→>]*\s* ([a-z])(?![a-z]) \s*[)\]]?[\s,;/&+]*(?:\.$)?(?:and\s+)?",
    re.IGNORECASE | re.VERBOSE,
)


def read_bare_letters(typed: TypedText, key: AnswerKey) -> dict[int, int]:
    """Letters alone, one for each left side in order; nothing where the text is something else."""
    words = list(typed.text) if typed.text.isalpha() else typed.text.replace(",", " ").split()
    places = [option_letters.ALPHABET.find(word.lower()) if len(word) == 1 else -1 for word in words]
    if len(places) == len(key.lefts) and all(0 <= place < len(key.rights) for place in places):
        return dict(enumerate(places))
    return {}


def read_pairs(typed: TypedText, key: AnswerKey) -> dict[int, int]:
    """Numbers with their letters."""
    found: dict[int, int] = {}
    at = 0
    while at < len(typed.text):
        match = PAIR.match(typed.text, at)
        if match is None:
            raise typed.fault(f"type every number with its letter, such as {write_sample(key)}", at)
        left, right = int(match[1]) - 1, option_letters.ALPHABET.index(match[2].lower())
        if not 0 <= left < len(key.lefts):
            raise typed.fault(f"there is no {match[1]}; the numbers are 1 to {len(key.lefts)}", match.start(1))
        if right >= len(key.rights):
            known = option_letters.describe_letters(len(key.rights))
            raise typed.fault(f"there is no {match[2]}; {known}", match.start(2))
        if left in found:
            raise typed.fault(f"{match[1]} stands there twice", match.start(1))
        found[left] = right
        at = match.end()
    return found


def write_sample(key: AnswerKey) -> str:
    """How an answer looks, without being one."""
    return write_pairs(tuple(i % max(1, len(key.rights)) for i in range(min(2, len(key.lefts))))) + " …"


def write_pairs(picked: tuple[int, ...]) -> str:
    """Pairs as one types them."""
    return " ".join(f"{i + 1}{option_letters.ALPHABET[right]}" for i, right in enumerate(picked))


class Match(Kind):
    """Pairs: numbers with letters, `1b 2a`; a letter may serve several numbers."""

    name = "match"

    def read_answer(self, typed: TypedText, key: AnswerKey, decimal: str) -> Reading:
        """For every left side the place of its right one; FormulaError unless every number stands there once."""
        option_letters.refuse_foreign_letters(typed)
        found = read_bare_letters(typed, key) or read_pairs(typed, key)
        missing = [str(i + 1) for i in range(len(key.lefts)) if i not in found]
        if missing:
            raise typed.fault(
                f"{', '.join(missing)} missing; type every number with a letter, such as {write_sample(key)}"
            )
        picked = tuple(found[i] for i in range(len(key.lefts)))
        text = write_pairs(picked)
        return Reading(picked, "" if text == typed.text.lower() else text)

    def judge_reading(self, reading: Reading, key: AnswerKey) -> tuple[str, str]:
        """Right or wrong, and how many pairs are right."""
        held = sum(a == b for a, b in zip(reading.value, key.partner, strict=True))
        if held == len(key.partner):
            return "right", ""
        return "wrong", f"{held} of {len(key.partner)} pairs are right"

    def to_text(self, key: AnswerKey) -> str:
        return write_pairs(key.partner)

    def instruction(self, key: AnswerKey) -> str:
        return "every number with a letter"
