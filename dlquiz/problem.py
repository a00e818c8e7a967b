"""A problem: one variant, solved, that judges what is typed to it.  Here tape, kinds and tutor meet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from itertools import islice, product
from typing import TYPE_CHECKING

from dlquiz import kinds
from dlquiz.errors import FormulaError, NotFound, did_you_mean
from dlquiz.language.functions import TEXT_FUNCTIONS, same
from dlquiz.language.template import Template
from dlquiz.model import AnswerKey, Diagnosis, Part, Question, Test, Value, Verdict
from dlquiz.records import frozen
from dlquiz.worked import Entry, Tape, answer_entry
from dlquiz.worked.answer_keys import MistakeOutcome, answer_value
from dlquiz.worked.draw import Drawn, draw, fault

if TYPE_CHECKING:  # the search for slips is loaded with the first wrong answer
    from dlquiz.tutor.diagnosis import Explanation
    from dlquiz.worked.slip_search import Search

MAX_CONTINUATIONS = 81  # ways to go on from earlier answers that are tried


@frozen
class Asked:
    """One part as it is asked on this draw."""

    name: str
    ask: str
    marks: int
    key: AnswerKey
    entry: Entry | None  # where its value stands on the tape

    @property
    def kind(self) -> str:
        """The answer's kind."""
        return self.key.kind

    @property
    def value(self) -> Value:
        """The right answer."""
        return self.key.value

    @property
    def instruction(self) -> str:
        """How to answer, in a few words."""
        return kinds.instruction(self.key)


