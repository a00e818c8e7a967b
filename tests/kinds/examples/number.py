"""Examples of real numbers."""

from __future__ import annotations

ROUNDED = {"kind": "number", "value": "2/3", "decimals": 4}
NINTHS = {"kind": "number", "value": "5/9", "rel": "0.001"}
TIE = {"kind": "number", "value": "0.125", "decimals": 2}
EDGE = {"kind": "number", "value": "2.5", "abs": "0.1"}
PERCENT = {"kind": "number", "value": "50", "abs": "0.5", "unit": ["%"]}
LARGE = {"kind": "number", "value": "1234", "rel": "0.001"}
DIGITS = {"kind": "number", "value": "0.00123456", "significant": 3}
LOGARITHM = {"kind": "number", "value": "log(2)", "decimals": 4}
NEGATIVE = {"kind": "number", "value": "-0.25", "decimals": 2}
LENGTH = {"kind": "number", "value": "1.5", "decimals": 1, "unit": ["cm", "seconds"]}
LISTED = {"kind": "number", "value": "0.3333", "decimals": 3, "mistaken": ["0.335"]}

EXAMPLES = [
    (ROUNDED, "0.6667", "right", "rounded as asked"),
    (ROUNDED, ".6667", "right", "without the zero"),
    (ROUNDED, "0.66667", "right", "more places than asked"),
    (ROUNDED, "2/3", "right", "the exact value"),
    (ROUNDED, "6.667e-1", "right", "scientific"),
    (ROUNDED, "6.667×10⁻¹", "right", "scientific, typeset"),
    (ROUNDED, "66.67%", "right", "per cent is a hundredth"),
    (ROUNDED, "⅔", "right", "a vulgar fraction"),
    (ROUNDED, "0.6666", "close", "cut off, not rounded"),
    (ROUNDED, "0.6668", "close", "within two units of the last place"),
    (ROUNDED, "0.666", "wrong", "cut off after fewer places"),
    (ROUNDED, "0.7", "wrong", "one significant digit is too few"),
    (ROUNDED, "0.67", "close", "rightly rounded to fewer places"),
    (ROUNDED, "-0.6667", "wrong", "the sign is off"),
    (ROUNDED, "1.3333", "wrong", "twice too large"),
    (ROUNDED, "1.5", "wrong", "upside down"),
    (ROUNDED, "66.6667", "wrong", "per cent instead of a fraction"),
    (ROUNDED, "0,6667", "unreadable", "a decimal comma?"),
    (ROUNDED, "0.(6)", "unreadable", "a recurring decimal"),
    (ROUNDED, "0.666...", "unreadable", "do dots mean that it goes on?"),
    (ROUNDED, "2:3", "unreadable", "a ratio is written with a slash"),
    (NINTHS, "5/9", "right", "the exact value"),
    (NINTHS, "10/18", "right", "not in lowest terms"),
    (NINTHS, "0.5556", "right", "within a thousandth"),
    (NINTHS, "0.55", "wrong", "outside; a relative tolerance knows no close"),
    (NINTHS, "55.56%", "right", "per cent"),
    (NINTHS, "55.56 %", "right", "per cent with a space"),
    (NINTHS, "55.56 percent", "right", "per cent in words"),
    (NINTHS, "%55.56", "unreadable", "the sign stands behind"),
    (NINTHS, "50% + 5.56%", "unreadable", "per cent inside a formula"),
    (NINTHS, "(5/9)%", "unreadable", "per cent inside a formula"),
    (NINTHS, "5//9", "unreadable", "floor division"),
    (NINTHS, "5 / 9", "right", "spaces around the slash"),
    (NINTHS, "5⁄9", "right", "a fraction slash"),
    (NINTHS, "1/(9/5)", "right", "nested"),
    (NINTHS, "0.5556 0.5556", "unreadable", "two numbers"),
    (NINTHS, "1/2(10/9)", "unreadable", "does the slash divide by the product?"),
    (TIE, "0.12", "right", "half to even"),
    (TIE, "0.13", "right", "half up"),
    (TIE, "0.125", "right", "exact"),
    (TIE, "1/8", "right", "exact"),
    (TIE, "0.14", "close", "within two units"),
    (TIE, "0.11", "close", "within two units"),
    (TIE, "0.15", "wrong", "more than two units"),
    (TIE, "0", "wrong", "never close at 0"),
    (EDGE, "2.6", "right", "the edge belongs to it, decided exactly"),
    (EDGE, "2.4", "right", "the lower edge"),
    (EDGE, "2.39", "wrong", "outside; an absolute tolerance knows no close"),
    (EDGE, "2.6000000000000001", "wrong", "just outside, decided exactly"),
    (EDGE, "2. 5", "unreadable", "a space inside a number"),
    (EDGE, "np.float64(2.5)", "right", "NumPy's wrapper"),
    (EDGE, "tensor(2.5000)", "right", "PyTorch's wrapper"),
    (EDGE, "tensor(2.5000, grad_fn=<AddBackward0>)", "unreadable", "type the number only"),
    (EDGE, "x = 2.5", "right", "a label"),
    (EDGE, "E(w) = 2.5", "right", "a label with brackets"),
    (EDGE, "∂E/∂w = 2.5", "right", "a derivative as label"),
    (EDGE, "ŷ = 2.5", "right", "a label with a hat"),
    (EDGE, "w₁ = 2.5", "right", "a label with a subscript"),
    (EDGE, "η = 2.5", "right", "a Greek label"),
    (EDGE, "P(A|B) = 2.5", "right", "a probability as label"),
    (EDGE, "sigmoid(z) = 2.5", "right", "a function as label"),
    (EDGE, "learning rate = 2.5", "right", "words as label"),
    (EDGE, "sqrt(6.25) = 2.5", "unreadable", "an equation"),
    (EDGE, "x+1 = 3.5", "unreadable", "an equation"),
    (EDGE, "2.5e", "unreadable", "an unfinished power of ten"),
    (EDGE, "5√0.25", "right", "a root sign before a number"),
    (EDGE, "sqrt(6.25)", "right", "a root"),
    (EDGE, "ln(e^2.5)", "right", "natural logarithm, e"),
    (EDGE, "log(exp(2.5))", "right", "log is natural"),
    (EDGE, "5*sin(pi/2)/2", "right", "pi, with radians"),
    (EDGE, "sech(0)*2.5", "right", "sech"),
    (EDGE, "5σ(0)", "right", "σ is the sigmoid"),
    (EDGE, "relu(2.5)", "right", "activations"),
    (EDGE, "leaky_relu(-250)+5", "right", "leaky slope 0.01"),
    (EDGE, "clip(7, 0, 2.5)", "right", "three arguments"),
    (EDGE, "log2(2^2.5)", "right", "logarithm to base 2"),
    (EDGE, "log₁₀(10^2.5)", "right", "a subscript as base"),
    (EDGE, "ln 12", "unreadable", "a function without brackets"),
    (EDGE, "LOG(12)", "unreadable", "case matters"),
    (EDGE, "tan(1.19)", "unreadable", "not offered"),
    (EDGE, "max(2.5)", "unreadable", "one argument, where two are needed"),
    (EDGE, "sqrt(-1)", "unreadable", "no real value"),
    (EDGE, "(-8)^(1/3)", "unreadable", "no real power"),
    (EDGE, "exp(1000)", "unreadable", "beyond 10^308"),
    (EDGE, "exp(-1000)", "unreadable", "beyond 10^-308"),
    (EDGE, "1.2.3", "unreadable", "two points"),
    (EDGE, ".", "unreadable", "a lone point"),
    (EDGE, "-", "unreadable", "a lone sign"),
    (EDGE, "2+2.5i", "unreadable", "an unknown name"),
    (EDGE, "2.5j", "unreadable", "complex"),
    (PERCENT, "50", "right", "the question asks in per cent"),
    (PERCENT, "50%", "right", "with the sign"),
    (PERCENT, "50 per cent", "right", "in words"),
    (PERCENT, "5e1%", "right", "scientific"),
    (PERCENT, "0.5", "wrong", "a fraction, where per cent is asked for"),
    (PERCENT, "0.5%", "wrong", "half a per cent"),
    (PERCENT, "1/2", "wrong", "half a per cent"),
    (PERCENT, "100/2", "right", "arithmetic"),
    (PERCENT, "50%%", "unreadable", "two signs"),
    (PERCENT, "(100/2)%", "unreadable", "per cent inside a formula"),
    (LARGE, "1234", "right", "plain"),
    (LARGE, "1,234", "unreadable", "1234 or 1.234?"),
    (LARGE, "-1,234", "unreadable", "the same with a sign"),
    (LARGE, "1,234.0", "right", "decimals make it plain"),
    (LARGE, "1 234", "right", "a space separates thousands"),
    (LARGE, "1'234", "right", "an apostrophe separates thousands"),
    (LARGE, "1_234", "right", "as in Python"),
    (LARGE, "1.234k", "right", "attached k"),
    (LARGE, "1,96", "unreadable", "a decimal comma?"),
    (LARGE, "1.234,0", "unreadable", "a decimal comma?"),
    (LARGE, "1,234,000", "wrong", "two commas separate thousands"),
    (LARGE, "1236", "wrong", "outside"),
    (DIGITS, "0.00123", "right", "three significant digits"),
    (DIGITS, "1.23e-3", "right", "the same, scientific"),
    (DIGITS, "0.00123456", "right", "the exact value"),
    (DIGITS, "0.00124", "close", "within two units of the third digit"),
    (DIGITS, "0.0012", "close", "rightly rounded to two digits"),
    (DIGITS, "0", "wrong", "0 is not taken"),
    (LOGARITHM, "ln(2)", "right", "typed as a formula"),
    (LOGARITHM, "0.6931", "right", "rounded"),
    (LOGARITHM, "1", "wrong", "the logarithm to base 2"),
    (LOGARITHM, "log10(2)", "wrong", "the logarithm to base 10"),
    (NEGATIVE, "-1/4", "right", "exact"),
    (NEGATIVE, "−.25", "right", "typeset minus, no zero"),
    (NEGATIVE, "-0.26", "close", "within two units"),
    (NEGATIVE, "0.25", "wrong", "the sign is off"),
    (LENGTH, "1.5 cm", "right", "a listed unit"),
    (LENGTH, "1.5CM", "right", "any case"),
    (LENGTH, "1.5 m", "unreadable", "not listed"),
    (LENGTH, "cm 1.5", "unreadable", "the unit stands behind"),
    (LISTED, "0.334", "close", "within two units"),
    (LISTED, "0.335", "wrong", "a listed mistake ends here"),
]

QUESTION = """
title: A real number
draw:
  n: {from: 3, to: 60}
ask: What is the mean of {{ n }} numbers whose sum is 1?
steps:
  - name: mean_value
    formula: 1 / n
answer: {value: mean_value, decimals: 3}
examples:
  - with: {n: 8}
    answer: 0.125
"""
RIGHT = ("0.125", "1/8", "12.5%")
WRONG = "8"
UNREADABLE = "0,125"
