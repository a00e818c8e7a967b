"""Campaigns for problems of one's own: derivatives, descents and graphs against PyTorch, SymPy and textbook programs.

Expressions, descents and graphs are drawn as text, as somebody would type them; PyTorch computes the same from the tree
of the text.  `PROOF_SHARE` says how much of it to run.
"""

from __future__ import annotations

import math
import os
import random
from collections.abc import Callable
from typing import Any

import pytest

torch = pytest.importorskip("torch", reason="PyTorch is not installed: pip install torch==2.13.0")

from torch.nn import functional  # noqa: E402

from dlquiz import tree  # noqa: E402
from dlquiz.algebra.comparison import compare  # noqa: E402
from dlquiz.algebra.slopes import differentiate_tree  # noqa: E402
from dlquiz.errors import DlquizError, FormulaError  # noqa: E402
from dlquiz.language import letters  # noqa: E402
from dlquiz.language.evaluate import evaluate  # noqa: E402
from dlquiz.language.grammar import read_formula  # noqa: E402
from dlquiz.language.numbers import CONSTANTS  # noqa: E402
from dlquiz.own.backprop import backprop  # noqa: E402
from dlquiz.own.derivative import derive  # noqa: E402
from dlquiz.own.descent import descend  # noqa: E402

pytestmark = pytest.mark.proof

SHARE = float(os.environ.get("PROOF_SHARE", "1.0"))
EXPRESSIONS = max(10, int(500 * SHARE))
DESCENTS = max(10, int(200 * SHARE))
GRAPHS = max(10, int(500 * SHARE))
NETWORKS = max(5, int(100 * SHARE))
POINTS = 4
torch.set_default_dtype(torch.float64)

FUNCTIONS: dict[str, Callable[..., Any]] = {
    "exp": torch.exp, "log": torch.log, "sqrt": torch.sqrt, "sin": torch.sin, "cos": torch.cos, "tanh": torch.tanh,
    "sigmoid": torch.sigmoid, "relu": torch.relu, "softplus": functional.softplus, "abs": torch.abs,
    "swish": functional.silu, "gelu": lambda x: functional.gelu(x, approximate="tanh"), "mish": functional.mish,
    "leaky_relu": lambda x, slope=0.01: functional.leaky_relu(x, float(slope)),
    "elu": lambda x, alpha=1: functional.elu(x, float(alpha)),
    "max": torch.maximum, "min": torch.minimum, "norm": lambda v: torch.sqrt((v * v).sum()),
    "softmax": lambda v: torch.softmax(v, 0), "sum": lambda v: v.sum(), "mean": lambda v: v.mean(),
    "transpose": lambda m: m.T, "outer": torch.outer,
}  # fmt: skip
OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b, "/": lambda a, b: a / b,
    "**": lambda a, b: a**b, "@": lambda a, b: a @ b,
}  # fmt: skip


def run_torch(node: tree.Node, scope: dict[str, Any]) -> Any:
    """The value of a tree in PyTorch."""
    if isinstance(node, tree.Number):
        return torch.tensor(float(node.value))
    if isinstance(node, tree.Name):
        return scope[node.name] if node.name in scope else torch.tensor(CONSTANTS[node.name])
    if isinstance(node, tree.Unary):
        return -run_torch(node.operand, scope)
    if isinstance(node, tree.Binary):
        return OPERATORS[node.op](run_torch(node.left, scope), run_torch(node.right, scope))
    if isinstance(node, tree.Array):
        return torch.stack([run_torch(item, scope) for item in node.items])
    if isinstance(node, tree.Index):
        return run_torch(node.base, scope)[int(node.keys[0].value)]  # type: ignore[attr-defined]
    assert isinstance(node, tree.Call), node
    return FUNCTIONS[node.function](*(run_torch(argument, scope) for argument in node.arguments))


# derivatives

ANYWHERE = [
    "exp",
    "sin",
    "cos",
    "tanh",
    "sigmoid",
    "relu",
    "softplus",
    "abs",
    "swish",
    "gelu",
    "mish",
    "leaky_relu",
    "elu",
]


