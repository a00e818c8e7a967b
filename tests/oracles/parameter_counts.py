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


def single_filter(values: Values) -> int:
    import torch

    return count(torch.nn.Conv2d(values["c_in"], 1, values["k"], device="meta"))


def convolution_and_norm(values: Values) -> dict[str, int]:
    import torch

    layers = torch.nn.Sequential(
        torch.nn.Conv2d(values["c_in"], values["filters"], values["k"], bias=False),
        torch.nn.BatchNorm2d(values["filters"]),
    )
    running = sum(one.numel() for one in layers.buffers() if one.dim())
    return {"total": count(layers), "stored": count(layers) + running}


def embedding(values: Values) -> int:
    """PyTorch counts shared weights once"""
    import torch

    table = torch.nn.Embedding(values["vocab"], values["d"], device="meta")
    dense = torch.nn.Linear(values["d"], values["vocab"], device="meta")
    if values["tied"]:
        dense.weight = table.weight
    return count(torch.nn.ModuleList([table, dense]))


def recurrent_layer(values: Values) -> int:
    """PyTorch's layer, which has two biases where the question has one"""
    import torch

    kinds = {"plain RNN": torch.nn.RNN, "GRU": torch.nn.GRU, "LSTM": torch.nn.LSTM}
    layer = kinds[values["cell"]](values["n_in"], values["hidden"], device="meta")
    return sum(one.numel() for name, one in layer.named_parameters() if not name.startswith("bias_hh"))


def dense_layers(sizes: list[int]) -> list[list[int]]:
    """Weights and biases of each layer of a multilayer perceptron."""
    import torch

    layers = [torch.nn.Linear(a, b, device="meta") for a, b in pairwise(sizes)]
    return [[one.weight.numel(), one.bias.numel()] for one in layers]


def weights_and_biases(values: Values) -> dict[str, Any]:
    table = dense_layers([values[name] for name in ("n_in", "hidden_1", "hidden_2", "n_out")])
    return {"table": table, "total": sum(map(sum, table))}


def stack_by_layer(values: Values) -> list[int]:
    import torch

    channels = [values[name] for name in ("c_in", "filters_1", "filters_2", "filters_3")]
    return [count(torch.nn.Conv2d(a, b, values["k"], device="meta")) for a, b in pairwise(channels)]


def fits_memory(values: Values) -> dict[str, Any]:
    total = sum(map(sum, dense_layers([values[name] for name in ("n_in", "hidden", "n_out")])))
    size = total * values["bytes"]
    return {"total": total, "size": size, "fits": size <= values["memory"] * 1000}


def units_in_budget(values: Values) -> int:
    """Try numbers of units from 1 on"""
    units = 1
    while sum(map(sum, dense_layers([values["n_in"], units + 1, values["n_out"]]))) <= values["budget"]:
        units += 1
    return units


def whole_network(values: Values) -> dict[str, int]:
    """Build the network and send an empty image through it"""
    import torch

    convolution = torch.nn.Conv2d(values["c_in"], values["filters"], values["k"])
    image = torch.zeros(1, values["c_in"], values["n_in"], values["n_in"])
    flat = torch.nn.functional.max_pool2d(convolution(image), 2).numel()
    dense = torch.nn.Linear(flat, values["classes"])
    return {
        "conv": count(convolution),
        "flat": flat,
        "dense": count(dense),
        "total": count(convolution, dense),
    }


def transformer_block(values: Values) -> dict[str, int]:
    """PyTorch's encoder layer"""
    import torch

    d = values["d"]
    block = torch.nn.TransformerEncoderLayer(d, values["heads"], values["widen"] * d, device="meta")
    return {
        "attention": count(block.self_attn),
        "feed_forward": count(block.linear1, block.linear2),
        "total": count(block),
    }


def multiply_adds(layer: Any, image: Any) -> int:
    """The weights of a convolution, each once for every place of the map that comes out."""
    side = layer(image)
    return int(layer.weight.numel() * side.shape[2] * side.shape[3])


def separable_costs(n: int, c: int, out: int, k: int) -> dict[str, Any]:
    """The multiply-adds of both designs that keep the size."""
    import torch

    def cost(before: int, after: int, window: int, groups: int = 1) -> int:
        layer = torch.nn.Conv2d(before, after, window, groups=groups, bias=False, device="meta")
        side = n + window - 1  # padded, so that the size is kept for even windows too
        return multiply_adds(layer, torch.zeros(1, before, side, side, device="meta"))

    separable, standard = cost(c, c, k, c) + cost(c, out, 1), cost(c, out, k)
    return {"separable": separable, "standard": standard, "ratio": separable / standard}


def separable_ratio(values: Values) -> float:
    """PyTorch's layers on a map of some size"""
    ratio: float = separable_costs(8, values["c_in"], values["c_out"], values["k"])["ratio"]
    return ratio


def separable_block(values: Values) -> dict[str, Any]:
    return separable_costs(values["n_in"], values["c_in"], values["c_out"], values["k"])


def convolution_cost(values: Values) -> int:
    import torch

    c, n = values["c_in"], values["n_in"]
    layer = torch.nn.Conv2d(c, values["filters"], values["k"], values["stride"], values["padding"], device="meta")
    return multiply_adds(layer, torch.zeros(1, c, n, n, device="meta"))


def stacked_kernels(values: Values) -> dict[str, Any]:
    """The window that leaves as many places of a row as the stack does"""
    import torch

    c, row = values["c"], torch.zeros(1, 1, 100)
    for _ in range(values["layers"]):
        row = torch.nn.functional.conv1d(row, torch.ones(1, 1, 3))
    side = 100 - row.shape[2] + 1
    small, large = (torch.nn.Conv2d(c, c, window, bias=False, device="meta") for window in (3, side))
    stack = values["layers"] * count(small)
    return {"side": side, "stack": stack, "large": count(large), "share": stack / count(large)}


ORACLES = {
    "cnn-layer-table": layer_table,
    "cnn-total-params": whole_network,
    "conv-bn-params": convolution_and_norm,
    "conv-macs": convolution_cost,
    "conv-params": conv_parameters,
    "conv-stack-by-layer": stack_by_layer,
    "count-bottleneck": bottleneck,
    "count-find-size": find_size,
    "count-training-memory": training_memory,
    "count-wrong-line": wrong_line,
    "dense-params": dense_parameters,
    "depthwise-separable-params": separable_parameters,
    "embedding-params": embedding,
    "grouped-conv-params": grouped_parameters,
    "hidden-units-from-budget": units_in_budget,
    "mlp-fits-memory": fits_memory,
    "mlp-params": perceptron_parameters,
    "mlp-weights-and-biases": weights_and_biases,
    "recurrent-layer-params": recurrent_layer,
    "separable-block-macs": separable_block,
    "separable-cost-ratio": separable_ratio,
    "single-filter-params": single_filter,
    "stacked-small-kernels": stacked_kernels,
    "transformer-block-params": transformer_block,
}
