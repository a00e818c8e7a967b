"""A network as PyTorch code that a learner can run: one `nn.Sequential`, and only the helpers that it needs."""

from __future__ import annotations

from collections.abc import Callable
from math import prod
from typing import Any

from dlquiz.networks import layers
from dlquiz.networks.layers import CEIL, Layer, Pair
from dlquiz.networks.sized_layers import Shape, SizedLayer, size_layers
from dlquiz.networks.table import Table

HELPERS = {
    "Residual": '''
class Residual(nn.Module):
    """body(x) + skip(x)"""

    def __init__(self, body, skip):
        super().__init__()
        self.body, self.skip = body, skip

    def forward(self, x):
        return self.body(x) + self.skip(x)
''',
    "Concat": '''
class Concat(nn.Module):
    """Branches on one input, stacked along an axis."""

    def __init__(self, axis, *branches):
        super().__init__()
        self.axis, self.branches = axis, nn.ModuleList(branches)

    def forward(self, x):
        return torch.cat([branch(x) for branch in self.branches], self.axis)
''',
    "States": '''
class States(nn.Module):
    """A recurrent layer's states, or the last one: its forward state and its backward state."""

    def __init__(self, cell, last):
        super().__init__()
        self.cell, self.last = cell, last

    def forward(self, x):
        states = self.cell(x)[0]
        if not self.last:
            return states
        ahead, back = states[:, -1, : self.cell.hidden_size], states[:, 0, self.cell.hidden_size :]
        return torch.cat([ahead, back], 1)
''',
    "SelfAttention": '''
class SelfAttention(nn.Module):
    """Attention of a sequence to itself."""

    def __init__(self, attention):
        super().__init__()
        self.attention = attention

    def forward(self, x):
        return self.attention(x, x, x, need_weights=False)[0]
''',
    "ChannelsLast": '''
class ChannelsLast(nn.Module):
    """A layer that works on the last axis, on maps whose channels stand first."""

    def __init__(self, layer):
        super().__init__()
        self.layer = layer

    def forward(self, x):
        return self.layer(x.movedim(1, -1)).movedim(-1, 1)
''',
    "FeaturesFirst": '''
class FeaturesFirst(nn.Module):
    """A layer that works on the axis behind the batch, on sequences whose features stand last."""

    def __init__(self, layer):
        super().__init__()
        self.layer = layer

    def forward(self, x):
        return self.layer(x.transpose(1, 2)).transpose(1, 2)
''',
}
ACTIVATIONS = {
    "relu": "nn.ReLU()",
    "relu6": "nn.ReLU6()",
    "sigmoid": "nn.Sigmoid()",
    "tanh": "nn.Tanh()",
    "gelu": "nn.GELU()",
    "elu": "nn.ELU()",
    "leaky_relu": "nn.LeakyReLU()",
    "swish": "nn.SiLU()",
    "softplus": "nn.Softplus()",
}
Modules = list[str]  # the modules of one layer


def write_pair(sizes: Pair) -> str:
    """One number where both axes agree, else a tuple."""
    return str(sizes[0]) if sizes[0] == sizes[1] else str(sizes)


def write_arguments(*given: tuple[str, Any, Any]) -> str:
    """The keyword arguments that differ from their defaults."""
    return "".join(f", {name}={value}" for name, value, usual in given if value != usual)


def write_window(layer: layers.Window, stride: Pair = (1, 1)) -> str:
    """The arguments for stride, padding and dilation that differ from the module's defaults."""
    padding = (0, 0) if layer.same else layer.padding
    return write_arguments(
        ("stride", write_pair(layer.stride), write_pair(stride)),
        ("padding", write_pair(padding), "0"),
        ("dilation", write_pair(layer.dilation), "1"),
    )


