"""The picture `bars`: numbers side by side, such as the outputs of a softmax or how many images a class has."""

from __future__ import annotations

from typing import ClassVar, Self

from dlquiz.errors import FormulaError
from dlquiz.pictures.given import Given, number_labels, to_float, to_short
from dlquiz.pictures.kind import TITLE, PictureKey
from dlquiz.pictures.scene import Area, Label, Rule, Scene, Shape
from dlquiz.records import frozen

MAX_BARS = 14
LEAST = 8  # columns for bars, and for labels


@frozen
class BarsPicture:
    """Labelled numbers."""

    KEYS: ClassVar[dict[str, PictureKey]] = {
        "title": TITLE,
        "bars": PictureKey("formulas", "Labels, each with a number."),
        "values": PictureKey("formula", "The numbers as a list, in place of bars."),
        "labels": PictureKey("texts", "Their labels; a single one is numbered: class 1, class 2; 1, 2 if left out."),
        "hidden": PictureKey("formula", "True where the numbers are not written beside the bars."),
    }
    title: str
    bars: tuple[tuple[str, float], ...]
    hidden: bool = False
    full: float = 0.0  # the number that fills the room, where none is larger

    @classmethod
    def read(cls, given: Given) -> Self:
        if ("bars" in given) == ("values" in given):
            raise FormulaError('a picture of bars needs either "bars" or "values"')
        if "bars" in given:
            bars = [(label, to_float(given.evaluate(f), f)) for label, f in given.labelled("bars")]
        else:
            values = given.numbers("values", MAX_BARS)
            labels = number_labels(given.texts("labels") or [""], len(values))
            if len(labels) != len(values):
                raise FormulaError(
                    f"there are {len(values)} values and {len(labels)} labels", given.keys["values"].text
                )
            bars = list(zip(labels, values, strict=True))
        if not 0 < len(bars) <= MAX_BARS:
            raise FormulaError(f"a picture has 1 to {MAX_BARS} bars")
        return cls(given.text("title", "bars"), tuple(bars), bool("hidden" in given and given.value("hidden")))

    def describe(self) -> str:
        return ", ".join(f"{label} {to_short(float(f'{number:.3g}'))}" for label, number in self.bars) + "."

    def lay_out(self, width: int) -> Scene:
        numbers = ["" if self.hidden else to_short(number) for _, number in self.bars]
        most = max(LEAST, width - max(map(len, numbers)) - LEAST - 4)
        labels = [label if len(label) <= most else f"{label[: most - 1]}…" for label, _ in self.bars]
        first = max(map(len, labels)) + 1
        room = max(LEAST, min(50, width - first - max(map(len, numbers)) - 3))
        low, high = min(0.0, *(n for _, n in self.bars)), max(self.full, *(n for _, n in self.bars))
        scale = room / (high - low or 1)
        zero = round(first + 1 - low * scale)
        shapes: list[Shape] = [Rule(zero - 1, 0, zero - 1, max(1, len(self.bars) - 1), tone="faint")]
        for i, (label, (_, number), text) in enumerate(zip(labels, self.bars, numbers, strict=True)):
            start, end = sorted((float(zero), zero + number * scale))
            shapes += [Label(first - 1, i, label, "end", bold=True), Area(start, i + 0.1, end, i + 0.9)]
            shapes.append(Label(max(int(end), zero) + 2, i, text))
        return Scene(
            min(width, first + room + 4 + max(map(len, numbers))),
            len(self.bars) + (len(self.bars) < 2),
            tuple(shapes),
            self.title,
            self.describe(),
        )
