"""What PyTorch, NumPy or plain loops say of the questions of batch-size."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

Values = Mapping[str, Any]


def batches(examples: int, size: int) -> list[int]:
    """The sizes of the batches of an epoch."""
    return [min(size, examples - start) for start in range(0, examples, size)]


def updates(values: Values) -> list[int]:
    return [len(batches(values["N"], values[name])) for name in ("B_1", "B_2")]


def seconds(examples: int, size: int, overhead: float, work: float) -> float:
    """Batch by batch."""
    return sum(overhead + work * batch for batch in batches(examples, size))


def epoch_time(values: Values) -> float:
    return seconds(values["N"], values["B"], values["t_0"], values["t_1"])


def accumulation(values: Values) -> list[int]:
    """Walk through the examples and update where enough gradients have come together."""
    seen, collected, count = 0, 0, 0
    size = 0
    while seen + values["b"] * values["g"] <= values["N"]:
        seen += values["b"] * values["g"]
        collected += 1
        if collected == values["a"]:
            count, collected = count + 1, 0
            size = size or seen
    return [size, count]


def linear_scaling(values: Values) -> float:
    return values["factor"] * values["eta_0"]


def memory(values: Values) -> float:
    import torch

    kept = torch.empty((values["A"], values["b"]), dtype=torch.uint8)  # so many bytes a value, whatever the type
    return kept.element_size() * kept.numel() / 1024 / 1024 * values["B"]


def largest(values: Values) -> int:
    """Add examples while they fit."""
    used, count = values["f"] * 1024, 0
    while used + values["m"] <= values["M"] * 1024:
        used, count = used + values["m"], count + 1
    return count


def standard_error(values: Values) -> float:
    """Of values that are s above or below the mean, by the binomial distribution."""
    size, spread = values["B"], values["s"]
    shares = [math.comb(size, k) / 2**size for k in range(size + 1)]
    return math.sqrt(sum(share * (spread * (2 * k - size) / size) ** 2 for k, share in enumerate(shares)))


def one_example(values: Values) -> bool:
    """Run the layer on a single example. PyTorch refuses to train on one value for each mean."""
    import torch

    text = values["case"][0]
    torch.manual_seed(3)
    if "Layer norm" in text:
        out = torch.nn.LayerNorm(50)(torch.randn(1, 50))
    elif "convolution" in text:
        out = torch.nn.BatchNorm2d(5)(torch.randn(1, 5, values["h"], values["h"]))
    else:
        one = torch.randn(1, 5).double()
        training = "training" in text
        mean, variance = (
            (one.mean(0), one.var(0, correction=0)) if training else (torch.zeros(5).double(), torch.ones(5).double())
        )
        out = torch.nn.functional.batch_norm(one, mean, variance, training=False)
    return bool((out.abs() < 1e-9).all())


def exam(values: Values) -> dict[str, float]:
    times = [seconds(values["N"], values[name], values["t_0"], values["t_1"]) / 1000 for name in ("B_1", "B_2")]
    return {
        "time_1": times[0],
        "time_2": times[1],
        "memory": sum(values["m"] for _ in range(values["B_2"])),
        "error": standard_error({"B": values["B_1"], "s": values["s"]}),
        "eta_2": values["eta_1"] / values["B_1"] * values["B_2"],
    }


ORACLES = {
    "batch-size-updates": updates,
    "batch-size-epoch-time": epoch_time,
    "batch-size-accumulation": accumulation,
    "batch-size-linear-scaling": linear_scaling,
    "batch-size-memory": memory,
    "batch-size-largest": largest,
    "batch-size-standard-error": standard_error,
    "batch-size-one-example": one_example,
    "batch-size-exam": exam,
}
