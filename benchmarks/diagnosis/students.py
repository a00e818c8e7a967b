"""How the tutor answers to students: right where it names the step, misleading where it names only others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from benchmarks.diagnosis.measure import write_typed
from benchmarks.diagnosis.student_answers import StudentAnswer, list_third
from dlquiz import kinds, problem
from dlquiz.bank.question_set import QuestionSet
from dlquiz.language.arrays import is_array, make_array
from dlquiz.model import Diagnosis, Value
from dlquiz.problem import AskedPart, Problem
from dlquiz.tutor.diagnosis import list_told


@dataclass
class StudentFigures:
    """What was said to wrong answers."""

    right: int = 0
    silent: int = 0
    misleading: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        """How many answers were typed."""
        return self.right + self.silent + len(self.misleading)


def measure_students(bank: QuestionSet, third: int, seeds: int, hidden: bool = False) -> StudentFigures:
    """The figures of a third of the wrong ways; `hidden` leaves the banks' own lists out."""
    figures = StudentFigures()
    for way in list_third(third):
        for made, asked, text in list_typed(bank, way, seeds):
            value = kinds.judge(asked.key, text).value
            found = made.find_diagnosis(asked.name).diagnose_slip(value) if hidden else made.diagnose(asked, value)
            what = f"{made.id} {asked.name}: {text} ({way.says}): {found.says if found else 'nothing'}"
            if found is None or found.slip == "sense":
                figures.silent += 1
                figures.missed.append(what)
            elif set(way.steps.split()) & set(list_named_steps(made, asked, value, found)):
                figures.right += 1
            else:
                figures.misleading.append(what)
    return figures


def list_typed(bank: QuestionSet, way: StudentAnswer, seeds: int) -> Iterator[tuple[Problem, AskedPart, str]]:
    """What a student types who goes this way, where it is wrong and can be typed."""
    for seed in range(seeds):
        made = problem.make_problem(bank[way.question], seed)
        asked = made.part(way.part or None)
        values = {name: to_plain(value) for name, value in made.variant.values.items()}
        value = way.compute(SimpleNamespace(**values))
        text = None if value is None else write_typed(to_value(value), asked.key)
        if text is not None and kinds.judge(asked.key, text).verdict == "wrong":
            yield made, asked, text


def list_named_steps(made: Problem, asked: AskedPart, value: Value, found: Diagnosis) -> Iterator[str]:
    """The steps that the sentences name."""
    yield found.step
    if found.slip not in ("listed", "on the way"):
        yield from (told.candidate.step for told in list_told(made.explain(asked, value)))


def to_plain(value: Value) -> Any:
    """A value as plain numbers and nested lists."""
    return value.tolist() if is_array(value) else value


def to_value(value: Any) -> Value:
    """Plain numbers and nested lists as a value."""
    return make_array([to_value(item) for item in value]) if isinstance(value, list) else value
