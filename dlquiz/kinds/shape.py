"""Shapes: a list of sizes, in the order that the question states."""

from __future__ import annotations

import re
from fractions import Fraction
from math import prod
from typing import Any

from dlquiz import tree
from dlquiz.kinds import arithmetic, list_syntax, separators
from dlquiz.kinds.arrays import wrap_number
from dlquiz.kinds.fields import Field, WordsField, number_field
from dlquiz.kinds.kind import Kind
from dlquiz.kinds.labels import drop_label, drop_wrapper
from dlquiz.kinds.typed_text import TypedText
from dlquiz.language.arrays import flatten, is_array, make_array
from dlquiz.model import AnswerKey, Reading, Value

BETWEEN = re.compile(r"(?<![A-Za-zα-ω_])[xX×](?![A-Za-zα-ω_])")
LONELY = re.compile(r"\d{1,3}([, .])\d{3}")
SWISS = re.compile(r"[1-9]\d{0,2}(?:'\d{3})+")
BATCH = re.compile(r"\bNone\b|\?|\b(?:batch|bs)\b", re.IGNORECASE)
BASED = re.compile(r"(?<![\w.])0[xX]")
INSIDE = re.compile(r"[(\[,;]\s*([A-Za-z]\w*)\s*[=:,;)\]]|^(\b)[A-Za-z]\w*\s*=[^=]*=")
SAMPLE = ("9", "5", "2", "7", "4", "3")  # the sizes of an example in an instruction
PRODUCT = "a product, or sizes? write 7x7x64 for sizes, or the number alone"


def refuse_names(typed: TypedText) -> None:
    """FormulaError for names inside: H=7, W=7, or N for the batch."""
    if BASED.search(typed.text):
        raise typed.fault("hexadecimal, or a size of 0? a size is a plain number", 0)
    match = INSIDE.search(typed.text)
    if match:
        raise typed.fault("type the sizes alone, without names", match.start(1))


def keep_crosses(typed: TypedText) -> TypedText:
    """The text with its times signs as they were typed: between sizes they separate."""
    if typed.raw.isascii():
        return typed
    chars = ["×" if typed.raw[at] in "×✕✖⨯" else char for char, at in zip(typed.text, typed.origin, strict=False)]
    return typed.replace_text("".join(chars))


def strip_shape(text: str) -> str:
    """A shape without brackets, spaces and its kind of separator, for comparing."""
    return re.sub(r"[,;xX×\s]+", "x", text.strip("()[], "))


def read_sizes(typed: TypedText) -> list[Any]:
    """The sizes, after outer brackets are gone."""
    inside = typed
    while inside.text[:1] in ("(", "[") and list_syntax.find_closing(inside.text, 0) == len(inside.text) - 1:
        bracket = inside.text[0]
        inside = inside.cut(1, len(inside.text) - 1)
        if not inside.text:
            return []
        if inside.text[:1] == "[" and bracket == "[":
            raise inside.fault("a shape is one list of sizes, without lists inside")
    if inside is typed:
        refuse_lone_thousands(typed)
        if SWISS.fullmatch(typed.text):
            return [int(typed.text.replace("'", ""))]
    return [read_size(cell, typed) for cell in split_sizes(inside)]


def refuse_lone_thousands(typed: TypedText) -> None:
    """FormulaError for 1,024 and 1 024, which could be one size or two."""
    match = LONELY.fullmatch(typed.text)
    if match:
        left, right = re.split(r"[, .]", typed.text)
        says = f"one size or two? write {left}{right} or ({left}, {right.lstrip('0') or '0'})"
        raise typed.fault(says, match.start(1))


def split_sizes(typed: TypedText) -> list[TypedText]:
    """The text of every size."""
    text = typed.text
    level = {cut.at for cut in list_syntax.find_separators(text, "xX×")}
    crosses = [m.start() for m in BETWEEN.finditer(text) if m.start() in level]
    commas = list(list_syntax.find_separators(text, ",;"))
    others = [*commas, *list_syntax.find_separators(text, "*")] if crosses else commas
    if len({cut.char for cut in others} | ({"x"} if crosses else set())) > 1:
        raise typed.fault("different signs between the sizes; write commas alone", others[0].at)
    places = crosses or [cut.at for cut in commas]
    if not places:
        return refuse_product(list_syntax.split_at_spaces(typed))
    made = list_syntax.cut_pieces(typed, places)
    if commas and not made[-1].text:
        made.pop()
    for cell, at in zip(made, [*places, len(text) - 1], strict=False):
        if not cell.text:
            raise typed.fault("a size is missing here", at)
    return made


def refuse_product(found: list[TypedText]) -> list[TypedText]:
    """Sizes between spaces; one alone must be no product."""
    if len(found) == 1:
        nodes = tree.walk(arithmetic.read_arithmetic(found[0])[0])
        product = next((node for node in nodes if isinstance(node, tree.Binary) and node.op == "*"), None)
        if product is not None:
            raise found[0].fault(PRODUCT, product.at)
    return found


