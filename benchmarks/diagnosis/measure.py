"""Plant slips, type their numbers as a learner would, and count how often the search names the right step.

`python -m benchmarks.diagnosis` prints the figures; the campaign in tests/proof holds them.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from pathlib import Path
from statistics import quantiles

from benchmarks.diagnosis.methods import METHODS, apply_method
from dlquiz import kinds, problem
from dlquiz.errors import FormulaError
from dlquiz.language import numbers
from dlquiz.language.arrays import flatten, is_array, make_array
from dlquiz.language.formula import Formula
from dlquiz.language.template import Template
from dlquiz.language.values import list_elements, values_equal
from dlquiz.language.write.digits import number_to_literal, number_to_text
from dlquiz.language.write.values import value_to_text
from dlquiz.model import AnswerKey, Mistake, Question, Value
from dlquiz.problem import AskedPart, Problem
from dlquiz.streams import Stream
from dlquiz.tutor.chance import Surroundings
from dlquiz.tutor.diagnosis import select_hits
from dlquiz.worked import StepEdit, Tape, find_departure
from dlquiz.worked.answer_keys import compute_answer
from dlquiz.worked.misconceptions import get_rule_tree
from dlquiz.worked.slip_trials import list_slips, make_step_edits

MIN_ENTRIES = 3  # a counted question has so many entries or more …
MIN_VALUES = 100  # … and more different answers than this
SAMPLED_SEEDS = 250  # variants from which that is told


@dataclass
class Tally:
    """How many trials named the right step, and at which place."""

    hits: int = 0
    second: int = 0  # named second
    silent: int = 0
    by_chance: int = 0  # of the silent ones, those that a slip ends in, but chance would meet as well
    total: int = 0
    misses: list[str] = field(default_factory=list)

    @property
    def first(self) -> float:
        """The share named first."""
        return self.hits / max(1, self.total)

    @property
    def found(self) -> float:
        """The share named first, or left alone only since chance would meet it as well."""
        return (self.hits + self.by_chance) / max(1, self.total)

    @property
    def said(self) -> float:
        """Of those about which something is said, the share named first."""
        return self.hits / max(1, self.total - self.silent)

    @property
    def among_two(self) -> float:
        """The share named among the first two."""
        return (self.hits + self.second) / max(1, self.total)

    def add(self, other: Tally) -> None:
        """Add the trials of another question."""
        self.hits += other.hits
        self.second += other.second
        self.silent += other.silent
        self.by_chance += other.by_chance
        self.total += other.total
        self.misses += other.misses

    def count(self, place: int | None, what: str) -> None:
        """Count a trial by the place at which the right step was named; None where nothing was."""
        self.total += 1
        if place == 0:
            self.hits += 1
        elif place == 1:
            self.second += 1
        else:
            self.silent += place is None
            self.misses.append(what)


@dataclass(frozen=True)
class PlantedSlip:
    """A planted slip: what was done, the first step that it changes, and the answer in which it ends."""

    what: str
    step: str
    value: Value


def find_searched_part(made: Problem) -> AskedPart | None:
    """The last part whose wrong values can be searched."""
    parts = [asked for asked in made.parts.values() if kinds.kind(asked.kind).searches_slips(asked.key)]
    return parts[-1] if parts else None


def is_counted(question: Question) -> bool:
    """Whether the trials of a question count: it has enough entries and enough different answers."""
    made = [problem.make_problem(question, seed) for seed in range(3)]
    if max(len(p.tape) for p in made) < MIN_ENTRIES or find_searched_part(made[0]) is None:
        return False
    values = {
        value_to_text(last.value)
        for s in range(SAMPLED_SEEDS)
        if (last := find_searched_part(problem.make_problem(question, s)))
    }
    return len(values) > MIN_VALUES


def plant_slip(made: Problem, asked: AskedPart, stream: Stream, outside: bool) -> PlantedSlip | None:
    """One slip of the catalogue, or one wrong method from outside, that makes the answer wrong."""
    slips = list(list_outside_slips(made.tape) if outside else list_catalogue_slips(made.tape))
    for what, slip in stream.shuffle(slips)[:40]:
        run = made.tape.replay(edits=slip)
        found = None if run is None else plant_run(made, asked, what, run)
        if found is not None:
            return found
    return None


def list_catalogue_slips(tape: Tape) -> Iterator[tuple[str, tuple[StepEdit, ...]]]:
    """The slips that the catalogue knows for a tape, by name."""
    return ((slip[0].change.kind.name, tuple(make_step_edits(slip))) for slip in list_slips(tape))


def list_outside_slips(tape: Tape) -> Iterator[tuple[str, tuple[StepEdit, ...]]]:
    """The wrong methods at every step and rule where they fit, by name."""
    seen = set()
    for entry in tape:
        target = entry.step.rule or entry.name
        if target in seen:
            continue
        seen.add(target)
        node = get_rule_tree(entry.step.formula)
        for method in METHODS:
            for changed in apply_method(method, node):
                yield method.name, (StepEdit(target, (), lambda _, changed=changed: changed),)


def plant_run(made: Problem, asked: AskedPart, what: str, run: Tape) -> PlantedSlip | None:
    """The planted slip of a wrong run; None where its answer is right or cannot be typed."""
    part = next(p for p in made.question.parts if p.name == asked.name)
    try:
        value = compute_answer(part, run)
        text = write_typed(value, asked.key)
    except FormulaError:
        return None
    departure = find_departure(made.tape, run)
    if text is None or departure is None or made.check(text, asked.name).verdict != "wrong":
        return None
    return PlantedSlip(f"{made.id} {asked.name}: {what} at {departure.name}", departure.name, value)


def write_typed(value: Value, key: AnswerKey) -> str | None:
    """A value as a learner types it, with the asked rounding; None where it cannot be typed."""
    if is_array(value):
        if not is_array(key.value) or value.shape != key.value.shape:
            return None
        items = [write_typed(item, key) for item in flatten(value)]
        return None if None in items else write_nested([str(item) for item in items], value.shape)
    if isinstance(value, tuple):
        items = [write_typed(item, key) for item in value]
        return None if None in items else f"({', '.join(map(str, items))})"
    if type(value) not in numbers.NUMBERS or (key.kind == "integer" and numbers.digits12(value).denominator != 1):
        return None
    if abs(value) > 10**12:
        return None
    if isinstance(value, int):
        return str(int(value))
    if key.significant is not None:
        return number_to_text(value, key.significant)
    places = key.decimals if key.decimals is not None else 6
    return number_to_literal(Fraction(numbers.round_number(value, places)))


def write_nested(items: Sequence[str], shape: tuple[int, ...]) -> str:
    """The texts of the elements of an array, row by row, as a nested list."""
    if not shape:
        return items[0]
    size = len(items) // shape[0] if shape[0] else 0
    rows = (write_nested(items[i * size : (i + 1) * size], shape[1:]) for i in range(shape[0]))
    return f"[{', '.join(rows)}]"


def rank_of_step(made: Problem, asked: AskedPart, found: PlantedSlip) -> int | None:
    """The place at which the search names the planted step; None where it names nothing.

    A slip that ends in the same value counts as the planted one: no search can tell them apart.
    """
    text = write_typed(found.value, asked.key)
    reading = kinds.judge(asked.key, text or "")
    ranked = made.explain(asked, reading.value)
    for place, explanation in enumerate(ranked):
        if explanation.candidate.step == found.step or values_equal(explanation.candidate.value, found.value):
            return place
    return len(ranked) + 2 if ranked else None


@dataclass
class Figures:
    """The figures of one question or of all."""

    catalogue: Tally = field(default_factory=Tally)
    outside: Tally = field(default_factory=Tally)
    listed: Tally = field(default_factory=Tally)
    unseen: Tally = field(default_factory=Tally)
    others: Tally = field(default_factory=Tally)  # right answers of other variants: a hit is a false alarm
    uniform: Tally = field(default_factory=Tally)  # numbers by chance: a hit is a false alarm
    replaced: Tally = field(default_factory=Tally)  # right arrays with one entry by chance: a hit is a false alarm
    clock: list[tuple[int, float]] = field(default_factory=list)  # entries and milliseconds of a search
    counted: int = 0

    def add(self, other: Figures) -> None:
        """Add the figures of another question."""
        for name in ("catalogue", "outside", "listed", "unseen", "others", "uniform", "replaced"):
            getattr(self, name).add(getattr(other, name))
        self.clock += other.clock
        self.counted += other.counted


def measure_question(question: Question, seeds: int) -> Figures:
    """The figures of one question; where it does not count, only how long its searches take."""
    figures = Figures()
    problems = [problem.make_problem(question, seed) for seed in range(seeds)]
    for made, other in zip(problems, [*problems[1:], problems[0]], strict=True):
        asked, there = find_searched_part(made), find_searched_part(other)
        if asked is not None and there is not None:
            figures.clock.append((len(made.tape), time_search(made, asked, there.value)))
    if not is_counted(question):
        return figures
    figures.counted = 1
    for made, other in zip(problems, [*problems[1:], problems[0]], strict=True):
        asked, there = find_searched_part(made), find_searched_part(other)
        if asked is None or there is None:
            continue
        try_planted(made, asked, figures)
        try_listed(made, figures.listed)
        try_unseen(made, figures.unseen)
        try_number(made, asked, there.value, figures.others)
        try_replaced(made, asked, figures.replaced)
    try_uniform(problems, figures.uniform)
    return figures


def try_replaced(made: Problem, asked: AskedPart, tally: Tally) -> None:
    """A right array, or shape, of which one entry is replaced by a number of the same size, drawn uniformly."""
    items = list_elements(asked.value)
    if len(items) < 2 or not all(type(item) in numbers.NUMBERS for item in items):
        return
    stream = Stream("replaced", made.seed, made.question.id)
    at, share = stream.draw_below(len(items)), Fraction(stream.draw_below(10**6), 10**6)
    low, high = numbers.digits12(min(items)), numbers.digits12(max(items))
    number = low + (high - low + max(abs(high), 1) / 2) * share
    new = [int(number) if type(item) is int else number for item in items[at : at + 1]]
    several = [*items[:at], *new, *items[at + 1 :]]
    value = make_array(several, asked.value.shape) if is_array(asked.value) else tuple(several)
    try_number(made, asked, value, tally)


def time_search(made: Problem, asked: AskedPart, value: Value) -> float:
    """Milliseconds of processor time of a first search, for a number that no slip explains, so that all are tried."""
    started = time.process_time()
    made.explain(asked, value)
    return 1000 * (time.process_time() - started)


def try_planted(made: Problem, asked: AskedPart, figures: Figures) -> None:
    """A slip of the catalogue for even seeds, a wrong method from outside for odd ones."""
    outside = made.seed % 2 == 1
    found = plant_slip(made, asked, Stream("planted", made.seed, made.question.id), outside)
    if found is not None:
        tally = figures.outside if outside else figures.catalogue
        place = rank_of_step(made, asked, found)
        tally.count(place, found.what)
        tally.by_chance += place is None and ends_in_slip(made, asked, found)


def ends_in_slip(made: Problem, asked: AskedPart, found: PlantedSlip) -> bool:
    """Whether the search knows a slip that ends in the planted value, so that only chance keeps it silent."""
    value = kinds.judge(asked.key, write_typed(found.value, asked.key) or "").value
    search = made.find_diagnosis(asked.name).search
    around = Surroundings(value, asked.key)
    return bool(select_hits(search.candidates, around, lambda other: made.is_right_for(other, asked, value)))


def try_listed(made: Problem, tally: Tally) -> None:
    """The mistakes that the bank lists, hidden from the search."""
    for asked in made.parts.values():
        if not kinds.kind(asked.kind).searches_slips(asked.key):
            continue
        for outcome in made.drawn.mistake_outcomes:
            if outcome is None or outcome.mistake.gives is not None or asked.name not in outcome.values:
                continue
            run = made.tape.run_with_mistake(outcome.mistake)
            says = " ".join(outcome.mistake.says.text.split())[:60]
            found = plant_run(made, asked, says, run) if run is not None else None
            if found is not None:
                tally.count(rank_of_step(made, asked, found), found.what)


@cache
def read_unseen() -> dict[str, list[Mistake]]:
    """Wrong methods by question, written by somebody who knew the steps of the solutions, but not the search.

    Once the catalogue is improved by what is missed here, new ones have to be written.
    """
    made: dict[str, list[Mistake]] = {}
    for plain in json.loads((Path(__file__).parent / "unseen.json").read_text(encoding="utf-8")):
        instead = tuple((name, Formula(text)) for name, text in plain["instead"].items())
        made.setdefault(plain["id"], []).append(Mistake(Template(plain["says"]), instead))
    return made


def try_unseen(made: Problem, tally: Tally) -> None:
    """The wrong methods of `read_unseen`, in the last part that they change."""
    for mistake in read_unseen().get(made.question.id, []):
        run = made.tape.run_with_mistake(mistake)
        if run is None:
            continue
        for asked in reversed(made.parts.values()):
            searched = kinds.kind(asked.kind).searches_slips(asked.key)
            found = plant_run(made, asked, mistake.says.text, run) if searched else None
            if found is not None:
                tally.count(rank_of_step(made, asked, found), found.what)
                break


def try_number(made: Problem, asked: AskedPart, value: Value, tally: Tally) -> None:
    """A number that no slip made; it counts as a hit where it is explained all the same."""
    text = write_typed(value, asked.key)
    if text is None or made.check(text, asked.name).verdict != "wrong":
        return
    found = made.find_diagnosis(asked.name).diagnose_slip(kinds.judge(asked.key, text).value)
    tally.count(None if found is None else 0, f"{made.id} {asked.name}: {text} {found.says if found else ''}")


def try_uniform(problems: list[Problem], tally: Tally) -> None:
    """Uniform numbers between the smallest and the largest answer, with the asked decimals."""
    asked = [find_searched_part(made) for made in problems]
    values = [one.value for one in asked if one is not None and type(one.value) in numbers.NUMBERS]
    if not values:
        return
    low, high = numbers.digits12(min(values)), numbers.digits12(max(values))
    for made, one in zip(problems, asked, strict=True):
        share = Fraction(Stream("uniform", made.seed, made.question.id).draw_below(10**9), 10**9)
        number = low + (high - low) * share
        if one is not None:
            try_number(made, one, int(number) if one.kind == "integer" else number, tally)


def percentile95(values: list[float]) -> float:
    """The 95th percentile."""
    return quantiles(values, n=20)[-1] if len(values) > 1 else (values or [0.0])[0]
