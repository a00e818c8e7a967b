"""Examples of formulas."""

from __future__ import annotations

LETTERS = {name: [-3, 3] for name in ("w", "x", "b", "y", "lambda", "eta", "N", "I", "E")}
ERROR = {"kind": "expression", "value": "2*(w*x+b-y)*x", "variables": LETTERS}
NAMES = {"kind": "expression", "value": "N*I*E", "variables": LETTERS}
STEP = {"kind": "expression", "value": "w - eta*lambda*w", "variables": LETTERS}
SLOPE = {"kind": "expression", "value": "s*(1-s)", "variables": {"s": [0, 1]}}
BELL = {"kind": "expression", "value": "exp(-x)/(1+exp(-x))^2", "variables": {"x": [-6, 6]}}
RAMP = {"kind": "expression", "value": "max(0, x)", "variables": {"x": [-6, 6]}}
LOG = {"kind": "expression", "value": "log(x)", "variables": {"x": ["0.2", 5]}}
HALF = {"kind": "expression", "value": "x/2", "variables": {"x": [-3, 3]}}
SQUARE = {"kind": "expression", "value": "x^2*y", "variables": {"x": [-3, 3], "y": [-3, 3]}}
TINY = {"kind": "expression", "value": "exp(-700*x)", "variables": {"x": [1, 2]}}
TAIL = {"kind": "expression", "value": "exp(-x)/(1+exp(-x))^2", "variables": {"x": [100, 300]}}
EULER = {"kind": "expression", "value": "e*m", "variables": {"e": [1, 2], "m": [1, 2]}}
SUBSCRIPT = {"kind": "expression", "value": "w_1*x_1", "variables": {"w_1": [-3, 3], "x_1": [-3, 3]}}

CUBE = {"kind": "expression", "value": "x^3", "variables": {"x": [-2, 2]}}

