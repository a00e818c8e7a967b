"""Convolution and pooling over maps: matrices of numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from dlquiz.language.arrays import Array, touched, weight
from dlquiz.language.scalars import whole
from dlquiz.language.vectors import inner, matrix

WIDEST = 100  # padding
Size = tuple[int, int]


def windows(image: Array, size: Size, stride: int) -> tuple[list[list[Any]], Size]:
    """The windows over a map, row by row, and the shape that they make."""
    shape = window_shape((image.shape[0], image.shape[1]), size, stride)
    cols, (high, wide) = image.shape[1], size
    made = [
        [image.items[(i * stride + a) * cols + j * stride + b] for a in range(high) for b in range(wide)]
        for i in range(shape[0])
        for j in range(shape[1])
    ]
    return made, shape


def window_shape(over: Size, size: Size, stride: int) -> Size:
    """How many windows fit down and across a map; floor division at the edge."""
    if stride < 1 or min(size) < 1:
        raise ValueError("size and stride are at least 1")
    if size[0] > over[0] or size[1] > over[1]:
        raise ValueError(f"a {size[0]}×{size[1]} window does not fit on a {over[0]}×{over[1]} map")
    return (over[0] - size[0]) // stride + 1, (over[1] - size[1]) // stride + 1


def padded(image: Array, padding: int) -> Array:
    """A map with zeros on every side."""
    rows, cols = image.shape
    side = [0] * padding
    blank = [0] * ((cols + 2 * padding) * padding)
    lines = [v for row in image for v in (*side, *row.items, *side)]
    return Array([*blank, *lines, *blank], (rows + 2 * padding, cols + 2 * padding))


def margin(padding: Any) -> int:
    """Padding as a number that is not too large."""
    width = whole(padding, "the padding")
    if not 0 <= width <= WIDEST:
        raise ValueError(f"the padding is between 0 and {WIDEST}")
    return width


def conv2d(image: Any, kernel: Any, stride: Any = 1, padding: Any = 0) -> Array:
    """Cross-correlation as networks use it: the kernel is not flipped; floor division at the edge."""
    over = padded(matrix(image), margin(padding))
    high, wide = matrix(kernel).shape
    patches, shape = windows(over, (high, wide), whole(stride, "the stride"))
    return Array([inner(patch, kernel.items) for patch in patches], shape)


def conv2d_cost(values: Sequence[Any]) -> int:
    """A product and a sum for each element of each window."""
    image, kernel = matrix(values[0]), matrix(values[1])
    stride = whole(values[2], "the stride") if len(values) > 2 else 1
    margins = 2 * margin(values[3]) if len(values) > 3 else 0
    rows, cols = image.shape[0] + margins, image.shape[1] + margins
    high, wide = kernel.shape
    down, across = window_shape((rows, cols), (high, wide), stride)
    mean = 1 + weight(image) // max(1, len(image.items))
    return rows * cols + 2 * down * across * (weight(kernel) + high * wide * mean)


def pool(reduce: Callable[[Sequence[Any]], Any]) -> Callable[..., Array]:
    """Pooling of a map: windows of `size`, `stride` apart (the size unless said), no padding, floor."""

    def apply(image: Any, size: Any, stride: Any = None) -> Array:
        side = whole(size, "the size")
        patches, shape = windows(matrix(image), (side, side), side if stride is None else whole(stride, "the stride"))
        return Array([reduce(patch) for patch in patches], shape)

    return apply


def pool_cost(values: Sequence[Any]) -> int:
    """Each element of each window."""
    image, side = matrix(values[0]), whole(values[1], "the size")
    stride = whole(values[2], "the stride") if len(values) > 2 else side
    down, across = window_shape((image.shape[0], image.shape[1]), (side, side), stride)
    return touched(values) + down * across * side * side * (1 + weight(image) // max(1, len(image.items)))
