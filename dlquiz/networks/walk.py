"""The walk from the input through every layer, shared by the table and the solvers.

For each layer a walk asks its listener for a sink, and writes the wanted columns to it.  A group is walked as its
layers, and as one more where its paths join.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from math import prod
from typing import Any, NamedTuple, Protocol

from dlquiz.errors import FormulaError
from dlquiz.networks import costs, fields, layers
from dlquiz.networks.layer_output import SEQUENCE, LayerOutput, layer_error, tell_shape
from dlquiz.networks.layers import Conventions, Layer, Network
from dlquiz.networks.quantities import NamedValue, QuantitySink
from dlquiz.networks.shapes import SHAPES

PARAMETERS, OPERATIONS, MEMORY, FIELDS = "parameters", "operations", "memory", "fields"
COLUMNS = (PARAMETERS, OPERATIONS, MEMORY, FIELDS)
INPUTS = {4: ("z", "h", "w", "c"), 3: ("h", "w", "c"), 2: ("t", "d"), 1: ("n",)}


class PassedLayer(NamedTuple):
    """A layer that the walk has passed: its output and its quantities."""

    number: int  # counted from 1; 0 is the input
    layer: Layer
    depth: int  # of the groups that it stands in
    output: LayerOutput
    parameters: NamedValue | None = None
    operations: NamedValue | None = None
    values: NamedValue | None = None
    seen: tuple[NamedValue, ...] | None = None  # along each axis
    jump: tuple[NamedValue, ...] | None = None
    pad: tuple[NamedValue, ...] | None = None


class Listener(Protocol):
    """Provides the sinks, and is told of each layer that was passed."""

    def open_sink(self, number: int) -> QuantitySink:
        """The sink for the next layer; layer 0 is the input."""

    def pass_layer(self, passed: PassedLayer) -> None:
        """A layer is done."""


class Walk:
    """One walk through a network."""

    def __init__(self, listener: Listener, conventions: Conventions, columns: Collection[str] = COLUMNS) -> None:
        self.listener = listener
        self.conventions = conventions
        self.columns = columns
        self.number = 0
        self.depth = 0
        self.named: dict[str, Layer] = {}  # as `like` applies them, with the inputs that they take

    def enter_input(self, shape: tuple[int, ...]) -> LayerOutput:
        sink = self.listener.open_sink(0)
        names = INPUTS[len(shape)]
        if len(shape) > 2 and len(set(shape[:-1])) == 1:
            names = (*["n"] * (len(shape) - 1), "c")
        sizes = tuple(sink.set(name, size) for name, size in zip(names, shape, strict=True))
        seeing = None
        if len(shape) > 1 and FIELDS in self.columns:
            seeing = fields.start_fields(sink, len(shape) - 1)
        incoming = LayerOutput(sizes, seeing)
        self.report(sink, Layer(text="in"), incoming, incoming)
        return incoming

    def walk_chain(self, chain: tuple[Layer, ...], incoming: LayerOutput) -> LayerOutput:
        for layer in chain:
            pass_through: GroupWalk = GROUPS.get(type(layer), Walk.walk_layer)
            incoming = pass_through(self, layer, incoming)
        return incoming

    def walk_layer(self, layer: Layer, incoming: LayerOutput) -> LayerOutput:
        output = self.apply_layer(layer, incoming, learns=True)
        if layer.label:
            takes = None if isinstance(layer, layers.Embedding) else count_inputs(layer, incoming)
            self.named[layer.label] = replace(layer, takes=takes)
        return output

    def walk_like(self, layer: layers.Like, incoming: LayerOutput) -> LayerOutput:
        """Apply a named layer once more; what it learns was counted there."""
        if layer.target not in self.named:
            known = f"; there are {', '.join(self.named)}" if self.named else f": conv3-64 as {layer.target}"
            raise layer_error(layer, f'no layer before this one is named "{layer.target}"{known}')
        again = layers.apply_again(self.named[layer.target], len(incoming.sizes) == SEQUENCE)
        return self.apply_layer(replace(again, text=layer.text, at=layer.at), incoming, learns=False)

    def apply_layer(self, layer: Layer, incoming: LayerOutput, learns: bool) -> LayerOutput:
        """The output of a layer; `learns` tells whether its parameters are its own."""
        if layer.takes not in (None, got := count_inputs(layer, incoming)):
            raise layer_error(layer, f'"{layer.text}" takes {layer.takes} channels or features, and gets {got}')
        self.number += 1
        sink = self.listener.open_sink(self.number)
        sizes = SHAPES[type(layer)](sink, layer, incoming, self.conventions)
        output = LayerOutput(sizes, extent=flattened_extent(layer, incoming, sizes))
        if FIELDS in self.columns:
            see: fields.FieldRule = fields.FIELDS.get(type(layer), fields.same_field)
            output = output._replace(fields=see(sink, layer, incoming, output))
        self.report(sink, layer, incoming, output, learns)
        return output

    def report(
        self, sink: QuantitySink, layer: Layer, incoming: LayerOutput, output: LayerOutput, learns: bool = True
    ) -> None:
        """Compute the quantities of a layer and tell the listener."""
        params = work = values = None
        if PARAMETERS in self.columns and learns:
            params = costs.count_parameters(sink, layer, incoming, output, self.conventions)
        if OPERATIONS in self.columns:
            work = costs.count_operations(sink, layer, incoming, output, self.conventions)
        if MEMORY in self.columns and not (self.conventions.in_place and layers.works_in_place(layer)):
            values = costs.count_activations(sink, output)
        seen, jump, pad = compute_fields(sink, output)
        self.listener.pass_layer(
            PassedLayer(self.number, layer, self.depth, output, params, work, values, seen, jump, pad)
        )

    # groups

    def walk_repeat(self, layer: layers.Repeat, incoming: LayerOutput) -> LayerOutput:
        """Walk the body `times` times."""
        for _ in range(layer.times):
            incoming = self.walk_branch(layer.body, incoming)
        return incoming

    def walk_branch(self, chain: tuple[Layer, ...], incoming: LayerOutput) -> LayerOutput:
        """Walk a chain inside a group."""
        self.depth += 1
        output = self.walk_chain(chain, incoming)
        self.depth -= 1
        return output

    def walk_residual(self, layer: layers.Residual, incoming: LayerOutput) -> LayerOutput:
        """Walk body and skip path; their outputs are added."""
        paths = [self.walk_branch(layer.body, incoming), self.walk_branch(layer.skip, incoming)]
        body, skip = (path.shape for path in paths)
        if body != skip:
            differ = f"the body of the block gives {tell_shape(body)}, its skip path {tell_shape(skip)}"
            raise layer_error(
                layer, f"{differ}; only equal sizes can be added{suggest_skip_path(body, incoming.shape)}"
            )
        return self.join_paths(layer, paths, paths[0].sizes)

    def walk_concat(self, layer: layers.Concat, incoming: LayerOutput) -> LayerOutput:
        """Walk the branches; their outputs are stacked along the last axis."""
        paths = [self.walk_branch(chain, incoming) for chain in layer.branches]
        first = paths[0].shape
        for path in paths:
            if len(path.shape) != len(first) or path.shape[:-1] != first[:-1]:
                raise layer_error(
                    layer,
                    f"branches of {tell_shape(first)} and {tell_shape(path.shape)} {explain_unstackable(path.shape)}",
                )
        return self.join_paths(layer, paths, paths[0].sizes[:-1])

    def walk_auxiliary(self, layer: layers.Auxiliary, incoming: LayerOutput) -> LayerOutput:
        """Walk a head whose output goes nowhere."""
        self.walk_branch(layer.body, incoming)
        return incoming

    def join_paths(self, layer: Layer, paths: list[LayerOutput], sizes: tuple[NamedValue, ...]) -> LayerOutput:
        """The layer in which the paths of a group join; a size that is missing in `sizes` is the sum of the paths'."""
        self.number += 1
        sink = self.listener.open_sink(self.number)
        if len(sizes) < len(paths[0].sizes):
            parts = {f"c_{i}": path.sizes[-1] for i, path in enumerate(paths, 1)}
            sizes = (*sizes, sink.step("c", " + ".join(parts), "The channels of all branches are stacked.", **parts))
        seeing = [path.fields for path in paths if path.fields is not None]
        known = len(seeing) == len(paths)
        joined = fields.join_fields(sink, seeing, sizes[:-1]) if known else None
        output = LayerOutput(sizes, joined, paths[0].extent)
        self.report(sink, layer, paths[0], output)
        return output