EXAMPLES = [
    (CUBE, "x^(1+2)", "right", "a whole exponent, computed"),
    (CUBE, "x^(6/2)", "right", "a whole exponent, divided"),
    (CUBE, "x^sqrt(9)", "right", "a whole exponent, after a root"),
    (CUBE, "x^6/x^3", "right", "no value at 0 alone"),
    (ERROR, "2*(w*x+b-y)*x", "right", "plain"),
    (ERROR, "2(wx+b-y)x", "right", "products without signs"),
    (ERROR, "2x(wx+b-y)", "right", "another order"),
    (ERROR, "2wx²+2bx-2xy", "right", "multiplied out, superscript"),
    (ERROR, "2 x (w x + b − y)", "right", "spaces, typeset minus"),
    (ERROR, "x·2·(w·x+b-y)", "right", "raised dots"),
    (ERROR, "dE/dw = 2(wx+b-y)x", "right", "a label"),
    (ERROR, "2(y-wx-b)x", "wrong", "the sign is off"),
    (ERROR, "(wx+b-y)x", "wrong", "a factor of 2 is missing"),
    (ERROR, "2(wx+b-y)", "wrong", "a letter is missing"),
    (ERROR, "2(wx+b-z)x", "unreadable", "z is not declared"),
    (ERROR, "2(WX+b-y)x", "unreadable", "case matters"),
    (ERROR, "2(wx+b-y)x = 0", "unreadable", "an equation"),
    (NAMES, "NIE", "right", "a word that is a product of letters"),
    (NAMES, "N I E", "right", "with spaces"),
    (NAMES, "n*i*e", "unreadable", "case matters"),
    (STEP, "w - ηλw", "right", "Greek letters"),
    (STEP, "w*(1-eta*lambda)", "right", "their names"),
    (STEP, "w(1-ηλ)", "right", "factored out"),
    (STEP, "w + ηλw", "wrong", "the sign of a term"),
    (SLOPE, "s(1-s)", "right", "a letter before brackets is a product"),
    (SLOPE, "s - s²", "right", "superscript"),
    (SLOPE, "s-s**2", "right", "Python's power"),
    (SLOPE, "s×(1-s)", "right", "a times sign"),
    (SLOPE, "(s)(1-s)", "right", "brackets side by side"),
    (SLOPE, "a' = s(1-s)", "right", "a primed label"),
    (SLOPE, "s·s·(1/s - 1)", "right", "undefined at 0 only, which no point meets"),
    (SLOPE, "s(s-1)", "wrong", "the sign is off"),
    (SLOPE, "s*1-s", "wrong", "brackets are lost"),
    (SLOPE, "0.25", "wrong", "a number, not a formula"),
    (SLOPE, "s=0.25", "unreadable", "s is a letter of the question"),
    (SLOPE, "s1-s", "unreadable", "s1 is not a name"),
    (SLOPE, "s if s else 1", "unreadable", "program text"),
    (SLOPE, "s(1-s) or 0", "unreadable", "two answers"),
    (BELL, "e^-x/(1+e^-x)^2", "right", "e with a caret"),
    (BELL, "e^{-x}/(1+e^{-x})^2", "right", "braces around an exponent"),
    (BELL, "e⁻ˣ/(1+e⁻ˣ)²", "right", "superscripts"),
    (BELL, "(1-tanh(x/2)^2)/4", "right", "another form"),
    (BELL, "1/4*sech(x/2)^2", "right", "another form"),
    (BELL, "sigma(x)(1-sigma(x))", "right", "sigma is the sigmoid"),
    (BELL, "σ(x)·σ(-x)", "right", "another form"),
    (BELL, "np.exp(-x)/(1+np.exp(-x))**2", "right", "NumPy's prefix"),
    (BELL, "2.71828^(-x)/(1+2.71828^(-x))^2", "right", "five digits of e are enough"),
    (BELL, "e-x/(1+e-x)^2", "wrong", "the caret is lost"),
    (BELL, "exp(-x)/1+exp(-x)^2", "wrong", "brackets are lost"),
    (BELL, "-exp(-x)/(1+exp(-x))^2", "wrong", "the sign is off"),
    (BELL, "exp-x/(1+exp-x)^2", "unreadable", "a function without brackets"),
    (BELL, "sigma'(x)", "unreadable", "a prime is no formula"),
    (BELL, "sigma(z)(1-sigma(z))", "unreadable", "z is not declared"),
    (BELL, "e^x(1+x)", "unreadable", "where does the exponent end?"),
    (RAMP, "max(x, 0)", "right", "another order"),
    (RAMP, "(x+|x|)/2", "right", "bars"),
    (RAMP, "relu(x)", "right", "a known function"),
    (RAMP, "x*step_function(x)", "right", "another form"),
    (RAMP, "x", "wrong", "equal only for x > 0"),
    (RAMP, "sqrt(x)^2", "wrong", "no value for x < 0"),
    (RAMP, "max(0, x", "unreadable", "not closed"),
    (RAMP, "max 0, x", "unreadable", "a function without brackets"),
    (RAMP, "|x", "unreadable", "a bar that is not closed"),
    (LOG, "ln(x)", "right", "natural"),
    (LOG, "log(x)", "right", "log is natural"),
    (LOG, "log2(x)/log2(e)", "right", "another base, mended"),
    (LOG, "log10(x)", "wrong", "another base"),
    (LOG, "ln x", "unreadable", "a function without brackets"),
    (LOG, "LOG(x)", "unreadable", "case matters for functions too"),
    (HALF, "2^-1 x", "right", "a space ends an exponent that is a number"),
    (HALF, "½x", "right", "a vulgar fraction before a letter"),
    (HALF, "0.5x", "right", "a decimal"),
    (HALF, "(1/2)x", "right", "brackets"),
    (HALF, "1/2*x", "right", "from left to right"),
    (HALF, "x/2.0", "right", "a decimal"),
    (HALF, "𝑥/2", "right", "a letter in italics"),
    (HALF, "ｘ／２", "right", "full-width forms"),
    (HALF, "2x", "wrong", "off by a constant factor"),
    (HALF, "2/x", "wrong", "upside down"),
    (HALF, "1/2x", "unreadable", "(1/2)*x or 1/(2*x)?"),
    (HALF, "1/2 x", "unreadable", "the same with a space"),
    (HALF, "x½", "unreadable", "a fraction behind a letter"),
    (HALF, "х/2", "unreadable", "a Cyrillic letter"),
    (HALF, "50%x", "unreadable", "per cent inside a formula"),
    (HALF, "x/0", "unreadable", "division by zero"),
    (HALF, "x^(9^9^9)", "unreadable", "a tower"),
    (HALF, "__import__('os')", "unreadable", "nothing is ever run"),
    (HALF, "x.real/2", "unreadable", "no attributes"),
    (HALF, "x/2, x", "unreadable", "two answers"),
    (SQUARE, "x²y", "right", "a superscript ends where it ends"),
    (SQUARE, "x*x*y", "right", "written out"),
    (SQUARE, "yx^2", "right", "another order"),
    (SQUARE, "x^2*y", "right", "plain"),
    (SQUARE, "x^(2)y", "right", "brackets around the exponent"),
    (SQUARE, "x^2y", "unreadable", "where does the exponent end?"),
    (SQUARE, "x2y", "unreadable", "a power or a product?"),
    (SQUARE, "1/xy", "unreadable", "what does the slash divide by?"),
    (SQUARE, "x 2 y", "unreadable", "an operator is missing"),
    (TINY, "e^(-700x)", "right", "far below what floats can hold"),
    (TINY, "0", "wrong", "not 0, however small"),
    (TINY, "exp(-701x)", "wrong", "another tiny number"),
    (TAIL, "(1-tanh(x/2)^2)/4", "right", "cancellation does not fool it"),
    (TAIL, "(1-tanh(x/2)^2)/2", "wrong", "nor does it here"),
    (EULER, "em", "right", "a declared e is a letter"),
    (EULER, "exp(1)*m", "wrong", "and not Euler's number"),
    (SUBSCRIPT, "w₁x₁", "right", "subscripts"),
    (SUBSCRIPT, "w_1 x_1", "right", "with underscores"),
    (SUBSCRIPT, "w1*x1", "right", "without"),
]

QUESTION = """
title: A formula
draw:
  c: {from: 2, to: 60}
variables: {x: [-3, 3]}
ask: What is the derivative of ${{ c * x**2 }}$?
steps:
  - name: slope
    formula: 2 * c * x
answer: slope
examples:
  - with: {c: 3}
    answer: 6x
"""
RIGHT = ("6x", "3x + 3x", "6*x")
WRONG = "3x"
UNREADABLE = "6y"
