"""The table of a network: a row for each layer, the totals, and where the network breaks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from dlquiz.errors import FormulaError
from dlquiz.networks import costs
from dlquiz.networks.layers import USUAL, Concat, Conventions, Layer, Network, Residual
from dlquiz.networks.quantities import Cell, NamedValue, QuantitySink, RowSink
from dlquiz.networks.walk import PassedLayer, walk_network

Ends = tuple[int, ...]  # along each axis
LABELS: dict[type[Layer], str] = {Residual: "res: sum of both paths", Concat: "cat: branches stacked"}


class Row(NamedTuple):
    """One layer: the numbers of the table, and the cells with their formulas.

    `shape` is (D, H, W, C), (H, W, C), (T, d) or (n,).  `sees`, `jump` and `pad` are in input pixels, along each axis;
    they are None where positions see all or differ too much, `jump` and `pad` too where there is no map any more.
    `memory` is in bytes.
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
        """The quantity with this name, such as `params`, `macs` or `sees`; None where the layer has none."""
        return next((cell for cell in self.cells if cell.name == name), None)


@dataclass(frozen=True, slots=True)
class Break:
    """Where the network breaks, after the rows that could be computed."""

    message: str
    at: int  # offset in the notation


class TrainingMemory(NamedTuple):
    """Bytes that training takes: Adam keeps a mean and a mean square for each parameter (Kingma and Ba 2014)."""

    parameters: int
    gradients: int
    adam: int
    maps: int

    @property
    def total(self) -> int:
        return sum(self)


@dataclass(frozen=True, slots=True)
class Table:
    """The rows, the input first, and the totals of what could be computed; notebooks show it as a table."""

    network: Network
    conventions: Conventions
    rows: tuple[Row, ...]
    broken: Break | None = None

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, number: int) -> Row:
        """The row of a layer, counted from 1; 0 is the input, -1 the last."""
        return self.rows[number]

    def __repr__(self) -> str:
        return f"<Table of {len(self.rows) - 1} layers, {self.parameters:,} parameters>"

    def _repr_markdown_(self) -> str:
        """The table as Markdown: output, parameters with their formula, operations and what is seen."""
        lines = ["| | layer | output | parameters | operations | sees | jump |", "|--:|---|---|--:|--:|--:|--:|"]
        for row in self.rows:
            cells = [str(row.number or ""), "`" + row.text.replace("|", r"\|") + "`", write_lengths(row.shape, " × ")]
            cell = row.cell("params")
            cells.append(f"{cell.substituted} = {row.parameters:,}".replace("*", r"\*") if cell else "")
            cells += [f"{row.operations:,}" if row.operations else "", write_ends(row.sees), write_ends(row.jump)]
            lines.append(f"| {' | '.join(cells)} |")
        lines.append(f"| | **total** | | **{self.parameters:,}** | {self.operations:,} | | |")
        if self.broken is not None:
            lines += ["", f"Here it breaks, at layer {len(self.rows)}: {self.broken.message}."]
        return "\n".join(lines)

    @property
    def parameters(self) -> int:
        """The parameters of all layers."""
        return sum(row.parameters for row in self.rows)

    @property
    def operations(self) -> int:
        """The operations of all layers, for one example."""
        return sum(row.operations for row in self.rows)

    @property
    def values(self) -> int:
        """The number of values that all layers output."""
        return sum(row.values for row in self.rows)

    @property
    def memory(self) -> int:
        """The bytes of all values."""
        return sum(row.memory for row in self.rows)

    @property
    def training(self) -> TrainingMemory:
        """The bytes that training with Adam on one example takes."""
        learned = self.parameters * self.conventions.bytes
        return TrainingMemory(learned, learned, 2 * learned, self.memory)

    @property
    def last_map(self) -> Row | None:
        """The last row that is a map; None where there is none."""
        return next((row for row in reversed(self.rows) if row.jump is not None and len(row.shape) > 1), None)

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of the last output."""
        return self.rows[-1].shape


def write_lengths(lengths: Sequence[object], sign: str) -> str:
    """Lengths along axes: 3 × 5."""
    return sign.join(map(str, lengths))


def write_ends(ends: Ends | None) -> str:
    """A length in input pixels, once where all axes agree."""
    return "" if ends is None else write_lengths(ends[:1] if len(set(ends)) == 1 else ends, "×")


class RowListener:
    """Follows a walk and builds the rows."""

    def __init__(self, conventions: Conventions) -> None:
        self.conventions = conventions
        self.rows: list[Row] = []
        self.sink = RowSink(0)

    def open_sink(self, number: int) -> QuantitySink:
        self.sink = RowSink(number)
        return self.sink

    def pass_layer(self, passed: PassedLayer) -> None:
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
    """The value; 0 where there is no quantity."""
    return 0 if quantity is None else int(quantity.value)


def to_ends(along: tuple[NamedValue, ...] | None) -> Ends | None:
    """The values along the axes; None where there are none."""
    return None if along is None else tuple(value.value for value in along)


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
