"""What one layer hands to the next: its sizes, and what its values see of the input."""

from __future__ import annotations

from typing import Any, NamedTuple

from dlquiz.errors import FormulaError
from dlquiz.language.write.digits import group_digits
from dlquiz.language.write.values import value_to_text
from dlquiz.networks.field_patterns import Pattern
from dlquiz.networks.layers import Layer, Pair
from dlquiz.networks.quantities import NamedValue, QuantitySink

VOLUME, MAP, SEQUENCE, VECTOR = 4, 3, 2, 1  # the number of sizes
SPATIAL = (MAP, SEQUENCE, VOLUME)
FORMS = {
    VOLUME: "a volume (depth × rows × columns × channels)",
    MAP: "a map (rows × columns × channels)",
    SEQUENCE: "a sequence (length × features)",
    VECTOR: "a row of values",
}


class Field(NamedTuple):
    """What a value sees along one axis.

    The field of the first value begins `pad` pixels before the input (the effective padding) and is `sees` wide; the
    field of its neighbour begins `jump` further on.  Behind transposed convolutions and the like, fields differ from
    place to place: then there is a `pattern`, `sees` is the widest of them, and `pad` is None.
    """

    sees: NamedValue
    jump: NamedValue
    pad: NamedValue | None
    pattern: Pattern | None = None


Fields = tuple[Field, ...]


class LayerOutput(NamedTuple):
    """The sizes (D, H, W, C), (H, W, C), (T, d) or (n,), and the `fields` along the axes where they are known.

    Axes of the same size are one quantity, which is computed once.  `extent` is the map that was flattened.
    """

    sizes: tuple[NamedValue, ...]
    fields: Fields | None = None
    extent: tuple[NamedValue, ...] | None = None

    @property
    def shape(self) -> tuple[int, ...]:
        """The plain numbers."""
        return tuple(size.value for size in self.sizes)


class Axis(NamedTuple):
    """One axis of a map, or all where they are equal."""

    which: int  # 0 the first, or all
    name: str  # n | t | z | h | w
    mark: str  # behind other quantities: "" | _z | _h | _w


ALL = Axis(0, "n", "")
AXES = {
    1: (Axis(0, "t", ""),),
    2: (Axis(0, "h", "_h"), Axis(1, "w", "_w")),
    3: (Axis(0, "z", "_z"), Axis(1, "h", "_h"), Axis(2, "w", "_w")),
}


def list_axes(count: int, equal: bool) -> tuple[Axis, ...]:
    """One axis that stands for all where they are equal, else each."""
    return (ALL,) if equal and count > 1 else AXES[count]


def is_even(*sizes: tuple[object, ...]) -> bool:
    """Whether each is the same along all axes."""
    return all(len(set(along)) == 1 for along in sizes)


def sizes_along(layer: Layer, sizes: Pair, count: int) -> Pair:
    """A size of the layer along each of `count` axes; FormulaError where it is stated for another number of axes."""
    if len(sizes) == count:
        return sizes
    if len(set(sizes)) > 1:
        axes = {1: "one axis", 2: "two axes", 3: "three axes"}[count]
        raise layer_error(layer, f'"{layer.text}" has sizes for {len(sizes)} axes, and its input has {axes}')
    return sizes[:1] * count


def set_size(sink: QuantitySink, name: str, layer: Layer, sizes: Pair, axis: Axis, count: int) -> NamedValue:
    """A size of the layer along an axis, such as the stride: `s`, or `s_h` and `s_w` where the axes differ."""
    along = sizes_along(layer, sizes, count)
    mark = "" if is_even(along) else AXES[count][axis.which].mark
    return sink.set(name + mark, along[axis.which])


def fill_axes(along: list[NamedValue], count: int) -> tuple[NamedValue, ...]:
    """The values along all axes, from a list of one for all or of one each."""
    return tuple(along) if len(along) == count else tuple(along) * count


def check_form(layer: Layer, incoming: LayerOutput, *forms: int) -> None:
    """FormulaError where the layer cannot take an input of this form."""
    if len(incoming.sizes) not in forms:
        *more, last = (FORMS[form] for form in forms)
        wanted = f"{', '.join(more)} or {last}" if more else last
        example = f", as 20x{incoming.shape[0]}" if forms == (SEQUENCE,) and len(incoming.sizes) == VECTOR else ""
        raise layer_error(layer, f'"{layer.text}" needs {wanted}{example}, and gets {tell_shape(incoming.shape)}')


def layer_error(layer: Layer, message: str) -> FormulaError:
    """The error to raise at a layer."""
    return FormulaError(message, "", layer.at)


def show_shape(shape: tuple[int, ...]) -> str:
    """A shape as people write it: 32 × 32 × 3; a single size is written 10 values."""
    text = " × ".join(map(value_to_text, shape))
    return f"{text} value{'s' if shape[0] != 1 else ''}" if len(shape) == 1 else text


def tell_shape(shape: tuple[int, ...]) -> str:
    """The same in a sentence, with commas between thousands."""
    return group_digits(show_shape(shape))


def write_count(value: Any) -> str:
    """A number in a sentence, with commas between thousands."""
    return group_digits(value_to_text(value))


def check_size(quantity: NamedValue, layer: Layer) -> NamedValue:
    """The size itself; FormulaError where a layer cannot have it, as when a learner's value replaced it."""
    if not isinstance(quantity.value, int) or quantity.value < 1:
        raise layer_error(layer, f'"{layer.text}" would give a size of {write_count(quantity.value)}')
    return quantity
