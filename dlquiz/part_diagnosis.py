"""What went wrong in a part: a mistake that the bank lists, a slip that the search finds, a value on the way."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from dlquiz import kinds
from dlquiz.errors import FormulaError
from dlquiz.kinds.number import describe_precision
from dlquiz.language.arrays import hashable, is_array
from dlquiz.language.formula import Formula
from dlquiz.language.template import Template
from dlquiz.language.values import values_equal
from dlquiz.model import AnswerKey, Diagnosis, Value
from dlquiz.tutor import intermediate
from dlquiz.tutor.bounds import Bounds, check_sense, find_step_bounds
from dlquiz.tutor.chance import Surroundings
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
from dlquiz.worked.slip_search import Candidate, SlipSearch

if TYPE_CHECKING:
    from dlquiz.problem import AskedPart, Problem

MAX_TOLD = 3  # explanations that are run once more before anything is said


class PartDiagnosis:
    """What is known of the wrong answers to one part of a problem: it is found once, for whoever answers.

    `settled` names parts that were answered right: a slip that would have made one of them wrong is ruled out.
    """

    def __init__(self, problem: Problem, asked: AskedPart) -> None:
        self.problem = problem
        self.asked = asked
        self.told: dict[Hashable, Diagnosis | None] = {}  # a class makes the same mistakes

    # what does not depend on what was typed

    @cached_property
    def search(self) -> SlipSearch:
        """All slips that change the answer."""
        outcomes = [outcome for outcome in self.problem.drawn.mistake_outcomes if outcome is not None]
        listed = [outcome.mistake for outcome in outcomes if outcome.mistake.gives is None]
        entries = {part.name: part.entry.name for part in self.problem.parts.values() if part.entry is not None}
        entry = entries.pop(self.asked.name, "")
        return SlipSearch(self.problem.slip_runs, self.asked.name, entry, listed, entries)

    @cached_property
    def outcomes(self) -> list[tuple[MistakeOutcome, AnswerKey]]:
        """The listed mistakes that change the answer, each with the key that accepts its value."""
        found = []
        for outcome in self.problem.drawn.mistake_outcomes:
            if outcome is None or self.asked.name not in outcome.values:
                continue
            value = outcome.values[self.asked.name]
            if not values_equal(value, self.asked.value):
                try:
                    found.append((outcome, kinds.key_accepting(self.asked.key, value)))
                except FormulaError:
                    continue
        return found

    @cached_property
    def bounds(self) -> Bounds:
        """What the answer can be at all."""
        return Bounds() if self.asked.entry is None else find_step_bounds(self.problem.tape, self.asked.entry)

    @cached_property
    def wording(self) -> Wording:
        """What a sentence may speak of: the texts, and what the parts before this one asked for and showed."""
        parts, tape = self.problem.parts, self.problem.tape
        before = [parts[name] for name in list(parts)[: self.place + 1]]
        last = max((list(tape).index(part.entry) for part in before[:-1] if part.entry is not None), default=-1)
        shown = {entry.name for entry in list(tape)[: last + 1]} | {part.name for part in before}
        text = "\n".join([self.problem.ask, *(part.ask for part in parts.values())])
        target = self.asked.entry.name if self.asked.entry is not None else ""
        return Wording(tape, text, shown, target, describe_digits(self.asked.key))

    @property
    def place(self) -> int:
        """Which part this is, counted from 0."""
        return list(self.problem.parts).index(self.asked.name)

    # what a typed value tells

    def diagnose(self, value: Value, settled: frozenset[str] = frozenset()) -> Diagnosis | None:
        """What went wrong: a mistake that the bank lists, else the likeliest slip, else None."""
        key = type(value), hashable(value), settled
        if key not in self.told:
            self.told[key] = self.find_fault(value, settled)
        return self.told[key]

    def find_fault(self, value: Value, settled: frozenset[str]) -> Diagnosis | None:
        """What went wrong, with what the value cannot be at all."""
        listed = self.diagnose_listed(value, settled)
        if listed is not None:
            return listed
        found = self.diagnose_slip(value, settled)
        entry = self.asked.entry
        sense = check_sense(entry, self.bounds, value) if entry is not None else ""
        if found is None and sense:
            return Diagnosis(entry.name if entry else self.asked.name, "sense", None, value, sense)
        return replace(found, says=f"{sense} {found.says}".strip()) if found is not None else None

    def diagnose_slip(self, value: Value, settled: frozenset[str] = frozenset()) -> Diagnosis | None:
        """A likely slip, else a value on the way that was typed as the answer, else a less likely slip."""
        explanations = self.explain(value, settled)
        if not explanations or explanations[0].score < LIKELY:
            entry = self.find_intermediate(value)
            if entry is not None and self.asked.entry is not None:
                return write_intermediate(self.problem.tape, entry, self.asked.entry, self.wording)
        return write_diagnosis(explanations, self.wording, self.problem.render) if explanations else None

    def find_intermediate(self, value: Value) -> Entry | None:
        """The entry on the way whose value was typed as the answer; None where there is none."""
        asked = self.asked
        if asked.entry is None or not kinds.kind(asked.kind).searches_slips(asked.key):
            return None
        later = [part.entry for part in list(self.problem.parts.values())[self.place + 1 :]]
        return intermediate.find_intermediate(
            self.problem.tape,
            asked.entry,
            value,
            asked.key,
            lambda other: self.problem.is_right_for(other, asked, value),
            {entry.name for entry in later if entry is not None},
        )

    def diagnose_listed(self, value: Value, settled: frozenset[str] = frozenset()) -> Diagnosis | None:
        """What the bank says of the typed value, within its rounding; None where no listed mistake ends in it.

        Where two end in it both speak, but among the few values of a choice or a yes-no neither.
        """
        open_outcomes = [(outcome, key) for outcome, key in self.outcomes if settled.isdisjoint(outcome.values)]
        found = [outcome for outcome, key in open_outcomes if accepts(key, value)]
        if not found or (kinds.kind(self.asked.kind).few_values and len(found) > 1):
            return None
        says = list(dict.fromkeys(self.problem.render(outcome.mistake.says) for outcome in found))
        return replace(self.write_listed(found[0]), says=" Or: ".join(says[:MAX_TOLD]))

    def write_listed(self, outcome: MistakeOutcome) -> Diagnosis:
        """A listed mistake as a diagnosis, at the first step whose value it changes."""
        says = self.problem.render(outcome.mistake.says)
        if outcome.departure is not None:
            name, value = outcome.departure
            return Diagnosis(name, "listed", self.problem.tape.scope.get(name), value, says)
        asked = self.asked
        step = asked.entry.name if asked.entry is not None else asked.name
        return Diagnosis(step, "listed", asked.value, outcome.values[asked.name], says)

    def explain(self, value: Value, settled: frozenset[str] = frozenset()) -> list[Explanation]:
        """The slips that end in a wrong value, likeliest first, found without the bank's help.

        Single slips are searched first; only where none fits, slips on top of a listed mistake.
        """
        kind = kinds.kind(self.asked.kind)
        if not kind.searches_slips(self.asked.key):
            return []

        def accepts(other: Value) -> bool:
            return self.problem.is_right_for(other, self.asked, value)

        candidates = [one for one in self.search.candidates if settled.isdisjoint(one.changed_answers)]
        if kind.few_values:  # options made from these very slips
            return rank_explanations([candidate for candidate in candidates if accepts(candidate.value)])
        around = Surroundings(value, self.asked.key)
        hits = select_hits(candidates, around, accepts)
        if not hits:
            pairs = [candidate for candidate in self.search.pairs if settled.isdisjoint(candidate.changed_answers)]
            candidates, hits = candidates + pairs, select_hits(pairs, around, accepts)
        ranked = explain_hits([hit for hit in hits if self.can_be_made(hit)], candidates, around)
        return [explanation for explanation in ranked[:MAX_TOLD] if self.search.describes(explanation.candidate)]

    def can_be_made(self, candidate: Candidate) -> bool:
        """Whether a learner can know the formulas that a slip edits: no draw in them is kept from who is asked."""
        steps = [entry for entry in self.problem.tape if {entry.name, entry.step.rule} & candidate.targets]
        return all(self.untold_draws.isdisjoint(entry.step.formula.names) for entry in steps)

    @cached_property
    def untold_draws(self) -> frozenset[str]:
        """The draws that neither a text nor the picture tells, where a picture has to be read; else none."""
        question = self.problem.question
        if all(picture.of != "question" for picture in question.pictures):
            return frozenset()
        texts = [question.ask, *(part.ask for part in question.parts if part.ask is not None)]
        told = {name for text in texts for name in text.names}
        pictures = (picture.keys for picture in question.pictures if picture.of == "question")
        told.update(name for keys in pictures for name in list_names(keys))
        for name, formula in reversed(question.lets):
            if name in told and is_list_or_text(self.problem.tape.scope[name]):
                told |= formula.names
        return frozenset(draw.name for draw in question.draws) - told


def is_list_or_text(value: Value) -> bool:
    """Whether a value is put together from others that can be read in it."""
    return isinstance(value, (str, tuple)) or is_array(value)


def list_names(given: object) -> Iterator[str]:
    """The names in the formulas and texts of a picture."""
    if isinstance(given, (Formula, Template)):
        yield from given.names
    elif isinstance(given, Mapping):
        yield from (name for item in given.values() for name in list_names(item))
    elif isinstance(given, (tuple, list)):
        yield from (name for item in given for name in list_names(item))


def describe_digits(key: AnswerKey) -> str:
    """How many digits are asked for, in words; empty where a tolerance says how exact an answer must be."""
    asked = key.rel is None and key.abs is None and (key.significant or key.decimals)
    return describe_precision(key) if asked else ""


def accepts(key: AnswerKey, value: Value) -> bool:
    """Whether a key takes a typed value, which may be of another kind, for right."""
    try:
        return kinds.is_right(key, value)
    except FormulaError:
        return False
