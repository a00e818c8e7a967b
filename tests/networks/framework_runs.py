"""Runs the programs that `net` prints, with weights that follow from their places, so that two frameworks can be compared.

Every weight is a fixed function of where it stands in its layer (output, input, place in the window), in whatever order
a framework keeps it.  So no layer of one program has to be matched with one of the other.
"""

from __future__ import annotations

import contextlib
import io
import os
from typing import Any

import numpy as np

os.environ.setdefault("KERAS_BACKEND", "torch")

Shape = tuple[int, ...]
EPSILON = 1e-3  # of normalisation: the frameworks have different defaults


def weights(outputs: int, inputs: int, window: Shape = ()) -> Any:
    """The weights of a layer, [output, input, *place in the window]."""
    axes = np.indices((outputs, inputs, *window))
    phase = sum(axis * (0.9 + 0.37 * i) for i, axis in enumerate(axes))
    return np.cos(phase) / np.sqrt(inputs * np.prod(window, initial=1))


def biases(count: int) -> Any:
    return 0.1 * np.sin(1.7 * np.arange(count) + 0.3)


def spread_evenly(outputs: int, inputs: int) -> Any:
    """Dense weights that do not depend on the order of the inputs, which flattening orders as the framework likes."""
    return np.repeat(np.cos(np.arange(outputs) * 1.1)[:, None], inputs, 1) / inputs**0.5


def inputs_of(shape: Shape, tokens: bool) -> Any:
    """One example, channels last."""
    count = int(np.prod(shape))
    if tokens:
        return (np.arange(count).reshape(1, *shape) * 7) % 5 % 2
    return np.sin(np.arange(count) * 0.61).reshape(1, *shape)


# PyTorch


def run_torch(source: str) -> tuple[Any, int, Any]:
    """The output of a program on one example, channels last; its parameters; and the names that it defines."""
    import torch

    names: dict[str, Any] = {}
    with contextlib.redirect_stdout(io.StringIO()) as said:
        exec(source, names)
    model = names["model"]
    model.eval()
    shown = said.getvalue().splitlines()[0].removeprefix("torch.Size([1, ").removesuffix("])")
    with torch.no_grad():
        for module in model.modules():
            set_torch(module)
    sizes = source.rsplit("torch.zeros(1, ", 1)[1].split(")")[0]
    tokens = "dtype" in sizes
    shape = tuple(int(size) for size in sizes.replace(", dtype=torch.long", "").split(", "))
    last = (*shape[1:], shape[0]) if len(shape) > 2 else shape
    x = torch.tensor(inputs_of(last, tokens))
    x = x.long() if tokens else x.movedim(-1, 1).double() if len(shape) > 2 else x.double()
    with torch.no_grad():
        out = model.double()(x)
    assert shown == ", ".join(map(str, out.shape[1:]))
    out = out.movedim(1, -1) if out.dim() > 3 else out
    return out.numpy()[0], sum(p.numel() for p in model.parameters()), names


def put(parameter: Any, values: Any) -> None:
    import torch

    assert tuple(parameter.shape) == np.shape(values), (parameter.shape, np.shape(values))
    parameter.copy_(torch.tensor(values))


