"""A problem: a question with its numbers, solved, that judges typed answers.  Here tape, kinds and tutor meet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from dlquiz import kinds
from dlquiz.errors import BankError, FormulaError, NotFound, UsageError, did_you_mean
from dlquiz.follow_through import judge_follow_through
from dlquiz.kinds.typed_text import write_typed
from dlquiz.language.arrays import is_array
from dlquiz.language.budget import BudgetExceeded, WorkBudget
from dlquiz.language.functions import TEXT_FUNCTIONS
from dlquiz.language.template import Template
from dlquiz.language.values import values_equal
from dlquiz.language.write.symbols import name_to_latex, name_to_symbol
from dlquiz.model import AnswerKey, Diagnosis, Part, Question, Test, Value, Verdict
from dlquiz.records import frozen
from dlquiz.worked import Entry, Tape, find_answer_entry
from dlquiz.worked.answer_keys import find_answer
from dlquiz.worked.draw import Drawn, draw
from dlquiz.worked.draw_faults import make_budget_fault, make_fault

if (
    TYPE_CHECKING
):  # the search for slips is loaded with the first wrong answer, pictures with the first question that has one
    from dlquiz.part_diagnosis import PartDiagnosis
    from dlquiz.pictures.kind import Picture
    from dlquiz.tutor.diagnosis import Explanation
    from dlquiz.worked.slip_runs import SlipRuns


@frozen
class AskedPart:
    """One part of a question as it is asked on this draw."""

    name: str
    ask: str
    marks: int
    key: AnswerKey
    entry: Entry | None  # where its value stands on the tape

    @property
    def kind(self) -> str:
        """The kind of the answer."""
        return self.key.kind

    @property
    def value(self) -> Value:
        """The right answer."""
        return self.key.value

    @property
    def instruction(self) -> str:
        """How to answer, in a few words: "to 4 decimals"."""
        return kinds.instruction(self.key)


class Problem:
    """A question with its numbers, its solution and its checker.

    `parts` maps names to what is asked, in order (a question with one answer has the part `answer`), `tape` holds the
    steps of the solution, `values` the drawn numbers by name; `ask` and `remark` are Markdown with LaTeX in dollar
    signs.
    """

    def __init__(self, drawn: Drawn) -> None:
        self.drawn = drawn
        self.variant = drawn.variant
        self.question: Question = drawn.variant.question
        self.seed = drawn.variant.seed
        self.tape: Tape = drawn.tape
        self.values: Mapping[str, Value] = drawn.tape.draws  # without the set-up values (`let`): some hold the answer
        self._diagnoses: dict[str, PartDiagnosis] = {}
        self._pictures: dict[int, Picture] = {}  # by the place of their specifications
        self._truths: dict[str, bool] = {}  # of the checks of the result, by their formulas
        self.parts: dict[str, AskedPart] = {part.name: self.ask_part(part) for part in self.question.parts}

    @property
    def id(self) -> str:
        """`conv-params@7`, which names the same variant on every machine."""
        return self.variant.id

    def __repr__(self) -> str:
        return f"<Problem {self.id}>"

    def ask_part(self, part: Part) -> AskedPart:
        """A part of the bank with the numbers of this draw."""
        entry = find_answer_entry(self.tape, part.name, part.answer.value)
        return AskedPart(part.name, self.render(part.ask), part.marks, self.drawn.keys[part.name], entry)

    def render(self, template: Template | None) -> str:
        """A text of the question with the values of this draw; BankError where a formula in it fails."""
        if template is None:
            return ""
        try:
            return template.render(self.tape.scope, TEXT_FUNCTIONS, self.drawn.budget).strip()
        except FormulaError as error:
            if self.variant.pins:
                raise UsageError(f"{self.question.id} cannot be asked with these values: {error.message}.") from None
            raise make_fault(self.question, self.seed, error, template.text) from None
        except BudgetExceeded:
            if not self.drawn.budget.is_exceeded:
                raise
            raise make_budget_fault(self.question, self.seed, 0, template.text) from None

    @cached_property
    def ask(self) -> str:
        """The question as Markdown with LaTeX in dollar signs."""
        return self.render(self.question.ask)

    @cached_property
    def plan(self) -> str:
        """The way to the answer in a sentence, shown before the steps; may be empty.

        Without one of its author's it names the quantities in their order, where there are three or more.
        """
        return self.render(self.question.plan) or self.plan_of_tape

    @cached_property
    def tests(self) -> list[str]:
        """The checks of the result that hold on this draw, shown after the steps."""
        return [self.render(test.says) for test in self.question.tests if self.holds(test)]

    def holds(self, test: Test) -> bool:
        """Whether a check of the result is true on this draw, computed once; BankError where its formula fails."""
        if test.holds.text not in self._truths:
            self._truths[test.holds.text] = self.compute_truth(test)
        return self._truths[test.holds.text]

    def compute_truth(self, test: Test) -> bool:
        """The truth of a check of the result."""
        try:
            held = test.holds.value(self.tape.scope, budget=self.drawn.budget)
            if is_array(held):
                raise FormulaError("one truth is needed here, of a list any(…) or all(…)", test.holds.text)
            return bool(held)
        except FormulaError as error:
            raise make_fault(self.question, self.seed, error, test.holds.text) from None

    @cached_property
    def often(self) -> str:
        """The typical slip, shown last; may be empty.

        Without one of its author's it is the first listed mistake that gives another number here.
        """
        return self.render(self.question.often) or self.likeliest_mistake

    @cached_property
    def remark(self) -> str:
        """What is shown with the solution; may be empty."""
        return self.render(self.question.remark)

    @cached_property
    def keys_by_entry(self) -> dict[str, AnswerKey]:
        """The answers by which the values of their steps are written: an interval as (2, 3), not as a list."""
        asked = [part for part in self.parts.values() if kinds.kind(part.kind).writes_entries]
        return {part.entry.name: part.key for part in asked if part.entry is not None}

    @property
    def varies(self) -> bool:
        """Whether another seed may give another variant."""
        keys = [asked.key for asked in self.parts.values()]
        return bool(self.question.draws) or any(key.options or key.items or key.rights for key in keys)

    @property
    def plan_of_tape(self) -> str:
        """The quantities that lead to the answers, in their order."""
        from dlquiz.tutor.hints import entries_leading_to
        from dlquiz.worked.plan import write_plan

        targets = [asked.entry for asked in self.parts.values() if asked.entry is not None]
        needed = {entry.name for target in targets for entry in entries_leading_to(self.tape, target)}
        leading = [entry for entry in self.tape if entry.name in needed]
        return write_plan(leading if len(leading) > len(targets) else list(self.tape))

    @property
    def likeliest_mistake(self) -> str:
        """The first listed mistake that gives another number on this draw, with the number and what the bank says."""
        for outcome in filter(None, self.drawn.mistake_outcomes):
            for name, value in outcome.values.items():
                wrong = self.write_wrong(self.parts[name], value)
                if wrong:
                    label = f"${name_to_latex(name)}$ is " if len(self.parts) > 1 else ""
                    return f"{label}{wrong} {self.render(outcome.mistake.says)}"
        return ""

    def write_wrong(self, asked: AskedPart, value: Value) -> str:
        """`$540$ instead of $560$.`, empty where a part asks for no quantity, or has this value."""
        kind = kinds.kind(asked.kind)
        if not kind.is_quantity or asked.key.options or values_equal(value, asked.value):
            return ""
        try:
            wrong, right = kind.to_markdown(kind.replace_value(asked.key, value)), kind.to_markdown(asked.key)
        except FormulaError:
            return ""
        return f"{wrong} instead of {right}." if wrong != right else ""

    @property
    def before_steps(self) -> str:
        """What stands before the steps, as Markdown: the plan; empty where there is none."""
        return f"**Plan:** {self.plan}" if self.plan else ""

    @property
    def after_steps(self) -> str:
        """What stands behind the steps, as Markdown: the checks, the typical slip, the author's remark."""
        checks = [f"**Check:** {text}" for text in self.tests]
        often = [f"**Often:** {self.often}"] if self.often else []
        return "\n\n".join([*checks, *often, *filter(None, [self.remark])])

    def pictures_of(self, *names: str) -> list[Picture]:
        """The pictures of the `question`, of its `solution`, or of steps; BankError where one cannot be drawn."""
        return self.draw_pictures(i for i, spec in enumerate(self.question.pictures) if spec.of in names)

    @property
    def solution_pictures(self) -> list[Picture]:
        """The pictures of the solution and of its steps."""
        return self.draw_pictures(i for i, spec in enumerate(self.question.pictures) if spec.of != "question")

    def draw_pictures(self, numbers: Iterable[int]) -> list[Picture]:
        """These pictures; one of a solution is left out where numbers of one's own cannot be drawn."""
        return [picture for picture in map(self.find_picture, numbers) if picture is not None]

    def find_picture(self, number: int) -> Picture | None:
        """One picture; None where numbers of one's own leave nothing to draw of a solution, or it would show a part."""
        from dlquiz.worked.pictures import suits_sizes

        spec = self.question.pictures[number]
        if spec.of == "question" or not self.variant.pins:
            return self.draw_picture(number)
        try:
            return self.draw_picture(number) if suits_sizes(spec, self.drawn) else None
        except UsageError:
            return None

    def draw_picture(self, number: int) -> Picture:
        """One picture, drawn once."""
        if number not in self._pictures:
            from dlquiz.worked.pictures import draw_picture

            try:
                self._pictures[number] = draw_picture(self.question.pictures[number], self.drawn)
            except BankError as error:
                if not self.variant.pins:
                    raise
                reason = error.faults[0].message.partition(": ")[2]
                raise UsageError(f"{self.question.id} cannot be shown with these values: {reason}.") from None
        return self._pictures[number]

    @cached_property
    def hint(self) -> str:
        """The question's own hint, which comes first; may be empty."""
        return self.render(self.question.hint)

    def part(self, name: str | None = None) -> AskedPart:
        """The part of this name; without a name the only part.  NotFound where no or more than one part is meant."""
        if name is None and len(self.parts) == 1:
            return next(iter(self.parts.values()))
        if name is None:
            raise NotFound(f"{self.question.id} has the parts {', '.join(self.parts)}: say which one is meant.")
        name = self.find_part_name(name)
        if name not in self.parts:
            known = did_you_mean(name, self.parts) or f"; it has {', '.join(self.parts)}."
            raise NotFound(f'{self.question.id} has no part "{name}"{known}')
        return self.parts[name]

    def find_part_name(self, word: str) -> str:
        """The name of the part that a word means: its name, its symbol (∂E/∂a), or its number, counted from 1."""
        names = list(self.parts)
        if word not in self.parts and word.isdecimal() and len(word) < 4 and 1 <= int(word) <= len(names):
            return names[int(word) - 1]
        plain = "".join(word.split())
        return next((name for name in names if plain in (name_to_symbol(name), name_to_latex(name))), word)

    def check(
        self,
        text: Any,
        part: str | None = None,
        earlier: Mapping[str, Any] | None = None,
        decimal: str = "point",
    ) -> Verdict:
        """Judge an answer: what somebody typed, or a number, a truth, a list or a NumPy array.

        `part` may be left out where the question has only one; NotFound where there is no such part.  `earlier` maps
        names of parts to what was typed for them, so that this answer may follow from those.  `decimal` says which
        sign is the decimal sign, "point" or "comma".  A text that cannot be read gives the verdict "unreadable" with a
        message and the place of the fault, not an error.
        """
        asked = self.part(part)
        verdict = judge_answer(asked.key, text, decimal)
        if verdict.verdict in ("right", "unreadable"):
            return verdict
        before = {name: judge_answer(self.part(name).key, typed, decimal) for name, typed in (earlier or {}).items()}
        following = judge_follow_through(self, asked, verdict, before) if before else None
        if following is not None or verdict.verdict == "close":
            return following or verdict
        settled = frozenset(name for name, judged in before.items() if judged.verdict == "right")
        diagnosis = self.diagnose(asked, verdict.value, settled)
        told = diagnosis is not None and diagnosis.says == verdict.message  # the reason of an option, from a mistake
        return replace(verdict, diagnosis=diagnosis, message="" if told else verdict.message)

    # diagnosis

    def diagnose(self, asked: AskedPart, value: Value, settled: frozenset[str] = frozenset()) -> Diagnosis | None:
        """What went wrong: a mistake that the bank lists, else a value on the way, else the likeliest slip, else None.

        `settled` names parts that were answered right: a mistake that would have made one of them wrong is ruled out.
        """
        return self.find_diagnosis(asked.name).diagnose(value, settled)

    def explain(self, asked: AskedPart, value: Value, settled: frozenset[str] = frozenset()) -> list[Explanation]:
        """The slips that end in a wrong value, likeliest first, found without the bank's help."""
        return self.find_diagnosis(asked.name).explain(value, settled)

    def find_diagnosis(self, name: str) -> PartDiagnosis:
        """What is known of the wrong answers to the part of this name; it is kept for the next one."""
        if name not in self._diagnoses:
            from dlquiz.part_diagnosis import PartDiagnosis

            self._diagnoses[name] = PartDiagnosis(self, self.parts[name])
        return self._diagnoses[name]

    @cached_property
    def slip_runs(self) -> SlipRuns:
        """The runs with slips, which all parts share."""
        from dlquiz.worked.slip_runs import SlipRuns

        parts = self.question.parts
        return SlipRuns(self.tape, lambda run: {part.name: find_answer(part, run) for part in parts})

    def is_right_for(self, right: Value, asked: AskedPart, value: Value) -> bool:
        """Whether a value would be right, within the asked rounding, if `right` were the right answer."""
        kind = kinds.kind(asked.kind)
        try:
            return kind.is_right(value, kind.replace_value(asked.key, right))
        except FormulaError:
            return False


def judge_answer(key: AnswerKey, answer: Any, decimal: str) -> Verdict:
    """The verdict on what somebody typed, or on a value of Python or NumPy, which has a point as decimal sign."""
    return kinds.judge(key, answer, decimal) if isinstance(answer, str) else kinds.judge(key, write_typed(answer))


def make_problem(
    question: Question, seed: int = 0, pins: Mapping[str, Value] | None = None, whole: WorkBudget | None = None
) -> Problem:
    """The problem of a seed; `pins` gives values to some of the draws.

    UsageError for a pin that does not fit its draw, BankError where the question cannot be asked.
    """
    return Problem(draw(question, seed, pins, whole=whole))
