"""Output sizes, one rule for each kind of layer: from the sizes that come in to those that go out.

Sizes of windows as in Dumoulin and Visin, "A guide to convolution arithmetic for deep learning", 2016 (relationships
6 and 14), and, where they are rounded up, as in PyTorch: the last window begins inside the padded map.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dlquiz.networks import layers
from dlquiz.networks.conventions import CEIL, STRICT, Conventions
from dlquiz.networks.layer_output import (
    MAP,
    SEQUENCE,
    VECTOR,
    Axis,
    LayerOutput,
    axes,
    broken,
    need,
    paired,
    shape_text,
    size,
    square,
    whole,
)
from dlquiz.networks.layers import Layer, Pair
from dlquiz.networks.quantities import NamedValue, QuantitySink

Sizes = tuple[NamedValue, ...]

EDGE = "The first window stands at the edge; every whole stride that is left allows one more."
STEP_ONE = "With stride 1 the window stands at every place where it fits."
KEEPS = "Padded so that the size stays."
SAME = "Padded so that every stride begins a window, also the last, shorter one."
UP = "Every stride that is begun allows one more window, but the last must begin inside."
BACK = "Each value spreads a window; their starts lie a stride apart."
STRIDES = "Padded so that each value makes one stride of output."
SPAN = "The taps of a dilated window lie {{ d }} apart."


# windows


def slide(
    sink: QuantitySink, layer: layers.Window, signal: LayerOutput, rounding: str
) -> tuple[NamedValue, NamedValue]:
    """Rows and columns behind a window that slides."""
    need(layer, signal, MAP)
    rows, columns = signal.sizes[:2]
    equal = rows == columns and square(layer.kernel, layer.stride, layer.padding, layer.dilation)
    return paired([slide_along(sink, layer, axis, signal.sizes[axis.which], rounding) for axis in axes(equal)])


def slide_along(sink: QuantitySink, layer: layers.Window, axis: Axis, n: NamedValue, rounding: str) -> NamedValue:
    """The output size along one axis: ⌊(n + 2p − k)/s⌋ + 1."""
    k, s = span(sink, layer, axis), size(sink, "s", layer.stride, axis)
    if layer.same:
        check_even(layer, n.value, s.value, rounding)
        formula, why = ("ceil(n/s)", SAME) if s.value > 1 else ("n", KEEPS)
        return whole(sink.step(axis.name, formula, why, n=n, s=s), layer)
    p = size(sink, "p", layer.padding, axis)
    check_room(layer, n.value, p.value, k.value, s.value - 1 if rounding == CEIL else 0)
    check_even(layer, n.value + 2 * p.value - k.value, s.value, rounding)
    formula, why = window_formula(s.value, p.value, rounding)
    return whole(sink.step(axis.name, formula, why, n=n, k=k, s=s, p=p), layer)


def window_formula(stride: int, padding: int, rounding: str) -> tuple[str, str]:
    """The formula in the shortest form that says what happens, and why."""
    padded = "n + 2*p" if padding else "n"
    if stride == 1:
        return f"{padded} - k + 1", STEP_ONE
    if rounding == CEIL:
        return f"min(ceil(({padded} - k)/s) + 1, ceil(({'n + p' if padding else 'n'})/s))", UP
    return f"({padded} - k)//s + 1", EDGE


def span(sink: QuantitySink, layer: layers.Window, axis: Axis) -> NamedValue:
    """The window with its holes: d·(k − 1) + 1."""
    k = size(sink, "k", layer.kernel, axis)
    if layer.dilation[axis.which] == 1:
        return k
    d = size(sink, "d", layer.dilation, axis)
    return sink.step("span" + axis.mark, "d*(k - 1) + 1", SPAN, d=d, k=k)


def check_room(layer: layers.Window, n: int, padding: int, window: int, spare: int) -> None:
    """FormulaError where not a single window fits; where sizes are rounded up it may stick out by `spare`."""
    if n + 2 * padding + spare < window:
        padded = f"{n} + 2·{padding} = {n + 2 * padding}" if padding else str(n)
        raise broken(layer, f'the window of "{layer.text}" does not fit: it spans {window}, and the map has {padded}')


def check_even(layer: layers.Window, room: int, stride: int, rounding: str) -> None:
    """FormulaError where the strides leave a rest and the rule is strict."""
    if rounding == STRICT and room % stride:
        strides = f"{room} = {room // stride}·{stride} + {room % stride}"
        raise broken(layer, f'the stride of "{layer.text}" does not divide what it has to cross: {strides}')


# the rules of each kind


def conv(sink: QuantitySink, layer: layers.Conv, signal: LayerOutput, conventions: Conventions) -> Sizes:
    """H × W × C to H' × W' × filters."""
    sides = slide(sink, layer, signal, conventions.rounding)
    check_groups(layer, signal.sizes[2].value)
    return (*sides, sink.given("filters", filters(layer)))


def filters(layer: layers.Conv) -> int:
    """The number of filters; FormulaError where a layer list left it out."""
    if layer.filters is None:
        raise broken(layer, f'"{layer.text}" does not say how many filters it has: {layer.text.split()[0]}-64')
    return layer.filters


def check_groups(layer: layers.Conv, channels: int) -> None:
    """FormulaError where channels or filters do not fall into the groups evenly."""
    for count, what in ((channels, "input channels"), (filters(layer), "filters")):
        if count % layer.groups:
            raise broken(layer, f'"{layer.text}" has {layer.groups} groups, which do not divide its {count} {what}')


def depthwise(sink: QuantitySink, layer: layers.Depthwise, signal: LayerOutput, conventions: Conventions) -> Sizes:
    """H × W × C to H' × W' × C, or to as many filters as the layer says."""
    sides = slide(sink, layer, signal, conventions.rounding)
    c = signal.sizes[2]
    if layer.filters is None:
        return (*sides, c)
    if layer.filters % c.value:
        raise broken(layer, f'the {layer.filters} filters of "{layer.text}" are no multiple of its {c.value} channels')
    return (*sides, sink.given("filters", layer.filters))


def transposed(sink: QuantitySink, layer: layers.Transposed, signal: LayerOutput, conventions: Conventions) -> Sizes:
    """H × W × C to H' × W' × filters: (n − 1)·s − 2p + k a side."""
    need(layer, signal, MAP)
    rows, columns = signal.sizes[:2]
    pairs: tuple[Pair, ...] = (layer.kernel, layer.stride, layer.padding, layer.dilation, layer.extra)
    equal = rows == columns and square(*pairs)
    check_groups(layer, signal.sizes[2].value)
    sides = paired([spread_along(sink, layer, axis, signal.sizes[axis.which]) for axis in axes(equal)])
    return (*sides, sink.given("filters", filters(layer)))


def spread_along(sink: QuantitySink, layer: layers.Transposed, axis: Axis, n: NamedValue) -> NamedValue:
    """The output size along one axis."""
    s = size(sink, "s", layer.stride, axis)
    if layer.same:
        return whole(
            sink.step(axis.name, "n*s", "Padded so that each value makes one stride of output.", n=n, s=s), layer
        )
    inputs = {"n": n, "s": s, "k": span(sink, layer, axis)}
    formula = "(n - 1)*s + k"
    if layer.padding[axis.which]:
        inputs["p"], formula = size(sink, "p", layer.padding, axis), "(n - 1)*s - 2*p + k"
    if layer.extra[axis.which]:
        inputs["extra"], formula = size(sink, "extra", layer.extra, axis), formula + " + extra"
    return whole(sink.step(axis.name, formula, BACK, **inputs), layer)


def pool(sink: QuantitySink, layer: layers.Pool, signal: LayerOutput, conventions: Conventions) -> Sizes:
    """H × W × C to H' × W' × C."""
    return (*slide(sink, layer, signal, layer.rounding or conventions.rounding), signal.sizes[2])


def global_pool(sink: QuantitySink, layer: layers.GlobalPool, signal: LayerOutput, conventions: Conventions) -> Sizes:
    """H × W × C to C values, T × d to d values."""
    need(layer, signal, MAP, SEQUENCE)
    return signal.sizes[-1:]


def flatten(sink: QuantitySink, layer: Layer, signal: LayerOutput, conventions: Conventions) -> Sizes:
    """Everything in one row."""
    return (flat(sink, signal),)


def flat(sink: QuantitySink, signal: LayerOutput) -> NamedValue:
    """How many values a signal has."""
    if len(signal.sizes) == VECTOR:
        return signal.sizes[0]
    formula, inputs = product_of(signal.sizes)
    return sink.step("inputs", formula, "Flattened, all values stand in one row.", **inputs)


def product_of(sizes: Sizes) -> tuple[str, dict[str, NamedValue]]:
    """The product of all sizes, and what goes into it."""
    if len(sizes) == VECTOR:
        return "n", {"n": sizes[0]}
    if len(sizes) == SEQUENCE:
        return "t*d", {"t": sizes[0], "d": sizes[1]}
    h, w, c = sizes
    return ("n*n*c", {"n": h, "c": c}) if h == w else ("h*w*c", {"h": h, "w": w, "c": c})


def unchanged(sink: QuantitySink, layer: Layer, signal: LayerOutput, conventions: Conventions) -> Sizes:
    """What comes in goes out."""
    return signal.sizes


def dense(sink: QuantitySink, layer: layers.Dense, signal: LayerOutput, conventions: Conventions) -> Sizes:
    """A row, or a flattened map, to `units` values; a sequence position by position."""
    units = sink.given("units", layer.units)
    return (signal.sizes[0], units) if len(signal.sizes) == SEQUENCE else (units,)


def embedding(sink: QuantitySink, layer: layers.Embedding, signal: LayerOutput, conventions: Conventions) -> Sizes:
    """T tokens to T × size."""
    if len(signal.sizes) != VECTOR:
        raise broken(layer, f'"{layer.text}" needs tokens (in 20) and gets {shape_text(signal.shape)}')
    return (signal.sizes[0], sink.given("size", layer.size))


def recurrent(sink: QuantitySink, layer: layers.Recurrent, signal: LayerOutput, conventions: Conventions) -> Sizes:
    """T × d to T × units, or to the last state alone; twice as wide in both directions."""
    need(layer, signal, SEQUENCE)
    state = sink.given("units", layer.units)
    if layer.both:
        state = sink.step("states", "2*units", "One state for each direction.", units=state)
    return (state,) if layer.last else (signal.sizes[0], state)


def attention(
    sink: QuantitySink, layer: layers.Attention | layers.Transformer, signal: LayerOutput, conventions: Conventions
) -> Sizes:
    """T × d to T × d."""
    need(layer, signal, SEQUENCE)
    d = signal.sizes[1].value
    if d % layer.heads:
        raise broken(layer, f'the {layer.heads} heads of "{layer.text}" do not divide the {d} features')
    return signal.sizes


Rule = Callable[[QuantitySink, Any, LayerOutput, Conventions], Sizes]
SHAPES: dict[type[Layer], Rule] = {
    layers.Conv: conv,
    layers.Depthwise: depthwise,
    layers.Transposed: transposed,
    layers.Pool: pool,
    layers.GlobalPool: global_pool,
    layers.Flatten: flatten,
    layers.Norm: unchanged,
    layers.Activation: unchanged,
    layers.Dropout: unchanged,
    layers.Identity: unchanged,
    layers.Dense: dense,
    layers.Embedding: embedding,
    layers.Recurrent: recurrent,
    layers.Attention: attention,
    layers.Transformer: attention,
}
