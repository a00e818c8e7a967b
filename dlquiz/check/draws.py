"""Rules about drawing: there are enough different variants, and `keep` does not reject nearly all of them."""

from __future__ import annotations

from contextlib import suppress
from math import sqrt

from dlquiz import kinds
from dlquiz.check.report import Report, Sample
from dlquiz.language.budget import BudgetExceeded
from dlquiz.language.text_functions import plural
from dlquiz.language.write.values import value_to_text
from dlquiz.model import Variant
from dlquiz.worked.draw import draw

MIN_VARIANTS = 20  # different ones, where numbers are drawn and asked for
MORE_SEEDS = 500  # drawn where the sample shows fewer, until there are enough


def check_variety(report: Report, sample: Sample) -> None:
    """A question that draws numbers and asks for one has enough different variants."""
    seen = {list_values(problem.variant) for problem in sample.problems}
    numeric = any(kinds.kind(asked.kind).is_quantity for asked in sample.problems[0].parts.values())
    few = len(seen) < MIN_VARIANTS <= len(sample.problems)
    if report.question.draws and numeric and not report.faults and few:
        with suppress(BudgetExceeded):  # then nobody can tell
            for seed in range(len(sample.problems), MORE_SEEDS):
                seen.add(list_values(draw(report.question, seed, whole=report.budget).variant))
                if len(seen) == MIN_VARIANTS:
                    return
            report.warn(f"only {plural(len(seen), 'different variant')}")


def list_values(variant: Variant) -> tuple[str, ...]:
    """The numbers of a variant, as text."""
    return tuple(value_to_text(value) for value in variant.values.values())


def check_losses(report: Report, sample: Sample) -> None:
    """`keep` holds for at least one draw in 100, unless chance alone can explain that it seems not to.

    The count of kept draws has a standard deviation of about its root; three of them are granted.
    """
    kept = len(sample.problems) + sum(sample.statistics.by_mistake.values())
    drawn = sample.statistics.rejected + kept
    if drawn > 100 * (kept + 3 * sqrt(kept)):
        keep = [formula.text for formula in report.question.keep]
        report.fault(f"`keep` holds for fewer than one draw in 100: for {kept} in {drawn}", *keep)
