"""From the input through every layer: the walk that a table and a solver share.

A walk asks for a pen for each layer, and writes down with it what the columns want.  Groups take part as their layers,
and as one row more where their paths meet.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any, NamedTuple, Protocol

from dlquiz.errors import FormulaError
from dlquiz.networks import costs, fields, layers
from dlquiz.networks.conventions import Conventions
from dlquiz.networks.layer_output import Field, LayerOutput, axes, broken, shape_text
from dlquiz.networks.layers import Layer, Network
from dlquiz.networks.quantities import NamedValue, QuantitySink
from dlquiz.networks.shapes import SHAPES

PARAMETERS, OPERATIONS, MEMORY, FIELDS = "parameters", "operations", "memory", "fields"
COLUMNS = (PARAMETERS, OPERATIONS, MEMORY, FIELDS)
INPUTS = {3: ("h", "w", "c"), 2: ("t", "d"), 1: ("n",)}
SQUARE = ("n", "n", "c")


class Passed(NamedTuple):
    """A layer that was passed: what it handed on, and its quantities."""

    number: int  # counted from 1; 0 is the input
    layer: Layer
    depth: int  # of the groups that it stands in
    signal: LayerOutput
    parameters: NamedValue | None = None
    operations: NamedValue | None = None
    values: NamedValue | None = None
    seen: tuple[NamedValue, NamedValue] | None = None  # along rows and columns
    jump: tuple[NamedValue, NamedValue] | None = None
    pad: tuple[NamedValue, NamedValue] | None = None


class Listener(Protocol):
    """Who gives the pens, and is told of each layer that was passed."""

    def sink(self, number: int) -> QuantitySink:
        """The pen for the next layer."""

    def passed(self, passed: Passed) -> None:
        """A layer is done."""


class Walk:
    """One way through a network."""

    def __init__(self, listener: Listener, conventions: Conventions, columns: Collection[str] = COLUMNS) -> None:
        self.listener = listener
        self.conventions = conventions
        self.columns = columns
        self.number = 0
        self.depth = 0

    def enter(self, shape: tuple[int, ...]) -> LayerOutput:
        """The input."""
        sink = self.listener.sink(0)
        names = INPUTS[len(shape)] if len(shape) < 3 or shape[0] != shape[1] else SQUARE
        sizes = tuple(sink.given(name, size) for name, size in zip(names, shape, strict=True))
        seeing = None
        if len(shape) == 3 and FIELDS in self.columns:
            one = Field(sink.given("sees", 1), sink.given("jump", 1), sink.given("pad", 0))
            seeing = (one, one)
        signal = LayerOutput(sizes, seeing)
        self.report(sink, Layer(text="in"), signal, signal)
        return signal

    def chain(self, chain: tuple[Layer, ...], signal: LayerOutput) -> LayerOutput:
        """Layers one after another."""
        for layer in chain:
            pass_through: Passing = GROUPS.get(type(layer), Walk.single)
            signal = pass_through(self, layer, signal)
        return signal

    def single(self, layer: Layer, signal: LayerOutput) -> LayerOutput:
        """One layer."""
        self.number += 1
        sink = self.listener.sink(self.number)
        sizes = SHAPES[type(layer)](sink, layer, signal, self.conventions)
        out = LayerOutput(sizes, extent=extent_behind(layer, signal, sizes))
        if FIELDS in self.columns:
            see: fields.Seeing = fields.FIELDS.get(type(layer), fields.unchanged)
            out = out._replace(fields=see(sink, layer, signal, out))
        self.report(sink, layer, signal, out)
        return out

    def report(self, sink: QuantitySink, layer: Layer, into: LayerOutput, out: LayerOutput) -> None:
        """The quantities of a layer that was passed."""
        params = work = values = None
        if PARAMETERS in self.columns:
            params = costs.parameters(sink, layer, into, out, self.conventions)
        if OPERATIONS in self.columns:
            work = costs.operations(sink, layer, into, out, self.conventions)
        if MEMORY in self.columns:
            values = costs.activations(sink, out)
        seen, jump, pad = seen_of(sink, out)
        self.listener.passed(Passed(self.number, layer, self.depth, out, params, work, values, seen, jump, pad))

    # groups

    def repeat(self, layer: layers.Repeat, signal: LayerOutput) -> LayerOutput:
        """The body, so many times."""
        for _ in range(layer.times):
            signal = self.branch(layer.body, signal)
        return signal

    def branch(self, chain: tuple[Layer, ...], signal: LayerOutput) -> LayerOutput:
        """A chain inside a group."""
        self.depth += 1
        out = self.chain(chain, signal)
        self.depth -= 1
        return out

    def residual(self, layer: layers.Residual, signal: LayerOutput) -> LayerOutput:
        """Body and skip path, added."""
        paths = [self.branch(layer.body, signal), self.branch(layer.skip, signal)]
        body, skip = (path.shape for path in paths)
        if body != skip:
            differ = f"the body of the block gives {shape_text(body)}, its skip path {shape_text(skip)}"
            raise broken(layer, f"{differ}; only equal sizes can be added{advice(body, signal.shape)}")
        return self.join_paths(layer, paths, paths[0].sizes)

    def concat(self, layer: layers.Concat, signal: LayerOutput) -> LayerOutput:
        """Branches, stacked along the last axis."""
        paths = [self.branch(chain, signal) for chain in layer.branches]
        first = paths[0].shape
        for path in paths:
            if len(path.shape) != len(first) or path.shape[:-1] != first[:-1]:
                raise broken(
                    layer, f"branches of {shape_text(first)} and {shape_text(path.shape)} {unstackable(path.shape)}"
                )
        return self.join_paths(layer, paths, paths[0].sizes[:-1])

    def join_paths(self, layer: Layer, paths: list[LayerOutput], sizes: tuple[NamedValue, ...]) -> LayerOutput:
        """The row in which the paths of a group meet; sizes that are missing are sums."""
        self.number += 1
        sink = self.listener.sink(self.number)
        if len(sizes) < len(paths[0].sizes):
            parts = {f"c_{i}": path.sizes[-1] for i, path in enumerate(paths, 1)}
            sizes = (*sizes, sink.step("c", " + ".join(parts), "Channels of all branches are stacked.", **parts))
        seeing = [path.fields for path in paths if path.fields is not None]
        out = LayerOutput(sizes, fields.joined(sink, seeing) if seeing else None, paths[0].extent)
        self.report(sink, layer, paths[0], out)
        return out


Passing = Callable[[Walk, Any, LayerOutput], LayerOutput]
GROUPS: dict[type[Layer], Passing] = {
    layers.Repeat: Walk.repeat,
    layers.Residual: Walk.residual,
    layers.Concat: Walk.concat,
}


def extent_behind(
    layer: Layer, signal: LayerOutput, sizes: tuple[NamedValue, ...]
) -> tuple[NamedValue, NamedValue] | None:
    """The map that was flattened, as long as nothing has taken it in."""
    if isinstance(layer, layers.Flatten) and len(signal.sizes) == 3:
        return signal.sizes[0], signal.sizes[1]
    return signal.extent if sizes == signal.sizes else None


def seen_of(sink: QuantitySink, out: LayerOutput) -> tuple[tuple[NamedValue, NamedValue] | None, ...]:
    """Receptive field, jump and effective padding along both axes; the last two end where the map does."""
    if out.fields is None:
        return None, None, None
    first, second = out.fields
    each = [fields.seen(sink, out.fields[axis.which], axis) for axis in axes(first == second)]
    seen = (each[0], each[-1])
    if len(out.sizes) < 3 and out.extent is None:
        return seen, None, None
    pad = None if first.pad is None or second.pad is None else (first.pad, second.pad)
    return seen, (first.jump, second.jump), pad


def advice(body: tuple[int, ...], start: tuple[int, ...]) -> str:
    """The convolution of 1×1 that brings what enters a block to what its body gives, where one does."""
    if len(body) != 3 or len(start) != 3:
        return ""
    stride = -(-start[0] // body[0])
    if [(side - 1) // stride + 1 for side in start[:2]] != list(body[:2]):
        return ""
    strides = f"/{stride}" if stride > 1 else ""
    return f": a skip path conv1-{body[2]}{strides} would fit"


def unstackable(shape: tuple[int, ...]) -> str:
    """Why branches cannot be stacked."""
    return {
        3: "cannot be stacked along the channels: rows and columns must agree",
        2: "cannot be stacked along the features: their lengths must agree",
        1: "cannot be stacked: they have different numbers of axes",
    }[len(shape)]


def walk(network: Network, listener: Listener, conventions: Conventions, columns: Collection[str] = COLUMNS) -> None:
    """Pass every layer of a network; FormulaError, with the place in its text, where it breaks."""
    if network.shape is None:
        raise FormulaError("the network does not say its input: in 32x32x3 | …", network.text)
    try:
        way = Walk(listener, conventions, columns)
        way.chain(network.layers, way.enter(network.shape))
    except FormulaError as error:
        raise FormulaError(error.message, network.text, error.at) from None
