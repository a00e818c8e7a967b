"""Rules about texts: every `{{ }}` can be computed and written out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dlquiz.check.report import Report, Sample, shorten
from dlquiz.errors import BankError, FormulaError
from dlquiz.language.evaluate import Scope
from dlquiz.language.template import Template
from dlquiz.language.write.values import value_to_text
from dlquiz.problem import Problem
from dlquiz.text.markdown import find_formulas
from dlquiz.text.mathematics import find_fault
from dlquiz.worked.meaning import find_templates

FENCE = re.compile(r"^\s*(?:`{3}|~{3})", re.MULTILINE)
UNSHOWN = (
    (re.compile(r"\\[(\[](?!\\)"), "a formula is written between dollar signs, not behind {0}"),
    (re.compile(r"!\[[^\]]*\]\("), "a text shows no picture; describe it under `picture:`"),
)
GRAMMAR = 50  # variants whose sentences are read
NOUNS = (
    "steps|pixels|channels|filters|layers|units|epochs|weights|biases|parameters|images|examples|rows|columns|inputs|outputs|"
    "values|batches|boxes|classes|heads|tokens|neurons|updates|iterations|passes|windows|maps|numbers|elements|"
    "entries|bits|bytes|digits|places|points|blocks|branches|cells|features|queries|keys|parts|terms"
)
ONE_OF_MANY = re.compile(rf"(?:^|(?<=[\s(]))1 ((?:input |output |hidden |more |further )?(?:{NOUNS}))\b")
MAX_FORMULAS = 3  # of a question that are warned of


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


# what a text may hold


def check_markup(report: Report, _sample: Sample) -> None:
    """Warn of what no text shows: code with fences in options, formulas in `\\( \\)`, pictures in Markdown."""
    question = report.question
    texts = [question.ask, question.hint, question.plan, question.often, question.remark]
    texts += [part.ask for part in question.parts]
    options = [text for part in question.parts for value in part.answer.keys.values() for text in find_templates(value)]
    for template in filter(None, (*texts, *options)):
        for pattern, message in UNSHOWN:
            found = pattern.search(template.text)
            if found:
                report.warn(message.format(shorten(found.group(), 12)), template.text)
    for template in options:
        if FENCE.search(template.text) or "\n    " in template.text.strip("\n"):
            message = "an option is one line; write code in it between backquotes, or put it into the question"
            report.warn(message, template.text)


def check_grammar(report: Report, sample: Sample) -> None:
    """Warn of "1 steps": `plural(n, "step")` writes a number with its noun."""
    for problem in sample.problems[:GRAMMAR] if not report.faults else ():
        for text in list_texts(problem):
            found = ONE_OF_MANY.search(text)
            if found:
                report.warn(
                    f'"{found.group()}" stands in {problem.id}; plural(n, "noun") writes a number with its noun'
                )
                return
