"""What each part of a question asks for on one draw: its kind, its right value, its options in the order shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from dlquiz import kinds, tree
from dlquiz.errors import FormulaError
from dlquiz.language import numbers
from dlquiz.language.arrays import Array
from dlquiz.language.budget import WorkBudget
from dlquiz.language.functions import TEXT_FUNCTIONS, same
from dlquiz.language.numbers import NUMBERS
from dlquiz.language.template import Template
from dlquiz.language.write.values import value_to_text
from dlquiz.model import Answer, AnswerKey, Mistake, Part, Question, Value
from dlquiz.records import frozen
from dlquiz.streams import Stream
from dlquiz.worked import Tape, answer_entry

KINDS_WITHOUT_VALUE = ("text", "order", "match", "recall")  # kinds that need no value
BY_CHOICE = ("yes-no", "choice")  # kinds whose few values a mistake may share


class Unusable(Exception):
    """A draw that cannot be asked: options come out equal, or a mistake lands on the right answer."""

    def __init__(self, reason: str, mistake: int | None = None) -> None:
        super().__init__(reason)
        self.mistake = mistake  # which mistake costs this draw


@frozen
class MistakeOutcome:
    """Where a listed mistake lands on this draw: for each part that it speaks to, the value."""

    mistake: Mistake
    values: Mapping[str, Value]
    tape: Tape | None = None  # the run of an `instead`


def answer_keys(
    tape: Tape, mistake_outcomes: Sequence[MistakeOutcome], seed: int, budget: WorkBudget
) -> dict[str, AnswerKey]:
    """For every part what it expects on this draw; its formulas and texts are paid from the purse."""
    question = tape.question
    made: dict[str, AnswerKey] = {}
    for part in question.parts:
        mistaken = tuple(
            mistake_outcome.values[part.name]
            for mistake_outcome in mistake_outcomes
            if part.name in mistake_outcome.values
        )
        try:
            made[part.name] = expected(question, part, tape, mistaken, seed, budget)
        except FormulaError as error:
            error.text = error.text or (part.answer.value.text if part.answer.value is not None else "")
            raise
    return made


def expected(
    question: Question, part: Part, tape: Tape, mistaken: tuple[Value, ...], seed: int, budget: WorkBudget
) -> AnswerKey:
    """What one part expects."""
    answer = part.answer
    kind = answer.kind or natural_kind(question, part, tape)
    if kind == "choice":
        return expected_choice(question, part, tape, mistaken, seed, budget)
    if kind in KINDS_WITHOUT_VALUE:
        return expected_words(kind, question, part, tape, mistaken, seed, budget)
    return numeric(kind, answer, answer_value(part, tape), question, mistaken)


def numeric(kind: str, answer: Answer, value: Value, question: Question, mistaken: tuple[Value, ...]) -> AnswerKey:
    """A quantity with its tolerance; 4 decimals unless said."""
    said = any(given is not None for given in (answer.decimals, answer.significant, answer.rel, answer.abs))
    decimals = 4 if not said and kind in ("number", "vector", "matrix") else answer.decimals
    return AnswerKey(
        kind,
        coerce_to_kind(kind, value),
        decimals,
        answer.significant,
        answer.rel,
        answer.abs,
        answer.unit,
        answer.yes,
        answer.no,
        question.variables,
        mistaken=mistaken,
    )


def answer_value(part: Part, tape: Tape) -> Value:
    """The right value of a part on a tape."""
    entry = answer_entry(tape, part.name, part.answer.value)
    if entry is not None:
        return entry.value
    if part.answer.value is None:
        raise FormulaError(f'the part "{part.name}" has no value')
    return part.answer.value.value(tape.scope)


def natural_kind(question: Question, part: Part, tape: Tape) -> str:
    """The kind that the answer's keys or, failing these, its value decide."""
    answer = part.answer
    if answer.options or answer.from_mistakes:
        return "choice"
    for kind, given in zip(
        KINDS_WITHOUT_VALUE, (answer.accept, answer.items, answer.pairs, answer.points), strict=True
    ):
        if given:
            return kind
    return kind_of(answer_value(part, tape))


def kind_of(value: Value) -> str:
    """The kind of a value; FormulaError where it has none."""
    kind = kinds.natural_kind(value)
    if not kind:
        raise FormulaError("the answer is a text or a list: say which `kind` it is")
    return kind


SEARCH = 4_000  # half microseconds for a search for slips, besides its formulas
OPTIONS = 4  # of a choice that is made from mistakes: those that the bank lists, and slips to fill it up
NEEDS = {
    "integer": "a whole number",
    "number": "a number",
    "yes-no": "true or false",
    "shape": "a list of whole sizes",
    "vector": "a list of numbers",
    "matrix": "a list of rows",
    "expression": "a formula in the question's variables",
    "text": "a text",
}


