"""The slopes that a solver needs, which a compiled bank holds as a text: then no draw waits for SymPy."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from dlquiz import tree
from dlquiz.errors import FormulaError
from dlquiz.language.grammar import read_formula
from dlquiz.language.write.formulas import to_plain

KEY = "slopes"  # of the argument in which a solver gets them; no bank states it


class WantedSlope(NamedTuple):
    """What is derived by which letter, and the name that its value has in the result (none where it is empty)."""

    formula: tree.Node
    letter: str
    name: str = ""


def write_slopes(slopes: Mapping[str, tree.Node]) -> str:
    """Slopes as a text, key = formula; key = formula."""
    return "; ".join(f"{key} = {to_plain(slope)}" for key, slope in slopes.items())


@lru_cache(512)
def read_slopes(text: str) -> Mapping[str, tree.Node]:
    """The slopes of such a text."""
    pairs = (part.partition(" = ") for part in text.split("; ") if part)
    return {key: read_formula(formula) for key, _, formula in pairs}


def read_names(text: Any) -> tuple[tuple[str, str], ...]:
    """Other names of steps, from a text "usual = other; usual = other"."""
    if not isinstance(text, str):
        raise FormulaError('names are a text, such as "dE_dz = delta"')
    pairs = [part.split("=") for part in text.split(";") if part.strip()]
    if not all(len(pair) == 2 and all(name.strip().isidentifier() for name in pair) for pair in pairs):
        raise FormulaError('names are a text, such as "dE_dz = delta"')
    return tuple((usual.strip(), other.strip()) for usual, other in pairs)


def make_slope(wanted: WantedSlope) -> tree.Node:
    """The slope by SymPy; ValueError where there is none."""
    from dlquiz.algebra.slopes import differentiate_named

    return differentiate_named(*wanted)
