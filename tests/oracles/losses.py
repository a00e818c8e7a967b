"""What PyTorch, NumPy or plain loops say of the questions of losses."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Mapping
from typing import Any

Values = Mapping[str, Any]


def tensor(numbers: Any) -> Any:
    import torch

    return torch.tensor(numbers, dtype=torch.float64)


def torch_loss(name: str, output: Any, target: Any, **options: Any) -> float:
    """A loss of torch.nn.functional of plain numbers."""
    import torch

    return float(getattr(torch.nn.functional, name)(tensor(output), tensor(target), **options))


def torch_gradient(name: str, output: Any, target: Any, **options: Any) -> Any:
    """The derivatives of such a loss by the outputs."""
    import torch

    leaf = torch.tensor(output, dtype=torch.float64, requires_grad=True)
    getattr(torch.nn.functional, name)(leaf, tensor(target), **options).backward()
    return leaf.grad.tolist()


def constant(names: Mapping[str, Any], key: str) -> Callable[[Values], Any]:
    """An oracle that looks a drawn word up."""
    return lambda values: names[values[key]]


def cost_mean(values: Values) -> float:
    return statistics.fmean(values["l"])


def optimizer_prefers(values: Values) -> bool:
    return statistics.fmean(values["l_b"]) < statistics.fmean(values["l_a"])


def error_rate(values: Values) -> dict[str, float]:
    before = values["p"]
    after = [p + values["gain"] for p in before]
    ones = [1.0] * len(before)
    name = "binary_cross_entropy"
    wrong = sum(p < 0.5 for p in before) - sum(p < 0.5 for p in after)
    return {"fall": torch_loss(name, before, ones) - torch_loss(name, after, ones), "fewer": wrong}


def mse(values: Values) -> float:
    return torch_loss("mse_loss", values["y_hat"], values["y"])


def mae(values: Values) -> float:
    return torch_loss("l1_loss", values["y_hat"], values["y"])


def mean_of_half_sum(values: Values) -> float:
    """Equal errors that have the half sum shown in the question."""
    half_sum = values["n"] / 2 * values["mse"]
    error = math.sqrt(2 * half_sum / values["n"])
    return torch_loss("mse_loss", [error] * values["n"], [0.0] * values["n"])


def divisor_right(values: Values) -> bool:
    errors = [float(i + 1) for i in range(values["n"])]
    square = values["measure"] == "mean squared error"
    told = sum(e**2 if square else e for e in errors) / (values["n"] if values["sound"] else 2)
    return math.isclose(told, torch_loss("mse_loss" if square else "l1_loss", errors, [0.0] * values["n"]))


def unit(values: Values) -> str:
    """How the measure grows if errors and targets are measured in a unit of half the size."""
    measure = {
        "mean squared error": lambda errors, _: statistics.fmean(e**2 for e in errors),
        "variance of the errors": lambda errors, _: statistics.pvariance(errors),
        "mean absolute error": lambda errors, _: statistics.fmean(abs(e) for e in errors),
        "root of the mean squared error": lambda errors, _: math.sqrt(statistics.fmean(e**2 for e in errors)),
        "mean relative error": lambda errors, y: statistics.fmean(abs(e / t) for e, t in zip(errors, y, strict=True)),
    }[values["measure"]]
    factor = measure([2.0, -4.0, 6.0], [10.0, 8.0, 40.0]) / measure([1.0, -2.0, 3.0], [5.0, 4.0, 20.0])
    return {1: "no unit", 2: "the unit itself", 4: "the square of the unit"}[round(factor)]


def mse_slope(values: Values) -> float:
    slope: float = torch_gradient("mse_loss", values["y_hat"], values["y"])[values["k"] - 1]
    return slope


def mae_gradient(values: Values) -> Any:
    return torch_gradient("l1_loss", values["y_hat"], values["y"])


def outlier_share(values: Values) -> float:
    squares = [values["b"] ** 2] + [values["a"] ** 2 for _ in range(values["n"] - 1)]
    return 100 * squares[0] / sum(squares)


def best_constants(values: Values) -> dict[str, float]:
    """Each target and the mean tried as constants; the losses are convex, so their neighbors settle it."""
    targets = values["y"]
    grid = [i / (4 * len(targets)) for i in range(4 * len(targets) * max(targets) + 1)]
    return {
        "for_mse": min(grid, key=lambda c: sum((y - c) ** 2 for y in targets)),
        "for_mae": min(grid, key=lambda c: sum(abs(y - c) for y in targets)),
    }


def outlier_claim(values: Values) -> bool:
    name = {"squared error": "mse_loss", "absolute error": "l1_loss", "Huber loss": "huber_loss"}[values["loss"]]
    before, after = (torch_gradient(name, [float(e)], [0.0])[0] for e in (4, 4 * values["times"]))
    return math.isclose(after, before * (values["times"] if values["claimed"] == "grows" else 1))


def huber_far(values: Values) -> float:
    return torch_loss("huber_loss", [values["r"]], [0.0], delta=values["delta"])


def huber_near(values: Values) -> float:
    return torch_loss("huber_loss", [values["y"] + values["d"]], [values["y"]], delta=values["delta"])


def huber_joint(values: Values) -> dict[str, float]:
    """The linear branch from two errors beyond the threshold."""
    delta = values["delta"]
    side = 1 if values["side"] == "positive" else -1
    near, far = (torch_loss("huber_loss", [side * delta * k], [0.0], delta=delta) for k in (2, 3))
    return {"linear": 2 * near - far, "slope_linear": (far - near) / (side * delta)}


def huber_smooth(values: Values) -> dict[str, float]:
    return {
        "huber": torch_loss("huber_loss", [values["r"]], [0.0], delta=values["d"]),
        "smooth": torch_loss("smooth_l1_loss", [values["r"]], [0.0], beta=values["d"]),
    }


def outer_slope(values: Values) -> bool:
    d = values["d"]
    name, option = ("huber_loss", "delta") if values["loss"] == "Huber" else ("smooth_l1_loss", "beta")
    slope = torch_gradient(name, [3 * d], [0.0], **{option: d})[0]
    return math.isclose(slope, 1 if values["claimed"] == "one" else d)


def bce_one(values: Values) -> float:
    return torch_loss("binary_cross_entropy", [values["p"]], [float(values["y"])])


def bce_batch(values: Values) -> float:
    return torch_loss("binary_cross_entropy", values["p"], [float(y) for y in values["y"]])


def bce_labels(values: Values) -> float:
    return torch_loss("binary_cross_entropy", values["p"], [float(y) for y in values["y"]], reduction="sum")


def bce_factor(values: Values) -> int:
    """The program of the question on outputs made up here, against PyTorch."""
    n = values["n"]
    p = [(j + 1) / (n + 2) for j in range(n)]
    y = [float(j % 2) for j in range(n)]
    total = 0.0
    for label, output in zip(y, p, strict=True):
        columns = [(label, output), (1 - label, 1 - output)]
        inner = {"classes": columns, "examples": columns[:1] * n, "none": columns[:1]}[values["inner"]]
        total -= sum(a * math.log(q) + (1 - a) * math.log(1 - q) for a, q in inner) / n
    return round(total / torch_loss("binary_cross_entropy", p, y))


def logarithms(values: Values) -> int:
    """The terms counted over made-up labels."""
    n, c, kind = values["n"], values["c"], values["kind"]
    count = 0
    for example in range(n):
        if kind == "categorical":
            count += sum(1 for k in range(c) if k == example % c)
        else:
            labels = [(example + k) % 2 for k in range(c if kind == "labels" else 1)]
            count += sum((label != 0) + (1 - label != 0) for label in labels)
    return count


def cce_one(values: Values) -> float:
    import torch

    return float(torch.nn.functional.nll_loss(tensor([values["p"]]).log(), torch.tensor([values["t"]])))


def cce_same(values: Values) -> bool:
    import torch

    a, b, target = values["a"], values["b"], torch.tensor([values["t"]])
    losses = [
        float(torch.nn.functional.nll_loss(tensor([row]).log(), target))
        for row in ([a, b, 1 - a - b], [a, 1 - a - b, b])
    ]
    return math.isclose(*losses)


def one_hot(values: Values) -> Any:
    import torch

    return torch.nn.functional.one_hot(torch.tensor(values["t"]), values["n_classes"]).tolist()


def cce_batch(values: Values) -> float:
    import torch

    rows = tensor([values["p_1"], values["p_2"]])
    return float(torch.nn.functional.nll_loss(rows.log(), torch.tensor([values["t_1"], values["t_2"]])))


def chance_level(values: Values) -> float:
    import torch

    return float(torch.nn.functional.cross_entropy(tensor([[0.0] * values["n_classes"]]), torch.tensor([0])))


def kl(values: Values) -> float:
    import torch

    p, q = ([values[name], 1 - values[name]] for name in ("a", "b"))
    return float(torch.nn.functional.kl_div(tensor(q).log(), tensor(p), reduction="sum"))


def entropies(values: Values) -> dict[str, float]:
    pairs = list(zip(values["p"], values["q"], strict=True))
    return {
        "H_p": -sum(p * math.log2(p) for p, _ in pairs),
        "H_pq": -sum(p * math.log2(q) for p, q in pairs),
        "D": sum(p * math.log2(p / q) for p, q in pairs),
    }


def smoothed_target(values: Values) -> dict[str, float]:
    """The target as the gradient that PyTorch's smoothed loss has by the logits: softmax minus target."""
    import torch

    logits = torch.zeros((1, values["n_classes"]), dtype=torch.float64, requires_grad=True)
    torch.nn.functional.cross_entropy(logits, torch.tensor([0]), label_smoothing=values["s"]).backward()
    target = (torch.softmax(logits.detach(), 1) - logits.grad)[0].tolist()
    return {"true_class": target[0], "other_class": target[1]}