def draw_expression(source: random.Random, depth: int) -> str:
    """A formula in x, y and w."""
    if depth == 0 or source.random() < 0.1:
        return source.choice(["x", "y", "w", "x", "2", "0.5", "3"])
    inner = draw_expression(source, depth - 1)
    kind = source.random()
    if kind < 0.3:
        return f"{source.choice(ANYWHERE)}({inner})"
    if kind < 0.36:
        return f"{source.choice(['ln', 'sqrt'])}(1 + ({inner})^2)"
    if kind < 0.42:
        return f"({inner})^{source.choice([2, 3])}"
    other = draw_expression(source, depth - 1)
    if kind < 0.46:
        return f"softmax({inner}, {other})[{source.choice([0, 1])}]"
    if kind < 0.49:
        return f"norm([1, {inner}, {other}])"
    if kind < 0.52:
        return f"{source.choice(['max', 'min'])}({inner}, {other})"
    if kind < 0.58:
        return f"({inner})/(2 + ({other})^2)"
    return f"({inner}) {source.choice('+-**')} ({other})"


def agree(mine: Any, other: Any) -> bool:
    """Whether two numbers are equal but for rounding."""
    return math.isclose(float(mine), float(other), rel_tol=1e-7, abs_tol=1e-9)


def test_derivatives_agree_with_autograd_and_with_sympy() -> None:
    source = random.Random(20_260)
    done = refused = 0
    while done < EXPRESSIONS:
        text = draw_expression(source, source.randint(1, 3))
        try:
            made = derive(text, by="x")
        except DlquizError as error:
            assert "agree" not in str(error), text
            refused += "there is no" not in str(error)
            continue
        done += 1
        function = read_formula(made.expression)
        slope = letters.to_tree(made.problem.tape["df_dx"].value)
        for _ in range(POINTS):
            point = {name: source.uniform(-1.5, 1.5) for name in "xyw"}
            check_point(function, slope, made, point, text)
        known = dict.fromkeys("xyw", (-2, 2))
        if "softmax" not in text and "norm" not in text:
            assert compare(slope, differentiate_tree(function, "x"), known).verdict == "right", text
    assert refused <= 0.15 * done


def check_point(function: tree.Node, slope: tree.Node, made: Any, point: dict[str, float], text: str) -> None:
    """The derivative at a point is that of PyTorch, and every line of the way is equal to its value there."""
    tensors = {name: torch.tensor(value, requires_grad=True) for name, value in point.items()}
    (expected,) = torch.autograd.grad(run_torch(function, tensors), tensors["x"], allow_unused=True)
    scope: dict[str, Any] = {**CONSTANTS, **point}
    try:
        assert agree(evaluate(slope, scope), 0 if expected is None else expected), (text, point)
        for entry in made.problem.tape:
            value = evaluate(entry.step.formula.tree, scope)
            assert agree(value, evaluate(letters.to_tree(entry.value), scope)), (text, entry.name, point)
            scope[entry.name] = value
    except FormulaError as error:  # a number beyond 10^308
        assert "too large" in error.message, (text, point)


# descents


def draw_function(source: random.Random, names: str) -> str:
    """A function in these letters that has a minimum."""
    terms = [f"{source.randint(1, 5)}({name} - {source.randint(-3, 3)})^2" for name in names]
    terms += [f"{source.choice(['0.1', '0.2'])}{name}^4" for name in names if source.random() < 0.5]
    terms += ["x*y" for _ in range(len(names) > 1)] + [f"sin({names[0]})" for _ in range(source.random() < 0.5)]
    return " + ".join(terms)


def run_textbook(method: str, slopes: Any, place: list[float], rate: float, beta: float, eps: float, steps: int) -> Any:
    """The places of a descent, by formulas written down anew."""
    v, s, m = [0.0] * len(place), [0.0] * len(place), [0.0] * len(place)
    places = []
    for t in range(1, steps + 1):
        ahead = [p + beta * w for p, w in zip(place, v, strict=True)] if method == "nesterov" else place
        for i, g in enumerate(slopes(ahead)):
            if method in ("momentum", "nesterov"):
                v[i] = beta * v[i] - rate * g
                move = v[i]
            elif method == "adagrad":
                s[i] += g * g
                move = -rate * g / (math.sqrt(s[i]) + eps)
            elif method == "rmsprop":
                s[i] = 0.9 * s[i] + 0.1 * g * g
                move = -rate * g / (math.sqrt(s[i]) + eps)
            elif method == "adam":
                m[i], s[i] = 0.9 * m[i] + 0.1 * g, 0.999 * s[i] + 0.001 * g * g
                move = -rate * m[i] / (1 - 0.9**t) / (math.sqrt(s[i] / (1 - 0.999**t)) + eps)
            else:
                move = -rate * g
            place = [*place[:i], place[i] + move, *place[i + 1 :]]
        places.append(place)
    return places


