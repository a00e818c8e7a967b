"""What PyTorch, SciPy, scikit-learn or plain loops say of the questions that ask for a formula or an interval.

An oracle of a formula returns a function: from the values of its letters at some place to its value there.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

Values = Mapping[str, Any]
Formula = Callable[[Mapping[str, float]], float]


def tensor(numbers: Any) -> Any:
    import torch

    return torch.tensor(numbers, dtype=torch.float64)


def find_slope(function: Callable[[Any], Any], x: float) -> float:
    """The slope by automatic differentiation."""
    at = tensor(float(x)).requires_grad_()
    function(at).backward()
    return float(at.grad)


def activation(name: str) -> Callable[[Any], Any]:
    import torch

    known: dict[str, Callable[[Any], Any]] = {
        "sigmoid": torch.sigmoid,
        "tanh": torch.tanh,
        "softplus": torch.nn.functional.softplus,
        "ELU": torch.expm1,
        "Swish": torch.nn.functional.silu,
    }
    return known[name]


# activations


def powers_of_e(values: Values) -> Formula:
    """The function itself at the input whose power of e is u"""

    def value(at: Mapping[str, float]) -> float:
        x = math.log(at["u"]) / values["k"]
        c = values["k"] if values["side"] == "plus" else -values["k"]
        return float(activation(values["which"])(tensor(c * x)))

    return value


def in_letters(values: Values) -> Formula:
    """The input from the logit of s, then automatic differentiation"""

    def value(at: Mapping[str, float]) -> float:
        given, _, wanted = values["case"].partition(", ")
        x = math.log(at["s"] / (1 - at["s"])) / {"sigmoid of x": 1, "sigmoid of 2x": 2, "sigmoid of -2x": -2}[given]
        sigmoid = activation("sigmoid")
        found = {
            "slope": lambda: find_slope(sigmoid, x),
            "slope at -x": lambda: find_slope(sigmoid, -x),
            "value at -x": lambda: float(sigmoid(tensor(-x))),
            "tanh": lambda: math.tanh(x),
        }[wanted]()
        return float(values["k"] * found)

    return value


def range_of_activation(values: Values) -> str:
    """The values far to the left and far to the right"""
    f = activation(values["which"])
    low, high = (round(values["a"] * float(f(tensor(x))) + values["b"], 12) for x in (-100.0, 100.0))
    return f"({low:.6g}, {high:.6g})"


def range_of_tanh(values: Values) -> str:
    """The values far to the left and far to the right"""
    return f"({math.tanh(-100):.6g}, {math.tanh(100):.6g})"


def slope_of_activation(values: Values) -> Formula:
    f = activation(values["which"])
    return lambda at: find_slope(lambda x: f(values["k"] * x + values["b"]), at["x"])


def relu_with_absolute(values: Values) -> Formula:
    """Both factors from the values of the function at 1 and at -1"""
    import numpy as np
    import torch

    ends = values["k"] * torch.nn.functional.leaky_relu(tensor([1.0, -1.0]), values["alpha"]).numpy()
    p, q = np.linalg.solve([[1, 1], [-1, 1]], ends)
    return lambda at: float(p * at["x"] + q * at["m"])


# batch norm, linear networks


def undo_batch_norm(values: Values) -> dict[str, Formula]:
    """Two inputs through batch norm, and the line that brings them where they belong"""

    def line(at: Mapping[str, float]) -> tuple[float, float]:
        low, high = ((x - at["mu"]) / math.sqrt(at["v"] + at["epsilon"]) for x in (0, 1))
        gamma = values["c"] / (high - low)
        return gamma, values["d"] - gamma * low

    return {"gamma": lambda at: line(at)[0], "beta": lambda at: line(at)[1]}


def tangent_of_unit(values: Values) -> Formula:
    f = activation(values["act"])
    start, slope = float(f(tensor(0.0))), find_slope(lambda x: f(values["k"] * x), 0)
    return lambda at: start + slope * at["x"]


def collapsed_units(values: Values) -> dict[str, Formula]:
    """Both units run at 0 and at 1"""

    def run(at: Mapping[str, float], x: float) -> float:
        return at["v"] * (values["k"] * (at["w"] * x + at["b"]) + values["m"]) + at["c"]

    return {"W": lambda at: run(at, 1) - run(at, 0), "B": lambda at: run(at, 0)}


# slopes


def composed(values: Values) -> Formula:
    import torch

    outer: dict[str, Callable[[Any], Any]] = {
        "power": lambda u: u ** values["n"],
        "exponential": lambda u: torch.exp(-u),
        "sigmoid": torch.sigmoid,
        "tanh": torch.tanh,
        "logarithm": torch.log,
    }
    power = 1 if values["inner"] == "line" else 2
    return lambda at: find_slope(lambda x: outer[values["which"]](values["a"] * x**power + values["b"]), at["x"])


def exponential_and_line(values: Values) -> Formula:
    a, k, c = (values[name] for name in "akc")
    return lambda at: find_slope(lambda x: a * (k * x).exp() + c * x, at["x"])


def sigmoid_in_powers(values: Values) -> Formula:
    return lambda at: find_slope(lambda x: values["c"] / (1 + (-values["k"] * x).exp()), at["x"])


def quotient(values: Values) -> Formula:
    k, p = values["k"], values["p"]

    def y(x: Any) -> Any:
        up, down = (k * x).exp(), p * (-k * x).exp()
        return (up - down) / (up + down)

    return lambda at: find_slope(y, at["x"])


def residual_block(values: Values) -> Formula:
    import torch

    inner = {"tanh": torch.tanh, "sigmoid": torch.sigmoid, "square": torch.square}[values["inner"]]
    return lambda at: find_slope(lambda x: inner(values["a"] * x) + (x if values["skip"] else 0), at["x"])


def step_of_descent(values: Values) -> Formula:
    c, n, d = (values[name] for name in "cnd")
    return lambda at: at["x"] - at["h"] * find_slope(lambda x: c * x**n + d * x, at["x"])


ORACLES = {
    "act-in-letters": in_letters,
    "act-powers-of-e": powers_of_e,
    "act-range-interval": range_of_activation,
    "act-relu-with-absolute": relu_with_absolute,
    "act-slope-formula": slope_of_activation,
    "act-tanh-range-words": range_of_tanh,
    "backprop-residual-formula": residual_block,
    "bn-tangent-formula": tangent_of_unit,
    "bn-undo-formula": undo_batch_norm,
    "chain-compose-formula": composed,
    "chain-exp-formula": exponential_and_line,
    "chain-quotient-rule": quotient,
    "chain-sigmoid-powers": sigmoid_in_powers,
    "gd-step-formula": step_of_descent,
    "linear-collapse-symbols": collapsed_units,
}
