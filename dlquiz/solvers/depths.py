"""How often a block of layers can follow itself before a map is too small for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dlquiz.errors import FormulaError
from dlquiz.networks.conventions import USUAL
from dlquiz.networks.layers import Concat, Layer, Network, Repeat, Residual
from dlquiz.networks.notation import read
from dlquiz.networks.walk import Passed, walk
from dlquiz.solvers import Tape, networks
from dlquiz.solvers.poolings import counted

GIVEN = {"start": True, "block": True}
NAMES = ("times", *networks.INPUT)
RULES = networks.RULES

MAX_BLOCKS = 100  # blocks
BROKEN = "The next block breaks: {}."


class Counter:
    """Listens to a walk, and counts the layers that were passed."""

    def __init__(self, tape: Tape) -> None:
        self.tape = tape
        self.sides: list[str] = []  # behind each layer

    def sink(self, number: int) -> networks.TapeSink:
        """A sink that writes to the tape."""
        return networks.TapeSink(self.tape, number)

    def passed(self, passed: Passed) -> None:
        """A layer is done."""
        if passed.number:
            self.sides.append(passed.signal.sizes[0].name)


def solve(tape: Tape, start: Any, block: Any) -> None:
    """The sizes behind every layer, block after block, and how many `times` the block fits.

    `start` is a network in the notation, at least its input; `block` is a list of layers.
    """
    before, body = read(networks.text_of(start)), read(networks.text_of(block))
    endless = Repeat(MAX_BLOCKS + 1, body.layers)
    counter = Counter(tape)
    try:
        walk(Network(before.text, before.shape, (*before.layers, endless)), counter, USUAL, ())
    except FormulaError as error:
        length = rows(body.layers)
        behind = counter.sides[rows(before.layers) + length - 1 :: length]
        tape.step("times", counted(behind), BROKEN.format(error.message))
    else:
        raise FormulaError(f"the block fits more than {MAX_BLOCKS} times")


def rows(chain: Sequence[Layer]) -> int:
    """How many layers a walk tells of: a group as its layers, and as one more where its paths meet."""
    return sum(map(rows_of, chain))


def rows_of(layer: Layer) -> int:
    """The same for one of them."""
    if isinstance(layer, Repeat):
        return layer.times * rows(layer.body)
    if isinstance(layer, Residual):
        return rows(layer.body) + rows(layer.skip) + 1
    return sum(map(rows, layer.branches)) + 1 if isinstance(layer, Concat) else 1
