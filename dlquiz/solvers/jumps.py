"""Receptive field and jump from the input on: r += d·(k − 1)·j, then j *= s, layer by layer.

Araujo, Norris and Sim, "Computing receptive fields of convolutional neural networks", Distill 2019.
"""

from __future__ import annotations

from typing import Any

from dlquiz.solvers import Tape
from dlquiz.solvers.receptive_fields import read_chain

GIVEN = {"layers": True, "wanted": False}
NAMES = ("r_in", "j_in", "first")
RULES = ("r", "j", "k", "s", "d")

ORDINARY = "r + (k - 1)*j"
DILATED = "r + d*(k - 1)*j"
REACH = "Layer {number}. The window reaches {{{{ plural(k - 1, 'step') }}}} of {{{{ d*j }}}} beyond its first pixel."
APART = "Layer {number}. Its stride of {{{{ s }}}} multiplies the distance between neighbours in every later layer."
COUNTED = "The layers that see less than {{ wanted }} pixels are counted; the next one is the first that sees enough."
SAME = "Layer {number}. A stride of 1 leaves neighbours as far apart as they were."


def solve(tape: Tape, layers: Any, wanted: Any = None) -> None:
    """The field r_i and the jump j_i after each layer, both in input pixels; `layers` as in `receptive_field`.

    With `wanted` also the number `first` of the first layer whose field is at least so wide.
    """
    tape.set("r_in", 1)
    tape.set("j_in", 1)
    chain = read_chain(layers)
    for i, window in enumerate(chain, 1):
        r, j = (f"r_{i - 1}", f"j_{i - 1}") if i > 1 else ("r_in", "j_in")
        own = {name: f"{name}_{i}" for name in ("k", "s", "d")}
        for name, size in zip(own.values(), window, strict=True):
            tape.set(name, size)
        formula = ORDINARY if window.dilation == 1 else DILATED
        tape.step(f"r_{i}", formula, REACH.format(number=i), "r", (i,), naming=own | {"r": r, "j": j})
        why = SAME if window.stride == 1 else APART
        tape.step(f"j_{i}", "j*s", why.format(number=i), "j", (i,), naming=own | {"j": j})
    if wanted is not None:
        tape.set("wanted", wanted)
        fields = ", ".join(f"r_{i + 1}" for i in range(len(chain)))
        tape.step("first", f"sum([{fields}] < wanted) + 1", COUNTED)
