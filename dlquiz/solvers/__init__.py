"""Solvers: programs that emit the steps of a solution where a fixed list of formulas is not enough.

A solver module has

    solve(tape, **given)            emits steps with `tape.step`, other values with `tape.set`
    GIVEN: dict[str, bool]          the names that `given` may contain, and whether each is required
    NAMES: tuple[str, ...]          the names that it steps or sets, except those in GIVEN
    RULES: tuple[str, ...]          the rules of its loops: entries are called rule_1, rule_2, …; the rule is the last
    list_names(given)               further names and rules, which depend on the formulas under `given` (optional);
                                    None where they cannot be told before something is drawn
    list_slopes(given)              the derivatives that it needs with these formulas, by keys of its own (optional);
                                    they are made when a bank is compiled, and `solve` gets them as `slopes`
    FUNCTIONS: list[Function]       formula functions that a plug-in adds (optional); the package's own are
                                    rows of `language/functions.py`

Counts and control flow come from what `tape.set` and `tape.step` return and from nothing else, because a solution runs
again with the learner's values.  Whatever a solver cannot compute is a FormulaError.  For example, the number of epochs
until a learning rate falls below a bound:

    GIVEN = {"rate": True, "factor": True, "bound": True}
    NAMES = ("epochs",)
    RULES = ("r",)

    def solve(tape, rate, factor, bound):
        r, factor, bound = tape.set("rate", rate), tape.set("factor", factor), tape.set("bound", bound)
        names = ["rate"]
        while r >= bound:
            n = len(names)
            why = f"Epoch {n} multiplies the rate once more."
            r = tape.step(f"r_{n}", "r*factor", why, "r", (n,), naming={"r": names[-1]})
            names.append(f"r_{n}")
        tape.step("epochs", f"len([{', '.join(names[1:])}])", "This many epochs are needed.")

The formula of a step in a loop is that of its rule; `naming` says which entries its names mean in this pass.  A count
is a formula over what it counts, so that hints ask for that first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any, Protocol, cast

from dlquiz.errors import NotFound, did_you_mean
from dlquiz.language.formula import Formula
from dlquiz.language.functions import add_function

SOLVERS = {
    "backprop": "dlquiz.solvers.backprop",
    "derivative": "dlquiz.solvers.derivatives",
    "descent": "dlquiz.solvers.descents",
    "depth": "dlquiz.solvers.depths",
    "field_and_jump": "dlquiz.solvers.jumps",
    "network": "dlquiz.solvers.networks",
    "pooling": "dlquiz.solvers.poolings",
    "receptive_field": "dlquiz.solvers.receptive_fields",
}
GROUP = "dlquiz.solvers"  # entry points of installed plug-ins


class Tape(Protocol):
    """What a solver writes to."""

    def set(self, name: str, value: Any) -> Any:
        """Set a value that is no step, such as the stride of a layer; returns it, or what replaces it in this run."""

    def value(self, formula: Formula) -> Any:
        """The value of a formula in the scope as it stands, which is no step: to see what a step will be."""

    def step(
        self,
        name: str,
        formula: str,
        why: str = "",
        rule: str = "",
        index: tuple[int, ...] = (),
        *,
        naming: Mapping[str, str] | None = None,
    ) -> Any:
        """Compute a quantity of the solution; returns its value, or what replaces it in this run."""


class Solver(Protocol):
    """A solver module."""

    GIVEN: Mapping[str, bool]
    NAMES: Sequence[str]
    RULES: Sequence[str]

    def solve(self, tape: Tape, **given: Any) -> None:
        """Emit the steps of the solution."""


def find_solver(name: str) -> Solver:
    """The solver module with this name, the package's own first; NotFound with a suggestion where there is none."""
    if name in SOLVERS:
        return cast(Solver, import_module(SOLVERS[name]))
    from importlib.metadata import entry_points  # only for plug-ins: it reads every installed package

    plugins = {point.name: point for point in entry_points(group=GROUP)}
    if name not in plugins:
        raise NotFound(f'there is no solver "{name}"{did_you_mean(name, [*SOLVERS, *plugins])}')
    solver = cast(Solver, plugins[name].load())
    for function in getattr(solver, "FUNCTIONS", ()):
        add_function(function._replace(yields=True))
    return solver
