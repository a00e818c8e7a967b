"""What PyTorch, NumPy or plain loops say of the questions of linear-networks."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

Values = Mapping[str, Any]


def collapsed_matrix(values: Values) -> list[list[int]]:
    """Column by column: what two layers of PyTorch make of the unit vectors."""
    import torch

    sizes = [(len(values[name][0]), len(values[name])) for name in ("W_1", "W_2")]
    layers = torch.nn.Sequential(*(torch.nn.Linear(*size, bias=False, dtype=torch.float64) for size in sizes))
    with torch.no_grad():
        for layer, name in zip(layers, ("W_1", "W_2"), strict=True):
            layer.weight.copy_(torch.tensor(values[name]))
        columns = layers(torch.eye(sizes[0][0], dtype=torch.float64))
    return [[round(float(one)) for one in row] for row in columns.T]


def collapsed_bias(values: Values) -> list[int]:
    """The output for the input 0, whatever the first matrix is."""
    return [
        sum(w * b for w, b in zip(row, values["b_1"], strict=True)) + shift
        for row, shift in zip(values["W_2"], values["b_2"], strict=True)
    ]


def rank_of_bottleneck(values: Values) -> dict[str, Any]:
    """The rank of a product of random matrices, as PyTorch finds it."""
    import torch

    torch.manual_seed(3)
    sizes = [values[name] for name in ("n_in", "h_1", "h_2", "n_out")]
    matrix = torch.eye(sizes[0], dtype=torch.float64)
    for inputs, units in pairwise(sizes):
        matrix = torch.randn(units, inputs, dtype=torch.float64) @ matrix
    single = torch.randn(sizes[-1], sizes[0], dtype=torch.float64)
    rank, full = (int(torch.linalg.matrix_rank(one)) for one in (matrix, single))
    return {"rank": rank, "same": rank == full}


def collapses(values: Values) -> bool:
    """Second differences of a random network along a line are 0 if it is affine."""
    import torch

    functions = {
        "ReLU": torch.relu,
        "tanh": torch.tanh,
        "sigmoid": torch.sigmoid,
        "identity": lambda z: z,
        "f(z) = 3z": lambda z: 3 * z,
        "f(z) = 2z + 1": lambda z: 2 * z + 1,
        "f(z) = -z": lambda z: -z,
        "f(z) = z - 2": lambda z: z - 2,
    }
    torch.manual_seed(5)
    width = values["h"]
    first, second, last = (torch.randn(size, dtype=torch.float64) for size in ((width, 1), (width, width), (1, width)))
    places = torch.linspace(-3, 3, 13, dtype=torch.float64)[None, :]
    bias = torch.randn((width, 1), dtype=torch.float64)
    hidden = functions[values["act_1"]](first @ places + bias)
    curve = (last @ functions[values["act_2"]](second @ hidden))[0]
    return bool(torch.diff(curve, n=2).abs().max() < 1e-6)


ORACLES = {
    "linear-collapse-matrix": collapsed_matrix,
    "linear-collapse-bias": collapsed_bias,
    "linear-rank-of-bottleneck": rank_of_bottleneck,
    "linear-which-collapse": collapses,
}
