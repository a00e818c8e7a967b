"""Which slip explains a wrong answer: those that end in it, ranked; none where chance explains as much."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dlquiz.language.template import Template
from dlquiz.model import Diagnosis, Value
from dlquiz.tutor.chance import Surroundings
from dlquiz.tutor.sentences import Wording, lower_first
from dlquiz.worked.misconceptions import EXCHANGED, FACTOR_TOO_MANY, TERM_TOO_MANY
from dlquiz.worked.slip_search import Candidate

MAX_CHANCE_MATCHES = 0.2  # expected matches by chance above which nothing is said of a slip with the score 1
PAIR_FACTOR = 0.25  # how likely a slip together with a listed mistake is, against the slip alone
SEVERAL_FACTOR = 0.75  # how likely the same slip in several steps is, against the slip in one
LIKELY = 0.8  # the score from which a slip is told before a value on the way
CLEAR_LEAD = 1.25  # how much likelier the first explanation must be for the second to stay unsaid


@dataclass(frozen=True, slots=True)
class Explanation:
    """A candidate that ends in the typed value, and how likely it is."""

    candidate: Candidate
    score: float


def select_hits(
    candidates: Sequence[Candidate], around: Surroundings, accepts: Callable[[Value], bool]
) -> list[Candidate]:
    """The candidates that end in the typed value.

    `accepts(value)` judges the typed value with `value` as the right answer, within its rounding.
    """
    return [candidate for candidate in candidates if around.may_accept(candidate.floats) and accepts(candidate.value)]


def explain_hits(hits: Sequence[Candidate], candidates: Sequence[Candidate], around: Surroundings) -> list[Explanation]:
    """The hits ranked, without those that chance explains as well.

    That is judged against the candidates that are at least as likely: a common slip is believed where the catalogue as
    a whole would meet any number, and a rare one less than that.
    """
    chances = {
        least: around.count_by_chance(one.floats for one in candidates if score(one) >= least)
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
        says += f" {wording.write_alternative(other)}"
    return Diagnosis(first.step, first.kind.name, first.expected, first.got, says)


def list_told(explanations: Sequence[Explanation]) -> Sequence[Explanation]:
    """The likeliest explanation, and the second where it is about as likely."""
    if len(explanations) < 2 or explanations[0].candidate.besides is not None:
        return explanations[:1]
    return explanations[: 1 if explanations[0].score >= CLEAR_LEAD * explanations[1].score else 2]
