"""Which slip explains a wrong answer: those that end in it, ranked; none where chance explains as much."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from dlquiz import kinds
from dlquiz.language import numbers
from dlquiz.language.arrays import is_array
from dlquiz.language.template import Template
from dlquiz.model import AnswerKey, Diagnosis, Value
from dlquiz.tutor.sentences import Wording
from dlquiz.worked.misconceptions import EXCHANGED
from dlquiz.worked.slip_search import Candidate

MAX_CHANCE_MATCHES = 0.12  # expected matches by chance above which nothing is said
PAIR_FACTOR = 0.5  # how likely a slip together with a listed mistake is, against the slip alone
SEVERAL_FACTOR = 0.75  # how likely the same slip in several steps is, against the slip in one
LIKELY = 0.8  # the score from which a slip is told before a value on the way
CLEAR_LEAD = 1.25  # how much likelier the first explanation must be for the second to stay unsaid


@dataclass(frozen=True, slots=True)
class Explanation:
    """A candidate that ends in the typed value, and how likely it is."""

    candidate: Candidate
    score: float


def select_hits(candidates: Sequence[Candidate], typed: Value, accepts: Callable[[Value], bool]) -> list[Candidate]:
    """The candidates that end in the typed value.

    `accepts(value)` judges the typed value with `value` as the right answer, within its rounding.
    """
    return [candidate for candidate in candidates if is_near(candidate.value, typed) and accepts(candidate.value)]


def explain_hits(
    hits: Sequence[Candidate], candidates: Sequence[Candidate], typed: Value, key: AnswerKey
) -> list[Explanation]:
    """The hits ranked; none where so many candidates lie around the typed value that one would hit it by chance."""
    return [] if not hits or is_by_chance(candidates, typed, key) else rank_explanations(hits)


def rank_explanations(hits: Sequence[Candidate]) -> list[Explanation]:
    """Candidates that end in one value, likeliest first, one for each step."""
    best: dict[str, Explanation] = {}
    for hit in hits:
        several = len(hit.slip) > 1 and hit.kind is not EXCHANGED
        score = hit.kind.prior * (SEVERAL_FACTOR if several else 1) * (PAIR_FACTOR if hit.besides else 1)
        if hit.step not in best or best[hit.step].score < score:
            best[hit.step] = Explanation(hit, score)
    return sorted(best.values(), key=lambda e: -e.score)


def write_diagnosis(
    explanations: Sequence[Explanation], wording: Wording, render: Callable[[Template], str]
) -> Diagnosis | None:
    """The likeliest slip in words, and the second where it is about as likely; None without explanations.

    `render` puts the numbers of the draw into the sentence of a listed mistake.
    """
    if not explanations:
        return None
    first = explanations[0].candidate
    says = wording.write_sentence(first)
    if first.besides is not None:
        says = f"{render(first.besides.says)} Besides, {lower_first(says)}"
    if first.besides is None and len(explanations) > 1 and explanations[0].score < CLEAR_LEAD * explanations[1].score:
        says += f" Or: {lower_first(wording.write_sentence(explanations[1].candidate))}"
    return Diagnosis(first.step, first.kind.name, first.expected, first.got, says)


def lower_first(sentence: str) -> str:
    """A sentence as it goes on behind other words."""
    return sentence[0].lower() + sentence[1:]


def is_near(value: Value, typed: Value) -> bool:
    """A cheap test before the exact judgement: arrays of one size, or numbers that differ by at most 6 % and 0.6."""
    if is_array(value) or is_array(typed):
        return is_array(value) and is_array(typed) and value.size == typed.size
    if type(value) not in numbers.NUMBERS or type(typed) not in numbers.NUMBERS:
        return False
    try:
        a, b = float(value), float(typed)
    except OverflowError:
        return bool(value == typed)
    return abs(a - b) <= 0.06 * max(abs(a), abs(b)) + 0.6


def is_by_chance(candidates: Sequence[Candidate], typed: Value, key: AnswerKey) -> bool:
    """Whether the candidates lie so densely around the typed value that one of them would meet it by chance."""
    return count_by_chance([candidate.value for candidate in candidates], typed, key) > MAX_CHANCE_MATCHES


def count_by_chance(values: Sequence[Value], typed: Value, key: AnswerKey) -> float:
    """How many of some values would meet the typed number by chance.

    Take n different values within `reach` of the typed number.  A number drawn uniformly from that interval, which
    is 2·reach wide, meets n·width / (2·reach) of them on average, where `width` is how wide a band the key judges as
    one number.  With 100 as the answer to a whole number, typed 97, reach 50 and 30 candidates around it, that is
    30·1/100 = 0.3: too many, so nothing is said.
    """
    if type(typed) not in numbers.NUMBERS:
        return 0.0
    right, got = float(key.value), float(typed)
    width = kinds.kind(key.kind).judged_width(key, got)
    reach = max(abs(right), abs(got), 10 * width) / 2
    ordered = sorted(float(value) for value in values if type(value) in numbers.NUMBERS)
    around = [value for value in ordered if abs(value - got) <= reach]
    different = len(around) - sum(numbers.equal(a, b) for a, b in pairwise(around))
    return different * width / (2 * reach)
