"""What networks' tables are counted by: everything on which books and libraries differ, said once and switchable.

Always: padding is per side, dilation 1 is the ordinary window, batch normalisation learns two numbers a channel
(running statistics are not learned), one example goes through the network.
"""

from __future__ import annotations

from dataclasses import dataclass

FLOOR, CEIL, STRICT = "floor", "ceil", "strict"


@dataclass(frozen=True, slots=True)
class Conventions:
    """The switches of a table."""

    rounding: str = FLOOR  # of sizes that do not come out even; strict: they are a fault
    biases: bool = True  # whether the biases of layers are counted
    bias_vectors: int = 1  # of a recurrent layer's gate: 1 in papers, 2 in PyTorch
    operations: int = 1  # that a multiply-add counts as
    bytes: int = 4  # of one number in memory


USUAL = Conventions()
