"""Receptive fields: what a value sees of the input, how far apart neighbours look, and where the first one begins.

Recurrences of Araujo, Norris and Sim, "Computing receptive fields of convolutional neural networks", Distill 2019:
sees += (k − 1)·jump, jump *= s, pad += p·jump, the last two with the jump of the layer's input.  Where paths meet, the
field is what they see together.
"""

from __future__ import annotations

from collections.abc import Callable
from math import gcd
from typing import Any

from dlquiz.networks import layers
from dlquiz.networks.layer_output import Axis, Field, Fields, LayerOutput, axes, size, square
from dlquiz.networks.layers import Layer
from dlquiz.networks.quantities import NamedValue, QuantitySink
from dlquiz.networks.shapes import span

ADDS = "The other taps of the window lie {{ jump }} apart in the input."
SPREADS = "A stride of {{ s }} spreads all that follows."
BEGINS = "Each padded row lies {{ plural(jump, 'input pixel') }} further out."
WHOLE = "The layer takes in the whole map."


def slide(sink: QuantitySink, layer: layers.Window, into: LayerOutput, out: LayerOutput) -> Fields | None:
    """Behind a window that slides."""
    if into.fields is None:
        return None
    equal = (
        into.fields[0] == into.fields[1]
        and square(layer.kernel, layer.stride, layer.padding, layer.dilation)
        and (not layer.same or (into.sizes[0] == into.sizes[1] and out.sizes[0] == out.sizes[1]))
    )
    made = [slide_along(sink, layer, axis, into, out) for axis in axes(equal)]
    return made[0], made[-1]


def slide_along(sink: QuantitySink, layer: layers.Window, axis: Axis, into: LayerOutput, out: LayerOutput) -> Field:
    """Along one axis."""
    assert into.fields is not None
    field = into.fields[axis.which]
    k, s = reach(sink, layer, axis), size(sink, "s", layer.stride, axis)
    sees = sink.step("sees" + axis.mark, "sees + (k - 1)*jump", ADDS, sees=field.sees, k=k, jump=field.jump)
    pad = field.pad and padded(sink, layer, axis, into, out, field)
    jump = field.jump
    if s.value > 1:
        jump = sink.step("jump" + axis.mark, "jump*s", SPREADS, jump=jump, s=s)
    return Field(sees, jump, pad, field.base, field.grain)


def reach(sink: QuantitySink, layer: layers.Window, axis: Axis) -> NamedValue:
    """The window with its holes; its size was computed with the shape."""
    if layer.dilation[axis.which] == 1:
        return size(sink, "k", layer.kernel, axis)
    return span(sink, layer, axis)


def padded(
    sink: QuantitySink, layer: layers.Window, axis: Axis, into: LayerOutput, out: LayerOutput, field: Field
) -> NamedValue:
    """The effective padding, of what lies before the map."""
    assert field.pad is not None
    if layer.same:
        p = same_padding(sink, layer, axis, into.sizes[axis.which], out.sizes[axis.which])
    else:
        p = size(sink, "p", layer.padding, axis)
    if p.value == 0:
        return field.pad
    return sink.step("pad" + axis.mark, "pad + p*jump", BEGINS, pad=field.pad, p=p, jump=field.jump)


def same_padding(sink: QuantitySink, layer: layers.Window, axis: Axis, n: NamedValue, n_out: NamedValue) -> NamedValue:
    """What `same` puts before the map: half of what is missing; the odd one goes behind it."""
    k, s = reach(sink, layer, axis), size(sink, "s", layer.stride, axis)
    formula = "max((n_out - 1)*s + k - n_in, 0)//2"
    return sink.step("p" + axis.mark, formula, "Half of what the last window misses.", n_out=n_out, s=s, k=k, n_in=n)


def spread(sink: QuantitySink, layer: layers.Transposed, into: LayerOutput, out: LayerOutput) -> Fields | None:
    """Behind a transposed convolution: neighbours move closer together than the pixels they were made of."""
    if into.fields is None:
        return None
    equal = into.fields[0] == into.fields[1] and square(layer.kernel, layer.stride, layer.dilation)
    made = [spread_along(sink, layer, axis, into.fields[axis.which]) for axis in axes(equal)]
    return made[0], made[-1]


def spread_along(sink: QuantitySink, layer: layers.Transposed, axis: Axis, field: Field) -> Field:
    """Along one axis."""
    s, k = size(sink, "s", layer.stride, axis), taps(sink, layer, axis)
    jump = field.jump
    if s.value > 1:
        jump = sink.step("jump" + axis.mark, "jump/s", "{{ s }} outputs lie where one input was.", jump=jump, s=s)
    sees = sink.step("sees" + axis.mark, "sees + (k - 1)*jump", ADDS, sees=field.sees, k=k, jump=jump)
    return Field(sees, jump, None, field.base or field.sees, field.grain or field.jump)


