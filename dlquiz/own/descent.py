"""`dlquiz.descend`: gradient descent by hand on a function that somebody typed, and what to expect of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import dist
from typing import TYPE_CHECKING, Any, NamedTuple

from dlquiz import tree
from dlquiz.errors import DlquizError, FormulaError, UsageError, did_you_mean
from dlquiz.json_data import value_to_json
from dlquiz.language.evaluate import evaluate
from dlquiz.language.numbers import CONSTANTS, NUMBERS
from dlquiz.language.write.formulas import to_latex, to_plain
from dlquiz.language.write.symbols import name_to_latex
from dlquiz.own.bank_text import AskedValue, OwnQuestion, accuracy, open_bank, quote, write_bank, write_equations
from dlquiz.own.descent_notes import BEHAVIOUR, KINK_STEPS, write_limit, write_place, write_stationary
from dlquiz.own.descent_picture import write_picture
from dlquiz.own.own_problem import OwnProblem
from dlquiz.own.trial import Course, judge_course, run_on
from dlquiz.own.typed_input import check_names, read_arguments, read_formula_text, read_name, read_number, split_place
from dlquiz.problem import Problem
from dlquiz.solvers.descents import (
    ADAM,
    LONG,
    MOMENTUM,
    NESTEROV,
    PLAIN,
    SQUARES,
    USUAL_BETA,
    USUAL_BETA2,
    VELOCITY,
    Plan,
    check_steps,
    read_plan,
)
from dlquiz.worked import Entry

if TYPE_CHECKING:
    from dlquiz.algebra.stationary import Stationary, StationaryPoint

ASKED = 3  # steps that a question asks for one by one; of more only the last
NAMES = {
    PLAIN: "Gradient descent", MOMENTUM: r"Gradient descent with momentum $\beta = {{ beta }}$",
    NESTEROV: r"Nesterov's accelerated descent with $\beta = {{ beta }}$", "adagrad": "AdaGrad",
    "rmsprop": r"RMSProp with $\beta = {{ beta }}$",
    ADAM: r"Adam with $\beta_1 = {{ beta1 }}$ and $\beta_2 = {{ beta2 }}$",
}  # fmt: skip


class Settings(NamedTuple):
    """The numbers of an optimizer, as they were given."""

    rate: Any
    steps: int
    method: str = PLAIN
    beta: Any = None
    beta2: Any = None
    eps: Any = None
    decay: Any = None
    every: int = 1

    @property
    def given(self) -> dict[str, Any]:
        """What a solver takes besides function, start, rate and steps."""
        named = {"method": self.method, "beta": self.beta, "beta2": self.beta2, "eps": self.eps, "decay": self.decay}
        every = {"every": self.every} if self.decay is not None else {}
        return {key: value for key, value in {**named, **every}.items() if value is not None and value != PLAIN}


class Descent(OwnProblem):
    """A descent: `slopes` as texts, `rows` of the table, `stationary` points, the `limit` of the rate near the minimum
    in question (None where there is none), and its `behaviour`."""

    def __init__(
        self, bank: str, problem: Problem, plan: Plan, settings: Settings, stationary: Stationary, course: Course
    ):
        self.plan = plan
        self.settings = settings
        self.found = stationary
        self.behaviour = judge_course(course, [tuple(map(float, point.at.values())) for point in stationary.points])
        self.nearest = find_nearest(stationary.points, course.places[-1])
        super().__init__(bank, problem, self.write_notes())

    @property
    def slopes(self) -> dict[str, str]:
        """The derivative by each letter as text."""
        return {letter: to_plain(slope) for letter, slope in self.plan.slopes.items()}

    @property
    def limit(self) -> Any:
        """The largest rate that is stable near the minimum; None without one, or where the method scales slopes."""
        if self.nearest is None or not self.nearest.curvature or self.plan.method in SQUARES:
            return None
        beta = self.settings.beta if self.settings.beta is not None else Fraction(USUAL_BETA.get(self.plan.method, "0"))
        above = {PLAIN: 2, MOMENTUM: 2 + 2 * beta, NESTEROV: (2 + 2 * beta) / (1 + 2 * beta)}[self.plan.method]
        curvature = self.nearest.curvature
        return above / curvature if isinstance(curvature, float) else Fraction(above) / Fraction(curvature)

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The steps, each a dictionary: t, at, slope, step, next; next is at - step."""
        return [self.describe_row(t) for t in range(1, self.settings.steps + 1)]

    def describe_row(self, t: int) -> dict[str, Any]:
        """One step; the step of a method with a velocity is the velocity with the other sign."""
        scope, plan = self.problem.tape.scope, self.plan
        base, sign = ("v", -1) if plan.method in VELOCITY else ("step", 1)
        columns = {
            "at": {letter: scope[f"{letter}_{t - 1}"] for letter in plan.letters},
            "slope": {letter: scope[f"{plan.name('g', letter)}_{t}"] for letter in plan.letters},
            "step": {letter: sign * scope[f"{plan.name(base, letter)}_{t}"] for letter in plan.letters},
            "next": {letter: scope[f"{letter}_{t}"] for letter in plan.letters},
        }
        written = {key: {name: value_to_json(v) for name, v in row.items()} for key, row in columns.items()}
        return {"t": t, **written}

    def to_json(self) -> dict[str, Any]:
        points = [
            {"at": {name: value_to_json(value) for name, value in point.at.items()}, "kind": point.kind}
            for point in self.found.points
        ]
        return {
            "slopes": self.slopes,
            "rows": self.rows,
            "stationary": points,
            "limit": value_to_json(self.limit),
            "behaviour": self.behaviour,
        }

    def write_notes(self) -> list[str]:
        """Stationary points, the limit of the rate, and what happens at this one."""
        slopes = ", ".join(
            rf"${name_to_latex(f'df_d{letter}')} = {to_latex(slope)}$" for letter, slope in self.plan.slopes.items()
        )
        notes = [f"Slopes: {slopes}.", *write_stationary(self.found)]
        if self.limit is not None and self.nearest is not None:
            notes.append(f"Near {write_place(self.nearest.at)} any rate below {write_limit(self.limit)} converges.")
        if self.nearest is not None and self.nearest.is_sharp and self.plan.method not in SQUARES:
            notes.append(KINK_STEPS)
        notes.append(f"At this rate {BEHAVIOUR[self.behaviour]}.")
        return notes

    def find_cell(self, text: str) -> Entry:
        """The entry of a cell such as "t=2,step" or "t=1,x"; UsageError where there is none."""
        words = [word.strip() for word in text.split(",")]
        number = next((word.partition("=")[2] for word in words if word.replace(" ", "").startswith("t=")), "")
        if not number.strip().isdecimal() or not 1 <= int(number) <= self.settings.steps or len(words) < 2:
            raise UsageError(f"--cell names a step from 1 to {self.settings.steps} and a quantity, as in t=1,step")
        names = [word for word in words if not word.replace(" ", "").startswith("t=")]
        base = {"slope": "g", "gradient": "g", "velocity": "v", "move": "step", "next": "x"}.get(names[0], names[0])
        letter = names[1] if len(names) > 1 else self.plan.letters[0]
        options = [names[0], self.plan.name(base, letter) if base in LONG else base, letter if base == "x" else base]
        found = [f"{rule}_{int(number)}" for rule in options if f"{rule}_{int(number)}" in self.problem.tape.entries]
        if not found:
            known = did_you_mean(names[0], self.plan.rules) or f"; there are {', '.join(self.plan.rules)}"
            raise UsageError(f'there is no "{names[0]}" in a step{known}.')
        return self.problem.tape[found[0]]


