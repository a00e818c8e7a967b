"""The table of a network: a row for each layer, totals, and where it breaks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from dlquiz.errors import FormulaError
from dlquiz.networks import costs
from dlquiz.networks.layers import USUAL, Concat, Conventions, Layer, Network, Residual
from dlquiz.networks.quantities import Cell, NamedValue, QuantitySink, RowSink
from dlquiz.networks.walk import PassedLayer, walk_network

Ends = tuple[int, int]
LABELS: dict[type[Layer], str] = {Residual: "res: sum of both paths", Concat: "cat: branches stacked"}


class Row(NamedTuple):
    """One layer: the numbers of the table, and the cells that they come from.

    `shape` is (H, W, C), (T, d) or (n,).  `sees`, `jump` and `pad` are in input pixels, along rows and columns; None
    where there is no image, or no map any more.  `memory` is in bytes.
    """

    number: int
    text: str
    layer: Layer
    depth: int
    shape: tuple[int, ...]
    parameters: int
    operations: int
    values: int
    memory: int
    sees: Ends | None
    jump: Ends | None
    pad: Ends | None
    cells: tuple[Cell, ...]

    def cell(self, name: str) -> Cell | None:
        """The quantity of that name: `params`, `macs`, `sees`, …; None where the layer has none."""
        return next((cell for cell in self.cells if cell.name == name), None)


@dataclass(frozen=True, slots=True)
class Break:
    """Where the network breaks: behind the rows that there are."""

    message: str
    at: int  # offset in the notation


@dataclass(frozen=True, slots=True)
class Table:
    """All rows, the input first, and the totals of what could be computed."""

    network: Network
    conventions: Conventions
    rows: tuple[Row, ...]
    broken: Break | None = None

    @property
    def parameters(self) -> int:
        """Of all layers."""
        return sum(row.parameters for row in self.rows)

    @property
    def operations(self) -> int:
        """Of all layers, for one example."""
        return sum(row.operations for row in self.rows)

    @property
    def values(self) -> int:
        """The numbers that all layers give out."""
        return sum(row.values for row in self.rows)

    @property
    def memory(self) -> int:
        """Their bytes."""
        return sum(row.memory for row in self.rows)

    @property
    def last_map(self) -> Row | None:
        """The last row of a map that an image is seen in; None where there is none."""
        return next((row for row in reversed(self.rows) if row.jump is not None and len(row.shape) == 3), None)

    @property
    def shape(self) -> tuple[int, ...]:
        """Of the last output."""
        return self.rows[-1].shape


class RowListener:
    """Listens to a walk, and makes the rows."""

    def __init__(self, conventions: Conventions) -> None:
        self.conventions = conventions
        self.rows: list[Row] = []
        self.sink = RowSink(0)

    def open_sink(self, number: int) -> QuantitySink:
        """A fresh ledger."""
        self.sink = RowSink(number)
        return self.sink

    def pass_layer(self, passed: PassedLayer) -> None:
        """One row more."""
        memory = costs.count_bytes(self.sink, passed.values, self.conventions) if passed.values else None
        self.rows.append(
            Row(
                passed.number,
                LABELS.get(type(passed.layer), passed.layer.text),
                passed.layer,
                passed.depth,
                passed.output.shape,
                to_int(passed.parameters),
                to_int(passed.operations),
                to_int(passed.values),
                to_int(memory),
                to_ends(passed.seen),
                to_ends(passed.jump),
                to_ends(passed.pad),
                tuple(self.sink.cells),
            )
        )


def to_int(quantity: NamedValue | None) -> int:
    """The value; 0 where there is none."""
    return 0 if quantity is None else int(quantity.value)


def to_ends(pair: tuple[NamedValue, NamedValue] | None) -> Ends | None:
    """The values along both axes."""
    return None if pair is None else (pair[0].value, pair[1].value)


def tabulate(network: Network, conventions: Conventions = USUAL) -> Table:
    """The table of a network.  FormulaError where it has no input; where it breaks, the table says so."""
    rows = RowListener(conventions)
    broken = None
    try:
        walk_network(network, rows, conventions)
    except FormulaError as error:
        if not rows.rows:
            raise
        broken = Break(error.message, error.at)
    return Table(network, conventions, tuple(rows.rows), broken)
