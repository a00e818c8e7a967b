"""`dlquiz formulas`: the functions that a formula may call."""

from __future__ import annotations

import json

from dlquiz import solvers
from dlquiz.formula.functions import FUNCTIONS, TEXT_FUNCTIONS, Function


def run(as_json: bool) -> int:
    """Print how each function is written and what it gives."""
    added = {name: solvers.function(name) for name in solvers.FUNCTIONS}
    functions: list[Function] = [*TEXT_FUNCTIONS.values(), *(f for name, f in added.items() if f and name not in FUNCTIONS)]
    if as_json:
        print(json.dumps([{"name": f.name, "usage": f.usage, "doc": f.doc} for f in functions], ensure_ascii=False))
        return 0
    width = max(len(f.usage) for f in functions)
    for function in functions:
        print(f"{function.usage:<{width}}  {function.doc}")
    return 0
