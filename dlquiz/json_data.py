"""Problems and verdicts as plain data for JSON: floats to 12 digits, arrays as lists, formulas as text."""

from __future__ import annotations

from fractions import Fraction
from math import isinf
from typing import TYPE_CHECKING, Any

from dlquiz import tree
from dlquiz.language import letters, numbers
from dlquiz.language.arrays import is_list, list_items
from dlquiz.language.write.digits import ungroup_digits
from dlquiz.language.write.formulas import to_plain, to_plain_with_values
from dlquiz.language.write.reasons import branch_reasons
from dlquiz.language.write.values import value_to_text
from dlquiz.model import Diagnosis, Value, Verdict
from dlquiz.problem import AskedPart, Problem
from dlquiz.worked import Entry

if TYPE_CHECKING:  # pictures are loaded with the first question that has one
    from dlquiz.pictures.kind import Picture


def value_to_json(value: Value) -> Any:
    """Any value of a tape: a truth, number, text, or nested list of these."""
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float) and isinf(value):
        return str(value)
    if isinstance(value, (Fraction, float)):
        return float(f"{numbers.as_float(value):.12g}")
    if isinstance(value, tree.Node) or letters.is_formula(value):
        return to_plain(letters.to_tree(value))
    if is_list(value) or isinstance(value, list):
        return [value_to_json(item) for item in list_items(value)]
    return value_to_text(value)


def entry_to_json(entry: Entry) -> dict[str, Any]:
    """One step of a worked solution: name, formula, formula with numbers, value, why."""
    node = entry.step.formula.tree
    reasons = "".join(f", since {ungroup_digits(reason)}" for reason in branch_reasons(node, entry.scope))
    return {
        "name": entry.name,
        "formula": entry.write(to_plain),
        "substituted": entry.write(to_plain_with_values) + reasons,
        "value": value_to_json(entry.value),
        "why": entry.why,
    }


def part_to_json(asked: AskedPart, answers: bool) -> dict[str, Any]:
    """One part and what may be typed for it; its value only with `answers`."""
    key = asked.key
    data: dict[str, Any] = {"name": asked.name, "kind": asked.kind, "ask": asked.ask}
    if answers:
        data["value"] = value_to_json(asked.value)
    if key.options:
        data["options"] = list(key.options)
    if key.items:
        data["items"] = list(key.items)
    if key.lefts:
        data["pairs"] = {"left": list(key.lefts), "right": list(key.rights)}
    if key.unit:
        data["unit"] = list(key.unit)
    if key.decimals is not None:
        data["decimals"] = key.decimals
    return {**data, "marks": asked.marks}


def problem_to_json(problem: Problem, answers: bool, steps: bool) -> dict[str, Any]:
    """A problem; its solution only with `steps`, the values of its parts only with `answers`."""
    data: dict[str, Any] = {
        "id": problem.question.id,
        "seed": problem.seed,
        "values": {name: value_to_json(value) for name, value in problem.values.items()},
        "ask": problem.ask,
    }
    if problem.question.pictures:
        seen = [spec.of == "question" or steps for spec in problem.question.pictures]
        drawn = ((number, problem.find_picture(number)) for number, shown in enumerate(seen) if shown)
        data["pictures"] = [picture_to_json(problem, number, picture) for number, picture in drawn if picture]
    if steps:
        data["steps"] = [entry_to_json(entry) for entry in problem.tape]
    data["parts"] = [part_to_json(asked, answers) for asked in problem.parts.values()]
    return data


def picture_to_json(problem: Problem, number: int, picture: Picture) -> dict[str, str]:
    """A picture in words."""
    spec = problem.question.pictures[number]
    return {"kind": spec.kind, "of": spec.of, "title": picture.title, "words": picture.describe()}


def diagnosis_to_json(diagnosis: Diagnosis | None) -> dict[str, Any] | None:
    """A diagnosis; None stays None."""
    if diagnosis is None:
        return None
    return {
        "step": diagnosis.step,
        "slip": diagnosis.slip,
        "expected": value_to_json(diagnosis.expected),
        "got": value_to_json(diagnosis.got),
        "says": diagnosis.says,
    }


def verdict_to_json(verdict: Verdict) -> dict[str, Any]:
    """A verdict with its diagnosis."""
    return {
        "verdict": verdict.verdict,
        "score": verdict.score,
        "reading": verdict.reading,
        "message": verdict.message,
        "caret": verdict.caret,
        "diagnosis": diagnosis_to_json(verdict.diagnosis),
    }
