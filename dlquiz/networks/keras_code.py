"""A network as Keras code, for the learner to run: the functional style, line by line as the data goes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dlquiz.errors import FormulaError
from dlquiz.networks import layers
from dlquiz.networks.layers import Layer, Pair
from dlquiz.networks.plan import Planned, plan
from dlquiz.networks.table import Table
from dlquiz.networks.torch_code import pair, reads_tokens, switches

ACTIVATIONS = {"swish": "silu"}  # the others are called as here
CELLS = {"rnn": "SimpleRNN", "lstm": "LSTM", "gru": "GRU"}
Sides = tuple[int, int]  # before, behind


class KerasCode:
    """Writes the lines of a program; `x` is what flows, numbered names are what branches keep."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.lines: list[str] = []
        self.names = 0
        self.indent = ""

    def source(self) -> str:
        """The whole program text."""
        shape = self.table.rows[0].shape
        kind = ', dtype="int32"' if reads_tokens(self.table) else ""
        sizes = ", ".join(map(str, shape)) + ("," if len(shape) == 1 else "")
        self.chain(plan(self.table), "x")
        head = f"import keras\nfrom keras import layers\n\nx = inputs = keras.Input(({sizes}){kind})\n"
        return head + "\n".join(self.lines) + "\n\nmodel = keras.Model(inputs, x)\nmodel.summary()\n"

    def write(self, line: str) -> None:
        """One line."""
        self.lines.append(self.indent + line)

    def call(self, name: str, layer: str) -> None:
        """A layer on what flows."""
        self.write(f"{name} = layers.{layer}({name})")

    def fresh(self, word: str) -> str:
        """A name that is not used yet."""
        self.names += 1
        return f"{word}_{self.names}"

    def chain(self, chain: tuple[Planned, ...], name: str) -> None:
        """Layers in a row."""
        for node in chain:
            check(node.layer, self.table.network.text)
            WRITERS[type(node.layer)](self, node, name)

    # groups

    def repeat(self, node: Planned, name: str) -> None:
        """The copies; equal ones in a loop."""
        if len(set(map(sizes_of, node.branches))) > 1:
            for copy in node.branches:
                self.chain(copy, name)
            return
        self.write(f"for _ in range({len(node.branches)}):")
        self.indent += "    "
        self.chain(node.branches[0], name)
        self.indent = self.indent[:-4]

    def residual(self, node: Planned, name: str) -> None:
        """Body and skip path."""
        skip = self.fresh("skip")
        self.write(f"{skip} = {name}")
        self.chain(node.branches[0], name)
        self.chain(node.branches[1], skip)
        self.write(f"{name} = layers.add([{name}, {skip}])")

    def concat(self, node: Planned, name: str) -> None:
        """Branches."""
        branches = [self.fresh("branch") for _ in node.branches]
        self.write(" = ".join(branches) + f" = {name}")
        for branch, chain in zip(branches, node.branches, strict=True):
            self.chain(chain, branch)
        self.write(f"{name} = layers.concatenate([{', '.join(branches)}])")

    # layers

    def padded(self, node: Planned, name: str) -> str:
        """The padding that Keras has a word for; any other is written as a layer before."""
        layer: Any = node.layer
        if layer.same:
            return "same"
        sides = tuple(padding_of(layer, node, axis) for axis in (0, 1))
        if any(map(any, sides)):
            self.call(name, f"ZeroPadding2D({sides})")
        return "valid"

    def conv(self, node: Planned, name: str) -> None:
        """Conv2D."""
        layer: Any = node.layer
        more = windowed(layer, self.padded(node, name)) + switches(("groups", layer.groups, 1))
        self.call(name, f"Conv2D({node.out[2]}, {pair(layer.kernel)}{more}{bias(layer)})")

    def depthwise(self, node: Planned, name: str) -> None:
        """DepthwiseConv2D."""
        layer: Any = node.layer
        more = windowed(layer, self.padded(node, name))
        more += switches(("depth_multiplier", node.out[2] // node.into[2], 1))
        self.call(name, f"DepthwiseConv2D({pair(layer.kernel)}{more}{bias(layer)})")

    def transposed(self, node: Planned, name: str) -> None:
        """Conv2DTranspose; Keras cuts nothing off, so the padding is cut off behind it."""
        layer: Any = node.layer
        more = windowed(layer, "same" if layer.same else "valid") + switches(("groups", layer.groups, 1))
        self.call(name, f"Conv2DTranspose({node.out[2]}, {pair(layer.kernel)}{more}{bias(layer)})")
        if layer.same:
            return
        cuts = tuple(cut_of(layer, node, axis) for axis in (0, 1))
        cropped = tuple((max(0, a), max(0, b)) for a, b in cuts)
        added = tuple((max(0, -a), max(0, -b)) for a, b in cuts)
        if any(map(any, cropped)):
            self.call(name, f"Cropping2D({cropped})")
        if any(map(any, added)):
            self.call(name, f"ZeroPadding2D({added})")

    def pool(self, node: Planned, name: str) -> None:
        """MaxPooling2D or AveragePooling2D."""
        layer: Any = node.layer
        padding = self.padded(node, name)
        kind = "Max" if layer.kind == "max" else "Average"
        moved = ("strides", pair(layer.stride), pair(layer.kernel))
        strides = switches(moved, ("padding", f'"{padding}"', '"valid"'))
        self.call(name, f"{kind}Pooling2D({pair(layer.kernel)}{strides})")

    def global_pool(self, node: Planned, name: str) -> None:
        """GlobalAveragePooling2D and its kin."""
        layer: Any = node.layer
        kind = "Max" if layer.kind == "max" else "Average"
        self.call(name, f"Global{kind}Pooling{len(node.into) - 1}D()")

    def norm(self, node: Planned, name: str) -> None:
        """BatchNormalization or LayerNormalization."""
        layer: Any = node.layer
        self.call(name, "BatchNormalization()" if layer.kind == "batch" else "LayerNormalization()")

    def activation(self, node: Planned, name: str) -> None:
        """Activation."""
        layer: Any = node.layer
        self.call(name, f'Activation("{ACTIVATIONS.get(layer.name, layer.name)}")')

    def dropout(self, node: Planned, name: str) -> None:
        """Dropout."""
        layer: Any = node.layer
        self.call(name, f"Dropout({layer.rate})")

    def flatten(self, node: Planned, name: str) -> None:
        """Flatten."""
        self.call(name, "Flatten()")

    def identity(self, node: Planned, name: str) -> None:
        """No line at all."""

    def dense(self, node: Planned, name: str) -> None:
        """Dense, behind Flatten where a map comes in."""
        layer: Any = node.layer
        if len(node.into) == 3:
            self.flatten(node, name)
        self.call(name, f"Dense({layer.units}{bias(layer)})")

    def embedding(self, node: Planned, name: str) -> None:
        """Embedding."""
        layer: Any = node.layer
        self.call(name, f"Embedding({layer.vocabulary}, {layer.size})")

    def recurrent(self, node: Planned, name: str) -> None:
        """SimpleRNN, LSTM or GRU."""
        layer: Any = node.layer
        once = layer.cell == "gru" and self.table.conventions.bias_vectors == 1
        more = switches(("return_sequences", not layer.last, False), ("reset_after", not once, True)) + bias(layer)
        cell = f"{CELLS[layer.cell]}({layer.units}{more})"
        self.call(name, f"Bidirectional(layers.{cell})" if layer.both else cell)

    def attention(self, node: Planned, name: str) -> None:
        """MultiHeadAttention of a sequence to itself."""
        layer: Any = node.layer
        width = node.into[1] // layer.heads
        self.write(f"{name} = layers.MultiHeadAttention({layer.heads}, {width}{bias(layer)})({name}, {name})")

    def transformer(self, node: Planned, name: str) -> None:
        """The encoder block, spelled out."""
        layer: Any = node.layer
        d = node.into[1]
        inner = self.fresh("inner")
        self.write(f"{inner} = layers.MultiHeadAttention({layer.heads}, {d // layer.heads})({name}, {name})")
        self.write(f"{name} = layers.LayerNormalization()(layers.add([{name}, {inner}]))")
        self.write(f'{inner} = layers.Dense({layer.width}, activation="relu")({name})')
        self.write(f"{inner} = layers.Dense({d})({inner})")
        self.write(f"{name} = layers.LayerNormalization()(layers.add([{name}, {inner}]))")


def check(layer: Layer, text: str) -> None:
    """FormulaError where Keras has no words for a layer."""
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


def sizes_of(chain: tuple[Planned, ...]) -> tuple[tuple[int, ...], ...]:
    """The output sizes along a chain, branches included: Keras finds the input sizes itself."""
    made: list[tuple[int, ...]] = []
    for node in chain:
        for branch in node.branches:
            made += sizes_of(branch)
        made.append(node.out)
    return tuple(made)


def bias(layer: Any) -> str:
    """Whether there are biases, where there are none."""
    return switches(("use_bias", layer.bias, True))


def windowed(layer: layers.Window, padding: str) -> str:
    """Stride, padding and dilation, where they differ from the usual."""
    return switches(
        ("strides", pair(layer.stride), "1"),
        ("padding", f'"{padding}"', '"valid"'),
        ("dilation_rate", pair(layer.dilation), "1"),
    )


def reach(kernel: Pair, dilation: Pair, axis: int) -> int:
    """The window with its holes."""
    return dilation[axis] * (kernel[axis] - 1) + 1


def padding_of(layer: layers.Window, node: Planned, axis: int) -> Sides:
    """Rows or columns of zeros; behind the map as many more as a size that was rounded up needs."""
    p = layer.padding[axis]
    needed = (node.out[axis] - 1) * layer.stride[axis] + reach(layer.kernel, layer.dilation, axis) - node.into[axis]
    return p, max(p, needed - p)


def cut_of(layer: layers.Transposed, node: Planned, axis: int) -> Sides:
    """What is cut off the full output of a transposed convolution; negative where something is added."""
    span = reach(layer.kernel, layer.dilation, axis)
    full = (node.into[axis] - 1) * layer.stride[axis] + max(span, layer.stride[axis])
    p = layer.padding[axis]
    return p, full - p - node.out[axis]


Writer = Callable[[KerasCode, Planned, str], None]
WRITERS: dict[type[Layer], Writer] = {
    layers.Repeat: KerasCode.repeat,
    layers.Residual: KerasCode.residual,
    layers.Concat: KerasCode.concat,
    layers.Conv: KerasCode.conv,
    layers.Depthwise: KerasCode.depthwise,
    layers.Transposed: KerasCode.transposed,
    layers.Pool: KerasCode.pool,
    layers.GlobalPool: KerasCode.global_pool,
    layers.Norm: KerasCode.norm,
    layers.Activation: KerasCode.activation,
    layers.Dropout: KerasCode.dropout,
    layers.Flatten: KerasCode.flatten,
    layers.Identity: KerasCode.identity,
    layers.Dense: KerasCode.dense,
    layers.Embedding: KerasCode.embedding,
    layers.Recurrent: KerasCode.recurrent,
    layers.Attention: KerasCode.attention,
    layers.Transformer: KerasCode.transformer,
}


def keras_code(table: Table) -> str:
    """The program text; FormulaError where the network breaks, or Keras has no such layer."""
    return KerasCode(table).source()
