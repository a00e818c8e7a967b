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
    return tuple(size_chain(table.network.layers, next(rows).shape, rows))


def size_chain(chain: tuple[Layer, ...], shape: Shape, rows: Iterator[Row]) -> Iterator[SizedLayer]:
    """The layers of a chain; `rows` come in the same order."""
    for layer in chain:
        sized = size_layer(layer, shape, rows)
        shape = sized.out
        yield sized


def size_layer(layer: Layer, shape: Shape, rows: Iterator[Row]) -> SizedLayer:
    if isinstance(layer, layers.Repeat):
        return size_repeat(layer, shape, rows)
    if isinstance(layer, layers.Residual):
        branches = tuple(tuple(size_chain(chain, shape, rows)) for chain in (layer.body, layer.skip))
        return SizedLayer(layer, shape, next(rows).shape, branches)
    if isinstance(layer, layers.Concat):
        branches = tuple(tuple(size_chain(chain, shape, rows)) for chain in layer.branches)
        return SizedLayer(layer, shape, next(rows).shape, branches)
    return SizedLayer(layer, shape, next(rows).shape)


def size_repeat(layer: layers.Repeat, shape: Shape, rows: Iterator[Row]) -> SizedLayer:
    """A repeat with its copies; the first may have another input size than the rest."""
    copies = []
    into = shape
    for _ in range(layer.times):
        copies.append(tuple(size_chain(layer.body, shape, rows)))
        shape = copies[-1][-1].out
    return SizedLayer(layer, into, shape, tuple(copies))
