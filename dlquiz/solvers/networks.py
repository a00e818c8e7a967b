"""Whole networks: the sizes after each layer, and what it learns, computes and sees, by the rules of the table."""

from __future__ import annotations

from typing import Any

from dlquiz.errors import FormulaError
from dlquiz.language.arrays import Array, is_list, list_items, make_array
from dlquiz.language.values import values_equal
from dlquiz.networks.layers import CEIL, FLOOR, STRICT, Conventions
from dlquiz.networks.notation import read_network
from dlquiz.networks.quantities import NamedValue, QuantitySink
from dlquiz.networks.table import Row, Table, tabulate
from dlquiz.networks.walk import COLUMNS, FIELDS, MEMORY, OPERATIONS, PARAMETERS, PassedLayer, walk_network
from dlquiz.solvers import Tape

GIVEN = {
    "net": True,
    "columns": False,  # of parameters, operations, memory, fields; sizes alone where it is left out
    "rounding": False,  # floor | ceil | strict
    "biases": False,
    "bias_vectors": False,
    "operations": False,
    "in_place": False,
}
INPUT = tuple(f"{name}_in" for name in ["n", "z", "h", "w", "c", "t", "d", "values", "sees", "jump", "pad"])
NAMES = ("shape", "total", "work", "stored", *INPUT)
ALONG_AXES = ("span", "sees", "jump", "pad", "first", "last", "k", "s", "p", "d", "extra")  # also with _z, _h, _w
RULES = (
    "n", "z", "h", "w", "c", "t", "inputs", "states", "params", "macs", "values", "g", "filters", "units", "size",
    "vocabulary", "blocks", "width", "depth", "positions", "types", "places",
    *(name + mark for name in ALONG_AXES for mark in ("", "_z", "_h", "_w")),
)  # fmt: skip
MAX_LAYERS = 200  # layers of a worked solution
SUMS = {  # step: what it sums, the column that asks for it, and why
    "total": ("params", PARAMETERS, "The sum of what all layers learn."),
    "work": ("macs", OPERATIONS, "The sum of what all layers compute."),
    "stored": ("values", MEMORY, "The sum of all outputs, including the input."),
}


class TapeSink:
    """Writes the quantities of one layer to a tape.

    Layer 3 has n_3 and params_3, whose rules are n and params; the input has n_in.
    """

    def __init__(self, tape: Tape, number: int) -> None:
        self.tape = tape
        self.number = number
        self.mark = f"_{number}" if number else "_in"
        self.known: dict[str, NamedValue] = {}

    def set(self, name: str, value: int) -> NamedValue:
        own = name + self.mark
        return NamedValue(self.tape.set(own, value), own)

    def step(self, name: str, formula: str, why: str, **inputs: NamedValue) -> NamedValue:
        """A step of the layer; the same quantity is written once."""
        if name not in self.known:
            own = name + self.mark
            naming = {key: quantity.name for key, quantity in inputs.items()}
            where = f"Layer {self.number}. {why}" if self.number else why
            value = self.tape.step(own, formula, where, name, (self.number,), naming=naming)
            self.known[name] = NamedValue(value, own)
        return self.known[name]


class TotalsListener:
    """Follows a walk and collects the terms of the sums at the end of the solution."""

    def __init__(self, tape: Tape) -> None:
        self.tape = tape
        self.last: PassedLayer | None = None
        self.terms: dict[str, list[str]] = {name: [] for name in SUMS}

    def open_sink(self, number: int) -> QuantitySink:
        if number > MAX_LAYERS:
            raise FormulaError(f"a worked solution has at most {MAX_LAYERS:,} layers")
        return TapeSink(self.tape, number)

    def pass_layer(self, passed: PassedLayer) -> None:
        """Collect the terms of one layer."""
        self.last = passed
        for name, quantity in zip(SUMS, (passed.parameters, passed.operations, passed.values), strict=True):
            if quantity is not None:
                self.terms[name].append(quantity.name)


def solve(tape: Tape, net: Any, columns: Any = (), **switches: Any) -> None:
    """Steps of every layer; then `total`, `work`, `stored` for the columns asked for, or else the output's `shape`."""
    wanted = check_columns(columns)
    notes = TotalsListener(tape)
    walk_network(read_network(check_notation(net)), notes, check_conventions(**switches), wanted)
    for name, (_, column, why) in SUMS.items():
        if column in wanted:
            tape.step(name, " + ".join(notes.terms[name]) or "0", why)
    if notes.last is not None and not wanted:
        names = ", ".join(size.name for size in notes.last.output.sizes)
        tape.step("shape", f"[{names}]", "The sizes after the last layer.")


def check_notation(net: Any) -> str:
    """The notation; FormulaError where the value is not a text."""
    if not isinstance(net, str):
        raise FormulaError('a network is a text, such as "in 32x32x3 | conv3-64 p1 | pool2"')
    return net


def check_columns(value: Any) -> tuple[str, ...]:
    """The columns to compute besides the sizes: one word, or a list of them."""
    words = tuple(list_items(value)) if is_list(value) else (value,)
    for word in words:
        if not isinstance(word, str) or word not in COLUMNS:
            raise FormulaError(f'there is no column "{word}"; there are {", ".join(COLUMNS)}')
    return words


def check_conventions(
    rounding: Any = FLOOR,
    biases: Any = True,
    bias_vectors: Any = 1,
    operations: Any = 1,
    in_place: Any = False,
) -> Conventions:
    """The conventions; FormulaError where a value is not possible."""
    for value, known, what in (
        (rounding, (FLOOR, CEIL, STRICT), "rounding"),
        (biases, (True, False), "biases"),
        (bias_vectors, (1, 2), "bias_vectors"),
        (operations, (1, 2), "operations"),
        (in_place, (True, False), "in_place"),
    ):
        if not any(values_equal(value, one) for one in known):
            raise FormulaError(f'"{what}" is one of {", ".join(str(v).lower() for v in known)}')
    return Conventions(rounding, bool(biases), int(bias_vectors), int(operations), in_place=bool(in_place))


# functions for banks


def tabulate_notation(net: Any) -> Table:
    """The table of a notation that holds together; ValueError where it breaks."""
    table = tabulate(read_network(check_notation(net)))
    if table.broken is not None:
        raise ValueError(table.broken.message)
    return table


def find_row(net: Any, layer: Any) -> Row:
    """The row of a layer, counted from 1; -1 is the last."""
    rows = tabulate_notation(net).rows
    if not isinstance(layer, int) or not -1 <= layer < len(rows):
        raise ValueError(f"the network has layers 1 to {len(rows) - 1:,}")
    return rows[layer]


def net_shape(net: Any, layer: Any = -1) -> Array:
    """The output sizes of a layer."""
    return make_array(find_row(net, layer).shape)


def net_sees(net: Any, layer: Any = -1) -> int:
    """The receptive field of a layer along rows."""
    sees = find_row(net, layer).sees
    if sees is None:
        raise ValueError("there is no image to see")
    return sees[0]


def net_parameters(net: Any) -> int:
    """All parameters."""
    return tabulate_notation(net).parameters


def net_operations(net: Any) -> int:
    """All multiply-adds."""
    return tabulate_notation(net).operations


def net_fits(net: Any) -> bool:
    """Whether the sizes fit all the way through."""
    return tabulate(read_network(check_notation(net))).broken is None


__all__ = ["FIELDS", "GIVEN", "NAMES", "RULES", "solve"]
