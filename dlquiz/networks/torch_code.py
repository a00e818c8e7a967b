"""A network as PyTorch code that a learner can run: one `nn.Sequential`, and only the helpers that it needs."""

from __future__ import annotations

from collections.abc import Callable
from math import prod
from typing import Any, NamedTuple

from dlquiz.networks import layers
from dlquiz.networks.layer_output import sizes_along
from dlquiz.networks.layers import CEIL, Layer
from dlquiz.networks.sized_layers import Shape, SizedLayer, size_layers
from dlquiz.networks.table import Table
from dlquiz.networks.torch_helpers import HELPERS

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


def write_sizes(sizes: tuple[int, ...]) -> str:
    """One number where all axes agree, else a tuple."""
    return str(sizes[0]) if len(set(sizes)) == 1 else str(sizes)


def write_arguments(*given: tuple[str, Any, Any]) -> str:
    """The keyword arguments that differ from their defaults."""
    return "".join(f", {name}={value}" for name, value, usual in given if value != usual)


class WindowSizes(NamedTuple):
    """The sizes of a window along each axis of its input."""

    kernel: Shape
    stride: Shape
    padding: Shape
    dilation: Shape
    span: Shape  # from the first tap to the last

    def write_options(self, stride: str) -> str:
        """The arguments for stride, padding and dilation that differ from the module's defaults."""
        return write_arguments(
            ("stride", write_sizes(self.stride), stride),
            ("padding", write_sizes(self.padding), "0"),
            ("dilation", write_sizes(self.dilation), "1"),
        )


def size_window(node: SizedLayer) -> WindowSizes:
    """The sizes of a node's window; `same` has no padding of its own."""
    layer, count = node.layer, len(node.into) - 1
    assert isinstance(layer, layers.Window)
    kernel, stride, padding, dilation = (
        sizes_along(layer, sizes, count) for sizes in (layer.kernel, layer.stride, layer.padding, layer.dilation)
    )
    span = tuple(d * (k - 1) + 1 for d, k in zip(dilation, kernel, strict=True))
    return WindowSizes(kernel, stride, (0,) * count if layer.same else padding, dilation, span)


