"""What PyTorch, NumPy or plain loops say of the questions of minibatch."""

from __future__ import annotations

import math
import statistics
from collections.abc import Mapping
from itertools import product
from typing import Any

Values = Mapping[str, Any]


def count_batches(examples: int, size: int) -> int:
    """Walk through the examples."""
    return len(range(0, examples, size))


def updates(values: Values) -> int:
    return sum(count_batches(values["N"], values["B"]) for _ in range(values["E"]))


def more_updates(values: Values) -> int:
    return count_batches(values["N"], 1) - count_batches(values["N"], values["B"])


def epoch_time(values: Values) -> list[float]:
    milliseconds = [
        count_batches(values["N"], size) * time for size, time in ((1, values["t_1"]), (values["B"], values["t_B"]))
    ]
    return [time / 1000 for time in milliseconds]


def full_updates(values: Values) -> int:
    return sum(count_batches(values["N"], values["N"]) for _ in range(values["E"]))


def batch_noise(values: Values) -> float:
    """Batches of two or four from two equally likely gradients, counted out; larger ones by repeated averaging."""
    size, spread = values["B"], values["s"]
    if size == 4:
        variance = statistics.pvariance([statistics.mean(batch) for batch in product((-spread, spread), repeat=4)])
    else:
        heads = [math.comb(size, k) / 2**size for k in range(size + 1)]
        variance = sum(share * (spread * (2 * k - size) / size) ** 2 for k, share in enumerate(heads))
    return variance if values["what"] == "variance" else math.sqrt(variance)


def single_estimate(values: Values) -> list[float]:
    return [statistics.mean(values["g"]), statistics.pvariance(values["g"])]


def order_matters(values: Values) -> bool:
    """One epoch on four targets in two orders, in exact numbers of a power of two."""
    size = 4 if "full-batch" in values["case"][0] else 1 if "one example" in values["case"][0] else 2

    def train(targets: list[float]) -> float:
        weight, speed = 0.0, 0.0
        for start in range(0, 4, size):
            speed = (
                ("momentum" in values["case"][0]) * speed / 2 + weight - statistics.mean(targets[start : start + size])
            )
            weight -= speed / 4
        return weight

    return train([1.0, 2.0, 4.0, 9.0]) != train([9.0, 1.0, 4.0, 2.0])


def sorted_batches(values: Values) -> int:
    labels = [label for label in range(values["k"]) for _ in range(values["n"])]
    size = values["B"]
    return sum(len(set(labels[start : start + size])) == 1 for start in range(0, len(labels), size))


def exam(values: Values) -> dict[str, Any]:
    """By automatic differentiation of the mean loss."""
    import torch

    def train(size: int, order: list[int]) -> float:
        targets = torch.tensor([values["y"][i] for i in order], dtype=torch.float64)
        weight = torch.tensor(float(values["w_0"]), dtype=torch.float64, requires_grad=True)
        optimizer = torch.optim.SGD([weight], lr=values["eta"])
        for batch in targets.split(size):
            optimizer.zero_grad()
            ((weight - batch) ** 2 / 2).mean().backward()
            optimizer.step()
        return float(weight.detach())

    order = list(range(len(values["y"])))
    size = len(order) if values["method"] == "the full batch" else 1
    return {
        "w_full": train(len(order), order),
        "w_mini": train(2, order),
        "w_single": train(1, order),
        "order_matters": abs(train(size, [1, 0, *order[2:]]) - train(size, order)) > 1e-9,
        "updates": 10 * count_batches(values["N"], values["B"]),
    }


ORACLES = {
    "minibatch-updates": updates,
    "minibatch-more-updates": more_updates,
    "minibatch-epoch-time": epoch_time,
    "minibatch-full-updates": full_updates,
    "minibatch-variance": batch_noise,
    "minibatch-single-estimate": single_estimate,
    "minibatch-order-matters": order_matters,
    "minibatch-sorted-data": sorted_batches,
    "minibatch-exam": exam,
}
