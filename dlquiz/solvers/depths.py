"""How often a block of layers can follow itself before a map is too small for it."""

from __future__ import annotations

from typing import Any

from dlquiz.errors import FormulaError
from dlquiz.net.conventions import USUAL
from dlquiz.net.layers import Network, Repeat
from dlquiz.net.quantities import Pen
from dlquiz.net.read import read
from dlquiz.net.walk import Passed, walk
from dlquiz.solvers import Tape, networks

GIVEN = {"start": True, "block": True}
NAMES = ("times", *networks.INPUT)
RULES = networks.RULES

MOST = 100  # blocks
BROKEN = "The next block breaks: {}."


class Counter:
    """Listens to a walk, and counts the layers that were passed."""

    def __init__(self, tape: Tape) -> None:
        self.tape = tape
        self.layers = 0

    def pen(self, number: int) -> Pen:
        """A pen for the tape."""
        return networks.Writer(self.tape, number)

    def passed(self, passed: Passed) -> None:
        """A layer is done."""
        self.layers = passed.number


def solve(tape: Tape, start: Any, block: Any) -> None:
    """The sizes behind every layer, block after block, and how many `times` the block fits.

    `start` is a network in the notation, at least its input; `block` is a list of layers.
    """
    before, body = read(networks.text_of(start)), read(networks.text_of(block))
    endless = Repeat(MOST + 1, body.layers)
    counter = Counter(tape)
    try:
        walk(Network(before.text, before.shape, (*before.layers, endless)), counter, USUAL, ())
    except FormulaError as error:
        times = (counter.layers - len(before.layers)) // len(body.layers)
        tape.step("times", str(times), BROKEN.format(error.message))
    else:
        raise FormulaError(f"the block fits more than {MOST} times")
