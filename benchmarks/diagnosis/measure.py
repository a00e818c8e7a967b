"""Plant slips, type their numbers as a learner would, and count how often the search names the right step.

`python -m benchmarks.diagnosis` prints the figures; the campaign in tests/proof holds them.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from pathlib import Path
from statistics import quantiles

from benchmarks.diagnosis.methods import METHODS, versions
from dlquiz import kinds, problem
from dlquiz.errors import FormulaError
from dlquiz.language import numbers
from dlquiz.language.arrays import Array
from dlquiz.language.formula import Formula
from dlquiz.language.functions import same
from dlquiz.language.template import Template
from dlquiz.language.write.digits import number_to_literal, number_to_text
from dlquiz.language.write.values import value_to_text
from dlquiz.model import AnswerKey, Mistake, Question, Value
from dlquiz.problem import AskedPart, Problem
from dlquiz.streams import Stream
from dlquiz.worked import StepEdit, Tape
from dlquiz.worked.answer_keys import compute_answer
from dlquiz.worked.misconceptions import get_rule_tree
from dlquiz.worked.slip_search import find_departure, list_slips

ENTRIES = 3  # a counted question has so many entries or more …
VALUES = 100  # … and more different answers than this
SAMPLE = 250  # variants from which that is told


@dataclass
class Tally:
    """How often of how many."""

    hits: int = 0
    second: int = 0  # named second
    silent: int = 0
    total: int = 0
    misses: list[str] = field(default_factory=list)

    @property
    def first(self) -> float:
        """The share named first."""
        return self.hits / max(1, self.total)

    @property
    def among_two(self) -> float:
        """The share named among the first two."""
        return (self.hits + self.second) / max(1, self.total)

    def add(self, other: Tally) -> None:
        """The trials of one more question."""
        self.hits += other.hits
        self.second += other.second
        self.silent += other.silent
        self.total += other.total
        self.misses += other.misses

    def count(self, place: int | None, what: str) -> None:
        """One trial: the place at which the right step was named."""
        self.total += 1
        if place == 0:
            self.hits += 1
        elif place == 1:
            self.second += 1
        else:
            self.silent += place is None
            self.misses.append(what)


@dataclass(frozen=True)
class Planted:
    """A wrong run: what was done, the step where it parts, and the number in which it ends."""

    what: str
    step: str
    value: Value


def asked_last(made: Problem) -> AskedPart | None:
    """The last part whose wrong values can be searched."""
    parts = [asked for asked in made.parts.values() if kinds.kind(asked.kind).searches_slips(asked.key)]
    return parts[-1] if parts else None


def counted(question: Question) -> bool:
    """Whether a question is one on which the search is counted."""
    made = [problem.make_problem(question, seed) for seed in range(3)]
    if max(len(p.tape) for p in made) < ENTRIES or asked_last(made[0]) is None:
        return False
    values = {
        value_to_text(last.value) for s in range(SAMPLE) if (last := asked_last(problem.make_problem(question, s)))
    }
    return len(values) > VALUES


def plantings(made: Problem, asked: AskedPart, stream: Stream, outside: bool) -> Planted | None:
    """One slip from the catalogue, or one wrong method from outside, that makes the answer wrong."""
    slips = list(outside_slips(made.tape) if outside else catalogue_slips(made.tape))
    for what, slip in stream.shuffled(slips)[:40]:
        run = made.tape.replay(edits=slip)
        found = None if run is None else planted(made, asked, what, run)
        if found is not None:
            return found
    return None


def catalogue_slips(tape: Tape) -> Iterator[tuple[str, tuple[StepEdit, ...]]]:
    """The slips of the catalogue."""
    return ((kind.name, step_edits) for kind, _, step_edits in list_slips(tape))


def outside_slips(tape: Tape) -> Iterator[tuple[str, tuple[StepEdit, ...]]]:
    """The wrong methods at every step or rule where they fit."""
    seen = set()
    for entry in tape:
        target = entry.step.rule or entry.name
        if target in seen:
            continue
        seen.add(target)
        node = get_rule_tree(entry.step.formula)
        for method in METHODS:
            for changed in versions(method, node):
                yield method.name, (StepEdit(target, (), lambda _, changed=changed: changed),)


def planted(made: Problem, asked: AskedPart, what: str, run: Tape) -> Planted | None:
    """A wrong run, if it ends in a number that is wrong and can be typed."""
    part = next(p for p in made.question.parts if p.name == asked.name)
    try:
        value = compute_answer(part, run)
        text = typed(value, asked.key)
    except FormulaError:
        return None
    parting = find_departure(made.tape, run)
    if text is None or parting is None or made.check(text, asked.name).verdict != "wrong":
        return None
    return Planted(f"{made.id} {asked.name}: {what} at {parting.name}", parting.name, value)


def typed(value: Value, wanted: AnswerKey) -> str | None:
    """A value as a learner types it, with the asked rounding; None where it has no such form."""
    if isinstance(value, Array):
        if not isinstance(wanted.value, Array) or value.shape != wanted.value.shape:
            return None
        items = [typed(item, wanted) for item in value.items]
        if any(item is None for item in items):
            return None
        return listed(Array(range(len(items)), value.shape), [str(item) for item in items])
    if type(value) not in numbers.NUMBERS or (wanted.kind == "integer" and numbers.digits12(value).denominator != 1):
        return None
    if abs(value) > 10**12:
        return None
    if isinstance(value, int):
        return str(int(value))
    if wanted.significant is not None:
        return number_to_text(value, wanted.significant)
    places = wanted.decimals if wanted.decimals is not None else 6
    return number_to_literal(Fraction(numbers.round_number(value, places)))


def listed(shape: Array, items: list[str]) -> str:
    """Texts as a nested list."""
    rows = [listed(row, items) if isinstance(row, Array) else items[int(row)] for row in shape]
    return f"[{', '.join(rows)}]"


def named_at(made: Problem, asked: AskedPart, found: Planted) -> int | None:
    """At which place the search names the planted step; a slip of equal value shares the credit."""
    text = typed(found.value, asked.key)
    reading = kinds.judge(asked.key, text or "")
    ranked = made.explain(asked, reading.value)
    for place, explanation in enumerate(ranked):
        if explanation.candidate.step == found.step or same(explanation.candidate.value, found.value):
            return place
    return len(ranked) + 2 if ranked else None


@dataclass
class Figures:
    """What one question, or all of them, showed."""

    catalogue: Tally = field(default_factory=Tally)
    outside: Tally = field(default_factory=Tally)
    listed: Tally = field(default_factory=Tally)
    unseen: Tally = field(default_factory=Tally)
    others: Tally = field(default_factory=Tally)  # right answers of other variants: a hit is a false alarm
    uniform: Tally = field(default_factory=Tally)  # numbers by chance: a hit is a false alarm
    clock: list[tuple[int, float]] = field(default_factory=list)  # entries and milliseconds of a search
    counted: int = 0

    def add(self, other: Figures) -> None:
        """The figures of one more question."""
        for name in ("catalogue", "outside", "listed", "unseen", "others", "uniform"):
            getattr(self, name).add(getattr(other, name))
        self.clock += other.clock
        self.counted += other.counted


def measured(question: Question, seeds: int) -> Figures:
    """All trials of one question; where it is not counted, only how long the search takes."""
    figures = Figures()
    problems = [problem.make_problem(question, seed) for seed in range(seeds)]
    for made, other in zip(problems, [*problems[1:], problems[0]], strict=True):
        asked, there = asked_last(made), asked_last(other)
        if asked is not None and there is not None:
            figures.clock.append((len(made.tape), milliseconds(made, asked, there.value)))
    if not counted(question):
        return figures
    figures.counted = 1
    for made, other in zip(problems, [*problems[1:], problems[0]], strict=True):
        asked, there = asked_last(made), asked_last(other)
        if asked is None or there is None:
            continue
        try_planted(made, asked, figures)
        try_listed(made, figures.listed)
        try_unseen(made, figures.unseen)
        try_number(made, asked, there.value, figures.others)
    try_uniform(problems, figures.uniform)
    return figures


def milliseconds(made: Problem, asked: AskedPart, value: Value) -> float:
    """Processor time of the first search on a variant, for a number that mostly no slip explains: all are tried."""
    started = time.process_time()
    made.explain(asked, value)
    return 1000 * (time.process_time() - started)


def try_planted(made: Problem, asked: AskedPart, figures: Figures) -> None:
    """One slip of the catalogue and one wrong method from outside, in turn by seed."""
    outside = made.seed % 2 == 1
    found = plantings(made, asked, Stream("planted", made.seed, made.question.id), outside)
    if found is not None:
        tally = figures.outside if outside else figures.catalogue
        tally.count(named_at(made, asked, found), found.what)


def try_listed(made: Problem, tally: Tally) -> None:
    """The bank's own mistakes at their steps, their listing hidden from the search."""
    for asked in made.parts.values():
        if not kinds.kind(asked.kind).searches_slips(asked.key):
            continue
        for land in made.drawn.mistake_outcomes:
            if land is None or land.tape is None or asked.name not in land.values:
                continue
            says = " ".join(land.mistake.says.text.split())[:60]
            found = planted(made, asked, says, land.tape)
            if found is not None:
                tally.count(named_at(made, asked, found), found.what)


