"""What PyTorch, NumPy or plain loops say of the questions of attention."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import exp
from typing import Any

Values = Mapping[str, Any]


def attend(query: Any, keys: Any, rows: Any, causal: bool = False) -> list[list[float]]:
    """Scaled dot-product attention of PyTorch; all arguments are matrices."""
    import torch

    tensors = (torch.tensor([matrix], dtype=torch.float64) for matrix in (query, keys, rows))
    out = torch.nn.functional.scaled_dot_product_attention(*tensors, is_causal=causal)
    return [[float(value) for value in row] for row in out[0]]


def by_hand(values: Values) -> list[float]:
    return attend([values["q"]], values["K"], values["V"])[0]


def weights(values: Values) -> list[float]:
    powers = [exp(a) for a in values["a"]]  # the scores are a times the root of d
    return [power / sum(powers) for power in powers]


def uniform(values: Values) -> float:
    keys: Sequence[list[float]] = [[float(values["s"])] for _ in values["v"]]
    return attend([[1.0]], keys, [[v] for v in values["v"]])[0][0]


def parameters(values: Values) -> int:
    import torch

    layer = torch.nn.MultiheadAttention(values["d"], values["h"], device="meta")
    return sum(weights.numel() for weights in layer.parameters())


def scores_count(values: Values) -> int:
    import torch

    heads = torch.zeros(values["B"], values["h"], values["n"], 1, device="meta")
    return (heads @ heads.transpose(2, 3)).numel()


def growth(values: Values) -> int:
    """Counts before and after the change, with a width that the heads divide."""
    before = {"sequence": 5, "model width": 96, "number of heads": values["h"]}
    after = {**before, values["cause"]: values["factor"] * before[values["cause"]]}

    def count(sizes: Mapping[str, int]) -> int:
        if values["what"] == "attention scores":
            return sum(sizes["sequence"] for _ in range(sizes["sequence"]) for _ in range(sizes["number of heads"]))
        return 4 * sizes["model width"] ** 2

    return count(after) // count(before)


def head_shapes(values: Values) -> dict[str, list[int]]:
    import torch

    batch, n, h, d = values["B"], values["n"], values["h"], values["h"] * values["d_head"]
    queries = torch.zeros(batch, n, d, device="meta").reshape(batch, n, h, -1).transpose(1, 2)
    scores = queries @ queries.transpose(2, 3)
    joined = (scores @ queries).transpose(1, 2).reshape(batch, n, -1)
    return {"queries": list(queries.shape), "scores": list(scores.shape), "joined": list(joined.shape)}


def causal(values: Values) -> dict[str, float]:
    out = attend(values["X"], values["X"], [[w] for w in values["w"]], causal=True)
    pairs = sum(1 for i in range(values["n"]) for j in range(values["n"]) if j <= i)
    return {"out_1": out[0][0], "out_2": out[1][0], "scores": pairs}


ORACLES = {
    "attn-by-hand": by_hand,
    "attn-weights": weights,
    "attn-uniform": uniform,
    "attn-params": parameters,
    "attn-scores-count": scores_count,
    "attn-what-grows": growth,
    "attn-head-width": head_shapes,
    "attn-causal-exam": causal,
}
