"""What people type for a problem of their own: a formula, and numbers as name=value."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from typing import Any

from dlquiz import tree
from dlquiz.errors import FormulaError, UsageError, did_you_mean
from dlquiz.kinds.typed_text import TypedText
from dlquiz.language import numbers
from dlquiz.language.arrays import array_or_tuple, is_array
from dlquiz.language.evaluate import evaluate
from dlquiz.language.mathematics import join_number, read_mathematics
from dlquiz.language.numbers import NUMBERS

NAME = r"[^\W\d_][\w₀-₉\u0302]*"  # x, w_1, λ, ŷ
ASSIGNED = re.compile(rf"\s*({NAME})\s*=(?!=)(.*)", re.DOTALL)
ASSIGNMENT = re.compile(rf"({NAME})\s*=(?!=)")
NAMED_PLACE = re.compile(r"\s*\(([^()=]*)\)\s*=(?!=)(.*)", re.DOTALL)  # (x, y) = (1, 2)
LABEL = re.compile(rf"\s*{NAME}(?:\s*\([^()=]*\))?\s*=(?!=)")  # f = …, f(x) = …
WORDS = {"expression", "by", "twice", "at", "graph", "rate", "mlp", "activation", "seed"}  # the arguments of the verbs
DERIVATIVE = re.compile(r"d2?[A-Za-z]\w*_d\w+")
BEFORE = 36  # characters shown before a place


def split_words(
    words: Sequence[str], options: Collection[str], needs_formula: bool = True
) -> tuple[str, dict[str, str]]:
    """The formula of a command line, and the numbers behind it: name -> text.

    UsageError for what looks like an option that does not exist, and for a number that is given twice.
    """
    for word in words[1:] if words else ():
        if re.match(r"--?[A-Za-z][\w-]+$", word):
            raise UsageError(f'there is no option "{word}"{did_you_mean(word, options)}')
    if needs_formula and not (words and words[0].strip()):
        raise UsageError("a formula is missing")
    formula = [words[0]]
    given: dict[str, str] = {}
    for word in join_assignments(words[1:]):
        match = ASSIGNED.fullmatch(word)
        if match is None and given:
            raise UsageError(f'"{word}" is not of the form name=value.')
        if match is None:
            formula.append(word)
        elif match[1] in WORDS:
            raise UsageError(f'"{match[1]}" cannot be a letter here; take another name.')
        elif match[1] in given:
            raise UsageError(f"{match[1]} is given twice: {match[1]}={given[match[1]]} and {word}.")
        else:
            given[match[1]] = match[2]
    return " ".join(formula), given


def join_assignments(words: Sequence[str]) -> list[str]:
    """The words of a command line, `x = 1` in one word as `x=1` is."""
    joined: list[str] = []
    for word in words:
        open_sign = joined and joined[-1].rstrip().endswith("=")
        if joined and (open_sign or (word.startswith("=") and re.fullmatch(NAME, joined[-1]))):
            joined[-1] += word
        else:
            joined.append(word)
    return joined


def read_formula_text(text: str, declared: Collection[str] = ()) -> tree.Node:
    """The tree of a formula, whose label (`f(x) =`) is dropped; UsageError, with a caret, where it cannot be read."""
    label = LABEL.match(text)
    bare = text[label.end() :] if label else text
    try:
        typed = TypedText.of(bare).one_line()
        try:
            return read_mathematics(typed.text, declared)
        except FormulaError as error:
            raise typed.relocate_error(error) from None
    except FormulaError as error:
        raise show_place(error) from None


def read_arguments(text: str) -> tuple[str, ...]:
    """The letters x and y of a label `f(x, y) =`."""
    label = LABEL.match(text)
    inside = label[0].partition("(")[2].partition(")")[0] if label else ""
    return read_letters(inside)


def show_place(error: FormulaError) -> UsageError:
    """The error with a piece of the text and a caret below its place."""
    if not error.text.strip():
        return UsageError(error.message)
    start = max(0, error.at - BEFORE)
    piece = "".join(c if c.isprintable() else " " for c in error.text[start : start + 2 * BEFORE])
    return UsageError(f"{error.message}\n  {piece}\n  {' ' * (error.at - start)}^")


def read_values(given: Mapping[str, Any]) -> dict[str, Any]:
    """The values of name=text, or of Python's numbers and arrays, by the names as formulas have them."""
    values: dict[str, Any] = {}
    for name, value in given.items():
        own = read_name(name)
        if own in values:
            raise UsageError(f"{name} is given twice.")
        values[own] = read_value(name, value) if isinstance(value, str) else exact_value(value)
    return values


