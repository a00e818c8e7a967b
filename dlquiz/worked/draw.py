"""From question and seed to a variant: numbers are drawn until every `keep` holds and no mistake gives the answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import lru_cache
from math import prod

from dlquiz.errors import DlquizError, FormulaError, UsageError
from dlquiz.kinds import Unusable
from dlquiz.language.arrays import is_array, make_array
from dlquiz.language.budget import BudgetExceeded, WorkBudget
from dlquiz.language.formula import Formula
from dlquiz.language.numbers import CONSTANTS
from dlquiz.model import AnswerKey, Draw, Question, Value, Variant
from dlquiz.records import frozen
from dlquiz.streams import Stream
from dlquiz.worked import Rejected, Tape, record_tape
from dlquiz.worked.answer_keys import MistakeOutcome, find_outcome, make_answer_keys, refuse_right_outcomes
from dlquiz.worked.draw_faults import make_budget_fault, make_fault, make_keep_fault
from dlquiz.worked.ranges import list_fitting, picks_whole, read_range, read_shape
from dlquiz.worked.tape import list_constants

ATTEMPTS = 3_000  # a bank keeps at least one draw in 100, so this many all fail once in 10^13
PINNED_ATTEMPTS = 200  # pins need not satisfy `keep`: then the first draw that computes is taken
WORK = 1_000_000  # half microseconds for one variant: all attempts at it, its texts, and writing its solution out
DRAW = 30  # half microseconds for a stream of random numbers
FREE_DRAWS = 8  # with which pinned values are compared


@dataclass
class DrawStatistics:
    """What drawing costs, for `dlquiz check`: work, and draws lost to `keep` and to each mistake."""

    work: int = 0  # half microseconds
    rejected: int = 0
    by_mistake: dict[int, int] = field(default_factory=dict)

    def count(self, lost: Unusable) -> None:
        """Count a draw that is lost to a mistake."""
        if lost.mistake is not None:
            self.by_mistake[lost.mistake] = self.by_mistake.get(lost.mistake, 0) + 1


@frozen
class Drawn:
    """A variant with its tape and the answer keys of its parts."""

    variant: Variant
    tape: Tape
    keys: Mapping[str, AnswerKey]
    mistake_outcomes: tuple[MistakeOutcome | None, ...]  # in the order of the mistakes; None where one is left out
    budget: WorkBudget  # what is left for texts
    outside: tuple[str, ...] = ()  # sentences on pins that the question would not draw


def draw(
    question: Question,
    seed: int,
    pins: Mapping[str, Value] | None = None,
    statistics: DrawStatistics | None = None,
    whole: WorkBudget | None = None,
) -> Drawn:
    """The variant of a seed, the same on every machine; `pins` gives values to some of its draws.

    The budget of the variant is a part of `whole`.  UsageError for a pin that does not fit, BankError where the bank is
    at fault, BudgetExceeded where the whole does not suffice.
    """
    if pins:
        return draw_with_pins(question, seed, pins, whole)
    return draw_freely(question, seed, {}, statistics, whole)


def draw_with_pins(question: Question, seed: int, pins: Mapping[str, Value], whole: WorkBudget | None) -> Drawn:
    """The variant of some pins; UsageError where the question cannot be asked with them."""
    from dlquiz.worked.pins import add_sizes, list_failed_tests, list_outside  # rarely needed, like the two below
    from dlquiz.worked.sense import find_nonsense
    from dlquiz.worked.typed_pins import check_pin_names

    fixed = add_sizes(question, check_pin_names(question, pins))
    drawn = draw_freely(question, seed, fixed, None, whole)
    nonsense = find_nonsense(drawn, draw_some(question))
    if nonsense:
        raise UsageError(f"{question.id} cannot be asked with these values: {nonsense}.")
    given = {name: drawn.tape.draws[name] for name in pins}
    outside = (*list_outside(question, given, drawn.tape.scope), *list_failed_tests(question, drawn.tape.scope))
    return replace(drawn, variant=replace(drawn.variant, pins=tuple(fixed)), outside=outside)


@lru_cache(4)
def draw_some(question: Question) -> Sequence[Drawn]:
    """A few free draws, as far as they can be drawn; each set of pins of a question is compared with the same."""
    found: list[Drawn] = []
    with suppress(DlquizError, BudgetExceeded):
        for seed in range(FREE_DRAWS):
            found.append(draw_freely(question, seed, {}, None, None))
    return found


def draw_freely(
    question: Question,
    seed: int,
    fixed: Mapping[str, Value],
    statistics: DrawStatistics | None,
    whole: WorkBudget | None,
) -> Drawn:
    """The first draw that `keep` lets through; with `fixed` values the first that can be computed, if there is none."""
    statistics = statistics if statistics is not None else DrawStatistics()
    budget = WorkBudget(WORK, whole)
    unusable: Counter[tuple[str, int | None]] = Counter()  # reasons: an exception would keep the tape that it met
    attempt = 0
    try:
        for attempt in range(count_attempts(question, fixed)):
            try:
                return try_draw(question, seed, attempt, fixed, budget)
            except Rejected:
                statistics.rejected += 1
            except Unusable as lost:
                unusable[str(lost), lost.mistake] += 1
                statistics.count(lost)
            except FormulaError as error:
                if not fixed:
                    raise make_fault(question, seed, error) from None
    except BudgetExceeded:
        if not budget.is_exceeded:
            raise
        if not fixed:
            raise make_budget_fault(question, seed, attempt) from None
    finally:
        statistics.work += WORK - budget.left
    if fixed:
        return draw_pinned(question, seed, fixed, whole)
    raise make_keep_fault(question, unusable, count_attempts(question, {}))


def count_attempts(question: Question, fixed: Mapping[str, Value]) -> int:
    """How often to draw: once where nothing is drawn, not at all where pins give every draw."""
    if fixed:
        return PINNED_ATTEMPTS if len(fixed) < len(question.draws) else 0
    return ATTEMPTS if question.draws else 1


def try_draw(question: Question, seed: int, attempt: int, fixed: Mapping[str, Value], budget: WorkBudget) -> Drawn:
    """One attempt; Rejected or Unusable where these numbers cannot be asked."""
    keeper = KeepChecker(budget, (*list_needs(question), *list_keeps(question)))
    values = draw_values(question, seed, attempt, fixed, keeper, budget)
    tape = record_tape(question, values, {}, watch=keeper, budget=budget)
    keeper.finish(question, tape)
    drawn = assemble(question, seed, values, tape, fixed, budget)
    refuse_right_outcomes(drawn.mistake_outcomes, drawn.keys)
    return drawn


def assemble(
    question: Question,
    seed: int,
    values: Mapping[str, Value],
    tape: Tape,
    fixed: Mapping[str, Value],
    budget: WorkBudget,
) -> Drawn:
    """The variant of some drawn values, with its answer keys and the outcomes of its mistakes."""
    mistake_outcomes = tuple(find_outcome(tape, mistake, budget) for mistake in question.mistakes)
    keys = make_answer_keys(tape, [outcome for outcome in mistake_outcomes if outcome is not None], seed, budget)
    lets = {name: tape.scope[name] for name, _ in question.lets}
    return Drawn(Variant(question, seed, {**values, **lets}, tuple(fixed)), tape, keys, mistake_outcomes, budget)


def draw_pinned(question: Question, seed: int, fixed: Mapping[str, Value], whole: WorkBudget | None) -> Drawn:
    """The variant of pins for which no `keep` holds: the first draw that can be computed."""
    reason = ""
    budget = WorkBudget(WORK, whole)
    for attempt in range(PINNED_ATTEMPTS):
        try:
            keeper = KeepChecker(budget, list_needs(question))
            values = draw_values(question, seed, attempt, fixed, keeper, budget)
            tape = record_tape(question, values, {}, watch=keeper, budget=budget)
            return assemble(question, seed, values, tape, fixed, budget)
        except BudgetExceeded:
            if not budget.is_exceeded:
                raise
            reason = reason or "its formulas and texts take too long to compute and to write"
            break
        except FormulaError as error:
            reason = error.message
        except (Rejected, Unusable) as error:
            reason = str(error)
    raise UsageError(f"{question.id} cannot be asked with these values: {reason.removesuffix('.')}.")


def draw_values(
    question: Question,
    seed: int,
    attempt: int,
    fixed: Mapping[str, Value],
    keeper: KeepChecker,
    budget: WorkBudget,
) -> dict[str, Value]:
    """A value for every draw, in the order of the bank, each from a stream of its own."""
    values: dict[str, Value] = {}
    for spec in question.draws:
        budget.spend(DRAW)
        stream = Stream(seed, question.id, spec.name, attempt)
        known = {**CONSTANTS, **values}
        if spec.name in fixed:
            from dlquiz.worked.pins import check_pin

            values[spec.name] = check_pin(question, spec, fixed[spec.name], known, budget)
        else:
            values[spec.name] = draw_value(spec, stream, known, budget)
        keeper(spec.name, {**known, spec.name: values[spec.name]})
    return values


def draw_value(spec: Draw, stream: Stream, scope: Mapping[str, Value], budget: WorkBudget) -> Value:
    """The value of one draw: a number, an item, or an array of these."""
    if picks_whole(spec):
        return stream.pick(list_fitting(spec, scope, budget))
    if spec.of is not None and spec.shape is not None:
        shape = read_shape(spec.shape, scope, budget)
        return arrange_items([stream.pick(spec.of) for _ in range(prod(shape))], shape)
    start, step, count = read_range(spec, scope, budget)
    if spec.shape is None:
        return start + stream.draw_below(count) * step
    shape = read_shape(spec.shape, scope, budget)
    return make_array([start + stream.draw_below(count) * step for _ in range(prod(shape))], shape)


def arrange_items(items: Sequence[Value], shape: tuple[int, ...]) -> Value:
    """Numbers as an array of this shape; texts as a nested tuple."""
    if not any(isinstance(item, str) for item in items):
        return make_array(items, shape)
    if len(shape) == 1:
        return tuple(items)
    size = len(items) // shape[0]
    return tuple(arrange_items(items[i * size : (i + 1) * size], shape[1:]) for i in range(shape[0]))


class KeepChecker:
    """Checks each condition as soon as its names are known, so that it can guard a later division."""

    def __init__(self, budget: WorkBudget, conditions: Iterable[Condition]) -> None:
        self.budget = budget
        self.pending = [(set(needed), formula, says) for needed, formula, says in conditions]

    def __call__(self, name: str, scope: Mapping[str, Value]) -> None:
        """Check what becomes known with this name; Rejected where a condition does not hold."""
        if not self.pending:
            return
        ready = []
        for needed, formula, says in self.pending:
            needed.discard(name)
            if not needed:
                ready.append((formula, says))
        if ready:
            self.pending = [one for one in self.pending if one[0]]
            for formula, says in ready:
                self.check_condition(formula, says, scope)

    def finish(self, question: Question, tape: Tape) -> None:
        """Check what waits for names of parts; Rejected where a condition does not hold."""
        if not self.pending:
            return
        answers = {part.name: part.answer.value for part in question.parts if part.name not in tape.scope}
        values = {name: f.value(tape.scope, budget=self.budget) for name, f in answers.items() if f is not None}
        scope = {**tape.scope, **values}
        for _, formula, says in self.pending:
            self.check_condition(formula, says, scope)

    def check_condition(self, formula: Formula, says: str, scope: Mapping[str, Value]) -> None:
        """Rejected where a condition does not hold; FormulaError where it is not a truth value."""
        holds = formula.value(scope, budget=self.budget)
        if is_array(holds):
            raise FormulaError('a condition needs one truth value; write "any(…)" or "all(…)"', formula.text)
        if not isinstance(holds, (bool, int, Fraction, float)):
            raise FormulaError("a condition needs a truth value", formula.text)
        if not holds:
            raise Rejected(says)


Condition = tuple[frozenset[str], Formula, str]  # the names that it depends on, and why it must hold


@lru_cache(64)
def list_keeps(question: Question) -> tuple[Condition, ...]:
    """Each `keep` with the names that it depends on."""
    constant = {*list_constants(question), *question.variables}
    return tuple((formula.names - constant, formula, "") for formula in question.keep)


@lru_cache(64)
def list_needs(question: Question) -> tuple[Condition, ...]:
    """Each need with the names that it depends on."""
    constant = {*list_constants(question), *question.variables}
    return tuple((need.holds.names - constant, need.holds, need.says) for need in question.needs)
