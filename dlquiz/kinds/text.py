"""Words: case, punctuation, articles and plural do not count; one slip of the keys is close.

An accepted text is read as it stands, whatever it holds: else `exclusive or` and `[CLS]` could never be typed.
"""

from __future__ import annotations

import re
from typing import Any

from dlquiz.kinds import option_letters
from dlquiz.kinds.fields import Field, WordsField
from dlquiz.kinds.kind import BankKey, Kind, PartDraw, Row, escape_markdown
from dlquiz.kinds.labels import drop_label
from dlquiz.kinds.typed_text import RAISED, TypedText, excerpt
from dlquiz.language.vocabulary import NAMES_OF_LETTER
from dlquiz.model import AnswerKey, Reading, Value

MARKUP = re.compile(r"[\[\]<>{}\\$=|`~^#]")
HEDGED = re.compile(r"\bor\b|;|\beither\b", re.IGNORECASE)
TIMES = re.compile(r"(?<=\d)\s*[x*×]\s*(?=\d)", re.IGNORECASE)
BRACKETS = re.compile(r"[()\[\]{},:/]")
ARTICLES = {"a", "an", "the"}
LONG = 5  # letters that a word needs for any slip to be told from another word
SHORT = 4  # letters that it needs for two in each other's place, or one typed twice
IRREGULAR = {
    "matrices": "matrix", "indices": "index", "vertices": "vertex", "axes": "axis", "criteria": "criterion",
    "maxima": "maximum", "minima": "minimum", "optima": "optimum", "hypotheses": "hypothesis", "bases": "basis",
    "analyses": "analysis",
}  # fmt: skip


def strip_text(text: str) -> str:
    """A text with all its signs, but for case, articles, hyphens, spaces and the point at the end."""
    plain = text.casefold().replace("-", " ").rstrip(". \n").split()
    return "".join([word for word in plain if word not in ARTICLES] or plain)


def refuse_foreign_letters(typed: TypedText) -> None:
    """FormulaError for a letter of another alphabet inside a Latin word: it may look like ours."""
    option_letters.refuse_mixed_words(typed)
    for match in re.finditer(r"\w+", typed.text):
        greek = [i for i, char in enumerate(match.group()) if "Ͱ" <= char <= "Ͽ"]
        if greek and re.search("[A-Za-z]", match.group()):
            says = f'"{excerpt(match.group())}" holds a Greek letter; type it in Latin ones'
            raise typed.fault(says, match.start() + greek[0])


def split_words(text: str) -> list[str]:
    """The words that count."""
    spelled = "".join(NAMES_OF_LETTER.get(char, (char,))[0] for char in text).replace("'", "").replace("&", " and ")
    spelled = BRACKETS.sub(" ", spelled)
    plain = re.findall(r"[^\W_]+", option_letters.fold_words(TIMES.sub("x", spelled)))
    return [word for word in plain if word not in ARTICLES] or plain


def list_singulars(word: str) -> set[str]:
    """A word with its endings of the plural taken off, one way or another."""
    made = {word, IRREGULAR.get(word, word)}
    if len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        made.add(word[:-1])
        if word.endswith("es"):
            made.add(word[:-2])
        if word.endswith("ies"):
            made.add(word[:-3] + "y")
    return made


def same_words(mine: list[str], other: list[str]) -> bool:
    """Whether two texts have the same words, up to plural and to how they are put together."""
    if list_singulars("".join(mine)) & list_singulars("".join(other)):
        return True
    return len(mine) == len(other) and all(
        list_singulars(a) & list_singulars(b) for a, b in zip(mine, other, strict=True)
    )


def is_near(mine: list[str], other: list[str]) -> bool:
    """Whether one word is off by one slip of the keys, and nothing else; words put together otherwise are one word."""
    if len(mine) != len(other):
        if lacks_word(mine, other) or lacks_word(other, mine):
            return False
        mine, other = ["".join(mine)], ["".join(other)]
    off = [(a, b) for a, b in zip(mine, other, strict=True) if not list_singulars(a) & list_singulars(b)]
    return len(off) == 1 and any(is_key_slip(off[0][0], form) for form in list_singulars(off[0][1]))


