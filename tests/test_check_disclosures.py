"""What `check` says of lines that begin with a number, of names that nothing shows, and of hints that say the answer."""

from __future__ import annotations

from typing import Any

import pytest

import dlquiz
from dlquiz.bank.compile import compile_text
from dlquiz.bank.question_set import QuestionSet
from dlquiz.check.disclosures import check_beginnings, check_hints, check_names
from dlquiz.check.report import Report, Sample
from dlquiz.problem import make_problem

HEAD = """\
topic: t
title: T
questions:
- id: t-bad
  draw: {a: {from: 2, to: 40}}
"""

BAD: dict[str, tuple[Any, str, str]] = {
    "a number begins a line": (
        check_beginnings,
        "  ask: |\n    It has\n    {{ a }} filters.\n  answer: a\n",
        'a line begins with "{{ a }}"; put a word before it',
    ),
    "an array begins a line": (
        check_beginnings,
        "  ask: |\n    It is\n    {{ [a, 1] }}.\n  answer: a\n",
        'a line begins with "{{ [a, 1] }}"; put a word before it',
    ),
    "a step shows a let": (
        check_names,
        "  let: {b: a + 7}\n  ask: What is twice {{ a }}?\n  steps: [{name: c, formula: 2 * b}]\n  answer: c\n",
        'the step "c" shows "b", a `let` that the question does not show',
    ),
    "the hint says the answer": (
        check_hints,
        "  ask: What is {{ a }}?\n  hint: It is {{ a + 100 }}.\n  answer: a + 100\n",
        "the hint says the answer",
    ),
    "the hint says the option": (
        check_hints,
        "  ask: What of {{ a }}?\n  hint: It is a maximum.\n  answer: {options: [right: a maximum, wrong: a minimum]}\n",
        "the hint says the answer",
    ),
}
GOOD: dict[str, tuple[Any, str]] = {
    "a word begins a line": (
        check_beginnings,
        "  ask: |\n    It has\n    {{ 'one' if a == 2 else 'many' }}.\n  answer: a\n",
    ),
    "mathematics and code": (
        check_beginnings,
        "  ask: |\n    Of\n    ${{ a }}$ and\n\n        {{ a }}\n\n    what?\n  answer: a\n",
    ),
    "a value in the middle": (check_beginnings, "  ask: |\n    One {{ a }} {{ a }},\n    two.\n  answer: a\n"),
    "a let that is told": (
        check_names,
        "  let: {b: a + 7}\n  ask: What is twice {{ b }}?\n  steps: [{name: c, formula: 2 * b}]\n  answer: c\n",
    ),
    "a let that is named": (
        check_names,
        "  let: {b: 0.9}\n  ask: With $b = 0.9$, what is {{ a }} b?\n  steps: [{name: c, formula: a * b}]\n  answer: c\n",
    ),
    "a let of the branch not taken": (
        check_names,
        "  let: {b: 1}\n  ask: What is twice {{ a }}?\n  steps: [{name: c, formula: 2 * a if a > 0 else b}]\n  answer: c\n",
    ),
    "a hint that compares the options": (
        check_hints,
        "  ask: What of {{ a }}?\n  hint: Maximum or minimum?\n  answer: {options: [right: maximum, wrong: minimum]}\n",
    ),
}


def find_warnings(rule: Any, text: str) -> list[str]:
    question = next(iter(QuestionSet([("bank.yaml", compile_text(HEAD + text, "bank.yaml"))])))
    report = Report(question)
    rule(report, Sample(question, [make_problem(question, seed) for seed in range(5)]))
    return [fault.message for fault in report.warnings]


@pytest.mark.parametrize(("rule", "text", "says"), BAD.values(), ids=BAD)
def test_what_is_warned_of(rule: Any, text: str, says: str) -> None:
    assert find_warnings(rule, text) == [f"t-bad: {says}"]


@pytest.mark.parametrize(("rule", "text"), GOOD.values(), ids=GOOD)
def test_what_is_well(rule: Any, text: str) -> None:
    assert find_warnings(rule, text) == []


def test_no_shipped_question_is_warned_of() -> None:
    for exercise in dlquiz.load():
        report = Report(exercise.question)
        sample = Sample(exercise.question, [exercise.problem(seed) for seed in range(3)])
        for rule in (check_beginnings, check_names, check_hints):
            rule(report, sample)
        assert report.warnings == []
