"""What a layer learns and computes: parameters, multiply-adds and activations, one rule for each kind of layer.

A formula is composed of the pieces that hold for the layer (bias or not, groups or not), so that it reads as a person
would write it: 64·(3·3·3 + 1).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dlquiz.networks import layers
from dlquiz.networks.layer_output import SEQUENCE, LayerOutput, sizes_along
from dlquiz.networks.layers import Conventions, Layer
from dlquiz.networks.quantities import NamedValue, QuantitySink
from dlquiz.networks.shapes import count_values, multiply_sides, multiply_sizes

Terms = tuple[str, dict[str, NamedValue]]  # a formula and its inputs
RECURRENT = "Each unit of each block has weights for the input and for the last state"
BIASES = ("; biases are not counted.", ", and a bias.", ", and two biases.")
STACKED = "Each layer above the first reads the states of the one below."
BLOCKS = {"rnn": 1, "gru": 3, "lstm": 4}  # of weights: one for each gate, one for the candidate


# pieces


def multiply_window(sink: QuantitySink, layer: layers.Window, count: int) -> Terms:
    """The number of cells of a window along `count` axes, k·k, as a formula with its inputs."""
    kernel = sizes_along(layer, layer.kernel, count)
    if len(set(kernel)) == 1:
        return "*".join(["k"] * count), {"k": sink.set("k", kernel[0])}
    names = ("k_z", "k_h", "k_w")[-count:]
    return "*".join(names), {name: sink.set(name, size) for name, size in zip(names, kernel, strict=True)}


def multiply_filter(sink: QuantitySink, layer: layers.Conv, incoming: LayerOutput) -> Terms:
    """The number of weights of one filter: k·k·c, with groups k·k·(c/g)."""
    c = incoming.sizes[-1]
    cells, inputs = multiply_window(sink, layer, len(incoming.sizes) - 1)
    if layer.groups == 1:
        return f"{cells}*c", inputs | {"c": c}
    return f"{cells}*(c//g)", inputs | {"c": c, "g": sink.set("g", layer.groups)}


def counts_bias(bias: bool, conventions: Conventions) -> bool:
    """Whether the biases of a layer are counted."""
    return bias and conventions.biases


# parameters


def conv_parameters(
    sink: QuantitySink, layer: layers.Conv, incoming: LayerOutput, output: LayerOutput, conventions: Conventions
) -> NamedValue:
    """filters·(k·k·c + 1)."""
    weights, inputs = multiply_filter(sink, layer, incoming)
    return count_filter_parameters(sink, weights, inputs, output.sizes[-1], counts_bias(layer.bias, conventions))


def depthwise_parameters(
    sink: QuantitySink, layer: layers.Depthwise, incoming: LayerOutput, output: LayerOutput, conventions: Conventions
) -> NamedValue:
    """filters·(k·k + 1)."""
    cells, inputs = multiply_window(sink, layer, len(incoming.sizes) - 1)
    return count_filter_parameters(sink, cells, inputs, output.sizes[-1], counts_bias(layer.bias, conventions))


def count_filter_parameters(
    sink: QuantitySink, weights: str, inputs: dict[str, NamedValue], filters: NamedValue, bias: bool
) -> NamedValue:
    """The parameters of filters, each with its weights and perhaps a bias."""
    formula = f"filters*({weights} + 1)" if bias else f"filters*{weights}"
    why = (
        "Each filter has its own weights and a bias."
        if bias
        else "Each filter has its own weights; biases are not counted."
    )
    return sink.step("params", formula, why, filters=filters, **inputs)


def norm_parameters(
    sink: QuantitySink, layer: layers.Norm, incoming: LayerOutput, output: LayerOutput, conventions: Conventions
) -> NamedValue:
    """2·c."""
    what = "feature" if layer.kind == "layer" else "channel"
    return sink.step("params", "2*c", f"A scale and a shift for each {what}.", c=incoming.sizes[-1])


def prelu_parameters(
    sink: QuantitySink,
    layer: layers.ParametricReLU,
    incoming: LayerOutput,
    output: LayerOutput,
    conventions: Conventions,
) -> NamedValue:
    """c, or 1."""
    if layer.share:
        return sink.step("params", "1", "One slope is shared by all channels.")
    return sink.step("params", "c", "Each channel has its own slope below 0.", c=incoming.sizes[-1])


def class_token_parameters(
    sink: QuantitySink, layer: Layer, incoming: LayerOutput, output: LayerOutput, conventions: Conventions
) -> NamedValue:
    """d."""
    return sink.step("params", "d", "The class token is learned.", d=incoming.sizes[1])


def positions_parameters(
    sink: QuantitySink, layer: layers.Positions, incoming: LayerOutput, output: LayerOutput, conventions: Conventions
) -> NamedValue:
    """T·d."""
    t = incoming.sizes[0] if layer.count is None else sink.set("positions", layer.count)
    return sink.step("params", "positions*d", "Each position has its own vector.", positions=t, d=incoming.sizes[1])


def token_types_parameters(
    sink: QuantitySink, layer: layers.TokenTypes, incoming: LayerOutput, output: LayerOutput, conventions: Conventions
) -> NamedValue:
    """types·d."""
    types = sink.set("types", layer.count)
    return sink.step("params", "types*d", "Each segment has its own vector.", types=types, d=incoming.sizes[1])


def dense_parameters(
    sink: QuantitySink, layer: layers.Dense, incoming: LayerOutput, output: LayerOutput, conventions: Conventions
) -> NamedValue:
    """units·(inputs + 1)."""
    inputs = incoming.sizes[1] if len(incoming.sizes) == SEQUENCE else count_values(sink, incoming)
    bias = counts_bias(layer.bias, conventions)
    formula = "units*(inputs + 1)" if bias else "units*inputs"
    why = "Each unit has a weight for every input" + (" and a bias." if bias else "; biases are not counted.")
    return sink.step("params", formula, why, units=output.sizes[-1], inputs=inputs)


def embedding_parameters(
    sink: QuantitySink, layer: layers.Embedding, incoming: LayerOutput, output: LayerOutput, conventions: Conventions
) -> NamedValue:
    """vocabulary·size."""
    vocabulary = sink.set("vocabulary", layer.vocabulary)
    return sink.step(
        "params", "vocabulary*size", "Each token has its own vector.", vocabulary=vocabulary, size=output.sizes[1]
    )


def recurrent_parameters(
    sink: QuantitySink, layer: layers.Recurrent, incoming: LayerOutput, output: LayerOutput, conventions: Conventions
) -> NamedValue:
    """blocks·units·(d + units + biases), twice for both directions; stacked layers read the states of those below."""
    biases = conventions.bias_vectors if counts_bias(layer.bias, conventions) else 0
    formula, inputs = multiply_recurrent(sink, layer, incoming, biases)
    why = RECURRENT + BIASES[biases]
    return sink.step("params", formula, f"{why} {STACKED}" if layer.depth > 1 else why, **inputs)


def multiply_recurrent(sink: QuantitySink, layer: layers.Recurrent, incoming: LayerOutput, biases: int) -> Terms:
    """The weights that recurrent layers apply in one time step, and `biases` for each unit of each block."""
    inputs = {"units": sink.set("units", layer.units), "d": incoming.sizes[1]}
    more = f" + {biases}" if biases else ""
    formula = f"(d + units{more})"
    if layer.depth > 1:
        inputs["depth"] = sink.set("depth", layer.depth)
        below = "2*units" if layer.both else "units"
        formula = f"({formula} + (depth - 1)*({below} + units{more}))"
    formula = f"units*{formula}"
    if layer.cell != "rnn":
        inputs["blocks"], formula = sink.set("blocks", BLOCKS[layer.cell]), f"blocks*{formula}"
    return (f"2*{formula}" if layer.both else formula), inputs


def attention_parameters(
    sink: QuantitySink, layer: layers.Attention, incoming: LayerOutput, output: LayerOutput, conventions: Conventions
) -> NamedValue:
    """4·d·(d + 1): queries, keys, values and the output."""
    formula = "4*d*(d + 1)" if counts_bias(layer.bias, conventions) else "4*d*d"
    return sink.step(
        "params", formula, "Queries, keys, values and the output each have a projection.", d=incoming.sizes[1]
    )


def transformer_parameters(
    sink: QuantitySink, layer: layers.Transformer, incoming: LayerOutput, output: LayerOutput, conventions: Conventions
) -> NamedValue:
    """Attention 4·d·(d + 1), dense layers width·(d + 1) + d·(width + 1), two normalisations 2·2·d."""
    formula = "4*d*(d + 1) + width*(d + 1) + d*(width + 1) + 2*2*d"
    if not conventions.biases:
        formula = "4*d*d + width*d + d*width + 2*2*d"
    why = "Four projections, two dense layers, two layer normalisations."
    return sink.step("params", formula, why, d=incoming.sizes[1], width=sink.set("width", layer.width))


# multiply-adds


def conv_work(sink: QuantitySink, layer: layers.Conv, incoming: LayerOutput, output: LayerOutput) -> Terms:
    """One use of every filter at every position of the output."""
    weights, inputs = multiply_filter(sink, layer, incoming)
    spots, sides = multiply_sides(output.sizes[:-1])
    return f"{spots}*filters*{weights}", inputs | sides | {"filters": output.sizes[-1]}


def depthwise_work(sink: QuantitySink, layer: layers.Depthwise, incoming: LayerOutput, output: LayerOutput) -> Terms:
    """One use of every filter, on one channel, at every position of the output."""
    cells, inputs = multiply_window(sink, layer, len(incoming.sizes) - 1)
    spots, sides = multiply_sides(output.sizes[:-1])
    return f"{spots}*filters*{cells}", inputs | sides | {"filters": output.sizes[-1]}


def transposed_work(sink: QuantitySink, layer: layers.Transposed, incoming: LayerOutput, output: LayerOutput) -> Terms:
    """One use of every filter at every position of the input."""
    weights, inputs = multiply_filter(sink, layer, incoming)
    spots, sides = multiply_sides(incoming.sizes[:-1])
    return f"{spots}*filters*{weights}", inputs | sides | {"filters": output.sizes[-1]}


def dense_work(sink: QuantitySink, layer: layers.Dense, incoming: LayerOutput, output: LayerOutput) -> Terms:
    """One use of every weight; in a sequence, one at each position."""
    if len(incoming.sizes) == SEQUENCE:
        return "t*units*inputs", {"t": incoming.sizes[0], "units": output.sizes[1], "inputs": incoming.sizes[1]}
    return "units*inputs", {"units": output.sizes[0], "inputs": count_values(sink, incoming)}


def scores_work(sink: QuantitySink, layer: layers.Scores, incoming: LayerOutput, output: LayerOutput) -> Terms:
    """One product of vectors for every token at every position."""
    return "t*vocabulary*d", {"t": incoming.sizes[0], "vocabulary": output.sizes[1], "d": incoming.sizes[1]}


def recurrent_work(sink: QuantitySink, layer: layers.Recurrent, incoming: LayerOutput, output: LayerOutput) -> Terms:
    """One use of every weight in each time step."""
    formula, inputs = multiply_recurrent(sink, layer, incoming, biases=0)
    return f"t*{formula}", inputs | {"t": incoming.sizes[0]}


def attention_work(sink: QuantitySink, layer: layers.Attention, incoming: LayerOutput, output: LayerOutput) -> Terms:
    """Four projections, then scores and weighted sums for every pair of positions."""
    return "4*t*d*d + 2*t*t*d", {"t": incoming.sizes[0], "d": incoming.sizes[1]}


def transformer_work(
    sink: QuantitySink, layer: layers.Transformer, incoming: LayerOutput, output: LayerOutput
) -> Terms:
    """Attention, and two dense layers at each position."""
    width = sink.set("width", layer.width)
    return "4*t*d*d + 2*t*t*d + 2*t*d*width", {"t": incoming.sizes[0], "d": incoming.sizes[1], "width": width}


ParameterRule = Callable[[QuantitySink, Any, LayerOutput, LayerOutput, Conventions], NamedValue]
WorkRule = Callable[[QuantitySink, Any, LayerOutput, LayerOutput], Terms]

PARAMETERS: dict[type[Layer], ParameterRule] = {
    layers.Conv: conv_parameters,
    layers.Depthwise: depthwise_parameters,
    layers.Transposed: conv_parameters,
    layers.Norm: norm_parameters,
    layers.ParametricReLU: prelu_parameters,
    layers.ClassToken: class_token_parameters,
    layers.Positions: positions_parameters,
    layers.TokenTypes: token_types_parameters,
    layers.Dense: dense_parameters,
    layers.Embedding: embedding_parameters,
    layers.Recurrent: recurrent_parameters,
    layers.Attention: attention_parameters,
    layers.Transformer: transformer_parameters,
}
WORK: dict[type[Layer], WorkRule] = {
    layers.Conv: conv_work,
    layers.Depthwise: depthwise_work,
    layers.Transposed: transposed_work,
    layers.Dense: dense_work,
    layers.Scores: scores_work,
    layers.Recurrent: recurrent_work,
    layers.Attention: attention_work,
    layers.Transformer: transformer_work,
}


def count_parameters(
    sink: QuantitySink, layer: Layer, incoming: LayerOutput, output: LayerOutput, conventions: Conventions
) -> NamedValue | None:
    """The parameters that the layer learns; None where it learns nothing."""
    rule = PARAMETERS.get(type(layer))
    return rule(sink, layer, incoming, output, conventions) if rule else None


def count_operations(
    sink: QuantitySink, layer: Layer, incoming: LayerOutput, output: LayerOutput, conventions: Conventions
) -> NamedValue | None:
    """The operations for one example, without biases and activations; None where there are none."""
    rule = WORK.get(type(layer))
    if rule is None:
        return None
    formula, inputs = rule(sink, layer, incoming, output)
    if conventions.operations == 1:
        return sink.step("macs", formula, "Every use of a weight is one multiply-add.", **inputs)
    formula = f"2*({formula})" if " + " in formula else f"2*{formula}"
    return sink.step("macs", formula, "Every use of a weight is a multiplication and an addition.", **inputs)


def count_activations(sink: QuantitySink, output: LayerOutput) -> NamedValue:
    """The number of values that a layer outputs."""
    formula, inputs = multiply_sizes(output.sizes)
    return sink.step("values", formula, "The number of values that the layer outputs.", **inputs)


def count_bytes(sink: QuantitySink, values: NamedValue, conventions: Conventions) -> NamedValue:
    """The bytes of the values."""
    width = sink.set("bytes", conventions.bytes)
    return sink.step("memory", "values*bytes", "Each value takes {{ bytes }} bytes.", values=values, bytes=width)