def find_nearest(points: Sequence[StationaryPoint], place: Sequence[float]) -> StationaryPoint | None:
    """The minimum nearest to a place."""
    minima = [point for point in points if point.kind.endswith("minimum")]
    return min(
        minima,
        key=lambda point: dist(list(map(float, point.at.values())), place),
        default=None,
    )


def descend(
    expression: str,
    start: Any,
    rate: Any,
    steps: int = 1,
    *,
    momentum: Any = None,
    nesterov: Any = None,
    adagrad: bool = False,
    rmsprop: Any = None,
    adam: bool = False,
    beta2: Any = None,
    eps: Any = None,
    decay: Any = None,
    every: int = 1,
) -> Descent:
    """Gradient descent on an expression, step by step.

    `start` is a number where there is one letter, else a mapping {"x": 1, "y": 2} or the text "x=1,y=2" or "1,2";
    `rate`, `momentum`, … are numbers or their texts ("1/3").  At most one of `momentum` (β), `nesterov` (β), `adagrad`,
    `rmsprop` (β, or True for 0.9) and `adam` chooses the optimizer; adam has β₁ = 0.9 and β₂ = 0.999.  `eps` is 0
    unless given.  The rate is multiplied by `decay` after `every` steps.

    `dlquiz.errors.UsageError` for what cannot be read or computed.
    """
    chosen = [name for name, value in (("momentum", momentum), ("nesterov", nesterov), ("adagrad", adagrad),
                                       ("rmsprop", rmsprop), ("adam", adam)) if value not in (None, False)]  # fmt: skip
    if len(chosen) > 1:
        raise UsageError(f"{' and '.join(chosen)} are two optimizers; choose one.")
    method = chosen[0] if chosen else PLAIN
    beta = {"momentum": momentum, "nesterov": nesterov, "rmsprop": rmsprop}.get(method)
    beta = None if beta is True else beta
    numbers = {"beta": beta, "beta2": beta2, "eps": eps, "decay": decay}
    read = {key: read_number(key, value) for key, value in numbers.items() if value is not None}
    settings = Settings(read_number("rate", rate), steps, method, every=every, **read)
    check_settings(settings)
    function = read_formula_text(expression, read_arguments(expression))
    return solve_descent(function, read_start(start, function), settings)