def coerce_to_kind(kind: str, value: Value) -> Value:
    """The value as its kind holds it; FormulaError where it is of another, or where the kind holds none."""
    if kind not in NEEDS:
        raise FormulaError(f"the kind {kind} has no value")
    if kind == "integer" and isinstance(value, Fraction) and value.denominator == 1:
        value = value.numerator
    if kind == "shape" and value == ():
        value = Array((), (0,))
    if kind == "shape" and isinstance(value, Array) and all(v == int(v) for v in value.items):
        value = Array((int(v) for v in value.items), value.shape)
    number = isinstance(value, (int, Fraction, float)) and not isinstance(value, bool)
    fits = {
        "integer": isinstance(value, int) and not isinstance(value, bool),
        "number": number,
        "yes-no": isinstance(value, bool),
        "shape": isinstance(value, Array) and value.ndim == 1 and all(isinstance(v, int) for v in value.items),
        "vector": isinstance(value, Array) and value.ndim == 1,
        "matrix": isinstance(value, Array) and value.ndim == 2,
        "expression": isinstance(value, tree.Node) or number,
        "text": isinstance(value, str),
    }
    if not fits[kind]:
        raise FormulaError(f"the kind {kind} needs {NEEDS[kind]}, and the value is {value_to_text(value)}")
    return value


WRONG = {"integer": "number", "shape": "vector", "vector": "matrix", "matrix": "vector"}


def key_accepting(wanted: AnswerKey, value: Value) -> AnswerKey:
    """What is asked for where a mistake's value takes the place of the right one; FormulaError where none can type it.

    People type 13.5 where a whole number is asked for, and a row where a matrix is.
    """
    if wanted.kind in ("vector", "shape") and kind_of(value) in ("integer", "number"):
        value = Array((value,), (1,))
    try:
        return replace(wanted, value=coerce_to_kind(wanted.kind, value), accept=(), mistaken=())
    except FormulaError:
        if wanted.kind not in WRONG or kind_of(value) != WRONG[wanted.kind]:
            raise
        decimals = 1 if wanted.decimals is None else wanted.decimals
        return replace(wanted, kind=WRONG[wanted.kind], value=value, decimals=decimals, mistaken=())


# kinds that choose or arrange


def rendered(templates: Sequence[Template], tape: Tape, budget: WorkBudget) -> list[str]:
    """Texts with the values of the whole tape put in."""
    return [template.render(tape.scope, TEXT_FUNCTIONS, budget) for template in templates]


def different(texts: Sequence[str], what: str) -> None:
    """Unusable where two texts are the same to a reader."""
    plain = [" ".join(text.split()) for text in texts]
    if len(set(plain)) < len(plain):
        raise Unusable(f"two {what} come out equal")


def expected_choice(
    question: Question, part: Part, tape: Tape, mistaken: tuple[Value, ...], seed: int, budget: WorkBudget
) -> AnswerKey:
    """Options shuffled by a stream of their own."""
    answer = part.answer
    if answer.from_mistakes:
        texts, rights, because = options_from_mistakes(question, part, tape, mistaken, budget)
    else:
        texts = rendered([option.text for option in answer.options], tape, budget)
        because = rendered([option.because or Template("") for option in answer.options], tape, budget)
        rights = [i for i, option in enumerate(answer.options) if option.right]
    if answer.value is not None and not answer.from_mistakes:
        right = value_to_text(answer_value(part, tape))
        rights = [i for i, text in enumerate(texts) if text == right]
        if not rights:
            raise FormulaError(f'the right option, "{right}", is not among the options')
    different(texts, "options")
    order = Stream(seed, question.id, part.name, "options").shuffled(range(len(texts)))
    return AnswerKey(
        "choice",
        value=tuple(texts[i] for i in rights),
        options=tuple(texts[i] for i in order),
        right=tuple(sorted(order.index(i) for i in rights)),
        because=tuple(because[i] for i in order),
    )


def options_from_mistakes(
    question: Question, part: Part, tape: Tape, mistaken: tuple[Value, ...], budget: WorkBudget
) -> tuple[list[str], list[int], list[str]]:
    """The right value first, then what the mistakes give, each once; filled up from the slips that people make."""
    value = answer_value(part, tape)
    texts = list(dict.fromkeys(shown(part, question, value, wrong) for wrong in (value, *mistaken)))
    if len(texts) < OPTIONS:
        from dlquiz.worked import slip_search  # rarely needed

        search = slip_search.Search(tape, lambda run: answer_value(part, run))
        found = sorted(search.candidates, key=lambda c: -c.kind.prior)
        budget.spend(SEARCH + slip_search.WORK - search.budget.left)
        likely = (c.value for c in found if kind_of(c.value) == kind_of(value) and plausible(c.value, value))
        texts = list(dict.fromkeys([*texts, *(shown(part, question, value, wrong) for wrong in likely)]))[:OPTIONS]
    if len(texts) < 3:
        raise Unusable("fewer than two wrong roads differ from the right answer")
    return texts, [0], [""] * len(texts)


def plausible(wrong: Value, right: Value) -> bool:
    """Whether a wrong number looks like an answer: of the right sign, and within a factor of 100."""
    if type(wrong) not in NUMBERS or type(right) not in NUMBERS or not right:
        return True
    return bool(Fraction(1, 100) < numbers.digits12(wrong) / numbers.digits12(right) < 100)


