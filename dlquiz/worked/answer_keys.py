"""What each part of a question asks for on one draw, and where the listed mistakes end."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from fractions import Fraction
from math import isfinite

from dlquiz import kinds
from dlquiz.errors import FormulaError
from dlquiz.kinds import Unusable
from dlquiz.kinds.kind import PartDraw
from dlquiz.language import numbers
from dlquiz.language.arrays import flatten, is_array, make_array
from dlquiz.language.budget import WRITTEN, WorkBudget, value_cost
from dlquiz.language.formula import Formula
from dlquiz.language.functions import TEXT_FUNCTIONS
from dlquiz.language.template import Template
from dlquiz.language.values import values_equal
from dlquiz.language.write.values import value_to_text
from dlquiz.model import AnswerKey, Mistake, Part, Value
from dlquiz.records import frozen
from dlquiz.streams import Stream
from dlquiz.worked import Tape, find_answer_entry, find_departure

NAMED_ELEMENTS = re.compile(r"[\[(]((?:\s*\$?\\?[^\W\d_][\w'{}]*\$?\s*,)+\s*\$?\\?[^\W\d_][\w'{}]*\$?\s*)[\])]")
PART = 60  # half microseconds for the answer key of a part and what is shown of it
SEARCH = 4_000  # half microseconds for a search for slips, besides its formulas


@frozen
class MistakeOutcome:
    """The values in which a listed mistake ends on this draw, for each part that it changes.

    Its tape is not kept: a hundred variants with a hundred mistakes each are examined at once.
    """

    mistake: Mistake
    values: Mapping[str, Value]
    departure: tuple[str, Value] | None = None  # the first entry of the run of an `instead` that differs, and its value


def make_answer_keys(
    tape: Tape, mistake_outcomes: Sequence[MistakeOutcome], seed: int, budget: WorkBudget
) -> dict[str, AnswerKey]:
    """The answer key of every part on this draw; the work is taken from `budget`.

    FormulaError where a formula fails, Unusable where the draw cannot be asked.
    """
    keys: dict[str, AnswerKey] = {}
    for part in tape.question.parts:
        ends = tuple(outcome.values[part.name] for outcome in mistake_outcomes if part.name in outcome.values)
        try:
            key = make_answer_key(part, tape, ends, seed, budget)
            keys[part.name] = add_reasons(key, part.name, tape, mistake_outcomes, budget) if key.options else key
        except FormulaError as error:
            error.text = error.text or (part.answer.value.text if part.answer.value is not None else "")
            raise
    return keys


def make_answer_key(part: Part, tape: Tape, mistaken: tuple[Value, ...], seed: int, budget: WorkBudget) -> AnswerKey:
    """The answer key of one part."""
    question = tape.question

    def render_texts(templates: Iterable[Template]) -> list[str]:
        return [template.render(tape.scope, TEXT_FUNCTIONS, budget) for template in templates]

    def compute_truth(formula: Formula) -> bool:
        held = formula.value(tape.scope, budget=budget)
        if not isinstance(held, bool):
            raise FormulaError(f"true or false is needed here, and the value is {value_to_text(held)}", formula.text)
        return held

    kind = kinds.kind(part.answer.kind or find_kind(compute_answer(part, tape, budget)))
    key = kind.make_key(
        PartDraw(
            part.answer,
            question.variables,
            mistaken,
            lambda: compute_answer(part, tape, budget),
            compute_truth,
            render_texts,
            lambda items: Stream(seed, question.id, part.name, "options").shuffle(items),
            lambda: search_mistakes(part, tape, budget),
        )
    )
    budget.spend(PART + WRITTEN * value_cost(key.value))
    return name_elements(key, part.ask or question.ask) if kinds.kind(key.kind).names_elements else key


def name_elements(key: AnswerKey, ask: Template) -> AnswerKey:
    """The key of a vector with the names of its elements, where the text asks for `[w, b]`."""
    for match in NAMED_ELEMENTS.finditer(ask.text):
        names = [name.strip(" $\\") for name in match[1].split(",")]
        if len(names) == key.value.size and all(not name[:1].isdigit() for name in names):
            return replace(key, names=tuple(names))
    return key


def add_reasons(
    key: AnswerKey, part: str, tape: Tape, mistake_outcomes: Sequence[MistakeOutcome], budget: WorkBudget
) -> AnswerKey:
    """The key of a choice, with what listed mistakes say as the reasons of the options in which they end."""
    reasons = [because.strip() for because in key.because] or [""] * len(key.options)
    for at in range(len(key.options)):
        if not reasons[at] and at not in key.right:
            reasons[at] = " Or: ".join(list_reasons(key, at, part, tape, mistake_outcomes, budget))
    return replace(key, because=tuple(reasons))


def list_reasons(
    key: AnswerKey, at: int, part: str, tape: Tape, mistake_outcomes: Sequence[MistakeOutcome], budget: WorkBudget
) -> Iterator[str]:
    """What the mistakes say that end in an option; one whose text cannot be filled in says nothing."""
    for outcome in mistake_outcomes:
        if part in outcome.values:
            with suppress(FormulaError):
                if kinds.kind(key.kind).replace_value(key, outcome.values[part]).right == (at,):
                    yield outcome.mistake.says.render(tape.scope, TEXT_FUNCTIONS, budget).strip()


def compute_answer(part: Part, tape: Tape, budget: WorkBudget | None = None) -> Value:
    """The value of a part on a tape; the work is taken from `budget`."""
    entry = find_answer_entry(tape, part.name, part.answer.value)
    if entry is not None:
        return entry.value
    if part.answer.value is None:
        raise FormulaError(f'the part "{part.name}" has no value')
    if not part.answer.value.names:
        return tape.compute_constant(part.name, part.answer.value, budget)
    return part.answer.value.value(tape.scope, budget=budget)


def find_answer(part: Part, tape: Tape) -> Value | None:
    """The value of a part on a tape; None where it cannot be computed."""
    try:
        return compute_answer(part, tape)
    except FormulaError:
        return None


def find_kind(value: Value) -> str:
    """The kind of a value; FormulaError where it has none."""
    kind = kinds.natural_kind(value)
    if not kind:
        raise FormulaError("the answer is a text or a list: state its `kind`")
    return kind


def search_mistakes(part: Part, tape: Tape, budget: WorkBudget) -> list[Value]:
    """The wrong values of a part that slips end in, likeliest first."""
    from dlquiz.worked import slip_runs, slip_search  # rarely needed

    runs = slip_runs.SlipRuns(tape, lambda run: {part.name: compute_answer(part, run)})
    entry = find_answer_entry(tape, part.name, part.answer.value)
    search = slip_search.SlipSearch(runs, part.name, entry.name if entry is not None else "")
    search.budget = WorkBudget(min(slip_search.WORK, budget.left))
    limit = search.budget.left
    found = sorted(search.candidates, key=lambda candidate: -candidate.kind.prior)
    budget.spend(SEARCH + limit - search.budget.left)
    return [candidate.value for candidate in found]


# where the listed mistakes end


def find_outcome(tape: Tape, mistake: Mistake, budget: WorkBudget) -> MistakeOutcome | None:
    """The outcome of a listed mistake; None where it cannot be computed or changes no step."""
    question = tape.question
    if mistake.gives is not None:
        try:
            value = mistake.gives.value(tape.scope, budget=budget)
            return MistakeOutcome(mistake, {mistake.part or question.parts[0].name: value})
        except FormulaError:
            return None
    wrong = tape.run_with_mistake(mistake, budget=budget)
    if wrong is None:
        return None
    departure = find_departure(tape, wrong)
    if departure is None:
        return None
    values = {}
    for part in question.parts:
        if part.answer.value is None:
            continue
        try:
            value = compute_answer(part, wrong, budget)
        except FormulaError:
            continue
        if len(question.parts) == 1 or not values_equal(value, compute_answer(part, tape, budget)):
            values[part.name] = value
    first = (departure.name, departure.value) if departure.name in wrong.entries else None
    return MistakeOutcome(mistake, values, first)


def is_judged_right(value: Value, key: AnswerKey) -> bool:
    """Whether a value, typed in full or with the asked rounding, would be right; kinds with few values are let off."""
    kind = kinds.kind(key.kind)
    if kind.few_values:
        return False
    try:
        ends = (kind.coerce_for(key, end) for end in (value, round_as_asked(value, key)))
        return any(kind.is_right(end, key) for end in ends)
    except FormulaError:
        return False


def round_as_asked(value: Value, key: AnswerKey) -> Value:
    """A value with the decimals that are asked for."""
    if key.decimals is None:
        return value
    if is_array(value):
        return make_array([round_as_asked(item, key) for item in flatten(value)], value.shape)
    return numbers.round_number(value, key.decimals) if type(value) in (Fraction, float) and isfinite(value) else value


def refuse_right_outcomes(mistake_outcomes: Sequence[MistakeOutcome | None], keys: Mapping[str, AnswerKey]) -> None:
    """Unusable where a mistake would be judged right."""
    for number, outcome in enumerate(mistake_outcomes):
        if outcome is None:
            continue
        for name, value in outcome.values.items():
            if is_judged_right(value, keys[name]):
                raise Unusable(f'the mistake "{outcome.mistake.says.text.strip()}" gives the right answer', number)