def taps(sink: QuantitySink, layer: layers.Transposed, axis: Axis) -> NamedValue:
    """The reach of those taps of a window that can meet in one output: with dilation not all do."""
    k, s, d = (pair[axis.which] for pair in (layer.kernel, layer.stride, layer.dilation))
    if d == 1:
        return size(sink, "k", layer.kernel, axis)
    apart = s // gcd(s, d)
    return sink.given("reach" + axis.mark, (k - 1) // apart * apart * d + 1)


def seen(sink: QuantitySink, field: Field, axis: Axis) -> NamedValue:
    """The receptive field; behind transposed convolutions what most values see at the most."""
    if field.base is None or field.grain is None or field.sees == field.base:
        return field.sees
    inputs = {"sees": field.sees, "base": field.base, "grain": field.grain}
    why = "Only whole steps of {{ grain }} are seen; the field differs from place to place, and this is the largest."
    return sink.step("seen" + axis.mark, "base + grain*((sees - base)//grain)", why, **inputs)


def global_pool(sink: QuantitySink, layer: layers.GlobalPool, into: LayerOutput, out: LayerOutput) -> Fields | None:
    """Behind a layer that takes in the whole map."""
    if into.fields is None or len(into.sizes) < 3:
        return into.fields
    return whole_map(sink, into.fields, (into.sizes[0], into.sizes[1]))


def dense(sink: QuantitySink, layer: layers.Dense, into: LayerOutput, out: LayerOutput) -> Fields | None:
    """A dense layer takes in the map that it, or a layer before it, flattens."""
    if into.fields is None or len(into.sizes) == 2:
        return into.fields
    extent = (into.sizes[0], into.sizes[1]) if len(into.sizes) == 3 else into.extent
    return whole_map(sink, into.fields, extent) if extent else into.fields


def whole_map(sink: QuantitySink, fields: Fields, extent: tuple[NamedValue, NamedValue]) -> Fields:
    """As behind a window of the size of the map."""
    equal = fields[0] == fields[1] and extent[0] == extent[1]
    made = []
    for axis in axes(equal):
        field, n = fields[axis.which], extent[axis.which]
        inputs = {"sees": field.sees, "n_in": n, "jump": field.jump}
        sees = sink.step("sees" + axis.mark, "sees + (n_in - 1)*jump", WHOLE, **inputs)
        made.append(field._replace(sees=sees))
    return made[0], made[-1]


def unchanged(sink: QuantitySink, layer: Layer, into: LayerOutput, out: LayerOutput) -> Fields | None:
    """As before the layer."""
    return into.fields


def nothing(sink: QuantitySink, layer: Layer, into: LayerOutput, out: LayerOutput) -> Fields | None:
    """Nothing to see: there is no image."""
    return None


Seeing = Callable[[QuantitySink, Any, LayerOutput, LayerOutput], Fields | None]
FIELDS: dict[type[Layer], Seeing] = {
    layers.Conv: slide,
    layers.Depthwise: slide,
    layers.Pool: slide,
    layers.Transposed: spread,
    layers.GlobalPool: global_pool,
    layers.Dense: dense,
    layers.Embedding: nothing,
}


# where paths meet


def joined(sink: QuantitySink, paths: list[Fields]) -> Fields:
    """What several paths see together."""
    equal = all(fields[0] == fields[1] for fields in paths)
    made = [joined_along(sink, [fields[axis.which] for fields in paths], axis) for axis in axes(equal)]
    return made[0], made[-1]


def joined_along(sink: QuantitySink, paths: list[Field], axis: Axis) -> Field:
    """Along one axis: from the first pixel that one of them sees to the last."""
    widest = max(paths, key=lambda field: field.sees.value)
    if any(field.pad is None for field in paths):
        return widest._replace(pad=None)
    if all(lies_inside(field, widest) for field in paths):
        return widest
    return together(sink, paths, axis, widest)


def lies_inside(field: Field, other: Field) -> bool:
    """Whether a field lies inside another."""
    assert field.pad is not None and other.pad is not None
    behind, other_behind = field.sees.value - field.pad.value, other.sees.value - other.pad.value
    return bool(field.pad.value <= other.pad.value and behind <= other_behind)


def together(sink: QuantitySink, paths: list[Field], axis: Axis, widest: Field) -> Field:
    """Fields that stick out to different sides."""
    pads = {f"pad_{i}": field.pad for i, field in enumerate(paths) if field.pad is not None}
    sees = {f"sees_{i}": field.sees for i, field in enumerate(paths)}
    pad = sink.step("pad" + axis.mark, f"max({', '.join(pads)})", "The path that begins first.", **pads)
    ends = ", ".join(f"sees_{i} - pad_{i}" for i in range(len(paths)))
    inputs = {"pad": pad, **sees, **pads}
    made = sink.step("sees" + axis.mark, f"pad + max({ends})", "From the first pixel to the last.", **inputs)
    return widest._replace(sees=made, pad=pad)
