# ruff: noqa: E501
"""Wrong answers as students work them out, each computed from the numbers of the question alone.

They were written from the texts of the questions, and share no code with the search: no tape, no formula of a bank.
Each names the step of the solution at which it goes wrong.  The thirds are told apart by their order: the first two
were there while the search was improved, the last was not looked at until the end.
"""

from __future__ import annotations

from collections.abc import Callable
from math import ceil, exp, floor, log, log10, sqrt, tanh
from types import SimpleNamespace as Numbers
from typing import Any, NamedTuple


class StudentAnswer(NamedTuple):
    """A wrong way: the question, its part (empty for the only one), the steps that may be named, what was done."""

    question: str
    part: str
    steps: str  # with blanks between them
    says: str
    compute: Callable[[Numbers], Any]


def sig(x: Any) -> float:
    return 1 / (1 + exp(-x))


def dot(a: Any, b: Any) -> Any:
    return sum(x * y for x, y in zip(a, b, strict=True))


def matvec(rows: Any, x: Any) -> list[Any]:
    return [dot(row, x) for row in rows]


def columns(rows: Any) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)]


def mean(x: Any) -> Any:
    return sum(x) / len(x)


def softmax(x: Any) -> list[float]:
    parts = [exp(one) for one in x]
    return [part / sum(parts) for part in parts]


def pvar(x: Any) -> Any:
    return mean([(one - mean(x)) ** 2 for one in x])


def relu(x: Any) -> Any:
    return max(x, 0)


def sign(x: Any) -> int:
    return (x > 0) - (x < 0)


