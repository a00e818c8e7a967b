"""Output sizes, one rule for each kind of layer: from the sizes of its input to those of its output.

Sizes of windows as in Dumoulin and Visin, "A guide to convolution arithmetic for deep learning", 2016 (relationships 6
and 14); where sizes are rounded up, as in PyTorch: the last window begins inside the padded map.
"""

from __future__ import annotations

from collections.abc import Callable
from math import prod
from typing import Any

from dlquiz.errors import FormulaError
from dlquiz.networks import layers
from dlquiz.networks.layer_output import (
    MAP,
    SEQUENCE,
    SPATIAL,
    VECTOR,
    VOLUME,
    Axis,
    LayerOutput,
    check_form,
    check_size,
    fill_axes,
    is_even,
    layer_error,
    list_axes,
    set_size,
    sizes_along,
    tell_shape,
    write_count,
)
from dlquiz.networks.layers import CEIL, STRICT, Conventions, Layer
from dlquiz.networks.quantities import NamedValue, QuantitySink

Sizes = tuple[NamedValue, ...]

EDGE = "The first window is at the edge; every whole stride that remains allows one more."
STEP_ONE = "With stride 1 the window visits every place where it fits."
KEEPS = "It is padded so that the size stays the same."
SAME = "It is padded so that every stride begins a window, even the last, shorter one."
UP = "Every stride, even a partial one, allows one more window, but the last must begin inside."
BACK = "Each value spreads over a window; the windows start one stride apart."
STRETCH = "Padded so that each value makes one stride of output."
ENLARGES = "Upsampling makes {{ plural(s, 'row') }} of each."
SPAN = "The taps of a dilated window lie {{ d }} apart."


# windows


def slide_window(
    sink: QuantitySink, layer: layers.Window, incoming: LayerOutput, rounding: str
) -> tuple[NamedValue, ...]:
    """The sides of a map after a window that slides."""
    check_form(layer, incoming, *SPATIAL)
    sides = incoming.sizes[:-1]
    equal = is_even(sides, *window_sizes(layer, len(sides)))
    along = [slide_along_axis(sink, layer, axis, sides, rounding) for axis in list_axes(len(sides), equal)]
    return fill_axes(along, len(sides))


def window_sizes(layer: layers.Window, count: int) -> list[layers.Pair]:
    """Kernel, stride, padding and dilation along `count` axes."""
    return [sizes_along(layer, sizes, count) for sizes in (layer.kernel, layer.stride, layer.padding, layer.dilation)]


def slide_along_axis(sink: QuantitySink, layer: layers.Window, axis: Axis, sides: Sizes, rounding: str) -> NamedValue:
    """The output size along one axis: ⌊(n + 2p − k)/s⌋ + 1."""
    n, count = sides[axis.which], len(sides)
    k, s = window_span(sink, layer, axis, count), set_size(sink, "s", layer, layer.stride, axis, count)
    if layer.same:
        check_even(layer, n.value, s.value, rounding)
        formula, why = ("ceil(n/s)", SAME) if s.value > 1 else ("n", KEEPS)
        return check_size(sink.step(axis.name, formula, why, n=n, s=s), layer)
    p = set_size(sink, "p", layer, layer.padding, axis, count)
    check_padding(layer, p.value, k.value)
    # as PyTorch does, which averages no part of a volume that is smaller than the window
    ragged = rounding == CEIL and not (count == 3 and isinstance(layer, layers.Pool) and layer.kind == "average")
    check_room(layer, n.value, p.value, k.value, s.value - 1 if ragged else 0)
    check_even(layer, n.value + 2 * p.value - k.value, s.value, rounding)
    formula, why = window_formula(s.value, p.value, rounding)
    return check_size(sink.step(axis.name, formula, why, n=n, k=k, s=s, p=p), layer)


def window_formula(stride: int, padding: int, rounding: str) -> tuple[str, str]:
    """The shortest formula for the output size, and why."""
    padded = "n + 2*p" if padding else "n"
    if stride == 1:
        return f"{padded} - k + 1", STEP_ONE
    if rounding == CEIL:
        return f"min(ceil(({padded} - k)/s) + 1, ceil(({'n + p' if padding else 'n'})/s))", UP
    return f"({padded} - k)//s + 1", EDGE


def window_span(sink: QuantitySink, layer: layers.Window, axis: Axis, count: int) -> NamedValue:
    """The cells from the first tap of a window to the last: d·(k − 1) + 1."""
    k = set_size(sink, "k", layer, layer.kernel, axis, count)
    d = sizes_along(layer, layer.dilation, count)
    if d[axis.which] == 1:
        return k
    return sink.step("span" + axis.mark, "d*(k - 1) + 1", SPAN, d=set_size(sink, "d", layer, d, axis, count), k=k)


