"""Examine a question: judge its examples, draw a sample of variants, apply the rules."""

from __future__ import annotations

from contextlib import suppress

from dlquiz.check.examples import check_example
from dlquiz.check.report import WORK, Report, Sample
from dlquiz.check.rules import RULES
from dlquiz.errors import BankError, DlquizError
from dlquiz.language.budget import BudgetExceeded, WorkBudget
from dlquiz.language.text_functions import plural
from dlquiz.model import Question
from dlquiz.problem import Problem
from dlquiz.worked.draw import draw
from dlquiz.worked.draw_faults import make_budget_fault

VARIANTS = 100


def examine(question: Question, variants: int = VARIANTS, whole: WorkBudget | None = None) -> Report:
    """Every finding that examples, drawing and the rules show.

    Drawing stops at the first variant with a fault, and where the work is more than there is in the budget of the
    question, which grows with the number of variants and is a part of `whole`.
    """
    report = Report(question, budget=WorkBudget(max(WORK, WORK * variants // VARIANTS), whole))
    sample = Sample(question)
    try:
        for number, example in enumerate(question.examples, 1):
            check_example(report, number, example)
        draw_sample(report, sample, variants)
    except BudgetExceeded:
        report.warn(describe_sample(len(sample.problems)))
    for rule in RULES if sample.problems else ():
        if rule.sample is not None:
            with suppress(BudgetExceeded, BankError):  # of a text that takes too long or was reported already
                rule.sample(report, sample)
    return report


def describe_sample(examined: int) -> str:
    """What to say where the work was more than the budget."""
    if not examined:
        return "its formulas and texts take so long that no variant was examined; check it in a bank of its own"
    return f"its formulas and texts take long, so only {plural(examined, 'variant')} could be examined"


def draw_sample(report: Report, sample: Sample, variants: int) -> None:
    """Draw variants and apply the rules of problems to each; BudgetExceeded where they take too long."""
    before = len(report.faults)
    for seed in range(variants):
        try:
            sample.problems.append(draw_problem(report, sample, seed))
        except BankError as error:
            report.faults += error.faults
        except BudgetExceeded:
            raise
        except DlquizError as error:
            report.fault(str(error), getattr(error, "text", ""), variant=f"{report.question.id}@{seed}")
        if len(report.faults) > before or not sample.problems[-1].varies:
            break


def draw_problem(report: Report, sample: Sample, seed: int) -> Problem:
    """One variant, solved, to which the rules of problems were applied."""
    problem = Problem(draw(report.question, seed, statistics=sample.statistics, whole=report.budget))
    try:
        for rule in RULES:
            if rule.problem is not None:
                rule.problem(report, problem)
    except BudgetExceeded:
        if not problem.drawn.budget.is_exceeded:
            raise
        report.faults += make_budget_fault(report.question, seed, 0).faults
    return problem
