"""The examples of a question: their answers are right, and the mistakes give what the example says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dlquiz import kinds, tree
from dlquiz.check.report import Report
from dlquiz.check.texts import check_texts
from dlquiz.errors import BankError, DlquizError, FormulaError
from dlquiz.language.budget import BudgetExceeded
from dlquiz.language.letters import is_formula, to_tree
from dlquiz.language.write.values import value_to_text
from dlquiz.model import AnswerKey, Example, Part, Value
from dlquiz.problem import Problem
from dlquiz.worked.answer_keys import MistakeOutcome, compute_answer
from dlquiz.worked.draw import Drawn, draw


def check_example(report: Report, number: int, example: Example) -> None:
    """Draw an example with its pins, and judge what it types; `number` counts from 1."""
    try:
        drawn = draw(report.question, 0, example.pins, whole=report.budget)
        problem = Problem(drawn)
    except BankError as error:
        report.faults += error.faults
        return
    except BudgetExceeded:
        raise
    except DlquizError as error:
        named = [name for name in example.pins if str(error).startswith(f"{name} ")]
        report.fault(f"example {number}: {error}", *named, *example.pins)
        return
    check_texts(report, problem)
    for part in report.question.parts:
        typed = example.answers.get(part.name)
        if typed is not None:
            check_answer(report, number, drawn, part, typed)
    for index, typed in enumerate(example.mistakes):
        if typed is not None:
            where = f"example {number}, mistake {index + 1}"
            check_mistake(report, where, drawn, drawn.mistake_outcomes[index], typed)


def check_answer(report: Report, number: int, drawn: Drawn, part: Part, typed: Any) -> None:
    """What an example types to a part is right."""
    key = drawn.keys[part.name]
    kind = kinds.kind(key.kind)
    if kind.self_graded:
        message = "learners grade a recalled answer themselves, so it takes no example"
        report.fault(f"example {number}: {message}", first_text(typed))
        return
    if key.quantity is not None and gives(key, compute_answer(part, drawn.tape), typed):
        return
    verdict = kinds.judge(key, kind.type_example(typed, key))
    if verdict.verdict != "right":
        judged = f"is {verdict.verdict}" if verdict.verdict != "unreadable" else "cannot be read"
        message = f'"{write_typed(typed)}" {judged}; right is {kind.example_text(key)}'
        report.fault(f"example {number}: {message}", first_text(typed))
    elif isinstance(verdict.value, tree.Node) and is_formula(key.value):
        note_proof(report, number, verdict.value, key)


def note_proof(report: Report, number: int, typed: tree.Node, key: AnswerKey) -> None:
    """Note where SymPy does not prove that a formula is the answer: by its values it is."""
    from dlquiz.algebra.proof import prove_equal  # starts a process

    if typed != to_tree(key.value) and not prove_equal(typed, to_tree(key.value), key.variables):
        report.notes.append(f"example {number}: SymPy does not prove that this is the answer; by its values it is")


def check_mistake(report: Report, where: str, drawn: Drawn, outcome: MistakeOutcome | None, typed: Any) -> None:
    """A mistake gives what the example says: one text, or a text for each part."""
    if outcome is None:
        report.fault(f"{where}: it changes nothing here, or cannot be computed; write null", first_text(typed))
        return
    by_part = typed if isinstance(typed, Mapping) else {next(iter(outcome.values), "answer"): typed}
    for part, text in by_part.items():
        if text is not None and part not in outcome.values:
            report.fault(f"{where}: it does not change {part} here; write null", first_text(text))
        elif text is not None and not gives(drawn.keys[part], outcome.values[part], text):
            value = value_to_text(outcome.values[part])
            report.fault(f'{where}: it gives {value}, not "{text}"', first_text(text))


def gives(key: AnswerKey, value: Value, text: Any) -> bool:
    """Whether a text would be right if `value` were the right answer of a part."""
    try:
        accepting = kinds.key_accepting(key.quantity or key, value)
    except FormulaError:
        return bool(value_to_text(value) == text)
    return kinds.judge(accepting, kinds.kind(accepting.kind).type_example(text, accepting)).verdict == "right"


def write_typed(typed: Any) -> str:
    """Texts, lists of them and pairs, as a bank writes them: shuffled options have no letters there."""
    if isinstance(typed, Mapping):
        typed = tuple(typed.items())
    if isinstance(typed, tuple) and typed and isinstance(typed[0], tuple):
        return ", ".join(f"{left}: {right}" for left, right in typed)
    return ", ".join(map(write_typed, typed)) if isinstance(typed, (list, tuple)) else str(typed)


def first_text(*typed: Any) -> str:
    """The first text in lists and mappings, by which a fault finds its place; empty where there is none."""
    for item in typed:
        if isinstance(item, str):
            return item
        found = first_text(*(item.values() if isinstance(item, Mapping) else item or ()))
        if found:
            return found
    return ""
