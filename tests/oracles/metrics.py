"""What plain counting says of the questions of metrics."""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

Values = Mapping[str, Any]


def count_pairs(labels: list[int], predictions: list[int]) -> dict[tuple[int, int], int]:
    """How often each pair of label and prediction occurs."""
    pairs = list(zip(labels, predictions, strict=True))
    return {(y, p): pairs.count((y, p)) for y in (0, 1) for p in (0, 1)}


def outcomes(values: Values) -> list[int]:
    counts = count_pairs(values["y"], values["y_hat"])
    return [counts[pair] for pair in ((1, 1), (0, 1), (1, 0), (0, 0))]


def harmonic(first: float, second: float, weight: float = 1.0) -> float:
    """The weighted harmonic mean; the second value has the weight."""
    return (1 + weight) / (1 / first + weight / second)


def confusion(values: Values) -> list[float]:
    """From single examples, written out and counted again."""
    kinds = {"TP": (1, 1), "FP": (0, 1), "FN": (1, 0), "TN": (0, 0)}
    examples = [pair for name, pair in kinds.items() for _ in range(values[name])]
    hits = [y == p for y, p in examples]
    precision = [y for y, p in examples if p == 1]
    recall = [p for y, p in examples if y == 1]
    shares = [sum(one) / len(one) for one in (hits, precision, recall)]
    return [*shares, harmonic(shares[1], shares[2])]


def f1(values: Values) -> float:
    return harmonic(values["P"], values["R"])


def f1_report(values: Values) -> bool:
    """Only what is rounded from the harmonic mean can be true."""
    p, r = Fraction(str(values["P"])), Fraction(str(values["R"]))
    exact = 2 / (1 / p + 1 / r)
    slip = (p + r) / 2 if values["slip"] == "mean" else max(p, r) + Fraction(3, 100)
    printed = math.floor(100 * (exact if values["honest"] else slip) + Fraction(1, 2))
    return abs(exact - Fraction(printed, 100)) <= Fraction(1, 200)


def fbeta(values: Values) -> float:
    return harmonic(values["P"], values["R"], values["beta"] ** 2)


def fbeta_order(values: Values) -> list[str]:
    p, r = values["P"], values["R"]
    scores = {"the precision": p, "the recall": r} | {f"F{beta:g}": harmonic(p, r, beta**2) for beta in (0.5, 1.0, 2.0)}
    return sorted(scores, key=lambda name: scores[name])


def macro_f1(values: Values) -> list[float]:
    """Class by class, from examples that are written out."""
    classes = range(len(values["M"]))
    pairs = [(i, j) for i in classes for j in classes for _ in range(values["M"][i][j])]
    scores = []
    for one in classes:
        found = sum(pair == (one, one) for pair in pairs)
        actual, predicted = sum(i == one for i, _ in pairs), sum(j == one for _, j in pairs)
        scores.append(harmonic(found / predicted, found / actual) if found else 0.0)
    return [sum(scores) / len(scores), sum(i == j for i, j in pairs) / len(pairs)]


def recall_at(scores: list[float], labels: list[int], threshold: float, kind: int = 1) -> float:
    """The share of the examples of one label that are predicted positive."""
    chosen = [score for score, label in zip(scores, labels, strict=True) if label == kind]
    return sum(score >= threshold for score in chosen) / len(chosen)


def recall_at_threshold(values: Values) -> float:
    return recall_at(values["p"], values["y"], values["t"])


def best_threshold(values: Values) -> float:
    """Halve the interval in which the cheaper decision changes."""
    miss, alarm = (values["r"], 1) if values["worse"] == "miss" else (1, values["r"])
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (low, middle) if middle * miss > (1 - middle) * alarm else (middle, high)
    return low


def roc_point(values: Values) -> list[float]:
    return [recall_at(values["s"], values["y"], values["t"], kind) for kind in (0, 1)]


def majority(values: Values) -> list[float]:
    counts = values["c"]
    guess = counts.index(max(counts))
    labels = [one for one, count in enumerate(counts) for _ in range(count)]
    recalls = [float(one == guess) for one in range(len(counts))]
    return [labels.count(guess) / len(labels), sum(recalls) / len(recalls)]


def screening(values: Values) -> dict[str, float]:
    n, ill, alarms, found = (values[name] for name in ("n", "ill", "alarms", "TP"))
    errors = (alarms - found) + (ill - found)
    return {
        "precision": found / alarms,
        "recall": found / ill,
        "F1": harmonic(found / alarms, found / ill),
        "accuracy": 1 - errors / n,
        "baseline": 1 - ill / n,
        "t": best_threshold({"worse": "miss", "r": values["r"]}),
    }


ORACLES = {
    "metrics-count-outcomes": outcomes,
    "metrics-from-confusion-matrix": confusion,
    "metrics-f1": f1,
    "metrics-f1-report": f1_report,
    "metrics-fbeta": fbeta,
    "metrics-fbeta-order": fbeta_order,
    "metrics-macro-f1": macro_f1,
    "metrics-recall-at-threshold": recall_at_threshold,
    "metrics-best-threshold": best_threshold,
    "metrics-roc-point": roc_point,
    "metrics-majority-baseline": majority,
    "metrics-screening-exam": screening,
}
