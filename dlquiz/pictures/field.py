"""The picture `field`: how the receptive field of one value grows through the layers, down to the input."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Self

from dlquiz.errors import FormulaError
from dlquiz.pictures.given import Given, list_values, to_float
from dlquiz.pictures.kind import TITLE, PictureKey
from dlquiz.pictures.scene import Area, Label, Line, Scene, Shape
from dlquiz.records import frozen

MAX_LAYERS = 12
ROOM = 11  # columns for what stands at the left, and at the right
LARGEST = 100_000  # side of a field
UNIT = 2.0  # columns for each value where all have room


@frozen
class Window:
    """The window of a layer along one side."""

    kernel: int
    stride: int
    dilation: int = 1

    def see(self, side: int) -> int:
        """How many inputs so many outputs in a row see: (side - 1)·stride + kernel."""
        return (side - 1) * self.stride + self.dilation * (self.kernel - 1) + 1

    @property
    def text(self) -> str:
        """`3/2`, as the notation has it."""
        stride = f"/{self.stride}" if self.stride > 1 else ""
        return f"{self.kernel}{stride}" + (f" d{self.dilation}" if self.dilation > 1 else "")


@frozen
class FieldPicture:
    """Windows from the input on, and the sides of what one output sees, from the output back."""

    KEYS: ClassVar[dict[str, PictureKey]] = {
        "title": TITLE,
        "layers": PictureKey(
            "formula", "A network in the notation, or [kernel, stride] for each layer from the input on.", True
        ),
        "hidden": PictureKey("formula", "True where the sizes are not to be told, because they are asked for."),
    }
    title: str
    windows: tuple[Window, ...]
    hidden: bool = False

    @classmethod
    def read(cls, given: Given) -> Self:
        windows = tuple(read_windows(given))
        if not 0 < len(windows) <= MAX_LAYERS:
            raise FormulaError(f"a picture of a field has 1 to {MAX_LAYERS} layers", given.keys["layers"].text)
        made = cls(given.text("title", "receptive field"), windows, bool("hidden" in given and given.value("hidden")))
        if made.sides[-1] > LARGEST:
            raise FormulaError("this field is too large to be drawn", given.keys["layers"].text)
        return made

    @property
    def sides(self) -> list[int]:
        """The sides of the field, from the output, which is 1, to the input."""
        sides = [1]
        for window in reversed(self.windows):
            sides.append(window.see(sides[-1]))
        return sides

    def describe(self) -> str:
        layers = ", ".join(f"layer {i} has window {window.text}" for i, window in enumerate(self.windows, 1))
        if self.hidden:
            return f"from the input on {layers}."
        told = [
            f"{side} in the input" if not i else f"{side} after layer {i}"
            for i, side in reversed(list(enumerate(reversed(self.sides))))
        ]
        return f"one value of the last layer sees, along one side, {', '.join(told[1:])}; {layers}."

    def lay_out(self, width: int) -> Scene:
        sides = self.sides
        room = width - 2 * ROOM - 2
        scale = min(UNIT, room / sides[-1])
        middle = float(ROOM + room // 2)
        shapes: list[Shape] = []
        for i, side in enumerate(sides):
            y = 2 * i
            shapes += draw_units(side, middle, y, scale)
            layer = len(self.windows) - i
            shapes.append(Label(0, y, "input" if not layer else f"layer {layer}", bold=True))
            if not self.hidden or not i:
                shapes.append(Label(width - ROOM, y, f"{side} × {side}"))
            if layer:
                shapes.append(Label(width - ROOM, y + 1, f"window {self.windows[layer - 1].text}", tone="faint"))
                below = measure_extent(sides[i + 1], middle, scale)
                ends = zip(measure_extent(side, middle, scale), below, strict=True)
                shapes += (Line(((x, y + 1.0), (to_x, y + 1.95)), "faint") for x, to_x in ends)
        return Scene(width, 2 * len(sides) - 1, tuple(shapes), self.title, self.describe())


def measure_extent(side: int, middle: float, scale: float) -> tuple[float, float]:
    """Where so many values in a row begin and end."""
    start = middle - side * scale / 2
    return (start, start + side * scale - 1) if scale == UNIT else (start, start + max(0.5, side * scale))


def draw_units(side: int, middle: float, y: int, scale: float) -> Iterator[Area]:
    """Values in a row: each as a block where there is room, else one bar for all."""
    start, end = measure_extent(side, middle, scale)
    if scale < UNIT:
        yield Area(start, y, end, y + 1)
        return
    for i in range(side):
        yield Area(start + i * UNIT, y + 0.1, start + i * UNIT + 1, y + 0.9)


def read_windows(given: Given) -> Iterator[Window]:
    """The windows of the layers, from the notation or from lists."""
    formula = given.keys["layers"]
    value = given.evaluate(formula)
    if isinstance(value, str):
        from dlquiz.networks.notation import read_network
        from dlquiz.networks.windows import list_windows

        yield from (Window(*window) for window in list_windows(read_network(value)))
        return
    for row in list_values(value, formula):
        numbers = [to_float(item, formula) for item in list_values(row, formula)]
        if not 2 <= len(numbers) <= 3 or any(number < 1 or number != int(number) for number in numbers):
            raise FormulaError("write each layer as [kernel, stride], or [kernel, stride, dilation]", formula.text)
        yield Window(*map(int, numbers))
