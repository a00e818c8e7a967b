"""What PyTorch, NumPy or plain loops say of the questions of dropout."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from typing import Any

Values = Mapping[str, Any]


def inverted_forward(values: Values) -> list[float]:
    kept = 1 - values["p"]
    return [a / kept if m else 0.0 for a, m in zip(values["a"], values["m"], strict=True)]


def backward(values: Values) -> list[float]:
    """The gradient through the layer by automatic differentiation."""
    import torch

    activations = torch.ones(len(values["m"]), dtype=torch.float64, requires_grad=True)
    mask = torch.tensor(values["m"], dtype=torch.float64)
    (activations * mask / (1 - values["p"])).backward(torch.tensor(values["g"], dtype=torch.float64))
    return [float(slope) for slope in activations.grad]


def rate_from_output(values: Values) -> float:
    """Try rates until a kept unit passes on what it should."""
    rates = [percent / 100 for percent in range(100)]
    out = values["a"] / (1 - values["p"])
    return min(rates, key=lambda rate: abs(values["a"] / (1 - rate) - out))


def expected_output(values: Values) -> dict[str, float]:
    """PyTorch's dropout layer in both modes; its two outputs are weighed by their probabilities."""
    import torch

    torch.manual_seed(0)
    layer = torch.nn.Dropout(values["p"])
    units = torch.full((40_000,), float(values["a"]), dtype=torch.float64)
    out = layer(units)
    kept, at_test = float(out.max()), float(layer.eval()(units)[0])
    return {"kept": kept, "expected": (1 - values["p"]) * kept, "at_test": at_test}


def scaled_output(values: Values) -> float:
    """The mean of the outputs over all masks, each with its probability."""
    mean = 0.0
    for mask in product((0, 1), repeat=len(values["w"])):
        kept = sum(mask)
        chance = (1 - values["p"]) ** kept * values["p"] ** (len(mask) - kept)
        mean += chance * sum(m * w * x for m, w, x in zip(mask, values["w"], values["x"], strict=True))
    return mean


def active_units(values: Values) -> list[float]:
    masks = 1
    for _ in range(values["n"]):
        masks *= 2
    return [sum(1 - values["p"] for _ in range(values["n"])), masks.bit_length() - 1]


def two_runs(values: Values) -> bool:
    """Two runs of a dropout layer in its mode."""
    import torch

    torch.manual_seed(3)
    layer = torch.nn.Dropout(values["p"])
    text = values["case"][0]
    layers = text.split("dropout layers are")[1] if "dropout layers are" in text else text
    layer.train("training" in layers)
    units = torch.ones(1000)
    return bool((layer(units) == layer(units)).all())


def sensible(values: Values) -> bool:
    return values["train"] >= 97


def mask_bits(values: Values) -> list[int]:
    import torch

    layer = torch.nn.Linear(values["a"], values["b"], bias=False)
    return [layer.in_features, layer.weight.numel()]


def which_method(values: Values) -> str:
    return {"column": "dropout on the inputs", "row": "dropout on the outputs"}.get(values["pattern"], "DropConnect")


def layer(values: Values) -> dict[str, Any]:
    """Plain loops over outputs and inputs."""
    rows, p = values["W"], values["p"]
    y_drop, y_connect, y_test = [], [], []
    for row, mask in zip(rows, values["C"], strict=True):
        terms = list(zip(row, values["x"], values["m"], mask, strict=True))
        y_drop.append(sum(w * x / (1 - p) for w, x, m, _ in terms if m))
        y_connect.append(sum(w * x for w, x, _, c in terms if c))
        y_test.append(sum(w * x for w, x, _, _ in terms))
    bits = sum(len(row) for row in rows)
    return {"y_drop": y_drop, "y_connect": y_connect, "y_test": y_test, "bits": bits}


ORACLES = {
    "drop-inverted-forward": inverted_forward,
    "drop-backward": backward,
    "drop-rate-from-output": rate_from_output,
    "drop-expected-output": expected_output,
    "drop-test-scaling": scaled_output,
    "drop-active-units": active_units,
    "drop-two-runs": two_runs,
    "drop-sensible": sensible,
    "drop-mask-bits": mask_bits,
    "drop-which-method": which_method,
    "drop-layer-exam": layer,
}
