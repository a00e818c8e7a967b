"""What PyTorch, NumPy or plain loops say of the questions of softmax-output."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

Values = Mapping[str, Any]


def torch_softmax(logits: Any, temperature: float = 1) -> list[float]:
    import torch

    probabilities: list[float] = torch.softmax(torch.tensor(logits, dtype=torch.float64) / temperature, 0).tolist()
    return probabilities


def output_of_task(values: Values) -> str:
    outputs = {"real": "identity", "two": "one sigmoid", "exclusive": "softmax"}
    return outputs.get(values["target"], "one sigmoid for each label")


def node_count(values: Values) -> int:
    return {"exclusive": values["n"], "binary": 1, "labels": values["n"], "corners": 4}[values["task"]]


def layer_parameters(values: Values) -> int:
    import torch

    return sum(weights.numel() for weights in torch.nn.Linear(values["h"], values["n_classes"]).parameters())


def regression_heads(values: Values) -> dict[str, float]:
    import torch

    z = torch.tensor(values["w"] * values["x"] + values["b"], dtype=torch.float64)
    target = torch.tensor(values["y"], dtype=torch.float64)
    loss = torch.nn.functional.mse_loss
    return {"square_identity": float(loss(z, target)), "square_relu": float(loss(torch.relu(z), target))}


def regression_learns(values: Values) -> bool:
    import torch

    w = torch.tensor(float(values["w"]), dtype=torch.float64, requires_grad=True)
    z = w * values["x"] + values["b"]
    output = torch.relu(z) if values["head"] == "ReLU" else z
    ((output - values["y"]) ** 2 / 2).backward()
    return bool(w.grad != 0)


def detection_probability(values: Values) -> float:
    import torch

    return float(torch.sigmoid(torch.tensor(values["z"], dtype=torch.float64)))


def logit_threshold(values: Values) -> float:
    import torch

    return float(torch.logit(torch.tensor(values["t"], dtype=torch.float64)))


def two_class_softmax(values: Values) -> dict[str, float]:
    p_1, p_2 = torch_softmax([values["z_1"], values["z_2"]])
    return {"z": math.log(p_1 / p_2), "p_1": p_1}


def is_softmax_output(values: Values) -> bool:
    """Whether the logarithms are logits that give the vector back."""
    vector = [values["a"], values["b"], 1 - values["a"] - values["b"] + (0 if values["exact"] else values["off"])]
    if min(vector) <= 0:
        return False
    back = torch_softmax([math.log(entry) for entry in vector])
    return max(abs(a - b) for a, b in zip(back, vector, strict=True)) < 1e-9


def softmax_vector(values: Values) -> str:
    a, b = values["a"], values["b"]
    return f"({a:g}, {b:g}, {1 - a - b:g})"


def softmax_values(values: Values) -> list[float]:
    return torch_softmax(values["z"])


def softmax_invariance(values: Values) -> bool:
    z, c = values["z"], values["c"]
    changes = {
        "add": lambda: [one + c for one in z],
        "subtract": lambda: [one - c for one in z],
        "maximum": lambda: [one - max(z) for one in z],
        "multiply": lambda: [one * c for one in z],
        "divide": lambda: [one / c for one in z],
        "one": lambda: [z[0] + c, *z[1:]],
    }
    changed = changes[values["change"]]()
    return max(abs(a - b) for a, b in zip(torch_softmax(z), torch_softmax(changed), strict=True)) < 1e-9


def large_logits(values: Values) -> list[float]:
    return torch_softmax([values["m"] + one for one in values["r"]])


def softmax_at_temperature(values: Values) -> list[float]:
    return torch_softmax(values["z"], values["T"])


def temperature_effect(values: Values) -> str:
    pick = max if values["word"] == "most" else min
    difference = pick(torch_softmax(values["z"], values["T"])) - pick(torch_softmax(values["z"]))
    return "it stays as it is" if abs(difference) < 1e-12 else "it rises" if difference > 0 else "it falls"


def logit_gradient(values: Values) -> list[float]:
    import torch

    z = torch.tensor(values["z"], dtype=torch.float64, requires_grad=True)
    torch.nn.functional.cross_entropy(z[None], torch.tensor([values["t"]])).backward()
    gradient: list[float] = z.grad.tolist()
    return gradient


def wrong_line(values: Values) -> str:
    return "line " + str(["powers", "total", "output", "loss", "gradient"].index(values["bad"]) + 1)


def training_step(values: Values) -> dict[str, Any]:
    import torch

    weights = torch.tensor(values["W"], dtype=torch.float64, requires_grad=True)
    z = weights @ torch.tensor(values["x"], dtype=torch.float64)
    z.retain_grad()
    loss = torch.nn.functional.cross_entropy(z[None], torch.tensor([values["t"]]))
    loss.backward()
    with torch.no_grad():
        new = weights - values["lr"] * weights.grad
    return {
        "z": z.tolist(),
        "p": torch.softmax(z, 0).tolist(),
        "loss": float(loss.detach()),
        "dL_dz": z.grad.tolist(),
        "W_new": new.tolist(),
    }


ORACLES = {
    "output-for-target": output_of_task,
    "output-node-count": node_count,
    "output-layer-parameters": layer_parameters,
    "output-regression-heads": regression_heads,
    "output-regression-learns": regression_learns,
    "output-cancer-probability": detection_probability,
    "output-logit-threshold": logit_threshold,
    "output-two-class-softmax": two_class_softmax,
    "output-softmax-check": is_softmax_output,
    "output-softmax-which": softmax_vector,
    "output-softmax-values": softmax_values,
    "output-softmax-invariance": softmax_invariance,
    "output-softmax-large-logits": large_logits,
    "output-temperature": softmax_at_temperature,
    "output-temperature-effect": temperature_effect,
    "output-ce-gradient": logit_gradient,
    "output-wrong-line": wrong_line,
    "output-exam-step": training_step,
}