def check_padding(layer: layers.Window, padding: int, window: int) -> None:
    """FormulaError where a window of a pooling could lie in the padding alone, which PyTorch refuses too."""
    if isinstance(layer, layers.Pool) and 2 * padding > window:
        raise layer_error(
            layer, f'the padding of "{layer.text}" is more than half of its window: a window would see only padding'
        )


def check_room(layer: layers.Window, n: int, padding: int, window: int, spare: int) -> None:
    """FormulaError where no window fits; where sizes are rounded up, the window may exceed the map by `spare`."""
    if n + 2 * padding + spare < window:
        whole = write_count(n + 2 * padding)
        padded = f"{write_count(n)} + 2·{write_count(padding)} = {whole}" if padding else whole
        spans = f"it spans {write_count(window)}, and the map has {padded}"
        raise layer_error(layer, f'the window of "{layer.text}" does not fit: {spans}')


def groups_error(layer: Layer, groups: int, count: int, what: str) -> FormulaError:
    """The error to raise where groups leave a remainder."""
    divide = f"which do not divide its {write_count(count)} {what}"
    return layer_error(layer, f'"{layer.text}" has {write_count(groups)} groups, {divide}')


def check_even(layer: layers.Window, room: int, stride: int, rounding: str) -> None:
    """FormulaError where the strides leave a remainder and the rounding is strict."""
    if rounding == STRICT and room % stride:
        strides = f"{write_count(room)} = {write_count(room // stride)}·{stride} + {room % stride}"
        raise layer_error(layer, f'the stride of "{layer.text}" does not divide what it has to cross: {strides}')


# the rules of each kind


def conv_shape(sink: QuantitySink, layer: layers.Conv, incoming: LayerOutput, conventions: Conventions) -> Sizes:
    """H × W × C to H' × W' × filters."""
    sides = slide_window(sink, layer, incoming, conventions.rounding)
    check_groups(layer, incoming.sizes[-1].value)
    return (*sides, sink.set("filters", require_filters(layer)))


def require_filters(layer: layers.Conv) -> int:
    """The number of filters; FormulaError where a layer list left it out."""
    if layer.filters is None:
        raise layer_error(layer, f'"{layer.text}" does not say how many filters it has: {layer.text.split()[0]}-64')
    return layer.filters


def check_groups(layer: layers.Conv, channels: int) -> None:
    """FormulaError where channels or filters cannot be divided evenly into the groups."""
    for count, what in ((channels, "input channels"), (require_filters(layer), "filters")):
        if count % layer.groups:
            raise groups_error(layer, layer.groups, count, what)


def depthwise_shape(
    sink: QuantitySink, layer: layers.Depthwise, incoming: LayerOutput, conventions: Conventions
) -> Sizes:
    """H × W × C to H' × W' × C, or to as many filters as the layer states."""
    sides = slide_window(sink, layer, incoming, conventions.rounding)
    c = incoming.sizes[-1]
    if layer.filters is None:
        return (*sides, c)
    if layer.filters % c.value:
        raise layer_error(
            layer, f'the {layer.filters} filters of "{layer.text}" are not a multiple of its {c.value} channels'
        )
    return (*sides, sink.set("filters", layer.filters))


def transposed_shape(
    sink: QuantitySink, layer: layers.Transposed, incoming: LayerOutput, conventions: Conventions
) -> Sizes:
    """H × W × C to H' × W' × filters: (n − 1)·s − 2p + k a side."""
    check_form(layer, incoming, *SPATIAL)
    sides = incoming.sizes[:-1]
    equal = is_even(sides, *window_sizes(layer, len(sides)), sizes_along(layer, layer.extra, len(sides)))
    check_groups(layer, incoming.sizes[-1].value)
    along = [spread_along_axis(sink, layer, axis, sides) for axis in list_axes(len(sides), equal)]
    return (*fill_axes(along, len(sides)), sink.set("filters", require_filters(layer)))


def spread_along_axis(sink: QuantitySink, layer: layers.Transposed, axis: Axis, sides: Sizes) -> NamedValue:
    """The output size along one axis."""
    n, count = sides[axis.which], len(sides)
    s = set_size(sink, "s", layer, layer.stride, axis, count)
    if layer.same:
        return check_size(sink.step(axis.name, "n*s", STRETCH, n=n, s=s), layer)
    inputs = {"n": n, "s": s, "k": window_span(sink, layer, axis, count)}
    formula = "(n - 1)*s + k"
    if sizes_along(layer, layer.padding, count)[axis.which]:
        inputs["p"], formula = set_size(sink, "p", layer, layer.padding, axis, count), "(n - 1)*s - 2*p + k"
    if sizes_along(layer, layer.extra, count)[axis.which]:
        inputs["extra"], formula = set_size(sink, "extra", layer, layer.extra, axis, count), formula + " + extra"
    return check_size(sink.step(axis.name, formula, BACK, **inputs), layer)


