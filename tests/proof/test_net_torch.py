"""Random networks against PyTorch: every shape and every parameter count.

PyTorch is the oracle: a layer is drawn, written in the notation, and built as a module from the same numbers.  The
module runs on a tensor without data (device meta), and what it gives is what the table must say.  What PyTorch refuses,
the table must call broken.  Nothing here reads a size from the table.

Seeds 0 to 2999; PROOF_SHARE takes that part of them.
"""

from __future__ import annotations

import contextlib
import io
import os
import random
from collections import Counter
from collections.abc import Callable
from functools import cache
from math import prod
from typing import Any, NamedTuple

import pytest

torch = pytest.importorskip("torch", reason="PyTorch is not installed: pip install torch==2.13.0")

from torch import nn  # noqa: E402
from torch.nn import functional  # noqa: E402

from dlquiz.networks.layers import Conventions  # noqa: E402
from dlquiz.networks.notation import read_network  # noqa: E402
from dlquiz.networks.table import tabulate  # noqa: E402
from dlquiz.networks.torch_code import write_torch  # noqa: E402

pytestmark = pytest.mark.proof

NETWORKS = 3_000
MAX_LAYERS = 200_000  # numbers in one tensor
LEAST = 50  # networks that each layer kind and option must stand in, of all
TORCH = Conventions(bias_vectors=2)
META = torch.device("meta")
Seen = list[tuple[tuple[int, ...], int]]  # shape and parameters of each row


class Spec(NamedTuple):
    """A layer: how it is written, what it is an example of, and what runs it."""

    text: str
    tags: tuple[str, ...]
    run: Callable[[Any], tuple[Any, Seen]]


def ordered(x: Any) -> tuple[int, ...]:
    """The sizes of a tensor in the table's order, without the batch: channels last."""
    shape = tuple(x.shape[1:])
    return (*shape[1:], shape[0]) if len(shape) == 3 else shape


def parameters(module: Any) -> int:
    """What a module learns."""
    return sum(p.numel() for p in module.parameters())


def module_run(build: Callable[[Any], Any], before: Callable[[Any], Any] = lambda x: x) -> Callable[[Any], Any]:
    """Builds the module for what comes in, and runs it."""

    def run(x: Any) -> tuple[Any, Seen]:
        x = before(x)
        module = build(x)
        out = module(x)
        out = out[0] if isinstance(out, tuple) else out
        return out, [(ordered(out), parameters(module))]

    return run


# the drawing of layers


def maybe(rng: random.Random, chance: float) -> bool:
    return rng.random() < chance


def sides(rng: random.Random, low: int, high: int, uneven: float = 0.2) -> tuple[int, int]:
    """Rows and columns, mostly the same."""
    first = rng.randint(low, high)
    return first, rng.randint(low, high) if maybe(rng, uneven) else first


def written(pair: tuple[int, int]) -> str:
    return str(pair[0]) if pair[0] == pair[1] else f"{pair[0]}x{pair[1]}"


