"""What PyTorch, NumPy or plain loops say of the questions of chain-rule."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

Values = Mapping[str, Any]


def find_slope(function: Callable[[Any], Any], x: float) -> float:
    """The derivative of a function of a number, by automatic differentiation."""
    import torch

    place = torch.tensor(float(x), dtype=torch.float64, requires_grad=True)
    function(place).backward()
    return float(place.grad)


def power_of_line(values: Values) -> float:
    return find_slope(lambda x: (values["a"] * x + values["b"]) ** values["n"], values["x"])


def from_table(values: Values) -> int:
    """Lines with the values and slopes of the table, composed and differenced."""
    x = values["x"]
    u = values["f"][x - 1]

    def composed(step: float) -> float:
        inner = u + values["m"][x - 1] * step
        return float(values["g"][u - 1] + values["s"][u - 1] * (inner - u))

    return round((composed(1) - composed(-1)) / 2)


def exponential(values: Values) -> float:
    import torch

    return find_slope(lambda x: values["a"] * torch.exp(values["k"] * x), values["x"])


def sigmoid(values: Values) -> float:
    import torch

    return find_slope(lambda x: values["a"] * torch.sigmoid(x), values["x"])


def difference_of_squares(values: Values) -> int:
    """The expression itself at some place."""
    up, down = values["a"] * math.exp(0.3 * values["k"]), values["b"] * math.exp(-0.3 * values["k"])
    return round((up + down) ** 2 - (up - down) ** 2)


def wrong_line(values: Values) -> str:
    """What each line says as it is written down, against PyTorch."""
    import torch

    k, bad, x = values["k"], values["bad"], 0.2
    power = math.exp(-k * x)
    u = 1 + power
    by_u = find_slope(lambda v: 1 / v, u)
    by_x = find_slope(lambda v: 1 + torch.exp(-k * v), x)
    slope = find_slope(lambda v: torch.sigmoid(k * v), x)
    written = {
        "line 1": ((1 if bad == 1 else -1) / u**2, by_u),
        "line 2": ((1 if bad == 2 else -1) * k * power, by_x),
        "line 3": (by_u + by_x if bad == 3 else by_u * by_x, slope),
        "line 4": (k * power / (u if bad == 4 else u**2), slope),
    }
    return next(line for line, (told, right) in written.items() if not math.isclose(told, right, rel_tol=1e-9))


def chain_of_three(values: Values) -> dict[str, float]:
    import torch

    u = values["a"] * values["x"] + values["b"]
    return {
        "y": float(torch.sigmoid(torch.tensor(float(u), dtype=torch.float64))),
        "dy_dp": find_slope(lambda p: 1 / (1 + p), math.exp(-u)),
        "dp_du": find_slope(lambda v: torch.exp(-v), u),
        "dy_dx": find_slope(lambda x: torch.sigmoid(values["a"] * x + values["b"]), values["x"]),
    }


ORACLES = {
    "chain-power-value": power_of_line,
    "chain-from-table": from_table,
    "chain-exp-value": exponential,
    "chain-sigmoid-value": sigmoid,
    "chain-difference-of-squares": difference_of_squares,
    "chain-wrong-line": wrong_line,
    "chain-exam-composition": chain_of_three,
}
