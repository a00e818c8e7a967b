"""Receptive fields: what a value sees of the input, how far apart neighbours look, and where the first one begins.

Recurrences of Araujo, Norris and Sim, "Computing receptive fields of convolutional neural networks", Distill 2019: sees
+= (k − 1)·jump, jump *= s, pad += p·jump, the last two with the jump of the layer's input.  Where paths join, the field
is what they see together.  Where fields differ from place to place (`field_patterns`), the widest is told.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from dlquiz.networks import layers
from dlquiz.networks.field_patterns import (
    Pattern,
    adapt_pattern,
    enclose_places,
    enlarge_pattern,
    join_patterns,
    plain_pattern,
    slide_pattern,
    spread_pattern,
    widest_span,
)
from dlquiz.networks.layer_output import (
    SEQUENCE,
    VECTOR,
    Axis,
    Field,
    Fields,
    LayerOutput,
    is_even,
    list_axes,
    set_size,
    sizes_along,
)
from dlquiz.networks.layers import Layer
from dlquiz.networks.quantities import NamedValue, QuantitySink
from dlquiz.networks.shapes import window_sizes, window_span

ADDS = "The other taps of the window lie {{ jump }} apart in the input."
SPREADS = "A stride of {{ s }} spreads everything after it."
BEGINS = "Each padded row lies {{ plural(jump, 'input pixel') }} further out."
WHOLE = "The layer sees the whole map."
CLOSER = "{{ s }} outputs lie where one input was."
SHARES = "{{ n_out }} outputs share {{ n_in }} inputs."
WIDEST = "Fields differ from place to place; the widest reaches from input pixel {{ first }} to {{ last }}."
SETTLES = "All outputs see alike again; the first begins at input pixel {{ first }}."

AxisRule = Callable[[Axis, int], Field | None]
PatternRule = Callable[[Axis, Field], tuple[Pattern | None, NamedValue]]


def see_along_axes(fields: Fields, equal: bool, see: AxisRule) -> Fields | None:
    """The field along each axis, by a rule for one axis; axes that are equal are computed once."""
    count = len(fields)
    along = []
    for axis in list_axes(count, equal and is_even(fields)):
        field = see(axis, count)
        if field is None:
            return None
        along.append(field)
    return tuple(along) if len(along) == count else tuple(along) * count


# windows


def window_field(sink: QuantitySink, layer: layers.Window, incoming: LayerOutput, output: LayerOutput) -> Fields | None:
    """The field after a window that slides."""
    fields = incoming.fields
    if fields is None:
        return None
    sizes: list[tuple[object, ...]] = [*window_sizes(layer, len(fields))]
    if layer.same or any(field.pattern is not None for field in fields):
        sizes += [incoming.sizes[:-1], output.sizes[:-1]]
    return see_along_axes(
        fields, is_even(*sizes), lambda axis, count: window_field_along(sink, layer, axis, incoming, output)
    )


def window_field_along(
    sink: QuantitySink, layer: layers.Window, axis: Axis, incoming: LayerOutput, output: LayerOutput
) -> Field | None:
    """The field along one axis."""
    assert incoming.fields is not None
    field, count = incoming.fields[axis.which], len(incoming.fields)
    if field.pattern is not None:
        return slide_along_pattern(sink, layer, axis, incoming, output)
    k, s = window_span(sink, layer, axis, count), set_size(sink, "s", layer, layer.stride, axis, count)
    sees = sink.step("sees" + axis.mark, "sees + (k - 1)*jump", ADDS, sees=field.sees, k=k, jump=field.jump)
    p, pad = find_padding(sink, layer, axis, incoming, output), field.pad
    if pad is not None and p.value:
        pad = sink.step("pad" + axis.mark, "pad + p*jump", BEGINS, pad=pad, p=p, jump=field.jump)
    return Field(sees, spread_jump(sink, field.jump, s, axis), pad)


def slide_along_pattern(
    sink: QuantitySink, layer: layers.Window, axis: Axis, incoming: LayerOutput, output: LayerOutput
) -> Field | None:
    """The field along one axis where it differs from place to place."""
    assert incoming.fields is not None
    field, count = incoming.fields[axis.which], len(incoming.fields)
    assert field.pattern is not None
    kernel, dilation = (sizes_along(layer, sizes, count)[axis.which] for sizes in (layer.kernel, layer.dilation))
    s, p = set_size(sink, "s", layer, layer.stride, axis, count), find_padding(sink, layer, axis, incoming, output)
    pattern = slide_pattern(field.pattern, kernel, s.value, dilation, p.value)
    jump = spread_jump(sink, field.jump, s, axis)
    return pattern and field_of_pattern(sink, pattern, jump, axis, output.sizes[axis.which])


def spread_jump(sink: QuantitySink, jump: NamedValue, s: NamedValue, axis: Axis) -> NamedValue:
    """How far apart neighbours look behind a stride."""
    return sink.step("jump" + axis.mark, "jump*s", SPREADS, jump=jump, s=s) if s.value > 1 else jump


def find_padding(
    sink: QuantitySink, layer: layers.Window, axis: Axis, incoming: LayerOutput, output: LayerOutput
) -> NamedValue:
    """The padding before the map."""
    count = len(incoming.sizes) - 1
    if not layer.same:
        return set_size(sink, "p", layer, layer.padding, axis, count)
    return compute_same_padding(sink, layer, axis, incoming.sizes[axis.which], output.sizes[axis.which], count)


def compute_same_padding(
    sink: QuantitySink, layer: layers.Window, axis: Axis, n: NamedValue, n_out: NamedValue, count: int
) -> NamedValue:
    """What `same` adds before the map: half of what is missing, rounded down; the rest is added after it."""
    k, s = window_span(sink, layer, axis, count), set_size(sink, "s", layer, layer.stride, axis, count)
    formula = "max((n_out - 1)*s + k - n_in, 0)//2"
    return sink.step("p" + axis.mark, formula, "Half of what the last window lacks.", n_out=n_out, s=s, k=k, n_in=n)


# layers behind which fields differ from place to place


def see_in_pattern(
    sink: QuantitySink, incoming: LayerOutput, output: LayerOutput, equal: bool, change: PatternRule
) -> Fields | None:
    """The field after such a layer, by a rule for the pattern and the jump along one axis."""
    fields = incoming.fields
    if fields is None:
        return None

    def see(axis: Axis, count: int) -> Field | None:
        pattern, jump = change(axis, fields[axis.which])
        return pattern and field_of_pattern(sink, pattern, jump, axis, output.sizes[axis.which])

    return see_along_axes(fields, equal and is_even(output.sizes[:-1]), see)


def bring_closer(sink: QuantitySink, jump: NamedValue, s: NamedValue, axis: Axis) -> NamedValue:
    """How far apart neighbours look where one input makes several outputs."""
    return sink.step("jump" + axis.mark, "jump/s", CLOSER, jump=jump, s=s) if s.value > 1 else jump


def transposed_field(
    sink: QuantitySink, layer: layers.Transposed, incoming: LayerOutput, output: LayerOutput
) -> Fields | None:
    """The field after a transposed convolution."""
    count = len(incoming.sizes) - 1

    def change(axis: Axis, field: Field) -> tuple[Pattern | None, NamedValue]:
        s = set_size(sink, "s", layer, layer.stride, axis, count)
        pattern = spread_pattern(pattern_of_field(field), *spread_sizes(layer, axis, count))
        return pattern, bring_closer(sink, field.jump, s, axis)

    return see_in_pattern(sink, incoming, output, is_even(*window_sizes(layer, count)), change)


def upsampled_field(
    sink: QuantitySink, layer: layers.Upsample, incoming: LayerOutput, output: LayerOutput
) -> Fields | None:
    """The field after upsampling."""
    count = len(incoming.sizes) - 1

    def change(axis: Axis, field: Field) -> tuple[Pattern | None, NamedValue]:
        s = set_size(sink, "s", layer, layer.factors, axis, count)
        pattern = enlarge_pattern(pattern_of_field(field), s.value, layer.smooth)
        return pattern, bring_closer(sink, field.jump, s, axis)

    return see_in_pattern(sink, incoming, output, is_even(sizes_along(layer, layer.factors, count)), change)


def adaptive_pool_field(
    sink: QuantitySink, layer: layers.AdaptivePool, incoming: LayerOutput, output: LayerOutput
) -> Fields | None:
    """The field after pooling to a given size."""

    def change(axis: Axis, field: Field) -> tuple[Pattern | None, NamedValue]:
        n_in, n_out = incoming.sizes[axis.which], output.sizes[axis.which]
        pattern = adapt_pattern(pattern_of_field(field), n_in.value, n_out.value)
        inputs = {"jump": field.jump, "n_in": n_in, "n_out": n_out}
        return pattern, sink.step("jump" + axis.mark, "jump*n_in/n_out", SHARES, **inputs)

    return see_in_pattern(sink, incoming, output, is_even(incoming.sizes[:-1]), change)


def spread_sizes(layer: layers.Transposed, axis: Axis, count: int) -> tuple[int, int, int, int]:
    """Kernel, stride and dilation along an axis, and what is cut off before the map."""
    k, s, p, d = (sizes[axis.which] for sizes in window_sizes(layer, count))
    return k, s, d, max(d * (k - 1) + 1 - s, 0) // 2 if layer.same else p


def pattern_of_field(field: Field) -> Pattern:
    """The pattern of a field, which repeats with every output where all see alike."""
    if field.pattern is not None:
        return field.pattern
    assert field.pad is not None
    return plain_pattern(int(field.sees.value), int(field.jump.value), int(field.pad.value))


def field_of_pattern(sink: QuantitySink, pattern: Pattern, jump: NamedValue, axis: Axis, n: NamedValue) -> Field | None:
    """The field whose pattern is known: the widest span of a map of `n` outputs."""
    span = widest_span(pattern, n.value)
    if span is None:
        return None
    first, last = sink.set("first" + axis.mark, span[0]), sink.set("last" + axis.mark, span[1])
    sees = sink.step("sees" + axis.mark, "last - first + 1", WIDEST, first=first, last=last)
    if len(pattern.spans) > 1:
        return Field(sees, jump, None, pattern)
    return Field(sees, jump, sink.step("pad" + axis.mark, "-first", SETTLES, first=first))


# layers that see everything


def global_pool_field(
    sink: QuantitySink, layer: layers.GlobalPool, incoming: LayerOutput, output: LayerOutput
) -> Fields | None:
    """The field after a layer that sees the whole map."""
    return incoming.fields and see_whole_map(sink, incoming.fields, incoming.sizes[:-1])


def dense_field(sink: QuantitySink, layer: layers.Dense, incoming: LayerOutput, output: LayerOutput) -> Fields | None:
    """A dense layer sees the whole map that it, or a layer before it, flattens."""
    if incoming.fields is None or len(incoming.sizes) == SEQUENCE:
        return incoming.fields
    extent = incoming.extent if len(incoming.sizes) == VECTOR else incoming.sizes[:-1]
    return see_whole_map(sink, incoming.fields, extent) if extent else incoming.fields


def first_field(sink: QuantitySink, layer: layers.First, incoming: LayerOutput, output: LayerOutput) -> Fields | None:
    """The field of the first element."""
    fields = incoming.fields
    if fields is None or fields[0].pattern is None:
        return fields
    return see_whole_map(sink, fields, [sink.set("places", 1)])


def see_whole_map(sink: QuantitySink, fields: Fields, extent: Sequence[NamedValue]) -> Fields | None:
    """The field after a window as large as the map."""

    def see(axis: Axis, count: int) -> Field | None:
        field, n = fields[axis.which], extent[axis.which]
        if field.pattern is not None:
            span = enclose_places(field.pattern, range(n.value))
            return span and field_of_pattern(sink, Pattern((span,), 1), field.jump, axis, sink.set("places", 1))
        inputs = {"sees": field.sees, "n_in": n, "jump": field.jump}
        sees = sink.step("sees" + axis.mark, "sees + (n_in - 1)*jump", WHOLE, **inputs)
        return field._replace(sees=sees)

    return see_along_axes(fields, is_even(tuple(extent)), see)


def same_field(sink: QuantitySink, layer: Layer, incoming: LayerOutput, output: LayerOutput) -> Fields | None:
    """The field of the layer's input."""
    return incoming.fields


