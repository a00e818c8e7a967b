"""What PyTorch, NumPy or plain loops say of the questions of data augmentation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Values = Mapping[str, Any]


def crops(values: Values) -> int:
    starts = [start for start in range(values["p"]) if start + values["c"] <= values["p"]]
    return sum(len(starts) for _ in starts)


def contrast(values: Values) -> float:
    """The value as a mixture of the pixel and middle gray, then the brightness."""
    mixed = (1 - values["c"]) * 128 + values["c"] * values["v"] + values["b"]
    return float(sorted((0.0, mixed, 255.0))[1])


def mixup_target(values: Values) -> list[float]:
    import torch

    first, second = torch.eye(2, dtype=torch.float64)
    return [float(value) for value in torch.lerp(second, first, values["lam"])]


def set_size(values: Values) -> int:
    return len(range(values["N"])) + sum(values["N"] for _ in range(values["k"]))


def erased_share(values: Values) -> float:
    import numpy as np

    image = np.zeros((values["n"], values["n"]))
    image[: values["a"], : values["b"]] = values["q"]
    return float(image.mean())


def pipeline(values: Values) -> dict[str, Any]:
    import torch

    views = {(x, y, flip) for x in range(values["p"]) for y in range(values["p"]) for flip in (False, True)}
    inside = [view for view in views if max(view[:2]) + values["c"] <= values["p"]]
    y = torch.tensor([[values["y_1"], 1 - values["y_1"]]], dtype=torch.float64)
    target = torch.tensor([[values["lam"], 1 - values["lam"]]], dtype=torch.float64)
    loss = torch.nn.functional.cross_entropy(y.log(), target)
    return {"total": values["N"] * len(inside), "tested": values["T"], "loss": float(loss)}


ORACLES = {
    "aug-crops": crops,
    "aug-contrast": contrast,
    "aug-mixup-target": mixup_target,
    "aug-set-size": set_size,
    "aug-erased-share": erased_share,
    "aug-pipeline-exam": pipeline,
}
