"""What PyTorch, SciPy, scikit-learn or plain loops say of the questions that ask for a formula of training or a count.

An oracle returns a function: from the values of the letters at some place to the value of the formula there.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from tests.oracles.formulas import Formula, Values, find_slope, tensor

# losses, outputs


def regression_loss(values: Values) -> Formula:
    import torch

    loss = torch.nn.functional.mse_loss if "squared" in values["measure"] else torch.nn.functional.l1_loss
    targets = tensor([float(values[name]) for name in "abc"])
    return lambda at: float(loss(tensor([float(at[name]) for name in "pqr"]), targets))


def huber_slope(values: Values) -> Formula:
    """Automatic differentiation of PyTorch's Huber loss at an error of the region"""
    import torch

    def slope(at: Mapping[str, float]) -> float:
        size = at["delta"] + 1
        target, delta = {
            "above": (values["x"] * at["w"] - size, at["delta"]),
            "below": (values["x"] * at["w"] + size, at["delta"]),
            "inside": (at["y"], 1000.0),
        }[values["region"]]
        return find_slope(
            lambda w: torch.nn.functional.huber_loss(values["x"] * w, tensor(float(target)), delta=delta), at["w"]
        )

    return slope


def binary_cross_entropy(values: Values) -> Formula:
    import torch

    labels = tensor([float(values[f"y_{i}"]) for i in (1, 2, 3)])

    def loss(at: Mapping[str, float]) -> float:
        outputs = tensor([at["p"], at["q"], values["c"]])
        return float(torch.nn.functional.binary_cross_entropy(outputs, labels, reduction=values["total"]))

    return loss


def cross_entropy(values: Values) -> Formula:
    """PyTorch's cross-entropy of the logarithms, which a softmax leaves as they are"""
    import torch

    share = values["s"]
    targets = tensor([[share, 1 - share, 0.0] if values["first"] else [1 - share, share, 0.0]] * values["n"])

    def loss(at: Mapping[str, float]) -> float:
        p, q = at["p"], at["q"]
        return float(torch.nn.functional.cross_entropy(tensor([[p, q, 1 - p - q]] * values["n"]).log(), targets))

    return loss


def softmax(values: Values) -> Formula:
    import torch

    def probability(at: Mapping[str, float]) -> float:
        logits = [values["a"] * at["u"], at["v"] + values["c"], at["w"]][: 2 if values["n"] == "two" else 3]
        return float(torch.softmax(tensor(logits), 0)[0 if values["which"] == "first" else 1])

    return probability


def cross_entropy_gradient(values: Values) -> dict[str, Formula]:
    import torch

    label = torch.tensor([["first", "second", "third"].index(values["true_class"])])

    def loss(u: Any, v: Any) -> Any:
        logits = torch.stack([values["a"] * u, values["b"] * v, 0 * u])
        return torch.nn.functional.cross_entropy(logits[None], label)

    def slope(at: Mapping[str, float]) -> float:
        u, v = tensor(float(at["u"])), tensor(float(at["v"]))
        if values["by"] == "u":
            return find_slope(lambda x: loss(x, v), at["u"])
        return find_slope(lambda x: loss(u, x), at["v"])

    return {"L": lambda at: float(loss(tensor(float(at["u"])), tensor(float(at["v"])))), "slope": slope}


# training


def wanted_variance(values: Values) -> Formula:
    """The mean square over all signs of the weights, by the binomial distribution"""
    from scipy.stats import binom

    def variance(at: Mapping[str, float]) -> float:
        n = int(at["n"])
        sums = range(-n, n + 1, 2)  # of n inputs of size 1 with weights 1 and -1
        squares = [s * s if values["kind"] == "linear" or s > 0 else 0 for s in sums]
        mean = sum(binom.pmf(range(n + 1), n, 0.5) * squares)
        return float(values["factor"] / mean)

    return variance


def learning_rate(values: Values) -> Formula:
    """The rate epoch by epoch"""
    import numpy as np

    start, end = values["eta_0"], values["T"]

    def rate(at: Mapping[str, float]) -> float:
        t = int(at["t"])
        if values["kind"] == "factor":
            return float(start * np.prod([np.exp2(-1 / end)] * t))
        if values["kind"] == "inverse":
            return float(start / np.interp(t, [0, end], [1, 2]))
        return float(np.interp(t, [0, end], [start, 0] if values["kind"] == "linear" else [0, start]))

    return rate


