"""What PyTorch, NumPy or plain loops say of the questions of parameter-counts."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

Values = Mapping[str, Any]


def count(*layers: Any) -> int:
    """The parameters of PyTorch layers."""
    return sum(weights.numel() for layer in layers for weights in layer.parameters())


def layer_table(values: Values) -> dict[str, Any]:
    """Build the network and send an empty image through it."""
    import torch

    nn = torch.nn
    n, k, f_1, f_2 = values["n_in"], values["k"], values["filters_1"], values["filters_2"]
    convolutions = [nn.Conv2d(values["c_in"], f_1, k), nn.Conv2d(f_1, f_2, k)]
    pool, image = nn.MaxPool2d(2), torch.zeros(1, values["c_in"], n, n)
    shapes = []
    for convolution in convolutions:
        image = convolution(image)
        shapes.append([image.shape[2], image.shape[3], image.shape[1]])
        image = pool(image)
        shapes.append([image.shape[2], image.shape[3], image.shape[1]])
    dense = nn.Linear(image.numel(), values["classes"])
    learning = [*convolutions, dense]
    counts = [[one.weight.numel(), one.bias.numel()] for one in learning]
    return {"shapes": shapes, "counts": counts, "total": count(*learning)}


def find_size(values: Values) -> int:
    """Try sizes until the count is met."""
    k, wanted = values["k"], values["f"] * (values["k"] ** 2 * values["c"] + 1)
    if values["sought"] == "filters":
        return next(f for f in range(1, 1000) if f * (k * k * values["c"] + 1) == wanted)
    return next(c for c in range(1, 1000) if values["f"] * (k * k * c + 1) == wanted)


def bottleneck(values: Values) -> dict[str, Any]:
    import torch

    c, k, m = values["c"], values["k"], values["c"] // values["part"]

    def convolution(before: int, after: int, window: int) -> Any:
        return torch.nn.Conv2d(before, after, window, bias=False, device="meta")

    direct = count(convolution(c, c, k))
    narrow = count(convolution(c, m, 1), convolution(m, m, k), convolution(m, c, 1))
    return {"direct": direct, "bottleneck": narrow, "share": narrow / direct}


def training_memory(values: Values) -> dict[str, Any]:
    """Take one step, and count what PyTorch's optimizer keeps."""
    import torch

    layers = torch.nn.Sequential(
        torch.nn.Linear(values["n_in"], values["hidden"]), torch.nn.Linear(values["hidden"], values["n_out"])
    )
    rate = 0.1
    optimizer: torch.optim.Optimizer
    if values["optimizer"] == "Adam":
        optimizer = torch.optim.Adam(layers.parameters(), rate)
    else:
        momentum = 0.9 if "momentum" in values["optimizer"] else 0
        optimizer = torch.optim.SGD(layers.parameters(), rate, momentum)
    layers(torch.ones(1, values["n_in"])).sum().backward()
    optimizer.step()
    total = count(layers)
    kept = [tensor for state in optimizer.state.values() for tensor in state.values()]
    state = sum(tensor.numel() for tensor in kept if tensor is not None and tensor.dim())
    copies = 2 + state // total
    return {"total": total, "copies": copies, "megabytes": total * copies * values["bytes"] / 1e6}


def wrong_line(values: Values) -> str:
    """The slip that was drawn is the first wrong line."""
    return {"second convolution": "line 2", "flattening": "line 3", "dense layer": "line 4", "none": "no line"}[
        values["slip"]
    ]


def conv_parameters(values: Values) -> int:
    import torch

    return count(torch.nn.Conv2d(values["c_in"], values["filters"], values["k"], bias=values["bias"], device="meta"))


def grouped_parameters(values: Values) -> int:
    import torch

    how = {"groups": values["groups"], "device": "meta"}
    return count(torch.nn.Conv2d(values["c_in"], values["filters"], values["k"], **how))


def dense_parameters(values: Values) -> int:
    import torch

    return count(torch.nn.Linear(values["n_in"], values["n_out"], device="meta"))


def perceptron_parameters(values: Values) -> int:
    import torch

    sizes = [values["n_in"], values["hidden"], values["n_out"]]
    return count(*(torch.nn.Linear(a, b, device="meta") for a, b in pairwise(sizes)))


def separable_parameters(values: Values) -> dict[str, int]:
    import torch

    c, k, out = values["c_in"], values["k"], values["c_out"]
    depthwise = torch.nn.Conv2d(c, c, k, groups=c, bias=False, device="meta")
    pointwise = torch.nn.Conv2d(c, out, 1, bias=False, device="meta")
    standard = torch.nn.Conv2d(c, out, k, bias=False, device="meta")
    total = count(depthwise, pointwise)
    return {"total": total, "saved": count(standard) - total}


ORACLES = {
    "cnn-layer-table": layer_table,
    "conv-params": conv_parameters,
    "count-bottleneck": bottleneck,
    "count-find-size": find_size,
    "count-training-memory": training_memory,
    "count-wrong-line": wrong_line,
    "dense-params": dense_parameters,
    "depthwise-separable-params": separable_parameters,
    "grouped-conv-params": grouped_parameters,
    "mlp-params": perceptron_parameters,
}