def check_settings(settings: Settings) -> None:
    """UsageError for settings that make no sense."""
    if settings.rate <= 0:
        raise UsageError("the rate is greater than 0.")
    for name in ("beta", "beta2"):
        value = getattr(settings, name)
        if value is not None and not 0 <= value < 1:
            raise UsageError(f"{name} lies from 0 up to, but not including, 1.")
    if settings.beta2 is not None and settings.method != ADAM:
        raise UsageError("only adam has a second beta.")
    if settings.eps is not None and (settings.eps < 0 or settings.method not in SQUARES):
        raise UsageError("eps is at least 0, and belongs to adagrad, rmsprop and adam.")
    if settings.decay is not None and not 0 < settings.decay <= 1:
        raise UsageError("decay is greater than 0 and at most 1.")
    if settings.every != 1 and settings.decay is None:
        raise UsageError("every needs decay: what the rate is multiplied by.")


def read_start(start: Any, function: tree.Node) -> dict[str, Any]:
    """The start of each letter, in the order of the alphabet."""
    letters = sorted(tree.names(function) - CONSTANTS.keys())
    if not letters:
        raise UsageError("there is no letter in this expression, so there is nothing to descend by.")
    if isinstance(start, str):
        start = split_place(start, letters) or start
    if not isinstance(start, Mapping):
        if len(letters) > 1:
            example = ",".join(f"{letter}=1" for letter in letters)
            raise UsageError(
                f"the expression has the letters {', '.join(letters)}; say where each starts, as in {example}."
            )
        start = {letters[0]: start}
    check_names(letters, ("lr", "beta", "beta1", "beta2", "eps", "decay", "eta", "k", "t"))
    given = {read_start_name(name, letters): read_number(name, value) for name, value in start.items()}
    for name in given:
        if name not in letters:
            raise UsageError(f'there is no "{name}" in the expression; its letters are {", ".join(letters)}.')
    for letter in letters:
        if letter not in given:
            raise UsageError(f"say where {letter} starts.")
    return {letter: given[letter] for letter in letters}


def read_start_name(text: str, letters: Sequence[str]) -> str:
    """The letter that a start is given to: x for x₀ too, where there is no letter x₀."""
    name = read_name(text)
    return name[:-1] if name not in letters and name.endswith("0") and name[:-1] in letters else name


def solve_descent(function: tree.Node, start: Mapping[str, Any], settings: Settings) -> Descent:
    """The descent, and what to expect of it."""
    from dlquiz.algebra.stationary import Stationary, find_stationary

    text = to_plain(function)
    own = settings.given
    try:
        plan = read_plan(
            text, tuple(start), **{k: v for k, v in own.items() if k in ("method", "eps", "decay", "every")}
        )
        check_steps(settings.steps, plan)
        course = run_on(plan, function, tuple(start.values()), settings.rate, own)
    except FormulaError as error:
        raise UsageError(f"{error.message}.") from None
    problem, bank = open_question(function, start, settings)
    ends = [dict(zip(start, place, strict=True)) for place in (course.places[0], course.places[-1])]
    try:
        found = find_stationary(function, plan.slopes, compute, ends)
    except (ValueError, TypeError, ArithmeticError, NotImplementedError, RecursionError):
        found = Stationary([], "The stationary points could not be found.")
    return Descent(bank, problem, plan, settings, found, course)


def compute(node: tree.Node, point: Mapping[str, Any]) -> Any:
    """The value at a point; None where there is none."""
    try:
        value = evaluate(node, {**CONSTANTS, **point})
    except FormulaError:
        return None
    return value if type(value) in NUMBERS else None