def read_size(cell: TypedText, typed: TypedText) -> Any:
    """One size."""
    if cell.text[0] in "([" and list_syntax.holds_list(cell.cut(1, list_syntax.find_closing(cell.text, 0))):
        raise cell.fault("a shape is one list of sizes, without lists inside")
    list_syntax.refuse_leading_zero(cell)
    return list_syntax.make_whole(arithmetic.read_arithmetic(cell)[1])


def to_tuple(value: Any) -> tuple[Any, ...]:
    """A shape as a tuple, however it is held."""
    return tuple(flatten(value) if is_array(value) else value)


def describe_wrong_shape(typed: tuple[Any, ...], right: tuple[Any, ...]) -> str:
    """What is off in a wrong shape."""
    if any(isinstance(s, float) or Fraction(s).denominator != 1 for s in typed):
        return "a size is a whole number; what is left over is dropped"
    if any(s < 0 for s in typed):
        return "a size is never negative"
    if not right:
        return "too many axes"
    if sorted(typed) == sorted(right):
        return "the right sizes in another order"
    if len(typed) == len(right) + 1 and typed[1:] == right:
        return "there is a batch axis in front; leave it out"
    if drop_ones(typed) == drop_ones(right):
        return "an axis of size 1 is too many" if len(typed) > len(right) else "an axis of size 1 is missing"
    if len(typed) < len(right) and prod(typed) == prod(right):
        return "flattened: the right number of values, but not the shape"
    if len(typed) != len(right):
        return f"{len(typed)} size{'' if len(typed) == 1 else 's'}, where {len(right)} are asked for"
    off = [str(i + 1) for i, (a, b) in enumerate(zip(typed, right, strict=True)) if a != b]
    if len(off) == len(right) > 1:
        return "every size is off"
    return f"size {off[0]} is off" if len(off) == 1 else f"sizes {', '.join(off)} are off"


def drop_ones(sizes: tuple[Any, ...]) -> tuple[Any, ...]:
    """The sizes other than 1."""
    return tuple(size for size in sizes if size != 1)


class Shape(Kind):
    """Shapes: a list of sizes, in the order that the question states."""

    name = "shape"
    value_needed = "a list of whole sizes"
    typed_as = "vector"
    least_counted = 1

    def fits(self, value: Value) -> bool:
        return is_array(value) and value.ndim == 1 and all(isinstance(size, int) for size in flatten(value))

    def coerce(self, value: Value) -> Value:
        if isinstance(value, tuple) and not value:
            value = make_array(())
        if is_array(value) and all(size == int(size) for size in flatten(value)):
            value = make_array([int(size) for size in flatten(value)], value.shape)
        return super().coerce(value)

    def adapt_wrong(self, value: Value) -> Value:
        return wrap_number(value)

    def searches_slips(self, key: AnswerKey) -> bool:
        return True

    def read_answer(self, typed: TypedText, key: AnswerKey, decimal: str) -> Reading:
        """The sizes that a typed text stands for; FormulaError where it stands for none, or for a number too."""
        refuse_names(typed)
        bare = drop_wrapper(drop_label(keep_crosses(typed))).one_line()
        if bare.text.lower() == "scalar":
            return Reading((), "()")
        batch = BATCH.search(bare.text)
        if batch:
            raise bare.fault("leave the batch axis out; type the sizes alone", batch.start())
        list_syntax.check_brackets(bare)
        separators.refuse_grouped_element(bare)
        found = read_sizes(bare)
        value = make_array(found) if found else ()
        text = " × ".join(map(arithmetic.write_number, found)) if found else "()"
        return Reading(value, "" if strip_shape(text) == strip_shape(typed.raw) else text)

    def is_right(self, value: Any, key: AnswerKey) -> bool:
        """Whether all sizes are right."""
        return to_tuple(value) == to_tuple(key.value)

    def judge_reading(self, reading: Reading, key: AnswerKey) -> tuple[str, str]:
        if self.is_right(reading.value, key):
            return "right", ""
        return "wrong", describe_wrong_shape(to_tuple(reading.value), to_tuple(key.value))

    def list_fields(self, key: AnswerKey) -> tuple[Field, ...]:
        sizes = to_tuple(key.value)
        if not sizes:
            return (WordsField(("()", "[]", "scalar")),)
        labels = (f"Enter size {i} of {len(sizes)}." for i in range(1, len(sizes) + 1))
        return tuple(number_field(size, key, label) for size, label in zip(sizes, labels, strict=True))

    def to_text(self, key: AnswerKey) -> str:
        return " × ".join(map(str, to_tuple(key.value))) or "()"

    def instruction(self, key: AnswerKey) -> str:
        count = len(to_tuple(key.value))
        sample = "x".join(SAMPLE[:count])
        return f"a shape of {count} sizes, such as {sample}" if 1 < count <= len(SAMPLE) else "a shape, such as 9x5x2"
