"""How Keras slides windows: the arguments of its layers, its padding and cropping, and what it lacks."""

from __future__ import annotations

from typing import Any

from dlquiz.networks import layers
from dlquiz.networks.sized_layers import SizedLayer
from dlquiz.networks.torch_code import WindowSizes, write_arguments, write_sizes

Sides = tuple[int, int]  # before, behind


def write_pooling(node: SizedLayer, window: WindowSizes, padding: str) -> str:
    """The layer that pools, such as MaxPooling2D(3, strides=2)."""
    layer: Any = node.layer
    moved = ("strides", write_sizes(window.stride), write_sizes(window.kernel))
    strides = write_arguments(moved, ("padding", f'"{padding}"', '"valid"'))
    kind = "Max" if layer.kind == "max" else "Average"
    return f"{kind}Pooling{len(node.into) - 1}D({write_sizes(window.kernel)}{strides})"


def sides_left_out(node: SizedLayer, window: WindowSizes) -> tuple[Sides, ...]:
    """The padding that an average leaves out, along each axis; empty where there is none, or Keras has a word for it.

    Its word `same` is used where all axes are padded alike on both sides; with others, Keras on PyTorch averages zeros.
    """
    layer: Any = node.layer
    behind = count_behind(node, window)
    if not layer.same:
        return tuple((0, side) for side in behind) if any(behind) else ()
    sides = tuple((side // 2, side - side // 2) for side in behind)
    alike = len(set(sides)) == 1 and sides[0][0] == sides[0][1]
    return () if alike else sides


def find_unsupported(layer: layers.Window, window: WindowSizes, axes: int) -> str:
    """What Keras lacks for a window; empty where it has all."""
    dilated, strided = any(d > 1 for d in window.dilation), any(s > 1 for s in window.stride)
    if isinstance(layer, layers.Pool):
        return "dilated pooling" if dilated else ""
    if isinstance(layer, layers.Transposed) and layer.groups > 1:
        return "groups in a transposed convolution"
    if dilated and strided:
        return "stride and dilation in one convolution"
    if isinstance(layer, layers.Depthwise) and axes == 3:
        return "depthwise convolution of volumes"
    if isinstance(layer, layers.Depthwise) and len(set(window.stride)) > 1:
        return "a depthwise convolution with different strides along rows and columns"
    return ""


def write_window(window: WindowSizes, padding: str) -> str:
    """The arguments for stride, padding and dilation that differ from the defaults."""
    return write_arguments(
        ("strides", write_sizes(window.stride), "1"),
        ("padding", f'"{padding}"', '"valid"'),
        ("dilation_rate", write_sizes(window.dilation), "1"),
    )


def compute_padding(node: SizedLayer, window: WindowSizes) -> tuple[Sides, ...]:
    """Rows or columns before and after the map along each axis, the latter more where a size was rounded up."""
    behind = count_behind(node, window)
    return tuple((p, p + more) for p, more in zip(window.padding, behind, strict=True))


def count_behind(node: SizedLayer, window: WindowSizes) -> list[int]:
    """How far the last window sticks out behind the padded map, along each axis."""
    needed = [
        (out - 1) * s + span - n - 2 * p
        for n, out, s, span, p in zip(
            node.into[:-1], node.out[:-1], window.stride, window.span, window.padding, strict=True
        )
    ]
    return [max(0, rest) for rest in needed]


def count_added(node: SizedLayer, window: WindowSizes) -> tuple[int, ...]:
    """The rows that a transposed convolution adds behind its own along each axis, so that the output is reached."""
    before = count_cut_before(node, window)
    axes = zip(node.into[:-1], node.out[:-1], window.stride, window.span, before, strict=True)
    return tuple(max(0, p + out - (n - 1) * s - span) for n, out, s, span, p in axes)


def count_cut_before(node: SizedLayer, window: WindowSizes) -> tuple[int, ...]:
    """The rows that are cut off before the map along each axis."""
    layer: Any = node.layer
    halves = tuple(max(span - s, 0) // 2 for span, s in zip(window.span, window.stride, strict=True))
    return halves if layer.same else window.padding


def compute_cuts(node: SizedLayer, window: WindowSizes, extra: tuple[int, ...]) -> tuple[Sides, ...]:
    """What is cut off the output of a transposed convolution along each axis; without `extra`, Keras fills a stride."""
    cuts = []
    axes = zip(node.into[:-1], node.out[:-1], window.stride, window.span, strict=True)
    for (n, out, s, span), p, more in zip(axes, count_cut_before(node, window), extra, strict=True):
        full = (n - 1) * s + (span + more if any(extra) else max(span, s))
        cuts.append((p, full - p - out))
    return tuple(cuts)
