"""Pairs: numbers with letters, `1b 2a`, or both sides by their words; a letter may serve several numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from dlquiz.kinds import option_letters
from dlquiz.kinds.fields import Field, MatchField
from dlquiz.kinds.kind import BankKey, Kind, PartDraw, Row, refuse_equal
from dlquiz.kinds.typed_text import TypedText
from dlquiz.model import AnswerKey, Reading

JOINED = re.compile(r"[-=]*>|[=:→-]")
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


def read_worded_pairs(typed: TypedText, key: AnswerKey) -> dict[int, int]:
    """Pairs by the words of their sides, `left = right`; nothing where something else is typed."""
    lefts, rights = list(map(option_letters.fold_words, key.lefts)), list(map(option_letters.fold_words, key.rights))
    found: dict[int, int] = {}
    for piece in re.split(r"[,;\n]", typed.text):
        sides = ((piece[: sign.start()], piece[sign.end() :]) for sign in JOINED.finditer(piece))
        folded = (tuple(map(option_letters.fold_words, pair)) for pair in sides)
        pair = next(((left, right) for left, right in folded if left in lefts and right in rights), None)
        if pair is None:
            return {}
        left = lefts.index(pair[0])
        if left in found:
            raise typed.fault(f"{left + 1} stands there twice")
        found[left] = rights.index(pair[1])
    return found


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
    """Pairs: numbers with letters, `1b 2a`, or both sides by their words; a letter may serve several numbers."""

    name = "match"
    holds_markdown = True
    keys = (
        BankKey("pairs", "pairs", "What belongs together.", most=20, shuffled=True),
        BankKey("extra", "texts", "Right sides that match nothing.", most=6),
    )
    key_needed = "pairs"
    takes_value = False
    asked_in_turn = True

    def make_key(self, part: PartDraw) -> AnswerKey:
        pairs = part.answer.keys["pairs"]
        lefts, partners = part.render_texts(left for left, _ in pairs), part.render_texts(right for _, right in pairs)
        rights = [*dict.fromkeys(partners), *part.render_texts(part.answer.keys.get("extra", ()))]
        refuse_equal(lefts, "left sides")
        refuse_equal(rights, "right sides")
        shuffled = part.shuffle(rights)
        return AnswerKey(
            self.name,
            value=tuple(zip(lefts, partners, strict=True)),
            lefts=tuple(lefts),
            rights=tuple(shuffled),
            partner=tuple(shuffled.index(right) for right in partners),
        )

    def type_example(self, given: Any, key: AnswerKey) -> str:
        if isinstance(given, Mapping) and all(one in key.lefts and two in key.rights for one, two in given.items()):
            places = ((key.lefts.index(left), key.rights.index(right)) for left, right in given.items())
            return " ".join(f"{left + 1}{option_letters.ALPHABET[right]}" for left, right in places)
        return super().type_example(given, key)

    def example_text(self, key: AnswerKey) -> str:
        return ", ".join(f"{left}: {right}" for left, right in key.value)

    def read_answer(self, typed: TypedText, key: AnswerKey, decimal: str) -> Reading:
        """For every left side the place of its right one; FormulaError unless every number stands there once."""
        option_letters.refuse_mixed_words(typed)
        found = read_bare_letters(typed, key) or read_worded_pairs(typed, key) or read_pairs(typed, key)
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

    def list_fields(self, key: AnswerKey) -> tuple[Field, ...]:
        return (MatchField(key.lefts, key.rights, key.partner),)

    def instruction(self, key: AnswerKey) -> str:
        return "a letter for every number; letters may repeat"

    def paper_notes(self, key: AnswerKey) -> tuple[Row, ...]:
        pairs = zip(key.lefts, key.partner, strict=True)
        return tuple((str(i), f"{left} → {key.rights[right]}") for i, (left, right) in enumerate(pairs, 1))

    def paper_instruction(self, key: AnswerKey) -> str:
        return "match numbers and letters; letters may repeat"
