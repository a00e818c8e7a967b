"""One layer as it stands in the text, before it is a layer: its numbers and options, and how they are asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from dlquiz.errors import FormulaError
from dlquiz.networks.layers import Pair

Sizes = tuple[int, ...]

STRIDE, PADDING, DILATION = ("s", "stride"), ("p", "pad", "padding"), ("d", "dilation")
GROUPS, EXTRA = ("g", "groups"), ("op", "outpad")
SLIDING = (*STRIDE, *PADDING, "same", "valid")
BIAS = ("bias", "nobias")


class Option(NamedTuple):
    """A word behind a layer, such as `p1` or `same`."""

    word: str
    sizes: Sizes
    at: int


@dataclass(frozen=True, slots=True)
class Written:
    """One layer as it stands in the text: `conv3x3-64/2 p1` has kernel (3, 3), number 64, stride (2,) and an option."""

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
        """What every layer keeps of its origin."""
        return {"text": self.text, "at": self.at}

    def fault(self, message: str, at: int | None = None) -> FormulaError:
        """The error to raise, at this layer or at a place in it."""
        return FormulaError(message, self.source, self.at if at is None else at)

    def option(self, *words: str) -> Option | None:
        """The option that is written with one of these words."""
        return next((o for o in self.options if o.word in words), None)

    def pair(self, sizes: Sizes, what: str, at: int | None = None, least: int = 1) -> Pair:
        """One size for both axes, or two."""
        if len(sizes) > 2:
            raise self.fault(f"{what} has one size or two, rows and columns", at)
        if min(sizes) < least:
            raise self.fault(f"{what} is at least {least}", at)
        return sizes[0], sizes[-1]

    def measure(self, words: tuple[str, ...], what: str, default: Pair, least: int) -> Pair:
        """The sizes of an option such as `p1` or `d2x1`."""
        option = self.option(*words)
        if option is None:
            return default
        if not option.sizes:
            raise self.fault(f'"{option.word}" needs its size: {words[0]}{max(least, 1)}', option.at)
        return self.pair(option.sizes, what, option.at, least)


def kernel_of(w: Written) -> Pair:
    """The size of the window."""
    if not w.kernel:
        raise w.fault(f'"{w.text}" needs the size of its window, as in {w.usage}')
    return w.pair(w.kernel, "the window")


def sliding(w: Written, default: Pair) -> dict[str, Any]:
    """Stride, padding and dilation of a window; `default` is its stride where none is written."""
    if w.stride and w.option(*STRIDE):
        raise w.fault("the stride is written twice")
    stride = w.pair(w.stride, "the stride") if w.stride else w.measure(STRIDE, "the stride", default, 1)
    ways = [o for o in w.options if o.word in (*PADDING, "same", "valid")]
    if len(ways) > 1:
        raise w.fault("the padding is said twice", ways[1].at)
    return {
        "stride": stride,
        "padding": w.measure(PADDING, "the padding", (0, 0), 0),
        "same": w.option("same") is not None,
        "dilation": w.measure(DILATION, "the dilation", (1, 1), 1),
    }


def biased(w: Written) -> bool:
    """Whether the layer has biases: it has unless it says `nobias`."""
    if w.option("bias") and w.option("nobias"):
        raise w.fault("with or without biases, not both")
    return w.option("nobias") is None


def single(w: Written, words: tuple[str, ...], what: str) -> int:
    """The one number of an option such as `g4`."""
    sizes = w.measure(words, what, (1, 1), 1)
    if sizes[0] != sizes[1]:
        raise w.fault(f"{what} is one number")
    return sizes[0]


def units_of(w: Written) -> int:
    """The one number of a layer such as `fc-10`, with or without the hyphen."""
    if w.number is not None and w.kernel:
        raise w.fault(f'"{w.text}" has two numbers; {w.usage} has one')
    if w.number is None and len(w.kernel) != 1:
        raise w.fault(f'"{w.text}" needs its number, as in {w.usage}')
    units = w.kernel[0] if w.number is None else w.number
    if units < 1:
        raise w.fault(f"the number of {w.word} is at least 1")
    return units


def two_numbers(w: Written, first: str, second: str) -> Pair:
    """The two numbers of a layer such as `embed1000-64`."""
    if len(w.kernel) != 1 or w.number is None:
        raise w.fault(f'"{w.text}" needs {first} and {second}, as in {w.usage}')
    if min(w.kernel[0], w.number) < 1:
        raise w.fault(f"{first} and {second} are at least 1")
    return w.kernel[0], w.number


def filters_of(w: Written) -> int | None:
    """The number of filters; layer lists may leave it out."""
    if w.number is not None and w.number < 1:
        raise w.fault("there is at least one filter")
    return w.number
