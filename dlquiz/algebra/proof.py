"""Whether SymPy proves that two formulas are equal: in a process of its own, since simplifying may run for minutes."""

from __future__ import annotations

from collections.abc import Collection
from multiprocessing import get_context
from multiprocessing.connection import Connection

from dlquiz import tree

SECONDS = 5.0


def prove_equal(mine: tree.Node, other: tree.Node, letters: Collection[str], seconds: float = SECONDS) -> bool:
    """Whether the equality is proved in time; False says nothing about the formulas."""
    context = get_context("spawn")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=report_proof, args=(there, mine, other, tuple(letters)), daemon=True)
    process.start()
    there.close()
    try:
        return here.poll(seconds) and bool(here.recv())
    except EOFError:
        return False
    finally:
        process.kill()
        process.join()
        here.close()


def report_proof(connection: Connection, mine: tree.Node, other: tree.Node, letters: Collection[str]) -> None:
    """Send whether the difference of two formulas simplifies to 0."""
    try:
        connection.send(is_zero(mine, other, letters))
    except (ValueError, TypeError, ArithmeticError, NotImplementedError, RecursionError):
        connection.send(False)


def is_zero(mine: tree.Node, other: tree.Node, letters: Collection[str]) -> bool:
    """Whether the difference simplifies to 0, activations, hyperbolics and absolute values written out."""
    import sympy

    from dlquiz.algebra.expressions import to_sympy
    from dlquiz.algebra.functions import write_out

    defined = write_out(to_sympy(mine, letters) - to_sympy(other, letters))
    written = defined.rewrite(sympy.Abs, sympy.Piecewise).rewrite(sympy.exp)
    return bool(sympy.simplify(sympy.piecewise_fold(written)) == 0)
