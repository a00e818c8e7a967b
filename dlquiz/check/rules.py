"""The rules of `check`, in one table.  A new rule is one function beside its kin and one row here.

A rule of problems sees each drawn variant by itself, a rule of samples all variants of a question together.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from dlquiz.check.answers import check_kinds, check_tolerances
from dlquiz.check.disclosures import check_beginnings, check_hints, check_names
from dlquiz.check.draws import check_losses, check_variety
from dlquiz.check.mistakes import check_hits, check_meetings, check_outcomes
from dlquiz.check.pictures import check_pictures
from dlquiz.check.report import Report, Sample
from dlquiz.check.texts import check_formulas, check_tests, check_texts
from dlquiz.problem import Problem


class Rule(NamedTuple):
    """What a rule finds, in a few words, and the function that reports it."""

    finds: str
    problem: Callable[[Report, Problem], None] | None = None
    sample: Callable[[Report, Sample], None] | None = None


RULES = (
    Rule("a text whose values cannot be put in", problem=check_texts),
    Rule("a formula that exports show as text", sample=check_formulas),
    Rule("a line of a text that begins with a number", sample=check_beginnings),
    Rule("a name in a step that nothing has shown", sample=check_names),
    Rule("a hint that says the answer", sample=check_hints),
    Rule("a picture that cannot be drawn", problem=check_pictures),
    Rule("a test that is not true", problem=check_tests),
    Rule("a tolerance that accepts 0", problem=check_tolerances),
    Rule("an answer whose kind changes from draw to draw", sample=check_kinds),
    Rule("fewer than 20 different variants", sample=check_variety),
    Rule("a `keep` that rejects more than 99 draws in 100", sample=check_losses),
    Rule("a mistake that often gives the right answer", sample=check_hits),
    Rule("a mistake that never changes an answer", sample=check_outcomes),
    Rule("a mistake that often gives what another gives", sample=check_meetings),
)