def pool_shape(sink: QuantitySink, layer: layers.Pool, incoming: LayerOutput, conventions: Conventions) -> Sizes:
    """H × W × C to H' × W' × C."""
    return (*slide_window(sink, layer, incoming, layer.rounding or conventions.rounding), incoming.sizes[-1])


def global_pool_shape(
    sink: QuantitySink, layer: layers.GlobalPool, incoming: LayerOutput, conventions: Conventions
) -> Sizes:
    """H × W × C to C values, T × d to d values."""
    check_form(layer, incoming, *SPATIAL)
    return incoming.sizes[-1:]


def adaptive_pool_shape(
    sink: QuantitySink, layer: layers.AdaptivePool, incoming: LayerOutput, conventions: Conventions
) -> Sizes:
    """H × W × C to the sides that the layer states."""
    check_form(layer, incoming, *SPATIAL)
    sides = incoming.sizes[:-1]
    wanted = sizes_along(layer, layer.sides, len(sides))
    axes = list_axes(len(sides), is_even(sides, wanted))
    return (*fill_axes([sink.set(axis.name, wanted[axis.which]) for axis in axes], len(sides)), incoming.sizes[-1])


def upsampled_shape(
    sink: QuantitySink, layer: layers.Upsample, incoming: LayerOutput, conventions: Conventions
) -> Sizes:
    """H × W × C to s·H × s·W × C."""
    check_form(layer, incoming, *SPATIAL)
    sides = incoming.sizes[:-1]
    equal = is_even(sides, sizes_along(layer, layer.factors, len(sides)))
    along = []
    for axis in list_axes(len(sides), equal):
        s = set_size(sink, "s", layer, layer.factors, axis, len(sides))
        along.append(sink.step(axis.name, "n*s", ENLARGES, n=sides[axis.which], s=s))
    return (*fill_axes(along, len(sides)), incoming.sizes[-1])


def flatten_shape(sink: QuantitySink, layer: Layer, incoming: LayerOutput, conventions: Conventions) -> Sizes:
    """H × W × C or T × d to one row of values."""
    return (count_values(sink, incoming),)


def count_values(sink: QuantitySink, incoming: LayerOutput) -> NamedValue:
    """The number of values of an output."""
    if len(incoming.sizes) == VECTOR:
        return incoming.sizes[0]
    formula, inputs = multiply_sizes(incoming.sizes)
    return sink.step("inputs", formula, "Flattening puts all values in one row.", **inputs)


def multiply_sizes(sizes: Sizes) -> tuple[str, dict[str, NamedValue]]:
    """The product of all sizes, as a formula with its inputs."""
    if len(sizes) == VECTOR:
        return "n", {"n": sizes[0]}
    if len(sizes) == SEQUENCE:
        return "t*d", {"t": sizes[0], "d": sizes[1]}
    sides, inputs = multiply_sides(sizes[:-1])
    return f"{sides}*c", inputs | {"c": sizes[-1]}


def multiply_sides(sides: Sizes) -> tuple[str, dict[str, NamedValue]]:
    """The number of positions of a map, n·n, as a formula with its inputs."""
    if len(sides) == 1:
        return "t", {"t": sides[0]}
    if is_even(sides):
        return "*".join(["n"] * len(sides)), {"n": sides[0]}
    names = ("z", "h", "w")[-len(sides) :]
    return "*".join(names), dict(zip(names, sides, strict=True))


def same_shape(sink: QuantitySink, layer: Layer, incoming: LayerOutput, conventions: Conventions) -> Sizes:
    """The sizes of the input."""
    return incoming.sizes


def dense_shape(sink: QuantitySink, layer: layers.Dense, incoming: LayerOutput, conventions: Conventions) -> Sizes:
    """A row, or a flattened map, to `units` values; a sequence keeps its length."""
    units = sink.set("units", layer.units)
    return (incoming.sizes[0], units) if len(incoming.sizes) == SEQUENCE else (units,)


def embedding_shape(
    sink: QuantitySink, layer: layers.Embedding, incoming: LayerOutput, conventions: Conventions
) -> Sizes:
    """T tokens to T × size."""
    if len(incoming.sizes) != VECTOR:
        raise layer_error(layer, f'"{layer.text}" needs tokens (in 20) and gets {tell_shape(incoming.shape)}')
    return (incoming.sizes[0], sink.set("size", layer.size))


