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


def find_side(kernels: list[int], strides: list[int], dilations: list[int] | None = None) -> int:
    """The side of what one output of a chain sees far from the border, holes included."""
    layers = [(k, s, 0, d) for k, s, d in zip(kernels, strides, dilations or [1] * len(kernels), strict=True)]
    return len(fill(seen_pixels(10**9, layers, 1000)))


def four_layers(values: Values) -> dict[str, int]:
    """The pixels that an output sees, followed back"""
    side = find_side(values["kernels"], values["strides"])
    return {"side": side, "pixels": side**2}


def several_outputs(values: Values) -> int:
    """Try sides from 1 on"""

    def count_outputs(side: int) -> int:
        for k, s in zip(values["kernels"], values["strides"], strict=True):
            side = (side - k) // s + 1 if side >= k else 0
        return side

    return next(side for side in range(1, 5000) if count_outputs(side) >= values["n_out"])


def field_and_jump(values: Values) -> list[int]:
    """The pixels that two neighbours see, followed back"""
    layers = list(zip(values["kernels"], values["strides"], [0] * values["n"], values["dilations"], strict=True))
    here, there = (seen_pixels(10**9, layers, output) for output in (1000, 1001))
    return [len(fill(here)), there[0] - here[0]]


def jump(values: Values) -> int:
    """The first pixels that two neighbours see"""
    layers = [(k, s, 0, 1) for k, s in zip(values["kernels"], values["strides"], strict=True)]
    return seen_pixels(10**9, layers, 1001)[0] - seen_pixels(10**9, layers, 1000)[0]


def equal_layers(values: Values) -> int:
    """The pixels that an output sees, followed back"""
    return find_side([values["k"]] * values["depth"], [1] * values["depth"])


def layers_needed(values: Values) -> int:
    """One more layer until enough is seen"""
    return next(n for n in range(1, 500) if find_side([values["k"]] * n, [1] * n) >= values["wanted"])


def dilated_window(values: Values) -> int:
    """The pixels that an output sees, followed back"""
    return find_side([values["k"]], [1], [values["d"]])


def doubling_dilations(values: Values) -> int:
    """The inputs that an output sees, followed back"""
    dilations = [1]
    while len(dilations) < values["depth"]:
        dilations.append(dilations[-1] + dilations[-1])
    return find_side([values["k"]] * len(dilations), [1] * len(dilations), dilations)


def first_layer_that_sees(values: Values) -> int:
    """The pixels that an output of each layer sees, followed back"""
    kernels, strides = values["kernels"], values["strides"]
    return next(n for n in range(1, 7) if find_side(kernels[:n], strides[:n]) >= values["wanted"])


def wanted_window(values: Values) -> int:
    """Try windows from 1 on"""
    kernels, strides = values["kernels"], [*values["strides"], 1]
    wanted = find_side([*kernels, values["k_last"]], strides)
    return next(k for k in range(1, 100) if find_side([*kernels, k], strides) == wanted)


def wider_field(values: Values) -> str:
    """The pixels that an output of each design sees, followed back"""
    k, depth, deep = values["k"], values["depth"], values["deep"]
    first = find_side([k] * depth, [1] * depth, [values["d"]] * depth)
    second = find_side([k] * deep, [1] * deep)
    return "design 1" if first > second else "design 2" if second > first else "both the same"


ORACLES = {
    "dilated-window": dilated_window,
    "field-and-jump": field_and_jump,
    "field-of-branches": branches,
    "field-of-chain": known_chain,
    "field-of-doubling-dilations": doubling_dilations,
    "field-of-equal-layers": equal_layers,
    "field-of-four-layers": four_layers,
    "field-of-several-outputs": several_outputs,
    "field-order": order_of_designs,
    "field-outputs-reached": outputs_reached,
    "field-pixel-range": pixel_range,
    "field-which-pixels": which_pixels,
    "first-layer-that-sees": first_layer_that_sees,
    "jump-of-chain": jump,
    "kernel-for-field": wanted_window,
    "layers-needed": layers_needed,
    "wider-field": wider_field,
}
