"""The picture `network`: its layers as boxes in a row, each with what it is and the shape that it outputs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, ClassVar, Self

from dlquiz.errors import FormulaError
from dlquiz.language.arrays import is_list, list_items
from dlquiz.pictures.given import Given
from dlquiz.pictures.kind import TITLE, PictureKey
from dlquiz.pictures.scene import Box, Label, Rule, Scene, Shape
from dlquiz.records import frozen

if TYPE_CHECKING:
    from dlquiz.networks.table import Table

MAX_LAYERS = 24
EDGE_LAYERS = 8  # of a longer network, at its beginning and at its end
GAP = 4  # columns between boxes, for the arrow
PITCH = 5  # rows from one row of boxes to the next
Layer = tuple[str, str]  # what it is, and its shape


@frozen
class NetworkPicture:
    """Layers with their shapes."""

    KEYS: ClassVar[dict[str, PictureKey]] = {
        "title": TITLE,
        "net": PictureKey("formula", "A network in the notation, as a text."),
        "layers": PictureKey("formulas", "Labels, each with its shape: a number or a list of sizes."),
    }
    title: str
    layers: tuple[Layer, ...]

    @classmethod
    def read(cls, given: Given) -> Self:
        if ("net" in given) == ("layers" in given):
            raise FormulaError('a picture of a network needs either "net" or "layers"')
        title = given.text("title", "network")
        if "net" in given:
            from dlquiz.networks.notation import read_network
            from dlquiz.networks.table import tabulate

            table = tabulate(read_network(str(given.value("net"))))
            if table.broken is not None:
                raise FormulaError(table.broken.message, given.keys["net"].text)
            return cls(title, shorten_layers(read_table(table)))
        layers = [(label, shape_to_text(given.evaluate(formula))) for label, formula in given.labelled("layers")]
        return cls(title, shorten_layers(layers))

    @classmethod
    def from_table(cls, table: Table) -> Self:
        """The picture of a network whose table is known."""
        return cls("network", shorten_layers(read_table(table)))

    def describe(self) -> str:
        return ", then ".join(f"{label}{f' of shape {shape}' if shape else ''}" for label, shape in self.layers) + "."

    def lay_out(self, width: int) -> Scene:
        lines = list(self.break_rows(width))
        shapes = [shape for i, line in enumerate(lines) for shape in draw_row(line, i * PITCH, i > 0)]
        used = max(shape.to_x + 1 for shape in shapes if isinstance(shape, Box))
        return Scene(min(width, int(used) + 3), PITCH * len(lines) - 1, tuple(shapes), self.title, self.describe())

    def break_rows(self, width: int) -> Iterator[list[Layer]]:
        """The layers that stand in one row."""
        row: list[Layer] = []
        used = 0
        for layer in self.layers:
            size = measure_box(layer) + GAP
            if row and used + size > width:
                yield row
                row, used = [], GAP
            row.append(layer)
            used += size
        yield row


def draw_row(layers: Sequence[Layer], top: int, goes_on: bool) -> Iterator[Shape]:
    """Boxes with arrows between them; `goes_on` where the row continues another."""
    x = GAP if goes_on else 0
    edges: list[tuple[int, int]] = []
    if goes_on:
        yield Rule(0, top + 1, GAP - 1, top + 1, arrow=True)
    for label, shape in layers:
        size = measure_box((label, shape))
        middle = x + (size - 1) / 2
        yield Box(x, top, x + size - 1, top + 3, tone="first")
        yield Label(middle, top + 1, label, "middle", bold=True)
        yield Label(middle, top + 2, shape, "middle")
        edges.append((x, x + size - 1))
        x += size + GAP
    for (_, end), (start, _) in pairwise(edges):
        yield Rule(end + 1, top + 1, start - 1, top + 1, arrow=True)


def measure_box(layer: Layer) -> int:
    """The columns of a box."""
    return max(map(len, layer)) + 4


def read_table(table: Table) -> list[Layer]:
    """The layers of a network."""
    rows = [row for row in table.rows if row.depth == 0]
    return [("input" if row.text == "in" else row.text, " × ".join(map(str, row.shape))) for row in rows]


def shorten_layers(layers: Sequence[Layer]) -> tuple[Layer, ...]:
    """At most so many layers: of a long network the first and the last ones."""
    if not layers:
        raise FormulaError("a picture of a network needs at least one layer")
    if len(layers) <= MAX_LAYERS:
        return tuple(layers)
    left_out = len(layers) - 2 * EDGE_LAYERS
    return (*layers[:EDGE_LAYERS], ("…", f"{left_out} more"), *layers[-EDGE_LAYERS:])


def shape_to_text(value: Any) -> str:
    """A shape, or a number of units."""
    return " × ".join(map(str, list_items(value))) if is_list(value) else str(value)
