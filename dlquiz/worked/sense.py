"""Whether a question still makes sense with pinned values: its answers keep their kinds, and no count is negative."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from dlquiz import kinds
from dlquiz.language.numbers import NUMBERS
from dlquiz.language.write.symbols import name_to_symbol
from dlquiz.language.write.values import value_to_text
from dlquiz.model import AnswerKey, Value
from dlquiz.worked.ranges import list_elements

if TYPE_CHECKING:
    from dlquiz.worked.draw import Drawn


def find_nonsense(pinned: Drawn, free: Sequence[Drawn]) -> str:
    """What cannot be meant by pinned values, in comparison with some free draws; empty where all makes sense."""
    if not free:
        return ""
    usual = {name: kinds.kind(key.kind) for name, key in free[0].keys.items()}
    for name, key in pinned.keys.items():
        if key.kind != usual[name].name:
            what = "the answer" if len(usual) == 1 else name_to_symbol(name)
            return f"{what} would be {value_to_text(key.value)}, not {usual[name].value_needed or usual[name].name}"
    if all(kind.least_counted is not None for kind in usual.values()):
        return next(find_negative_counts(pinned, free), "")
    return ""


def find_negative_counts(pinned: Drawn, free: Sequence[Drawn]) -> Iterator[str]:
    """The draws, steps and answers that fall below what they are in every free draw, of a question that counts."""
    least = find_least([list_whole(one) for one in free])
    if any(low < 0 for name, low in least.items() if name in pinned.tape.draws):
        return  # it counts nothing: its numbers have signs
    for name, value in list_all(pinned):
        if name not in least:
            continue
        low = min(1, least[name])
        wrong = [item for item in list_elements(value) if not isinstance(item, int) or item < low]
        if wrong:
            what = "the answer" if name == "answer" else name_to_symbol(name)
            yield f"{what} would be {value_to_text(value)}, and it is a whole number of at least {low}"
    yield from find_negative_answers(pinned.keys, free)


def find_negative_answers(keys: Mapping[str, AnswerKey], free: Sequence[Drawn]) -> Iterator[str]:
    """The answers that are negative, and are not in any free draw; a size is at least 1."""
    for name, key in keys.items():
        low = min(min(list_elements(one.keys[name].value)) for one in free)
        least = min(kinds.kind(key.kind).least_counted or 0, low)
        if any(item < least for item in list_elements(key.value)):
            yield f"the answer would be {value_to_text(key.value)}, and it cannot be below {least}"


def list_all(drawn: Drawn) -> Iterator[tuple[str, Value]]:
    """The draws and steps of a variant that are numbers or arrays of them."""
    for name, value in (*drawn.tape.draws.items(), *((entry.name, entry.value) for entry in drawn.tape)):
        items = list_elements(value)
        if items and all(type(item) in NUMBERS and type(item) is not bool for item in items):
            yield name, value


def list_whole(drawn: Drawn) -> dict[str, int]:
    """The least element of every draw and step that is whole."""
    return {
        name: min(list_elements(value))
        for name, value in list_all(drawn)
        if all(isinstance(item, int) for item in list_elements(value))
    }


def find_least(rows: Sequence[Mapping[str, int]]) -> dict[str, int]:
    """The least of every name that all rows have."""
    names = set(rows[0]).intersection(*rows[1:])
    return {name: min(row[name] for row in rows) for name in names}
