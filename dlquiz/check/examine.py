"""Examine a question: judge its examples, draw a sample of variants, apply the rules."""

from __future__ import annotations

from dlquiz.check.examples import check_example
from dlquiz.check.report import Report, Sample
from dlquiz.check.rules import RULES
from dlquiz.errors import BankError, DlquizError
from dlquiz.language.budget import BudgetExceeded
from dlquiz.language.text_functions import plural
from dlquiz.model import Question
from dlquiz.problem import Problem
from dlquiz.worked.draw import draw

VARIANTS = 100


def examine(question: Question, variants: int = VARIANTS) -> Report:
    """Every finding that examples, drawing and the rules show.

    Drawing stops at the first variant with a fault, and where the formulas take too long.
    """
    report, sample = Report(question), Sample(question)
    try:
        for number, example in enumerate(question.examples, 1):
            check_example(report, number, example)
        draw_sample(report, sample, variants)
    except BudgetExceeded:
        examined = plural(len(sample.problems), "variant")
        report.warn(f"its formulas take long to compute, so only {examined} could be examined")
    if sample.problems:
        for rule in RULES:
            if rule.sample is not None:
                rule.sample(report, sample)
    return report


def draw_sample(report: Report, sample: Sample, variants: int) -> None:
    """Draw variants and apply the rules of problems to each; BudgetExceeded where they take too long."""
    before = len(report.faults)
    for seed in range(variants):
        try:
            sample.problems.append(draw_problem(report, sample, seed))
        except BankError as error:
            report.faults += error.faults
        except DlquizError as error:
            report.fault(str(error), getattr(error, "text", ""), variant=f"{report.question.id}@{seed}")
        if len(report.faults) > before:
            break


def draw_problem(report: Report, sample: Sample, seed: int) -> Problem:
    """One variant, solved, to which the rules of problems were applied."""
    spent = sample.statistics.work
    problem = Problem(draw(report.question, seed, statistics=sample.statistics))
    report.budget.spend(sample.statistics.work - spent)
    for rule in RULES:
        if rule.problem is not None:
            rule.problem(report, problem)
    return problem