def hinge(values: Values) -> dict[str, float]:
    import torch

    scores = torch.tensor(values["s"], dtype=torch.float64, requires_grad=True)
    loss = torch.clamp(1 - scores * tensor(values["y"]), min=0).mean()
    loss.backward()
    return {"loss": float(loss.detach()), "active": int((scores.grad != 0).sum())}


def logistic_step(values: Values) -> dict[str, Any]:
    import torch

    w = torch.tensor(values["w"], dtype=torch.float64, requires_grad=True)
    b = torch.tensor(values["b"], dtype=torch.float64, requires_grad=True)
    z = w @ tensor(values["x"]) + b
    loss = torch.nn.functional.binary_cross_entropy_with_logits(z, tensor(float(values["y"])))
    loss.backward()
    return {
        "p": float(torch.sigmoid(z.detach())),
        "L": float(loss.detach()),
        "grad": [*w.grad.tolist(), float(b.grad)],
        "w_new": (w.detach() - values["lr"] * w.grad).tolist(),
    }


def three_losses(values: Values) -> dict[str, float]:
    y = values["y"]
    y_hat = [
        t + (values["big"] if i == values["place"] else r) for i, (t, r) in enumerate(zip(y, values["r"], strict=True))
    ]
    squares = [(a - b) ** 2 for a, b in zip(y_hat, y, strict=True)]
    return {
        "mse": torch_loss("mse_loss", y_hat, y),
        "mae": torch_loss("l1_loss", y_hat, y),
        "huber": torch_loss("huber_loss", y_hat, y, delta=values["delta"]),
        "share": 100 * max(squares) / sum(squares),
    }