def lacks_word(mine: list[str], other: list[str]) -> bool:
    """Whether one text is the other without one of its words."""
    return any("".join(other[:i] + other[i + 1 :]) == "".join(mine) for i in range(len(other)))


def is_key_slip(mine: str, other: str) -> bool:
    """Whether one letter is missing, too many, another, or two neighbours have changed places.

    A short word may be told from another by one letter (relu, gelu), and anything by a digit (VGG16, VGG19).
    """
    if (
        abs(len(mine) - len(other)) > 1
        or mine == other
        or pick_digits(mine) != pick_digits(other)
        or len(other) < SHORT
    ):
        return False
    at = next((i for i, (a, b) in enumerate(zip(mine, other, strict=False)) if a != b), min(len(mine), len(other)))
    here, there = mine[at:], other[at:]
    swapped = here[:2] == there[:2][::-1] and here[2:] == there[2:]
    twice = here[1:] == there and here[:1] == mine[at - 1 : at]
    if len(other) < LONG:
        return swapped or twice
    return swapped or here[1:] == there[1:] or here[1:] == there or here == there[1:]


def pick_digits(word: str) -> str:
    """The digits of a word."""
    return "".join(filter(str.isdigit, word))


def list_accepted(key: AnswerKey) -> tuple[str, ...]:
    """The texts that are right."""
    return key.accept or ((key.value,) if isinstance(key.value, str) else ())


class Text(Kind):
    """Words: case, punctuation, articles and plural do not count; one slip of the keys is close."""

    name = "text"
    keys = (BankKey("accept", "words", "Texts that are right.", 1),)
    key_needed = "accept"
    takes_value = False
    value_needed = "a text"
    is_typed_out = True

    def fits(self, value: Value) -> bool:
        return isinstance(value, str)

    def make_key(self, part: PartDraw) -> AnswerKey:
        accept = part.answer.keys["accept"]
        return AnswerKey(self.name, value=accept[0], accept=accept, mistaken=part.mistaken)

    def read_answer(self, typed: TypedText, key: AnswerKey, decimal: str) -> Reading:
        """The words of a text; FormulaError for markup, letters of other alphabets, and two answers in one."""
        typed.one_line()
        if strip_text(typed.raw) in map(strip_text, list_accepted(key)):
            return Reading(typed.raw.strip())
        rest = drop_label(typed)
        refuse_foreign_letters(rest)
        for match in MARKUP.finditer(rest.text):
            if rest.raw[rest.origin[match.start()]] not in RAISED:
                raise rest.fault("markup is not read; type the words alone", match.start())
        hedged = HEDGED.search(rest.text)
        if hedged:
            raise rest.fault("one answer, please", hedged.start())
        if not split_words(rest.text):
            raise rest.fault("a word is asked for")
        return Reading(rest.text)

    def is_right(self, value: Any, key: AnswerKey) -> bool:
        """Whether a text says one of those that are accepted."""
        mine = split_words(value)
        return any(same_words(mine, split_words(text)) for text in list_accepted(key))

    def judge_reading(self, reading: Reading, key: AnswerKey) -> tuple[str, str]:
        if self.is_right(reading.value, key):
            return "right", ""
        mine = split_words(reading.value)
        accepted = [split_words(text) for text in list_accepted(key)]
        landed = any(isinstance(m, str) and same_words(mine, split_words(m)) for m in key.mistaken)
        if not landed and any(is_near(mine, text) for text in accepted):
            return "close", "the right word, with a slip of the keys"
        return "wrong", ""

    def to_text(self, key: AnswerKey) -> str:
        return next(iter(list_accepted(key)), "")

    def instruction(self, key: AnswerKey) -> str:
        return "a word or two"

    def list_fields(self, key: AnswerKey) -> tuple[Field, ...]:
        return (WordsField(list_accepted(key)),)

    def paper_notes(self, key: AnswerKey) -> tuple[Row, ...]:
        return tuple(("", f"also: {escape_markdown(other)}") for other in list_accepted(key)[1:])