GroupWalk = Callable[[Walk, Any, LayerOutput], LayerOutput]
GROUPS: dict[type[Layer], GroupWalk] = {
    layers.Repeat: Walk.walk_repeat,
    layers.Residual: Walk.walk_residual,
    layers.Concat: Walk.walk_concat,
    layers.Auxiliary: Walk.walk_auxiliary,
    layers.Like: Walk.walk_like,
}


def count_inputs(layer: Layer, incoming: LayerOutput) -> int:
    """The channels or features that a layer takes; of a dense layer all values of a map."""
    flattens = isinstance(layer, layers.Dense) and len(incoming.sizes) != SEQUENCE
    return prod(incoming.shape) if flattens else incoming.shape[-1]


def flattened_extent(
    layer: Layer, incoming: LayerOutput, sizes: tuple[NamedValue, ...]
) -> tuple[NamedValue, ...] | None:
    """The map that was flattened, as long as no layer has mixed its values."""
    if isinstance(layer, layers.Flatten) and len(incoming.sizes) > 1:
        return incoming.sizes[:-1]
    return incoming.extent if sizes == incoming.sizes else None


def compute_fields(sink: QuantitySink, output: LayerOutput) -> tuple[tuple[NamedValue, ...] | None, ...]:
    """Receptive field, jump and effective padding along the axes; the last two only while there is a map."""
    if output.fields is None:
        return None, None, None
    seen = tuple(field.sees for field in output.fields)
    if len(output.sizes) == 1 and output.extent is None:
        return seen, None, None
    pad = tuple(field.pad for field in output.fields if field.pad is not None)
    return seen, tuple(field.jump for field in output.fields), pad if len(pad) == len(seen) else None


