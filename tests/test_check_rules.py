"""The rules of `check` on small bad banks: each says what is wrong, and says nothing of a good one."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent / "bank"))

from bank_text import HEAD, list_faults, write_bank, write_item

from dlquiz.bank.compile import compile_text
from dlquiz.bank.question_set import QuestionSet
from dlquiz.check import answers, disclosures, mistakes, options, texts, uses
from dlquiz.check.report import Report, Sample, shorten
from dlquiz.commands import check
from dlquiz.problem import make_problem

WORDS = ["alpha beta gamma delta epsilon", "one", "two"]

BAD: dict[str, tuple[Any, str, str]] = {
    "a short id": (uses.check_id, "id: q1\nanswer: 1\n", "the id is so short that another bank may use it"),
    "yes and no are words": (
        uses.check_truth_words,
        "draw: {on: [yes, no]}\nask: 'Is it {{ on }}?'\nanswer: 1\n",
        '"on" is drawn from the words no, yes; for truths write [true, false]',
    ),
    "a draw that nothing uses": (
        uses.check_unused,
        "draw: {a: [1, 2], b: [3, 4]}\nask: What is {{ a }}?\nanswer: a\n",
        'the draw "b" is used by nothing',
    ),
    "an answer without a shown draw": (
        uses.check_dependence,
        "draw: {a: [1, 2], b: [3, 4]}\nask: What is {{ a }} with {{ b }}?\nsteps: [{name: c, formula: 2 * a}]\nanswer: c\n",
        'no answer depends on "b", which the text shows',
    ),
    "the right option is the longest": (
        options.check_lengths,
        "answer:\n  options:\n  - right: this one is right because it is long\n  - wrong: short\n  - wrong: shorter\n",
        "the right option is always the longest",
    ),
    "always two options apply": (
        options.check_counts,
        "draw: {a: {from: 0, to: 5}}\nask: Of {{ a }}?\nanswer:\n  options:\n"
        '  - right: \'{{ join(["p", "q", "r", "s", "t", "u"][a:a+1], "") }}x\'\n  - right: B\n  - wrong: c\n',
        "always 2 options apply, whatever is drawn",
    ),
    "one option applies, or several": (
        options.check_counts,
        "draw: {a: {from: 0, to: 5}}\nask: Of {{ a }}?\nanswer:\n  options:\n"
        "  - right: A\n  - option: B\n    holds: a > 2\n  - wrong: c\n",
        "one option applies in some draws and several in others",
    ),
    "an order that is sorting": (
        options.check_sorting,
        "draw: {a: {from: 10, to: 30}}\nask: Halve {{ a }} again and again.\n"
        "answer: {items: ['{{ a }}', '{{ a / 2 }}', '{{ a / 4 }}']}\n",
        "the right order is that of the numbers in the items",
    ),
    "one steps": (
        texts.check_grammar,
        "draw: {a: [1, 2, 3]}\nask: After {{ a }} steps?\nanswer: a\n",
        'plural(n, "noun") writes a number with its noun',
    ),
    "code with fences as an option": (
        texts.check_markup,
        "answer:\n  options:\n  - right: |\n      ```\n      x = 1\n      ```\n  - wrong: no\n",
        "an option is one line; write code in it between backquotes",
    ),
    "a formula in brackets of LaTeX": (
        texts.check_markup,
        "ask: 'What is \\(x\\)?'\nanswer: 1\n",
        "a formula is written between dollar signs",
    ),
    "a picture in Markdown": (
        texts.check_markup,
        "ask: 'See ![it](a.png).'\nanswer: 1\n",
        "a text shows no picture; describe it under `picture:`",
    ),
    "a hint that repeats a step": (
        disclosures.check_repeated_hints,
        "draw: {a: [1, 2]}\nask: Twice {{ a }}?\nhint: Twice is two times.\n"
        "steps: [{name: b, formula: 2 * a, why: Twice is two times.}]\nanswer: b\n",
        "the hint only repeats a sentence of the question or of its solution",
    ),
    "a mistake that leaves `within`": (
        mistakes.check_outcomes,
        "draw: {a: [1]}\nask: What of {{ a }}?\n"
        "steps: [{name: p, formula: a / 10, within: [0, 1]}, {name: b, formula: 2 * p}]\nanswer: b\n"
        "mistakes: [{instead: {p: 10 * a}}]\n",
        'never speaks: "p" is 10, which is not within 0 to 1',
    ),
}
FAULTY: dict[str, tuple[Any, str, str]] = {
    "a root without a value": (
        answers.check_values,
        "variables: {x: [-3, 3]}\ndraw: {a: [2, 3]}\nask: Of {{ a }}?\nanswer: {value: sqrt(a * x), kind: expression}\n",
        "has no value at x = ",
    ),
}


def examine_with(rule: Any, body: str, count: int = 24) -> Report:
    """What one rule finds in a bank of one question."""
    text = HEAD + write_item("id: question-1\n" + body if not body.startswith("id:") else body)
    question = next(iter(QuestionSet([("bank.yaml", compile_text(text, "bank.yaml"))])))
    report = Report(question)
    seeds = range(count if question.draws else 1)
    sample = Sample(question, [make_problem(question, seed) for seed in seeds])
    if rule in (answers.check_values, answers.check_typable):
        for problem in sample.problems:
            rule(report, problem)
    else:
        rule(report, sample)
    return report


@pytest.mark.parametrize(("rule", "body", "says"), BAD.values(), ids=BAD)
def test_what_is_warned_of(rule: Any, body: str, says: str) -> None:
    found = [fault.message for fault in examine_with(rule, body).warnings]
    assert len(found) == 1
    assert says in found[0]


@pytest.mark.parametrize(("rule", "body", "says"), FAULTY.values(), ids=FAULTY)
def test_what_is_a_fault(rule: Any, body: str, says: str) -> None:
    found = [fault.message for fault in examine_with(rule, body).faults]
    assert found
    assert says in found[0]


GOOD = {
    "all draws are used": (
        uses.check_unused,
        "draw: {n: [2, 3], v: {from: 1, to: 4, shape: [n]}}\nask: '{{ v }}?'\nanswer: sum(v)\n",
    ),
    "a number that leads astray and is told so": (
        uses.check_dependence,
        "draw: {a: [1, 2], b: [3, 4]}\nask: What is {{ a }} with {{ b }}?\nanswer: a\nremark: The {{ b }} plays no part.\n",
    ),
    "a draw in a loop": (
        uses.check_dependence,
        "draw: {a: [1, 2], n: [3, 4]}\nask: '{{ a }} and {{ n }}?'\n"
        "steps: [{repeat: n, start: {x: a}, steps: [{name: x, formula: 2 * x}]}]\nanswer: x\n",
    ),
    "options of one length": (
        options.check_lengths,
        "answer:\n  options:\n  - right: this one is right because it is long\n  - wrong: this one is wrong though it is long\n  - wrong: short\n",
    ),
    "an order with letters": (options.check_sorting, "answer: {items: [one, two, three]}\n"),
    "one step": (texts.check_grammar, "draw: {a: [1, 2, 3]}\nask: 'After {{ plural(a, \"step\") }}?'\nanswer: a\n"),
    "a long id": (uses.check_id, "answer: 1\n"),
    "a formula with a value": (
        answers.check_values,
        "variables: {x: [1, 3]}\ndraw: {a: [2, 3]}\nask: Of {{ a }}?\nanswer: {value: sqrt(a * x), kind: expression}\n",
    ),
    "an answer as it is shown": (answers.check_typable, "draw: {a: [1000, 2000]}\nask: Of {{ a }}?\nanswer: 3 * a\n"),
}


@pytest.mark.parametrize(("rule", "body"), GOOD.values(), ids=GOOD)
def test_what_is_well(rule: Any, body: str) -> None:
    report = examine_with(rule, body)
    assert [*report.faults, *report.warnings] == []


def test_a_decimal_range_without_a_step_is_a_fault() -> None:
    faults = list_faults(HEAD + write_item("draw: {lr: {from: 0.1, to: 0.9}}\nask: '{{ lr }}?'\nanswer: lr"))
    assert [message for _, _, message in faults] == ['"from" is a decimal, so the range needs a "step"']


def test_braces_of_latex_have_a_way_out() -> None:
    faults = list_faults(HEAD + write_item("ask: 'What is ${{x}^2$?'\nanswer: 1"))
    assert 'braces of LaTeX stand apart: "{ {"' in faults[0][2]
    assert list_faults(HEAD + write_item("ask: 'What is ${ {x}^2}$?'\nanswer: 1")) == []


def test_a_finding_ends_with_a_word() -> None:
    assert shorten("The gradient of a window goes whole to its largest value, since the others changed nothing") == (
        "The gradient of a window goes whole to its largest value,…"
    )


def test_faults_come_in_one_wave(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A question that cannot be read does not hide what drawing shows of another."""
    path = tmp_path / "bank.yaml"
    path.write_text(
        write_bank("answer: missing", "draw: {a: {from: 0, to: 3}}\nask: Of {{ a }}?\nanswer: 1 / a"), "utf-8"
    )
    assert check.run([path], as_json=True, quiet=False) == 1
    messages = [fault["message"] for fault in json.loads(capsys.readouterr().out)["faults"]]
    assert any('no "missing" here' in message for message in messages)
    assert any("division by zero" in message for message in messages)