@cache
def unseen() -> dict[str, list[Mistake]]:
    """Wrong methods by question, written by somebody who knew the steps of the solutions, but not the search.

    Whoever mends the catalogue by what is missed here must have other ones written.
    """
    made: dict[str, list[Mistake]] = {}
    for plain in json.loads((Path(__file__).parent / "unseen.json").read_text(encoding="utf-8")):
        instead = tuple((name, Formula(text)) for name, text in plain["instead"].items())
        made.setdefault(plain["id"], []).append(Mistake(Template(plain["says"]), instead))
    return made


def try_unseen(made: Problem, tally: Tally) -> None:
    """The wrong methods of somebody who had not seen the search, in the last part that they change."""
    for mistake in unseen().get(made.question.id, []):
        run = made.tape.run_with_mistake(mistake)
        if run is None:
            continue
        for asked in reversed(made.parts.values()):
            searched = kinds.kind(asked.kind).searches_slips(asked.key)
            found = planted(made, asked, mistake.says.text, run) if searched else None
            if found is not None:
                tally.count(named_at(made, asked, found), found.what)
                break


def try_number(made: Problem, asked: AskedPart, value: Value, tally: Tally) -> None:
    """A number that no slip made: a hit where it is explained all the same."""
    text = typed(value, asked.key)
    if text is None or made.check(text, asked.name).verdict != "wrong":
        return
    fired = bool(made.explain(asked, kinds.judge(asked.key, text).value))
    tally.count(0 if fired else None, f"{made.id}: {text}")


def try_uniform(problems: list[Problem], tally: Tally) -> None:
    """Uniform numbers between the least and the greatest answer, with the asked decimals."""
    asked = [asked_last(made) for made in problems]
    values = [one.value for one in asked if one is not None and type(one.value) in numbers.NUMBERS]
    if not values:
        return
    low, high = numbers.digits12(min(values)), numbers.digits12(max(values))
    for made, one in zip(problems, asked, strict=True):
        share = Fraction(Stream("uniform", made.seed, made.question.id).below(10**9), 10**9)
        number = low + (high - low) * share
        if one is not None:
            try_number(made, one, int(number) if one.kind == "integer" else number, tally)


def percentile95(values: list[float]) -> float:
    """The 95th percentile."""
    return quantiles(values, n=20)[-1] if len(values) > 1 else (values or [0.0])[0]