class Problem:
    """A question with its numbers, its tape and its checker."""

    def __init__(self, drawn: Drawn) -> None:
        self.drawn = drawn
        self.variant = drawn.variant
        self.question: Question = drawn.variant.question
        self.seed = drawn.variant.seed
        self.tape: Tape = drawn.tape
        self.values: Mapping[str, Value] = drawn.tape.draws  # of the set-up values (`let`) some would tell the answer
        self._searches: dict[str, Search] = {}
        self.parts: dict[str, Asked] = {part.name: self.asked(part) for part in self.question.parts}

    @property
    def id(self) -> str:
        """`conv-params@7`, which names this variant on every machine."""
        return self.variant.id

    def __repr__(self) -> str:
        return f"<Problem {self.id}>"

    def asked(self, part: Part) -> Asked:
        """A part as this draw asks it."""
        entry = answer_entry(self.tape, part.name, part.answer.value)
        ask = self.rendered(part.ask) if part.ask is not None else ""
        return Asked(part.name, ask, part.marks, self.drawn.keys[part.name], entry)

    def rendered(self, template: Template | None) -> str:
        """A text of the question with this draw's values; BankError where they cannot be put in."""
        if template is None:
            return ""
        try:
            return template.render(self.tape.scope, TEXT_FUNCTIONS).strip()
        except FormulaError as error:
            raise fault(self.question, self.seed, error, template.text) from None

    @cached_property
    def ask(self) -> str:
        """The question as Markdown with $LaTeX$."""
        return self.rendered(self.question.ask)

    @cached_property
    def plan(self) -> str:
        """The way to the answer in a sentence, shown before the steps; empty where the bank gives none."""
        return self.rendered(self.question.plan)

    @cached_property
    def tests(self) -> list[str]:
        """The checks of the result that hold on this draw, shown behind the steps."""
        return [self.rendered(test.says) for test in self.question.tests if self.holds(test)]

    def holds(self, test: Test) -> bool:
        """Whether a check of the result is true on this draw; BankError where it has no value."""
        try:
            return bool(test.holds.value(self.tape.scope))
        except FormulaError as error:
            raise fault(self.question, self.seed, error, test.holds.text) from None

    @cached_property
    def often(self) -> str:
        """The typical slip, shown last; empty where the bank names none."""
        return self.rendered(self.question.often)

    @cached_property
    def remark(self) -> str:
        """What is shown with the solution."""
        return self.rendered(self.question.remark)

    @cached_property
    def hint(self) -> str:
        """The question's own first hint; empty where it has none."""
        return self.rendered(self.question.hint)

    def part(self, name: str | None = None) -> Asked:
        """A part by its name, the only one without a name; NotFound else."""
        if name is None and len(self.parts) == 1:
            return next(iter(self.parts.values()))
        if name is None:
            raise NotFound(f"{self.question.id} has the parts {', '.join(self.parts)}: say which one is meant.")
        if name not in self.parts:
            known = did_you_mean(name, self.parts) or f"; it has {', '.join(self.parts)}."
            raise NotFound(f'{self.question.id} has no part "{name}"{known}')
        return self.parts[name]

    def check(
        self,
        text: str,
        part: str | None = None,
        earlier: Mapping[str, str] | None = None,
        decimal: str = "point",
    ) -> Verdict:
        """Judge a typed answer; `earlier` holds what was typed for earlier parts, so that it can follow from them."""
        asked = self.part(part)
        verdict = kinds.judge(asked.key, text, decimal)
        if verdict.verdict in ("right", "unreadable"):
            return verdict
        before = {name: kinds.judge(self.part(name).key, typed, decimal) for name, typed in (earlier or {}).items()}
        carried = self.carried(asked, verdict, before) if before else None
        if carried is not None or verdict.verdict == "close":
            return carried or verdict
        settled = frozenset(name for name, judged in before.items() if judged.verdict == "right")
        return replace(verdict, diagnosis=self.diagnosis(asked, verdict.value, settled))

    # follow-through

    def carried(self, asked: Asked, verdict: Verdict, earlier: Mapping[str, Verdict]) -> Verdict | None:
        """Right where it follows from accepted, rounded answers, all or some; `follows` where one of them is wrong."""
        accepted: dict[str, Value] = {}
        wrong: dict[str, Value] = {}
        for name, judged in earlier.items():
            before = self.part(name)
            if before.name == asked.name or before.entry is None or not kinds.kind(before.kind).is_quantity:
                continue
            if judged.verdict == "unreadable":
                continue
            if judged.verdict == "right":
                accepted[before.entry.name] = judged.value
            elif self.carries(judged.value):
                wrong[before.entry.name] = judged.value
        if any(self.right_after(asked, verdict, used) for used in self.uses(accepted, {})):
            return replace(verdict, verdict="right", score=1.0, message="It follows from your rounded earlier answers.")
        if any(self.right_after(asked, verdict, used) for used in self.uses(accepted, wrong)):
            return replace(verdict, verdict="follows", score=1.0, message="It follows from your earlier answer.")
        return None

    def uses(self, accepted: Mapping[str, Value], wrong: Mapping[str, Value]) -> Iterator[dict[str, Value]]:
        """The values with which a learner may have gone on, all own ones first; for accepted ones also the exact ones.

        What is in none of these is computed anew from what is.
        """
        own = [[(name, value), None] for name, value in wrong.items()]
        either = [[(name, value), (name, self.tape.scope[name]), None] for name, value in accepted.items()]
        for used in islice(product(*own, *either), MAX_CONTINUATIONS):
            yield dict(filter(None, used))

    def carries(self, value: Value) -> bool:
        """Whether a wrong value may be carried on: 0, 1 and the question's own numbers would make the rest too easy."""
        return not any(same(value, trivial) for trivial in (0, 1, *self.variant.values.values()))

    def right_after(self, asked: Asked, verdict: Verdict, values: Mapping[str, Value]) -> bool:
        """Whether the answer is right on the tape run again with these values."""
        tape = self.tape.replay(values)
        value = answer_of(self.question.part(asked.name), tape) if tape is not None else None
        return value is not None and self.ends_in(value, asked, verdict.value)

    # diagnosis

    def diagnosis(self, asked: Asked, value: Value, settled: frozenset[str] = frozenset()) -> Diagnosis | None:
        """Where a wrong value left the road: a listed mistake, else the likeliest slip.

        `settled` are parts that were right: what would have made one of them wrong explains nothing.
        """
        from dlquiz.tutor.diagnosis import diagnosis

        listed = self.listed_mistake(asked, value, settled)
        return listed or diagnosis(self.explanations(asked, value, settled), self.rendered)

    def listed_mistake(self, asked: Asked, value: Value, settled: frozenset[str] = frozenset()) -> Diagnosis | None:
        """The question's own mistake that ends in the typed value, within its rounding."""
        known = (land for land in self.drawn.mistake_outcomes if land is not None and settled.isdisjoint(land.values))
        found = [land for land in known if self.matches_outcome(land, asked, value)]
        if not found or (kinds.kind(asked.kind).few_values and len(found) > 1):
            return None
        return self.diagnosed(found[0], asked)

    def explanations(self, asked: Asked, value: Value, settled: frozenset[str] = frozenset()) -> list[Explanation]:
        """The slips that end in a wrong value, likeliest first, found without the author's help."""
        kind = kinds.kind(asked.kind)
        if not kind.searches_slips(asked.key):
            return []
        from dlquiz.tutor.diagnosis import ending, explanations, ranked

        def matches_outcome(other: Value) -> bool:
            return self.ends_in(other, asked, value)

        entries = {part.entry.name for part in self.parts.values() if part.name in settled and part.entry is not None}
        search = self.search(asked.name)
        found = [candidate for candidate in search.candidates if entries.isdisjoint(candidate.moved)]
        if kind.few_values:  # options made from these very slips
            return ranked([candidate for candidate in found if matches_outcome(candidate.value)])
        hits = ending(found, value, matches_outcome)
        if not hits:
            found += [candidate for candidate in search.pairs if entries.isdisjoint(candidate.moved)]
            hits = ending(found, value, matches_outcome)
        return explanations(hits, found, value, asked.key)

    def search(self, name: str) -> Search:
        """The search for slips in a part."""
        if name not in self._searches:
            from dlquiz.worked.slip_search import Search

            part = self.question.part(name)
            listed = [
                land.mistake for land in self.drawn.mistake_outcomes if land is not None and land.tape is not None
            ]
            others = [p.entry.name for p in self.parts.values() if p.name != name and p.entry is not None]
            self._searches[name] = Search(self.tape, lambda run: answer_of(part, run), listed, others)
        return self._searches[name]

    def ends_in(self, other: Value, asked: Asked, value: Value) -> bool:
        """Whether a value would be right where `other` is, within the asked rounding."""
        kind = kinds.kind(asked.kind)
        try:
            return kind.is_right(value, kind.replace_value(asked.key, other))
        except FormulaError:
            return False

    def matches_outcome(self, land: MistakeOutcome, asked: Asked, value: Value) -> bool:
        """Whether a mistake ends in the typed value."""
        if asked.name not in land.values or same(land.values[asked.name], asked.value):
            return False
        try:
            return kinds.is_right(kinds.key_accepting(asked.key, land.values[asked.name]), value)
        except FormulaError:
            return False

    def diagnosed(self, land: MistakeOutcome, asked: Asked) -> Diagnosis:
        """The step at which a listed mistake leaves the road."""
        says = self.rendered(land.mistake.says)
        if land.tape is not None:
            for entry in land.tape:
                right = self.tape.scope.get(entry.name)
                if right is None or not same(right, entry.value):
                    return Diagnosis(entry.name, "listed", right, entry.value, says)
        step = asked.entry.name if asked.entry is not None else asked.name
        return Diagnosis(step, "listed", asked.value, land.values[asked.name], says)


def answer_of(part: Part, tape: Tape) -> Value | None:
    """The value of a part on a tape; None where it has none."""
    try:
        return answer_value(part, tape)
    except FormulaError:
        return None


def make_problem(question: Question, seed: int = 0, pins: Mapping[str, Value] | None = None) -> Problem:
    """The problem of a seed, or with some of its draws given."""
    return Problem(draw(question, seed, pins))
