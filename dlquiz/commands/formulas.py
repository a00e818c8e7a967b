"""`dlquiz formulas`: list the functions that a formula may call, and the solvers that a question may name."""

from __future__ import annotations

from dlquiz.language.functions import TEXT_FUNCTIONS
from dlquiz.screen.stdio import print_json
from dlquiz.solvers import SOLVERS, find_solver


def describe_solver(name: str) -> tuple[str, str, str]:
    """A solver, what it takes (in brackets what may be left out), and what it emits."""
    solver = find_solver(name)
    given = ", ".join(key if required else f"[{key}]" for key, required in solver.GIVEN.items())
    first, _, _ = (solver.solve.__doc__ or "").partition("\n")
    return name, given, first.rstrip(".")


def run(as_json: bool) -> int:
    """Print how to write each function and what it gives."""
    functions = TEXT_FUNCTIONS.values()
    if as_json:
        print_json([{"name": f.name, "usage": f.usage, "doc": f.doc} for f in functions])
        return 0
    from dlquiz.screen.screen import detect_screen
    from dlquiz.screen.tables import render_table

    screen = detect_screen(plain=False)
    screen.show(render_table([("function", "gives"), *((f.usage, f.doc) for f in functions)], screen))
    screen.show(["", *render_table([("solver", "is given", "emits"), *map(describe_solver, SOLVERS)], screen)])
    return 0
