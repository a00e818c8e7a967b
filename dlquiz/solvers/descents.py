"""Gradient descent by hand, step by step: the slopes from SymPy, the steps by the rule of an optimizer.

The forms, with rate η and slope g:

    plain       x ← x − ηg
    momentum    v ← βv − ηg, x ← x + v
    nesterov    the same, the slope taken at x + βv
    adagrad     s ← s + g², x ← x − ηg/(√s + ε)
    rmsprop     s ← βs + (1 − β)g², x ← x − ηg/(√s + ε)
    adam        m ← β₁m + (1 − β₁)g, s ← β₂s + (1 − β₂)g², x ← x − η m̂/(√ŝ + ε), m̂ = m/(1 − β₁ᵗ), ŝ = s/(1 − β₂ᵗ)

A rate that decays is η·decayᵏ, where k counts the decays so far.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple

from dlquiz import tree
from dlquiz.errors import FormulaError, did_you_mean
from dlquiz.language.arrays import is_list, list_items
from dlquiz.language.grammar import read_formula
from dlquiz.language.numbers import NUMBERS
from dlquiz.language.write.formulas import to_plain
from dlquiz.solvers import Tape
from dlquiz.solvers.derivatives import check_letters, find_words, list_letters, read_function
from dlquiz.solvers.slopes import WantedSlope, make_slope, read_names, read_slopes

GIVEN = {
    "f": True,  # a text, such as "x^4 - 3*x^3", which may hold draws
    "by": False,  # its letters; all names in f without it
    "start": True,  # where each letter starts, in that order
    "rate": True,
    "steps": True,
    "method": False,  # of METHODS; plain descent without it
    "beta": False,  # of momentum, nesterov, rmsprop; the first of adam
    "beta2": False,
    "eps": False,
    "decay": False,  # what the rate is multiplied by,
    "every": False,  # and after how many steps (each, unless said)
    "velocity": False,  # of momentum and nesterov where each letter starts; 0 without it
    "names": False,  # other names of quantities, such as "g = grad; a = ahead"
}
NAMES = ("lr", "beta", "beta1", "beta2", "eps", "decay")
RULES = ("k", "t", "eta")

PLAIN, MOMENTUM, NESTEROV, ADAGRAD, RMSPROP, ADAM = "plain", "momentum", "nesterov", "adagrad", "rmsprop", "adam"
METHODS = (PLAIN, MOMENTUM, NESTEROV, ADAGRAD, RMSPROP, ADAM)
VELOCITY, SQUARES = (MOMENTUM, NESTEROV), (ADAGRAD, RMSPROP, ADAM)
USUAL_BETA = {MOMENTUM: "0.9", NESTEROV: "0.9", RMSPROP: "0.9", ADAM: "0.9"}
USUAL_BETA2 = "0.999"
LONG = {"g": "slope", "v": "velocity", "s": "squares", "m": "mean", "m_hat": "mean_hat", "s_hat": "squares_hat",
        "a": "ahead", "step": "move"}  # fmt: skip
MAX_ENTRIES = 1_500  # of a worked solution


class Plan(NamedTuple):
    """A descent: the letters, their slopes, and how a step is taken."""

    letters: tuple[str, ...]
    slopes: Mapping[str, tree.Node]
    taken: frozenset[str]  # names that the function uses
    method: str
    eps: bool  # whether ε stands in the formulas
    decays: bool
    every: int
    names: Mapping[str, str] = {}  # of quantities that have another name than usual

    def name(self, base: str, letter: str) -> str:
        """The rule of a quantity: g, or g_x where there are several letters."""
        base = self.names.get(base) or (LONG[base] if base in self.taken else base)
        return base if len(self.letters) == 1 else f"{base}_{letter}"

    @property
    def rate(self) -> str:
        """The name of the rate."""
        return "eta" if self.decays else "lr"

    @property
    def rules(self) -> list[str]:
        """The rules of a step, in their order."""
        bases = {PLAIN: ["g", "step"], MOMENTUM: ["g", "v"], NESTEROV: ["a", "g", "v"], ADAGRAD: ["g", "s", "step"],
                 RMSPROP: ["g", "s", "step"], ADAM: ["g", "m", "s", "m_hat", "s_hat", "step"]}[self.method]  # fmt: skip
        own = [self.name(base, letter) for base in bases for letter in self.letters]
        return [*(["eta"] if self.decays else []), *own, *self.letters]


def solve(
    tape: Tape, f: Any, start: Any, rate: Any, steps: Any, by: Any = (), slopes: str = "", **settings: Any
) -> None:
    """Each step from a start: slopes g, what the optimizer keeps, and the new place x_1, x_2, …"""
    shape = {key: value for key, value in settings.items() if key in ("method", "eps", "decay", "every", "names")}
    plan = read_plan(f, by, slopes, **shape)
    check_steps(steps, plan)
    begin(tape, plan, start, rate, **settings)
    for t in range(1, steps + 1):
        take_step(tape, plan, t)


def read_plan(
    f: Any,
    by: Any,
    slopes: str = "",
    method: Any = PLAIN,
    eps: Any = 0,
    decay: Any = None,
    every: Any = 1,
    names: Any = "",
) -> Plan:
    """The descent that the arguments describe; FormulaError for what does not fit."""
    function = read_function(f)
    return make_plan(
        function,
        check_letters(by) or list_letters(function),
        slopes,
        method,
        bool(eps),
        decay is not None,
        every,
        read_names(names),
    )


@lru_cache(256)
def make_plan(
    function: tree.Node,
    letters: tuple[str, ...],
    slopes: str,
    method: Any,
    eps: bool,
    decays: bool,
    every: Any,
    names: tuple[tuple[str, str], ...],
) -> Plan:
    """The same, made once; FormulaError for what does not fit."""
    if method not in METHODS:
        raise FormulaError(
            f'there is no optimizer "{method}"{did_you_mean(str(method), METHODS)}; {", ".join(METHODS)}'
        )
    if not letters:
        raise FormulaError("there is no letter to descend by")
    if type(every) is not int or every < 1:
        raise FormulaError('"every" is a whole number of steps, at least 1')
    known = read_slopes(slopes)
    found = {letter: known.get(letter) or find_slope(function, letter) for letter in letters}
    return Plan(letters, found, tree.names(function), method, eps, decays, every, dict(names))


def list_slopes(given: Mapping[str, tree.Node | None]) -> dict[str, WantedSlope]:
    """The slopes that it will need with these formulas."""
    text, by = find_words(given.get("f")), find_words(given.get("by"))
    if text is None or ("by" in given and by is None):
        return {}
    function = read_function(text[0])
    return {letter: want_slope(function, letter) for letter in by or list_letters(function)}


def want_slope(function: tree.Node, letter: str) -> WantedSlope:
    """The slope of a function, its lists written out."""
    from dlquiz.algebra.derivation import expand_lists

    return WantedSlope(expand_lists(function), letter)


def find_slope(function: tree.Node, letter: str) -> tree.Node:
    """The derivative by a letter; FormulaError where there is none."""
    try:
        return make_slope(want_slope(function, letter))
    except (ValueError, RecursionError) as error:
        raise FormulaError(str(error) or "the function is nested too deeply") from None


def check_steps(steps: Any, plan: Plan) -> None:
    """FormulaError where the number of steps is not one, or the solution would be too long."""
    most = MAX_ENTRIES // len(plan.rules)
    if type(steps) is not int or not 1 <= steps <= most:
        raise FormulaError(f"the number of steps is a whole number from 1 to {most} here")


def begin(tape: Tape, plan: Plan, start: Any, rate: Any, **settings: Any) -> None:
    """The values before the first step."""
    places = list_items(start) if is_list(start) else [start]
    if len(places) != len(plan.letters) or any(type(place) not in NUMBERS for place in places):
        raise FormulaError(f'"start" gives a number for each of {", ".join(plan.letters)}')
    numbers = {"lr": rate, **list_settings(plan.method, settings)}
    for name, value in numbers.items():
        if type(value) not in NUMBERS:
            raise FormulaError(f'"{name}" is a number')
        tape.set(name, value)
    speeds = read_velocity(plan, settings.get("velocity"))
    for letter, place, speed in zip(plan.letters, places, speeds, strict=True):
        tape.set(f"{letter}_0", place)
        for base in list_memory(plan.method):
            tape.set(f"{plan.name(base, letter)}_0", speed if base == "v" else 0)


def read_velocity(plan: Plan, velocity: Any) -> list[Any]:
    """The velocity of each letter where it starts."""
    if velocity is None:
        return [0] * len(plan.letters)
    speeds = list_items(velocity) if is_list(velocity) else [velocity]
    if plan.method not in VELOCITY or len(speeds) != len(plan.letters):
        raise FormulaError('"velocity" belongs to momentum and nesterov, and gives a number for each letter')
    return list(speeds)


def list_settings(method: str, settings: Mapping[str, Any]) -> dict[str, Any]:
    """The numbers of an optimizer by the names that formulas have for them."""
    beta = settings.get("beta", Fraction(USUAL_BETA[method]) if method in USUAL_BETA else None)
    names = {"beta1" if method == ADAM else "beta": beta if method in USUAL_BETA else None}
    names["beta2"] = settings.get("beta2", Fraction(USUAL_BETA2)) if method == ADAM else None
    names["eps"] = settings.get("eps") or None if method in SQUARES else None
    names["decay"] = settings.get("decay")
    return {name: value for name, value in names.items() if value is not None}


def list_memory(method: str) -> list[str]:
    """What an optimizer keeps from step to step."""
    kept = {"v": VELOCITY, "m": (ADAM,), "s": SQUARES}
    return [base for base, methods in kept.items() if method in methods]


def take_step(tape: Tape, plan: Plan, t: int) -> None:
    """One step: of each quantity the entries of all letters, before the next quantity."""
    step = Step(tape, plan, t)
    if plan.decays:
        step.decay_rate()
    if plan.method == NESTEROV:
        step.emit("a", "{x} + beta*{v}", "Look ahead: where the velocity alone would lead.")
    step.emit_slopes()
    if plan.method in VELOCITY:
        step.emit("v", "beta*{v} - {rate}*{g}", "The velocity keeps a part of itself and is pushed against the slope.")
        step.move("{x} + {v}", "The velocity moves the place.")
        return
    if plan.method in SQUARES:
        step.emit_averages()
    step.emit_moves()
    step.move("{x} - {step}", "Descent goes against the slope.")


class Step:
    """Writes the entries of one step."""

    def __init__(self, tape: Tape, plan: Plan, t: int) -> None:
        self.tape = tape
        self.plan = plan
        self.t = t
        self.naming = {letter: f"{letter}_{t - 1}" for letter in plan.letters}
        for base in list_memory(plan.method):
            own = [plan.name(base, letter) for letter in plan.letters]
            self.naming |= {name: f"{name}_{t - 1}" for name in own}

    def write(self, rule: str, formula: str, why: str) -> Any:
        """One entry; from now on the name of its rule means this pass."""
        own = f"{rule}_{self.t}"
        names = list_names_in(formula)
        naming = {name: target for name, target in self.naming.items() if name in names}
        value = self.tape.step(own, formula, why, rule, (self.t,), naming=naming)
        if rule not in self.plan.letters:
            self.naming[rule] = own
        return value

    def fill(self, formula: str, letter: str) -> str:
        """A formula with the names of a letter."""
        names = {base: self.plan.name(base, letter) for base in LONG}
        return formula.format(x=letter, rate=self.plan.rate, **names)

    def emit(self, base: str, formula: str, why: str) -> None:
        """The entry of each letter."""
        for letter in self.plan.letters:
            self.write(self.plan.name(base, letter), self.fill(formula, letter), why)

    def decay_rate(self) -> None:
        """The rate of this step."""
        self.naming["k"] = f"k_{self.t}"
        self.tape.set(f"k_{self.t}", (self.t - 1) // self.plan.every)
        self.write("eta", "lr*decay**k", "The rate has decayed so often.")

    def emit_slopes(self) -> None:
        """The slope by each letter, where the step begins or, looking ahead, where it would lead."""
        why = "The slope at the place ahead." if self.plan.method == NESTEROV else "The slope where the step begins."
        places = {letter: tree.Name(self.plan.name("a", letter)) for letter in self.plan.letters}
        for letter in self.plan.letters:
            node = self.plan.slopes[letter]
            if self.plan.method == NESTEROV:
                node = tree.rename(node, places)  # type: ignore[arg-type]
            self.write(self.plan.name("g", letter), to_plain(node), why)

    def emit_averages(self) -> None:
        """What the optimizer keeps of slopes and squared slopes."""
        if self.plan.method == ADAGRAD:
            self.emit("s", "{s} + {g}**2", "The squared slopes add up.")
        elif self.plan.method == RMSPROP:
            self.emit("s", "beta*{s} + (1 - beta)*{g}**2", "A running mean of the squared slopes.")
        else:
            self.emit("m", "beta1*{m} + (1 - beta1)*{g}", "A running mean of the slopes.")
            self.emit("s", "beta2*{s} + (1 - beta2)*{g}**2", "A running mean of the squared slopes.")
            self.naming["t"] = f"t_{self.t}"
            self.tape.set(f"t_{self.t}", self.t)
            self.emit("m_hat", "{m}/(1 - beta1**t)", "Both means begin at 0, which is corrected.")
            self.emit("s_hat", "{s}/(1 - beta2**t)", "Both means begin at 0, which is corrected.")

    def emit_moves(self) -> None:
        """The move of each letter; where all slopes so far are 0, there is none."""
        slope, squares = ("{m_hat}", "{s_hat}") if self.plan.method == ADAM else ("{g}", "{s}")
        below = f"(sqrt({squares}) + eps)" if self.plan.eps else f"sqrt({squares})"
        scaled = f"{{rate}}*{slope}/{below}" if self.plan.method in SQUARES else "{rate}*{g}"
        why = "The rate scales the slope."
        if self.plan.method in SQUARES:
            why = "The rate scales the slope, which is divided by the root of its squares."
        for letter in self.plan.letters:
            rule = self.plan.name("step", letter)
            held = self.naming.get(self.fill("{s}", letter), "")
            if held and not self.plan.eps and self.tape.value(as_formula(held)) == 0:
                self.write(rule, "0", "All slopes so far are 0, so nothing moves.")
            else:
                self.write(rule, self.fill(scaled, letter), why)

    def move(self, formula: str, why: str) -> None:
        """The new place of each letter."""
        for letter in self.plan.letters:
            self.write(letter, self.fill(formula, letter), why)


@lru_cache(1024)
def list_names_in(formula: str) -> frozenset[str]:
    """The names in a formula; it is read once."""
    return frozenset(tree.names(read_formula(formula)))


def as_formula(name: str) -> Any:
    """A name as a formula."""
    from dlquiz.language.formula import Formula

    return Formula.of(tree.Name(name))


def list_names(given: Mapping[str, tree.Node | None]) -> tuple[list[str], list[str]] | None:
    """The names and rules with these formulas; None where they depend on what is drawn."""
    words = {key: find_words(given.get(key)) for key in ("f", "by", "method", "names")}
    if words["f"] is None or any(key in given and words[key] is None for key in ("by", "method", "names")):
        return None
    method = (words["method"] or (PLAIN,))[0]
    function = read_function(words["f"][0])
    letters = words["by"] or list_letters(function)
    if method not in METHODS:
        return [], []
    names = dict(read_names((words["names"] or ("",))[0]))
    plan = Plan(tuple(letters), {}, tree.names(function), method, False, "decay" in given, 1, names)
    memory = [f"{plan.name(base, letter)}_0" for base in list_memory(method) for letter in letters]
    return [*memory, *(f"{letter}_0" for letter in letters)], plan.rules
