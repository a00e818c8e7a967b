"""Receptive fields: what a value sees of the input, how far apart neighbours look, and where the first one begins.

Recurrences of Araujo, Norris and Sim, "Computing receptive fields of convolutional neural networks", Distill 2019:
sees += (k − 1)·jump, jump *= s, pad += p·jump, the last two with the jump of the layer's input.  Where paths meet, the
field is what they see together.
"""

from __future__ import annotations

from collections.abc import Callable
from math import gcd
from typing import Any

from dlquiz.net import layers
from dlquiz.net.layers import Layer
from dlquiz.net.quantities import Held, Pen
from dlquiz.net.shapes import span
from dlquiz.net.signals import Axis, Field, Fields, Signal, axes, size, square

ADDS = "The other taps of the window lie {{ jump }} apart in the input."
SPREADS = "A stride of {{ s }} spreads all that follows."
BEGINS = "Each padded row lies {{ plural(jump, 'input pixel') }} further out."
WHOLE = "The layer takes in the whole map."


def slide(pen: Pen, layer: layers.Window, into: Signal, out: Signal) -> Fields | None:
    """Behind a window that slides."""
    if into.fields is None:
        return None
    equal = (
        into.fields[0] == into.fields[1]
        and square(layer.kernel, layer.stride, layer.padding, layer.dilation)
        and (not layer.same or (into.sizes[0] == into.sizes[1] and out.sizes[0] == out.sizes[1]))
    )
    made = [slide_along(pen, layer, axis, into, out) for axis in axes(equal)]
    return made[0], made[-1]


def slide_along(pen: Pen, layer: layers.Window, axis: Axis, into: Signal, out: Signal) -> Field:
    """Along one axis."""
    assert into.fields is not None
    field = into.fields[axis.which]
    k, s = reach(pen, layer, axis), size(pen, "s", layer.stride, axis)
    sees = pen.step("sees" + axis.mark, "sees + (k - 1)*jump", ADDS, sees=field.sees, k=k, jump=field.jump)
    pad = field.pad and padded(pen, layer, axis, into, out, field)
    jump = field.jump
    if s.value > 1:
        jump = pen.step("jump" + axis.mark, "jump*s", SPREADS, jump=jump, s=s)
    return Field(sees, jump, pad, field.base, field.grain)


def reach(pen: Pen, layer: layers.Window, axis: Axis) -> Held:
    """The window with its holes; its size was computed with the shape."""
    if layer.dilation[axis.which] == 1:
        return size(pen, "k", layer.kernel, axis)
    return span(pen, layer, axis)


def padded(pen: Pen, layer: layers.Window, axis: Axis, into: Signal, out: Signal, field: Field) -> Held:
    """The effective padding, of what lies before the map."""
    assert field.pad is not None
    if layer.same:
        p = same_padding(pen, layer, axis, into.sizes[axis.which], out.sizes[axis.which])
    else:
        p = size(pen, "p", layer.padding, axis)
    if p.value == 0:
        return field.pad
    return pen.step("pad" + axis.mark, "pad + p*jump", BEGINS, pad=field.pad, p=p, jump=field.jump)


def same_padding(pen: Pen, layer: layers.Window, axis: Axis, n: Held, n_out: Held) -> Held:
    """What `same` puts before the map: half of what is missing; the odd one goes behind it."""
    k, s = reach(pen, layer, axis), size(pen, "s", layer.stride, axis)
    formula = "max((n_out - 1)*s + k - n_in, 0)//2"
    return pen.step("p" + axis.mark, formula, "Half of what the last window misses.", n_out=n_out, s=s, k=k, n_in=n)


def spread(pen: Pen, layer: layers.Transposed, into: Signal, out: Signal) -> Fields | None:
    """Behind a transposed convolution: neighbours move closer together than the pixels they were made of."""
    if into.fields is None:
        return None
    equal = into.fields[0] == into.fields[1] and square(layer.kernel, layer.stride, layer.dilation)
    made = [spread_along(pen, layer, axis, into.fields[axis.which]) for axis in axes(equal)]
    return made[0], made[-1]


def spread_along(pen: Pen, layer: layers.Transposed, axis: Axis, field: Field) -> Field:
    """Along one axis."""
    s, k = size(pen, "s", layer.stride, axis), taps(pen, layer, axis)
    jump = field.jump
    if s.value > 1:
        jump = pen.step("jump" + axis.mark, "jump/s", "{{ s }} outputs lie where one input was.", jump=jump, s=s)
    sees = pen.step("sees" + axis.mark, "sees + (k - 1)*jump", ADDS, sees=field.sees, k=k, jump=jump)
    return Field(sees, jump, None, field.base or field.sees, field.grain or field.jump)


