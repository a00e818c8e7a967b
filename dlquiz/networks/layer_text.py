"""One layer as it is written in the notation: its numbers and options, and the readers of these."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from dlquiz.errors import FormulaError
from dlquiz.networks.layers import Pair

Sizes = tuple[int, ...]

STRIDE, PADDING, DILATION = ("s", "stride"), ("p", "pad", "padding"), ("d", "dilation")
GROUPS, EXTRA = ("g", "groups"), ("op", "outpad")
WINDOW = (*STRIDE, *PADDING, "same", "valid")
BIAS = ("bias", "nobias")


class Option(NamedTuple):
    """A word after a layer, such as `p1` or `same`."""

    word: str
    sizes: Sizes
    at: int


@dataclass(frozen=True, slots=True)
class LayerText:
    """One layer as written: `conv3x3-64/2 p1` has kernel (3, 3), number 64, stride (2,) and one option."""

    word: str
    kernel: Sizes
    number: int | None
    stride: Sizes
    options: tuple[Option, ...]
    source: str  # the whole notation
    at: int
    end: int
    rate: float | None = None
    usage: str = ""  # how the word is written

    @property
    def text(self) -> str:
        """The layer's own text."""
        return self.source[self.at : self.end].strip()

    @property
    def place(self) -> dict[str, Any]:
        """The keyword arguments that tell a layer where it is written."""
        return {"text": self.text, "at": self.at}

    def error(self, message: str, at: int | None = None) -> FormulaError:
        """The error to raise at this layer, or at an offset in it."""
        return FormulaError(message, self.source, self.at if at is None else at)

    def find_option(self, *words: str) -> Option | None:
        """The option with one of these words; None where there is none."""
        return next((o for o in self.options if o.word in words), None)

    def check_pair(self, sizes: Sizes, what: str, at: int | None = None, least: int = 1) -> Pair:
        """One size for all axes, two, or the three of a volume."""
        if len(sizes) > 3:
            raise self.error(f"{what} has one size, two (rows, columns) or three (depth, rows, columns)", at)
        if min(sizes) < least:
            raise self.error(f"{what} is at least {least}", at)
        return sizes * 2 if len(sizes) == 1 else sizes

    def read_option_sizes(self, words: tuple[str, ...], what: str, default: Pair, least: int) -> Pair:
        """The sizes of an option such as `p1` or `d2x1`."""
        option = self.find_option(*words)
        if option is None:
            return default
        if not option.sizes:
            raise self.error(f'"{option.word}" needs its size: {words[0]}{max(least, 1)}', option.at)
        return self.check_pair(option.sizes, what, option.at, least)


def read_kernel(w: LayerText) -> Pair:
    """The size of the window."""
    if not w.kernel:
        raise w.error(f'"{w.text}" needs the size of its window, as in {w.usage}')
    return w.check_pair(w.kernel, "the window")


def read_window(w: LayerText, default: Pair) -> dict[str, Any]:
    """Stride, padding and dilation of a window; `default` is the stride where none is written."""
    if w.stride and w.find_option(*STRIDE):
        raise w.error("the stride is given twice")
    stride = w.check_pair(w.stride, "the stride") if w.stride else w.read_option_sizes(STRIDE, "the stride", default, 1)
    ways = [o for o in w.options if o.word in (*PADDING, "same", "valid")]
    if len(ways) > 1:
        raise w.error("the padding is given twice", ways[1].at)
    return {
        "stride": stride,
        "padding": w.read_option_sizes(PADDING, "the padding", (0, 0), 0),
        "same": w.find_option("same") is not None,
        "dilation": w.read_option_sizes(DILATION, "the dilation", (1, 1), 1),
    }


def has_bias(w: LayerText) -> bool:
    """Whether the layer has biases: it does unless it says `nobias`."""
    if w.find_option("bias") and w.find_option("nobias"):
        raise w.error("a layer has either bias or nobias, not both")
    return w.find_option("nobias") is None


def read_single(w: LayerText, words: tuple[str, ...], what: str) -> int:
    """The one number of an option such as `g4`."""
    sizes = w.read_option_sizes(words, what, (1, 1), 1)
    if len(set(sizes)) > 1:
        raise w.error(f"{what} is one number")
    return sizes[0]


def read_units(w: LayerText) -> int:
    """The one number of a layer such as `fc-10`, with or without the hyphen."""
    if w.number is not None and w.kernel:
        raise w.error(f'"{w.text}" has two numbers; {w.usage} has one')
    if w.number is None and len(w.kernel) != 1:
        raise w.error(f'"{w.text}" needs its number, as in {w.usage}')
    units = w.kernel[0] if w.number is None else w.number
    if units < 1:
        raise w.error(f"the number of {w.word} is at least 1")
    return units


def read_two_numbers(w: LayerText, first: str, second: str) -> Pair:
    """The two numbers of a layer such as `embed1000-64`."""
    if len(w.kernel) != 1 or w.number is None:
        raise w.error(f'"{w.text}" needs {first} and {second}, as in {w.usage}')
    if min(w.kernel[0], w.number) < 1:
        raise w.error(f"{first} and {second} are at least 1")
    return w.kernel[0], w.number


def read_filters(w: LayerText) -> int | None:
    """The number of filters; layer lists may leave it out."""
    if w.number is not None and w.number < 1:
        raise w.error("a layer has at least one filter")
    return w.number