ORACLES = {
    "loss-terms-which": constant({name: name for name in ("error", "loss", "cost", "metric")}, "term"),
    "loss-cost-mean": cost_mean,
    "loss-optimizer-prefers": optimizer_prefers,
    "loss-error-rate": error_rate,
    "loss-mse": mse,
    "loss-half-sum-factor": mean_of_half_sum,
    "loss-mae": mae,
    "loss-divisor-claims": divisor_right,
    "loss-unit": unit,
    "loss-mse-gradient": mse_slope,
    "loss-mae-gradient": mae_gradient,
    "loss-outlier-share": outlier_share,
    "loss-best-constant": best_constants,
    "loss-robust-claims": outlier_claim,
    "loss-huber-far": huber_far,
    "loss-huber-near": huber_near,
    "loss-huber-joint": huber_joint,
    "loss-huber-smooth": huber_smooth,
    "loss-huber-outer-slope": outer_slope,
    "loss-bce-one": bce_one,
    "loss-bce-batch": bce_batch,
    "loss-bce-factor": bce_factor,
    "loss-count-terms": logarithms,
    "loss-bce-multilabel": bce_labels,
    "loss-cce-one": cce_one,
    "loss-cce-same": cce_same,
    "loss-one-hot": one_hot,
    "loss-cce-batch": cce_batch,
    "loss-chance-level": chance_level,
    "loss-kl": kl,
    "loss-entropy-bits": entropies,
    "loss-label-smoothing": smoothed_target,
    "loss-hinge": hinge,
    "loss-logistic-gradient": logistic_step,
    "loss-three-losses": three_losses,
}
