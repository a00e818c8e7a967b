"""A network as Keras code that a learner can run: the functional style, one line per layer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dlquiz.errors import FormulaError
from dlquiz.networks import layers
from dlquiz.networks.layers import Layer, Pair
from dlquiz.networks.sized_layers import SizedLayer, size_layers
from dlquiz.networks.table import Table
from dlquiz.networks.torch_code import reads_tokens, write_arguments, write_pair

ACTIVATIONS = {"swish": "silu"}  # the others are called as here
CELLS = {"rnn": "SimpleRNN", "lstm": "LSTM", "gru": "GRU"}
Sides = tuple[int, int]  # before, behind


class KerasCode:
    """Writes the lines of a program; `x` is the output so far, numbered names are those of branches."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.lines: list[str] = []
        self.names = 0
        self.indent = ""

    def write_program(self) -> str:
        shape = self.table.rows[0].shape
        kind = ', dtype="int32"' if reads_tokens(self.table) else ""
        sizes = ", ".join(map(str, shape)) + ("," if len(shape) == 1 else "")
        self.write_chain(size_layers(self.table), "x")
        head = f"import keras\nfrom keras import layers\n\nx = inputs = keras.Input(({sizes}){kind})\n"
        return head + "\n".join(self.lines) + "\n\nmodel = keras.Model(inputs, x)\nmodel.summary()\n"

    def write_line(self, line: str) -> None:
        self.lines.append(self.indent + line)

    def write_call(self, name: str, layer: str) -> None:
        """The line that applies a layer."""
        self.write_line(f"{name} = layers.{layer}({name})")

    def new_name(self, word: str) -> str:
        """A name that is not used yet."""
        self.names += 1
        return f"{word}_{self.names}"

    def write_chain(self, chain: tuple[SizedLayer, ...], name: str) -> None:
        for node in chain:
            check_supported(node.layer, self.table.network.text)
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

    # layers

    def write_padding(self, node: SizedLayer, name: str) -> str:
        """The padding that Keras has a word for; any other is written as a layer before it."""
        layer: Any = node.layer
        if layer.same:
            return "same"
        sides = tuple(compute_padding(layer, node, axis) for axis in (0, 1))
        if any(map(any, sides)):
            self.write_call(name, f"ZeroPadding2D({sides})")
        return "valid"

    def write_conv(self, node: SizedLayer, name: str) -> None:
        layer: Any = node.layer
        more = write_window(layer, self.write_padding(node, name)) + write_arguments(("groups", layer.groups, 1))
        self.write_call(name, f"Conv2D({node.out[2]}, {write_pair(layer.kernel)}{more}{write_bias(layer)})")

    def write_depthwise(self, node: SizedLayer, name: str) -> None:
        layer: Any = node.layer
        more = write_window(layer, self.write_padding(node, name))
        more += write_arguments(("depth_multiplier", node.out[2] // node.into[2], 1))
        self.write_call(name, f"DepthwiseConv2D({write_pair(layer.kernel)}{more}{write_bias(layer)})")

    def write_transposed(self, node: SizedLayer, name: str) -> None:
        """Conv2DTranspose; Keras does not crop, so what padding removes is cropped by a layer after it."""
        layer: Any = node.layer
        more = write_window(layer, "same" if layer.same else "valid") + write_arguments(("groups", layer.groups, 1))
        self.write_call(name, f"Conv2DTranspose({node.out[2]}, {write_pair(layer.kernel)}{more}{write_bias(layer)})")
        if layer.same:
            return
        cuts = tuple(compute_cut(layer, node, axis) for axis in (0, 1))
        cropped = tuple((max(0, a), max(0, b)) for a, b in cuts)
        added = tuple((max(0, -a), max(0, -b)) for a, b in cuts)
        if any(map(any, cropped)):
            self.write_call(name, f"Cropping2D({cropped})")
        if any(map(any, added)):
            self.write_call(name, f"ZeroPadding2D({added})")

    def write_pool(self, node: SizedLayer, name: str) -> None:
        layer: Any = node.layer
        padding = self.write_padding(node, name)
        kind = "Max" if layer.kind == "max" else "Average"
        moved = ("strides", write_pair(layer.stride), write_pair(layer.kernel))
        strides = write_arguments(moved, ("padding", f'"{padding}"', '"valid"'))
        self.write_call(name, f"{kind}Pooling2D({write_pair(layer.kernel)}{strides})")

    def write_global_pool(self, node: SizedLayer, name: str) -> None:
        layer: Any = node.layer
        kind = "Max" if layer.kind == "max" else "Average"
        self.write_call(name, f"Global{kind}Pooling{len(node.into) - 1}D()")

    def write_norm(self, node: SizedLayer, name: str) -> None:
        layer: Any = node.layer
        self.write_call(name, "BatchNormalization()" if layer.kind == "batch" else "LayerNormalization()")

    def write_activation(self, node: SizedLayer, name: str) -> None:
        layer: Any = node.layer
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
        if len(node.into) == 3:
            self.write_flatten(node, name)
        self.write_call(name, f"Dense({layer.units}{write_bias(layer)})")

    def write_embedding(self, node: SizedLayer, name: str) -> None:
        layer: Any = node.layer
        self.write_call(name, f"Embedding({layer.vocabulary}, {layer.size})")

    def write_recurrent(self, node: SizedLayer, name: str) -> None:
        layer: Any = node.layer
        once = layer.cell == "gru" and self.table.conventions.bias_vectors == 1
        more = write_arguments(
            ("return_sequences", not layer.last, False), ("reset_after", not once, True)
        ) + write_bias(layer)
        cell = f"{CELLS[layer.cell]}({layer.units}{more})"
        self.write_call(name, f"Bidirectional(layers.{cell})" if layer.both else cell)

    def write_attention(self, node: SizedLayer, name: str) -> None:
        layer: Any = node.layer
        width = node.into[1] // layer.heads
        self.write_line(
            f"{name} = layers.MultiHeadAttention({layer.heads}, {width}{write_bias(layer)})({name}, {name})"
        )

    def write_transformer(self, node: SizedLayer, name: str) -> None:
        """The encoder block, written out."""
        layer: Any = node.layer
        d = node.into[1]
        inner = self.new_name("inner")
        self.write_line(f"{inner} = layers.MultiHeadAttention({layer.heads}, {d // layer.heads})({name}, {name})")
        self.write_line(f"{name} = layers.LayerNormalization()(layers.add([{name}, {inner}]))")
        self.write_line(f'{inner} = layers.Dense({layer.width}, activation="relu")({name})')
        self.write_line(f"{inner} = layers.Dense({d})({inner})")
        self.write_line(f"{name} = layers.LayerNormalization()(layers.add([{name}, {inner}]))")


def check_supported(layer: Layer, text: str) -> None:
    """FormulaError where Keras has no such layer."""
    dilated = isinstance(layer, layers.Window) and layer.dilation != (1, 1)
    lacks = ""
    if isinstance(layer, layers.Pool) and dilated:
        lacks = "dilated pooling"
    elif isinstance(layer, layers.Transposed) and layer.groups > 1:
        lacks = "groups in a transposed convolution"
    elif isinstance(layer, layers.Window) and dilated and layer.stride != (1, 1):
        lacks = "stride and dilation in one convolution"
    elif isinstance(layer, layers.Depthwise) and layer.stride[0] != layer.stride[1]:
        lacks = "a depthwise convolution with different strides along rows and columns"
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


def write_window(layer: layers.Window, padding: str) -> str:
    """The arguments for stride, padding and dilation that differ from the defaults."""
    return write_arguments(
        ("strides", write_pair(layer.stride), "1"),
        ("padding", f'"{padding}"', '"valid"'),
        ("dilation_rate", write_pair(layer.dilation), "1"),
    )


def window_span(kernel: Pair, dilation: Pair, axis: int) -> int:
    """The cells from the first tap of a window to the last."""
    return dilation[axis] * (kernel[axis] - 1) + 1


def compute_padding(layer: layers.Window, node: SizedLayer, axis: int) -> Sides:
    """Rows or columns of zeros before and after the map, the latter more where a size was rounded up."""
    p = layer.padding[axis]
    needed = (
        (node.out[axis] - 1) * layer.stride[axis] + window_span(layer.kernel, layer.dilation, axis) - node.into[axis]
    )
    return p, max(p, needed - p)


def compute_cut(layer: layers.Transposed, node: SizedLayer, axis: int) -> Sides:
    """What is cut off the full output of a transposed convolution; negative where something is added."""
    span = window_span(layer.kernel, layer.dilation, axis)
    full = (node.into[axis] - 1) * layer.stride[axis] + max(span, layer.stride[axis])
    p = layer.padding[axis]
    return p, full - p - node.out[axis]


Writer = Callable[[KerasCode, SizedLayer, str], None]
WRITERS: dict[type[Layer], Writer] = {
    layers.Repeat: KerasCode.write_repeat,
    layers.Residual: KerasCode.write_residual,
    layers.Concat: KerasCode.write_concat,
    layers.Conv: KerasCode.write_conv,
    layers.Depthwise: KerasCode.write_depthwise,
    layers.Transposed: KerasCode.write_transposed,
    layers.Pool: KerasCode.write_pool,
    layers.GlobalPool: KerasCode.write_global_pool,
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
