"""The rules of `check`, in one table.  A new rule is one function beside its kin and one row here.

A rule of problems sees each drawn variant by itself, a rule of samples all variants of a question together.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from dlquiz.check.answers import check_kinds, check_tolerances, check_typable, check_values
from dlquiz.check.disclosures import check_beginnings, check_hints, check_names, check_repeated_hints
from dlquiz.check.draws import check_losses, check_variety
from dlquiz.check.mistakes import check_hits, check_meetings, check_outcomes
from dlquiz.check.options import check_counts, check_lengths, check_sorting
from dlquiz.check.pictures import check_pictures
from dlquiz.check.report import Report, Sample
from dlquiz.check.texts import check_formulas, check_grammar, check_markup, check_tests, check_texts
from dlquiz.check.uses import check_dependence, check_id, check_truth_words, check_unused
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
    Rule("a hint that repeats another text", sample=check_repeated_hints),
    Rule("markup that no text shows", sample=check_markup),
    Rule("a number 1 with a noun in the plural", sample=check_grammar),
    Rule("a right option that is always the longest", sample=check_lengths),
    Rule("options of which always as many apply", sample=check_counts),
    Rule("items whose order is that of their numbers", sample=check_sorting),
    Rule("an id that is too short to be unique", sample=check_id),
    Rule("a draw from the words yes and no", sample=check_truth_words),
    Rule("a draw that nothing uses", sample=check_unused),
    Rule("a draw that is shown and has no part in any answer", sample=check_dependence),
    Rule("an answer that nobody can type", problem=check_typable),
    Rule("a formula without a value in the intervals of its letters", problem=check_values),
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