def suggest_skip_path(body: tuple[int, ...], start: tuple[int, ...]) -> str:
    """The 1×1 convolution that turns the input of a block into the sizes of its body; empty where none does."""
    if len(body) != 3 or len(start) != 3:
        return ""
    stride = -(-start[0] // body[0])
    if [(side - 1) // stride + 1 for side in start[:2]] != list(body[:2]):
        return ""
    strides = f"/{stride}" if stride > 1 else ""
    return f": a skip path conv1-{body[2]}{strides} would fit"


def suggest_input(network: Network) -> str:
    """An input that the first layer could take."""
    first = next(iter(network.layers), None)
    while isinstance(first, layers.Repeat):
        first = first.body[0]
    takes = first.takes if first is not None else None
    if isinstance(first, (layers.Recurrent, layers.Attention, layers.Transformer)):
        return f"20x{takes or 64}"
    return str(takes) if takes and isinstance(first, layers.Dense) else f"32x32x{takes or 3}"


def explain_unstackable(shape: tuple[int, ...]) -> str:
    """Why branches cannot be stacked."""
    return {
        4: "cannot be stacked along the channels: depth, rows and columns must agree",
        3: "cannot be stacked along the channels: rows and columns must agree",
        2: "cannot be stacked along the features: their lengths must agree",
        1: "cannot be stacked: they have different numbers of axes",
    }[len(shape)]


def walk_network(
    network: Network, listener: Listener, conventions: Conventions, columns: Collection[str] = COLUMNS
) -> None:
    """Walk through every layer of a network; FormulaError, with the place in its text, where it breaks."""
    if network.shape is None:
        raise FormulaError(f"the network has no input; begin it with in {suggest_input(network)} | …", network.text)
    try:
        way = Walk(listener, conventions, columns)
        way.walk_chain(network.layers, way.enter_input(network.shape))
    except FormulaError as error:
        raise FormulaError(error.message, network.text, error.at) from None