def shown(part: Part, question: Question, value: Value, wrong: Value) -> str:
    """A wrong value as an option: as the right one is shown, with the decimals that are asked for, where it can be."""
    try:
        return kinds.to_text(numeric(kind_of(value), part.answer, wrong, question, ()))
    except FormulaError:
        return value_to_text(wrong)


def option(part: Part, tape: Tape, wrong: Value) -> str:
    """What a mistake's value reads like among the options."""
    if part.answer.from_mistakes:
        return shown(part, tape.question, answer_value(part, tape), wrong)
    return value_to_text(wrong)


def expected_words(
    kind: str, question: Question, part: Part, tape: Tape, mistaken: tuple[Value, ...], seed: int, budget: WorkBudget
) -> AnswerKey:
    """Texts, orders, matches and recalls."""
    answer = part.answer
    if kind == "text":
        return AnswerKey("text", value=answer.accept[0], accept=answer.accept, mistaken=mistaken)
    if kind == "recall":
        points = tuple(rendered(answer.points, tape, budget))
        return AnswerKey("recall", value=points, points=points)
    stream = Stream(seed, question.id, part.name, "options")
    if kind == "order":
        items = rendered(answer.items, tape, budget)
        different(items, "items")
        order = stream.shuffled(range(len(items)))
        if order == sorted(order):  # shown in their right order, the items would give the answer away
            order = order[1:] + order[:1]
        places = tuple(order.index(i) for i in range(len(items)))
        return AnswerKey("order", value=tuple(items), items=tuple(items[i] for i in order), order=places)
    return expected_match(answer, tape, stream, budget)


def expected_match(answer: Answer, tape: Tape, stream: Stream, budget: WorkBudget) -> AnswerKey:
    """Lefts as they stand, rights (each once, with the extra ones) shuffled."""
    lefts = rendered([left for left, _ in answer.pairs], tape, budget)
    matched = rendered([right for _, right in answer.pairs], tape, budget)
    rights = [*dict.fromkeys(matched), *rendered(answer.extra, tape, budget)]
    different(lefts, "left sides")
    different(rights, "right sides")
    shuffled = stream.shuffled(rights)
    return AnswerKey(
        "match",
        value=tuple(zip(lefts, matched, strict=True)),
        lefts=tuple(lefts),
        rights=tuple(shuffled),
        partner=tuple(shuffled.index(right) for right in matched),
    )


# where the listed mistakes land


def mistake_outcome(tape: Tape, mistake: Mistake, budget: WorkBudget) -> MistakeOutcome | None:
    """Where one mistake lands, paid from the purse; None where it cannot be computed or changes no step."""
    question = tape.question
    if mistake.gives is not None:
        try:
            value = mistake.gives.value(tape.scope, budget=budget)
            return MistakeOutcome(mistake, {mistake.part or question.parts[0].name: value})
        except FormulaError:
            return None
    wrong = tape.run_with_mistake(mistake, budget=budget)
    if wrong is None or not changes_step(tape, wrong):
        return None
    values = {}
    for part in question.parts:
        if part.answer.value is None:
            continue
        try:
            value = answer_value(part, wrong)
        except FormulaError:
            continue
        if len(question.parts) == 1 or not same(value, answer_value(part, tape)):
            values[part.name] = value
    return MistakeOutcome(mistake, values, wrong)


def changes_step(tape: Tape, wrong: Tape) -> bool:
    """Whether a run differs from the right one in a step."""
    if tape.entries.keys() != wrong.entries.keys():
        return True
    pairs = ((entry, wrong.entries[entry.name]) for entry in tape)
    return any(one is not other and not same(one.value, other.value) for one, other in pairs)


def judged_right(value: Value, wanted: AnswerKey) -> bool:
    """Whether a value, typed in full or with the asked rounding, would be right; kinds with few values are let off."""
    if wanted.kind in BY_CHOICE:
        return False
    try:
        value = coerce_to_kind(wanted.kind, value)
    except FormulaError:
        return False
    if kinds.is_right(wanted, value):
        return True
    rounded = as_asked(value, wanted)
    return rounded is not value and kinds.is_right(wanted, rounded)


def as_asked(value: Value, wanted: AnswerKey) -> Value:
    """A value with the decimals that are asked for."""
    if wanted.decimals is None:
        return value
    if isinstance(value, Array):
        return Array([as_asked(item, wanted) for item in value.items], value.shape)
    return numbers.rounded(value, wanted.decimals) if type(value) in (Fraction, float) else value


def refuse_lucky(mistake_outcomes: Sequence[MistakeOutcome | None], wanted: Mapping[str, AnswerKey]) -> None:
    """Unusable where a mistake would be judged right."""
    for number, land in enumerate(mistake_outcomes):
        if land is None:
            continue
        for name, value in land.values.items():
            if judged_right(value, wanted[name]):
                raise Unusable(f'the mistake "{land.mistake.says.text.strip()}" gives the right answer', number)
