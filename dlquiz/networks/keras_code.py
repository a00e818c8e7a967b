"""A network as Keras code that a learner can run: the functional style, one line per layer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dlquiz.errors import FormulaError
from dlquiz.networks import layers
from dlquiz.networks.keras_helpers import HELPERS
from dlquiz.networks.keras_windows import (
    Sides,
    compute_cuts,
    compute_padding,
    count_added,
    find_unsupported,
    sides_left_out,
    write_pooling,
    write_window,
)
from dlquiz.networks.layer_output import sizes_along
from dlquiz.networks.layers import Layer
from dlquiz.networks.sized_layers import SizedLayer, size_layers
from dlquiz.networks.table import Table
from dlquiz.networks.torch_code import reads_tokens, size_window, write_arguments, write_sizes

ACTIVATIONS = {"swish": "silu"}  # the others are called as here
CELLS = {"rnn": "SimpleRNN", "lstm": "LSTM", "gru": "GRU"}


class KerasCode:
    """Writes the lines of a program; `x` is the output so far, numbered names are those of branches."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.lines: list[str] = []
        self.names = 0
        self.indent = ""
        self.helpers: set[str] = set()
        self.shared: dict[str, str] = {}  # layers that stand in several places, by their names
        self.outputs = ["x"]
        self.scored = {row.layer.label for row in table.rows if isinstance(row.layer, layers.Scores)}

    def write_program(self) -> str:
        shape = self.table.rows[0].shape
        kind = ', dtype="int32"' if reads_tokens(self.table) else ""
        sizes = ", ".join(map(str, shape)) + ("," if len(shape) == 1 else "")
        self.write_chain(size_layers(self.table), "x")
        helpers = "".join(text + "\n" for name, text in HELPERS.items() if name in self.helpers)
        lines = [*(f"{name} = layers.{layer}" for name, layer in self.shared.items()), *self.lines]
        uses_ops = "ops." in helpers or any("ops." in line for line in lines)
        outputs = self.outputs[0] if len(self.outputs) == 1 else f"[{', '.join(self.outputs)}]"
        note = "# Keras keeps one bias vector in each gate.\n" if self.lacks_biases() else ""
        return (
            f"import keras\nfrom keras import layers{', ops' if uses_ops else ''}\n{helpers}\n"
            f"{note}x = inputs = keras.Input(({sizes}){kind})\n"
            + "\n".join(lines)
            + f"\n\nmodel = keras.Model(inputs, {outputs})\nmodel.summary()\n"
        )

    def lacks_biases(self) -> bool:
        """Whether the table counts bias vectors that Keras does not have."""
        twice = self.table.conventions.bias_vectors == 2
        return twice and any(
            isinstance(row.layer, layers.Recurrent) and row.layer.bias and row.layer.cell != "gru"
            for row in self.table.rows
        )

    def write_line(self, line: str) -> None:
        self.lines.append(self.indent + line)

    def write_call(self, name: str, layer: str, node: SizedLayer | None = None) -> None:
        """The line that applies a layer; of a node with a label, the one layer that stands in several places."""
        if node is None or not node.layer.label:
            self.write_line(f"{name} = layers.{layer}({name})")
            return
        own = f"shared_{node.layer.label}"
        self.shared.setdefault(own, layer)
        self.write_line(f"{name} = {own}({name})")

    def new_name(self, word: str) -> str:
        """A name that is not used yet."""
        self.names += 1
        return f"{word}_{self.names}"

    def write_chain(self, chain: tuple[SizedLayer, ...], name: str) -> None:
        for node in chain:
            check_supported(node, self.table.network.text)
            WRITERS[type(node.layer)](self, node, name)

    # groups

    def write_repeat(self, node: SizedLayer, name: str) -> None:
        """The copies; equal ones are written as a loop."""
        if len(set(map(list_sizes, node.branches))) > 1:
            for copy in node.branches:
                self.write_chain(copy, name)
            return
        self.write_line(f"for _ in range({len(node.branches)}):")
        self.indent += "    "
        self.write_chain(node.branches[0], name)
        self.indent = self.indent[:-4]

    def write_residual(self, node: SizedLayer, name: str) -> None:
        skip = self.new_name("skip")
        self.write_line(f"{skip} = {name}")
        self.write_chain(node.branches[0], name)
        self.write_chain(node.branches[1], skip)
        self.write_line(f"{name} = layers.add([{name}, {skip}])")

    def write_concat(self, node: SizedLayer, name: str) -> None:
        branches = [self.new_name("branch") for _ in node.branches]
        self.write_line(" = ".join(branches) + f" = {name}")
        for branch, chain in zip(branches, node.branches, strict=True):
            self.write_chain(chain, branch)
        self.write_line(f"{name} = layers.concatenate([{', '.join(branches)}])")

    def write_auxiliary(self, node: SizedLayer, name: str) -> None:
        """A second output."""
        head = self.new_name("aux")
        self.write_line(f"{head} = {name}")
        self.write_chain(node.branches[0], head)
        self.outputs.append(head)

    # layers

    def write_padding(self, node: SizedLayer, name: str, value: str = "") -> str:
        """The padding that Keras has a word for; any other is written as a line before it."""
        layer: Any = node.layer
        if layer.same:
            return "same"
        sides = compute_padding(node, size_window(node))
        if any(map(any, sides)) and value:
            self.write_line(f"{name} = ops.pad({name}, {((0, 0), *sides, (0, 0))}, constant_values={value})")
        elif any(map(any, sides)):
            self.write_sides(name, "ZeroPadding", sides)
        return "valid"

    def write_sides(self, name: str, layer: str, sides: tuple[Sides, ...]) -> None:
        """A layer that pads or crops each axis."""
        self.write_call(name, f"{layer}{len(sides)}D({sides if len(sides) > 1 else sides[0]})")

    def write_conv(self, node: SizedLayer, name: str) -> None:
        layer: Any = node.layer
        window = size_window(node)
        more = write_window(window, self.write_padding(node, name)) + write_arguments(("groups", layer.groups, 1))
        filters = f"{node.out[-1]}, {write_sizes(window.kernel)}"
        self.write_call(name, f"Conv{len(node.into) - 1}D({filters}{more}{write_bias(layer)})", node)

    def write_depthwise(self, node: SizedLayer, name: str) -> None:
        layer: Any = node.layer
        window = size_window(node)
        more = write_window(window, self.write_padding(node, name))
        more += write_arguments(("depth_multiplier", node.out[-1] // node.into[-1], 1))
        kernel = write_sizes(window.kernel)
        self.write_call(name, f"DepthwiseConv{len(node.into) - 1}D({kernel}{more}{write_bias(layer)})", node)

    def write_transposed(self, node: SizedLayer, name: str) -> None:
        """Conv2DTranspose and its like; what padding removes is cropped by a layer after it."""
        layer: Any = node.layer
        window = size_window(node)
        extra = count_added(node, window)
        more = write_window(window, "valid") + write_arguments(("groups", layer.groups, 1))
        more += f", output_padding={write_sizes(extra)}" if any(extra) else ""
        filters = f"{node.out[-1]}, {write_sizes(window.kernel)}"
        self.write_call(name, f"Conv{len(node.into) - 1}DTranspose({filters}{more}{write_bias(layer)})", node)
        cuts = compute_cuts(node, window, extra)
        if any(map(any, cuts)):
            self.write_sides(name, "Cropping", cuts)

    def write_pool(self, node: SizedLayer, name: str) -> None:
        layer: Any = node.layer
        window, most = size_window(node), layer.kind == "max"
        if not most and (sides := sides_left_out(node, window)):
            if any(window.padding):
                self.write_sides(name, "ZeroPadding", tuple((p, p) for p in window.padding))
            self.helpers.add("average_real")
            self.write_line(f"{name} = average_real({name}, layers.{write_pooling(node, window, 'valid')}, {sides})")
        else:
            padding = self.write_padding(node, name, MINUS_INFINITY if most else "")
            self.write_call(name, write_pooling(node, window, padding))

    def write_global_pool(self, node: SizedLayer, name: str) -> None:
        layer: Any = node.layer
        kind = "Max" if layer.kind == "max" else "Average"
        self.write_call(name, f"Global{kind}Pooling{len(node.into) - 1}D()")

    def write_adaptive_pool(self, node: SizedLayer, name: str) -> None:
        layer: Any = node.layer
        kind = "Max" if layer.kind == "max" else "Average"
        self.write_call(name, f"Adaptive{kind}Pooling{len(node.into) - 1}D({write_sizes(node.out[:-1])})")

    def write_upsample(self, node: SizedLayer, name: str) -> None:
        layer: Any = node.layer
        axes = len(node.into) - 1
        smooth = ', interpolation="bilinear"' if layer.smooth else ""
        self.write_call(name, f"UpSampling{axes}D({write_sizes(sizes_along(layer, layer.factors, axes))}{smooth})")

    def write_norm(self, node: SizedLayer, name: str) -> None:
        layer: Any = node.layer
        kinds = {"batch": "Batch", "layer": "Layer", "group": "Group"}
        groups = str(layer.groups) if layer.kind == "group" else ""
        self.write_call(name, f"{kinds[layer.kind]}Normalization({groups})", node)

    def write_prelu(self, node: SizedLayer, name: str) -> None:
        """PReLU with one slope for each channel, or one for all."""
        layer: Any = node.layer
        shared = list(range(1, len(node.into) + (1 if layer.share else 0)))
        self.write_call(name, f"PReLU(shared_axes={shared})" if shared else "PReLU()", node)

    def write_helper(self, name: str, helper: str, arguments: str = "") -> None:
        """The line that applies a layer that the program defines."""
        self.helpers.add(helper)
        self.write_line(f"{name} = {helper}({arguments})({name})")

    def write_rows(self, node: SizedLayer, name: str) -> None:
        self.write_call(name, f"Reshape({node.out})")

    def write_class_token(self, node: SizedLayer, name: str) -> None:
        self.write_helper(name, "ClassToken")

    def write_positions(self, node: SizedLayer, name: str) -> None:
        layer: Any = node.layer
        self.write_helper(name, "Positions", str(layer.count or node.into[0]))

    def write_token_types(self, node: SizedLayer, name: str) -> None:
        layer: Any = node.layer
        self.write_helper(name, "TokenTypes", str(layer.count))

    def write_first(self, node: SizedLayer, name: str) -> None:
        self.write_line(f"{name} = {name}[:, 0]")

    def write_scores(self, node: SizedLayer, name: str) -> None:
        self.write_line(f"{name} = shared_{node.layer.label}({name}, reverse=True)")

    def write_activation(self, node: SizedLayer, name: str) -> None:
        layer: Any = node.layer
        if layer.name == "leaky_relu":
            self.write_call(name, "LeakyReLU(negative_slope=0.01)")
        else:
            self.write_call(name, f'Activation("{ACTIVATIONS.get(layer.name, layer.name)}")')

    def write_dropout(self, node: SizedLayer, name: str) -> None:
        layer: Any = node.layer
        self.write_call(name, f"Dropout({layer.rate})")

    def write_flatten(self, node: SizedLayer, name: str) -> None:
        self.write_call(name, "Flatten()")

    def write_identity(self, node: SizedLayer, name: str) -> None:
        """No line: the output so far stays."""

    def write_dense(self, node: SizedLayer, name: str) -> None:
        """Dense, after Flatten where the input is a map."""
        layer: Any = node.layer
        if len(node.into) > 2:
            self.write_flatten(node, name)
        self.write_call(name, f"Dense({layer.units}{write_bias(layer)})", node)

    def write_embedding(self, node: SizedLayer, name: str) -> None:
        layer: Any = node.layer
        kind = "ReversibleEmbedding" if layer.label in self.scored and layer.label else "Embedding"
        self.write_call(name, f"{kind}({layer.vocabulary}, {layer.size})", node)

    def write_recurrent(self, node: SizedLayer, name: str) -> None:
        layer: Any = node.layer
        once = layer.cell == "gru" and self.table.conventions.bias_vectors == 1
        for place in range(layer.depth):
            states = place < layer.depth - 1 or not layer.last
            more = write_arguments(("return_sequences", states, False), ("reset_after", not once, True))
            cell = f"{CELLS[layer.cell]}({layer.units}{more}{write_bias(layer)})"
            self.write_call(name, f"Bidirectional(layers.{cell})" if layer.both else cell, node)

    def write_attention(self, node: SizedLayer, name: str) -> None:
        layer: Any = node.layer
        attention = self.share_layer(node, write_heads(layer, node, write_bias(layer)))
        self.write_line(f"{name} = {attention}({name}, {name})")

    def share_layer(self, node: SizedLayer, layer: str) -> str:
        """A layer, or the name of one that stands in several places."""
        if not node.layer.label:
            return f"layers.{layer}"
        self.shared.setdefault(f"shared_{node.layer.label}", layer)
        return f"shared_{node.layer.label}"

    def write_transformer(self, node: SizedLayer, name: str) -> None:
        """The encoder block, written out; normalisation stands before its two parts, or behind their sums."""
        layer: Any = node.layer
        d, inner = node.into[1], self.new_name("inner")
        causal = ", use_causal_mask=True" if layer.causal else ""
        start = inner if layer.first else name
        norm = "layers.LayerNormalization()"
        added = f"layers.add([{name}, {inner}])"
        joined = f"{name} = {added}" if layer.first else f"{name} = {norm}({added})"
        before = [f"{inner} = {norm}({name})"] if layer.first else []
        for line in (
            *before,
            f"{inner} = layers.{write_heads(layer, node, '')}({start}, {start}{causal})",
            joined,
            *before,
            f'{inner} = layers.Dense({layer.width}, activation="{layer.activation}")({start})',
            f"{inner} = layers.Dense({d})({inner})",
            joined,
        ):
            self.write_line(line)


MINUS_INFINITY = 'float("-inf")'


def write_heads(layer: Any, node: SizedLayer, more: str) -> str:
    """Self-attention whose heads share the width of the model."""
    return f"MultiHeadAttention({layer.heads}, {node.into[1] // layer.heads}{more})"


def check_supported(node: SizedLayer, text: str) -> None:
    """FormulaError where Keras has no such layer."""
    layer, axes = node.layer, len(node.into) - 1
    lacks = ""
    if isinstance(layer, layers.Window):
        lacks = find_unsupported(layer, size_window(node), axes)
    elif isinstance(layer, layers.Upsample) and layer.smooth and axes != 2:
        lacks = f"linear upsampling along {'one axis' if axes == 1 else 'three axes'}"
    elif layer.label and (isinstance(layer, layers.Transformer) or getattr(layer, "depth", 1) > 1):
        lacks = "single layer for this block that could be shared"
    if lacks:
        raise FormulaError(f"Keras has no {lacks}", text, layer.at)


def list_sizes(chain: tuple[SizedLayer, ...]) -> tuple[tuple[int, ...], ...]:
    """The output sizes along a chain, including branches; Keras finds the input sizes itself."""
    sizes: list[tuple[int, ...]] = []
    for node in chain:
        for branch in node.branches:
            sizes += list_sizes(branch)
        sizes.append(node.out)
    return tuple(sizes)


def write_bias(layer: Any) -> str:
    """The argument that turns biases off; empty where the layer has them."""
    return write_arguments(("use_bias", layer.bias, True))


Writer = Callable[[KerasCode, SizedLayer, str], None]
WRITERS: dict[type[Layer], Writer] = {
    layers.Repeat: KerasCode.write_repeat,
    layers.Residual: KerasCode.write_residual,
    layers.Concat: KerasCode.write_concat,
    layers.Conv: KerasCode.write_conv,
    layers.Depthwise: KerasCode.write_depthwise,
    layers.Transposed: KerasCode.write_transposed,
    layers.Pool: KerasCode.write_pool,
    layers.Auxiliary: KerasCode.write_auxiliary,
    layers.GlobalPool: KerasCode.write_global_pool,
    layers.AdaptivePool: KerasCode.write_adaptive_pool,
    layers.Upsample: KerasCode.write_upsample,
    layers.ParametricReLU: KerasCode.write_prelu,
    layers.Rows: KerasCode.write_rows,
    layers.ClassToken: KerasCode.write_class_token,
    layers.Positions: KerasCode.write_positions,
    layers.TokenTypes: KerasCode.write_token_types,
    layers.First: KerasCode.write_first,
    layers.Scores: KerasCode.write_scores,
    layers.Norm: KerasCode.write_norm,
    layers.Activation: KerasCode.write_activation,
    layers.Dropout: KerasCode.write_dropout,
    layers.Flatten: KerasCode.write_flatten,
    layers.Identity: KerasCode.write_identity,
    layers.Dense: KerasCode.write_dense,
    layers.Embedding: KerasCode.write_embedding,
    layers.Recurrent: KerasCode.write_recurrent,
    layers.Attention: KerasCode.write_attention,
    layers.Transformer: KerasCode.write_transformer,
}


def write_keras(table: Table) -> str:
    """The program; FormulaError where the network breaks, or Keras has no such layer."""
    return KerasCode(table).write_program()
