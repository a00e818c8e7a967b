"""The words of the notation: one table of word, usage, meaning and options, with the builders of the layers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, NamedTuple

from dlquiz.errors import did_you_mean
from dlquiz.networks import layers
from dlquiz.networks.layer_text import (
    BIAS,
    DILATION,
    EXTRA,
    GROUPS,
    WINDOW,
    LayerText,
    has_bias,
    read_filters,
    read_kernel,
    read_single,
    read_two_numbers,
    read_units,
    read_window,
)
from dlquiz.networks.layers import Layer


class LayerWord(NamedTuple):
    """A word of the notation; `build` makes the layer."""

    usage: str
    doc: str
    build: Callable[[LayerText], Layer]
    options: tuple[str, ...] = ()


def build_conv(w: LayerText) -> Layer:
    """A layer such as `conv3-64/2 p1`."""
    return layers.Conv(
        read_kernel(w),
        **read_window(w, (1, 1)),
        filters=read_filters(w),
        groups=read_single(w, GROUPS, "the number of groups"),
        bias=has_bias(w),
        **w.place,
    )


def build_transposed(w: LayerText) -> Layer:
    """A layer such as `tconv4-64/2 p1`."""
    layer = layers.Transposed(
        read_kernel(w),
        **read_window(w, (1, 1)),
        filters=read_filters(w),
        groups=read_single(w, GROUPS, "the number of groups"),
        bias=has_bias(w),
        extra=w.read_option_sizes(EXTRA, "the output padding", (0, 0), 0),
        **w.place,
    )
    count = max(map(len, (layer.extra, layer.stride, layer.dilation)))
    given = [
        sizes if len(sizes) == count else sizes[:1] * count for sizes in (layer.extra, layer.stride, layer.dilation)
    ]
    if any(extra >= max(stride, dilation) for extra, stride, dilation in zip(*given, strict=True)):
        raise w.error("the output padding must be smaller than the stride (or the dilation)")
    return layer


def build_depthwise(w: LayerText) -> Layer:
    """A layer such as `dwconv3/2 p1`."""
    return layers.Depthwise(
        read_kernel(w), **read_window(w, (1, 1)), filters=read_filters(w), bias=has_bias(w), **w.place
    )


def pool_builder(kind: str) -> Callable[[LayerText], Layer]:
    """The builder of layers such as `pool2` and `avgpool3/2 p1 ceil`."""

    def build(w: LayerText) -> Layer:
        if w.number is not None:
            raise w.error("pooling has no filters: it works on each channel")
        if w.find_option("floor") and w.find_option("ceil"):
            raise w.error("sizes are rounded by floor or by ceil, not both")
        rounding = "ceil" if w.find_option("ceil") else "floor" if w.find_option("floor") else ""
        kernel = read_kernel(w)
        return layers.Pool(kernel, **read_window(w, kernel), kind=kind, rounding=rounding, **w.place)

    return build


def plain_builder(cls: Callable[..., Layer], *arguments: Any) -> Callable[[LayerText], Layer]:
    """The builder of a layer that takes no numbers."""
    return lambda w: cls(*arguments, **w.place)


def adaptive_pool_builder(kind: str) -> Callable[[LayerText], Layer]:
    """The builder of layers such as `adaptavg7`."""

    def build(w: LayerText) -> Layer:
        if w.number is not None:
            raise w.error("pooling has no filters: it works on each channel")
        if not w.kernel:
            raise w.error(f'"{w.text}" needs the sides of its output, as in {w.usage}')
        return layers.AdaptivePool(w.check_pair(w.kernel, "the output"), kind, **w.place)

    return build


def build_upsample(w: LayerText) -> Layer:
    """A layer such as `up2 linear`."""
    if not w.kernel or w.number is not None:
        raise w.error(f'"{w.text}" needs its factor alone, as in {w.usage}')
    smooth = w.find_option("linear", "bilinear", "trilinear") is not None
    if smooth and w.find_option("nearest"):
        raise w.error("values between are either nearest or linear, not both")
    return layers.Upsample(w.check_pair(w.kernel, "the factor"), smooth, **w.place)


def build_group_norm(w: LayerText) -> Layer:
    """A layer such as `gn8`."""
    return layers.Norm("group", read_units(w), **w.place)


def build_prelu(w: LayerText) -> Layer:
    """A layer such as `prelu shared`."""
    return layers.ParametricReLU(w.find_option("shared") is not None, **w.place)


def build_positions(w: LayerText) -> Layer:
    """A layer such as `pos` or `pos512`."""
    return layers.Positions(read_units(w) if w.kernel or w.number is not None else None, **w.place)


def build_token_types(w: LayerText) -> Layer:
    """A layer such as `types2`."""
    return layers.TokenTypes(read_units(w), **w.place)


def build_dropout(w: LayerText) -> Layer:
    """A layer such as `dropout0.5`."""
    rate = 0.5 if w.rate is None and not w.kernel else float(w.kernel[0]) if w.rate is None else w.rate
    if not 0 <= rate < 1:
        raise w.error("the rate of dropout must be at least 0 and less than 1")
    return layers.Dropout(rate, **w.place)


def build_dense(w: LayerText) -> Layer:
    """A layer such as `fc-10`."""
    return layers.Dense(read_units(w), has_bias(w), **w.place)


def build_embedding(w: LayerText) -> Layer:
    """A layer such as `embed10000-64`."""
    return layers.Embedding(*read_two_numbers(w, "the vocabulary", "the size of its vectors"), **w.place)


def recurrent_builder(cell: str) -> Callable[[LayerText], Layer]:
    """The builder of layers such as `lstm-64 last`."""

    def build(w: LayerText) -> Layer:
        if w.find_option("seq") and w.find_option("last"):
            raise w.error("a layer has either seq or last, not both")
        return layers.Recurrent(
            cell,
            read_units(w),
            w.find_option("last") is not None,
            w.find_option("bi") is not None,
            has_bias(w),
            read_single(w, ("layers",), "the number of layers"),
            **w.place,
        )

    return build


def build_attention(w: LayerText) -> Layer:
    """A layer such as `attention8`."""
    return layers.Attention(read_units(w), has_bias(w), **w.place)


def build_transformer(w: LayerText) -> Layer:
    """A layer such as `transformer8-2048 pre gelu`."""
    heads, width = read_two_numbers(w, "the number of heads", "the width of its dense layer")
    activation = "gelu" if w.find_option("gelu") else "relu"
    options = [w.find_option(word) is not None for word in ("pre", "causal")]
    return layers.Transformer(heads, width, options[0], activation, options[1], **w.place)


def rows_for(
    *words: str, usage: str, build: Callable[[LayerText], Layer], doc: str, options: tuple[str, ...] = ()
) -> dict[str, LayerWord]:
    """The rows for several words that mean the same layer; the first is the usual one."""
    return dict.fromkeys(words, LayerWord(usage, doc, build, options))


ACTIVATIONS = {
    "relu": "relu", "sigmoid": "sigmoid", "tanh": "tanh", "softmax": "softmax", "gelu": "gelu", "elu": "elu",
    "leaky": "leaky_relu", "lrelu": "leaky_relu", "leakyrelu": "leaky_relu", "swish": "swish", "silu": "swish",
    "softplus": "softplus", "relu6": "relu6",
}  # fmt: skip

LAYER_WORDS: dict[str, LayerWord] = {
    **rows_for("conv", usage="conv3-64/2 p1", build=build_conv, options=(*WINDOW, *DILATION, *GROUPS, *BIAS),
            doc="convolution: 64 filters of 3×3, stride 2, padding 1 on each side; 3x5 is rows × columns"),
    **rows_for("tconv", "convt", "deconv", usage="tconv4-64/2 p1", build=build_transposed,
            options=(*WINDOW, *DILATION, *GROUPS, *BIAS, *EXTRA),
            doc="transposed convolution; op1 adds a row and a column to the output"),
    **rows_for("dwconv", "depthwise", usage="dwconv3/2 p1", build=build_depthwise, options=(*WINDOW, *DILATION, *BIAS),
            doc="depthwise convolution: one filter of 3×3 for each channel"),
    **rows_for("pool", "maxpool", "max", usage="pool2", build=pool_builder("max"),
            options=(*WINDOW, *DILATION, "floor", "ceil"),
            doc="max pooling of 2×2 windows; the stride is the window's size by default; else pool3/2"),
    **rows_for("avgpool", "avg", usage="avgpool2", build=pool_builder("average"), options=(*WINDOW, "floor", "ceil"),
            doc="average pooling"),
    **rows_for("gap", usage="gap", build=plain_builder(layers.GlobalPool, "average"),
            doc="global average pooling: one number for each channel"),
    **rows_for("adaptavg", "adaptiveavgpool", usage="adaptavg7", build=adaptive_pool_builder("average"),
            doc="average pooling to 7×7, whatever the size before; 7x5 is rows × columns"),
    **rows_for("adaptmax", "adaptivemaxpool", usage="adaptmax7", build=adaptive_pool_builder("max"),
            doc="max pooling to 7×7, whatever the size before"),
    **rows_for("up", "upsample", "upsampling", usage="up2", build=build_upsample,
            options=("nearest", "linear", "bilinear", "trilinear"),
            doc="upsampling: twice as many rows and columns, each the nearest one, or with `linear` in between"),
    **rows_for("gmp", usage="gmp", build=plain_builder(layers.GlobalPool, "max"), doc="global max pooling"),
    **rows_for("bn", "batchnorm", usage="bn", build=plain_builder(layers.Norm, "batch"),
            doc="batch normalisation: a scale and a shift for each channel"),
    **rows_for("ln", "layernorm", usage="ln", build=plain_builder(layers.Norm, "layer"),
            doc="layer normalisation over the channels or features, with a scale and a shift for each"),
    **rows_for("gn", "groupnorm", usage="gn8", build=build_group_norm,
            doc="group normalisation of 8 groups of channels, with a scale and a shift for each channel"),
    **rows_for("prelu", usage="prelu", build=build_prelu, options=("shared",),
            doc="ReLU that learns its slope below 0: one for each channel, or one for all (`shared`)"),
    **{word: LayerWord(word, "activation", plain_builder(layers.Activation, name))
       for word, name in ACTIVATIONS.items()},
    **rows_for("dropout", "drop", usage="dropout0.3", build=build_dropout, doc="dropout; the rate is 0.5 by default"),
    **rows_for("flatten", usage="flatten", build=plain_builder(layers.Flatten), doc="all numbers in one row"),
    **rows_for("id", "identity", usage="id", build=plain_builder(layers.Identity), doc="passes its input on"),
    **rows_for("fc", "dense", "linear", usage="fc-10", build=build_dense, options=BIAS,
            doc="dense layer; it flattens a map, and works on each position of a sequence"),
    **rows_for("embed", "embedding", usage="embed10000-64", build=build_embedding,
            doc="a vector of 64 numbers for each of 10,000 tokens"),
    **rows_for("rnn", usage="rnn-64", build=recurrent_builder("rnn"), options=("seq", "last", "bi", "layers", *BIAS),
            doc="recurrent layer: all states, or with `last` the last one; `bi` runs both ways, `layers2` stacks two"),
    **rows_for("lstm", usage="lstm-64", build=recurrent_builder("lstm"), options=("seq", "last", "bi", "layers", *BIAS),
            doc="recurrent layer with three gates and a candidate"),
    **rows_for("gru", usage="gru-64", build=recurrent_builder("gru"), options=("seq", "last", "bi", "layers", *BIAS),
            doc="recurrent layer with two gates and a candidate"),
    **rows_for("attention", "attn", "mha", usage="attention8", build=build_attention, options=BIAS,
            doc="self-attention with 8 heads"),
    **rows_for("transformer", usage="transformer8-2048", build=build_transformer,
            options=("pre", "post", "relu", "gelu", "causal"),
            doc="encoder block: attention with 8 heads, hidden dense layer of 2,048; `pre` normalises first, `causal` "
                "hides later positions"),
    **rows_for("seq", usage="seq", build=plain_builder(layers.Rows),
            doc="makes a sequence of a map: each position with its channels, row by row"),
    **rows_for("cls", usage="cls", build=plain_builder(layers.ClassToken), doc="a learned element before a sequence"),
    **rows_for("pos", usage="pos512", build=build_positions,
            doc="adds one of 512 learned vectors to each position; pos alone has as many as the sequence is long"),
    **rows_for("types", usage="types2", build=build_token_types,
            doc="adds one of 2 learned vectors to each element, by its segment"),
    **rows_for("first", usage="first", build=plain_builder(layers.First), doc="the first element of a sequence"),
}  # fmt: skip


SHAREABLE = (  # layers that learn, and can be applied again
    layers.Conv, layers.Depthwise, layers.Norm, layers.ParametricReLU, layers.Dense, layers.Embedding, layers.Recurrent,
    layers.Attention, layers.Transformer,
)  # fmt: skip


def build_layer(written: LayerText) -> Layer:
    """The layer that is written; FormulaError where its word or an option is unknown."""
    kind = LAYER_WORDS.get(written.word)
    if kind is None:
        raise written.error(f'there is no layer "{written.word}"{did_you_mean(written.word, LAYER_WORDS)}')
    seen: set[str] = set()
    for option in written.options:
        if option.word not in kind.options:
            raise written.error(explain_unknown_option(option.word, written.word, kind), option.at)
        if option.word in seen:
            raise written.error(f'"{option.word}" is written twice', option.at)
        seen.add(option.word)
    if written.stride and "s" not in kind.options:
        raise written.error(f"{written.word} has no stride")
    if (written.number is not None or written.kernel) and kind.usage.isalpha():
        raise written.error(f"{written.word} takes no numbers")
    return kind.build(replace(written, usage=kind.usage.split()[0]))


def explain_unknown_option(word: str, layer: str, kind: LayerWord) -> str:
    """The message about an option that the layer does not have."""
    if word in LAYER_WORDS:
        return f'a "|" is missing before "{word}"'
    if not kind.options:
        return f'"{layer}" takes no options; "{word}" does not fit'
    near = did_you_mean(word, kind.options)
    return f'"{word}" is not an option of {layer}{near or "; it takes " + ", ".join(kind.options)}'