def open_question(function: tree.Node, start: Mapping[str, Any], settings: Settings) -> tuple[Problem, str]:
    """The problem, and the text of its bank; small places are asked for in significant digits.

    It has a picture, where one can be drawn.
    """
    bank = write_question(function, start, settings, {}, ())
    problem = open_bank(bank)
    found = {name: entry.value for name, entry in problem.tape.entries.items()}
    small = any("significant" in accuracy(found.get(name)) for name in list_asked(start, settings.steps))
    known = found if small else {}
    picture = write_picture(function, list(start), list_places(problem.tape.scope, start, settings.steps))
    drawn_bank = write_question(function, start, settings, known, picture)
    drawn = open_bank(drawn_bank)
    if picture and can_be_drawn(drawn):
        return drawn, drawn_bank
    return (open_bank(bank := write_question(function, start, settings, known, ())), bank) if small else (problem, bank)


def list_places(scope: Mapping[str, Any], start: Mapping[str, Any], steps: int) -> list[list[float]]:
    """The places that are visited, the start first."""
    visited = [[scope[f"{letter}_{t}"] for letter in start] for t in range(1, steps + 1)]
    return [list(map(float, place)) for place in (list(start.values()), *visited)]


def can_be_drawn(problem: Problem) -> bool:
    """Whether the picture has values that fit on a screen."""
    try:
        problem.draw_picture(0)
    except DlquizError:
        return False
    return True


def list_asked(start: Mapping[str, Any], steps: int) -> list[str]:
    """The places that are asked for."""
    passes = range(1, steps + 1) if steps <= ASKED else [steps]
    return [f"{letter}_{t}" for t in passes for letter in start]


def write_question(
    function: tree.Node,
    start: Mapping[str, Any],
    settings: Settings,
    found: Mapping[str, Any],
    picture: Sequence[str],
) -> str:
    """The text of the bank."""
    asked = [
        AskedValue(name, f"What is ${name_to_latex(name)}$?", accuracy(found.get(name)))
        for name in list_asked(start, settings.steps)
    ]
    numbers = list_numbers(settings)
    return write_bank(
        OwnQuestion(
            verb="descent",
            title="Gradient descent by hand",
            ask=write_ask(function, start, settings),
            solver="descent",
            given=write_given(function, start, settings, numbers),
            parts=asked,
            values={f"{letter}0": value for letter, value in start.items()} | {"lr": settings.rate} | numbers,
            picture=picture,
        )
    )


def write_ask(function: tree.Node, start: Mapping[str, Any], settings: Settings) -> str:
    """The question."""
    named = ", ".join(map(name_to_latex, start))
    formula = to_latex(function).replace("{{", "{ {").replace("}}", "} }")
    places = write_equations({f"{letter}_0": f"{letter}0" for letter in start})
    ask = rf"{NAMES[settings.method]} on $f({named}) = {formula}$ starts at {places}, with rate $\eta = {{{{ lr }}}}$."
    if settings.decay is not None:
        every = "step" if settings.every == 1 else f"{settings.every} steps"
        ask += f" The rate is multiplied by {{{{ decay }}}} after every {every}."
    if settings.eps:
        ask += r" $\varepsilon = {{ eps }}$."
    return f"{ask} Take {'one step' if settings.steps == 1 else f'{settings.steps} steps'}."


def list_numbers(settings: Settings) -> dict[str, Any]:
    """The numbers of the optimizer, those that are usual included, by the names that a bank has for them."""
    numbers = {key: value for key, value in settings.given.items() if key in ("eps", "decay")}
    if settings.method in USUAL_BETA:
        name = "beta1" if settings.method == ADAM else "beta"
        numbers[name] = Fraction(USUAL_BETA[settings.method]) if settings.beta is None else settings.beta
    if settings.method == ADAM:
        numbers["beta2"] = Fraction(USUAL_BETA2) if settings.beta2 is None else settings.beta2
    return numbers


def write_given(
    function: tree.Node, start: Mapping[str, Any], settings: Settings, numbers: Mapping[str, Any]
) -> dict[str, str]:
    """The arguments of the solver."""
    starts = [f"{letter}0" for letter in start]
    given = {
        "f": quote(to_plain(function)),
        "by": quote(next(iter(start))) if len(start) == 1 else f"[{', '.join(quote(letter) for letter in start)}]",
        "start": starts[0] if len(starts) == 1 else f"[{', '.join(starts)}]",
        "rate": "lr",
        "steps": str(settings.steps),
    }
    given |= {"method": quote(settings.method)} if settings.method != PLAIN else {}
    given |= {"beta" if name == "beta1" else name: name for name in numbers}
    return given | ({"every": str(settings.every)} if settings.decay is not None else {})
