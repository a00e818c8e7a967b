"""Rules about what a learner reads too early or never: a hint that says the answer, a name without a value."""

from __future__ import annotations

from collections.abc import Iterator

from dlquiz import tree
from dlquiz.check.report import Report, Sample
from dlquiz.errors import FormulaError
from dlquiz.language.budget import WorkBudget
from dlquiz.language.evaluate import Scope
from dlquiz.language.functions import TEXT_FUNCTIONS
from dlquiz.language.template import Hole, Template
from dlquiz.language.values import is_worded
from dlquiz.language.write.plain import branch_taken
from dlquiz.language.write.symbols import name_to_latex, name_to_symbol
from dlquiz.language.write.values import value_to_text
from dlquiz.model import Question, Value
from dlquiz.problem import AskedPart, Problem
from dlquiz.tutor.hints import reveals

PROBLEMS = 20  # variants that are looked at
MIN_ANSWER = 3  # characters; a shorter answer stands in a hint by chance


# values that begin a line


def check_beginnings(report: Report, sample: Sample) -> None:
    """Warn of a line that begins with a number: it reads badly, and other programs take `3. ` for a list."""
    for template in list_templates(report.question):
        for hole in template.holes_at_beginnings:
            if any(begins_with_number(hole, p.tape.scope, report.budget) for p in sample.problems[:PROBLEMS]):
                message = f'a line begins with "{{{{ {hole.formula.text} }}}}"; put a word before it'
                report.warn(message, template.text)


def list_templates(question: Question) -> Iterator[Template]:
    """The texts of a question that consist of lines."""
    texts = [question.ask, question.hint, question.plan, question.often, question.remark]
    yield from filter(None, [*texts, *(part.ask for part in question.parts)])


def begins_with_number(hole: Hole, scope: Scope, budget: WorkBudget) -> bool:
    """Whether the value of a hole begins with anything but a word or a formula."""
    try:
        text = value_to_text(hole.formula.value(scope, TEXT_FUNCTIONS, budget))
    except FormulaError:
        return False
    return not text[:1].isalpha() and not text.startswith("$")


# names that were never shown


def check_names(report: Report, sample: Sample) -> None:
    """Warn of a name in a step that stands neither in the question nor before as a step."""
    unseen: dict[str, tuple[str, str]] = {}
    for problem in sample.problems[:PROBLEMS]:
        for name, step, formula in find_unseen(problem):
            unseen.setdefault(name, (step, formula))
    for name, (step, formula) in unseen.items():
        report.warn(f'the step "{step}" shows "{name}", a `let` that the question does not show', formula)


def find_unseen(problem: Problem) -> Iterator[tuple[str, str, str]]:
    """The lets in the formulas of a solution that its question does not name, with the step that shows them."""
    hidden = {name for name, _ in problem.question.lets if not is_shown(name, problem)}
    for entry in problem.tape if hidden else ():
        if is_worded(entry.value):
            continue
        for name in hidden.intersection(list_shown_names(entry.step.formula.tree, entry.scope)):
            yield name, entry.name, entry.step.formula.text


def is_shown(name: str, problem: Problem) -> bool:
    """Whether a question tells a quantity, by its value or in its words; a word tells itself wherever it stands."""
    question = problem.question
    texts = list(filter(None, [question.ask, *(part.ask for part in question.parts)]))
    spelled = (name, name_to_symbol(name), name_to_latex(name))
    value: Value = problem.tape.scope.get(name)
    return isinstance(value, (str, bool)) or any(
        name in text.names or any(one in text.text for one in spelled) for text in texts
    )


def list_shown_names(node: tree.Node, scope: Scope) -> Iterator[str]:
    """The names that a written formula shows: of a conditional those of the branch taken."""
    if isinstance(node, tree.Name):
        yield node.name
        return
    branch = branch_taken(node, scope) if isinstance(node, tree.Conditional) else None
    for child in [branch] if branch is not None else tree.children(node):
        yield from list_shown_names(child, scope)


# hints


def check_hints(report: Report, sample: Sample) -> None:
    """Warn of a hint that says an answer in every variant."""
    hint, problems = report.question.hint, sample.problems[:PROBLEMS]
    if hint is None or not problems:
        return
    for name in problems[0].parts:
        if all(says_answer(problem.hint, problem.parts[name]) for problem in problems):
            report.warn("the hint says the answer", hint.text)
            return


def check_repeated_hints(report: Report, sample: Sample) -> None:
    """Warn of a hint that only repeats a sentence of the question or of a step."""
    hint = report.question.hint
    if hint is None:
        return
    for problem in sample.problems[:1] if not report.faults else ():
        own = " ".join(problem.hint.split()).rstrip(".?")
        others = [problem.ask, *(asked.ask for asked in problem.parts.values()), *(entry.why for entry in problem.tape)]
        if any(own in " ".join(other.split()) for other in others):
            report.warn("the hint only repeats a sentence of the question or of its solution", hint.text)


def says_answer(hint: str, asked: AskedPart) -> bool:
    """Whether a text contains an answer as a word or a number of its own."""
    key = asked.key
    others = [option for at, option in enumerate(key.options) if at not in key.right]
    if any(reveals(hint, option) for option in others):
        return False  # it compares them
    answers = [key.options[at] for at in key.right] if key.options else [*key.accept]
    if not answers and not isinstance(asked.value, (bool, type(None))):
        answers = [value_to_text(asked.value)]
    return any(len(answer) >= MIN_ANSWER and reveals(hint, answer) for answer in answers)
