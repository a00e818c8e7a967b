"""Plain data to Questions.  Only numbers are parsed here; formulas and texts are parsed when they are first used."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any

from dlquiz.language import numbers
from dlquiz.language.arrays import array_or_tuple, flatten, is_array, map_elements
from dlquiz.language.formula import Formula
from dlquiz.language.template import Template
from dlquiz.model import (
    FROM_MISTAKES,
    Answer,
    Draw,
    Example,
    Mistake,
    Need,
    Option,
    Part,
    PictureSpec,
    Program,
    Question,
    Repeat,
    Step,
    Test,
    Value,
)

Plain = dict[str, Any]


def build_question(plain: Plain, topic: str, file: str) -> Question:
    return Question(
        id=plain["id"],
        topic=topic,
        title=plain.get("title") or plain["id"],
        ask=Template(plain["ask"]),
        parts=build_parts(plain),
        level=plain.get("level", 1),
        covers=tuple(plain.get("covers", ())),
        draws=tuple(build_draw(name, spec) for name, spec in plain.get("draw", ())),
        lets=build_formulas(plain.get("let")),
        keep=tuple(Formula(text) for text in plain.get("keep", ())),
        needs=tuple(Need(Formula(one["holds"]), str(one["says"])) for one in plain.get("needs", ())),
        plan=build_template(plain.get("plan")),
        program=build_program(plain.get("steps", ())),
        tests=tuple(Test(Formula(one["holds"]), Template(one["says"])) for one in plain.get("test", ())),
        often=build_template(plain.get("often")),
        trains=tuple(plain.get("trains", ())),
        solver=plain.get("solver", ""),
        given=build_formulas(plain.get("given")),
        reasons={name: Template(text) for name, text in plain.get("why", ())},
        mistakes=tuple(build_mistake(one) for one in plain.get("mistakes", ())),
        examples=tuple(build_example(one, plain) for one in plain.get("examples", ())),
        remark=build_template(plain.get("remark")),
        see=plain.get("see", ""),
        hint=build_template(plain.get("hint")),
        pictures=tuple(map(build_picture, plain.get("picture", ()))),
        alike=tuple(tuple(group) for group in plain.get("alike", ())),
        variables={name: (Fraction(low), Fraction(high)) for name, (low, high) in plain.get("variables", ())},
        marks=plain.get("marks", 1),
        file=file,
        line=plain["place"],
    )


def build_template(text: str | None) -> Template | None:
    """A text as a template; None where there is no text."""
    return None if text is None else Template(text)


def build_formulas(pairs: list[Any] | None) -> tuple[tuple[str, Formula], ...]:
    """Pairs of names and formulas."""
    return tuple((name, Formula(text)) for name, text in pairs or ())


def build_value(plain: list[Any]) -> Value:
    """One value of a draw: a number, a text, a truth value or a list."""
    kind, *rest = plain
    if kind == "list":
        return array_or_tuple(unify_values(build_value(item) for item in rest))
    if kind == "number":
        text: str = rest[0]
        return int(text) if text.lstrip("+-").isdigit() else Fraction(text)
    return rest[0]


def unify_values(items: Iterable[Value]) -> tuple[Value, ...]:
    """The values of one list: a single decimal, also inside an array, makes all numbers real."""
    values = numbers.unify_numbers(tuple(items))
    if not all(map(is_array, values)) or not any(isinstance(item, Fraction) for v in values for item in flatten(v)):
        return values
    return tuple(map_elements(numbers.as_real, value) for value in values)


def build_draw(name: str, spec: Any) -> Draw:
    if isinstance(spec, list):
        return Draw(name, of=unify_values(build_value(item) for item in spec))
    shape = tuple(Formula(text) for text in spec["shape"]) if "shape" in spec else None
    within = build_interval(spec.get("within"))
    if "of" in spec:
        return Draw(name, of=unify_values(build_value(item) for item in spec["of"]), shape=shape, within=within)
    start, stop, step = (Formula(spec[key]) if key in spec else None for key in ("from", "to", "step"))
    return Draw(name, None, start, stop, step, shape, within)


def build_interval(plain: list[str] | None) -> tuple[Fraction, Fraction] | None:
    """The two ends of an interval; None where there is none."""
    return (Fraction(plain[0]), Fraction(plain[1])) if plain else None


def build_program(steps: Any) -> Program:
    """The steps and loops of a solution."""
    return tuple(build_repeat(step) if "repeat" in step else build_step(step) for step in steps)


def build_repeat(plain: Plain) -> Repeat:
    return Repeat(Formula(plain["repeat"]), build_formulas(plain.get("start")), build_program(plain["steps"]))


def build_step(plain: Plain) -> Step:
    ends = build_interval(plain.get("within"))
    trains = tuple(plain.get("trains", ()))
    return Step(plain["name"], Formula(plain["formula"]), Template(plain.get("why", "")), within=ends, trains=trains)


def build_parts(plain: Plain) -> tuple[Part, ...]:
    """The parts of a question; a single answer becomes the part `answer`."""
    if "answer" in plain:
        return (Part("answer", build_answer(plain["answer"]), marks=plain.get("marks", 1)),)
    return tuple(
        Part(
            one["name"],
            build_answer(one.get("answer", one["name"])),
            build_template(one.get("ask")),
            one.get("marks", 1),
        )
        for one in plain["parts"]
    )


def build_answer(plain: Any) -> Answer:
    """What a part asks for."""
    if isinstance(plain, str):
        return Answer(value=Formula(plain))
    value = Formula(plain["value"]) if "value" in plain else None
    keys = {key: BUILDERS[shape](plain[key]) for key, shape in plain["shapes"].items()}
    return Answer(plain.get("kind", ""), value, keys)


def build_texts(plain: list[str]) -> tuple[Template, ...]:
    """A list of texts."""
    return tuple(Template(text) for text in plain)


def build_options(plain: Any) -> Any:
    """The options of a choice, unless the mistakes are to give them."""
    return plain if plain == FROM_MISTAKES else tuple(build_option(one) for one in plain)


def build_option(plain: Any) -> Option:
    """One option; whether it is right is said beside it, or follows from a formula or the answer's value."""
    if isinstance(plain, str):
        return Option(Template(plain))
    word = next(word for word in ("right", "wrong", "option") if word in plain)
    holds = Formula(plain["holds"]) if "holds" in plain else None
    return Option(Template(plain[word]), word == "right", holds, build_template(plain.get("because")))