def pad_same(layer: layers.Window, node: SizedLayer, value: str = "") -> Modules:
    """The module that pads as `same` does: half before the map, the odd row and column after it."""
    if not layer.same:
        return []
    sides: list[int] = []
    for axis in (1, 0):
        span = layer.dilation[axis] * (layer.kernel[axis] - 1) + 1
        missing = max((node.out[axis] - 1) * layer.stride[axis] + span - node.into[axis], 0)
        sides += [missing // 2, missing - missing // 2]
    if not any(sides):
        return []
    what = f"nn.ConstantPad2d({tuple(sides)}, {value})" if value else f"nn.ZeroPad2d({tuple(sides)})"
    return [what]


class TorchCode:
    """Writes the modules of a network, and collects the helpers that they need."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.helpers: set[str] = set()

    def write_program(self) -> str:
        body = self.write_block(size_layers(self.table), 0, "model = nn.Sequential")
        helpers = "".join(text + "\n" for name, text in HELPERS.items() if name in self.helpers)
        shape = self.table.rows[0].shape
        tokens = ", dtype=torch.long" if reads_tokens(self.table) else ""
        note = "# PyTorch keeps two bias vectors in each gate.\n" if "States" in self.helpers else ""
        return (
            f"import torch\nfrom torch import nn\n\n{helpers}\n{note}{body}\n\nmodel.eval()\n"
            f"print(model(torch.zeros(1, {write_input_sizes(shape)}{tokens})).shape)\n"
            'print(sum(p.numel() for p in model.parameters()), "parameters")\n'
        )

    def write_block(self, chain: tuple[SizedLayer, ...], depth: int, head: str = "nn.Sequential") -> str:
        """A sequence of modules, one per line."""
        if not chain:
            return f"{head}()" if head != "nn.Sequential" else "nn.Identity()"
        inner = "    " * (depth + 1)
        modules = [module for node in chain for module in self.write_modules(node, depth + 1)]
        if len(modules) == 1 and head == "nn.Sequential" and "\n" not in modules[0]:
            return modules[0]
        return f"{head}(\n" + "".join(f"{inner}{module},\n" for module in modules) + "    " * depth + ")"

    def write_modules(self, node: SizedLayer, depth: int) -> Modules:
        """The modules of one layer or group."""
        return WRITERS[type(node.layer)](self, node, depth)

    def use_helper(self, helper: str) -> str:
        """The name of a helper; its code will be part of the program."""
        self.helpers.add(helper)
        return helper

    # groups

    def write_repeat(self, node: SizedLayer, depth: int) -> Modules:
        """The copies; equal ones are written as a loop."""
        copies = [self.write_block(copy, depth) for copy in node.branches]
        later = len(set(copies[1:])) == 1 and len(copies) > 2
        if len(set(copies)) == 1 and len(copies) > 1:
            return [f"*({copies[0]} for _ in range({len(copies)}))"]
        return [copies[0], f"*({copies[1]} for _ in range({len(copies) - 1}))"] if later else copies

    def write_residual(self, node: SizedLayer, depth: int) -> Modules:
        body, skip = (self.write_block(branch, depth + 1) for branch in node.branches)
        inner, outer = "    " * (depth + 1), "    " * depth
        return [f"{self.use_helper('Residual')}(\n{inner}{body},\n{inner}{skip},\n{outer})"]

    def write_concat(self, node: SizedLayer, depth: int) -> Modules:
        inner, outer = "    " * (depth + 1), "    " * depth
        branches = "".join(f"{inner}{self.write_block(branch, depth + 1)},\n" for branch in node.branches)
        axis = 1 if len(node.out) == 3 else -1
        return [f"{self.use_helper('Concat')}(\n{inner}{axis},\n{branches}{outer})"]

    # layers

    def write_conv(self, node: SizedLayer, depth: int) -> Modules:
        """nn.Conv2d, also for depthwise convolutions."""
        layer: Any = node.layer
        groups = layer.groups if isinstance(layer, layers.Conv) else node.into[2]
        more = write_window(layer) + write_arguments(("groups", groups, 1), ("bias", layer.bias, True))
        module = f"nn.Conv2d({node.into[2]}, {node.out[2]}, {write_pair(layer.kernel)}{more})"
        return [*pad_same(layer, node), module]

    def write_transposed(self, node: SizedLayer, depth: int) -> Modules:
        layer: Any = node.layer
        padding, extra = layer.padding, layer.extra
        if layer.same:
            spans = [d * (k - 1) + 1 - s for d, k, s in zip(layer.dilation, layer.kernel, layer.stride, strict=True)]
            padding = tuple(max(0, (span + 1) // 2) for span in spans)
            extra = tuple(2 * p - span for p, span in zip(padding, spans, strict=True))
        more = write_arguments(
            ("stride", write_pair(layer.stride), "1"),
            ("padding", write_pair(padding), "0"),
            ("output_padding", write_pair(extra), "0"),
            ("groups", layer.groups, 1),
            ("bias", layer.bias, True),
            ("dilation", write_pair(layer.dilation), "1"),
        )
        return [f"nn.ConvTranspose2d({node.into[2]}, {node.out[2]}, {write_pair(layer.kernel)}{more})"]

    def write_pool(self, node: SizedLayer, depth: int) -> Modules:
        """nn.MaxPool2d or nn.AvgPool2d."""
        layer: Any = node.layer
        up = (layer.rounding or self.table.conventions.rounding) == CEIL and not layer.same
        name, value = ("nn.MaxPool2d", 'float("-inf")') if layer.kind == "max" else ("nn.AvgPool2d", "")
        more = write_window(layer, layer.kernel) + write_arguments(("ceil_mode", up, False))
        return [*pad_same(layer, node, value), f"{name}({write_pair(layer.kernel)}{more})"]

    def write_global_pool(self, node: SizedLayer, depth: int) -> Modules:
        """One number for each channel or feature."""
        layer: Any = node.layer
        name = "Max" if layer.kind == "max" else "Avg"
        if len(node.into) == 3:
            return [f"nn.Adaptive{name}Pool2d(1)", "nn.Flatten()"]
        return [f"{self.use_helper('FeaturesFirst')}(nn.Adaptive{name}Pool1d(1))", "nn.Flatten()"]

    def write_norm(self, node: SizedLayer, depth: int) -> Modules:
        """Batch or layer normalisation over the channels or features."""
        layer: Any = node.layer
        size = node.into[-1]
        if layer.kind == "layer":
            module = f"nn.LayerNorm({size})"
            return [f"{self.use_helper('ChannelsLast')}({module})" if len(node.into) == 3 else module]
        if len(node.into) == 2:
            return [f"{self.use_helper('FeaturesFirst')}(nn.BatchNorm1d({size}))"]
        return [f"nn.BatchNorm{'2d' if len(node.into) == 3 else '1d'}({size})"]

    def write_activation(self, node: SizedLayer, depth: int) -> Modules:
        """The function; softmax is taken over the channels or features."""
        layer: Any = node.layer
        if layer.name == "softmax":
            return [f"nn.Softmax({-1 if len(node.into) == 2 else 1})"]
        return [ACTIVATIONS[layer.name]]

    def write_dropout(self, node: SizedLayer, depth: int) -> Modules:
        layer: Any = node.layer
        return [f"nn.Dropout({layer.rate})"]

    def write_embedding(self, node: SizedLayer, depth: int) -> Modules:
        layer: Any = node.layer
        return [f"nn.Embedding({layer.vocabulary}, {layer.size})"]

    def write_dense(self, node: SizedLayer, depth: int) -> Modules:
        """nn.Linear, after nn.Flatten where the input is a map."""
        layer: Any = node.layer
        size = node.into[1] if len(node.into) == 2 else prod(node.into)
        first = ["nn.Flatten()"] if len(node.into) == 3 else []
        return [*first, f"nn.Linear({size}, {layer.units}{write_arguments(('bias', layer.bias, True))})"]

    def write_recurrent(self, node: SizedLayer, depth: int) -> Modules:
        """nn.RNN, nn.LSTM or nn.GRU."""
        layer: Any = node.layer
        more = write_arguments(("bias", layer.bias, True), ("bidirectional", layer.both, False))
        cell = f"nn.{layer.cell.upper()}({node.into[1]}, {layer.units}, batch_first=True{more})"
        return [f"{self.use_helper('States')}({cell}, last={layer.last})"]

    def write_attention(self, node: SizedLayer, depth: int) -> Modules:
        """nn.MultiheadAttention on one sequence."""
        layer: Any = node.layer
        more = write_arguments(("bias", layer.bias, True))
        module = f"nn.MultiheadAttention({node.into[1]}, {layer.heads}, batch_first=True{more})"
        return [f"{self.use_helper('SelfAttention')}({module})"]

    def write_transformer(self, node: SizedLayer, depth: int) -> Modules:
        layer: Any = node.layer
        return [f"nn.TransformerEncoderLayer({node.into[1]}, {layer.heads}, {layer.width}, batch_first=True)"]


def reads_tokens(table: Table) -> bool:
    """Whether the input is a row of token numbers."""
    return any(isinstance(row.layer, layers.Embedding) for row in table.rows[1:2])


def write_input_sizes(shape: Shape) -> str:
    """The sizes of an input in PyTorch's order: channels first."""
    ordered = (shape[2], *shape[:2]) if len(shape) == 3 else shape
    return ", ".join(map(str, ordered))


Writer = Callable[[TorchCode, SizedLayer, int], Modules]
WRITERS: dict[type[Layer], Writer] = {
    layers.Repeat: TorchCode.write_repeat,
    layers.Residual: TorchCode.write_residual,
    layers.Concat: TorchCode.write_concat,
    layers.Conv: TorchCode.write_conv,
    layers.Depthwise: TorchCode.write_conv,
    layers.Transposed: TorchCode.write_transposed,
    layers.Pool: TorchCode.write_pool,
    layers.GlobalPool: TorchCode.write_global_pool,
    layers.Norm: TorchCode.write_norm,
    layers.Activation: TorchCode.write_activation,
    layers.Dropout: TorchCode.write_dropout,
    layers.Flatten: lambda code, node, depth: ["nn.Flatten()"],
    layers.Identity: lambda code, node, depth: ["nn.Identity()"],
    layers.Dense: TorchCode.write_dense,
    layers.Embedding: TorchCode.write_embedding,
    layers.Recurrent: TorchCode.write_recurrent,
    layers.Attention: TorchCode.write_attention,
    layers.Transformer: TorchCode.write_transformer,
}


def write_torch(table: Table) -> str:
    """The program; FormulaError where the network breaks."""
    return TorchCode(table).write_program()