def pad_same(node: SizedLayer, value: str = "0") -> Modules:
    """The module that pads as `same` does: half before the map, the odd row and column after it."""
    window = size_window(node)
    sides: list[int] = []
    for n, out, s, span in zip(node.into[:-1], node.out[:-1], window.stride, window.span, strict=True):
        missing = max((out - 1) * s + span - n, 0)
        sides = [missing // 2, missing - missing // 2, *sides]
    if not (isinstance(node.layer, layers.Window) and node.layer.same and any(sides)):
        return []
    return [write_padding(sides, value)]


def write_padding(sides: list[int], value: str = "0") -> str:
    """The module that pads; the last axis comes first."""
    count = len(sides) // 2
    return f"nn.ConstantPad{count}d({tuple(sides)}, {value})"


class TorchCode:
    """Writes the modules of a network, and collects the helpers that they need."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.helpers: set[str] = set()
        self.shared: dict[str, str] = {}  # modules that stand in several places, by their names

    def write_program(self) -> str:
        body = self.write_block(size_layers(self.table), 0, "model = nn.Sequential")
        body = "".join(f"{name} = {module}\n" for name, module in self.shared.items()) + body
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
        if len(modules) == 1 and head == "nn.Sequential" and "\n" not in modules[0] and modules[0][0] != "*":
            return modules[0]
        return f"{head}(\n" + "".join(f"{inner}{module},\n" for module in modules) + "    " * depth + ")"

    def write_modules(self, node: SizedLayer, depth: int) -> Modules:
        """The modules of one layer or group."""
        return WRITERS[type(node.layer)](self, node, depth)

    def use_helper(self, helper: str) -> str:
        """The name of a helper; its code will be part of the program."""
        self.helpers.add(helper)
        return helper

    def share_module(self, node: SizedLayer, module: str) -> str:
        """The module, or the name of one that stands in several places."""
        if not node.layer.label:
            return module
        name = f"shared_{node.layer.label}"
        self.shared.setdefault(name, module)
        return name

    def turn_features(self, node: SizedLayer, modules: Modules) -> Modules:
        """Modules that want the features of a sequence before its positions."""
        if len(node.into) != 2:
            return modules
        inner = modules[0] if len(modules) == 1 else f"nn.Sequential({', '.join(modules)})"
        return [f"{self.use_helper('FeaturesFirst')}({inner})"]

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
        axis = 1 if len(node.out) > 2 else -1
        return [f"{self.use_helper('Concat')}(\n{inner}{axis},\n{branches}{outer})"]

    def write_auxiliary(self, node: SizedLayer, depth: int) -> Modules:
        return [f"{self.use_helper('Auxiliary')}({self.write_block(node.branches[0], depth)})"]

    # layers

    def write_conv(self, node: SizedLayer, depth: int) -> Modules:
        """nn.Conv2d and its like, also for depthwise convolutions."""
        layer: Any = node.layer
        window, axes = size_window(node), len(node.into) - 1
        groups = layer.groups if isinstance(layer, layers.Conv) else node.into[-1]
        more = window.write_options("1") + write_arguments(("groups", groups, 1), ("bias", layer.bias, True))
        module = f"nn.Conv{axes}d({node.into[-1]}, {node.out[-1]}, {write_sizes(window.kernel)}{more})"
        return self.turn_features(node, [*pad_same(node), self.share_module(node, module)])

    def write_transposed(self, node: SizedLayer, depth: int) -> Modules:
        """nn.ConvTranspose2d and its like; what `same` has too much is cut off at the end."""
        layer: Any = node.layer
        window, axes = size_window(node), len(node.into) - 1
        padding, extra = window.padding, sizes_along(layer, layer.extra, axes)
        cut: list[int] = []
        if layer.same:
            over = [span - s for span, s in zip(window.span, window.stride, strict=True)]
            padding, extra = tuple(max(0, o) // 2 for o in over), tuple(max(0, -o) for o in over)
            cut = [side for o in reversed(over) for side in (0, -(max(0, o) % 2))]
        more = write_arguments(
            ("stride", write_sizes(window.stride), "1"),
            ("padding", write_sizes(padding), "0"),
            ("output_padding", write_sizes(extra), "0"),
            ("groups", layer.groups, 1),
            ("bias", layer.bias, True),
            ("dilation", write_sizes(window.dilation), "1"),
        )
        module = f"nn.ConvTranspose{axes}d({node.into[-1]}, {node.out[-1]}, {write_sizes(window.kernel)}{more})"
        behind = [write_padding(cut)] if any(cut) else []
        return self.turn_features(node, [self.share_module(node, module), *behind])

    def write_pool(self, node: SizedLayer, depth: int) -> Modules:
        """nn.MaxPool2d or nn.AvgPool2d and their like."""
        layer: Any = node.layer
        window, axes = size_window(node), len(node.into) - 1
        up = (layer.rounding or self.table.conventions.rounding) == CEIL and not layer.same
        most = layer.kind == "max"
        if (
            axes == 3
            and not (most or layer.same)
            and any(n < k for n, k in zip(node.into, window.kernel, strict=False))
        ):
            return self.write_small_average(node, up)
        more = window.write_options(write_sizes(window.kernel)) + write_arguments(("ceil_mode", up, False))
        module = f"nn.{'Max' if most else 'Avg'}Pool{axes}d({write_sizes(window.kernel)}{more})"
        before = pad_same(node, 'float("-inf")' if most else "0")
        if before and not most:
            return self.turn_features(node, [f"{self.use_helper('RealAverage')}({before[0]}, {module})"])
        return self.turn_features(node, [*before, module])

    def write_small_average(self, node: SizedLayer, up: bool) -> Modules:
        """nn.AvgPool3d of an input that is smaller than its window, which it takes only when it is padded already.

        The padding ends with the last window, so that rounding up finds as many of them as before.
        """
        window, sides, kernel = size_window(node), list[int](), list[int]()
        columns = zip(node.into[:-1], node.out[:-1], window.kernel, window.stride, window.padding, strict=True)
        for n, out, k, s, p in columns:
            behind = max(0, min(p, (out - 1) * s + k - n - p))
            sides = [p, behind, *sides]
            kernel.append(min(k, p + n + behind))
        size = write_sizes(tuple(kernel))
        more = write_arguments(("stride", write_sizes(window.stride), size), ("ceil_mode", up, False))
        return [write_padding(sides), f"nn.AvgPool3d({size}{more})"]

    def write_global_pool(self, node: SizedLayer, depth: int) -> Modules:
        """One number for each channel or feature."""
        layer: Any = node.layer
        name = "Max" if layer.kind == "max" else "Avg"
        return [*self.turn_features(node, [f"nn.Adaptive{name}Pool{len(node.into) - 1}d(1)"]), "nn.Flatten()"]

    def write_adaptive_pool(self, node: SizedLayer, depth: int) -> Modules:
        """nn.AdaptiveAvgPool2d and its like."""
        layer: Any = node.layer
        name = "Max" if layer.kind == "max" else "Avg"
        module = f"nn.Adaptive{name}Pool{len(node.into) - 1}d({write_sizes(node.out[:-1])})"
        return self.turn_features(node, [module])

    def write_upsample(self, node: SizedLayer, depth: int) -> Modules:
        """nn.Upsample."""
        layer: Any = node.layer
        axes = len(node.into) - 1
        mode = {1: "linear", 2: "bilinear", 3: "trilinear"}[axes] if layer.smooth else "nearest"
        factor = write_sizes(sizes_along(layer, layer.factors, axes))
        return self.turn_features(node, [f'nn.Upsample(scale_factor={factor}, mode="{mode}")'])

    def write_norm(self, node: SizedLayer, depth: int) -> Modules:
        """Batch, group or layer normalisation over the channels or features."""
        layer: Any = node.layer
        size, axes = node.into[-1], len(node.into) - 1
        if layer.kind == "layer":
            module = self.share_module(node, f"nn.LayerNorm({size})")
            return [f"{self.use_helper('ChannelsLast')}({module})" if axes > 1 else module]
        module = f"nn.GroupNorm({layer.groups}, {size})"
        if layer.kind == "batch":
            module = f"nn.BatchNorm{max(1, axes)}d({size})"
        return self.turn_features(node, [self.share_module(node, module)])

    def write_prelu(self, node: SizedLayer, depth: int) -> Modules:
        """nn.PReLU, whose slopes belong to the second axis."""
        layer: Any = node.layer
        module = "nn.PReLU()" if layer.share else f"nn.PReLU({node.into[-1]})"
        return self.turn_features(node, [self.share_module(node, module)])

    def write_rows(self, node: SizedLayer, depth: int) -> Modules:
        return [f"{self.use_helper('Rows')}()"]

    def write_class_token(self, node: SizedLayer, depth: int) -> Modules:
        return [f"{self.use_helper('ClassToken')}({node.into[1]})"]

    def write_positions(self, node: SizedLayer, depth: int) -> Modules:
        layer: Any = node.layer
        return [f"{self.use_helper('Positions')}({layer.count or node.into[0]}, {node.into[1]})"]

    def write_token_types(self, node: SizedLayer, depth: int) -> Modules:
        layer: Any = node.layer
        return [f"{self.use_helper('TokenTypes')}({layer.count}, {node.into[1]})"]

    def write_first(self, node: SizedLayer, depth: int) -> Modules:
        return [f"{self.use_helper('First')}()"]

    def write_scores(self, node: SizedLayer, depth: int) -> Modules:
        return [f"{self.use_helper('Scores')}(shared_{node.layer.label})"]

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
        return [self.share_module(node, f"nn.Embedding({layer.vocabulary}, {layer.size})")]

    def write_dense(self, node: SizedLayer, depth: int) -> Modules:
        """nn.Linear, after nn.Flatten where the input is a map."""
        layer: Any = node.layer
        size = node.into[1] if len(node.into) == 2 else prod(node.into)
        first = ["nn.Flatten()"] if len(node.into) > 2 else []
        module = f"nn.Linear({size}, {layer.units}{write_arguments(('bias', layer.bias, True))})"
        return [*first, self.share_module(node, module)]

    def write_recurrent(self, node: SizedLayer, depth: int) -> Modules:
        """nn.RNN, nn.LSTM or nn.GRU."""
        layer: Any = node.layer
        more = write_arguments(
            ("num_layers", layer.depth, 1), ("bias", layer.bias, True), ("bidirectional", layer.both, False)
        )
        cell = self.share_module(
            node, f"nn.{layer.cell.upper()}({node.into[1]}, {layer.units}, batch_first=True{more})"
        )
        return [f"{self.use_helper('States')}({cell}, last={layer.last})"]

    def write_attention(self, node: SizedLayer, depth: int) -> Modules:
        """nn.MultiheadAttention on one sequence."""
        layer: Any = node.layer
        more = write_arguments(("bias", layer.bias, True))
        module = f"nn.MultiheadAttention({node.into[1]}, {layer.heads}, batch_first=True{more})"
        module = self.share_module(node, module)
        return [f"{self.use_helper('SelfAttention')}({module})"]

    def write_transformer(self, node: SizedLayer, depth: int) -> Modules:
        layer: Any = node.layer
        more = write_arguments(("norm_first", layer.first, False))
        more += ', activation="gelu"' if layer.activation == "gelu" else ""
        sizes = f"{node.into[1]}, {layer.heads}, {layer.width}"
        module = self.share_module(node, f"nn.TransformerEncoderLayer({sizes}, batch_first=True{more})")
        return [f"{self.use_helper('Causal')}({module})" if layer.causal else module]


def reads_tokens(table: Table) -> bool:
    """Whether the input is a row of token numbers."""
    return any(isinstance(row.layer, layers.Embedding) for row in table.rows[1:2])


def write_input_sizes(shape: Shape) -> str:
    """The sizes of an input in PyTorch's order: channels first."""
    ordered = (shape[-1], *shape[:-1]) if len(shape) > 2 else shape
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
    layers.Auxiliary: TorchCode.write_auxiliary,
    layers.GlobalPool: TorchCode.write_global_pool,
    layers.AdaptivePool: TorchCode.write_adaptive_pool,
    layers.Upsample: TorchCode.write_upsample,
    layers.ParametricReLU: TorchCode.write_prelu,
    layers.Rows: TorchCode.write_rows,
    layers.ClassToken: TorchCode.write_class_token,
    layers.Positions: TorchCode.write_positions,
    layers.TokenTypes: TorchCode.write_token_types,
    layers.First: TorchCode.write_first,
    layers.Scores: TorchCode.write_scores,
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