def no_field(sink: QuantitySink, layer: Layer, incoming: LayerOutput, output: LayerOutput) -> Fields | None:
    """No field: every position sees another part of the sequence, or all of it."""
    return None


def embedding_field(
    sink: QuantitySink, layer: layers.Embedding, incoming: LayerOutput, output: LayerOutput
) -> Fields | None:
    """Each vector sees its token."""
    return start_fields(sink, 1)


def start_fields(sink: QuantitySink, count: int) -> Fields:
    """The fields of an input with `count` axes: each value sees itself."""
    return (Field(sink.set("sees", 1), sink.set("jump", 1), sink.set("pad", 0)),) * count


FieldRule = Callable[[QuantitySink, Any, LayerOutput, LayerOutput], Fields | None]
FIELDS: dict[type[Layer], FieldRule] = {
    layers.Conv: window_field,
    layers.Depthwise: window_field,
    layers.Pool: window_field,
    layers.Transposed: transposed_field,
    layers.Upsample: upsampled_field,
    layers.AdaptivePool: adaptive_pool_field,
    layers.GlobalPool: global_pool_field,
    layers.Dense: dense_field,
    layers.First: first_field,
    layers.Embedding: embedding_field,
    layers.Recurrent: no_field,
    layers.Attention: no_field,
    layers.Transformer: no_field,
    layers.Rows: no_field,
    layers.ClassToken: no_field,
}


# where paths meet


def join_fields(sink: QuantitySink, paths: list[Fields], sizes: Sequence[NamedValue]) -> Fields | None:
    """What several paths see together, on a map of these sides."""
    equal = all(map(is_even, paths)) and is_even(tuple(sizes))
    count = len(paths[0])
    along = [
        join_along(sink, [fields[axis.which] for fields in paths], axis, sizes) for axis in list_axes(count, equal)
    ]
    known = [field for field in along if field is not None]
    if len(known) < len(along):
        return None
    return tuple(known) if len(known) == count else tuple(known) * count


def join_along(sink: QuantitySink, paths: list[Field], axis: Axis, sizes: Sequence[NamedValue]) -> Field | None:
    """What they see along one axis: from the first pixel that one of them sees to the last."""
    widest = max(paths, key=lambda field: field.sees.value)
    if any(field.pattern is not None for field in paths):
        if not sizes:  # a row of values: the one that sees most was mixed from a whole map
            return widest if widest.pattern is None else None
        if len({field.jump.value for field in paths}) > 1:
            return None
        pattern = join_patterns([pattern_of_field(field) for field in paths])
        return pattern and field_of_pattern(sink, pattern, widest.jump, axis, sizes[axis.which])
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
