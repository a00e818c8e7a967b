"""How names are printed: one table of the symbols of the field, and rules for derivatives, hats and subscripts."""

from __future__ import annotations

import re
from collections.abc import Sequence
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
SECOND = re.compile(r"d2([A-Za-z])_d(\w+?)(?:2|d(\w+?))(_0)?")
MATRIX = re.compile(r"(?:(?<=_d)|^)[A-Z](?=\d*(?:_|$))(?!.*_d[A-Z])")  # one letter, or what is derived by
NUMBERED = re.compile(r"(.*?)(?:_(\d+|[ij]))?(?:_(\d+|[ij]))?")
TRAILING_NUMBER = re.compile(r"([A-Za-z]+?)(\d+)")
SUBSCRIPT_DIGITS = "₀₁₂₃₄₅₆₇₈₉"
INDICES = {"i": "ᵢ", "j": "ⱼ"}  # letters that stand below as well as digits do
SUBSCRIPTS = str.maketrans("0123456789", SUBSCRIPT_DIGITS)


@lru_cache(4096)
def name_to_symbol(name: str) -> str:
    """A name for the terminal: η for lr, ∂E/∂w for dE_dw, ŷ for y_hat, x₁ for x_1; c_in stays as it is."""
    if above_below := split_derivative(name):
        return "∂{}/∂{}".format(*map(name_to_symbol, above_below))
    if second := split_second_derivative(name):
        return "∂²{}/{}".format(second[0], "".join(f"∂{name_to_symbol(n)}{'²' * twice}" for n, twice in second[1]))
    base, hat, marks = split_name(name)
    head = GREEK.get(base, base)
    if len(head) > 1:
        return name[:-2] + INDICES[name[-1]] if name[-2:-1] == "_" and name[-1] in INDICES else name
    text = head + ("\u0302" if hat else "")
    if hat and head in "yY":
        text = {"y": "ŷ", "Y": "Ŷ"}[head]
    digits = [mark for mark in marks if mark.isdigit()]
    words = [mark for mark in marks if not mark.isdigit()]
    return text + ",".join(digits).translate(SUBSCRIPTS) + "".join(INDICES.get(word, f"_{word}") for word in words)


@lru_cache(4096)
def name_to_latex(name: str) -> str:
    r"""A name as LaTeX: \eta, \frac{\partial E}{\partial w}, \hat{y}, c_{\text{in}}."""
    if above_below := split_derivative(name):
        return r"\frac{{\partial {}}}{{\partial {}}}".format(*map(name_to_latex, above_below))
    if second := split_second_derivative(name):
        below = " ".join(rf"\partial {name_to_latex(n)}{'^2' * twice}" for n, twice in second[1])
        return rf"\frac{{\partial^2 {second[0]}}}{{{below}}}"
    base, hat, marks = split_name(name)
    if base in GREEK:
        head = LATEX.get(base, "\\" + base)
    elif len(base) == 1:
        head = base
    else:
        words, *numbers = NUMBERED.fullmatch(name).groups("")  # type: ignore[union-attr]
        head, hat, marks = rf"\text{{{escape_latex(words)}}}", False, [n for n in numbers if n]
    if hat:
        head = rf"\hat{{{head}}}"
    below = ",".join(mark if mark.isdigit() or mark in INDICES else rf"\text{{{escape_latex(mark)}}}" for mark in marks)
    return f"{head}_{{{below}}}" if below else head


def split_derivative(name: str) -> tuple[str, str] | None:
    """What is differentiated, and by what: (E, w) for dE_dw; None where a name is not a derivative, as data_dim."""
    match = DERIVATIVE.fullmatch(name)
    if match is None:
        return None
    bases = {split_name(part)[0] for part in match.groups()}
    letters = all(len(base) == 1 or base in GREEK or base in WORD_QUANTITIES for base in bases)
    return (match[1], match[2]) if letters else None


def split_second_derivative(name: str) -> tuple[str, list[tuple[str, bool]]] | None:
    """What is differentiated, and by what, each with whether twice: (f, [(x, True)]) for d2f_dx2."""
    match = SECOND.fullmatch(name)
    if match is None:
        return None
    mark = match[4] or ""
    if match[3] is None:
        return match[1], [(match[2] + mark, True)]
    return match[1], [(match[2] + mark, False), (match[3] + mark, False)]


def split_name(name: str) -> tuple[str, bool, list[str]]:
    """Base, whether it has a hat, and subscripts: w1_new gives w, no hat, [1, new]."""
    base, *marks = name.split("_")
    trailing = TRAILING_NUMBER.fullmatch(base)
    if trailing and (len(trailing[1]) == 1 or trailing[1] in GREEK):
        base, marks = trailing[1], [trailing[2], *marks]
    hat = "hat" in marks
    return base, hat, [mark for mark in marks if mark and mark != "hat"]


def name_element(name: str, marks: Sequence[str], lower: bool = False) -> str:
    """The name of an element by its indices: w_12 of W where it goes `lower`, w_1_12, dE_dw_12."""
    if lower:
        name = MATRIX.sub(lambda match: match[0].lower(), name)
    short = all(len(mark) == 1 and mark.isdigit() for mark in marks)
    return "_".join([name, "".join(marks)] if short else [name, *marks])


def escape_latex(text: str) -> str:
    """A text with the special characters of LaTeX escaped."""
    specials = {"\\": r"\backslash ", "{": r"\{", "}": r"\}", "^": r"\^{}", "~": r"\~{}"}
    return "".join(specials.get(c, "\\" + c if c in "_%&#$" else c) for c in text)