def run_optimizer(method: str, function: tree.Node, names: str, start: list[float], rate: float, beta: float, eps: float, steps: int) -> Any:  # fmt: skip
    """The places of the same descent by torch.optim; for Nesterov those ahead, x + βv, which its parameters hold."""
    tensors = {name: torch.tensor(value, requires_grad=True) for name, value in zip(names, start, strict=True)}
    made: dict[str, Any] = {
        "plain": lambda p: torch.optim.SGD(p, lr=rate),
        "momentum": lambda p: torch.optim.SGD(p, lr=rate, momentum=beta),
        "nesterov": lambda p: torch.optim.SGD(p, lr=rate, momentum=beta, nesterov=True),
        "adagrad": lambda p: torch.optim.Adagrad(p, lr=rate, eps=eps),
        "rmsprop": lambda p: torch.optim.RMSprop(p, lr=rate, alpha=0.9, eps=eps),
        "adam": lambda p: torch.optim.Adam(p, lr=rate, eps=eps),
    }
    optimizer = made[method](list(tensors.values()))
    places = []
    for _ in range(steps):
        optimizer.zero_grad()
        run_torch(function, tensors).backward()
        optimizer.step()
        places.append([float(tensor.detach()) for tensor in tensors.values()])
    return places


@pytest.mark.parametrize("method", ["plain", "momentum", "nesterov", "adagrad", "rmsprop", "adam"])
def test_descents_agree_with_a_textbook_program_and_with_torch(method: str) -> None:
    source = random.Random(f"descent {method}")
    for _ in range(max(2, DESCENTS // 6)):
        names = source.choice(["x", "xy"])
        text, steps = draw_function(source, names), source.randint(1, 5)
        start = [source.choice([-2, -1, 0.5, 1, 3]) for _ in names]
        rate, beta, eps = source.choice([0.01, 0.02, 0.05]), source.choice([0.5, 0.9]), source.choice([0, 1e-8])
        settings: dict[str, Any] = {method: beta if method in ("momentum", "nesterov") else True}
        settings |= {"eps": eps} if method in ("adagrad", "rmsprop", "adam") else {}
        made = descend(
            text, dict(zip(names, start, strict=True)), rate, steps, **({} if method == "plain" else settings)
        )
        mine = [[float(made.problem.tape.scope[f"{name}_{t}"]) for name in names] for t in range(1, steps + 1)]
        function = read_formula(made.bank.partition('f: ("')[2].partition('")')[0])

        def slopes(place: list[float], function: tree.Node = function, names: str = names) -> list[float]:
            tensors = {n: torch.tensor(float(v), requires_grad=True) for n, v in zip(names, place, strict=True)}
            return [float(g) for g in torch.autograd.grad(run_torch(function, tensors), list(tensors.values()))]

        if not eps and 0 in slopes(list(map(float, start))):
            continue  # 0/0 in both oracles; nothing moves here
        numbers = rate, beta, eps, steps
        for own, other in zip(mine, run_textbook(method, slopes, list(map(float, start)), *numbers), strict=True):
            assert all(map(agree, own, other)), (text, method)
        ahead = [
            [x + beta * float(made.problem.tape.scope[f"{made.plan.name('v', n)}_{t}"]) for x, n in zip(place, names, strict=True)]
            for t, place in enumerate(mine, 1)
        ] if method == "nesterov" else mine  # fmt: skip
        for own, other in zip(
            ahead, run_optimizer(method, function, names, list(map(float, start)), *numbers), strict=True
        ):
            assert all(map(agree, own, other)), (text, method)


# graphs


def check_graph(graph: str, values: dict[str, Any], **settings: Any) -> None:
    """Every gradient that the sweep gives is that of autograd."""
    made = backprop(graph or None, rate=0.1, **settings, **values)
    text = made.bank.partition('graph: ("')[2].partition('")')[0]
    given = {name: torch.tensor(value, dtype=torch.float64, requires_grad=True) for name, value in made.values.items()
             if name not in {node.name for node in made.nodes}}  # fmt: skip
    scope: dict[str, Any] = dict(given)
    for statement in text.split(";"):
        name, _, formula = statement.partition("=")
        scope[name.strip()] = run_torch(read_formula(formula.strip()), scope)
        scope[name.strip()].retain_grad()
    scope[made.loss].backward()
    for name, own in made.gradients.items():
        if name in scope:
            expected = scope[name].grad if scope[name].grad is not None else torch.zeros_like(scope[name])
            assert torch.allclose(torch.tensor(own, dtype=torch.float64), expected, rtol=1e-7, atol=1e-9), (graph, name)
    for name in made.wanted:
        expected = given[name] - 0.1 * torch.tensor(made.gradients[name], dtype=torch.float64)
        assert torch.allclose(torch.tensor(made.updates[name], dtype=torch.float64), expected, rtol=1e-7), (graph, name)


def draw_scalar_graph(source: random.Random) -> tuple[str, dict[str, Any]]:
    """A graph of numbers, in which values are used more than once."""
    names = ["w1", "w2", "b1", "x1", "x2", "v1"]
    values = {name: round(source.uniform(-1.5, 1.5), 2) or 0.5 for name in names}
    known, statements = list(names), []
    for i in range(source.randint(1, 5)):
        a, b, c = (source.choice(known) for _ in range(3))
        body = source.choice([f"{a}*{b} + {c}", f"{a}*{b} - {c}/2", f"({a} - {b})^2", f"{a}*{b}*{c}", f"{a} + 2{b}"])
        function = source.choice(["", "sigmoid", "tanh", "relu", "softplus", "exp", "gelu", "swish"])
        body = f"{function}({body})" if function else body
        statements.append(f"h{i} = {f'{body}*{c}' if source.random() < 0.3 else body}")
        known.append(f"h{i}")
    used = source.sample([name for name in known if name.startswith("h")], min(2, len(statements)))
    statements.append(f"E = ({' - '.join(used)} - {known[-1]}*w1)^2/2")
    used_names = [name for name in names if any(name in statement for statement in statements)]
    return "; ".join(statements), {name: values[name] for name in used_names}


def draw_array_graph(source: random.Random) -> tuple[str, dict[str, Any]]:
    """A graph of vectors and matrices."""
    n, m = source.randint(1, 3), source.randint(1, 3)

    def numbers(*shape: int) -> Any:
        if not shape:
            return round(source.uniform(-1, 1), 2) or 0.25
        return [numbers(*shape[1:]) for _ in range(shape[0])]

    f = source.choice(["sigmoid", "tanh", "relu", "softplus", "swish"])
    values: dict[str, Any] = {"W": numbers(m, n), "x": numbers(n), "b": numbers(m), "y": numbers(m)}
    first = f"h = {f}(W @ x + b)"
    ends = {
        "E = sum((y - h)^2)/2": {}, "E = mean((y - h)^2)": {}, "E = -sum(y*ln(softmax(h)))": {},
        "p = softmax(2h); E = -sum(y*ln(p))": {}, "E = (v @ h - t)^2/2": {"v": numbers(m), "t": numbers()},
        "E = sum((c*h - y)^2) + norm(c*h + 1)": {"c": numbers()}, "E = h[0]^2 + 3sum(h)": {},
        "E = sum(outer(h, x)*W)": {}, "E = sum((W^T @ h - x)^2)": {}, "r = h + U @ h; E = mean(r*r)": {"U": numbers(m, m)},
        "r = h @ U; E = sum(r)/2 - sum(h)": {"U": numbers(m, 2)}, "E = y @ h + c": {"c": numbers()},
    }  # fmt: skip
    end, more = source.choice(list(ends.items()))
    values |= more
    if source.random() < 0.25:
        values |= {"X": numbers(2, n), "w": numbers(n), "c": numbers(), "t": numbers(2)}
        kept = {"X", "w", "c", "t"}
        return f"E = mean(({f}(X @ w + c) - t)^2)", {name: value for name, value in values.items() if name in kept}
    graph = f"{first}; {end}"
    return graph, {name: value for name, value in values.items() if name != "y" or "y" in end}


def test_graphs_agree_with_autograd_in_every_entry() -> None:
    source = random.Random(20_261)
    for i in range(GRAPHS):
        graph, values = (draw_scalar_graph if i % 2 else draw_array_graph)(source)
        check_graph(graph, values)


def test_networks_agree_with_autograd_in_every_entry() -> None:
    source = random.Random(20_262)
    for seed in range(NETWORKS):
        sizes = "-".join(str(source.randint(1, 4)) for _ in range(source.randint(2, 4)))
        activation = source.choice(
            ["sigmoid", "tanh", "relu", "leaky_relu", "elu", "softplus", "swish", "gelu", "identity"]
        )
        check_graph("", {}, mlp=sizes, activation=activation, seed=seed)