def accumulator_step(values: Values) -> dict[str, Formula]:
    """One step of PyTorch's optimizer whose state was put in; the constant under the root by hand"""
    import torch

    def step(at: Mapping[str, float]) -> tuple[float, float]:
        w = tensor(float(at["w"])).requires_grad_()
        w.grad = tensor(float(at["g"]))
        optimizer: Any
        if values["method"] == "AdaGrad":
            optimizer = torch.optim.Adagrad([w], at["eta"], initial_accumulator_value=at["G"], eps=at["eps"])
            name = "sum"
        else:
            optimizer = torch.optim.RMSprop([w], at["eta"], alpha=values["rho"], eps=at["eps"])
            name = "square_avg"
            optimizer.state[w] = {"step": torch.tensor(0.0), name: tensor(float(at["G"]))}
        optimizer.step()
        total = float(optimizer.state[w][name])
        inside = at["w"] - at["eta"] * at["g"] / math.sqrt(total + at["eps"])
        return total, inside if values["inside"] else float(w.detach())

    return {"G_new": lambda at: step(at)[0], "w_new": lambda at: step(at)[1]}


def penalized_loss(values: Values) -> Formula:
    """PyTorch's norms of the weights"""
    import torch

    power = 1 if values["kind"] == "L1" else 2
    share = 0.5 if values["half"] and power == 2 else 1

    def loss(at: Mapping[str, float]) -> float:
        norm = float(torch.linalg.vector_norm(tensor([float(at[name]) for name in "uvw"[: values["n"]]]), power))
        return float(at["E"] + share * at["lambda"] * norm**power)

    return loss


def penalized_step(values: Values) -> Formula:
    """Automatic differentiation of the penalty at a weight of the side"""

    def step(at: Mapping[str, float]) -> float:
        side = 1 if values["side"] == "positive" else -1
        if values["penalty"] == "L1":
            pull = find_slope(lambda w: at["lambda"] * w.abs(), side * (abs(at["w"]) + 1))
        else:
            pull = find_slope(lambda w: at["lambda"] * w**2 / (2 if values["half"] else 1), at["w"])
        return float(at["w"] - values["rate"] * (at["g"] + pull))

    return step


# counts


def metric(values: Values) -> Formula:
    """scikit-learn's metric of lists with so many of each case"""
    from sklearn import metrics

    def value(at: Mapping[str, float]) -> float:
        cases = {(1, 1): "TP", (0, 1): "FP", (1, 0): "FN", (0, 0): "TN"}
        pairs = [pair for pair, name in cases.items() for _ in range(int(at[name]))]
        labels, found = zip(*pairs, strict=True)
        if values["metric"] in ("specificity", "false positive rate"):
            specificity = float(metrics.recall_score(labels, found, pos_label=0))
            return specificity if values["metric"] == "specificity" else 1 - specificity
        name = values["metric"].split()[0].lower()
        return float(getattr(metrics, f"{name}_score")(labels, found))

    return value


def yolo_values(values: Values) -> Formula:
    """Count the values cell by cell and box by box"""

    def count(at: Mapping[str, float]) -> float:
        cells = values["n"] * int(at["S"]) ** 2 if values["whole"] else 1
        of_boxes = sum(5 + (0 if values["per_cell"] else int(at["C"])) for _ in range(int(at["B"])))
        return sum(of_boxes + (int(at["C"]) if values["per_cell"] else 0) for _ in range(cells))

    return count


def block_parameters(values: Values) -> Formula:
    """Build the block in PyTorch and count"""
    import torch

    def total(at: Mapping[str, float]) -> float:
        c, f, k = int(at["c"]), int(at["f"]), values["k"]
        first = torch.nn.Conv2d(c, f, k, bias=values["block"] != "a convolution and batch norm", device="meta")
        then = {
            "one convolution": torch.nn.ReLU(),
            "a convolution and batch norm": torch.nn.BatchNorm2d(f, device="meta"),
            "two convolutions": torch.nn.Conv2d(f, f, k, device="meta"),
        }[values["block"]]
        return sum(weights.numel() for layer in (first, then) for weights in layer.parameters())

    return total


def field_of_layers(values: Values) -> Formula:
    """Follow the first and the last pixel back through the layers"""

    def side(at: Mapping[str, float]) -> float:
        last = 0
        for _ in range(int(at["n"])):
            last += int(at["k"]) - 1
        return last * values["s"] + values["first"]

    return side


ORACLES = {
    "count-formula": block_parameters,
    "det-yolo-in-letters": yolo_values,
    "field-formula": field_of_layers,
    "init-variance-wanted": wanted_variance,
    "loss-bce-formula": binary_cross_entropy,
    "loss-cce-formula": cross_entropy,
    "loss-huber-slope": huber_slope,
    "loss-regression-formula": regression_loss,
    "lr-formula": learning_rate,
    "metrics-formulas": metric,
    "opt-adagrad-symbols": accumulator_step,
    "output-ce-gradient-formula": cross_entropy_gradient,
    "output-softmax-formula": softmax,
    "reg-penalty-formula": penalized_loss,
    "reg-update-formula": penalized_step,
}
