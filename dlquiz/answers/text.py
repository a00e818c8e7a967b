"""Words: case, punctuation, articles and plural do not count; one slip of the keys is close."""

from __future__ import annotations

import re
from typing import Any

from dlquiz.answers import letters
from dlquiz.answers.typed import Typed, excerpt
from dlquiz.model import Expected, Reading

MARKUP = re.compile(r"[\[\]<>{}\\$=|`~^#]")
HEDGED = re.compile(r"\bor\b|;|\beither\b", re.IGNORECASE)
ARTICLES = {"a", "an", "the"}
LONG = 5  # letters that a word needs for a slip to be told from another word
IRREGULAR = {
    "matrices": "matrix", "indices": "index", "vertices": "vertex", "axes": "axis", "criteria": "criterion",
    "maxima": "maximum", "minima": "minimum", "optima": "optimum", "hypotheses": "hypothesis", "bases": "basis",
}  # fmt: skip


def read(typed: Typed, expected: Expected, decimal: str = "point") -> Reading:
    """The words of a text; FormulaError for markup, letters of other alphabets, and two answers in one."""
    typed.one_line()
    letters.foreign(typed)
    markup = MARKUP.search(typed.text)
    if markup:
        raise typed.fault("markup is not read; type the words alone", markup.start())
    hedged = HEDGED.search(typed.text)
    if hedged:
        raise typed.fault("one answer, please", hedged.start())
    if not words(typed.text):
        raise typed.fault("a word is asked for")
    mixed(typed)
    return Reading(typed.text)


def mixed(typed: Typed) -> None:
    """FormulaError for a Greek letter inside a Latin word, which may look like one of ours."""
    for match in re.finditer(r"\w+", typed.text):
        greek = [i for i, char in enumerate(match.group()) if "Ͱ" <= char <= "Ͽ"]
        if greek and len(greek) < len(match.group()):
            says = f'"{excerpt(match.group())}" holds a Greek letter; type it in Latin ones'
            raise typed.fault(says, match.start() + greek[0])


def words(text: str) -> list[str]:
    """The words that count."""
    plain = re.findall(r"[^\W_]+", letters.folded(text.replace("'", "")))
    return [word for word in plain if word not in ARTICLES] or plain


def forms(word: str) -> set[str]:
    """A word with its endings of the plural taken off, one way or another."""
    made = {word, IRREGULAR.get(word, word)}
    if len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        made.add(word[:-1])
        if word.endswith("es"):
            made.add(word[:-2])
        if word.endswith("ies"):
            made.add(word[:-3] + "y")
    return made


def same(mine: list[str], other: list[str]) -> bool:
    """Whether two texts have the same words, up to plural and to how they are put together."""
    if "".join(mine) == "".join(other):
        return True
    return len(mine) == len(other) and all(forms(a) & forms(b) for a, b in zip(mine, other, strict=True))


def near(mine: list[str], other: list[str]) -> bool:
    """Whether one long word is off by one slip of the keys, and nothing else."""
    if len(mine) != len(other):
        return False
    off = [(a, b) for a, b in zip(mine, other, strict=True) if not forms(a) & forms(b)]
    return len(off) == 1 and len(off[0][1]) >= LONG and any(slip(off[0][0], form) for form in forms(off[0][1]))


def slip(mine: str, other: str) -> bool:
    """Whether one letter is missing, too many, another, or two neighbours have changed places."""
    if abs(len(mine) - len(other)) > 1 or mine == other:
        return False
    at = next((i for i, (a, b) in enumerate(zip(mine, other, strict=False)) if a != b), min(len(mine), len(other)))
    mine, other = mine[at:], other[at:]
    swapped = mine[:2] == other[:2][::-1] and mine[2:] == other[2:]
    return swapped or mine[1:] == other[1:] or mine[1:] == other or mine == other[1:]


def right(value: Any, expected: Expected) -> bool:
    """Whether a text says one of those that are accepted."""
    mine = words(value)
    return any(same(mine, words(text)) for text in accepts(expected))


def judge(reading: Reading, expected: Expected) -> tuple[str, str]:
    """Right, close or wrong."""
    if right(reading.value, expected):
        return "right", ""
    mine = words(reading.value)
    accepted = [words(text) for text in accepts(expected)]
    landed = any(isinstance(m, str) and same(mine, words(m)) for m in expected.mistaken)
    if not landed and any(near(mine, text) for text in accepted):
        return "close", "the right word, with a slip of the keys"
    return "wrong", ""


def accepts(expected: Expected) -> tuple[str, ...]:
    """The texts that are right."""
    return expected.accept or ((expected.value,) if isinstance(expected.value, str) else ())


def show(expected: Expected) -> str:
    """The right answer."""
    return next(iter(accepts(expected)), "")


def instruction(expected: Expected) -> str:
    """How to answer."""
    return "a word or two"