def set_torch(module: Any) -> None:
    """Set the weights of one module."""
    from torch import nn

    if isinstance(module, nn.modules.conv._ConvTransposeNd):
        inputs, outputs, *window = module.weight.shape
        filled = weights(module.out_channels, inputs // module.groups * module.groups, tuple(window))
        put(module.weight, np.moveaxis(filled, 0, 1)[:, :outputs])
        if module.bias is not None:
            put(module.bias, biases(len(module.bias)))
    elif isinstance(module, nn.modules.conv._ConvNd):
        put(module.weight, weights(module.weight.shape[0], module.weight.shape[1], tuple(module.weight.shape[2:])))
        if module.bias is not None:
            put(module.bias, biases(len(module.bias)))
    elif isinstance(module, nn.modules.linear.NonDynamicallyQuantizableLinear):  # the last projection of attention
        put(module.weight, weights(*module.weight.shape))
        if module.bias is not None:
            put(module.bias, np.zeros(len(module.bias)))
    elif isinstance(module, nn.Linear):
        put(module.weight, spread_evenly(*module.weight.shape))
        if module.bias is not None:
            put(module.bias, biases(len(module.bias)))
    elif isinstance(module, nn.Embedding):
        put(module.weight, weights(*module.weight.shape))
    elif isinstance(module, nn.MultiheadAttention):
        d = module.embed_dim
        put(module.in_proj_weight, np.concatenate([weights(d, d) * (i + 1) for i in range(3)]))
        if module.in_proj_bias is not None:
            put(module.in_proj_bias, np.zeros(3 * d))
    elif isinstance(module, nn.RNNBase):
        for name, parameter in module.named_parameters():
            if name.startswith("bias"):
                put(parameter, np.zeros(parameter.shape))
            else:
                blocks = parameter.shape[0] // module.hidden_size
                each = [weights(module.hidden_size, parameter.shape[1]) * (0.5 + i) for i in range(blocks)]
                put(parameter, np.concatenate(each))
    elif type(module).__name__ in ("Positions", "TokenTypes"):
        put(module.vectors, weights(*module.vectors.shape))
    elif type(module).__name__ == "ClassToken":
        put(module.token, weights(1, module.token.shape[2])[None])
    if hasattr(module, "eps"):
        module.eps = EPSILON


# Keras


def run_keras(source: str) -> tuple[Any, int, Any]:
    """The same for a Keras program."""
    import keras
    import torch

    names: dict[str, Any] = {}
    keras.backend.set_floatx("float64")
    with contextlib.redirect_stdout(io.StringIO()):
        exec(source, names)
    model = names["model"]
    for layer in model.layers:
        set_keras(layer)
    first = model.inputs[0]
    tokens = "int" in str(first.dtype)
    with torch.no_grad():
        out = model(inputs_of(tuple(first.shape[1:]), tokens), training=False)
    out = out[0] if isinstance(out, list) else out
    count = sum(int(np.prod(weight.shape)) for weight in model.trainable_weights)
    return out.detach().numpy()[0], count, names


def set_keras(layer: Any) -> None:
    """Set the weights of one layer, in the order in which Keras keeps them."""
    from keras import layers

    kind = type(layer).__name__
    bias = [biases(layer.bias.shape[0])] if getattr(layer, "use_bias", False) and hasattr(layer, "bias") else []
    if kind.endswith("DTranspose") and kind.startswith("Conv"):
        *window, outputs, inputs = layer.kernel.shape
        layer.set_weights([np.moveaxis(weights(outputs, inputs, tuple(window)), (0, 1), (-2, -1)), *bias])
    elif kind.startswith("DepthwiseConv"):
        *window, inputs, times = layer.kernel.shape
        filled = weights(inputs * times, 1, tuple(window)).reshape(inputs, times, *window)
        layer.set_weights([np.moveaxis(filled, (0, 1), (-2, -1)), *bias])
    elif kind.startswith("Conv"):
        *window, inputs, outputs = layer.kernel.shape
        layer.set_weights([np.moveaxis(weights(outputs, inputs, tuple(window)), (1, 0), (-2, -1)), *bias])
    elif kind == "Dense":
        layer.set_weights([spread_evenly(layer.kernel.shape[1], layer.kernel.shape[0]).T, *bias])
    elif kind in ("Embedding", "ReversibleEmbedding"):
        layer.set_weights([weights(*layer.weights[0].shape)])
    elif kind == "MultiHeadAttention":
        d, heads, size = layer.query_dense.kernel.shape
        for i, dense in enumerate((layer.query_dense, layer.key_dense, layer.value_dense)):
            filled = (weights(d, d) * (i + 1)).T.reshape(d, heads, size)
            dense.set_weights([filled, *[np.zeros(weight.shape) for weight in dense.weights[1:]]])
        layer.output_dense.set_weights(
            [
                weights(d, d).T.reshape(heads, size, d),
                *[np.zeros(weight.shape) for weight in layer.output_dense.weights[1:]],
            ]
        )
    elif isinstance(layer, layers.Bidirectional):
        set_keras(layer.forward_layer)
        set_keras(layer.backward_layer)
    elif kind in ("SimpleRNN", "LSTM", "GRU"):
        units = layer.units
        order = {"SimpleRNN": [0], "LSTM": [0, 1, 2, 3], "GRU": [1, 0, 2]}[kind]
        cell = layer.cell
        filled = [
            np.concatenate([weights(units, kernel.shape[0]) * (0.5 + i) for i in order]).T
            for kernel in (cell.kernel, cell.recurrent_kernel)
        ]
        layer.set_weights([*filled, *[np.zeros(weight.shape) for weight in layer.weights[2:]]])
    elif kind in ("Positions", "TokenTypes"):
        layer.set_weights([weights(*layer.vectors.shape)])
    elif kind == "ClassToken":
        layer.set_weights([weights(1, layer.token.shape[2])[None]])
    elif kind == "PReLU":
        layer.set_weights([np.full(layer.weights[0].shape, 0.25)])
    if hasattr(layer, "epsilon"):
        layer.epsilon = EPSILON


def agree(left: Any, right: Any) -> bool:
    """Whether two outputs agree; a row of values may stand in another order, since maps are flattened in another."""
    if left.shape != right.shape:
        return False
    if left.ndim == 1:
        left, right = np.sort(left), np.sort(right)
    return bool(np.allclose(left, right, rtol=1e-4, atol=1e-5, equal_nan=True))
