"""A network whose layers know the sizes of their input and output, with its groups: what code is written from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dlquiz.errors import FormulaError
from dlquiz.networks import layers
from dlquiz.networks.layers import Layer
from dlquiz.networks.table import Row, Table

Shape = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SizedLayer:
    """A layer with the shapes of its input and output; a group has its branches, a repeat its copies."""

    layer: Layer
    into: Shape
    out: Shape
    branches: tuple[tuple[SizedLayer, ...], ...] = ()


def size_layers(table: Table) -> tuple[SizedLayer, ...]:
    """The layers of a table, in order; FormulaError where the network breaks."""
    if table.broken is not None:
        raise FormulaError(table.broken.message, table.network.text, table.broken.at)
    rows = iter(table.rows)
    return tuple(LayerSizer(rows).size_chain(table.network.layers, next(rows).shape))


class LayerSizer:
    """Goes through the groups of a network with the rows of its table, which come in the same order."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self.rows = rows
        self.named: dict[str, Layer] = {}

    def size_chain(self, chain: tuple[Layer, ...], shape: Shape) -> Iterator[SizedLayer]:
        for layer in chain:
            sized = self.size_layer(layer, shape)
            shape = sized.out
            yield sized

    def size_layer(self, layer: Layer, shape: Shape) -> SizedLayer:
        if isinstance(layer, layers.Repeat):
            return self.size_repeat(layer, shape)
        if isinstance(layer, layers.Residual):
            branches = tuple(tuple(self.size_chain(chain, shape)) for chain in (layer.body, layer.skip))
            return SizedLayer(layer, shape, next(self.rows).shape, branches)
        if isinstance(layer, layers.Concat):
            branches = tuple(tuple(self.size_chain(chain, shape)) for chain in layer.branches)
            return SizedLayer(layer, shape, next(self.rows).shape, branches)
        if isinstance(layer, layers.Auxiliary):
            return SizedLayer(layer, shape, shape, (tuple(self.size_chain(layer.body, shape)),))
        if layer.label:
            self.named[layer.label] = layer
        if isinstance(layer, layers.Like):
            layer = layers.apply_again(self.named[layer.target], len(shape) == 2)
        return SizedLayer(layer, shape, next(self.rows).shape)

    def size_repeat(self, layer: layers.Repeat, shape: Shape) -> SizedLayer:
        """A repeat with its copies; the first may have another input size than the rest."""
        copies = []
        into = shape
        for _ in range(layer.times):
            copies.append(tuple(self.size_chain(layer.body, shape)))
            shape = copies[-1][-1].out
        return SizedLayer(layer, into, shape, tuple(copies))
