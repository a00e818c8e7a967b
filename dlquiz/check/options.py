"""Rules about options and items that tell the answer by their look: their length, their number, their order."""

from __future__ import annotations

import re
from itertools import pairwise

from dlquiz.check.report import Report, Sample
from dlquiz.errors import FormulaError
from dlquiz.language.numbers import NUMBERS
from dlquiz.model import AnswerKey

NUMBERS_IN = re.compile(r"\d+(?:\.\d+)?")  # of an option that says the same of other numbers
MIN_PROBLEMS = 20  # variants from which a habit can be told
LONGER = 1.8  # how many times the longest wrong option the right one must be, where nothing varies
ALWAYS_LONGER = 1.15  # and where it is so in every variant
MIN_LENGTH = 25  # characters; of shorter options nobody compares the length
MAX_SORTED = 2  # draws that may be out of order


def check_lengths(report: Report, sample: Sample) -> None:
    """Warn of a right option that is always clearly the longest."""
    for part in report.question.parts:
        keys = [problem.parts[part.name].key for problem in sample.problems]
        many = len(keys) >= MIN_PROBLEMS and len({frozenset(key.options) for key in keys}) > 1
        if keys and all(stands_out(key, ALWAYS_LONGER if many else LONGER) for key in keys):
            report.warn("the right option is always the longest, which tells it; make a wrong one as long")


def stands_out(key: AnswerKey, factor: float) -> bool:
    """Whether the only right option of some is longer than any other by this factor."""
    if len(key.right) != 1 or len(key.options) < 3 or key.quantity is not None:
        return False
    lengths = [len(option) for option in key.options]
    right = lengths[key.right[0]]
    others = [length for at, length in enumerate(lengths) if at != key.right[0]]
    return right >= MIN_LENGTH and right > factor * max(others)


def check_counts(report: Report, sample: Sample) -> None:
    """Warn where which options apply is drawn, and always as many do; or one does in some draws, several in others."""
    if len(sample.problems) < MIN_PROBLEMS:
        return
    for part in report.question.parts:
        keys = [problem.parts[part.name].key for problem in sample.problems]
        rights = {frozenset(NUMBERS_IN.sub("#", key.options[at]) for at in key.right) for key in keys}
        counts = {len(key.right) for key in keys}
        if 1 in counts and len(counts) > 1:
            report.warn("one option applies in some draws and several in others, and how to answer tells which")
        elif len(rights) > 2 and counts.isdisjoint({0, 1}) and len(counts) == 1:
            report.warn(f"always {counts.pop()} options apply, whatever is drawn, which tells their number")


def check_sorting(report: Report, sample: Sample) -> None:
    """Warn of numbers to be ordered that are always simply sorted."""
    for part in report.question.parts:
        keys = [problem.parts[part.name].key for problem in sample.problems]
        if len(keys) > MAX_SORTED and (all(map(is_rising, keys)) or all(is_rising(key, -1) for key in keys)):
            report.warn("the right order is that of the numbers in the items, so it can be told without the question")


def is_rising(key: AnswerKey, sign: int = 1) -> bool:
    """Whether the items of an order are numbers that rise, or with `sign` -1 fall."""
    from dlquiz.language.formula import Formula

    try:
        numbers = [Formula(key.items[at].replace(",", "").strip(" $")).value({}) for at in key.order]
    except FormulaError:
        return False
    if len(numbers) < 3 or any(type(number) not in NUMBERS for number in numbers):
        return False
    return all(sign * (after - before) > 0 for before, after in pairwise(numbers))
