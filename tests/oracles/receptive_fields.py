"""What plain loops and PyTorch's gradients say of the questions of receptive-fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Values = Mapping[str, Any]


def seen_pixels(n: int, layers: list[tuple[int, int, int, int]], output: int) -> list[int]:
    """The pixels, counted from 1, that one output (counted from 1) of a chain of (k, s, padding, dilation) sees."""
    places = {output - 1}
    for k, s, p, d in reversed(layers):
        places = {place * s - p + tap * d for place in places for tap in range(k)}
    return sorted(place + 1 for place in places if 0 <= place < n)


def which_pixels(values: Values) -> list[int]:
    found = seen_pixels(values["n"], [(values["k"], values["s"], values["p"], 1)], values["m"])
    return [found[0], found[-1]]


def outputs_reached(values: Values) -> int:
    n, k, s = values["n"], values["k"], values["s"]
    count = (n - k) // s + 1
    return sum(values["i"] in seen_pixels(n, [(k, s, 0, 1)], output) for output in range(1, count + 1))


def branches(values: Values) -> int:
    """The union of what the branches see, far from the border."""
    stem = (values["k_stem"], values["s_stem"], 0, 1)
    paths = [
        [stem],
        [stem, *[(values["k_a"], 1, values["k_a"] // 2, 1)] * values["a"]],
        [stem, (values["k_b"], 1, values["d"] * (values["k_b"] // 2), values["d"])],
    ]
    return len({pixel for path in paths for pixel in fill(seen_pixels(1000, path, 200))})


def fill(pixels: list[int]) -> range:
    """From the first to the last, holes included."""
    return range(pixels[0], pixels[-1] + 1)


def pixel_range(values: Values) -> str:
    layers = [(values["k_1"], values["s_1"], values["p_1"], 1), (values["k_2"], values["s_2"], 0, 1)]
    found = seen_pixels(10_000, layers, values["m"])
    return f"[{found[0]}, {found[-1]}]"


def known_chain(values: Values) -> int:
    """Read the notation by hand."""
    side = values["n_out"]
    for layer in reversed(values["known"][1].split(" | ")):
        name = layer.split()[0]
        window, _, stride = name.removeprefix("conv").removeprefix("pool").partition("/")
        step = int(stride) if stride else int(window) if name.startswith("pool") else 1
        side = (side - 1) * step + int(window)
    return side


def order_of_designs(values: Values) -> list[str]:
    depth, window, gap, moved, taps = (values[name] for name in ("depth", "window", "gap", "moved", "taps"))
    designs = {
        f"{depth} layers of 3 × 3": [(3, 1, 0, 1)] * depth,
        f"one layer of {window} × {window}": [(window, 1, 0, 1)],
        f"one layer of 3 × 3 with dilation {gap}": [(3, 1, 0, gap)],
        f"3 × 3 with stride {moved} and then {taps} × {taps}": [(3, moved, 0, 1), (taps, 1, 0, 1)],
    }
    return sorted(designs, key=lambda name: len(fill(seen_pixels(10_000, designs[name], 100))))


ORACLES = {
    "field-of-branches": branches,
    "field-of-chain": known_chain,
    "field-order": order_of_designs,
    "field-outputs-reached": outputs_reached,
    "field-pixel-range": pixel_range,
    "field-which-pixels": which_pixels,
}
