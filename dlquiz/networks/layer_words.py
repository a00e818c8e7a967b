"""The words of the notation: one table of word, usage, meaning and options, and what builds the layer."""

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
    SLIDING,
    Written,
    biased,
    filters_of,
    kernel_of,
    single,
    sliding,
    two_numbers,
    units_of,
)
from dlquiz.networks.layers import Layer


class LayerWord(NamedTuple):
    """A word of the notation."""

    usage: str
    doc: str
    build: Callable[[Written], Layer]
    options: tuple[str, ...] = ()


def conv(w: Written) -> Layer:
    """`conv3-64/2 p1`."""
    return layers.Conv(
        kernel_of(w), **sliding(w, (1, 1)), filters=filters_of(w), groups=single(w, GROUPS, "the number of groups"),
        bias=biased(w), **w.place,
    )  # fmt: skip


def transposed(w: Written) -> Layer:
    """`tconv4-64/2 p1`."""
    made = layers.Transposed(
        kernel_of(w), **sliding(w, (1, 1)), filters=filters_of(w), groups=single(w, GROUPS, "the number of groups"),
        bias=biased(w), extra=w.measure(EXTRA, "the output padding", (0, 0), 0), **w.place,
    )  # fmt: skip
    if any(made.extra[axis] >= max(made.stride[axis], made.dilation[axis]) for axis in (0, 1)):
        raise w.fault("the output padding is smaller than the stride (or the dilation)")
    return made


def depthwise(w: Written) -> Layer:
    """`dwconv3/2 p1`."""
    return layers.Depthwise(kernel_of(w), **sliding(w, (1, 1)), filters=filters_of(w), bias=biased(w), **w.place)


def pooling(kind: str) -> Callable[[Written], Layer]:
    """`pool2`, `avgpool3/2 p1 ceil`."""

    def build(w: Written) -> Layer:
        if w.number is not None:
            raise w.fault("pooling has no filters: it works on each channel")
        if w.option("floor") and w.option("ceil"):
            raise w.fault("sizes are rounded by floor or by ceil, not both")
        rounding = "ceil" if w.option("ceil") else "floor" if w.option("floor") else ""
        kernel = kernel_of(w)
        return layers.Pool(kernel, **sliding(w, kernel), kind=kind, rounding=rounding, **w.place)

    return build


def plain(made: Callable[..., Layer], *arguments: Any) -> Callable[[Written], Layer]:
    """A layer that has no numbers."""
    return lambda w: made(*arguments, **w.place)


def dropout(w: Written) -> Layer:
    """`dropout0.5`."""
    rate = 0.5 if w.rate is None and not w.kernel else float(w.kernel[0]) if w.rate is None else w.rate
    if not 0 <= rate < 1:
        raise w.fault("the rate of dropout is from 0 up to and without 1")
    return layers.Dropout(rate, **w.place)


def dense(w: Written) -> Layer:
    """`fc-10`."""
    return layers.Dense(units_of(w), biased(w), **w.place)


def embedding(w: Written) -> Layer:
    """`embed10000-64`."""
    return layers.Embedding(*two_numbers(w, "the vocabulary", "the size of its vectors"), **w.place)


def recurrent(cell: str) -> Callable[[Written], Layer]:
    """`lstm-64 last`."""

    def build(w: Written) -> Layer:
        if w.option("seq") and w.option("last"):
            raise w.fault("all states or the last one, not both")
        return layers.Recurrent(
            cell, units_of(w), w.option("last") is not None, w.option("bi") is not None, biased(w), **w.place
        )

    return build


def attention(w: Written) -> Layer:
    """`attention8`."""
    return layers.Attention(units_of(w), biased(w), **w.place)


def transformer(w: Written) -> Layer:
    """`transformer8-2048`."""
    return layers.Transformer(*two_numbers(w, "the number of heads", "the width of its dense layer"), **w.place)


def alike(
    *words: str, usage: str, build: Callable[[Written], Layer], doc: str, options: tuple[str, ...] = ()
) -> dict[str, LayerWord]:
    """Several words for one layer; the first is the usual one."""
    return dict.fromkeys(words, LayerWord(usage, doc, build, options))


ACTIVATIONS = {
    "relu": "relu", "sigmoid": "sigmoid", "tanh": "tanh", "softmax": "softmax", "gelu": "gelu", "elu": "elu",
    "leaky": "leaky_relu", "lrelu": "leaky_relu", "leakyrelu": "leaky_relu", "swish": "swish", "silu": "swish",
    "softplus": "softplus", "relu6": "relu6",
}  # fmt: skip

