"""Random networks of all layers, in the notation: drawn layer by layer, where the sizes fit."""

from __future__ import annotations

import random
from collections.abc import Callable

from dlquiz.errors import FormulaError
from dlquiz.networks.notation import read_network
from dlquiz.networks.table import tabulate

Shape = tuple[int, ...]
LARGEST = 3_000  # values of one output

INPUTS: dict[int, Callable[[random.Random], Shape]] = {
    1: lambda rng: (rng.randint(3, 24),),
    2: lambda rng: (rng.randint(4, 16), rng.choice([4, 6, 8])),
    3: lambda rng: (rng.randint(5, 12), rng.randint(5, 12), rng.randint(1, 4)),
    4: lambda rng: (rng.randint(3, 6), rng.randint(4, 7), rng.randint(4, 7), rng.randint(1, 3)),
}


def sizes(rng: random.Random, axes: int, low: int, high: int) -> str:
    """One size, or now and then one for each axis."""
    if axes == 1 or rng.random() < 0.7:
        return str(rng.randint(low, high))
    return "x".join(str(rng.randint(low, high)) for _ in range(axes))


def window_options(rng: random.Random, axes: int, dilates: bool = True) -> str:
    """Stride, padding and dilation of a window."""
    text = f"/{sizes(rng, axes, 1, 3)}" if rng.random() < 0.4 else ""
    text += rng.choice(["", "", " same", f" p{sizes(rng, axes, 0, 2)}"])
    return text + (f" d{rng.randint(2, 3)}" if dilates and rng.random() < 0.15 else "")


def draw_conv(rng: random.Random, shape: Shape) -> str:
    axes = len(shape) - 1
    groups = rng.choice([g for g in (1, 2, 3) if shape[-1] % g == 0])
    text = f"conv{sizes(rng, axes, 1, 4)}-{groups * rng.randint(1, 4)}{window_options(rng, axes)}"
    return text + (f" g{groups}" if groups > 1 else "") + rng.choice(["", "", " nobias"])


def draw_depthwise(rng: random.Random, shape: Shape) -> str:
    axes = len(shape) - 1
    filters = f"-{shape[-1] * rng.randint(1, 2)}" if rng.random() < 0.4 else ""
    return f"dwconv{sizes(rng, axes, 1, 3)}{filters}{window_options(rng, axes)}" + rng.choice(["", " nobias"])


def draw_transposed(rng: random.Random, shape: Shape) -> str:
    axes = len(shape) - 1
    text = f"tconv{sizes(rng, axes, 1, 4)}-{rng.randint(1, 4)}/{sizes(rng, axes, 1, 3)}"
    return text + rng.choice(["", " same", " p1", " op1", " p1 op1", " d2"]) + rng.choice(["", " nobias"])


def draw_pool(rng: random.Random, shape: Shape) -> str:
    axes = len(shape) - 1
    text = f"{rng.choice(['pool', 'avgpool'])}{sizes(rng, axes, 1, 3)}{window_options(rng, axes, dilates=False)}"
    return text + ("" if "same" in text else rng.choice(["", " ceil"]))


def draw_resize(rng: random.Random, shape: Shape) -> str:
    axes = len(shape) - 1
    smooth = " linear" if axes == 2 and rng.random() < 0.5 else ""
    return rng.choice(
        [
            f"up{sizes(rng, axes, 1, 3)}{smooth}",
            f"adaptavg{sizes(rng, axes, 1, 5)}",
            f"adaptmax{sizes(rng, axes, 1, 5)}",
        ]
    )


def draw_simple(rng: random.Random, shape: Shape) -> str:
    groups = rng.choice([g for g in (1, 2, 3, 4) if shape[-1] % g == 0])
    words = [
        "bn",
        "ln",
        "prelu",
        "relu",
        "sigmoid",
        "tanh",
        "softmax",
        "gelu",
        "elu",
        "leaky",
        "swish",
        "softplus",
        "relu6",
        "dropout0.3",
        "id",
    ]
    return rng.choice([*words, "prelu shared", f"gn{groups}"])


def draw_dense(rng: random.Random, shape: Shape) -> str:
    return f"fc-{rng.randint(2, 12)}" + rng.choice(["", " nobias"])