A = StudentAnswer
STUDENT_ANSWERS = (
    A("act-sigmoid-value", "", "power", "loses the minus in the exponent", lambda v: 1 / (1 + exp(v.x))),
    A("act-sigmoid-value", "", "a", "forgets the reciprocal", lambda v: 1 + exp(-v.x)),
    A("act-sigmoid-value", "", "a", "forgets the 1 in the denominator", lambda v: 1 / exp(-v.x)),
    A("act-sigmoid-slope", "", "slope", "gives the sigmoid itself", lambda v: sig(v.x)),
    A("act-sigmoid-slope", "", "s slope", "puts x into s(1 - s)", lambda v: v.x * (1 - v.x)),
    A("act-sigmoid-slope", "", "slope", "takes 1 - s^2, the slope of tanh", lambda v: 1 - sig(v.x) ** 2),
    A("act-saturated-sigmoid", "", "dE_dz slope", "leaves the slope out of the chain: takes the output", lambda v: v.g * sig(v.z)),
    A("act-saturated-sigmoid", "", "dE_dz", "forgets the gradient from above", lambda v: sig(v.z) * (1 - sig(v.z))),
    A("act-saturated-sigmoid", "", "a slope", "puts z in place of a", lambda v: v.g * v.z * (1 - v.z)),
    A("attn-by-hand", "", "scaled", "does not scale", lambda v: matvec(columns(v.V), softmax(matvec(v.K, v.q)))),
    A("attn-by-hand", "", "scaled", "divides by d, not by its root", lambda v: matvec(columns(v.V), softmax([s / 2 for s in matvec(v.K, v.q)]))),
    A("attn-by-hand", "", "scores", "takes the columns of K", lambda v: matvec(columns(v.V), softmax([s / sqrt(2) for s in matvec(columns(v.K), v.q)]))),
    A("attn-weights", "", "scaled root", "divides by d, not by its root", lambda v: softmax([s * sqrt(v.d) / v.d for s in v.a])),
    A("attn-weights", "", "scaled", "does not scale", lambda v: softmax([s * sqrt(v.d) for s in v.a])),
    A("attn-params", "", "projection", "forgets the biases", lambda v: 4 * v.d * v.d),
    A("attn-params", "", "total", "forgets the output projection", lambda v: 3 * (v.d * v.d + v.d)),
    A("attn-params", "", "projection", "counts one bias", lambda v: 4 * (v.d * v.d + 1)),
    A("bn-by-hand", "", "z", "divides by the variance", lambda v: [v.gamma * (x - mean(v.x)) / pvar(v.x) + v.beta for x in v.x]),
    A("bn-by-hand", "", "v", "divides by n - 1", lambda v: [v.gamma * (x - mean(v.x)) / sqrt(pvar(v.x) * len(v.x) / (len(v.x) - 1)) + v.beta for x in v.x]),
    A("bn-by-hand", "", "y", "forgets the shift", lambda v: [v.gamma * (x - mean(v.x)) / sqrt(pvar(v.x)) for x in v.x]),
    A("bn-at-test", "", "sd z", "divides by the variance", lambda v: v.gamma * (v.x - v.M) / v.V + v.beta),
    A("bn-at-test", "", "y", "forgets the shift", lambda v: v.gamma * (v.x - v.M) / sqrt(v.V)),
    A("bn-at-test", "", "z", "does not subtract the mean", lambda v: v.gamma * v.x / sqrt(v.V) + v.beta),
    A("batch-size-updates", "", "large small updates", "rounds down", lambda v: [floor(v.N / v.B_1), floor(v.N / v.B_2)]),
    A("batch-size-epoch-time", "", "t_update t_epoch", "pays the overhead once an epoch", lambda v: v.t_0 + v.N * v.t_1),
    A("batch-size-epoch-time", "", "t_update t_epoch", "forgets the overhead", lambda v: v.N / v.B * v.t_1 * v.B),
    A("batch-size-epoch-time", "", "t_update", "forgets that the work grows with the batch", lambda v: v.N / v.B * (v.t_0 + v.t_1)),
    A("batch-size-accumulation", "", "batch", "forgets the accumulation", lambda v: [v.b * v.g, v.N // (v.b * v.g)]),
    A("batch-size-accumulation", "", "batch", "forgets the devices", lambda v: [v.b * v.a, v.N // (v.b * v.a)]),
    A("chain-power-value", "", "dy_dx", "forgets the inner derivative", lambda v: v.n * (v.a * v.x + v.b) ** (v.n - 1)),
    A("chain-power-value", "", "dy_du", "does not lower the power", lambda v: v.n * (v.a * v.x + v.b) ** v.n * v.a),
    A("chain-power-value", "", "dy_du dy_dx", "forgets the n in front", lambda v: (v.a * v.x + v.b) ** (v.n - 1) * v.a),
    A("chain-exp-value", "", "dy_dx", "forgets the inner derivative", lambda v: v.a * exp(v.k * v.x)),
    A("chain-exp-value", "", "dy_dx", "brings x down as well", lambda v: v.a * v.k * v.x * exp(v.k * v.x)),
    A("chain-sigmoid-value", "", "d_inner dy_dx", "loses the minus of the inner derivative", lambda v: -v.a * (1 + exp(-v.x)) ** -2 * exp(-v.x)),
    A("chain-sigmoid-value", "", "dy_dx", "forgets the inner derivative", lambda v: -v.a * (1 + exp(-v.x)) ** -2),
    A("cnn-local-ratio", "", "local", "forgets the channels of the window", lambda v: v.H * v.H * v.C / (v.k * v.k)),
    A("cnn-local-ratio", "", "dense", "forgets the channels of the image", lambda v: v.H * v.H / (v.k * v.k * v.C)),
    A("cnn-sharing-factor", "", "dense", "gives the dense layer a single output", lambda v: round((v.n * v.n * v.C + 1) / (v.F * (v.k * v.k * v.C + 1)))),
    A("cnn-sharing-factor", "", "outputs", "forgets the filters of the dense layer", lambda v: round(v.n * v.n * (v.n * v.n * v.C + 1) / (v.F * (v.k * v.k * v.C + 1)))),
    A("shape-conv-side", "", "padded side", "pads on one side", lambda v: (v.n + v.p - v.k) // v.s + 1),
    A("shape-conv-side", "", "side", "forgets the 1", lambda v: (v.n + 2 * v.p - v.k) // v.s),
    A("shape-conv-side", "", "moves", "rounds up", lambda v: -(-(v.n + 2 * v.p - v.k) // v.s) + 1),
    A("shape-smallest-input", "", "padded", "forgets to take one off", lambda v: v.m * v.s + v.k - 2 * v.p),
    A("shape-smallest-input", "", "n", "adds the padding", lambda v: (v.m - 1) * v.s + v.k + 2 * v.p),
    A("shape-smallest-input", "", "n padded", "takes the padding off once", lambda v: (v.m - 1) * v.s + v.k - v.p),
    A("aug-crops", "", "places", "forgets the 1", lambda v: (v.p - v.c) ** 2),
    A("aug-crops", "", "crops", "counts one direction", lambda v: v.p - v.c + 1),
    A("aug-contrast", "", "distance", "multiplies the value itself", lambda v: min(max(128 + v.c * v.v + v.b, 0), 255)),
    A("aug-contrast", "", "stretched", "does not add the middle again", lambda v: min(max(v.c * (v.v - 128) + v.b, 0), 255)),
    A("aug-erased-share", "", "expected", "forgets the probability", lambda v: v.a * v.b / (v.n * v.n)),
    A("aug-erased-share", "", "share", "divides by the side", lambda v: v.q * v.a * v.b / v.n),
    A("drop-inverted-forward", "", "q out", "divides by the drop rate", lambda v: [a * m / v.p for a, m in zip(v.a, v.m, strict=True)]),
    A("drop-inverted-forward", "", "out", "does not scale", lambda v: [a * m for a, m in zip(v.a, v.m, strict=True)]),
    A("drop-inverted-forward", "", "out", "multiplies by the keep probability", lambda v: [a * m * (1 - v.p) for a, m in zip(v.a, v.m, strict=True)]),
    A("drop-backward", "", "factor", "does not scale", lambda v: [g * m for g, m in zip(v.g, v.m, strict=True)]),
    A("drop-backward", "", "factor", "forgets the mask", lambda v: [g / (1 - v.p) for g in v.g]),
    A("drop-backward", "", "factor", "multiplies by the keep probability", lambda v: [g * m * (1 - v.p) for g, m in zip(v.g, v.m, strict=True)]),
    A("drop-expected-output", "kept", "kept", "divides by the drop rate", lambda v: v.a / v.p),
    A("drop-expected-output", "kept", "kept", "multiplies", lambda v: v.a * (1 - v.p)),
    A("forward-two-sigmoid-layers", "a_2", "z_1", "forgets the hidden biases", lambda v: sig(dot(v.w_2, [sig(z) for z in matvec(v.W_1, v.x)]) + v.b_2)),
    A("forward-two-sigmoid-layers", "a_2", "a_2", "forgets the last sigmoid", lambda v: dot(v.w_2, [sig(z + b) for z, b in zip(matvec(v.W_1, v.x), v.b_1, strict=True)]) + v.b_2),
    A("forward-two-sigmoid-layers", "a_2", "a_1", "forgets the hidden sigmoids", lambda v: sig(dot(v.w_2, [z + b for z, b in zip(matvec(v.W_1, v.x), v.b_1, strict=True)]) + v.b_2)),
    A("forward-two-sigmoid-layers", "z_1", "z_1", "takes the columns of the matrix", lambda v: [z + b for z, b in zip(matvec(columns(v.W_1), v.x), v.b_1, strict=True)]),
    A("forward-relu-then-linear", "", "h", "forgets the ReLU", lambda v: dot(v.v, [z + b for z, b in zip(matvec(v.W, v.x), v.b, strict=True)]) + v.c),
    A("forward-relu-then-linear", "", "z", "takes the columns of the matrix", lambda v: dot(v.v, [relu(z + b) for z, b in zip(matvec(columns(v.W), v.x), v.b, strict=True)]) + v.c),
    A("forward-relu-then-linear", "", "z", "forgets the hidden biases", lambda v: dot(v.v, [relu(z) for z in matvec(v.W, v.x)]) + v.c),
    A("grad-vanishing-bound", "", "per_layer", "forgets the weight", lambda v: 0.25**v.L),
    A("grad-vanishing-bound", "", "slope", "takes 1/2 for the largest slope", lambda v: (v.w / 2) ** v.L),
    A("grad-vanishing-bound", "", "factor", "multiplies in place of a power", lambda v: v.w / 4 * v.L),
    A("grad-exploding-factor", "", "factor", "multiplies in place of a power", lambda v: v.w * v.L),
    A("grad-skip-product", "residual", "residual", "multiplies in place of a power", lambda v: (1 + v.s) * v.L),
    A("grad-skip-product", "residual", "block residual", "adds the 1 once", lambda v: 1 + v.s**v.L),
    A("init-xavier-uniform", "", "r", "gives the standard deviation", lambda v: sqrt(2 / (v.fan_in + v.fan_out))),
    A("init-xavier-uniform", "", "variance", "uses the inputs alone", lambda v: sqrt(3 * 2 / v.fan_in)),
    A("init-xavier-uniform", "", "variance", "takes 1 over the sum", lambda v: sqrt(3 / (v.fan_in + v.fan_out))),
    A("init-xavier-normal", "", "std", "gives the variance", lambda v: 2 / (v.fan_in + v.fan_out)),
    A("init-xavier-normal", "", "variance", "takes 1 over the inputs", lambda v: sqrt(1 / v.fan_in)),
    A("init-he-dense", "", "variance", "uses the outputs", lambda v: sqrt(2 / v.fan_out)),
    A("init-he-dense", "", "variance", "takes 1 over the inputs", lambda v: sqrt(1 / v.fan_in)),
    A("init-he-dense", "", "std", "gives the variance", lambda v: 2 / v.fan_in),
    A("init-he-conv", "", "fan_in", "forgets the channels", lambda v: sqrt(2 / (v.k * v.k))),
    A("init-he-conv", "", "fan_in", "takes the filters for the channels", lambda v: sqrt(2 / (v.k * v.k * v.filters))),
    A("init-he-conv", "", "fan_in", "counts the side once", lambda v: sqrt(2 / (v.k * v.c_in))),
    A("linear-collapse-bias", "", "b", "forgets the second bias", lambda v: matvec(v.W_2, v.b_1)),
    A("linear-collapse-bias", "", "carried", "adds the biases", lambda v: [a + b for a, b in zip(v.b_1, v.b_2, strict=True)]),
    A("linear-collapse-bias", "", "carried", "takes the columns", lambda v: [a + b for a, b in zip(matvec(columns(v.W_2), v.b_1), v.b_2, strict=True)]),
    A("landscape-start-step", "x_1", "x_1", "goes uphill", lambda v: v.x0 + v.lr * 4 * v.x0 * (v.x0**2 - 1)),
    A("landscape-start-step", "x_1", "slope", "forgets the 4", lambda v: v.x0 - v.lr * v.x0 * (v.x0**2 - 1)),
    A("landscape-start-step", "x_1", "x_1", "forgets the learning rate", lambda v: v.x0 - 4 * v.x0 * (v.x0**2 - 1)),
    A("landscape-saddle-chance", "p_saddle", "p_saddle", "forgets the maxima", lambda v: 1 - v.p**v.n),
    A("landscape-saddle-chance", "p_min", "p_min", "multiplies in place of a power", lambda v: v.p * v.n),
    A("loss-cost-mean", "", "cost", "gives the sum", lambda v: sum(v.l)),
    A("loss-mse", "", "mse", "forgets to divide", lambda v: sum((a - b) ** 2 for a, b in zip(v.y_hat, v.y, strict=True))),
    A("loss-mse", "", "total", "squares the sum of the errors", lambda v: sum(a - b for a, b in zip(v.y_hat, v.y, strict=True)) ** 2 / 3),
    A("loss-mse", "", "total", "takes absolute errors", lambda v: sum(abs(a - b) for a, b in zip(v.y_hat, v.y, strict=True)) / 3),
    A("loss-mse", "", "mse", "takes the factor one half as well", lambda v: sum((a - b) ** 2 for a, b in zip(v.y_hat, v.y, strict=True)) / 6),
    A("loss-half-sum-factor", "", "total", "forgets the half", lambda v: v.H / v.n),
    A("loss-half-sum-factor", "", "mean_square", "forgets to divide by n", lambda v: 2 * v.H),
    A("loss-half-sum-factor", "", "total", "halves once more", lambda v: v.H / 2 / v.n),
    A("lr-step-decay-epoch", "", "drops", "does not round down", lambda v: v.eta_0 * v.f ** (v.t / v.T)),
    A("lr-step-decay-epoch", "", "drops", "counts one drop too many", lambda v: v.eta_0 * v.f ** (v.t // v.T + 1)),
    A("lr-step-decay-epoch", "", "eta", "multiplies by the number of drops", lambda v: v.eta_0 * v.f * (v.t // v.T)),
    A("lr-step-decay-epoch", "", "eta drops", "drops every epoch", lambda v: v.eta_0 * v.f**v.t),
    A("lr-exponential-factor", "", "share", "multiplies in place of a power", lambda v: v.eta_0 * v.gamma * v.t),
    A("lr-exponential-factor", "", "share", "decays one epoch too few", lambda v: v.eta_0 * v.gamma ** (v.t - 1)),
    A("lr-exponential-rate", "", "exponent", "loses the minus", lambda v: v.eta_0 * exp(v.k * v.t)),
    A("lr-exponential-rate", "", "eta", "takes 1 - kt for the exponential", lambda v: v.eta_0 * (1 - v.k * v.t)),
    A("metrics-fbeta", "", "weight", "does not square beta", lambda v: (1 + v.beta) * v.P * v.R / (v.beta * v.P + v.R)),
    A("metrics-fbeta", "", "F weight", "gives F1", lambda v: 2 * v.P * v.R / (v.P + v.R)),
    A("metrics-fbeta", "", "denominator", "weighs the recall", lambda v: (1 + v.beta**2) * v.P * v.R / (v.P + v.beta**2 * v.R)),
    A("metrics-from-confusion-matrix", "", "precision", "exchanges precision and recall", lambda v: [(v.TP + v.TN) / (v.TP + v.FP + v.FN + v.TN), v.TP / (v.TP + v.FN), v.TP / (v.TP + v.FP), 2 * v.TP / (2 * v.TP + v.FP + v.FN)]),
    A("metrics-from-confusion-matrix", "", "accuracy", "forgets the true negatives", lambda v: [v.TP / (v.TP + v.FP + v.FN + v.TN), v.TP / (v.TP + v.FP), v.TP / (v.TP + v.FN), 2 * v.TP / (2 * v.TP + v.FP + v.FN)]),
    A("minibatch-updates", "", "batches", "rounds down", lambda v: v.N // v.B * v.E),
    A("minibatch-updates", "", "updates", "forgets the epochs", lambda v: -(-v.N // v.B)),
    A("minibatch-updates", "", "batches", "updates after every example", lambda v: v.N * v.E),
    A("minibatch-more-updates", "", "batches", "rounds down", lambda v: v.N - v.N // v.B),
    A("minibatch-more-updates", "", "more", "gives the mini-batches themselves", lambda v: -(-v.N // v.B)),
    A("minibatch-epoch-time", "", "single times", "forgets that the times are milliseconds", lambda v: [v.N * v.t_1, v.N / v.B * v.t_B]),
    A("minibatch-epoch-time", "", "batches batched", "takes the time of a batch for every example", lambda v: [v.N * v.t_1 / 1000, v.N * v.t_B / 1000]),
    A("det-yolo-values", "", "depth", "predicts the classes for every box", lambda v: v.S * v.S * v.B * (5 + v.C)),
    A("det-yolo-values", "", "depth", "forgets the confidence", lambda v: v.S * v.S * (4 * v.B + v.C)),
    A("det-yolo-values", "", "cells", "counts the side once", lambda v: v.S * (5 * v.B + v.C)),
    A("det-head-with-anchors", "", "depth", "predicts the classes once for a cell", lambda v: v.S * v.S * (5 * v.A + v.C)),
    A("det-head-with-anchors", "", "per_anchor", "forgets the confidence", lambda v: v.S * v.S * v.A * (4 + v.C)),
    A("det-head-with-anchors", "", "total", "counts the side once", lambda v: v.S * v.A * (5 + v.C)),
    A("det-yolo-box-count", "", "boxes", "multiplies by the classes", lambda v: v.S * v.S * v.B * v.C),
    A("opt-sgd-two-steps", "w_1", "grad_1", "forgets the input", lambda v: v.w0 - v.eta * (v.w0 * v.x_1 - v.y_1)),
    A("opt-sgd-two-steps", "w_1", "w_1", "goes uphill", lambda v: v.w0 + v.eta * (v.w0 * v.x_1 - v.y_1) * v.x_1),
    A("opt-sgd-two-steps", "w_1", "grad_1", "forgets the half of the loss", lambda v: v.w0 - 2 * v.eta * (v.w0 * v.x_1 - v.y_1) * v.x_1),
    A("opt-nesterov-two-steps", "x_1", "ahead_1 grad_1", "takes the slope where it stands", lambda v: v.x0 + v.beta * v.v0 - v.eta * 2 * v.c * v.x0),
    A("opt-nesterov-two-steps", "x_1", "grad_1", "forgets the 2 of the slope", lambda v: v.x0 + v.beta * v.v0 - v.eta * v.c * (v.x0 + v.beta * v.v0)),
    A("opt-nesterov-two-steps", "x_1", "v_1", "adds the gradient", lambda v: v.x0 + v.beta * v.v0 + v.eta * 2 * v.c * (v.x0 + v.beta * v.v0)),
    A("perceptron-update", "", "change", "forgets the learning rate", lambda v: [w + v.y * x for w, x in zip(v.w, v.x, strict=True)] + [v.b + v.y] if sign(dot(v.w, v.x) + v.b) != v.y else None),
    A("reg-l1-penalty", "", "L1", "forgets the absolute values", lambda v: getattr(v, "lambda") * sum(v.w)),
    A("reg-l1-penalty", "", "L1", "squares the weights", lambda v: getattr(v, "lambda") * sum(w * w for w in v.w)),
    A("reg-l1-penalty", "", "penalty", "halves it as for L2", lambda v: getattr(v, "lambda") / 2 * sum(abs(w) for w in v.w)),
    A("reg-l2-loss", "", "penalty", "forgets the half", lambda v: v.L_0 + getattr(v, "lambda") * sum(w * w for w in v.w)),
    A("reg-l2-loss", "", "loss", "gives the penalty alone", lambda v: getattr(v, "lambda") / 2 * sum(w * w for w in v.w)),
    A("reg-l2-loss", "", "squares", "squares the sum", lambda v: v.L_0 + getattr(v, "lambda") / 2 * sum(v.w) ** 2),
    A("reg-l2-loss", "", "squares", "takes absolute values", lambda v: v.L_0 + getattr(v, "lambda") / 2 * sum(abs(w) for w in v.w)),
    A("reg-l1-step", "", "pull", "takes the weight itself, as L2 does", lambda v: v.w - v.eta * (v.g + getattr(v, "lambda") * v.w)),
    A("reg-l1-step", "", "slope pull", "forgets the penalty", lambda v: v.w - v.eta * v.g),
    A("reg-l1-step", "", "w_new", "goes uphill", lambda v: v.w + v.eta * (v.g + getattr(v, "lambda") * sign(v.w))),
    A("reg-l1-step", "", "pull", "forgets the sign of the weight", lambda v: v.w - v.eta * (v.g + getattr(v, "lambda"))),
    A("seq-rnn-params", "", "total", "forgets the bias", lambda v: v.h * v.x + v.h * v.h),
    A("seq-rnn-params", "", "total U", "forgets the recurrent weights", lambda v: v.h * v.x + v.h),
    A("seq-rnn-params", "", "total", "counts every step of the sequence", lambda v: v.T * (v.h * v.x + v.h * v.h + v.h)),
    A("seq-lstm-params", "", "part", "forgets the biases", lambda v: 4 * v.h * (v.x + v.h)),
    A("seq-lstm-params", "", "total", "counts three parts", lambda v: 3 * (v.h * (v.x + v.h) + v.h)),
    A("seq-lstm-params", "", "part", "forgets the recurrent weights", lambda v: 4 * (v.h * v.x + v.h)),
    A("seq-gru-params", "", "total", "counts four parts, as of an LSTM", lambda v: 4 * (v.h * (v.x + v.h) + v.h)),
    A("seq-gru-params", "", "part", "forgets the biases", lambda v: 3 * v.h * (v.x + v.h)),
    A("seq-gru-params", "", "total", "counts one part", lambda v: v.h * (v.x + v.h) + v.h),
    A("seq-rnn-two-steps", "", "z_2", "forgets the state", lambda v: tanh(v.u * v.x_2 + v.b)),
    A("seq-rnn-two-steps", "", "h_1", "forgets the first tanh", lambda v: tanh(v.u * v.x_2 + v.w * (v.u * v.x_1 + v.b) + v.b)),
    A("seq-rnn-two-steps", "", "h_2", "forgets the last tanh", lambda v: v.u * v.x_2 + v.w * tanh(v.u * v.x_1 + v.b) + v.b),
    A("seq-rnn-two-steps", "", "z_2", "takes the first input again", lambda v: tanh(v.u * v.x_1 + v.w * tanh(v.u * v.x_1 + v.b) + v.b)),
    A("seq-rnn-two-steps", "", "z_1", "forgets the bias in both steps", lambda v: tanh(v.u * v.x_2 + v.w * tanh(v.u * v.x_1))),
    A("output-layer-parameters", "", "per_node total", "forgets the biases", lambda v: v.h * v.n_classes),
    A("output-layer-parameters", "", "per_node total", "counts one bias", lambda v: v.h * v.n_classes + 1),
    A("output-regression-heads", "square_identity", "square_identity", "forgets the square", lambda v: v.w * v.x + v.b - v.y),
    A("output-regression-heads", "square_identity", "square_identity", "takes the half", lambda v: (v.w * v.x + v.b - v.y) ** 2 / 2),
    A("output-regression-heads", "square_identity", "z", "forgets the bias", lambda v: (v.w * v.x - v.y) ** 2),
    A("output-cancer-probability", "", "power", "loses the minus in the exponent", lambda v: 1 / (1 + exp(v.z))),
    A("output-logit-threshold", "", "odds", "takes the logarithm of the threshold", lambda v: log(v.t)),
    A("output-logit-threshold", "", "z_t", "takes the common logarithm", lambda v: log10(v.t / (1 - v.t))),
    A("output-logit-threshold", "", "odds", "turns the odds upside down", lambda v: log((1 - v.t) / v.t)),
    A("output-logit-threshold", "", "z_t", "gives the odds", lambda v: v.t / (1 - v.t)),
    A("diagnosis-bias-variance", "", "bias", "takes the training error for the bias", lambda v: [v.t, v.d - v.t]),
    A("diagnosis-bias-variance", "", "variance", "takes the dev error for the variance", lambda v: [v.t - v.h, v.d]),
    A("diagnosis-bias-variance", "", "variance", "measures the variance from people", lambda v: [v.t - v.h, v.d - v.h]),
    A("transfer-head-params", "", "total", "forgets the biases", lambda v: v.d * v.K),
    A("transfer-head-params", "", "total", "counts the frozen ones", lambda v: v.base + v.d * v.K + v.K),
    A("transfer-head-params", "", "total", "gives each feature a bias", lambda v: v.d * v.K + v.d),
    A("transfer-partly-frozen", "", "head", "forgets the biases of the head", lambda v: v.F * (v.k * v.k * v.c_in + 1) + v.K * v.F),
    A("transfer-partly-frozen", "", "conv", "forgets the channels", lambda v: v.F * (v.k * v.k + 1) + v.K * (v.F + 1)),
    A("transfer-partly-frozen", "", "total", "counts the frozen ones", lambda v: v.frozen + v.F * (v.k * v.k * v.c_in + 1) + v.K * (v.F + 1)),
    A("transfer-partly-frozen", "", "conv", "forgets all biases", lambda v: v.F * v.k * v.k * v.c_in + v.K * v.F),
    A("diagnosis-active-units", "", "after before rise", "takes the drop rates", lambda v: v.n * (1 - v.p_2) - v.n * (1 - v.p_1)),
    A("diagnosis-active-units", "", "rise", "gives the active units afterwards", lambda v: v.n * v.p_2),
    A("lr-step-decay-until", "", "epoch", "forgets the length of a stage", lambda v: round(log(v.eta_goal / v.eta_0) / log(v.f))),
    A("grad-layers-until-tiny", "", "per_layer", "forgets the slope", lambda v: ceil(v.k / -log10(v.w)) if v.w < 1 else None),
    A("det-yolo-boxes-from-depth", "", "boxes", "divides by 4, without the confidence", lambda v: (5 * v.B) // 4),
    A("loss-error-rate", "fall", "before after fall", "adds up in place of the mean", lambda v: sum(log(p + v.gain) for p in v.p) - sum(log(p) for p in v.p)),
    A("bn-layer-norm", "", "v z", "divides by the variance", lambda v: [(x - mean(v.X[0])) / pvar(v.X[0]) for x in v.X[0]]),
    A("bn-layer-norm", "", "x", "normalizes the second row", lambda v: [(x - mean(v.X[1])) / sqrt(pvar(v.X[1])) for x in v.X[1]]),
    A("bn-layer-norm", "", "v", "divides by n - 1", lambda v: [(x - mean(v.X[0])) / sqrt(pvar(v.X[0]) * 1.5) for x in v.X[0]]),
    A("attn-uniform", "", "weight", "forgets to divide by n", lambda v: sum(v.v)),
    A("chain-from-table", "", "dy_du", "takes the slope of g at x", lambda v: v.s[v.x - 1] * v.m[v.x - 1]),
    A("chain-from-table", "", "dy_dx", "forgets the inner slope", lambda v: v.s[v.f[v.x - 1] - 1]),
    A("cnn-pixel-linear", "", "y", "forgets the biases", lambda v: matvec(v.W, v.x)),
    A("opt-momentum-forms", "w_A", "w_A", "goes only the last step", lambda v: v.w0 - v.eta * (v.beta * v.g_1 + v.g_2)),
    A("opt-momentum-forms", "w_A", "u_2", "forgets the old velocity", lambda v: v.w0 - v.eta * v.g_1 - v.eta * v.g_2),
    A("opt-momentum-forms", "w_A", "w_A", "goes uphill", lambda v: v.w0 + v.eta * v.g_1 + v.eta * (v.beta * v.g_1 + v.g_2)),
)  # fmt: skip


def list_third(third: int) -> list[StudentAnswer]:
    """The wrong ways of a third, counted from 0."""
    return list(STUDENT_ANSWERS[third::3])
