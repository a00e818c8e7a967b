"""The kind of answer that a value has by itself."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from dlquiz import tree
from dlquiz.language.arrays import Array


def natural_kind(value: Any) -> str:
    """The kind of a value: whole integer, real number, truth yes-no, 1-D vector, 2-D matrix, letters expression."""
    if isinstance(value, bool):
        return "yes-no"
    if isinstance(value, int):
        return "integer"
    if isinstance(value, (Fraction, float)):
        return "number"
    if isinstance(value, tree.Node):
        return "expression"
    if isinstance(value, Array) and value.ndim in (1, 2):
        return "vector" if value.ndim == 1 else "matrix"
    return ""
