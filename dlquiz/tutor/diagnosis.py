"""Which slip explains a wrong answer: those that end in it, ranked; none where chance explains as much."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import prod
from typing import NamedTuple

from dlquiz.kinds.tolerance import judged_width
from dlquiz.language import numbers
from dlquiz.language.arrays import flatten, is_array
from dlquiz.language.template import Template
from dlquiz.model import AnswerKey, Diagnosis, Value
from dlquiz.tutor.sentences import Wording
from dlquiz.worked.misconceptions import EXCHANGED, FACTOR_TOO_MANY, TERM_TOO_MANY
from dlquiz.worked.slip_search import Candidate

MAX_CHANCE_MATCHES = 0.2  # expected matches by chance above which nothing is said of a slip with the score 1
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
    """The hits ranked, without those that chance explains as well.

    That is judged against the candidates that are at least as likely: a common slip is believed where the catalogue as
    a whole would meet any number, and a rare one less than that.
    """
    scored = [(candidate, score(candidate)) for candidate in candidates]
    chances = {
        least: count_by_chance([one.value for one, other in scored if other >= least], typed, key)
        for least in {score(hit) for hit in hits}
    }
    return rank_explanations([hit for hit in hits if chances[score(hit)] <= MAX_CHANCE_MATCHES * score(hit)])


def score(candidate: Candidate) -> float:
    """How likely a candidate is, against others that end in the same value."""
    several = len(candidate.slip) > 1 and candidate.kind is not EXCHANGED
    return candidate.kind.prior * (SEVERAL_FACTOR if several else 1) * (PAIR_FACTOR if candidate.besides else 1)


def rank_explanations(hits: Sequence[Candidate]) -> list[Explanation]:
    """Candidates that end in one value, likeliest first, one for each step."""
    best: dict[str, Explanation] = {}
    for hit in hits:
        if hit.step not in best or best[hit.step].score < score(hit):
            best[hit.step] = Explanation(hit, score(hit))
    explanations = list(best.values())
    order = {id(one): at for at, one in enumerate(explanations)}
    return sorted(explanations, key=lambda one: (-one.score, order[id(one)] * (-1 if is_surplus(one) else 1)))


def is_surplus(explanation: Explanation) -> bool:
    """Whether something was multiplied or added that does not belong there: mostly at the end."""
    return explanation.candidate.kind in (FACTOR_TOO_MANY, TERM_TOO_MANY)


def write_diagnosis(
    explanations: Sequence[Explanation], wording: Wording, render: Callable[[Template], str]
) -> Diagnosis | None:
    """The likeliest slip in words, and the second where it is about as likely; None without explanations.

    `render` puts the numbers of the draw into the sentence of a listed mistake.
    """
    if not explanations:
        return None
    first, *others = [explanation.candidate for explanation in list_told(explanations)]
    says = wording.write_sentence(first)
    if first.besides is not None:
        says = f"{render(first.besides.says)} Besides, {lower_first(says)}"
    for other in others:
        says += f" Or: {lower_first(wording.write_sentence(other))}"
    return Diagnosis(first.step, first.kind.name, first.expected, first.got, says)


def list_told(explanations: Sequence[Explanation]) -> Sequence[Explanation]:
    """The likeliest explanation, and the second where it is about as likely."""
    if len(explanations) < 2 or explanations[0].candidate.besides is not None:
        return explanations[:1]
    return explanations[: 1 if explanations[0].score >= CLEAR_LEAD * explanations[1].score else 2]


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


def count_by_chance(values: Sequence[Value], typed: Value, key: AnswerKey) -> float:
    """How many of some values would meet the typed one by chance.

    Take n different values within `reach` of the typed number.  A number drawn uniformly from that interval, which
    is 2·reach wide, meets n·width / (2·reach) of them on average, where `width` is how wide a band the key judges as
    one number.  With 100 as the answer to a whole number, typed 97, reach 50 and 30 candidates around it, that is
    30·1/100 = 0.3: too many, so nothing is said.  Of arrays, the elements that differ from the right ones count: the
    values that differ there and nowhere else, and for each such element a factor width / (2·reach).
    """
    right, got = as_row(key.value), as_row(typed)
    if right is None or got is None or len(right) != len(got):
        return 0.0
    pairs = zip(list_elements(typed), list_elements(key.value), strict=True)
    bands = [measure_band(mine, its, key) for mine, its in pairs]
    wrong = [at for at, band in enumerate(bands) if abs(got[at] - right[at]) > band.width / 2]
    around = {
        tuple(f"{row[at]:.9g}" for at in wrong)
        for row in map(as_row, values)
        if row is not None and len(row) == len(got) and lies_around(row, got, bands, wrong)
    }
    return len(around) * prod(bands[at].width / (2 * bands[at].reach) for at in wrong)


class Band(NamedTuple):
    """How wide a stretch around a number is judged as one, and how far around it candidates count."""

    width: float
    reach: float


def measure_band(typed: Value, right: Value, key: AnswerKey) -> Band:
    """The band of a number, or of an element of an array.

    Where the answer comes out even, so do most wrong ones: -2.5 and 1.4 lie on a grid of tenths, however many decimals
    are asked for.
    """
    mine, its = float(typed), float(right)
    width = max(judged_width(key, mine, right), find_grid(typed, right))
    return Band(width, max(abs(its), abs(mine), 10 * width) / 2)


def find_grid(one: Value, other: Value) -> float:
    """The decimal step of the grid on which two numbers lie; 0 where one of them does not come out even."""
    places = max(numbers.count_decimals(numbers.digits12(value)) for value in (one, other))
    return float(10.0**-places) if places < 10 else 0.0


def lies_around(row: Sequence[float], got: Sequence[float], bands: Sequence[Band], wrong: Sequence[int]) -> bool:
    """Whether a value is near the typed one in the wrong elements, and equal to it in the others."""
    distances = (bands[at].reach if at in wrong else bands[at].width / 2 for at in range(len(row)))
    return all(abs(a - b) <= most for a, b, most in zip(row, got, distances, strict=True))


def list_elements(value: Value) -> Sequence[Value]:
    """The elements of an array or a shape; of a number itself."""
    return flatten(value) if is_array(value) else value if isinstance(value, tuple) else (value,)


def as_row(value: Value) -> list[float] | None:
    """The elements of a number or array as floats; None where they are not numbers, or too large."""
    items = list_elements(value)
    if not all(type(item) in numbers.NUMBERS for item in items):
        return None
    try:
        return [float(item) for item in items]
    except OverflowError:
        return None
