"""What went wrong in a part: a mistake that the bank lists, a slip that the search finds, a value on the way."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dlquiz import kinds
from dlquiz.errors import FormulaError
from dlquiz.language.values import values_equal
from dlquiz.model import Diagnosis, Value
from dlquiz.tutor import intermediate
from dlquiz.tutor.bounds import check_sense
from dlquiz.tutor.diagnosis import (
    LIKELY,
    Explanation,
    explain_hits,
    rank_explanations,
    select_hits,
    write_diagnosis,
)
from dlquiz.tutor.intermediate import write_intermediate
from dlquiz.tutor.sentences import Wording
from dlquiz.worked import Entry
from dlquiz.worked.answer_keys import MistakeOutcome

if TYPE_CHECKING:
    from dlquiz.problem import AskedPart, Problem

MAX_TOLD = 3  # explanations that are run once more before anything is said


def diagnose(
    problem: Problem, asked: AskedPart, value: Value, settled: frozenset[str] = frozenset()
) -> Diagnosis | None:
    """What went wrong: a mistake that the bank lists, else the likeliest slip, else None.

    `settled` names parts that were answered right: a mistake that would have made one of them wrong is ruled out.
    """

    listed = diagnose_listed(problem, asked, value, settled)
    if listed is not None:
        return listed
    found = diagnose_slip(problem, asked, value, settled)
    sense = check_sense(problem.tape, asked.entry, value) if asked.entry is not None else ""
    if found is None and sense:
        return Diagnosis(asked.entry.name if asked.entry else asked.name, "sense", None, value, sense)
    return replace(found, says=f"{sense} {found.says}".strip()) if found is not None else None


def diagnose_slip(
    problem: Problem, asked: AskedPart, value: Value, settled: frozenset[str] = frozenset()
) -> Diagnosis | None:
    """A likely slip, else a value on the way that was typed as the answer, else a less likely slip."""

    explanations = explain(problem, asked, value, settled)
    if not explanations or explanations[0].score < LIKELY:
        entry = find_intermediate(problem, asked, value)
        if entry is not None and asked.entry is not None:
            return write_intermediate(problem.tape, entry, asked.entry, word_for(problem, asked))
    return write_diagnosis(explanations, word_for(problem, asked), problem.render) if explanations else None


def find_intermediate(problem: Problem, asked: AskedPart, value: Value) -> Entry | None:
    """The entry on the way whose value was typed as the answer; None where there is none."""

    if asked.entry is None or not kinds.kind(asked.kind).searches_slips(asked.key):
        return None
    names = list(problem.parts)
    later = [problem.parts[name].entry for name in names[names.index(asked.name) + 1 :]]
    return intermediate.find_intermediate(
        problem.tape,
        asked.entry,
        value,
        asked.key,
        lambda other: problem.is_right_for(other, asked, value),
        {entry.name for entry in later if entry is not None},
    )


def word_for(problem: Problem, asked: AskedPart) -> Wording:
    """What a sentence about a part may speak of: the texts, and what the parts before it asked for and showed."""

    names = list(problem.parts)
    before = [problem.parts[name] for name in names[: names.index(asked.name) + 1]]
    last = max((list(problem.tape).index(part.entry) for part in before[:-1] if part.entry is not None), default=-1)
    shown = {entry.name for entry in list(problem.tape)[: last + 1]} | {part.name for part in before}
    text = "\n".join([problem.ask, *(part.ask for part in problem.parts.values())])
    return Wording(problem.tape, text, shown, asked.entry.name if asked.entry is not None else "")


def diagnose_listed(
    problem: Problem, asked: AskedPart, value: Value, settled: frozenset[str] = frozenset()
) -> Diagnosis | None:
    """What the bank says of the typed value, within its rounding; None where no listed mistake ends in it.

    Where two end in it both speak, but among the few values of a choice or a yes-no neither.
    """
    outcomes = [outcome for outcome in problem.drawn.mistake_outcomes if outcome is not None]
    open_outcomes = (outcome for outcome in outcomes if settled.isdisjoint(outcome.values))
    found = [outcome for outcome in open_outcomes if matches_outcome(problem, outcome, asked, value)]
    if not found or (kinds.kind(asked.kind).few_values and len(found) > 1):
        return None
    says = list(dict.fromkeys(problem.render(outcome.mistake.says) for outcome in found))
    return replace(write_listed_diagnosis(problem, found[0], asked), says=" Or: ".join(says[:MAX_TOLD]))


def explain(
    problem: Problem, asked: AskedPart, value: Value, settled: frozenset[str] = frozenset()
) -> list[Explanation]:
    """The slips that end in a wrong value, likeliest first, found without the bank's help.

    Single slips are searched first; only where none fits, slips on top of a listed mistake.
    """
    kind = kinds.kind(asked.kind)
    if not kind.searches_slips(asked.key):
        return []

    def accepts(other: Value) -> bool:
        return problem.is_right_for(other, asked, value)

    search = problem.search_slips(asked.name)
    candidates = [candidate for candidate in search.candidates if settled.isdisjoint(candidate.changed_answers)]
    if kind.few_values:  # options made from these very slips
        return rank_explanations([candidate for candidate in candidates if accepts(candidate.value)])
    hits = select_hits(candidates, value, accepts)
    if not hits:
        candidates += [candidate for candidate in search.pairs if settled.isdisjoint(candidate.changed_answers)]
        hits = select_hits(candidates, value, accepts)
    ranked = explain_hits(hits, candidates, value, asked.key)
    return [explanation for explanation in ranked[:MAX_TOLD] if search.describes(explanation.candidate)]


def matches_outcome(problem: Problem, outcome: MistakeOutcome, asked: AskedPart, value: Value) -> bool:
    """Whether a mistake ends in the typed value."""
    if asked.name not in outcome.values or values_equal(outcome.values[asked.name], asked.value):
        return False
    try:
        return kinds.is_right(kinds.key_accepting(asked.key, outcome.values[asked.name]), value)
    except FormulaError:
        return False


def write_listed_diagnosis(problem: Problem, outcome: MistakeOutcome, asked: AskedPart) -> Diagnosis:
    """A listed mistake as a diagnosis, at the first step whose value it changes."""
    says = problem.render(outcome.mistake.says)
    if outcome.departure is not None:
        name, value = outcome.departure
        return Diagnosis(name, "listed", problem.tape.scope.get(name), value, says)
    step = asked.entry.name if asked.entry is not None else asked.name
    return Diagnosis(step, "listed", asked.value, outcome.values[asked.name], says)