BUILDERS: dict[str, Callable[[Any], Any]] = {  # by the shape of an answer's key
    "whole": int,
    "positive": Fraction,
    "word": str,
    "words": tuple,
    "texts": build_texts,
    "options": build_options,
    "pairs": lambda plain: tuple((Template(left), Template(right)) for left, right in plain),
}


def build_mistake(plain: Plain) -> Mistake:
    gives = Formula(plain["gives"]) if "gives" in plain else None
    return Mistake(Template(plain.get("says", "")), build_formulas(plain.get("instead")), gives, plain.get("part", ""))


def build_picture(plain: Plain) -> PictureSpec:
    keys = {key: FORM_BUILDERS[form](plain[key]) for key, form in plain["forms"].items()}
    return PictureSpec(plain["kind"], plain.get("of", "solution"), keys)


FORM_BUILDERS: dict[str, Callable[[Any], Any]] = {  # by the form of a picture's key
    "formula": Formula,
    "formulas": lambda plain: tuple((Template(label), Formula(text)) for label, text in plain),
    "along": build_formulas,
    "text": Template,
    "texts": build_texts,
    "operations": lambda plain: tuple((name, tuple(takes)) for name, takes in plain),
}


def build_example(plain: Plain, question: Plain) -> Example:
    """The pinned values of an example, and what it types to each part."""
    pins = {name: build_value(value) for name, value in plain.get("with", ())}
    typed = plain.get("answer")
    names = [one["name"] for one in question.get("parts", ())] or ["answer"]
    single = len(names) == 1 and not (isinstance(typed, dict) and set(typed) <= set(names))
    answers = {} if typed is None else {names[0]: typed} if single else typed
    return Example(pins, answers, tuple(plain.get("mistakes") or ()), plain["place"])
