"""Convolution and pooling of a map, a vector or a matrix, as PyTorch has them: exact, without batch and channels.

Sizes, strides, padding and dilation are one number for all axes, or a vector of one for each.  The output has
⌊(n + 2p − d·(k − 1) − 1)/s⌋ + 1 elements along an axis, or ⌈…⌉ + 1 with `ceil`, where a window that would begin in the
padding on the right is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import prod
from typing import Any, NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from dlquiz.language import numbers
from dlquiz.language.arrays import Array, Shape, flatten, fold, freeze, is_array, map_elements, pick
from dlquiz.language.budget import mean_cost, value_cost, values_cost
from dlquiz.language.reductions import index_of_largest, require_array
from dlquiz.language.scalars import larger, require_number, require_whole

MAX_PADDING = 100
MAX_STEP = 10**9  # the largest size, stride and dilation


class Windows(NamedTuple):
    """Where the windows of an operation stand: one number for each axis."""

    over: Shape  # the shape of the map
    size: Shape
    stride: Shape
    padding: Shape
    dilation: Shape
    width: Shape  # the map with its padding: n + 2p
    span: Shape  # a window with the gaps that dilation makes: d·(k − 1) + 1
    output: Shape  # how many windows there are


def place_windows(over: Any, size: Any, stride: Any, padding: Any = 0, dilation: Any = 1, ceil: Any = False) -> Windows:
    """The windows of an operation; ValueError where none fits on the map."""
    axes = require_map(over).ndim
    windows = lay_out(
        over.shape,
        read_sizes(size, axes, "the size", 1, MAX_STEP),
        read_sizes(stride, axes, "the stride", 1, MAX_STEP),
        read_sizes(padding, axes, "the padding", 0, MAX_PADDING),
        read_sizes(dilation, axes, "the dilation", 1, MAX_STEP),
        bool(require_number(ceil)),
    )
    if any(span > width for span, width in zip(windows.span, windows.width, strict=True)):
        raise ValueError(f"a {shape_text(windows.span)} window does not fit on a {shape_text(windows.width)} map")
    return windows


@lru_cache(256)
def lay_out(over: Shape, size: Shape, stride: Shape, padding: Shape, dilation: Shape, ceil: bool = False) -> Windows:
    """The windows on a map of a shape; what a call costs and what it gives are computed from the same."""
    width = tuple(n + 2 * p for n, p in zip(over, padding, strict=True))
    span = tuple(d * (k - 1) + 1 for k, d in zip(size, dilation, strict=True))
    output = tuple(
        count_windows(n, p, extent, s, ceil) for n, p, extent, s in zip(over, padding, span, stride, strict=True)
    )
    return Windows(over, size, stride, padding, dilation, width, span, output)


def count_windows(length: int, padding: int, span: int, stride: int, ceil: bool) -> int:
    """How many windows there are along an axis."""
    room = length + 2 * padding - span
    if not ceil:
        return room // stride + 1
    count = -(-room // stride) + 1
    return count - 1 if (count - 1) * stride >= length + padding else count


def require_map(value: Any) -> Array:
    """The value, which is a vector or a matrix."""
    if require_array(value).ndim > 2:
        raise ValueError("a map is a vector or a matrix")
    return value  # type: ignore[no-any-return]


def read_sizes(value: Any, axes: int, what: str, least: int, most: int) -> Shape:
    """One whole number for each axis, given as one for all of them or as a vector."""
    sizes = tuple(require_whole(size, what) for size in (flatten(value) if is_array(value) else [value]))
    if len(sizes) not in (1, axes):
        raise ValueError(f"{what} is one number, or one for each of the {axes} axes")
    if any(not least <= size <= most for size in sizes):
        raise ValueError(f"{what} is between {least} and {most:,}")
    return sizes * axes if len(sizes) < axes else sizes


def shape_text(shape: Shape) -> str:
    """A shape as people write it: 2×3."""
    return "×".join(map(str, shape))


def pad_map(cells: Any, windows: Windows, around: Any, beyond: Any) -> Array:
    """The map with `around` in its padding, and `beyond` where `ceil` lets a window reach out of that."""
    needed = [
        max(width, (count - 1) * stride + span)
        for width, count, stride, span in zip(windows.width, windows.output, windows.stride, windows.span, strict=True)
    ]
    padded = np.full(needed, beyond, dtype=object)
    padded[tuple(slice(0, width) for width in windows.width)] = around
    padded[tuple(slice(p, p + n) for p, n in zip(windows.padding, windows.over, strict=True))] = cells
    return padded


def take_windows(padded: Array, windows: Windows) -> Array:
    """The cells of each window, in the last axis."""
    starts = [slice(0, (count - 1) * s + 1, s) for count, s in zip(windows.output, windows.stride, strict=True)]
    inside = [slice(None, None, dilation) for dilation in windows.dilation]
    view = sliding_window_view(padded, windows.span)[(*starts, *inside)]
    return view.reshape(*windows.output, prod(windows.size))


# convolution


def conv2d(over: Any, kernel: Any, stride: Any = 1, padding: Any = 0, dilation: Any = 1) -> Array:
    """Cross-correlation: the kernel is not flipped; the padding is zeros."""
    windows = convolution_windows(over, kernel, stride, padding, dilation)
    cells = take_windows(pad_map(over, windows, 0, 0), windows)
    return fold(numbers.add, map_elements(numbers.multiply, cells, kernel.ravel()), len(windows.over), 0)  # type: ignore[no-any-return]


def convolution_windows(over: Any, kernel: Any, stride: Any = 1, padding: Any = 0, dilation: Any = 1) -> Windows:
    """The windows of a convolution: as large as the kernel."""
    if require_map(kernel).ndim != require_map(over).ndim:
        raise ValueError("a vector needs a vector as its kernel, a matrix a matrix")
    if not kernel.size:
        raise ValueError("the kernel is empty")
    return place_windows(over, freeze(np.array(kernel.shape)), stride, padding, dilation)


def conv2d_cost(values: Sequence[Any]) -> int:
    """A product and a sum for each element of each window."""
    over, kernel = values[:2]
    windows = convolution_windows(*values)
    each = value_cost(kernel) + int(kernel.size) * mean_cost(over)
    return prod(windows.width) + 2 * prod(windows.output) * each


def conv_transpose2d(
    over: Any, kernel: Any, stride: Any = 1, padding: Any = 0, dilation: Any = 1, output_padding: Any = 0
) -> Array:
    """Transposed convolution: each element puts its multiple of the kernel down, `stride` apart; these add up.

    `padding` is cut off on every side of that; `output_padding` gives so much back at the end of each axis.
    """
    windows, extra = transposed_windows(over, kernel, stride, padding, dilation, output_padding)
    canvas = np.full(canvas_shape(windows, extra), 0, dtype=object)
    for place in np.ndindex(kernel.shape):
        target = tuple(
            slice(at * d, at * d + (n - 1) * s + 1, s)
            for at, d, n, s in zip(place, windows.dilation, windows.over, windows.stride, strict=True)
        )
        share = map_elements(numbers.multiply, over, pick(kernel, place))
        canvas[target] = map_elements(numbers.add, canvas[target], share)
    sizes = canvas.shape
    return freeze(canvas[tuple(slice(p, size - p) for p, size in zip(windows.padding, sizes, strict=True))])


def transposed_windows(
    over: Any, kernel: Any, stride: Any = 1, padding: Any = 0, dilation: Any = 1, output_padding: Any = 0
) -> tuple[Windows, Shape]:
    """What a transposed convolution is given, for each axis; ValueError where nothing would be left."""
    axes = require_map(over).ndim
    if require_map(kernel).ndim != axes:
        raise ValueError("a vector needs a vector as its kernel, a matrix a matrix")
    if not kernel.size or not over.size:
        raise ValueError("the map or the kernel is empty")
    windows = lay_out(
        over.shape,
        kernel.shape,
        read_sizes(stride, axes, "the stride", 1, MAX_STEP),
        read_sizes(padding, axes, "the padding", 0, MAX_PADDING),
        read_sizes(dilation, axes, "the dilation", 1, MAX_STEP),
    )
    extra = read_sizes(output_padding, axes, "the output padding", 0, MAX_PADDING)
    if any(e >= max(s, d) for e, s, d in zip(extra, windows.stride, windows.dilation, strict=True)):
        raise ValueError("the output padding is smaller than the stride or the dilation")
    if any(size <= 2 * p for size, p in zip(canvas_shape(windows, extra), windows.padding, strict=True)):
        raise ValueError("the padding leaves nothing of the output")
    return windows, extra


def canvas_shape(windows: Windows, extra: Shape) -> Shape:
    """The shape of a transposed convolution before its padding is cut off: (n − 1)·s + d·(k − 1) + 1 and `extra`."""
    sizes = zip(windows.over, windows.stride, windows.span, extra, strict=True)
    return tuple((n - 1) * s + span + e for n, s, span, e in sizes)


def conv_transpose2d_cost(values: Sequence[Any]) -> int:
    """A product and a sum for each element of the map and of the kernel."""
    over, kernel = values[:2]
    canvas = prod(canvas_shape(*transposed_windows(*values)))
    return canvas + 2 * (value_cost(over) * int(kernel.size) + value_cost(kernel) * int(over.size))


# pooling


def max_pool2d(
    over: Any, size: Any, stride: Any = None, padding: Any = 0, dilation: Any = 1, ceil: Any = False
) -> Array:
    """The largest element of each window; the stride is the size unless said; the padding never wins."""
    windows = pooling_windows(over, size, stride, padding, dilation, ceil)
    cells = take_windows(pad_map(over, windows, None, None), windows)
    most = np.frompyfunc(larger_cell, 2, 1).reduce(cells, axis=len(windows.over))
    if None in flatten(most):
        raise ValueError("a window lies in the padding alone")
    return freeze(most)


def larger_cell(a: Any, b: Any) -> Any:
    """The larger of two cells; None is padding."""
    return b if a is None else a if b is None else larger(a, b)


def avg_pool2d(
    over: Any, size: Any, stride: Any = None, padding: Any = 0, dilation: Any = 1, ceil: Any = False
) -> Array:
    """The mean of each window; the stride is the size unless said; the padding counts as zeros.

    What `ceil` lets a window reach beyond the padding does not count.
    """
    windows = pooling_windows(over, size, stride, padding, dilation, ceil)
    totals = fold(numbers.add, take_windows(pad_map(over, windows, 0, 0), windows), len(windows.over), 0)
    counts = fold(numbers.add, take_windows(pad_map(1, windows, 1, 0), windows), len(windows.over), 0)
    return map_elements(numbers.divide, totals, counts)


def mark_largest(over: Any, size: Any) -> Array:
    """1 at the largest element of each window, side by side, and 0 elsewhere; of equal ones the first has the 1."""
    windows = pooling_windows(over, size)
    cells = take_windows(over, windows)
    mask = np.full(over.shape, 0, dtype=object)
    for place in np.ndindex(windows.output):
        first = index_of_largest(freeze(cells[place]))
        inside = np.unravel_index(first, windows.size)
        mask[tuple(at * s + i for at, s, i in zip(place, windows.stride, inside, strict=True))] = 1
    return freeze(mask)


def spread_over_windows(over: Any, size: Any, shape: Any = None) -> Array:
    """Each element at all places of its window, side by side; 0 at what is left of the shape beyond them."""
    sizes = read_sizes(size, require_map(over).ndim, "the size", 1, MAX_STEP)
    full = tuple(n * s for n, s in zip(over.shape, sizes, strict=True))
    wanted = full if shape is None else read_sizes(shape, over.ndim, "the shape", 1, MAX_STEP)
    if any(have > want for have, want in zip(full, wanted, strict=True)):
        raise ValueError(f"the windows need {shape_text(full)} places, and the shape has {shape_text(wanted)}")
    made = np.full(wanted, 0, dtype=object)
    made[tuple(slice(0, n) for n in full)] = np.kron(over.astype(object), np.full(sizes, 1, dtype=object))
    return freeze(made)


def spread_cost(values: Sequence[Any]) -> int:
    """Each place of the result."""
    over, size, *shape = values
    sizes = read_sizes(size, require_map(over).ndim, "the size", 1, MAX_STEP)
    full = tuple(n * s for n, s in zip(over.shape, sizes, strict=True))
    wanted = read_sizes(shape[0], over.ndim, "the shape", 1, MAX_STEP) if shape else full
    return int((prod(wanted) + 2 * prod(full)) * mean_cost(over))


def pooling_windows(
    over: Any, size: Any, stride: Any = None, padding: Any = 0, dilation: Any = 1, ceil: Any = False
) -> Windows:
    """The windows of a pooling: side by side unless a stride is said."""
    return place_windows(over, size, size if stride is None else stride, padding, dilation, ceil)


def pool_cost(values: Sequence[Any]) -> int:
    """Each element of each window."""
    windows = pooling_windows(*values)
    return values_cost(values) + prod(windows.width) + prod(windows.output) * prod(windows.size) * mean_cost(values[0])
