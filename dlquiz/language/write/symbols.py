"""How names are printed: one table of the symbols of the field, and rules for derivatives, hats and subscripts."""

from __future__ import annotations

import re
from functools import lru_cache

GREEK = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "eps": "ε", "zeta": "ζ", "eta": "η",
    "theta": "θ", "kappa": "κ", "lambda": "λ", "lam": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "rho": "ρ", "sigma": "σ",
    "tau": "τ", "phi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω", "pi": "π", "lr": "η",
    "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Sigma": "Σ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω",
}  # fmt: skip
LATEX = {"eps": r"\varepsilon", "epsilon": r"\varepsilon", "lr": r"\eta", "lam": r"\lambda", "phi": r"\varphi"}
WORD_QUANTITIES = {
    "cost",
    "error",
    "loss",
    "net",
    "out",
}  # words whose derivatives are printed as such, like those of letters
DERIVATIVE = re.compile(r"d([A-Za-z]\w*?)_d([A-Za-z]\w*)")
TRAILING_NUMBER = re.compile(r"([A-Za-z]+?)(\d+)")
SUBSCRIPT_DIGITS = "₀₁₂₃₄₅₆₇₈₉"
SUBSCRIPTS = str.maketrans("0123456789", SUBSCRIPT_DIGITS)


@lru_cache(4096)
def name_to_symbol(name: str) -> str:
    """A name for the terminal: η for lr, ∂E/∂w for dE_dw, ŷ for y_hat, x₁ for x_1; c_in stays as it is."""
    if above_below := split_derivative(name):
        return "∂{}/∂{}".format(*map(name_to_symbol, above_below))
    base, hat, marks = split_name(name)
    head = GREEK.get(base, base)
    if len(head) > 1:
        return name
    text = head + ("\u0302" if hat else "")
    if hat and head in "yY":
        text = {"y": "ŷ", "Y": "Ŷ"}[head]
    digits = [mark for mark in marks if mark.isdigit()]
    words = [mark for mark in marks if not mark.isdigit()]
    return text + ",".join(digits).translate(SUBSCRIPTS) + "".join(f"_{word}" for word in words)


@lru_cache(4096)
def name_to_latex(name: str) -> str:
    r"""A name as LaTeX: \eta, \frac{\partial E}{\partial w}, \hat{y}, c_{\text{in}}."""
    if above_below := split_derivative(name):
        return r"\frac{{\partial {}}}{{\partial {}}}".format(*map(name_to_latex, above_below))
    base, hat, marks = split_name(name)
    if base in GREEK:
        head = LATEX.get(base, "\\" + base)
    elif len(base) == 1:
        head = base
    else:
        return rf"\text{{{escape_latex(name)}}}"
    if hat:
        head = rf"\hat{{{head}}}"
    below = ",".join(mark if mark.isdigit() else rf"\text{{{escape_latex(mark)}}}" for mark in marks)
    return f"{head}_{{{below}}}" if below else head


def split_derivative(name: str) -> tuple[str, str] | None:
    """What is differentiated, and by what: (E, w) for dE_dw; None where a name is not a derivative, as data_dim."""
    match = DERIVATIVE.fullmatch(name)
    if match is None:
        return None
    bases = {split_name(part)[0] for part in match.groups()}
    letters = all(len(base) == 1 or base in GREEK or base in WORD_QUANTITIES for base in bases)
    return (match[1], match[2]) if letters else None


def split_name(name: str) -> tuple[str, bool, list[str]]:
    """Base, whether it has a hat, and subscripts: w1_new gives w, no hat, [1, new]."""
    base, *marks = name.split("_")
    trailing = TRAILING_NUMBER.fullmatch(base)
    if trailing and (len(trailing[1]) == 1 or trailing[1] in GREEK):
        base, marks = trailing[1], [trailing[2], *marks]
    hat = "hat" in marks
    return base, hat, [mark for mark in marks if mark and mark != "hat"]


def escape_latex(text: str) -> str:
    """A text with the special characters of LaTeX escaped."""
    specials = {"\\": r"\backslash ", "{": r"\{", "}": r"\}", "^": r"\^{}", "~": r"\~{}"}
    return "".join(specials.get(c, "\\" + c if c in "_%&#$" else c) for c in text)
