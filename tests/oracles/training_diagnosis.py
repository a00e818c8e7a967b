"""What plain counting says of the questions of training-diagnosis."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

Values = Mapping[str, Any]


def gap(values: Values) -> int:
    """Of a hundred examples each, how many more are right in training."""
    right = [[one < values[name] for one in range(100)] for name in ("a", "b")]
    return sum(right[0]) - sum(right[1])


def fit(values: Values) -> str:
    if values["gap"] > 15:
        return "overfitting"
    return "a good fit" if values["a"] >= 90 else "underfitting"


def next_step(values: Values) -> str:
    if values["a"] < 80:
        return "a bigger network with less regularization"
    as_good = values["a"] - values["gap"] >= 96
    return "none, since it does as well as people" if as_good else "a stronger weight decay with the same network"


def active_units(values: Values) -> float:
    return values["n"] * (values["p_2"] - values["p_1"])


def bias_variance(values: Values) -> list[float]:
    errors = [values[name] for name in ("h", "t", "d")]
    return [after - before for before, after in pairwise(errors)]


def split(values: Values) -> list[int]:
    """Deal the examples out, a hundred at a time."""
    sizes = [0, 0, 0]
    for _ in range(values["N"] // 100):
        sizes = [size + share for size, share in zip(sizes, values["s"], strict=True)]
    return sizes


def from_norms(values: Values) -> str:
    """Walk back layer by layer."""
    norm = 1.0
    for _ in range(values["layers"] - 1):
        norm *= values["q"]
    if 0.1 <= norm <= 10:
        return "healthy gradients"
    return "vanishing gradients" if norm < 1 else "exploding gradients"


def majority(values: Values) -> list[float]:
    labels = [1] * 50 + [0] * 50
    return [values["q"], sum(labels) / len(labels)]


def exam(values: Values) -> dict[str, Any]:
    losses = {
        "bias": values["t"] - values["h"],
        "variance": values["d"] - values["t"],
        "shift": values["p"] - values["d"],
    }
    steps = {
        "bias": "train a bigger network for longer",
        "variance": "augment the training images and regularize more",
        "shift": "collect photos from users",
    }
    training = values["N"] // 100 * values["r"]
    worst = sorted(losses, key=lambda name: losses[name])[-1]
    return losses | {"dev_size": (values["N"] - training) // 2, "first_step": steps[worst]}


ORACLES = {
    "diagnosis-gap": gap,
    "diagnosis-fit": fit,
    "diagnosis-next-step": next_step,
    "diagnosis-active-units": active_units,
    "diagnosis-bias-variance": bias_variance,
    "diagnosis-split": split,
    "diagnosis-from-norms": from_norms,
    "diagnosis-majority-shift": majority,
    "diagnosis-exam": exam,
}
