"""What PyTorch, NumPy or plain loops say of the questions of batch-norm."""

from __future__ import annotations

import math
import statistics
from collections.abc import Mapping
from typing import Any

Values = Mapping[str, Any]


def by_hand(values: Values) -> list[float]:
    import torch

    layer = torch.nn.BatchNorm1d(1, eps=1e-12).double()
    layer.weight.data.fill_(values["gamma"])
    layer.bias.data.fill_(values["beta"])
    batch = torch.tensor(values["x"], dtype=torch.float64).reshape(-1, 1)
    return [float(out) for out in layer(batch).detach().flatten()]


def at_test(values: Values) -> float:
    import torch

    layer = torch.nn.BatchNorm1d(1, eps=1e-12).double().eval()
    layer.weight.data.fill_(values["gamma"])
    layer.bias.data.fill_(values["beta"])
    layer.running_mean.fill_(values["M"])
    layer.running_var.fill_(values["V"])
    return float(layer(torch.tensor([[float(values["x"])]], dtype=torch.float64)).detach())


def running_mean(values: Values) -> float:
    """Two equal examples have the batch mean as their value."""
    import torch

    momentum = values["a"]  # the weight of the new value, which Keras calls 1 - momentum
    layer = torch.nn.BatchNorm1d(1, momentum=momentum).double()
    layer.running_mean.fill_(values["m"])
    layer(torch.full((2, 1), float(values["b"]), dtype=torch.float64))
    return float(layer.running_mean)


def layer_norm(values: Values) -> list[float]:
    import torch

    rows = torch.tensor(values["X"], dtype=torch.float64)
    return [float(out) for out in torch.nn.functional.layer_norm(rows, rows.shape[1:], eps=0.0)[0]]


def values_in_a_mean(values: Values) -> int:
    """Count the places of an array of ones that one mean runs over."""
    import torch

    ones = torch.ones(values["n"], values["c"], values["h"], values["h"])
    axes = (0, 2, 3) if values["method"] == "batch norm" else (1, 2, 3)
    return int(ones.sum(axes)[0])


def count_parameters(values: Values) -> int:
    import torch

    return sum(parameter.numel() for parameter in torch.nn.BatchNorm2d(values["c"]).parameters())


def undo(values: Values) -> list[float]:
    return [math.sqrt(values["v"]), values["mu"]]


def sigmoid_line(values: Values) -> dict[str, float]:
    """The tangent from a difference quotient."""
    step = 1e-4

    def logistic(x: float) -> float:
        return 1 / (1 + math.exp(-x))

    line = logistic(0) + values["x"] * (logistic(step) - logistic(-step)) / (2 * step)
    return {"line": line, "error": abs(logistic(values["x"]) - line)}


def part_of_the_sigmoid(values: Values) -> str:
    ends = [values["beta"] + values["gamma"] * z for z in (-1, 1)]
    if all(abs(end) <= 1 for end in ends):
        return "the nearly straight middle"
    return "one flat end" if ends[0] * ends[1] > 0 else "everything from one flat end to the other"


def depends_on_others(values: Values) -> bool:
    """Run the layer of the description on two batches that share one example."""
    import torch

    text = values["case"][0]
    layer = torch.nn.LayerNorm(3) if "layer norm" in text else torch.nn.BatchNorm1d(3)
    layer.train("evaluation mode" not in text.replace("Without evaluation mode", "") and "frozen" not in text)
    torch.manual_seed(1)
    shared = torch.randn(1, 3)
    first, second = (layer(torch.cat([shared, torch.randn(values["n"] - 1, 3)]))[0] for _ in range(2))
    return not torch.equal(first, second)


def invariance(values: Values) -> str:
    """Run the layer before and after the change and look at the quotient of the outputs."""
    import torch

    torch.manual_seed(2)
    inputs, weights = torch.randn(6, 4).double(), torch.randn(4, 1).double()
    text, factor = values["case"][0], values["factor"]
    layer = torch.nn.BatchNorm1d(1, eps=1e-12).double().train("training mode" in text)
    before = layer(inputs @ weights)
    if "scale" in text:
        layer.weight.data.mul_(factor)
    quotient = layer(inputs @ weights * (1 if "scale" in text else factor)) / before
    return (
        "they stay as they are" if torch.allclose(quotient, torch.ones(6, 1).double()) else "they get the same factor"
    )


def wrong_line(values: Values) -> str:
    return f"line {values['bad']}"


def exam(values: Values) -> dict[str, Any]:
    x, a = values["x"], values["a"]
    mean, variance = statistics.mean(x), statistics.pvariance(x)
    running_mean, running_variance = values["M"] + a * (mean - values["M"]), values["V"] + a * (variance - values["V"])
    gamma, beta = values["gamma"], values["beta"]
    return {
        "y": [gamma * (one - mean) / math.sqrt(variance) + beta for one in x],
        "M_new": running_mean,
        "V_new": running_variance,
        "y_test": gamma * (values["t"] - running_mean) / math.sqrt(running_variance) + beta,
        "learned": values["features"] + values["features"],
    }


ORACLES = {
    "bn-by-hand": by_hand,
    "bn-at-test": at_test,
    "bn-running-mean": running_mean,
    "bn-layer-norm": layer_norm,
    "bn-values-in-a-mean": values_in_a_mean,
    "bn-count-parameters": count_parameters,
    "bn-undo": undo,
    "bn-sigmoid-line": sigmoid_line,
    "bn-part-of-the-sigmoid": part_of_the_sigmoid,
    "bn-depends-on-others": depends_on_others,
    "bn-invariance": invariance,
    "bn-wrong-line": wrong_line,
    "bn-exam": exam,
}
