"""How many input pixels one output sees: from the output back, n_in = (n_out − 1)·stride + kernel for each layer.

The same size forward: r += (k − 1)·jump (Araujo, Norris, Sim: "Computing receptive fields of convolutional neural
networks", Distill 2019, equations 1 and 2).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dlquiz.errors import FormulaError
from dlquiz.language.arrays import is_array, is_list, list_items
from dlquiz.networks.notation import read_network
from dlquiz.networks.windows import SquareWindow, list_windows
from dlquiz.solvers import Tape

GIVEN = {"layers": True, "n_out": False}
NAMES: tuple[str, ...] = ()
RULES = ("span", "side", "k", "s", "d")

MAX_LAYERS = 500  # layers
SIDE = "(side - 1)*s + k"
DILATED = "(side - 1)*s + span"
SPAN = "d*(k - 1) + 1"
STRIDES = (
    "{{ 'One value comes from one window.' if side == 1 else "
    "'Neighbouring windows begin one stride apart; the last adds its whole width.' }}"
)


def solve(tape: Tape, layers: Any, n_out: Any = 1) -> None:
    """The sides of what `n_out` outputs in a row see (by default one), the last layer first.

    `layers` are listed from the input on: in network notation, or as lists [kernel, stride] or [kernel, stride,
    dilation].
    """
    chain = read_chain(layers)
    for number, window in enumerate(chain, 1):
        for name, size in zip(("k", "s", "d"), window, strict=True):
            tape.set(f"{name}_{number}", size)
    tape.set("n_out", n_out)
    for t in range(1, len(chain) + 1):
        go_back(tape, chain, t)


def go_back(tape: Tape, chain: Sequence[SquareWindow], t: int) -> None:
    """The step through one layer, the t-th from the output."""
    number = len(chain) + 1 - t
    side = f"side_{t - 1}" if t > 1 else "n_out"
    naming = {name: f"{name}_{number}" for name in ("k", "s", "d")} | {"side": side}
    formula = SIDE
    if chain[number - 1].dilation != 1:
        why = f"Layer {number}. The {{{{ k }}}} values of its window are {{{{ d }}}} apart."
        tape.step(f"span_{t}", SPAN, why, "span", (t,), naming=naming)
        naming |= {"span": f"span_{t}"}
        formula = DILATED
    why = f"Layer {number}. " + STRIDES
    tape.step(f"side_{t}", formula, why, "side", (t,), naming=naming)


def read_chain(value: Any) -> list[SquareWindow]:
    """The windows from the input on; FormulaError where `value` is not a list of layers."""
    chain = (
        list_windows(read_network(value)) if isinstance(value, str) else [read_window(row) for row in read_rows(value)]
    )
    if not 1 <= len(chain) <= MAX_LAYERS:
        raise FormulaError(f"a list of layers has 1 to {MAX_LAYERS} layers, not {len(chain)}")
    return chain


def read_rows(value: Any) -> Sequence[Any]:
    """The rows of an array or a list."""
    if isinstance(value, tuple) or (is_array(value) and value.ndim == 2):
        return list_items(value)
    raise FormulaError('"layers" is network notation such as "conv3/2 | pool2", or a list of [kernel, stride]')


def read_window(row: Any) -> SquareWindow:
    """One layer of a list."""
    sizes = list_items(row) if is_list(row) else []
    if len(sizes) not in (2, 3) or not all(isinstance(size, int) and size >= 1 for size in sizes):
        raise FormulaError(
            "a layer is [kernel, stride] or [kernel, stride, dilation], each a whole number of at least 1"
        )
    return SquareWindow(*sizes)
