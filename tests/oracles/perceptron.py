"""What PyTorch, NumPy or plain loops say of the questions of perceptron."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from typing import Any

Values = Mapping[str, Any]
PATTERNS = list(product((0, 1), repeat=2))
GATES = {
    (0, 0, 0, 1): "AND",
    (0, 1, 1, 1): "OR",
    (1, 1, 1, 0): "NAND",
    (1, 0, 0, 0): "NOR",
    (0, 1, 1, 0): "XOR",
}


def outputs(w_1: float, w_2: float, threshold: float) -> list[int]:
    """What a unit returns that fires at or above its threshold."""
    return [int(w_1 * first + w_2 * second >= threshold) for first, second in PATTERNS]


def firing(values: Values) -> list[int]:
    return outputs(*values["w"], values["theta"])


def gate(values: Values) -> str:
    return GATES[tuple(outputs(*values["case"][:3]))]  # type: ignore[index]


def truth_table(values: Values) -> list[int]:
    """Pattern by pattern; a sum of exactly 0 gives 0."""
    first, second = values["w"]
    return [int(i * first + j * second + values["b"] > 0) for i in (0, 1) for j in (0, 1)]


def update(values: Values) -> list[float]:
    """The step as gradient descent on the perceptron loss max(0, -y s), by automatic differentiation."""
    import torch

    weights = torch.tensor([*values["w"], values["b"]], dtype=torch.float64, requires_grad=True)
    s = weights @ torch.tensor([*values["x"], 1], dtype=torch.float64)
    torch.relu(-values["y"] * s).backward()
    return [float(one) for one in (weights - values["eta"] * weights.grad).detach()]


def needs_update(values: Values) -> bool:
    """Whether the step with a rate of 1 changes anything."""
    return update({**values, "eta": 1}) != [*values["w"], values["b"]]


def separable(values: Values) -> bool:
    """Look through many units for one that computes the function."""
    told = {"XOR": [0, 1, 1, 0], "XNOR": [1, 0, 0, 1]}.get(values["shape_of"], values["drawn"])
    weights, thresholds = range(-2, 3), (-3.5, -2.5, -1.5, -0.5, 0.5, 1.5, 2.5, 3.5)
    return any(outputs(*one) == told for one in product(weights, weights, thresholds))


ORACLES = {
    "perceptron-firing-rule": firing,
    "perceptron-which-gate": gate,
    "perceptron-truth-table": truth_table,
    "perceptron-update": update,
    "perceptron-needs-update": needs_update,
    "perceptron-separable": separable,
}
