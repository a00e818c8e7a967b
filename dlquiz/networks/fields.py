"""Receptive fields: what a value sees of the input, how far apart neighbours look, and where the first one begins.

Recurrences of Araujo, Norris and Sim, "Computing receptive fields of convolutional neural networks", Distill 2019: sees
+= (k − 1)·jump, jump *= s, pad += p·jump, the last two with the jump of the layer's input.  Where paths join, the field
is what they see together.
"""

from __future__ import annotations

from collections.abc import Callable
from math import gcd
from typing import Any

from dlquiz.networks import layers
from dlquiz.networks.layer_output import Axis, Field, Fields, LayerOutput, is_square, list_axes, set_size
from dlquiz.networks.layers import Layer
from dlquiz.networks.quantities import NamedValue, QuantitySink
from dlquiz.networks.shapes import window_span

ADDS = "The other taps of the window lie {{ jump }} apart in the input."
SPREADS = "A stride of {{ s }} spreads everything after it."
BEGINS = "Each padded row lies {{ plural(jump, 'input pixel') }} further out."
WHOLE = "The layer sees the whole map."


def window_field(sink: QuantitySink, layer: layers.Window, incoming: LayerOutput, output: LayerOutput) -> Fields | None:
    """The field after a window that slides."""
    if incoming.fields is None:
        return None
    equal = (
        incoming.fields[0] == incoming.fields[1]
        and is_square(layer.kernel, layer.stride, layer.padding, layer.dilation)
        and (not layer.same or (incoming.sizes[0] == incoming.sizes[1] and output.sizes[0] == output.sizes[1]))
    )
    along = [window_field_along(sink, layer, axis, incoming, output) for axis in list_axes(equal)]
    return along[0], along[-1]


def window_field_along(
    sink: QuantitySink, layer: layers.Window, axis: Axis, incoming: LayerOutput, output: LayerOutput
) -> Field:
    """The field along one axis."""
    assert incoming.fields is not None
    field = incoming.fields[axis.which]
    k, s = set_span(sink, layer, axis), set_size(sink, "s", layer.stride, axis)
    sees = sink.step("sees" + axis.mark, "sees + (k - 1)*jump", ADDS, sees=field.sees, k=k, jump=field.jump)
    pad = field.pad and add_padding(sink, layer, axis, incoming, output, field)
    jump = field.jump
    if s.value > 1:
        jump = sink.step("jump" + axis.mark, "jump*s", SPREADS, jump=jump, s=s)
    return Field(sees, jump, pad, field.base, field.grain)


def set_span(sink: QuantitySink, layer: layers.Window, axis: Axis) -> NamedValue:
    """The span of the window, which was computed with the shape."""
    if layer.dilation[axis.which] == 1:
        return set_size(sink, "k", layer.kernel, axis)
    return window_span(sink, layer, axis)


def add_padding(
    sink: QuantitySink, layer: layers.Window, axis: Axis, incoming: LayerOutput, output: LayerOutput, field: Field
) -> NamedValue:
    """The effective padding before the map."""
    assert field.pad is not None
    if layer.same:
        p = compute_same_padding(sink, layer, axis, incoming.sizes[axis.which], output.sizes[axis.which])
    else:
        p = set_size(sink, "p", layer.padding, axis)
    if p.value == 0:
        return field.pad
    return sink.step("pad" + axis.mark, "pad + p*jump", BEGINS, pad=field.pad, p=p, jump=field.jump)


def compute_same_padding(
    sink: QuantitySink, layer: layers.Window, axis: Axis, n: NamedValue, n_out: NamedValue
) -> NamedValue:
    """What `same` adds before the map: half of what is missing, rounded down; the rest is added after it."""
    k, s = set_span(sink, layer, axis), set_size(sink, "s", layer.stride, axis)
    formula = "max((n_out - 1)*s + k - n_in, 0)//2"
    return sink.step("p" + axis.mark, formula, "Half of what the last window lacks.", n_out=n_out, s=s, k=k, n_in=n)


def transposed_field(
    sink: QuantitySink, layer: layers.Transposed, incoming: LayerOutput, output: LayerOutput
) -> Fields | None:
    """The field after a transposed convolution: neighbours look closer together than those of its input."""
    if incoming.fields is None:
        return None
    equal = incoming.fields[0] == incoming.fields[1] and is_square(layer.kernel, layer.stride, layer.dilation)
    along = [transposed_field_along(sink, layer, axis, incoming.fields[axis.which]) for axis in list_axes(equal)]
    return along[0], along[-1]


def transposed_field_along(sink: QuantitySink, layer: layers.Transposed, axis: Axis, field: Field) -> Field:
    """The field along one axis."""
    s, k = set_size(sink, "s", layer.stride, axis), set_reach(sink, layer, axis)
    jump = field.jump
    if s.value > 1:
        jump = sink.step("jump" + axis.mark, "jump/s", "{{ s }} outputs lie where one input was.", jump=jump, s=s)
    sees = sink.step("sees" + axis.mark, "sees + (k - 1)*jump", ADDS, sees=field.sees, k=k, jump=jump)
    return Field(sees, jump, None, field.base or field.sees, field.grain or field.jump)


