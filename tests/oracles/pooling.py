"""What PyTorch, NumPy or plain loops say of the questions of pooling."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import count
from typing import Any

Values = Mapping[str, Any]


def pool_side(n: int, k: int, stride: int, padding: int = 0, rounding_up: bool = False) -> int:
    """The side behind PyTorch's max pooling."""
    import torch

    layer = torch.nn.MaxPool2d(k, stride, padding, ceil_mode=rounding_up)
    return int(layer(torch.zeros(1, 1, n, n)).shape[2])


def smallest_input(values: Values) -> int:
    """Try sides from 1 on."""

    def left(side: int) -> int:
        for _ in range(values["times"]):
            side = 0 if side < values["k"] else (side - values["k"]) // values["stride"] + 1
        return side

    return next(side for side in count(1) if left(side) >= values["n_end"])


def rectangular(values: Values) -> list[int]:
    import torch

    window = (values["k_rows"], values["k_cols"])
    image = torch.zeros(1, values["channels"], values["height"], values["width"])
    shape = torch.nn.functional.max_pool2d(image, window).shape
    return [shape[2], shape[3], shape[1]]


def pooled_gradient(values: Values, how: str) -> list[list[float]]:
    """What PyTorch brings back through a pooling of 2 by 2."""
    import torch

    image = torch.tensor(values["X"], dtype=torch.float64, requires_grad=True)
    pool = torch.nn.functional.max_pool2d if how == "max" else torch.nn.functional.avg_pool2d
    pool(image[None, None], 2)[0, 0].backward(torch.tensor(values["G"], dtype=torch.float64))
    assert image.grad is not None
    gradient: list[list[float]] = image.grad.tolist()
    return gradient


def average_gradient(values: Values) -> list[list[float]]:
    return pooled_gradient(values, "average")


def max_gradient(values: Values) -> list[list[float]]:
    return pooled_gradient(values, "max")


def shift(values: Values) -> dict[str, Any]:
    k, row = values["k"], values["x"]
    moved = [0, *row[:-1]]

    def pool(numbers: list[Any]) -> list[Any]:
        windows = [numbers[i : i + k] for i in range(0, len(numbers) - k + 1, k)]
        return [max(window) if values["how"] == "max" else sum(window) / k for window in windows]

    before, after = pool(row), pool(moved)
    return {"before": before, "after": after, "unchanged": sum(a == b for a, b in zip(before, after, strict=True))}


def swaps(values: Values) -> bool:
    """Try both orders on random windows."""
    import torch

    pool, name = values["case"][:2]
    change = {
        "ReLU": torch.relu,
        "the addition of 1.5": lambda x: x + 1.5,
        "the multiplication by -2": lambda x: -2 * x,
        "the multiplication by 3": lambda x: 3 * x,
        "squaring": lambda x: x**2,
    }[name]
    reduce = torch.nn.functional.max_pool2d if pool == "max pooling" else torch.nn.functional.avg_pool2d
    image = torch.randn(1, 1, 24, 24, generator=torch.Generator().manual_seed(1), dtype=torch.float64)
    return bool(torch.allclose(reduce(change(image), values["k"]), change(reduce(image, values["k"]))))


def floor_and_ceil(values: Values) -> dict[str, int]:
    n, k, stride = values["n_in"], values["k"], values["stride"]
    return {"n_floor": pool_side(n, k, stride), "n_ceil": pool_side(n, k, stride, rounding_up=True)}


