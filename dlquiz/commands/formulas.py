"""`dlquiz formulas`: list the functions that a formula may call."""

from __future__ import annotations

from dlquiz.language.functions import TEXT_FUNCTIONS
from dlquiz.screen.stdio import print_json


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
    return 0
