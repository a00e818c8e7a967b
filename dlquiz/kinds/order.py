"""Items put in order: every letter once, `c a b` or `c > a > b`, or by the items' own words."""

from __future__ import annotations

import re
from typing import Any

from dlquiz.kinds import option_letters
from dlquiz.kinds.fields import Field, OrderField
from dlquiz.kinds.kind import BankKey, Kind, PartDraw, Row, refuse_equal
from dlquiz.kinds.typed_text import TypedText
from dlquiz.model import AnswerKey, Reading

BETWEEN = re.compile(r"[,;\n]|[-=]*>|<|→|\b(?:then|before)\b")  # items by their words; some hold a hyphen or an "and"


def read_worded_items(typed: TypedText, key: AnswerKey) -> list[int] | None:
    """The places of items that are typed by their own words; None where something else is typed."""
    items = [option_letters.fold_words(item) for item in key.items]
    words = [word for piece in BETWEEN.split(typed.text) if (word := option_letters.fold_words(piece))]
    if len(words) < 2 or len(set(items)) < len(items) or not set(words) <= set(items):
        return None
    return [items.index(word) for word in words]


def echo_letters(typed: TypedText, found: list[int]) -> str:
    """The letters, where they were typed otherwise."""
    text = " ".join(option_letters.ALPHABET[i] for i in found)
    return "" if text == " ".join(typed.text.lower().split()) else text


class Order(Kind):
    """Items put in order: every letter once, `c a b` or `c > a > b`, or by the items' own words."""

    name = "order"
    holds_markdown = True
    keys = (BankKey("items", "texts", "What is to be ordered, in its right order.", 2, 26, shuffled=True),)
    key_needed = "items"
    takes_value = False

    def make_key(self, part: PartDraw) -> AnswerKey:
        items = part.render_texts(part.answer.keys["items"])
        refuse_equal(items, "items")
        order = part.shuffle(range(len(items)))
        if order == sorted(order):  # shown in their right order, the items would give the answer away
            order = order[1:] + order[:1]
        places = tuple(order.index(i) for i in range(len(items)))
        return AnswerKey(self.name, value=tuple(items), items=tuple(items[i] for i in order), order=places)

    def type_example(self, given: Any, key: AnswerKey) -> str:
        if isinstance(given, list) and all(text in key.items for text in given):
            return " ".join(option_letters.ALPHABET[key.items.index(text)] for text in given)
        return super().type_example(given, key)

    def example_text(self, key: AnswerKey) -> str:
        return ", ".join(key.value)

    def read_answer(self, typed: TypedText, key: AnswerKey, decimal: str) -> Reading:
        """The items' places in the order typed; FormulaError unless every item is named once."""
        count = len(key.items)
        found = option_letters.read_letters(typed, count, option_letters.FOLLOWING) or read_worded_items(typed, key)
        if found is None:
            option_letters.refuse_foreign_letters(typed)
            raise typed.fault(f"type every letter once, in order; {option_letters.describe_letters(count)}")
        twice = [i for i in found if found.count(i) > 1]
        if twice:
            raise typed.fault(f"{option_letters.ALPHABET[twice[0]]} stands there twice; type every letter once")
        missing = [i for i in range(count) if i not in found]
        if missing:
            raise typed.fault(f"{option_letters.join_letters(missing)} missing; type every letter once, in order")
        return Reading(tuple(found), echo_letters(typed, found))

    def judge_reading(self, reading: Reading, key: AnswerKey) -> tuple[str, str]:
        """Right or wrong, and how far the order holds."""
        typed, right = reading.value, key.order
        if typed == right:
            return "right", ""
        if typed == right[::-1]:
            return "wrong", "just the other way round"
        held = next(i for i, (a, b) in enumerate(zip(typed, right, strict=True)) if a != b)
        if held == 0:
            return "wrong", "it begins with another one"
        return "wrong", f"right up to {option_letters.ALPHABET[typed[held - 1]]}"

    def to_text(self, key: AnswerKey) -> str:
        return " ".join(option_letters.ALPHABET[i] for i in key.order)

    def instruction(self, key: AnswerKey) -> str:
        return f"all {len(key.items)} letters, in order"

    def paper_notes(self, key: AnswerKey) -> tuple[Row, ...]:
        return tuple((option_letters.ALPHABET[i], key.items[i]) for i in key.order)

    def list_fields(self, key: AnswerKey) -> tuple[Field, ...]:
        return (OrderField(tuple(key.items[i] for i in key.order)),)

    def paper_instruction(self, key: AnswerKey) -> str:
        return "put them in order"