def draw_recurrent(rng: random.Random, shape: Shape) -> str:
    text = f"{rng.choice(['rnn', 'lstm', 'gru'])}-{rng.randint(1, 6)}"
    return text + rng.choice(["", " bi"]) + rng.choice(["", " layers2"]) + rng.choice(["", "", " nobias"])


def draw_attention(rng: random.Random, shape: Shape) -> str:
    heads = rng.choice([h for h in (1, 2, 3, 4) if shape[-1] % h == 0])
    options = rng.choice(["", " pre"]) + rng.choice(["", " gelu"]) + rng.choice(["", " causal"])
    return rng.choice(
        [f"attention{heads}", f"attention{heads} nobias", f"transformer{heads}-{rng.randint(3, 12)}{options}"]
    )


def draw_sequence_layer(rng: random.Random, shape: Shape) -> str:
    return rng.choice(["cls", "pos", f"pos{shape[0] + 3}", "types2"])


def draw_ending(rng: random.Random, shape: Shape) -> str:
    """A layer behind which there are fewer axes."""
    words = ["gap", "gmp", "flatten", f"fc-{rng.randint(2, 9)}"]
    return rng.choice([*words, "first", "lstm-4 last"] if len(shape) == 2 else [*words, "seq"])


def draw_group(rng: random.Random, shape: Shape) -> str:
    """Layers that repeat, paths that join, a layer that is applied twice, or a second head."""
    c = shape[-1]
    one = (lambda: f"conv3-{c} p1") if len(shape) > 1 else (lambda: f"fc-{c}")
    body = rng.choice([one(), f"{one()} | {draw_simple(rng, shape)}"])
    return rng.choice(
        [
            f"{rng.randint(2, 3)}x({body})",
            f"res({body})",
            f"res({body} ; {rng.choice(['id', one()])})",
            f"cat({body} ; id)",
            f"cat(2x({one()}) ; {body})",
            f"{one()} as w{rng.randint(1, 9_999)}",
            f"aux({draw_dense(rng, shape)}) | {body}",
        ]
    )


Draw = Callable[[random.Random, Shape], str]
SPATIAL: list[Draw] = [draw_conv, draw_conv, draw_depthwise, draw_transposed, draw_pool, draw_pool, draw_resize]
DRAWS: dict[int, list[Draw]] = {
    1: [draw_dense, draw_simple, draw_simple, draw_group],
    2: [*SPATIAL, draw_simple, draw_simple, draw_dense, draw_recurrent, draw_attention, draw_attention,
        draw_sequence_layer, draw_group, draw_group],
    3: [*SPATIAL, draw_simple, draw_simple, draw_group, draw_group],
    4: [*SPATIAL, draw_simple, draw_group],
}  # fmt: skip


def grow_network(rng: random.Random, start: str, draws: dict[int, list[Draw]], length: int) -> str:
    """A network of so many items; an item whose sizes do not fit is drawn again."""
    text = start
    while length:
        shape = tabulate(read_network(text)).shape
        item = rng.choice(draws[len(shape)])(rng, shape)
        if " as " in item:
            item += f" | {draw_simple(rng, shape)} | like {item.split()[-1]}"
        try:
            table = tabulate(read_network(f"{text} | {item}"))
        except FormulaError:
            continue
        if table.broken is None and all(row.values <= LARGEST for row in table.rows):
            text, length = f"{text} | {item}", length - 1
    return text


def draw_network(seed: int) -> str:
    """The network of a seed: a volume, a map, a sequence, tokens or a row of values, and 2 to 8 items."""
    rng = random.Random(f"dlquiz all layers {seed}")
    axes = rng.choice([1, 2, 2, 2, 3, 3, 3, 4])
    shape = INPUTS[axes](rng)
    text = f"in {'x'.join(map(str, shape))}" + {3: " hwc", 2: " seq"}.get(axes, "")
    if axes == 1 and rng.random() < 0.7:
        text += f" | embed9-{rng.choice([4, 6, 8])}" + (" as tok" if rng.random() < 0.5 else "")
    text = grow_network(rng, text, DRAWS, rng.randint(2, 7))
    shape = tabulate(read_network(text)).shape
    if len(shape) > 1 and rng.random() < 0.5:
        text = grow_network(rng, text, {n: [draw_ending] for n in (2, 3, 4)}, 1)
    elif len(shape) == 2 and " as tok" in text and text.count("embed") == 1:
        size = text.split("embed9-")[1].split()[0]
        text += f" | fc-{size} | like tok"
    return text
