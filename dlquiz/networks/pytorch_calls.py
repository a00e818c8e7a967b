"""Layers as PyTorch writes them, in code or in a printed model: `Conv2d(3, 64, 3, padding=1)` is `conv3-64 p1`.

A call is read as text, never run.  Its arguments become what the notation has in their place, so one builder makes the
layer and tells what is wrong with it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from dlquiz.errors import FormulaError, did_you_mean
from dlquiz.networks import layer_words
from dlquiz.networks.layer_text import LayerText, Option, Sizes
from dlquiz.networks.layers import Layer

Argument = int | float | bool | str | Sizes | None
Arguments = dict[str, Argument]

MAX_ARGUMENTS = 30
TUPLE = re.compile(r"[(\[]\s*(\d{1,9})\s*(?:,\s*(\d{1,9})\s*)?(?:,\s*(\d{1,9})\s*)?,?\s*[)\]]")
QUOTED = re.compile(r"""(["'])(\w*)\1""")
PLAIN = {"True": True, "False": False, "None": None}
WINDOW = ("stride", "padding", "dilation", "groups", "bias")


class Call(NamedTuple):
    """How the arguments of a module are read: their names in order, and what makes the layer of them."""

    arguments: tuple[str, ...]
    word: str
    write: Callable[[Arguments], LayerTerms]
    takes: str = ""  # the argument that states the channels or features of the input


class LayerTerms(NamedTuple):
    """What the notation has in place of a call's arguments."""

    kernel: Sizes = ()
    number: int | None = None
    stride: Sizes = ()
    options: tuple[tuple[str, Sizes], ...] = ()
    rate: float | None = None


def read_sizes(arguments: Arguments, name: str) -> Sizes:
    """A size, or one for each axis; empty where it is left out."""
    value = arguments.get(name)
    return value if isinstance(value, tuple) else (value,) if isinstance(value, int) else ()


def read_count(arguments: Arguments, name: str) -> int | None:
    """A whole number; None where it is left out."""
    value = arguments.get(name)
    return value if isinstance(value, int) else None


def list_options(arguments: Arguments, **words: str) -> tuple[tuple[str, Sizes], ...]:
    """The options for arguments that are sizes: padding=1 is p1; padding="same" is same."""
    options: list[tuple[str, Sizes]] = []
    for name, word in words.items():
        value = arguments.get(name)
        if isinstance(value, str):
            options.append((value, ()))
        elif sizes := read_sizes(arguments, name):
            options.append((word, sizes))
    if arguments.get("bias") is False:
        options.append(("nobias", ()))
    if arguments.get("ceil_mode") is True:
        options.append(("ceil", ()))
    return tuple(options)


def write_conv(arguments: Arguments) -> LayerTerms:
    """The terms of a convolution."""
    options = list_options(arguments, padding="p", dilation="d", groups="g", output_padding="op")
    sizes = read_sizes(arguments, "kernel_size"), read_sizes(arguments, "stride")
    return LayerTerms(sizes[0], read_count(arguments, "out_channels"), sizes[1], options)


def write_pool(arguments: Arguments) -> LayerTerms:
    """The terms of a pooling."""
    options = list_options(arguments, padding="p", dilation="d")
    if read_sizes(arguments, "dilation") == (1,):
        options = tuple(option for option in options if option[0] != "d")
    return LayerTerms(read_sizes(arguments, "kernel_size"), None, read_sizes(arguments, "stride"), options)


def write_dense(arguments: Arguments) -> LayerTerms:
    return LayerTerms(number=read_count(arguments, "out_features"), options=list_options(arguments))


def write_dropout(arguments: Arguments) -> LayerTerms:
    rate = arguments.get("p", 0.5)
    return LayerTerms(rate=float(rate) if isinstance(rate, (int, float)) else 0.5)


def write_embedding(arguments: Arguments) -> LayerTerms:
    return LayerTerms(read_sizes(arguments, "num_embeddings"), read_count(arguments, "embedding_dim"))


def write_recurrent(arguments: Arguments) -> LayerTerms:
    options = list_options(arguments, num_layers="layers")
    if arguments.get("bidirectional") is True:
        options = (*options, ("bi", ()))
    return LayerTerms(number=read_count(arguments, "hidden_size"), options=options)


def write_attention(arguments: Arguments) -> LayerTerms:
    return LayerTerms(read_sizes(arguments, "num_heads"), options=list_options(arguments))


def write_transformer(arguments: Arguments) -> LayerTerms:
    """The terms of an encoder block; PyTorch's dense layer is 2,048 wide where nothing else is said."""
    options: list[tuple[str, Sizes]] = [("gelu", ())] if arguments.get("activation") == "gelu" else []
    options += [("pre", ())] if arguments.get("norm_first") is True else []
    width = read_count(arguments, "dim_feedforward") or 2048
    return LayerTerms(read_sizes(arguments, "nhead"), width, options=tuple(options))


def write_sizes(name: str) -> Callable[[Arguments], LayerTerms]:
    """The terms of a layer that has one size and no more."""
    return lambda arguments: LayerTerms(read_sizes(arguments, name))


def write_upsample(arguments: Arguments) -> LayerTerms:
    smooth = str(arguments.get("mode", "nearest")).endswith("linear")
    return LayerTerms(read_sizes(arguments, "scale_factor"), options=(("linear", ()),) if smooth else ())


def write_nothing(arguments: Arguments) -> LayerTerms:
    return LayerTerms()


CONV = ("in_channels", "out_channels", "kernel_size", *WINDOW)
SPREAD = (
    "in_channels",
    "out_channels",
    "kernel_size",
    "stride",
    "padding",
    "output_padding",
    "groups",
    "bias",
    "dilation",
)
POOL = ("kernel_size", "stride", "padding", "dilation", "return_indices", "ceil_mode")
AVERAGE = ("kernel_size", "stride", "padding", "ceil_mode", "count_include_pad", "divisor_override")
NORM = ("num_features", "eps", "momentum", "affine", "track_running_stats")
CELL = ("input_size", "hidden_size", "num_layers", "bias", "batch_first", "dropout", "bidirectional")
HEADS = ("embed_dim", "num_heads", "dropout", "bias")
BLOCK = (
    "d_model",
    "nhead",
    "dim_feedforward",
    "dropout",
    "activation",
    "layer_norm_eps",
    "batch_first",
    "norm_first",
)
CALLS: dict[str, Call] = {
    **{f"Conv{n}d": Call(CONV, "conv", write_conv, "in_channels") for n in "123"},
    **{f"ConvTranspose{n}d": Call(SPREAD, "tconv", write_conv, "in_channels") for n in "123"},
    **{f"MaxPool{n}d": Call(POOL, "maxpool", write_pool) for n in "123"},
    **{f"AvgPool{n}d": Call(AVERAGE, "avgpool", write_pool) for n in "123"},
    **{f"AdaptiveAvgPool{n}d": Call(("output_size",), "adaptavg", write_sizes("output_size")) for n in "123"},
    **{f"AdaptiveMaxPool{n}d": Call(("output_size",), "adaptmax", write_sizes("output_size")) for n in "123"},
    **{f"BatchNorm{n}d": Call(NORM, "bn", write_nothing, "num_features") for n in "123"},
    **{f"Dropout{n}": Call(("p", "inplace"), "dropout", write_dropout) for n in ("", "1d", "2d", "3d")},
    **{name: Call(CELL, name.lower(), write_recurrent, "input_size") for name in ("RNN", "LSTM", "GRU")},
    "MultiheadAttention": Call(HEADS, "attention", write_attention, "embed_dim"),
    "TransformerEncoderLayer": Call(BLOCK, "transformer", write_transformer, "d_model"),
    "GroupNorm": Call(("num_groups", "num_channels"), "gn", write_sizes("num_groups"), "num_channels"),
    "LayerNorm": Call(("normalized_shape",), "ln", write_nothing, "normalized_shape"),
    "Linear": Call(("in_features", "out_features", "bias"), "fc", write_dense, "in_features"),
    "Embedding": Call(("num_embeddings", "embedding_dim"), "embed", write_embedding),
    "Upsample": Call(("size", "scale_factor", "mode"), "up", write_upsample),
    "Flatten": Call(("start_dim", "end_dim"), "flatten", write_nothing),
    "Identity": Call((), "id", write_nothing),
    "ReLU": Call(("inplace",), "relu", write_nothing),
    "ReLU6": Call(("inplace",), "relu6", write_nothing),
    "SiLU": Call(("inplace",), "swish", write_nothing),
    "GELU": Call(("approximate",), "gelu", write_nothing),
    "ELU": Call(("alpha", "inplace"), "elu", write_nothing),
    "LeakyReLU": Call(("negative_slope", "inplace"), "leaky", write_nothing),
    "Sigmoid": Call((), "sigmoid", write_nothing),
    "Tanh": Call((), "tanh", write_nothing),
    "Softplus": Call(("beta", "threshold"), "softplus", write_nothing),
    "Softmax": Call(("dim",), "softmax", write_nothing),
}
KERAS = {
    "Conv2D": "conv3-64 same", "Conv1D": "conv3-64 same", "Conv3D": "conv3-64 same", "MaxPooling2D": "pool2",
    "MaxPool2D": "pool2", "AveragePooling2D": "avgpool2", "Dense": "fc-10", "BatchNormalization": "bn",
    "LayerNormalization": "ln", "DepthwiseConv2D": "dwconv3 same", "GlobalAveragePooling2D": "gap",
    "GlobalMaxPooling2D": "gmp", "Conv2DTranspose": "tconv2-64/2", "Activation": "relu",
    "Input": "in 28x28x1", "InputLayer": "in 28x28x1",
    "Bidirectional": "lstm-64 bi",
}  # fmt: skip


def build_call(name: str, text: str, source: str, at: int, end: int) -> Layer:
    """The layer of one call with the arguments `text`; FormulaError where the notation has no such layer."""
    if name in KERAS:
        raise FormulaError(
            f'"{name}" is a layer of Keras, and only PyTorch\'s are read; write {KERAS[name]}', source, at
        )
    if name not in CALLS:
        near = did_you_mean(name, CALLS) or "; the notation has its own words: dlquiz net lists them"
        raise FormulaError(f'"{name}" is not a layer of PyTorch that can be read{near}', source, at)
    call = CALLS[name]
    arguments = read_arguments(call, name, text, source, at)
    terms = call.write(arguments)
    options = tuple(Option(word, sizes, at) for word, sizes in terms.options)
    written = LayerText(call.word, terms.kernel, terms.number, terms.stride, options, source, at, end, terms.rate)
    layer = layer_words.build_layer(written)
    return replace(layer, takes=read_count(arguments, call.takes)) if call.takes else layer


def read_arguments(call: Call, name: str, text: str, source: str, at: int) -> Arguments:
    """The arguments by their names; values that have no place in the notation stay unread."""
    arguments: Arguments = {}
    pieces = [piece.strip() for piece in split_arguments(text)]
    if len(pieces) > MAX_ARGUMENTS:
        raise FormulaError(f'"{name}" has too many arguments', source, at)
    for place, piece in enumerate(filter(None, pieces)):
        key, sign, value = piece.partition("=")
        if not sign:
            if place >= len(call.arguments):
                raise FormulaError(f'"{name}" has too many arguments', source, at)
            key, value = call.arguments[place], piece
        arguments[key.strip()] = read_value(value.strip(), key.strip(), call, source, at)
    return arguments


def split_arguments(text: str) -> list[str]:
    """The arguments, split at commas that stand in no bracket."""
    return re.findall(r"(?:\([^()]*\)|\[[^\[\]]*\]|[^,(\[])+", text)


def read_value(text: str, name: str, call: Call, source: str, at: int) -> Argument:
    """A number, several, a word or a truth value; FormulaError where it is an expression."""
    if text in PLAIN:
        return PLAIN[text]
    if found := QUOTED.fullmatch(text):
        return found[2]
    if found := TUPLE.fullmatch(text):
        return tuple(int(number) for number in found.groups() if number)
    if re.fullmatch(r"-?\d{1,9}", text):
        return int(text)
    if re.fullmatch(r"-?[\d.]{1,12}(e-?\d{1,2})?", text) and text.count(".") == 1 and text != ".":
        return float(text)
    raise FormulaError(f'"{name}={text[:40]}" cannot be read: write a number in its place', source, at)