def taps(pen: Pen, layer: layers.Transposed, axis: Axis) -> Held:
    """The reach of those taps of a window that can meet in one output: with dilation not all do."""
    k, s, d = (pair[axis.which] for pair in (layer.kernel, layer.stride, layer.dilation))
    if d == 1:
        return size(pen, "k", layer.kernel, axis)
    apart = s // gcd(s, d)
    return pen.given("reach" + axis.mark, (k - 1) // apart * apart * d + 1)


def seen(pen: Pen, field: Field, axis: Axis) -> Held:
    """The receptive field; behind transposed convolutions what most values see at the most."""
    if field.base is None or field.grain is None or field.sees == field.base:
        return field.sees
    inputs = {"sees": field.sees, "base": field.base, "grain": field.grain}
    why = "Only whole steps of {{ grain }} are seen; the field differs from place to place, and this is the largest."
    return pen.step("seen" + axis.mark, "base + grain*((sees - base)//grain)", why, **inputs)


def global_pool(pen: Pen, layer: layers.GlobalPool, into: Signal, out: Signal) -> Fields | None:
    """Behind a layer that takes in the whole map."""
    if into.fields is None or len(into.sizes) < 3:
        return into.fields
    return whole_map(pen, into.fields, (into.sizes[0], into.sizes[1]))


def dense(pen: Pen, layer: layers.Dense, into: Signal, out: Signal) -> Fields | None:
    """A dense layer takes in the map that it, or a layer before it, flattens."""
    if into.fields is None or len(into.sizes) == 2:
        return into.fields
    extent = (into.sizes[0], into.sizes[1]) if len(into.sizes) == 3 else into.extent
    return whole_map(pen, into.fields, extent) if extent else into.fields


def whole_map(pen: Pen, fields: Fields, extent: tuple[Held, Held]) -> Fields:
    """As behind a window of the size of the map."""
    equal = fields[0] == fields[1] and extent[0] == extent[1]
    made = []
    for axis in axes(equal):
        field, n = fields[axis.which], extent[axis.which]
        inputs = {"sees": field.sees, "n_in": n, "jump": field.jump}
        sees = pen.step("sees" + axis.mark, "sees + (n_in - 1)*jump", WHOLE, **inputs)
        made.append(field._replace(sees=sees))
    return made[0], made[-1]


def unchanged(pen: Pen, layer: Layer, into: Signal, out: Signal) -> Fields | None:
    """As before the layer."""
    return into.fields


def nothing(pen: Pen, layer: Layer, into: Signal, out: Signal) -> Fields | None:
    """Nothing to see: there is no image."""
    return None


Seeing = Callable[[Pen, Any, Signal, Signal], Fields | None]
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


def joined(pen: Pen, paths: list[Fields]) -> Fields:
    """What several paths see together."""
    equal = all(fields[0] == fields[1] for fields in paths)
    made = [joined_along(pen, [fields[axis.which] for fields in paths], axis) for axis in axes(equal)]
    return made[0], made[-1]


def joined_along(pen: Pen, paths: list[Field], axis: Axis) -> Field:
    """Along one axis: from the first pixel that one of them sees to the last."""
    widest = max(paths, key=lambda field: field.sees.value)
    if any(field.pad is None for field in paths):
        return widest._replace(pad=None)
    if all(lies_inside(field, widest) for field in paths):
        return widest
    return together(pen, paths, axis, widest)


def lies_inside(field: Field, other: Field) -> bool:
    """Whether a field lies inside another."""
    assert field.pad is not None and other.pad is not None
    behind, other_behind = field.sees.value - field.pad.value, other.sees.value - other.pad.value
    return bool(field.pad.value <= other.pad.value and behind <= other_behind)


def together(pen: Pen, paths: list[Field], axis: Axis, widest: Field) -> Field:
    """Fields that stick out to different sides."""
    pads = {f"pad_{i}": field.pad for i, field in enumerate(paths) if field.pad is not None}
    sees = {f"sees_{i}": field.sees for i, field in enumerate(paths)}
    pad = pen.step("pad" + axis.mark, f"max({', '.join(pads)})", "The path that begins first.", **pads)
    ends = ", ".join(f"sees_{i} - pad_{i}" for i in range(len(paths)))
    inputs = {"pad": pad, **sees, **pads}
    made = pen.step("sees" + axis.mark, f"pad + max({ends})", "From the first pixel to the last.", **inputs)
    return widest._replace(sees=made, pad=pad)
