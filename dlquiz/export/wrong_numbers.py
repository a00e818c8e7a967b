"""The numbers in which listed mistakes end, and what is said to who gives one: for formats that judge by themselves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from dlquiz import kinds
from dlquiz.errors import FormulaError
from dlquiz.export import html
from dlquiz.kinds.fields import Field, NumberField
from dlquiz.problem import AskedPart, Problem


@dataclass(frozen=True, slots=True)
class WrongNumber:
    """A number in which a listed mistake ends, and what to say to who gives it."""

    value: Any
    tolerance: Fraction
    says: str  # HTML


def list_wrong_numbers(problem: Problem, asked: AskedPart, fields: Sequence[Field]) -> list[tuple[WrongNumber, ...]]:
    """For each field of a part the numbers in which listed mistakes end, each number once.

    Where two mistakes end in one number, both speak, as they do in dlquiz itself.
    """
    found: list[list[WrongNumber]] = [[] for _ in fields]
    kind = kinds.kind(asked.kind)
    for outcome in filter(None, problem.drawn.mistake_outcomes):
        if kind.few_values or asked.name not in outcome.values:
            continue
        try:
            key = kind.replace_value(asked.key, outcome.values[asked.name])
            mistaken = kind.list_fields(key)
        except FormulaError:
            continue
        if len(mistaken) != len(fields):
            continue
        told = problem.find_diagnosis(asked.name).diagnose_listed(key.value)
        says = html.to_html(told.says if told is not None else problem.render(outcome.mistake.says))
        for own, right, wrong in zip(found, fields, mistaken, strict=True):
            if isinstance(right, NumberField) and isinstance(wrong, NumberField) and is_new(wrong, right, own):
                own.append(WrongNumber(wrong.value, wrong.tolerance, says))
    return [tuple(own) for own in found]


def is_new(wrong: NumberField, right: NumberField, before: Iterable[WrongNumber]) -> bool:
    """Whether a number is wrong, and would not be taken for one of those before it."""
    taken = [(right.value, right.tolerance), *((one.value, one.tolerance) for one in before)]
    return all(abs(Fraction(wrong.value) - Fraction(value)) > tolerance for value, tolerance in taken)


def is_apart(wrong: WrongNumber, right: NumberField) -> bool:
    """Whether no number is both within the tolerance of a wrong one and right."""
    return abs(Fraction(wrong.value) - Fraction(right.value)) > wrong.tolerance + right.tolerance