KINDS: dict[str, LayerWord] = {
    **alike("conv", usage="conv3-64/2 p1", build=conv, options=(*SLIDING, *DILATION, *GROUPS, *BIAS),
            doc="convolution: 64 filters of 3×3, stride 2, padding 1 on each side; 3x5 is rows × columns"),
    **alike("tconv", "convt", "deconv", usage="tconv4-64/2 p1", build=transposed,
            options=(*SLIDING, *DILATION, *GROUPS, *BIAS, *EXTRA),
            doc="transposed convolution; op1 adds a row and a column to the output"),
    **alike("dwconv", "depthwise", usage="dwconv3/2 p1", build=depthwise, options=(*SLIDING, *DILATION, *BIAS),
            doc="depthwise convolution: one filter of 3×3 for each channel"),
    **alike("pool", "maxpool", "max", usage="pool2", build=pooling("max"),
            options=(*SLIDING, *DILATION, "floor", "ceil"),
            doc="max pooling of 2×2 windows; the stride is the window's size unless said: pool3/2"),
    **alike("avgpool", "avg", usage="avgpool2", build=pooling("average"), options=(*SLIDING, "floor", "ceil"),
            doc="average pooling"),
    **alike("gap", usage="gap", build=plain(layers.GlobalPool, "average"),
            doc="global average pooling: one number for each channel"),
    **alike("gmp", usage="gmp", build=plain(layers.GlobalPool, "max"), doc="global max pooling"),
    **alike("bn", "batchnorm", usage="bn", build=plain(layers.Norm, "batch"),
            doc="batch normalisation: a scale and a shift for each channel"),
    **alike("ln", "layernorm", usage="ln", build=plain(layers.Norm, "layer"),
            doc="layer normalisation over the channels or features, with a scale and a shift for each"),
    **{word: LayerWord(word, "activation", plain(layers.Activation, name)) for word, name in ACTIVATIONS.items()},
    **alike("dropout", "drop", usage="dropout0.3", build=dropout, doc="dropout; the rate is 0.5 unless said"),
    **alike("flatten", usage="flatten", build=plain(layers.Flatten), doc="all numbers in one row"),
    **alike("id", "identity", usage="id", build=plain(layers.Identity), doc="passes its input on"),
    **alike("fc", "dense", "linear", usage="fc-10", build=dense, options=BIAS,
            doc="dense layer; flattens a map, works on each position of a sequence"),
    **alike("embed", "embedding", usage="embed10000-64", build=embedding,
            doc="a vector of 64 numbers for each of 10,000 tokens"),
    **alike("rnn", usage="rnn-64", build=recurrent("rnn"), options=("seq", "last", "bi", *BIAS),
            doc="recurrent layer: all states, or with `last` the last one; `bi` runs both ways"),
    **alike("lstm", usage="lstm-64", build=recurrent("lstm"), options=("seq", "last", "bi", *BIAS),
            doc="recurrent layer with three gates and a candidate"),
    **alike("gru", usage="gru-64", build=recurrent("gru"), options=("seq", "last", "bi", *BIAS),
            doc="recurrent layer with two gates and a candidate"),
    **alike("attention", "attn", "mha", usage="attention8", build=attention, options=BIAS,
            doc="self-attention with 8 heads"),
    **alike("transformer", usage="transformer8-2048", build=transformer,
            doc="encoder block: attention with 8 heads, hidden dense layer of 2,048"),
}  # fmt: skip


def build(written: Written) -> Layer:
    """The layer that was written; FormulaError where the word or an option is unknown."""
    kind = KINDS.get(written.word)
    if kind is None:
        raise written.fault(f'there is no layer "{written.word}"{did_you_mean(written.word, KINDS)}')
    seen: set[str] = set()
    for option in written.options:
        if option.word not in kind.options:
            raise written.fault(unknown_option(option.word, written.word, kind), option.at)
        if option.word in seen:
            raise written.fault(f'"{option.word}" is written twice', option.at)
        seen.add(option.word)
    if written.stride and "s" not in kind.options:
        raise written.fault(f"{written.word} has no stride")
    if (written.number is not None or written.kernel) and kind.usage.isalpha():
        raise written.fault(f"{written.word} takes no numbers")
    return kind.build(replace(written, usage=kind.usage.split()[0]))


def unknown_option(word: str, layer: str, kind: LayerWord) -> str:
    """What to say of an option that the layer does not have."""
    if word in KINDS:
        return f'a "|" is missing before "{word}"'
    if not kind.options:
        return f'"{layer}" takes no options; "{word}" does not fit'
    near = did_you_mean(word, kind.options)
    return f'"{word}" is no option of {layer}{near or "; it takes " + ", ".join(kind.options)}'
