"""Options and items by their letters, as people type them: `b`, `B)`, `(B)`, `a, c`, `c > a > b`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from dlquiz.kinds.typed_text import TypedText, describe_foreign_letter, excerpt

ALPHABET = "abcdefghijklmnopqrstuvwxyz"
ONE = re.compile(r"(?:option\s+|answer\s+)?[(\[]?\s*([a-z])\s*[)\].:]*", re.IGNORECASE)
SEVERAL = re.compile(r"[\s,;/&+]+|\band\b", re.IGNORECASE)
FOLLOWING = re.compile(r"[\s,;]+|[-=]*>|<|-+|→|\bthen\b|\bbefore\b|\band\b", re.IGNORECASE)
WORD = re.compile(r"[^\W\d_]+")
LATIN = re.compile(r"[A-Za-z]")
HEDGED = re.compile(r"\bor\b", re.IGNORECASE)


def fold_words(text: str) -> str:
    """Words for comparing: no case, no accents, no punctuation, single spaces."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(" " if c.isspace() else c for c in plain if c.isalnum() or c.isspace() or c in "+-*/^=<>%.")
    return " ".join(kept.split()).strip(". ")


def read_letter(typed: TypedText, count: int) -> int | None:
    """The option that one letter means; None where the text is not a single letter, FormulaError beyond the last."""
    match = ONE.fullmatch(typed.text)
    if match is None:
        return None
    index = ALPHABET.index(match[1].lower())
    if index >= count:
        raise typed.fault(f"there is no {match[1]}; {describe_letters(count)}", match.start(1))
    return index


def read_letters(typed: TypedText, count: int, between: re.Pattern[str]) -> list[int] | None:
    """What several letters mean, with `between` or nothing between them; None where the text is something else."""
    words = [word for word in between.split(typed.text) if word]
    found = [ONE.fullmatch(word) for word in words]
    if words and all(found):
        letters = [match[1] for match in found if match]
    elif all(word.isalpha() and word.isascii() for word in words) and len("".join(words)) <= count:
        letters = list("".join(words))
    else:
        return None
    indices = [ALPHABET.index(letter.lower()) for letter in letters]
    beyond = [letter for letter, index in zip(letters, indices, strict=True) if index >= count]
    if beyond and len(words) == len(letters) > 1:
        raise typed.fault(f"there is no {beyond[0]}; {describe_letters(count)}", max(0, typed.text.find(beyond[0])))
    return None if beyond else indices


def describe_letters(count: int) -> str:
    """The letters that there are."""
    return f"the letters are a to {ALPHABET[count - 1]}" if count > 1 else "the only letter is a"


def refuse_foreign_letters(typed: TypedText) -> None:
    """FormulaError for a lone letter of another alphabet, or one inside a Latin word: it may look like one of ours."""
    refuse_mixed_words(typed)
    for at, char in enumerate(typed.text):
        alone = not typed.text[at - 1 : at].isalpha() and not typed.text[at + 1 : at + 2].isalpha()
        if alone and describe_foreign_letter(char):
            raise typed.fault(describe_foreign_letter(char), at)
        if "α" <= char.lower() <= "ω" and len(typed.text) == 1:
            raise typed.fault(f'"{char}" is a Greek letter; type a Latin one', at)


def refuse_mixed_words(typed: TypedText) -> None:
    """FormulaError for a word of letters from two alphabets."""
    for word in WORD.finditer(typed.text):
        foreign = [at for at in range(*word.span()) if describe_foreign_letter(typed.text[at])]
        if foreign and LATIN.search(word.group()):
            raise typed.fault(describe_foreign_letter(typed.text[foreign[0]]), foreign[0])


def unknown_option(typed: TypedText, count: int) -> Exception:
    """What to say of a text that names no option."""
    hedged = HEDGED.search(typed.text)
    if hedged:
        return typed.fault("one answer, please", hedged.start())
    if typed.text.strip("-.").isdigit():
        return typed.fault(f"a number that is not an option; {describe_letters(count)}")
    return typed.fault(f'"{excerpt(typed.text)}" is not an option; {describe_letters(count)}')


def join_letters(indices: Sequence[int]) -> str:
    """Places as letters."""
    return ", ".join(ALPHABET[index] for index in indices)