def saved(values: Values) -> list[int]:
    """Count both networks with PyTorch's shapes."""
    import torch

    k, side, filters, place = values["k"], values["side"], values["filters"], values["place"]

    def costs(places: list[str]) -> list[int]:
        image, found = torch.zeros(1, 3, side, side), []
        for before, channels in (("before convolution A", 3), ("between A and B", filters)):
            if before in places:
                image = torch.nn.functional.max_pool2d(image, k)
            image = torch.zeros(1, filters, *image.shape[2:])
            found += [image.numel() * 9 * channels, filters * 9 * channels]
        if "after convolution B" in places:
            image = torch.nn.functional.max_pool2d(image, k)
        return [found[0], found[2], found[3], image.numel()]

    return [a // b for a, b in zip(costs([]), costs([place]), strict=True)]


def order_of_designs(values: Values) -> list[str]:
    n = values["n_in"]
    designs = list(zip(values["k"], values["s"], values["p"], strict=True))
    designs.sort(key=lambda design: pool_side(n, *design))
    return [f"window {k}, stride {s}, padding {p}" for k, s, p in designs]


def times_pooled(values: Values) -> int:
    """Pool with PyTorch until no window fits"""
    side, times = values["n_in"], 0
    while side >= values["k"]:
        side, times = pool_side(side, values["k"], values["k"]), times + 1
    return times


def three_sides(values: Values) -> list[int]:
    sides = [values["n_in"]]
    for _ in range(3):
        sides.append(pool_side(sides[-1], values["k"], values["stride"]))
    return sides[1:]


def pooled_shape(values: Values) -> list[int]:
    import torch

    image = torch.zeros(1, values["channels"], values["height"], values["width"])
    shape = torch.nn.functional.max_pool2d(image, values["k"], values["stride"]).shape
    return [shape[2], shape[3], shape[1]]


def padded_side(values: Values) -> int:
    return pool_side(values["n_in"], values["k"], values["stride"], values["p"])


def wanted_window(values: Values) -> int:
    """Try windows from 1 on"""
    side = values["n_out"] * values["factor"]
    return next(k for k in range(1, side + 1) if side % k == 0 and pool_side(side, k, k) == values["n_out"])


def fraction_left(values: Values) -> float:
    """Count the values before and after"""
    side = values["k"] * values["n_out"]
    return pool_side(side, values["k"], values["k"]) ** 2 / side**2


def dense_behind_pooling(values: Values) -> int:
    import torch

    image = torch.zeros(1, values["channels"], values["n_in"], values["n_in"])
    inputs = torch.nn.functional.max_pool2d(image, 2).numel()
    return sum(one.numel() for one in torch.nn.Linear(inputs, values["units"], device="meta").parameters())


def saved_by_global_pooling(values: Values) -> int:
    import torch

    image = torch.zeros(1, values["channels"], values["n_in"], values["n_in"])
    inputs = [image.numel(), torch.nn.functional.adaptive_avg_pool2d(image, 1).numel()]
    layers = [torch.nn.Linear(n, values["classes"], device="meta") for n in inputs]
    flat, pooled = (sum(one.numel() for one in layer.parameters()) for layer in layers)
    return flat - pooled


def pooled(how: str, k: int) -> Callable[[Values], list[list[float]]]:
    """PyTorch's pooling of the map"""

    def oracle(values: Values) -> list[list[float]]:
        import torch

        pool = torch.nn.functional.max_pool2d if how == "max" else torch.nn.functional.avg_pool2d
        found: list[list[float]] = pool(torch.tensor(values["I"], dtype=torch.float64)[None], k, 2)[0].tolist()
        return found

    oracle.__doc__ = pooled.__doc__
    return oracle


def global_pooling(values: Values) -> list[float]:
    import torch

    maps = torch.tensor([values[name] for name in "ABC"], dtype=torch.float64)
    found: list[float] = (maps.amax((1, 2)) if values["how"] == "max" else maps.mean((1, 2))).tolist()
    return found


def is_possible(values: Values) -> bool:
    """Pool with PyTorch until no window fits"""
    return times_pooled({"n_in": values["n_in"], "k": 2}) >= int(values["wanted"])


ORACLES = {
    "avg-pool-by-hand": pooled("average", 2),
    "avg-pool-gradient": average_gradient,
    "global-pool-by-hand": global_pooling,
    "global-pool-saving": saved_by_global_pooling,
    "max-pool-by-hand": pooled("max", 2),
    "max-pool-gradient": max_gradient,
    "max-pool-overlap": pooled("max", 3),
    "pool-dense-params": dense_behind_pooling,
    "pool-floor-ceil": floor_and_ceil,
    "pool-fraction": fraction_left,
    "pool-order": order_of_designs,
    "pool-padding": padded_side,
    "pool-possible": is_possible,
    "pool-rectangular": rectangular,
    "pool-saves-what": saved,
    "pool-shape": pooled_shape,
    "pool-shift": shift,
    "pool-sides": three_sides,
    "pool-smallest-input": smallest_input,
    "pool-swaps": swaps,
    "pool-times": times_pooled,
    "pool-window-wanted": wanted_window,
}
