"""Which slip explains a wrong answer: the candidates that end in it, ranked; silence where chance explains as much."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import prod

from dlquiz import kinds
from dlquiz.language import numbers
from dlquiz.language.arrays import Array
from dlquiz.language.functions import same
from dlquiz.language.template import Template
from dlquiz.language.write.formulas import to_prose
from dlquiz.language.write.symbols import name_to_symbol
from dlquiz.language.write.values import value_to_text
from dlquiz.model import AnswerKey, Diagnosis, Value
from dlquiz.worked.slip_search import Candidate

LUCK = 0.12  # chance matches that are still worth a word
TWICE = 0.5  # how much likelier one slip is than that and a listed mistake
CLOSE = 1.25  # how much likelier the first explanation must be, not to name the second beside it


@dataclass(frozen=True, slots=True)
class Explanation:
    """One slip that ends in the typed value; those of equal value stand or fall together."""

    candidate: Candidate
    score: float


def ending(found: Sequence[Candidate], typed: Value, matches_outcome: Callable[[Value], bool]) -> list[Candidate]:
    """The slips that end in the typed value within its rounding; `lands` judges a value in place of the right one."""
    return [candidate for candidate in found if near(candidate.value, typed) and matches_outcome(candidate.value)]


def explanations(
    hits: Sequence[Candidate], found: Sequence[Candidate], typed: Value, wanted: AnswerKey
) -> list[Explanation]:
    """The slips among all that were found which end in the typed value, likeliest first, one for each step."""
    return [] if not hits or lucky(found, typed, wanted) else ranked(hits)


def ranked(hits: Sequence[Candidate]) -> list[Explanation]:
    """Slips that end in one value, likeliest first, one for each step."""
    best: dict[str, Explanation] = {}
    for hit in hits:
        score = hit.kind.prior if hit.besides is None else TWICE * hit.kind.prior
        if hit.step not in best or best[hit.step].score < score:
            best[hit.step] = Explanation(hit, score)
    return sorted(best.values(), key=lambda e: -e.score)


def diagnosis(found: Sequence[Explanation], rendered: Callable[[Template], str]) -> Diagnosis | None:
    """The likeliest slip in words; where another step explains the number as well, that is said.

    `rendered` puts the numbers into what a bank says of its mistakes.
    """
    if not found:
        return None
    first = found[0].candidate
    says = sentence(first)
    if first.besides is not None:
        says = f"{rendered(first.besides.says)} Besides, {says}"
    elif len(found) > 1 and found[0].score < CLOSE * found[1].score:
        says += f" Or {sentence(found[1].candidate)}"
    return Diagnosis(first.step, first.kind.name, first.expected, first.got, says)


def sentence(candidate: Candidate) -> str:
    """`per_filter: you may have left out 1 (27, not 28).`  At the answer itself the values stay away."""
    piece = to_prose(candidate.piece) if candidate.piece is not None else ""
    told = candidate.kind.says.format(piece=piece.replace("~", ""))
    if candidate.besides is not None:
        return f"{name_to_symbol(candidate.slip_at)}: {told}."
    values = ""
    telling = any(same(value, candidate.value) for value in (candidate.got, candidate.expected))
    if candidate.expected is not None and not telling and small(candidate.got) and small(candidate.expected):
        values = f" ({value_to_text(candidate.got)}, not {value_to_text(candidate.expected)})"
    return f"{name_to_symbol(candidate.step)}: {told}{values}."


def small(value: Value) -> bool:
    """Whether a value fits into a sentence."""
    return not isinstance(value, Array) or prod(value.shape) <= 6


def near(value: Value, typed: Value) -> bool:
    """A quick look before the exact judgement: same shape, and not far off."""
    if isinstance(value, Array) or isinstance(typed, Array):
        return isinstance(value, Array) and isinstance(typed, Array) and len(value.items) == len(typed.items)
    if type(value) not in numbers.NUMBERS or type(typed) not in numbers.NUMBERS:
        return False
    try:
        a, b = float(value), float(typed)
    except OverflowError:
        return bool(value == typed)
    return abs(a - b) <= 0.06 * max(abs(a), abs(b)) + 0.6


def lucky(found: Sequence[Candidate], typed: Value, wanted: AnswerKey) -> bool:
    """Whether so many slips end near the typed number that one of them would meet it by chance."""
    if type(typed) not in numbers.NUMBERS:
        return False
    right, got = float(wanted.value), float(typed)
    width = kinds.kind(wanted.kind).judged_width(wanted, got)
    reach = max(abs(right), abs(got), 10 * width) / 2
    values = sorted(float(c.value) for c in found if type(c.value) in numbers.NUMBERS)
    around = [value for value in values if abs(value - got) <= reach]
    different = len(around) - sum(numbers.equal(a, b) for a, b in pairwise(around))
    return different * width > LUCK * 2 * reach
