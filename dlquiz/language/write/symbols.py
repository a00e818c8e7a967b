"""How names print: one table of the field's symbols, and one rule for derivatives, hats and subscripts."""

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
WORD_QUANTITIES = {"cost", "error", "loss", "net", "out"}  # that are derived as well as letters are
DERIVATIVE = re.compile(r"d([A-Za-z]\w*?)_d([A-Za-z]\w*)")
TRAILING = re.compile(r"([A-Za-z]+?)(\d+)")
BELOW = "₀₁₂₃₄₅₆₇₈₉"
SUBSCRIPTS = str.maketrans("0123456789", BELOW)


@lru_cache(4096)
def name_to_symbol(name: str) -> str:
    """The name as the terminal prints it: lr η, dE_dw ∂E/∂w, y_hat ŷ, x_1 x₁, c_in as it is."""
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
    r"""The name as LaTeX: \eta, \frac{\partial E}{\partial w}, \hat{y}, c_{\text{in}}."""
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
    """What is derived, and by what: dE_dw is E by w, but data_dim is no derivative."""
    match = DERIVATIVE.fullmatch(name)
    if match is None:
        return None
    bases = {split_name(part)[0] for part in match.groups()}
    letters = all(len(base) == 1 or base in GREEK or base in WORD_QUANTITIES for base in bases)
    return (match[1], match[2]) if letters else None


def split_name(name: str) -> tuple[str, bool, list[str]]:
    """Base, whether it wears a hat, and the subscripts: w1_new is w, no hat, [1, new]."""
    base, *marks = name.split("_")
    trailing = TRAILING.fullmatch(base)
    if trailing and (len(trailing[1]) == 1 or trailing[1] in GREEK):
        base, marks = trailing[1], [trailing[2], *marks]
    hat = "hat" in marks
    return base, hat, [mark for mark in marks if mark and mark != "hat"]


def escape_latex(text: str) -> str:
    """Text made safe inside LaTeX."""
    specials = {"\\": r"\backslash ", "{": r"\{", "}": r"\}", "^": r"\^{}", "~": r"\~{}"}
    return "".join(specials.get(c, "\\" + c if c in "_%&#$" else c) for c in text)
