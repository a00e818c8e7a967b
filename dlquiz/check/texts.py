"""Rules about texts: every `{{ }}` can be computed and written out."""

from __future__ import annotations

from collections.abc import Iterator

from dlquiz.check.report import Report, Sample
from dlquiz.errors import BankError, FormulaError
from dlquiz.language.evaluate import Scope
from dlquiz.language.template import Template
from dlquiz.language.write.values import value_to_text
from dlquiz.problem import Problem
from dlquiz.text.markdown import find_formulas
from dlquiz.text.mathematics import find_fault

MAX_FORMULAS = 3  # of a question that are warned of
MAX_SHOWN = 60  # characters


def check_texts(report: Report, problem: Problem) -> None:
    """Render every text and write every entry of the tape; what cannot be rendered is a fault."""
    question = problem.question
    texts = [question.ask, question.hint, question.plan, question.often, question.remark]
    texts += [*(part.ask for part in question.parts), *(test.says for test in question.tests)]
    for template in (*texts, *(mistake.says for mistake in question.mistakes)):
        check_text(report, problem, template, problem.tape.scope)
    for entry in problem.tape:
        if entry.step.why.holes:
            check_text(report, problem, entry.step.why, entry.local_scope)
        _ = entry.formula, entry.substituted, value_to_text(entry.value)
    for asked in problem.parts.values():
        _ = asked.instruction


def check_formulas(report: Report, sample: Sample) -> None:
    """A formula that is not mathematics alone is warned of: cards and sheets show it as text."""
    if report.faults:  # a text that cannot be written was reported already
        return
    problem = sample.problems[0]
    faults = {
        latex: fault for text in list_texts(problem) for latex in find_formulas(text) if (fault := find_fault(latex))
    }
    for latex, fault in list(faults.items())[:MAX_FORMULAS]:
        report.warn(f"exports show ${shorten(latex)}$ as text: {shorten(fault)}")


def list_texts(problem: Problem) -> Iterator[str]:
    """The Markdown of a variant that exports write."""
    yield from (problem.ask, problem.hint, problem.before_steps, problem.after_steps, problem.question.title)
    yield from (entry.why for entry in problem.tape)
    for asked in problem.parts.values():
        yield from (asked.ask, *asked.key.options, *asked.key.because, *asked.key.items)
        yield from (*asked.key.lefts, *asked.key.rights, *asked.key.points)


def shorten(text: str) -> str:
    """The beginning of a text, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= MAX_SHOWN else line[: MAX_SHOWN - 1] + "…"


def check_tests(report: Report, problem: Problem) -> None:
    """A check of the result that is not true of a right solution is a fault."""
    for test in problem.question.tests:
        try:
            held = problem.holds(test)
        except BankError as error:
            report.faults += error.faults
            continue
        if not held:
            report.fault(f"the test {test.holds.text!r} is not true", test.holds.text, variant=problem.id)


def check_text(report: Report, problem: Problem, template: Template | None, scope: Scope) -> None:
    """Put the values into one text, or report why that is not possible."""
    try:
        _ = template and template.render(scope, budget=problem.drawn.budget)
    except FormulaError as error:
        where = f" in {str(error.text)!r}" if error.text else ""
        text = template.text if template is not None else ""
        report.fault(f"{error.message}{where}", text, variant=problem.id)
