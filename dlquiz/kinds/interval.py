"""Intervals: in brackets, `(0, 0.5]` or `]0, 0.5]`, or by comparisons, `0 < x <= 0.5` or `x >= 2`."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from math import inf, isinf
from types import MappingProxyType
from typing import Any

from dlquiz.errors import FormulaError
from dlquiz.kinds import arithmetic, common_slips, list_syntax, number, separators, tolerance
from dlquiz.kinds.fields import Field, TruthField, WordsField, number_field
from dlquiz.kinds.kind import ROUNDING, BankKey, Kind, PartDraw, is_number
from dlquiz.kinds.labels import drop_label
from dlquiz.kinds.typed_text import TypedText
from dlquiz.kinds.units import drop_percent
from dlquiz.language import numbers
from dlquiz.language.arrays import flatten, is_array, make_array
from dlquiz.language.write.digits import number_to_text
from dlquiz.language.write.symbols import GREEK
from dlquiz.model import AnswerKey, Reading, Value
from dlquiz.records import frozen

CLOSED = {"neither": (False, False), "left": (True, False), "right": (False, True), "both": (True, True)}
SIGN = re.compile(r"<=|>=|[<>≤≥]")
ENDLESS = re.compile(r"([-+]?)\s*(?:(?:np|numpy|math|torch)\.)?(?:inf|infinity|infty|oo|∞)", re.IGNORECASE)
MEMBER = re.compile(r"(\w+)\s*(?:∈|\bin\b)\s*")
EXAMPLES = "(3, 7] or 3 < x <= 7"


@frozen
class Interval:
    """Two ends, infinite ones too, and which of them belong to it."""

    low: Value
    high: Value
    left: bool = False
    right: bool = False

    def __str__(self) -> str:
        return self.write(number_to_text(self.low), number_to_text(self.high))

    def write(self, low: str, high: str) -> str:
        """The interval with its ends as written; at infinity it is open."""
        opening = "[" if self.left and not isinf(self.low) else "("
        return f"{opening}{low}, {high}{']' if self.right and not isinf(self.high) else ')'}"


def read_interval(typed: TypedText, decimal: str) -> Interval:
    """The interval that a typed text stands for; FormulaError where it stands for none."""
    if decimal == "comma":
        typed = separators.point_decimals(typed)
    signs = list(SIGN.finditer(typed.text))
    made = read_comparison(typed, signs) if signs else read_brackets(drop_member(drop_label(typed)))
    if made.low > made.high:
        raise typed.fault("the lower end comes first")
    return made


def drop_member(typed: TypedText) -> TypedText:
    """The text without `x ∈` before it."""
    match = MEMBER.match(typed.text)
    return typed.cut(match.end()) if match and is_letter(match[1]) else typed


def is_letter(text: str) -> bool:
    """Whether a text is one letter, or the name of a Greek one."""
    return text.isalpha() and (len(text) == 1 or text in GREEK)


def read_brackets(typed: TypedText) -> Interval:
    """`(0, 0.5]`, `]0, 0.5]`, `[0; 0.5)`."""
    text = typed.text
    if len(text) < 2 or text[0] not in "([]" or text[-1] not in ")][":
        raise typed.fault(f"type an interval with its brackets, or as a comparison: {EXAMPLES}")
    inside = typed.cut(1, len(text) - 1)
    found = [cut.at for cut in list_syntax.find_separators(inside.text, ",;")]
    semicolons = [at for at in found if inside.text[at] == ";"]
    places = semicolons or found
    if len(places) != 1:
        raise inside.fault(f"an interval has two ends, such as {EXAMPLES}")
    low, high = (read_end(piece, inside) for piece in list_syntax.cut_pieces(inside, places))
    return Interval(low, high, text[0] == "[", text[-1] == "]")


def read_comparison(typed: TypedText, signs: list[re.Match[str]]) -> Interval:
    """`0 < x <= 0.5`, `x >= 2`, `0.5 > x`."""
    starts, stops = [0, *(sign.end() for sign in signs)], [*(sign.start() for sign in signs), len(typed.text)]
    pieces = [typed.cut(start, stop) for start, stop in zip(starts, stops, strict=True)]
    letters = [i for i, piece in enumerate(pieces) if is_letter(piece.text)]
    middle = [i for i in letters if len(pieces) == 2 or i == 1]
    if len(pieces) > 3 or len(middle) != 1:
        raise typed.fault(f"one letter between its ends, please, such as {EXAMPLES}", signs[0].start())
    falls = {sign.group()[0] in ">≥" for sign in signs}
    if len(falls) > 1:
        raise typed.fault("the two signs point in different directions", signs[1].start())
    belongs = [sign.group() in ("<=", ">=", "≤", "≥") for sign in signs]
    ends: list[Any] = [None if i in middle else read_end(piece, typed) for i, piece in enumerate(pieces)]
    if True in falls:
        ends, belongs = ends[::-1], belongs[::-1]
    low, high = ends[0], ends[-1]
    return Interval(
        -inf if low is None else low,
        inf if high is None else high,
        low is not None and belongs[0],
        high is not None and belongs[-1],
    )


def read_end(piece: TypedText, typed: TypedText) -> Value:
    """One end, perhaps infinite; per cent is a hundredth."""
    if not piece.text:
        raise typed.fault(f"an end is missing; an interval is typed such as {EXAMPLES}")
    endless = ENDLESS.fullmatch(piece.text)
    if endless:
        return -inf if endless[1] == "-" else inf
    marked = drop_percent(piece)
    if marked is not None:
        return numbers.divide(arithmetic.read_arithmetic(marked)[1], 100)
    return numbers.as_real(arithmetic.read_arithmetic(separators.ungroup_real(piece))[1])


def ends(value: Interval) -> tuple[Value, Value]:
    """Both ends."""
    return value.low, value.high


def is_right_end(mine: Value, right: Value, key: AnswerKey) -> bool:
    """Whether an end is the right one: an infinite one exactly, any other as a number."""
    return bool(mine == right) if isinf(mine) or isinf(right) else tolerance.is_right(mine, right, key)


def is_close_end(mine: Value, right: Value, key: AnswerKey) -> bool:
    """Whether an end is right, or off by its rounding alone."""
    if is_right_end(mine, right, key):
        return True
    return not isinf(mine) and not isinf(right) and tolerance.is_close(mine, right, key)


def off_brackets(mine: Interval, right: Interval) -> list[str]:
    """Which brackets are wrong; at infinity none is."""
    left = mine.left != right.left and not isinf(right.low)
    above = mine.right != right.right and not isinf(right.high)
    return ["left"] * left + ["right"] * above


def write_end(end: Value, key: AnswerKey) -> str:
    """An end as one types it, rounded as asked; without zeros that tell nothing."""
    if isinf(end):
        return "-inf" if end < 0 else "inf"
    text = number.write_rounded(end, key)
    return text.rstrip("0").rstrip(".") if "." in text and "e" not in text else text


def list_end_fields(side: str, end: Any, belongs: bool, key: AnswerKey) -> tuple[Field, ...]:
    """What other systems ask of one end: where it is, and whether it belongs to the interval."""
    if isinf(end):
        sign = "-" if end < 0 else ""
        return (WordsField((f"{sign}inf", f"{sign}∞", f"{sign}oo"), f"Enter the {side} end, or {sign}inf."),)
    whether = TruthField(belongs, f"True or false: the {side} end belongs to the interval.")
    return number_field(end, key, f"Enter the {side} end."), whether


class IntervalKind(Kind):
    """Intervals: in brackets, or by comparisons with one letter."""

    name = "interval"
    keys = (
        BankKey("closed", "word", "Which ends belong to it; neither unless said.", words=tuple(CLOSED)),
        *ROUNDING,
    )
    value_needed = "a list [low, high] of two numbers, the lower first; inf or -inf where there is no end"
    writes_entries = True
    default_decimals = tolerance.DECIMALS
    constants = MappingProxyType({"inf": inf})

    def fits(self, value: Value) -> bool:
        return isinstance(value, Interval)

    def coerce(self, value: Value) -> Value:
        if is_array(value) and value.shape == (2,) and all(map(is_number, flatten(value))):
            low, high = map(numbers.as_real, flatten(value))
            value = Interval(low, high) if low < high else value
        return super().coerce(value)

    def make_key_of_value(self, part: PartDraw, value: Value) -> AnswerKey:
        key = super().make_key_of_value(part, value)
        left, right = CLOSED[part.answer.keys.get("closed", "neither")]
        return replace(key, value=replace(key.value, left=left, right=right))

    def coerce_for(self, key: AnswerKey, value: Value) -> Value:
        return replace(self.coerce(value), left=key.value.left, right=key.value.right)

    def tape_value(self, value: Value, key: AnswerKey) -> Value:
        return make_array([value.low, value.high])

    def read_answer(self, typed: TypedText, key: AnswerKey, decimal: str) -> Reading:
        value = read_interval(typed.one_line(), decimal)
        text = value.write(*(arithmetic.write_number(end) if not isinf(end) else str(end) for end in ends(value)))
        return Reading(value, "" if arithmetic.strip_spelling(text) == arithmetic.strip_spelling(typed.raw) else text)

    def is_right(self, value: Any, key: AnswerKey) -> bool:
        pairs = zip(ends(value), ends(key.value), strict=True)
        return all(is_right_end(*pair, key) for pair in pairs) and not off_brackets(value, key.value)

    def judge_reading(self, reading: Reading, key: AnswerKey) -> tuple[str, str]:
        pairs = list(zip(ends(reading.value), ends(key.value), strict=True))
        off = [side for side, pair in zip(("lower", "upper"), pairs, strict=True) if not is_right_end(*pair, key)]
        brackets = off_brackets(reading.value, key.value)
        if not off and not brackets:
            return "right", ""
        if not off:
            sides = f"the {brackets[0]} bracket is" if len(brackets) == 1 else "both brackets are"
            return "wrong", f"the ends are right, but {sides} not: does the end belong to it?"
        if not brackets and all(is_close_end(*pair, key) for pair in pairs) and not self.is_mistake(reading.value, key):
            return "close", common_slips.ROUNDING
        return "wrong", f"the {off[0]} end is off" if len(off) == 1 else "both ends are off"

    def is_mistake(self, value: Interval, key: AnswerKey) -> bool:
        """Whether a listed mistake ends here."""
        for mistake in key.mistaken:
            try:
                if self.is_right(value, self.replace_value(key, mistake)):
                    return True
            except FormulaError:
                continue
        return False

    def takes_zero(self, key: AnswerKey) -> bool:
        finite = [end for end in ends(key.value) if not isinf(end)]
        return any(finite) and all(tolerance.is_right(Fraction(0), end, key) for end in finite)

    def list_fields(self, key: AnswerKey) -> tuple[Field, ...]:
        sides = zip(("lower", "upper"), ends(key.value), (key.value.left, key.value.right), strict=True)
        return tuple(field for side in sides for field in list_end_fields(*side, key))

    def to_text(self, key: AnswerKey) -> str:
        return str(key.value.write(*(write_end(end, key) for end in ends(key.value))))

    def to_latex(self, key: AnswerKey) -> str:
        return number.number_latex(self.to_text(key)).replace("inf", r"\infty")

    def instruction(self, key: AnswerKey) -> str:
        precision = number.ask_precision(key, [end for end in ends(key.value) if not isinf(end)])
        return f"an interval, such as {EXAMPLES}; {f'ends: {precision}' if precision else 'exact ends'}"