def same_fill(kernel: Any, stride: Any, dilation: Any, value: float = 0.0) -> Callable[[Any], Any]:
    """What TensorFlow's `same` adds, by its documentation: ⌈n/s⌉ windows, the odd row behind."""

    def fill(x: Any) -> Any:
        total = []
        for n, k, s, d in zip(x.shape[2:], kernel, stride, dilation, strict=True):
            rest = n % s or s
            total.append(max((k - 1) * d + 1 - rest, 0))
        rows, columns = total
        return functional.pad(x, (columns // 2, columns - columns // 2, rows // 2, rows - rows // 2), value=value)

    return fill


class Window(NamedTuple):
    """The numbers of a window that slides."""

    kernel: tuple[int, int]
    stride: tuple[int, int]
    padding: tuple[int, int]
    dilation: tuple[int, int]
    same: bool
    text: str
    tags: tuple[str, ...]


def window(rng: random.Random, largest: int, default: tuple[int, int] | None = None, dilates: bool = True) -> Window:
    """Kernel, stride, padding and dilation, each sometimes left out."""
    kernel = sides(rng, 1, largest, uneven=0.35)
    stride = default or (1, 1)
    tags, text = [], ""
    if kernel[0] != kernel[1]:
        tags.append("k×l")
    if (default is None and maybe(rng, 0.4)) or (default is not None and maybe(rng, 0.5)):
        stride = sides(rng, 1, 3)
        text += f"/{written(stride)}" if maybe(rng, 0.7) else f" s{written(stride)}"
        tags.append("stride")
    elif default is not None:
        stride = kernel
    same = maybe(rng, 0.3)
    padding = (0, 0)
    if same:
        text += " same"
        tags.append("same")
    elif maybe(rng, 0.5):
        padding = sides(rng, 0, max(1, min(kernel) // 2)) if default is None else sides(rng, 0, min(kernel) // 2)
        text += f" p{written(padding)}"
        tags.append("padding")
    elif maybe(rng, 0.5):
        text += " valid"
        tags.append("valid")
    dilation = (1, 1)
    if dilates and maybe(rng, 0.2):
        dilation = sides(rng, 1, 3)
        text += f" d{written(dilation)}"
        tags.append("dilation")
    return Window(kernel, stride, padding, dilation, same, text, tuple(tags))


def conv(rng: random.Random, x: Any) -> Spec:
    w = window(rng, 5)
    groups = rng.choice([g for g in (1, 2, 3, 4) if x.shape[1] % g == 0]) if maybe(rng, 0.3) else 1
    filters = groups * rng.randint(1, 6)
    bias = not maybe(rng, 0.3)
    text = f"conv{written(w.kernel)}-{filters}{w.text}" + (f" g{groups}" if groups > 1 else "")
    before = same_fill(w.kernel, w.stride, w.dilation) if w.same else lambda x: x
    run = module_run(
        lambda x: nn.Conv2d(
            x.shape[1], filters, w.kernel, w.stride, w.padding, w.dilation, groups, bias, device=META
        ),
        before,
    )  # fmt: skip
    tags = [f"conv {tag}" for tag in w.tags] + (["conv groups"] if groups > 1 else [])
    return Spec(text + ("" if bias else " nobias"), ("conv", *tags, "conv bias" if bias else "conv nobias"), run)


def depthwise(rng: random.Random, x: Any) -> Spec:
    w = window(rng, 5)
    times = rng.choice([1, 1, 2, 3])
    bias = not maybe(rng, 0.3)
    channels = x.shape[1]
    text = f"dwconv{written(w.kernel)}" + (f"-{channels * times}" if times > 1 else "") + w.text
    before = same_fill(w.kernel, w.stride, w.dilation) if w.same else lambda x: x

    def build(x: Any) -> Any:
        filters = channels * times if times > 1 else x.shape[1]  # in a repeat the channels may be others
        return nn.Conv2d(
            x.shape[1], filters, w.kernel, w.stride, w.padding, w.dilation, x.shape[1], bias, device=META
        )  # fmt: skip

    tags = [f"dwconv {tag}" for tag in w.tags] + (["dwconv filters"] if times > 1 else [])
    return Spec(text + ("" if bias else " nobias"), ("dwconv", *tags), module_run(build, before))


def transposed(rng: random.Random, x: Any) -> Spec:
    kernel, stride = sides(rng, 1, 4), sides(rng, 1, 3)
    padding = sides(rng, 0, 1) if maybe(rng, 0.5) else (0, 0)
    dilation = sides(rng, 1, 2) if maybe(rng, 0.3) else (1, 1)
    room = [max(s, d) - 1 for s, d in zip(stride, dilation, strict=True)]
    extra = (rng.randint(0, room[0]), rng.randint(0, room[1])) if maybe(rng, 0.6) else (0, 0)
    groups = 2 if x.shape[1] % 2 == 0 and maybe(rng, 0.4) else 1
    filters, bias = groups * rng.randint(1, 4), not maybe(rng, 0.4)
    options = [
        ("stride", stride, (1, 1), f"/{written(stride)}"),
        ("padding", padding, (0, 0), f" p{written(padding)}"),
        ("dilation", dilation, (1, 1), f" d{written(dilation)}"),
        ("extra", extra, (0, 0), f" op{written(extra)}"),
        ("groups", groups, 1, f" g{groups}"),
        ("nobias", bias, True, " nobias"),
    ]
    used = [option for option in options if option[1] != option[2]]
    text = f"tconv{written(kernel)}-{filters}" + "".join(option[3] for option in used)
    run = module_run(
        lambda x: nn.ConvTranspose2d(
            x.shape[1], filters, kernel, stride, padding, extra, groups, bias, dilation, device=META
        )
    )
    return Spec(text, ("tconv", *(f"tconv {option[0]}" for option in used)), run)


def pool(rng: random.Random, x: Any) -> Spec:
    kind = rng.choice(["max", "average"])
    w = window(rng, 3, default=(0, 0), dilates=kind == "max")
    rounding = rng.choice(["", " floor", " ceil"]) if not w.same else ""
    word = rng.choice(["pool", "maxpool"]) if kind == "max" else rng.choice(["avgpool", "avg"])
    text = f"{word}{written(w.kernel)}{w.text}{rounding}"
    before = same_fill(w.kernel, w.stride, w.dilation) if w.same else lambda x: x
    if kind == "max":
        made = nn.MaxPool2d(w.kernel, w.stride, w.padding, w.dilation, ceil_mode=rounding == " ceil")
    else:
        made = nn.AvgPool2d(w.kernel, w.stride, w.padding, ceil_mode=rounding == " ceil")
    tags = [f"{kind} pool {tag}" for tag in w.tags] + ([f"{kind} pool{rounding}"] if rounding else [])
    return Spec(text, (f"{kind} pool", *tags), module_run(lambda x: made, before))


def adaptive_pool(rng: random.Random, x: Any) -> Spec:
    out = sides(rng, 1, 6)
    word, kind = rng.choice([("adaptavg", nn.AdaptiveAvgPool2d), ("adaptmax", nn.AdaptiveMaxPool2d)])
    return Spec(f"{word}{written(out)}", (word,), module_run(lambda x: kind(out)))


def upsample(rng: random.Random, x: Any) -> Spec:
    factor = sides(rng, 1, 3)
    mode = rng.choice(["nearest", "bilinear"])
    run = module_run(lambda x: nn.Upsample(scale_factor=tuple(map(float, factor)), mode=mode))
    return Spec(f"up{written(factor)}" + (" linear" if mode == "bilinear" else ""), (f"up {mode}",), run)


def group_norm(rng: random.Random, x: Any) -> Spec:
    groups = rng.choice([g for g in (1, 2, 3, 4) if x.shape[1] % g == 0])
    if x[0].numel() == groups:
        return Spec("id", ("id",), module_run(lambda x: nn.Identity()))

    def build(x: Any) -> Any:
        if x[0].numel() == groups:  # in a repeat; PyTorch normalises single values only of several examples
            raise ValueError("single values")
        return nn.GroupNorm(groups, x.shape[1], device=META)

    return Spec(f"gn{groups}", ("gn",), module_run(build))


def prelu(rng: random.Random, x: Any) -> Spec:
    shared = maybe(rng, 0.3)
    run = module_run(lambda x: nn.PReLU(1 if shared else x.shape[1], device=META))
    return Spec("prelu shared" if shared else "prelu", ("prelu",), run)


def along_time(build: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Runs a module that wants features before positions."""

    def run(x: Any) -> tuple[Any, Seen]:
        module = build(x)
        out = module(x.transpose(1, 2)).transpose(1, 2)
        return out, [(ordered(out), parameters(module))]

    return run


def sequence_window(rng: random.Random, x: Any) -> Spec:
    """A convolution or a pooling along a sequence."""
    kernel, stride = rng.randint(1, 4), rng.randint(1, 2)
    padding = rng.randint(0, kernel // 2)
    text = f"{kernel}{{}}/{stride} p{padding}"
    if maybe(rng, 0.3):
        made = nn.MaxPool1d(kernel, stride, padding)
        return Spec("pool" + text.format(""), ("pool sequence",), along_time(lambda x: made))
    filters = rng.choice([4, 6, 8, 12])
    run = along_time(lambda x: nn.Conv1d(x.shape[2], filters, kernel, stride, padding, device=META))
    return Spec("conv" + text.format(f"-{filters}"), ("conv sequence",), run)


def global_pool(rng: random.Random, x: Any) -> Spec:
    word = rng.choice(["gap", "gmp"])
    axes = (2, 3) if x.dim() == 4 else (1,)
    form = "map" if x.dim() == 4 else "sequence"

    def run(x: Any) -> tuple[Any, Seen]:
        out = x.mean(axes) if word == "gap" else x.amax(axes)
        return out, [(ordered(out), 0)]

    return Spec(word, (f"{word} {form}",), run)


def norm(rng: random.Random, x: Any) -> Spec:
    kind = rng.choice(["bn", "ln"])
    form = {4: "map", 3: "sequence", 2: "vector"}[x.dim()]

    def run(x: Any) -> tuple[Any, Seen]:
        size = x.shape[1] if x.dim() == 4 else x.shape[-1]
        if kind == "ln":
            module, turned = nn.LayerNorm(size, device=META), x.movedim(1, -1) if x.dim() == 4 else x
        else:
            module = (nn.BatchNorm2d if x.dim() == 4 else nn.BatchNorm1d)(size, device=META)
            turned = x.transpose(1, 2) if x.dim() == 3 else x
        module(turned)
        return x, [(ordered(x), parameters(module))]

    return Spec(kind, (f"{kind} {form}",), run)


SIMPLE: dict[str, Callable[[], Any]] = {
    "relu": nn.ReLU, "sigmoid": nn.Sigmoid, "tanh": nn.Tanh, "gelu": nn.GELU, "elu": nn.ELU, "leaky": nn.LeakyReLU,
    "swish": nn.SiLU, "softplus": nn.Softplus, "relu6": nn.ReLU6, "softmax": lambda: nn.Softmax(1),
    "dropout": nn.Dropout, "dropout0.3": lambda: nn.Dropout(0.3), "id": nn.Identity,
}  # fmt: skip


def simple(rng: random.Random, x: Any) -> Spec:
    word = rng.choice(list(SIMPLE))
    return Spec(word, (word,), module_run(lambda x: SIMPLE[word]()))


def flatten(rng: random.Random, x: Any) -> Spec:
    return Spec("flatten", ("flatten",), module_run(lambda x: nn.Flatten()))


def dense(rng: random.Random, x: Any) -> Spec:
    units, bias = rng.randint(1, 40), not maybe(rng, 0.3)
    form = {4: "map", 3: "sequence", 2: "vector"}[x.dim()]
    before = (lambda x: x.flatten(1)) if x.dim() == 4 else (lambda x: x)
    run = module_run(lambda x: nn.Linear(x.shape[-1], units, bias, device=META), before)
    return Spec(f"fc-{units}" + ("" if bias else " nobias"), (f"fc {form}", "fc bias" if bias else "fc nobias"), run)


def recurrent(rng: random.Random, x: Any) -> Spec:
    cell = rng.choice(["rnn", "lstm", "gru"])
    units, last, both, bias = rng.randint(1, 12), maybe(rng, 0.3), maybe(rng, 0.3), not maybe(rng, 0.3)
    depth = 2 if maybe(rng, 0.3) else 1
    kind = {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}[cell]

    def run(x: Any) -> tuple[Any, Seen]:
        module = kind(x.shape[2], units, depth, bias=bias, batch_first=True, bidirectional=both, device=META)
        out = module(x)[0]
        out = out[:, -1] if last else out
        return out, [(ordered(out), parameters(module))]

    stacked = (f"layers{depth}", depth > 1)
    options = [word for word, used in (("last", last), ("bi", both), ("nobias", not bias), stacked) if used]
    if not last and maybe(rng, 0.2):
        options.append("seq")
    return Spec(" ".join([f"{cell}-{units}", *options]), (cell, *(f"{cell} {option}" for option in options)), run)


def divisor(rng: random.Random, n: int) -> int:
    return rng.choice([d for d in range(1, 9) if n % d == 0])


def attention(rng: random.Random, x: Any) -> Spec:
    heads, bias = divisor(rng, x.shape[2]), not maybe(rng, 0.4)

    def run(x: Any) -> tuple[Any, Seen]:
        module = nn.MultiheadAttention(x.shape[2], heads, bias=bias, batch_first=True, device=META)
        out = module(x, x, x, need_weights=False)[0]
        return out, [(ordered(out), parameters(module))]

    text = f"attention{heads}" + ("" if bias else " nobias")
    return Spec(text, ("attention", "attention bias" if bias else "attention nobias"), run)


def transformer(rng: random.Random, x: Any) -> Spec:
    heads, width = divisor(rng, x.shape[2]), rng.randint(1, 30)
    run = module_run(lambda x: nn.TransformerEncoderLayer(x.shape[2], heads, width, batch_first=True, device=META))
    return Spec(f"transformer{heads}-{width}", ("transformer",), run)


def embedding(rng: random.Random, x: Any) -> Spec:
    words, size = rng.randint(2, 50), rng.choice([4, 6, 8, 12])
    run = module_run(lambda x: nn.Embedding(words, size, device=META))
    return Spec(f"embed{words}-{size}", ("embed",), run)


# groups


def chain_run(specs: list[Spec]) -> Callable[[Any], tuple[Any, Seen]]:
    """Layers in a row."""

    def run(x: Any) -> tuple[Any, Seen]:
        seen: Seen = []
        for spec in specs:
            x, more = spec.run(x)
            seen += more
        return x, seen

    return run


def joined(specs: list[Spec]) -> tuple[str, tuple[str, ...]]:
    """The text of a chain, and its tags."""
    return " | ".join(spec.text for spec in specs), tuple(tag for spec in specs for tag in spec.tags)


def inner(rng: random.Random, x: Any, length: int) -> tuple[list[Spec], Any]:
    """A short chain that keeps the number of axes, and what it gives."""
    specs: list[Spec] = []
    while len(specs) < length:
        spec = rng.choice(KEEPING[x.dim()])(rng, x)
        out, _ = attempt(spec, x)
        if out is not None and out.dim() == x.dim():
            specs.append(spec)
            x = out
    return specs, x


def repeat(rng: random.Random, x: Any) -> Spec:
    specs, _ = inner(rng, x, rng.randint(1, 3))
    text, tags = joined(specs)
    times = rng.randint(2, 3)
    sign = rng.choice(["x", "×", " x "])
    return Spec(f"{times}{sign}({text})", ("repeat", *tags), chain_run(specs * times))


def residual(rng: random.Random, x: Any) -> Spec:
    """A body and a skip path of the same sizes: for maps, a convolution as wide as the input, or a projection."""
    if x.dim() == 4 and maybe(rng, 0.4):
        filters = rng.randint(1, 8)
        return residual_spec(
            [projection(filters), Spec("relu", ("relu",), module_run(lambda x: nn.ReLU()))], [projection(filters)]
        )
    specs, out = inner(rng, x, rng.randint(1, 2))
    skip: list[Spec] = []
    if out.shape != x.shape:
        if x.dim() != 4 or out.shape[2:] != x.shape[2:]:
            return residual_of_same(rng, x)
        skip = [projection(out.shape[1])]
    return residual_spec(specs, skip)


def residual_of_same(rng: random.Random, x: Any) -> Spec:
    """A body that keeps its sizes."""
    if x.dim() == 4:
        return residual_spec([projection(x.shape[1])], [])
    units = x.shape[-1]
    body = Spec(f"fc-{units}", ("fc",), module_run(lambda x: nn.Linear(x.shape[-1], units, device=META)))
    return residual_spec([body], [])


def projection(filters: int) -> Spec:
    """A 1×1 convolution."""
    return Spec(f"conv1-{filters}", (), module_run(lambda x: nn.Conv2d(x.shape[1], filters, 1, device=META)))


def residual_spec(body: list[Spec], skip: list[Spec]) -> Spec:
    def run(x: Any) -> tuple[Any, Seen]:
        left, seen = chain_run(body)(x)
        right, more = chain_run(skip)(x)
        if left.shape != right.shape:
            raise RuntimeError("sizes differ")  # PyTorch would stretch sizes of 1
        out = left + right
        return out, [*seen, *more, (ordered(out), 0)]

    text, tags = joined(body)
    skip_text, _ = joined(skip)
    return Spec(f"res({text}{' ; ' + skip_text if skip else ''})", ("res skip" if skip else "res", *tags), run)


def concat(rng: random.Random, x: Any) -> Spec:
    """Branches that keep all sizes but the last."""
    axis = 1 if x.dim() == 4 else -1
    branches: list[list[Spec]] = []
    while len(branches) < 2 or (len(branches) < 4 and maybe(rng, 0.3)):
        specs, out = inner(rng, x, rng.randint(1, 2))
        if ordered(out)[:-1] == ordered(x)[:-1]:
            branches.append(specs)
        elif maybe(rng, 0.5):
            branches.append([Spec("id", ("id",), module_run(lambda x: nn.Identity()))])

    def run(x: Any) -> tuple[Any, Seen]:
        seen: Seen = []
        outs = []
        for specs in branches:
            out, more = chain_run(specs)(x)
            outs.append(out)
            seen += more
        joint = torch.cat(outs, axis)
        return joint, [*seen, (ordered(joint), 0)]

    text = " ; ".join(joined(specs)[0] for specs in branches)
    form = {4: "map", 3: "sequence", 2: "vector"}[x.dim()]
    return Spec(f"cat({text})", (f"cat {form}", *(tag for specs in branches for tag in joined(specs)[1])), run)


Draw = Callable[[random.Random, Any], Spec]
KEEPING: dict[int, list[Draw]] = {
    4: [conv, conv, depthwise, transposed, pool, pool, norm, simple, adaptive_pool, upsample, group_norm, prelu],
    3: [recurrent, recurrent, attention, transformer, dense, norm, simple, sequence_window, sequence_window],
    2: [dense, dense, norm, simple],
}
DRAWS: dict[int, list[Draw]] = {
    4: [*KEEPING[4] * 3, repeat, repeat, residual, residual, concat, concat, global_pool, flatten, dense],
    3: [*KEEPING[3] * 3, repeat, residual, residual, concat, concat, global_pool, flatten],
    2: [*KEEPING[2] * 2, repeat, residual, concat, flatten],
}


def attempt(spec: Spec, x: Any) -> tuple[Any, Seen]:
    """What a layer gives; None where PyTorch refuses it."""
    try:
        out, seen = spec.run(x)
    except (RuntimeError, ValueError, AssertionError):
        return None, []
    return (out, seen) if 0 < out.numel() < MAX_LAYERS else (None, [])


def start(rng: random.Random) -> tuple[str, Any, list[Spec]]:
    """The input: an image, a sequence, features or tokens."""
    form = rng.choice(["map"] * 4 + ["sequence", "sequence", "features", "tokens", "tokens"])
    if form == "map":
        (h, w), c = sides(rng, 6, 40, uneven=0.4), rng.randint(1, 8)
        return f"in {h}x{w}x{c} hwc", torch.empty(2, c, h, w, device=META), []
    if form == "sequence":
        t, d = rng.randint(1, 12), rng.choice([4, 6, 8, 12])
        return f"in {t}x{d} seq", torch.empty(2, t, d, device=META), []
    n = rng.randint(1, 30)
    if form == "features":
        return f"in {n}", torch.empty(2, n, device=META), []
    tokens = torch.empty(2, n, dtype=torch.long, device=META)
    return f"in {n}", tokens, [embedding(rng, tokens)]


class Drawn(NamedTuple):
    """A random network, and what PyTorch says of it."""

    text: str
    seen: Seen
    tags: set[str]
    refused: list[str]  # the same up to here, then a layer that PyTorch refuses


@cache
def draw(seed: int) -> Drawn:
    """The network of a seed: 5 to 30 rows."""
    rng = random.Random(f"dlquiz networks {seed}")
    text, x, specs = start(rng)
    wanted = rng.randint(5, 30)
    seen: Seen = [(ordered(x), 0)]
    refused: list[str] = []
    x, more = chain_run(specs)(x)
    seen += more
    while len(seen) <= wanted:
        spec = rng.choice(DRAWS[x.dim()])(rng, x)
        out, more = attempt(spec, x)
        if out is None:
            refused.append(" | ".join([text, *(s.text for s in specs), spec.text]))
        elif len(seen) + len(more) <= 31:
            specs.append(spec)
            seen += more
            x = out
    return Drawn(" | ".join([text, *(s.text for s in specs)]), seen, {tag for s in specs for tag in s.tags}, refused)


def share() -> int:
    """How many networks are drawn."""
    return max(1, round(NETWORKS * float(os.environ.get("PROOF_SHARE", "1"))))


def test_random_networks_agree_with_pytorch() -> None:
    tags: Counter[str] = Counter()
    for seed in range(share()):
        drawn = draw(seed)
        tags.update(drawn.tags)
        table = tabulate(read_network(drawn.text), TORCH)
        assert table.broken is None, (seed, drawn.text, table.broken)
        rows = [(row.shape, row.parameters) for row in table.rows]
        assert rows == drawn.seen, (seed, drawn.text)
    if share() >= NETWORKS:
        rare = {tag: count for tag, count in tags.items() if count < LEAST}
        assert not rare
        print(len(tags), "kinds and options, each in at least", min(tags.values()), "networks")


def test_the_code_for_pytorch_is_the_same_network() -> None:
    for seed in range(max(1, share() // 4)):
        drawn = draw(seed)
        source = write_torch(tabulate(read_network(drawn.text), TORCH))
        said = io.StringIO()
        with META, contextlib.redirect_stdout(said):
            exec(source, {})
        shape, count = said.getvalue().splitlines()
        sizes = tuple(int(size) for size in shape.removeprefix("torch.Size([").removesuffix("])").split(", "))[1:]
        ordered_sizes = (*sizes[1:], sizes[0]) if len(sizes) == 3 else sizes
        assert ordered_sizes == drawn.seen[-1][0], (seed, source)
        assert count == f"{sum(parameters for _, parameters in drawn.seen)} parameters", (seed, source)


def test_what_pytorch_refuses_is_broken() -> None:
    refused = [text for seed in range(share()) for text in draw(seed).refused]
    for text in refused:
        table = tabulate(read_network(text), TORCH)
        last = table.rows[-1].shape
        huge = table.broken is None and prod(last) * 2 >= MAX_LAYERS
        assert table.broken is not None or huge, text
