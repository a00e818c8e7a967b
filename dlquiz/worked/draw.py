"""Question and seed to a variant: numbers drawn, `keep` held, mistakes told apart from the right answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from math import prod

from dlquiz.errors import BankError, Fault, FormulaError, Place, UsageError, did_you_mean
from dlquiz.kinds import Unusable
from dlquiz.language import numbers
from dlquiz.language.arrays import flatten, is_array, make_array
from dlquiz.language.budget import BudgetExceeded, WorkBudget
from dlquiz.language.formula import Formula
from dlquiz.language.numbers import CONSTANTS
from dlquiz.language.write.values import value_to_text
from dlquiz.model import AnswerKey, Draw, Question, Value, Variant
from dlquiz.records import frozen
from dlquiz.streams import Stream
from dlquiz.worked import Rejected, Tape, record
from dlquiz.worked.answer_keys import MistakeOutcome, answer_keys, mistake_outcome, refuse_lucky
from dlquiz.worked.tape import constants

ATTEMPTS = 3_000  # a bank keeps at least one draw in 100, so this many all fail once in 10^13
PINNED_ATTEMPTS = 200  # pins need not satisfy `keep`: then the first draw that computes is taken
MAX_ELEMENTS = 4_096  # elements of a drawn array
WORK = 4_000_000  # half microseconds for the formulas of all attempts at one variant
ELEMENT = 4  # half microseconds for each element of a drawn array


@dataclass
class Losses:
    """What drawing costs, for `dlquiz check`: work, and draws that are lost to `keep` and to each mistake."""

    work: int = 0  # half microseconds
    rejected: int = 0
    by_mistake: dict[int, int] = field(default_factory=dict)

    def count(self, lost: Unusable) -> None:
        """Count a draw that a mistake cost."""
        if lost.mistake is not None:
            self.by_mistake[lost.mistake] = self.by_mistake.get(lost.mistake, 0) + 1


@frozen
class Drawn:
    """A variant with its tape and the answer keys of its parts."""

    variant: Variant
    tape: Tape
    keys: Mapping[str, AnswerKey]
    mistake_outcomes: tuple[MistakeOutcome | None, ...]  # in the order of the mistakes; None where one is left out


def draw(question: Question, seed: int, pins: Mapping[str, Value] | None = None, losses: Losses | None = None) -> Drawn:
    """The variant of a seed, the same everywhere; `pins` fixes some of its draws.

    UsageError for a pin that does not fit, BankError where the bank is at fault.
    """
    fixed = known_pins(question, pins or {})
    losses = losses if losses is not None else Losses()
    budget = WorkBudget(WORK)
    unusable: list[Unusable] = []
    attempt = 0
    try:
        for attempt in range(attempts(question, fixed)):
            try:
                return attempted(question, seed, attempt, fixed, budget)
            except Rejected:
                losses.rejected += 1
            except Unusable as lost:
                unusable.append(lost)
                losses.count(lost)
            except FormulaError as error:
                if not fixed:
                    raise fault(question, seed, error) from None
    except BudgetExceeded:
        if not fixed:
            raise overdrawn(question, seed, attempt) from None
    finally:
        losses.work += WORK - budget.left
    if fixed:
        return pinned(question, seed, fixed)
    raise exhausted(question, unusable)


def attempts(question: Question, fixed: Mapping[str, Value]) -> int:
    """How often to draw: with all numbers given not at all, and where nothing is drawn once."""
    if fixed:
        return PINNED_ATTEMPTS if len(fixed) < len(question.draws) else 0
    return ATTEMPTS if question.draws else 1


def attempted(question: Question, seed: int, attempt: int, fixed: Mapping[str, Value], budget: WorkBudget) -> Drawn:
    """One attempt: Rejected or Unusable where these numbers do not do."""
    keeper = Keeper(question, budget)
    values = drawn_values(question, seed, attempt, fixed, keeper, budget)
    tape = record(question, values, {}, watch=keeper, budget=budget)
    keeper.finish(tape)
    made = assembled(question, seed, values, tape, fixed, budget)
    refuse_lucky(made.mistake_outcomes, made.keys)
    return made


def assembled(
    question: Question,
    seed: int,
    values: Mapping[str, Value],
    tape: Tape,
    fixed: Mapping[str, Value],
    budget: WorkBudget,
) -> Drawn:
    """The parts put together."""
    mistake_outcomes = tuple(mistake_outcome(tape, mistake, budget) for mistake in question.mistakes)
    keys = answer_keys(tape, [land for land in mistake_outcomes if land is not None], seed, budget)
    lets = {name: tape.scope[name] for name, _ in question.lets}
    return Drawn(Variant(question, seed, {**values, **lets}, bool(fixed)), tape, keys, mistake_outcomes)


def pinned(question: Question, seed: int, fixed: Mapping[str, Value]) -> Drawn:
    """A variant whose pins satisfy no `keep`: the first draw that computes."""
    reason = ""
    budget = WorkBudget(WORK)
    for attempt in range(PINNED_ATTEMPTS):
        try:
            values = drawn_values(question, seed, attempt, fixed, None, budget)
            return assembled(question, seed, values, record(question, values, {}, budget=budget), fixed, budget)
        except BudgetExceeded:
            reason = reason or "its formulas take too long to compute"
            break
        except FormulaError as error:
            reason = error.message
        except Unusable as error:
            reason = str(error)
    raise UsageError(f"{question.id} cannot be asked with these values: {reason}.")


def drawn_values(
    question: Question, seed: int, attempt: int, fixed: Mapping[str, Value], keeper: Keeper | None, budget: WorkBudget
) -> dict[str, Value]:
    """A value for every draw, in the order of the bank, each from its own stream."""
    values: dict[str, Value] = {}
    for spec in question.draws:
        stream = Stream(seed, question.id, spec.name, attempt)
        known = {**CONSTANTS, **values}
        if spec.name in fixed:
            values[spec.name] = checked_pin(spec, fixed[spec.name], typical(spec, stream, known, budget))
        else:
            values[spec.name] = drawn_value(spec, stream, known, budget)
        if keeper is not None:
            keeper(spec.name, {**known, spec.name: values[spec.name]})
    return values


def drawn_value(spec: Draw, stream: Stream, scope: Mapping[str, Value], budget: WorkBudget) -> Value:
    """One draw: a number, a pick, or an array of them."""
    if spec.of is not None:
        items = spec.of
        if spec.shape is None:
            return stream.pick(items)
        shape = shape_of(spec.shape, scope, budget)
        return arranged([stream.pick(items) for _ in range(prod(shape))], shape)
    start, step, count = grid(spec, scope, budget)
    if spec.shape is None:
        return start + stream.draw_below(count) * step
    shape = shape_of(spec.shape, scope, budget)
    return make_array([start + stream.draw_below(count) * step for _ in range(prod(shape))], shape)


def arranged(items: Sequence[Value], shape: tuple[int, ...]) -> Value:
    """An array of numbers; of texts a list, of lists where there are more axes."""
    if not any(isinstance(item, str) for item in items):
        return make_array(items, shape)
    if len(shape) == 1:
        return tuple(items)
    size = len(items) // shape[0]
    return tuple(arranged(items[i * size : (i + 1) * size], shape[1:]) for i in range(shape[0]))


def grid(spec: Draw, scope: Mapping[str, Value], budget: WorkBudget) -> tuple[Value, Value, int]:
    """First value, step and count of a range; one decimal makes all of it real."""
    formulas = [formula for formula in (spec.start, spec.stop, spec.step) if formula is not None]
    ends = [number(formula, spec.name, scope, budget) for formula in formulas]
    start, stop = ends[0], ends[1]
    step = ends[2] if len(ends) > 2 else 1
    if step <= 0:
        raise FormulaError(f'the step of "{spec.name}" is not above 0', formulas[-1].text)
    try:
        count = numbers.floor(numbers.divide(stop - start, step)) + 1
    except ValueError:
        raise FormulaError(f'the range of "{spec.name}" has too many values', formulas[0].text) from None
    if count < 1:
        raise FormulaError(
            f'"{spec.name}" is drawn from {value_to_text(start)} to {value_to_text(stop)}: an empty range',
            formulas[0].text,
        )
    if any(isinstance(end, Fraction) for end in ends):
        start, step = Fraction(start), Fraction(step)
    return start, step, count


def number(formula: Formula, name: str, scope: Mapping[str, Value], budget: WorkBudget) -> Value:
    """An end of a range."""
    value = formula.value(scope, budget=budget)
    if isinstance(value, float):
        value = numbers.digits12(value)
    if isinstance(value, bool) or not isinstance(value, (int, Fraction)):
        raise FormulaError(f'the range of "{name}" needs numbers, not {value_to_text(value)}', formula.text)
    return value


def shape_of(formulas: tuple[Formula, ...], scope: Mapping[str, Value], budget: WorkBudget) -> tuple[int, ...]:
    """The shape of a drawn array, which is paid for."""
    sizes = [formula.value(scope, budget=budget) for formula in formulas]
    if not all(isinstance(n, int) and n >= 1 for n in sizes) or prod(sizes) > MAX_ELEMENTS:
        shape = value_to_text(tuple(sizes))
        raise FormulaError(f"the shape {shape} is not one of 1 to {MAX_ELEMENTS:,} elements", formulas[0].text)
    budget.spend(ELEMENT * prod(sizes))
    return tuple(int(n) for n in sizes)


class Keeper:
    """Tests each `keep` as soon as its names are known, so that it can guard a later division."""

    def __init__(self, question: Question, budget: WorkBudget) -> None:
        self.question = question
        self.budget = budget
        self.pending = [(set(needed), formula) for needed, formula in keeps(question)]

    def __call__(self, name: str, scope: Mapping[str, Value]) -> None:
        """A name became known."""
        if not self.pending:
            return
        ready = []
        for needed, formula in self.pending:
            needed.discard(name)
            if not needed:
                ready.append(formula)
        if ready:
            self.pending = [(needed, formula) for needed, formula in self.pending if needed]
            for formula in ready:
                self.test(formula, scope)

    def finish(self, tape: Tape) -> None:
        """The answers are known, and with them everything."""
        if not self.pending:
            return
        answers = {part.name: part.answer.value for part in self.question.parts if part.name not in tape.scope}
        values = {name: f.value(tape.scope, budget=self.budget) for name, f in answers.items() if f is not None}
        scope = {**tape.scope, **values}
        for _, formula in self.pending:
            self.test(formula, scope)

    def test(self, formula: Formula, scope: Mapping[str, Value]) -> None:
        """Rejected where one does not hold."""
        held = formula.value(scope, budget=self.budget)
        if is_array(held):
            raise FormulaError('`keep` needs one truth; write "any(…)" or "all(…)"', formula.text)
        if not isinstance(held, (bool, int, Fraction, float)):
            raise FormulaError("`keep` needs a truth", formula.text)
        if not held:
            raise Rejected


@cache
def keeps(question: Question) -> tuple[tuple[frozenset[str], Formula], ...]:
    """Each `keep` with the names that it waits for."""
    constant = {*constants(question), *question.variables}
    return tuple((formula.names - constant, formula) for formula in question.keep)


# pins


def known_pins(question: Question, pins: Mapping[str, Value]) -> Mapping[str, Value]:
    """The pins, each of which names a draw; UsageError else."""
    names = [spec.name for spec in question.draws]
    for name in pins:
        if name not in names:
            known = did_you_mean(name, names) or (f"; it draws {', '.join(names)}." if names else "; it draws nothing.")
            raise UsageError(f'{question.id} draws no "{name}"{known}')
    return pins


def pin_from_text(question: Question, name: str, text: str) -> Value:
    """`name=text` of the command line as a value: a word where the draw picks words, else a formula without names."""
    known_pins(question, {name: text})
    (spec,) = (spec for spec in question.draws if spec.name == name)
    if spec.of is not None and any(isinstance(item, str) for item in spec.of):
        return text
    try:
        return Formula(text).value({})
    except FormulaError as error:
        raise UsageError(f"{name}={text} cannot be read: {error.message}.") from None


def typical(spec: Draw, stream: Stream, scope: Mapping[str, Value], budget: WorkBudget) -> Value:
    """A value of the type that the draw has; None where odd pins leave it nothing to draw."""
    try:
        return drawn_value(spec, stream, scope, budget)
    except FormulaError:
        return None


def checked_pin(spec: Draw, value: Value, sample: Value) -> Value:
    """One value checked against the type of its draw, not against its range, and made whole or real as it is."""
    if sample is None:
        return value
    samples = spec.of if spec.of is not None and spec.shape is None else (sample,)
    ranks = {rank(item) for item in samples}
    if rank(value) not in ranks:
        raise UsageError(f"{spec.name} is not of that shape; one of its values is {value_to_text(sample)}.")
    kinds = {type_word(item) for sample in samples for item in flat(sample)}
    if is_array(value):
        return make_array([converted(item, kinds, spec.name) for item in flatten(value)], value.shape)
    for item in flat(value):
        converted(item, kinds, spec.name)
    return value if isinstance(value, tuple) else converted(value, kinds, spec.name)


def rank(value: Value) -> int:
    """Axes of an array, 1 for a list, 0 for a number or a word."""
    return int(value.ndim) if is_array(value) else int(isinstance(value, tuple))


def flat(value: Value) -> list[Value]:
    """The elements of a value, lists opened."""
    if is_array(value):
        return flatten(value)
    if isinstance(value, tuple):
        return [item for part in value for item in flat(part)]
    return [value]


def type_word(value: Value) -> str:
    """What a value is called in a message about pins."""
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, str):
        return "a word"
    return "a whole number" if isinstance(value, int) else "a number"


def converted(value: Value, kinds: set[str], name: str) -> Value:
    """A value as the type of its draw holds it."""
    own = type_word(value)
    if own in kinds:
        return value
    if own == "a whole number" and "a number" in kinds:
        return Fraction(value)
    if own == "a number" and "a whole number" in kinds and isinstance(value, Fraction) and value.denominator == 1:
        return int(value)
    raise UsageError(f"{name} is {' or '.join(sorted(kinds))}, not {value_to_text(value)}.")


def place(question: Question, *texts: object) -> Place:
    """Where the first of some texts stands that knows its place, as texts do in `dlquiz check`; else the question."""
    found: Place | None = next((text.place for text in (*texts, question.id) if hasattr(text, "place")), None)
    return found or Place(question.file, question.line, 1)


def mistake_place(question: Question, number: int) -> Place:
    """Where a mistake says what it computes otherwise."""
    mistake = question.mistakes[number]
    formulas = [mistake.gives, *(formula for _, formula in mistake.instead)]
    return place(question, *(formula.text for formula in formulas if formula is not None))


def fault(question: Question, seed: int, error: FormulaError, *texts: object) -> BankError:
    """What to say where a formula fails on a draw that `keep` lets through; `texts` are what it stands in."""
    where = f" in {str(error.text)!r}" if error.text else ""
    given = [formula.text for _, formula in question.given if error.text]  # what a solver cannot work with
    return BankError(
        [Fault(place(question, error.text, *texts, *given), f"{question.id}@{seed}: {error.message}{where}")]
    )


def overdrawn(question: Question, seed: int, attempt: int) -> BankError:
    """What to say where the formulas cost more than there is for one variant."""
    if attempt:
        keep = [formula.text for formula in question.keep]
        told = f"{attempt} draws were tried and none can be asked; more would take too long to compute"
        return BankError([Fault(place(question, *keep), f"{question.id}@{seed}: {told}")])
    return BankError([Fault(place(question), f"{question.id}@{seed}: its formulas take too long to compute")])


def exhausted(question: Question, unusable: Sequence[Unusable]) -> BankError:
    """What to say where no attempt gave a variant: mostly `keep` did not hold, or all that it let through was lost."""
    if unusable and len(unusable) * 100 >= attempts(question, {}):
        (reason, number), _ = Counter((str(lost), lost.mistake) for lost in unusable).most_common(1)[0]
        where = place(question) if number is None else mistake_place(question, number)
        return BankError([Fault(where, f"{question.id}: no draw can be asked: {reason}")])
    share = "fewer than one draw in 100" if question.draws else "nothing, and nothing is drawn"
    return BankError(
        [Fault(place(question, *(f.text for f in question.keep)), f"{question.id}: `keep` holds for {share}")]
    )
