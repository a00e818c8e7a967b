"""What one layer hands to the next: its sizes, and what its values see of the input."""

from __future__ import annotations

from typing import NamedTuple

from dlquiz.errors import FormulaError
from dlquiz.language.write.values import value_to_text
from dlquiz.networks.layers import Layer, Pair
from dlquiz.networks.quantities import NamedValue, QuantitySink

MAP, SEQUENCE, VECTOR = 3, 2, 1  # the number of sizes
FORMS = {
    MAP: "a map (rows × columns × channels)",
    SEQUENCE: "a sequence (length × features)",
    VECTOR: "a row of values",
}


class Field(NamedTuple):
    """What a value sees along one axis.

    The field of the first value begins `pad` pixels before the input (the effective padding) and is `sees` wide; the
    field of its neighbour begins `jump` further on.  After transposed convolutions the jump is a fraction and the field
    differs from place to place: then `sees` is what a continuous input would give, cut to whole steps of `grain` beyond
    `base` (the field before the first of them), and `pad` is None.
    """

    sees: NamedValue
    jump: NamedValue
    pad: NamedValue | None
    base: NamedValue | None = None
    grain: NamedValue | None = None


Fields = tuple[Field, Field]


class LayerOutput(NamedTuple):
    """The sizes (H, W, C), (T, d) or (n,), and the `fields` of rows and columns where the input is an image.

    Two axes of the same size are one quantity, which is computed once.  `extent` is the map that was flattened.
    """

    sizes: tuple[NamedValue, ...]
    fields: Fields | None = None
    extent: tuple[NamedValue, NamedValue] | None = None

    @property
    def shape(self) -> tuple[int, ...]:
        """The plain numbers."""
        return tuple(size.value for size in self.sizes)


class Axis(NamedTuple):
    """One axis of a map, or both where they are equal."""

    which: int  # 0 rows, or both; 1 columns
    name: str  # n | h | w
    mark: str  # behind other quantities: "" | _h | _w


BOTH, ROWS, COLUMNS = Axis(0, "n", ""), Axis(0, "h", "_h"), Axis(1, "w", "_w")


def list_axes(equal: bool) -> tuple[Axis, ...]:
    """One axis that stands for both where they are equal, else the two."""
    return (BOTH,) if equal else (ROWS, COLUMNS)


def is_square(*pairs: Pair) -> bool:
    """Whether every pair has the same size along both axes."""
    return all(pair[0] == pair[1] for pair in pairs)


def set_size(sink: QuantitySink, name: str, pair: Pair, axis: Axis) -> NamedValue:
    """A size of the layer along an axis, such as the stride: `s`, or `s_h` and `s_w` where the axes differ."""
    if pair[0] == pair[1]:
        return sink.set(name, pair[0])
    return sink.set(f"{name}_{'hw'[axis.which]}", pair[axis.which])


def pair_axes(along: list[NamedValue]) -> tuple[NamedValue, NamedValue]:
    """The values along both axes, from a list of one for both or of two."""
    return along[0], along[-1]


def check_form(layer: Layer, incoming: LayerOutput, *forms: int) -> None:
    """FormulaError where the layer cannot take an input of this form."""
    if len(incoming.sizes) not in forms:
        wanted = " or ".join(FORMS[form] for form in forms)
        raise layer_error(layer, f'"{layer.text}" needs {wanted} and gets {show_shape(incoming.shape)}')


def layer_error(layer: Layer, message: str) -> FormulaError:
    """The error to raise at a layer."""
    return FormulaError(message, "", layer.at)


def show_shape(shape: tuple[int, ...]) -> str:
    """A shape as people write it: 32 × 32 × 3; a single size is written 10 values."""
    text = " × ".join(map(value_to_text, shape))
    return f"{text} value{'s' if shape[0] != 1 else ''}" if len(shape) == 1 else text


def check_size(quantity: NamedValue, layer: Layer) -> NamedValue:
    """The size itself; FormulaError where a layer cannot have it, as when a learner's value replaced it."""
    if not isinstance(quantity.value, int) or quantity.value < 1:
        raise layer_error(layer, f'"{layer.text}" would give a size of {value_to_text(quantity.value)}')
    return quantity
