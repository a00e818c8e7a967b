"""Convolution and pooling against PyTorch where it is installed, and against the definition written down as loops."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from trees import quick

from dlquiz.errors import FormulaError
from dlquiz.language.arrays import flatten, make_array
from dlquiz.language.evaluate import evaluate
from dlquiz.language.grammar import read_formula

F = Fraction
try:
    import torch
except ImportError:
    torch = None  # type: ignore[assignment]
with_torch = pytest.mark.skipif(torch is None, reason="PyTorch, the oracle of windows, is not installed")


def value(text: str, **scope: Any) -> Any:
    return evaluate(read_formula(text), scope, text=text)


def floats(array: Any) -> Any:
    return np.array(array.tolist(), dtype=float)


@st.composite
def geometries(draw: st.DrawFn) -> dict[str, Any]:
    """A map with windows on it: vectors and matrices, rectangular windows, other steps along each axis."""
    axes = draw(st.sampled_from([1, 2]))

    def each(low: int, high: int) -> Any:
        return draw(st.lists(st.integers(low, high), min_size=axes, max_size=axes))

    over, size = each(1, 7), each(1, 3)
    number = st.integers(-9, 9) | st.builds(F, st.integers(-9, 9), st.just(4))
    return {
        "over": make_array([draw(number) for _ in range(int(np.prod(over)))], tuple(over)),
        "kernel": make_array([draw(number) for _ in range(int(np.prod(size)))], tuple(size)),
        "size": size,
        "stride": each(1, 3),
        "padding": each(0, 2),
        "dilation": each(1, 2),
    }


def spans(g: dict[str, Any]) -> list[int]:
    return [d * (k - 1) + 1 for d, k in zip(g["dilation"], g["size"], strict=True)]


def fits(g: dict[str, Any]) -> bool:
    widths = [n + 2 * p for n, p in zip(g["over"].shape, g["padding"], strict=True)]
    return all(span <= width for span, width in zip(spans(g), widths, strict=True))


def scope(g: dict[str, Any]) -> dict[str, Any]:
    """The arguments as a formula gives them."""
    lists = {name: make_array(g[name]) for name in ("size", "stride", "padding", "dilation")}
    return {"m": g["over"], "k": g["kernel"], **lists}


def tensor(array: Any) -> Any:
    """One map, or kernel, with the two axes in front that PyTorch wants."""
    return torch.tensor(floats(array), dtype=torch.float64)[None, None]


def agrees(found: Any, wanted: Any) -> None:
    assert found.shape == tuple(wanted.shape)
    np.testing.assert_allclose(floats(found), wanted, rtol=1e-12, atol=1e-12)


def walk_windows(g: dict[str, Any]) -> Any:
    """For each window its place and its cells as (index of the kernel, element or None in the padding)."""
    counts = [
        (n + 2 * p - span) // s + 1
        for n, p, span, s in zip(g["over"].shape, g["padding"], spans(g), g["stride"], strict=True)
    ]
    for place in product(*map(range, counts)):
        cells = []
        for inside in product(*map(range, g["size"])):
            at = tuple(
                i * s + j * d - p
                for i, s, j, d, p in zip(place, g["stride"], inside, g["dilation"], g["padding"], strict=True)
            )
            real = all(0 <= a < n for a, n in zip(at, g["over"].shape, strict=True))
            cells.append((inside, g["over"][at] if real else None))
        yield place, cells


@quick
@given(geometries())
def test_convolution_is_exact(g: dict[str, Any]) -> None:
    assume(fits(g))
    found = value("conv2d(m, k, stride, padding, dilation)", **scope(g))
    for place, cells in walk_windows(g):
        assert found[place] == sum(g["kernel"][inside] * cell for inside, cell in cells if cell is not None)


@quick
@given(geometries())
def test_pooling_is_exact(g: dict[str, Any]) -> None:
    assume(fits(g))
    mean = value("avgpool2d(m, size, stride, padding, dilation)", **scope(g))
    windows = list(walk_windows(g))
    for place, cells in windows:
        assert mean[place] == F(sum(F(cell or 0) for _, cell in cells), len(cells))
    real = [[cell for _, cell in cells if cell is not None] for _, cells in windows]
    if not all(real):
        with pytest.raises(FormulaError, match="in the padding alone"):
            value("maxpool2d(m, size, stride, padding, dilation)", **scope(g))
        return
    largest = value("maxpool2d(m, size, stride, padding, dilation)", **scope(g))
    assert [largest[place] for place, _ in windows] == [max(cells) for cells in real]


@with_torch
@quick
@given(geometries())
def test_convolution_against_pytorch(g: dict[str, Any]) -> None:
    assume(fits(g))
    convolve = torch.nn.functional.conv1d if g["over"].ndim == 1 else torch.nn.functional.conv2d
    options = {"stride": g["stride"], "padding": g["padding"], "dilation": g["dilation"]}
    wanted = convolve(tensor(g["over"]), tensor(g["kernel"]), **options)[0, 0]
    agrees(value("conv2d(m, k, stride, padding, dilation)", **scope(g)), wanted)


@with_torch
@quick
@given(geometries(), st.integers(0, 2))
def test_transposed_convolution_against_pytorch(g: dict[str, Any], extra: int) -> None:
    assume(all(extra < max(s, d) for s, d in zip(g["stride"], g["dilation"], strict=True)))
    sizes = [
        (n - 1) * s + span - 2 * p + extra
        for n, s, span, p in zip(g["over"].shape, g["stride"], spans(g), g["padding"], strict=True)
    ]
    text = "conv_transpose2d(m, k, stride, padding, dilation, extra)"
    if min(sizes) < 1:
        with pytest.raises(FormulaError, match="leaves nothing"):
            value(text, **scope(g), extra=extra)
        return
    vector = g["over"].ndim == 1
    convolve = torch.nn.functional.conv_transpose1d if vector else torch.nn.functional.conv_transpose2d
    options = {"stride": g["stride"], "padding": g["padding"], "dilation": g["dilation"], "output_padding": extra}
    agrees(value(text, **scope(g), extra=extra), convolve(tensor(g["over"]), tensor(g["kernel"]), **options)[0, 0])


@with_torch
@quick
@given(geometries(), st.booleans())
def test_pooling_against_pytorch(g: dict[str, Any], ceil: bool) -> None:
    """PyTorch takes a padding of at most half the window, and no dilation for means."""
    assume(fits(g))
    assume(all(p <= k // 2 for p, k in zip(g["padding"], g["size"], strict=True)))
    functional, vector = torch.nn.functional, g["over"].ndim == 1
    largest, mean = (
        (functional.max_pool1d, functional.avg_pool1d) if vector else (functional.max_pool2d, functional.avg_pool2d)
    )
    options = {"stride": g["stride"], "padding": g["padding"], "ceil_mode": ceil}
    image = tensor(g["over"])
    arguments = scope(g) | {"ceil": ceil}
    wanted = largest(image, g["size"], **options, dilation=g["dilation"])[0, 0]
    if torch.isinf(wanted).any():
        with pytest.raises(FormulaError, match="in the padding alone"):
            value("maxpool2d(m, size, stride, padding, dilation, ceil)", **arguments)
    else:
        agrees(value("maxpool2d(m, size, stride, padding, dilation, ceil)", **arguments), wanted)
    if g["dilation"] == [1] * len(g["dilation"]):
        agrees(
            value("avgpool2d(m, size, stride, padding, 1, ceil)", **arguments), mean(image, g["size"], **options)[0, 0]
        )


def test_the_padding_never_wins_and_whole_stays_whole() -> None:
    found = value("maxpool2d([[-3, -5], [-7, -9]], 2, 1, 1)")
    assert flatten(found) == [-3, -3, -5, -3, -3, -5, -7, -7, -9]
    assert {type(item) for item in flatten(found)} == {int}
    assert {type(item) for item in flatten(value("conv2d([1, 2, 3], [1, 1])"))} == {int}
    assert {type(item) for item in flatten(value("avgpool2d([1, 2], 2)"))} == {F}
    assert value("conv2d([exp(0), 2], [1, 1])").dtype == np.float64


FAULTS = {
    "conv2d([1, 2], [[1]])": "a vector needs a vector",
    "conv2d([[1, 2]], [[1]], [1, 2, 3])": "one for each of the 2 axes",
    "conv2d([[1, 2]], [[1]], 0)": "the stride is between 1",
    "conv2d([1, 2], [1, 1], 1, 0, 2)": "a 3 window does not fit on a 2 map",
    "maxpool2d([[1, 2]], [2, 1])": "a 2×1 window does not fit on a 1×2 map",
    "maxpool2d([1, 2], 1, 1, 1)": "in the padding alone",
    "maxpool2d([1, 2], 0.5)": "the size is a whole number",
    "conv2d([1, 2], [])": "empty",
    "conv_transpose2d([1], [1], 1, 0, 1, 1)": "smaller than the stride",
    "conv_transpose2d([1], [1], 1, 1)": "leaves nothing",
    "conv2d([[[1]]], [[[1]]])": "a vector or a matrix",
}


@pytest.mark.parametrize(("text", "says"), FAULTS.items())
def test_faults_of_windows(text: str, says: str) -> None:
    with pytest.raises(FormulaError) as caught:
        value(text)
    assert says in caught.value.message


HOSTILE = [
    "conv_transpose2d(range(9000), [1, 2], 1000)",
    "conv_transpose2d(outer(range(90), range(90)), outer(range(90), range(90)))",
    "conv2d(outer(range(90), range(90)), outer(range(40), range(40)), 1, 100)",
    "avgpool2d(range(9000), 4000, 1)",
    "maxpool2d(range(9), 1, 1, 10**9)",
    "maxpool2d(range(9), 1, 10**30)",
    "conv2d(range(9), [1], 1, 0, 10**30)",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_too_much_work_is_refused_before_it_is_done(text: str) -> None:
    with pytest.raises(FormulaError):
        value(text)