def set_reach(sink: QuantitySink, layer: layers.Transposed, axis: Axis) -> NamedValue:
    """The reach of those taps of a window that can meet in one output; with dilation not all of them can."""
    k, s, d = (pair[axis.which] for pair in (layer.kernel, layer.stride, layer.dilation))
    if d == 1:
        return set_size(sink, "k", layer.kernel, axis)
    apart = s // gcd(s, d)
    return sink.set("reach" + axis.mark, (k - 1) // apart * apart * d + 1)


def compute_seen(sink: QuantitySink, field: Field, axis: Axis) -> NamedValue:
    """The receptive field; after transposed convolutions, the largest one."""
    if field.base is None or field.grain is None or field.sees == field.base:
        return field.sees
    inputs = {"sees": field.sees, "base": field.base, "grain": field.grain}
    why = "Only whole steps of {{ grain }} are seen; the field differs from place to place, and this is the largest."
    return sink.step("seen" + axis.mark, "base + grain*((sees - base)//grain)", why, **inputs)


def global_pool_field(
    sink: QuantitySink, layer: layers.GlobalPool, incoming: LayerOutput, output: LayerOutput
) -> Fields | None:
    """The field after a layer that sees the whole map."""
    if incoming.fields is None or len(incoming.sizes) < 3:
        return incoming.fields
    return see_whole_map(sink, incoming.fields, (incoming.sizes[0], incoming.sizes[1]))


def dense_field(sink: QuantitySink, layer: layers.Dense, incoming: LayerOutput, output: LayerOutput) -> Fields | None:
    """A dense layer sees the whole map that it, or a layer before it, flattens."""
    if incoming.fields is None or len(incoming.sizes) == 2:
        return incoming.fields
    extent = (incoming.sizes[0], incoming.sizes[1]) if len(incoming.sizes) == 3 else incoming.extent
    return see_whole_map(sink, incoming.fields, extent) if extent else incoming.fields


def see_whole_map(sink: QuantitySink, fields: Fields, extent: tuple[NamedValue, NamedValue]) -> Fields:
    """The field after a window as large as the map."""
    equal = fields[0] == fields[1] and extent[0] == extent[1]
    along = []
    for axis in list_axes(equal):
        field, n = fields[axis.which], extent[axis.which]
        inputs = {"sees": field.sees, "n_in": n, "jump": field.jump}
        sees = sink.step("sees" + axis.mark, "sees + (n_in - 1)*jump", WHOLE, **inputs)
        along.append(field._replace(sees=sees))
    return along[0], along[-1]


def same_field(sink: QuantitySink, layer: Layer, incoming: LayerOutput, output: LayerOutput) -> Fields | None:
    """The field of the layer's input."""
    return incoming.fields


def no_field(sink: QuantitySink, layer: Layer, incoming: LayerOutput, output: LayerOutput) -> Fields | None:
    """No field: after an embedding there is no image."""
    return None


FieldRule = Callable[[QuantitySink, Any, LayerOutput, LayerOutput], Fields | None]
FIELDS: dict[type[Layer], FieldRule] = {
    layers.Conv: window_field,
    layers.Depthwise: window_field,
    layers.Pool: window_field,
    layers.Transposed: transposed_field,
    layers.GlobalPool: global_pool_field,
    layers.Dense: dense_field,
    layers.Embedding: no_field,
}


# where paths meet


def join_fields(sink: QuantitySink, paths: list[Fields]) -> Fields:
    """What several paths see together."""
    equal = all(fields[0] == fields[1] for fields in paths)
    along = [join_along(sink, [fields[axis.which] for fields in paths], axis) for axis in list_axes(equal)]
    return along[0], along[-1]


def join_along(sink: QuantitySink, paths: list[Field], axis: Axis) -> Field:
    """What they see along one axis: from the first pixel that one of them sees to the last."""
    widest = max(paths, key=lambda field: field.sees.value)
    if any(field.pad is None for field in paths):
        return widest._replace(pad=None)
    if all(lies_inside(field, widest) for field in paths):
        return widest
    return enclose_fields(sink, paths, axis, widest)


def lies_inside(field: Field, other: Field) -> bool:
    """Whether a field lies inside another."""
    assert field.pad is not None and other.pad is not None
    behind, other_behind = field.sees.value - field.pad.value, other.sees.value - other.pad.value
    return bool(field.pad.value <= other.pad.value and behind <= other_behind)


def enclose_fields(sink: QuantitySink, paths: list[Field], axis: Axis, widest: Field) -> Field:
    """The smallest field around several, none of which contains all others."""
    pads = {f"pad_{i}": field.pad for i, field in enumerate(paths) if field.pad is not None}
    sees = {f"sees_{i}": field.sees for i, field in enumerate(paths)}
    pad = sink.step("pad" + axis.mark, f"max({', '.join(pads)})", "The path that begins first.", **pads)
    ends = ", ".join(f"sees_{i} - pad_{i}" for i in range(len(paths)))
    inputs = {"pad": pad, **sees, **pads}
    sees_all = sink.step("sees" + axis.mark, f"pad + max({ends})", "From the first pixel to the last.", **inputs)
    return widest._replace(sees=sees_all, pad=pad)
