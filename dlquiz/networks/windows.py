"""A plain chain of windows, which is all that the size of a receptive field depends on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from dlquiz.errors import FormulaError
from dlquiz.networks import layers
from dlquiz.networks.layers import Layer, Network

UNCHANGED = (layers.Norm, layers.Activation, layers.Dropout, layers.Identity)


class SquareWindow(NamedTuple):
    """A square window of `kernel` pixels, `dilation` apart, that moves by `stride`."""

    kernel: int
    stride: int
    dilation: int = 1


def list_windows(network: Network) -> list[SquareWindow]:
    """The windows of a chain from the input on; FormulaError at a layer that is not a square window.

    Layers that work on each pixel alone are left out; repeats are written out.
    """
    return list(list_chain_windows(network.layers, network.text))


def list_chain_windows(chain: tuple[Layer, ...], text: str) -> Iterator[SquareWindow]:
    for layer in chain:
        if isinstance(layer, layers.Repeat):
            for _ in range(layer.times):
                yield from list_chain_windows(layer.body, text)
        elif isinstance(layer, layers.Window) and not isinstance(layer, layers.Transposed):
            yield to_square_window(layer, text)
        elif not isinstance(layer, UNCHANGED):
            raise FormulaError(f'"{layer.text}" is not a window that slides over a map', text, layer.at)


def to_square_window(layer: layers.Window, text: str) -> SquareWindow:
    """The window of one layer; FormulaError where rows and columns differ."""
    for sizes in (layer.kernel, layer.stride, layer.dilation):
        if len(sizes) != 2 or sizes[0] != sizes[1]:
            raise FormulaError(f'"{layer.text}" is not the same along rows and columns', text, layer.at)
    return SquareWindow(layer.kernel[0], layer.stride[0], layer.dilation[0])
