"""SymPy over plain trees: values with letters, derivatives, and the comparison of formulas.

Nothing here parses text: formulas come and go as trees, node by node.  The modules import SymPy or mpmath when they are
imported, so whoever needs one imports it on first use; `preload` does it while somebody reads.
"""

from __future__ import annotations

import gc

DELAY = 0.3  # seconds, until the prompt below the first question is there


def preload() -> None:
    """Import SymPy in a thread a little later, and make a first sum and derivative, which take 30 ms more.

    The garbage collector rests meanwhile: it would look through all the new modules, and hold up keys.
    """
    from threading import Timer  # a start does not need it

    thread = Timer(DELAY, load)
    thread.daemon = True
    thread.start()


def load() -> None:
    """Import what values with letters and their comparison need, and use it once."""
    collects = gc.isenabled()
    gc.disable()
    try:
        from dlquiz.algebra import calculus, comparison, expressions, trees

        letter = expressions.symbol("x")
        slope = calculus.differentiate(expressions.combine("+", letter, expressions.apply("sigmoid", letter)), letter)
        node = trees.to_tree(slope)
        comparison.compare(node, node, {"x": (-1, 1)})
    finally:
        if collects:
            gc.enable()