def rows_shape(sink: QuantitySink, layer: Layer, incoming: LayerOutput, conventions: Conventions) -> Sizes:
    """H × W × C to H·W × C."""
    check_form(layer, incoming, MAP, VOLUME)
    formula, inputs = multiply_sides(incoming.sizes[:-1])
    return (sink.step("t", formula, "Each position becomes one element.", **inputs), incoming.sizes[-1])


def class_token_shape(sink: QuantitySink, layer: Layer, incoming: LayerOutput, conventions: Conventions) -> Sizes:
    """T × d to (T + 1) × d."""
    check_form(layer, incoming, SEQUENCE)
    return (
        sink.step("t", "t + 1", "The class token stands before the sequence.", t=incoming.sizes[0]),
        incoming.sizes[1],
    )


def positions_shape(
    sink: QuantitySink, layer: layers.Positions, incoming: LayerOutput, conventions: Conventions
) -> Sizes:
    """T × d to T × d."""
    check_form(layer, incoming, SEQUENCE)
    t = incoming.shape[0]
    if layer.count is not None and layer.count < t:
        raise layer_error(layer, f'"{layer.text}" has {layer.count} positions, and the sequence is {t} long')
    return incoming.sizes


def sequence_shape(sink: QuantitySink, layer: Layer, incoming: LayerOutput, conventions: Conventions) -> Sizes:
    """T × d to T × d."""
    check_form(layer, incoming, SEQUENCE)
    return incoming.sizes


def first_shape(sink: QuantitySink, layer: Layer, incoming: LayerOutput, conventions: Conventions) -> Sizes:
    """T × d to d values."""
    check_form(layer, incoming, SEQUENCE)
    return incoming.sizes[1:]


def norm_shape(sink: QuantitySink, layer: layers.Norm, incoming: LayerOutput, conventions: Conventions) -> Sizes:
    """The sizes of the input."""
    channels = incoming.shape[-1]
    if channels % layer.groups:
        raise groups_error(layer, layer.groups, channels, "channels")
    if layer.kind == "group" and prod(incoming.shape) == layer.groups:
        raise layer_error(layer, f'"{layer.text}" would normalise single values, which leaves nothing but the shift')
    return incoming.sizes


def scores_shape(sink: QuantitySink, layer: layers.Scores, incoming: LayerOutput, conventions: Conventions) -> Sizes:
    """T × d to T × vocabulary."""
    return (incoming.sizes[0], sink.set("vocabulary", layer.vocabulary))


def recurrent_shape(
    sink: QuantitySink, layer: layers.Recurrent, incoming: LayerOutput, conventions: Conventions
) -> Sizes:
    """T × d to T × units, or to the last state alone; both directions give twice as many units."""
    check_form(layer, incoming, SEQUENCE)
    state = sink.set("units", layer.units)
    if layer.both:
        state = sink.step("states", "2*units", "One state for each direction.", units=state)
    return (state,) if layer.last else (incoming.sizes[0], state)


def attention_shape(
    sink: QuantitySink, layer: layers.Attention | layers.Transformer, incoming: LayerOutput, conventions: Conventions
) -> Sizes:
    """T × d to T × d."""
    check_form(layer, incoming, SEQUENCE)
    d = incoming.sizes[1].value
    if d % layer.heads:
        raise layer_error(
            layer, f'the {layer.heads} heads of "{layer.text}" do not divide the {write_count(d)} features'
        )
    return incoming.sizes


ShapeRule = Callable[[QuantitySink, Any, LayerOutput, Conventions], Sizes]
SHAPES: dict[type[Layer], ShapeRule] = {
    layers.Conv: conv_shape,
    layers.Depthwise: depthwise_shape,
    layers.Transposed: transposed_shape,
    layers.Pool: pool_shape,
    layers.GlobalPool: global_pool_shape,
    layers.Flatten: flatten_shape,
    layers.AdaptivePool: adaptive_pool_shape,
    layers.Upsample: upsampled_shape,
    layers.Norm: norm_shape,
    layers.ParametricReLU: same_shape,
    layers.Activation: same_shape,
    layers.Dropout: same_shape,
    layers.Identity: same_shape,
    layers.Dense: dense_shape,
    layers.Embedding: embedding_shape,
    layers.Rows: rows_shape,
    layers.ClassToken: class_token_shape,
    layers.Positions: positions_shape,
    layers.TokenTypes: sequence_shape,
    layers.First: first_shape,
    layers.Scores: scores_shape,
    layers.Recurrent: recurrent_shape,
    layers.Attention: attention_shape,
    layers.Transformer: attention_shape,
}