def split_place(place: str, letters: Sequence[str]) -> dict[str, str]:
    """What each letter is at a typed place: `x=1, y=2`, `(x, y) = (1, 2)`, or `1,2` in the order of the letters.

    Empty where it does not say which letter has which number.
    """
    named = NAMED_PLACE.fullmatch(place)
    if named is not None:
        letters, place = read_letters(named[1]), named[2]
    place = open_brackets(place.strip())
    starts = list(ASSIGNMENT.finditer(place))
    if starts and not place[: starts[0].start()].strip():
        ends = [*(match.start() for match in starts[1:]), len(place)]
        return {m[1]: place[m.end() : end].rstrip(" ,;") for m, end in zip(starts, ends, strict=True)}
    if len(letters) == 1:
        return {letters[0]: place}
    pieces = re.split(r"[,;]" if re.search("[,;]", place) else r"\s+", place)
    return dict(zip(letters, pieces, strict=True)) if len(pieces) == len(letters) else {}


def open_brackets(text: str) -> str:
    """The text without the brackets around all of it."""
    if text[:1] + text[-1:] in ("()", "[]") and not re.search(r"[()\[\]]", text[1:-1]):
        return text[1:-1].strip()
    return text


def read_name(text: str) -> str:
    """The letter that a text names: x1 for x_1 and x₁; UsageError where it is not a name."""
    try:
        name = join_number(TypedText.of(text).text)
    except FormulaError as error:
        raise UsageError(f"{error.message}.") from None
    if not name.isidentifier() or not name.isascii():
        raise UsageError(f'"{name}" is not a name.')
    return name


def read_value(name: str, text: str) -> Any:
    """The number, vector or matrix of `name=text`: `-1/3`, `[0.1, 0.2]`, `[[1, 2], [3, 4]]`."""
    try:
        value = evaluate(read_mathematics(list_in_brackets(TypedText.of(text).text)), numbers.CONSTANTS)
    except FormulaError as error:
        raise UsageError(f"{name}={text.strip()[:60]} cannot be read: {error.message}.") from None
    if not is_array(value) and type(value) not in NUMBERS:
        raise UsageError(f"{name}={text.strip()[:60]} is not a number, a vector or a matrix.")
    return value


def list_in_brackets(text: str) -> str:
    """The text with the round brackets of a list, (1, 2), made square."""
    while found := re.search(r"(?<![A-Za-z0-9_])\(([^()]*,[^()]*)\)", text):
        text = f"{text[: found.start()]}[{found[1]}]{text[found.end() :]}"
    return text


def read_number(name: str, value: Any) -> Any:
    """A number; UsageError where it is not one."""
    made = read_value(name, value) if isinstance(value, str) else read_values({"n": value})["n"]
    if type(made) not in NUMBERS:
        raise UsageError(f"{name} is a number.")
    return made


def exact_value(value: Any) -> Any:
    """A Python or NumPy value: a float as the decimal that it prints as, a list as an array."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, float):
        try:
            return Fraction(repr(value))
        except ValueError:
            raise UsageError(f"{value!r} is not a number.") from None
    if isinstance(value, (list, tuple)) and value:
        made = array_or_tuple(numbers.unify_numbers(tuple(exact_value(item) for item in value)))
        if is_array(made):
            return made
    if isinstance(value, (bool, int, Fraction)):
        try:
            return numbers.bound(int(value) if isinstance(value, bool) else value)
        except ValueError as error:
            raise UsageError(f"{error}.") from None
    raise UsageError(f"{value!r} is not a number, a vector or a matrix.")


def check_names(names: Collection[str], taken: Collection[str] = ()) -> None:
    """UsageError for a letter that has the name of a derivative, or of something else that the solution computes."""
    for name in names:
        if DERIVATIVE.fullmatch(name) or name in taken:
            raise UsageError(f'"{name}" is the name of a quantity of the solution; take another letter.')


def read_letters(text: str | Sequence[str] | None) -> tuple[str, ...]:
    """The letters of `w,b`, or of a list of names."""
    if text is None:
        return ()
    words = re.split(r"[,;\s]+", text.strip()) if isinstance(text, str) else list(text)
    return tuple(dict.fromkeys(read_name(word) for word in words if word))
