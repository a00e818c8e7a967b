"""Lists as people write and programs print them: where the elements of a typed array stand.

Python `[[1, 2], [3, 4]]`, NumPy `[[1 2]\\n [3 4]]`, MATLAB `[1 2; 3 4]`, and plain rows on lines come out alike: lists
of the texts of the elements, nested as the brackets say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Any, NamedTuple

from dlquiz.kinds.typed_text import TypedText
from dlquiz.language.arrays import Array, make_array
from dlquiz.language.vectors import MAX_AXES

DEEPEST = 50
CLOSING = {"(": ")", "[": "]"}
OPERATORS = "+-*/^"
SIGNED = re.compile(r"[\w.)\]%]\s+[-+](?=[\w.(])")
GAP = re.compile(r"^[-+]?[\d.]+\s+(?=[\d.])")
ZEROED = re.compile(r"[-+]?0\d+(?:\.\d*)?")
MISSING_COMMA = "a comma is missing between the brackets"
EITHER = "one element or two? write commas between the elements, or no spaces around the sign"
ARITHMETIC = "arithmetic with whole lists is not read; write the elements out"

Nested = TypedText | list[Any]  # the text of an element, or a list of such


class Cut(NamedTuple):
    """A separator outside of inner brackets."""

    at: int
    char: str


def read_nested(typed: TypedText) -> list[Nested]:
    """The elements of a typed list, with or without brackets around it; FormulaError where it is none."""
    check_brackets(typed)
    blank = re.search(r"\n[ \t]*\n", typed.text)
    items = read_sequence(typed)
    if len(items) == 1 and isinstance(items[0], list):
        return items[0]
    if blank and is_outside(typed, blank.start()):
        raise typed.fault("a blank line ends the answer; one answer, please", blank.end())
    return items


def is_outside(typed: TypedText, at: int) -> bool:
    """Whether a place lies outside of all brackets."""
    before = typed.text[:at]
    return sum(map(before.count, "([")) == sum(map(before.count, ")]"))


def check_brackets(typed: TypedText) -> None:
    """FormulaError where brackets do not fit, or are of a kind that makes no list."""
    opened: list[int] = []
    for at, char in enumerate(typed.text):
        if char in "\\$":
            raise typed.fault("LaTeX is not read; type it plainly, such as [[4, -7], [6, 5]]", at)
        if char in "{}":
            raise typed.fault("braces make a set, where the order is lost; write square or round brackets", at)
        if char in "<>":
            raise typed.fault("angle brackets are not read; write square or round ones", at)
        if char in CLOSING:
            opened.append(at)
        elif char in ")]":
            if not opened:
                raise typed.fault("this bracket closes nothing", at)
            bracket = typed.text[opened.pop()]
            if CLOSING[bracket] != char:
                raise typed.fault(f'this bracket does not fit the "{bracket}" before it', at)
        if len(opened) > DEEPEST:
            raise typed.fault(f"nested too deeply (more than {DEEPEST} levels)", at)
    if opened:
        raise typed.fault("this bracket is not closed", opened[-1])


def find_closing(text: str, at: int) -> int:
    """Where the bracket that opens at `at` is closed."""
    depth = 0
    for i in range(at, len(text)):
        depth += (text[i] in "([") - (text[i] in ")]")
        if not depth:
            return i
    return len(text)


def find_separators(text: str, chars: str) -> Iterator[Cut]:
    """The separators among `chars` that stand outside of inner brackets."""
    depth = 0
    for at, char in enumerate(text):
        depth += (char in "([") - (char in ")]")
        if not depth and char in chars:
            yield Cut(at, char)


def cut_pieces(typed: TypedText, places: list[int]) -> list[TypedText]:
    """The text cut at these places."""
    starts, stops = [0, *(at + 1 for at in places)], [*places, len(typed.text)]
    return [typed.cut(start, stop) for start, stop in zip(starts, stops, strict=True)]


def read_sequence(typed: TypedText) -> list[Nested]:
    """What stands inside brackets: the elements of one row, or a list for every row."""
    lines = [cut.at for cut in find_separators(typed.text, ";\n") if cut.char == ";" or ends_row(typed.text, cut.at)]
    rows = cut_pieces(typed, lines)
    if len(rows) > 1 and not rows[-1].text:
        rows.pop()
    if len(rows) == 1 and not lines:
        return read_row(rows[0])
    made = [read_row(line) for line in rows]
    return [items[0] if len(items) == 1 and isinstance(items[0], list) else items for items in made]


def ends_row(text: str, at: int) -> bool:
    """Whether a line ends a row: not behind a separator or where nothing stands yet, nor before another separator."""
    before, after = text[:at].rstrip(), text[at + 1 :].lstrip(" \t")
    return bool(before) and before[-1] not in ",;" and not after.startswith(("\n", ";", ","))


def read_row(typed: TypedText) -> list[Nested]:
    """The elements of one row."""
    commas = [cut.at for cut in find_separators(typed.text, ",")]
    if not commas:
        return [read_item(cell) for cell in split_at_spaces(typed)]
    cells = cut_pieces(typed, commas)
    if not cells[-1].text and len(cells) > 1:
        cells.pop()
    for cell, at in zip(cells, [*commas, len(typed.text)], strict=False):
        if not cell.text:
            raise typed.fault("an element is missing here", at)
        if any(find_signed_gaps(cell.text)):
            raise cell.fault(EITHER, next(find_signed_gaps(cell.text)))
        gap = GAP.search(cell.text)
        if gap:
            raise cell.fault("spaces and commas; write one of them between elements, and decimal points", gap.end())
    return [read_item(cell) for cell in cells]


def find_signed_gaps(text: str) -> Iterator[int]:
    """Where a sign stands behind a space and before its number, as in `1 -2`."""
    level = {cut.at for cut in find_separators(text, "+-")}
    return (m.end() - 1 for m in SIGNED.finditer(text) if m.end() - 1 in level)


def split_at_spaces(typed: TypedText) -> list[TypedText]:
    """The elements of a row without commas."""
    cells = [cell for cell in cut_pieces(typed, [cut.at for cut in find_separators(typed.text, " \t\n")]) if cell.text]
    for left, right in pairwise(cells):
        if left.text[-1] in OPERATORS or right.text[0] in "*/^" or right.text in OPERATORS:
            raise right.fault(EITHER)
        if left.text[-1] == "]" and right.text[0] == "[" and "," in left.text + right.text:
            raise right.fault(MISSING_COMMA)
    return cells


def read_item(cell: TypedText) -> Nested:
    """One element: its text, or the list that it is."""
    text = cell.text
    if text[0] not in CLOSING:
        if "[" in text:
            raise cell.fault(ARITHMETIC, text.index("["))
        return cell
    end = find_closing(text, 0)
    if end < len(text) - 1:
        if text[0] == "(" and "[" not in text and not holds_list(cell.cut(1, end)):
            return cell
        raise cell.fault(MISSING_COMMA if text[end + 1] in CLOSING else ARITHMETIC, end + 1)
    inside = cell.cut(1, end)
    if text[0] == "(" and inside.text and not holds_list(inside):
        return cell
    return read_sequence(inside) if inside.text else []


def holds_list(inside: TypedText) -> bool:
    """Whether round brackets hold a list, not a value."""
    if inside.text[:1] in CLOSING and find_closing(inside.text, 0) == len(inside.text) - 1:
        return inside.text[0] == "[" or holds_list(inside.cut(1, len(inside.text) - 1))
    if any(find_separators(inside.text, ",;\n")):
        return True
    spaces = any(find_separators(inside.text, " \t"))
    return spaces and not any(set(cell) <= set(OPERATORS) for cell in inside.text.split())


def nested_to_array(items: list[Nested], element: Callable[[TypedText], Any], typed: TypedText) -> Array:
    """The array of nested elements; FormulaError where rows are ragged or something is empty."""
    if not items:
        raise typed.fault("the brackets are empty")
    values: list[Any] = []
    shape = collect_elements(items, element, typed, values)
    if len(shape) > MAX_AXES:
        raise typed.fault(f"nested too deeply (more than {MAX_AXES} levels)")
    return make_array(values, shape)


def collect_elements(
    items: list[Nested], element: Callable[[TypedText], Any], typed: TypedText, values: list[Any]
) -> tuple[int, ...]:
    """The shape of nested elements, whose values are added to `values` in order."""
    shapes = []
    for entry in items:
        if isinstance(entry, list):
            if not entry:
                raise typed.fault("the brackets are empty")
            shapes.append(collect_elements(entry, element, typed, values))
        else:
            values.append(element(entry))
            shapes.append(())
        if shapes[-1] != shapes[0]:
            raise find_first(entry, typed).fault(describe_ragged(shapes[0], shapes[-1]))
    return (len(items), *shapes[0])


def describe_ragged(one: tuple[int, ...], other: tuple[int, ...]) -> str:
    """What to say of rows that do not fit."""
    if len(one) == len(other) == 1:
        return f"the rows are of different lengths: {one[0]} and {other[0]}"
    return "numbers and lists are mixed here; are brackets missing?"


def find_first(entry: Nested, typed: TypedText) -> TypedText:
    """The text of the first element of a list."""
    while isinstance(entry, list) and entry:
        entry = entry[0]
    return typed if isinstance(entry, list) else entry


def refuse_leading_zero(cell: TypedText) -> None:
    """FormulaError for an element such as 05, which a decimal comma leaves behind."""
    if ZEROED.fullmatch(cell.text):
        raise cell.fault("a number that starts with 0: is this a decimal comma, or a mark between thousands?")


def make_whole(value: Any) -> Any:
    """A whole-valued real as a whole number."""
    return value.numerator if isinstance(value, Fraction) and value.denominator == 1 else value
