"""How many times a block of layers can be repeated before a map is too small for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dlquiz.errors import FormulaError
from dlquiz.networks.layers import USUAL, Auxiliary, Concat, Layer, Network, Repeat, Residual
from dlquiz.networks.notation import read_network
from dlquiz.networks.walk import PassedLayer, walk_network
from dlquiz.solvers import Tape, networks
from dlquiz.solvers.poolings import count_formula

GIVEN = {"start": True, "block": True}
NAMES = ("times", *networks.INPUT)
RULES = networks.RULES

MAX_BLOCKS = 100  # blocks
BROKEN = "The next block breaks: {}."


class SideListener:
    """Follows a walk and keeps the name of the map's side after each layer."""

    def __init__(self, tape: Tape) -> None:
        self.tape = tape
        self.sides: list[str] = []  # after each layer

    def open_sink(self, number: int) -> networks.TapeSink:
        return networks.TapeSink(self.tape, number)

    def pass_layer(self, passed: PassedLayer) -> None:
        if passed.number:
            self.sides.append(passed.output.sizes[0].name)


def solve(tape: Tape, start: Any, block: Any) -> None:
    """The sizes after every layer, block after block, and how many `times` the block fits.

    `start` is a network in the notation, at least its input; `block` is a list of layers.
    """
    before, body = read_network(networks.check_notation(start)), read_network(networks.check_notation(block))
    endless = Repeat(MAX_BLOCKS + 1, body.layers)
    counter = SideListener(tape)
    try:
        walk_network(Network(before.text, before.shape, (*before.layers, endless)), counter, USUAL, ())
    except FormulaError as error:
        length = count_layers(body.layers)
        behind = counter.sides[count_layers(before.layers) + length - 1 :: length]
        tape.step("times", count_formula(behind), BROKEN.format(error.message))
    else:
        raise FormulaError(f"the block fits more than {MAX_BLOCKS} times")


def count_layers(chain: Sequence[Layer]) -> int:
    """How many layers a walk reports for a chain: a group counts as its layers, plus one where its paths join."""
    return sum(map(count_layer, chain))


def count_layer(layer: Layer) -> int:
    """How many layers a walk reports for one layer or group."""
    if isinstance(layer, Repeat):
        return layer.times * count_layers(layer.body)
    if isinstance(layer, Residual):
        return count_layers(layer.body) + count_layers(layer.skip) + 1
    if isinstance(layer, Auxiliary):
        return count_layers(layer.body)
    return sum(map(count_layers, layer.branches)) + 1 if isinstance(layer, Concat) else 1
