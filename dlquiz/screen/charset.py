"""Characters on their way to a terminal: how wide they are, which must not reach it, and their ASCII forms."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

DROPPED = "\u00ad\u200b\u200c\u200d\u2060\ufeff"  # widthless and harmless: authors paste them unknowingly
RAISED = dict(
    zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᵀ", "0123456789+-=()abcdefghijklmnoprstuvwxyzT", strict=True)
)
LOWERED = dict(zip("₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", "0123456789+-=()aehijklmnoprstuvx", strict=True))
PLAIN = {
    "✓": "+", "✗": "x", "≈": "~", "›": ">", "●": "#", "○": ".", "━": "=", "─": "-", "│": "|", "•": "-", "⏎": "Enter",
    "·": "*", "⋅": "*", "×": "x", "÷": "/", "−": "-", "–": "-", "—": "--", "±": "+-", "⊙": "(.)", "⊗": "(x)",
    "≤": "<=", "≥": ">=", "≠": "!=", "≡": "==", "∼": "~", "∝": "~", "≪": "<<", "≫": ">>",
    "→": "->", "←": "<-", "↦": "|->", "⇒": "=>", "⇔": "<=>", "↔": "<->",
    "∞": "inf", "∈": " in ", "∉": " not in ", "∂": "d", "∇": "grad ", "∑": "sum", "∏": "prod", "∫": "int",
    "⌊": "floor(", "⌋": ")", "⌈": "ceil(", "⌉": ")", "‖": "|", "∥": "|", "…": "...", "⋯": "...",
    "¬": "not ", "∧": " and ", "∨": " or ", "“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "«": '"', "»": '"',
    "°": " deg", "½": "1/2", "¼": "1/4", "¾": "3/4", "ß": "ss", "⎧": "{", "⎨": "{", "⎩": "{",
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "eps", "ϵ": "eps", "ζ": "zeta", "η": "eta",
    "θ": "theta", "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "µ": "mu", "ν": "nu", "ξ": "xi", "π": "pi",
    "ρ": "rho", "σ": "sigma", "ς": "sigma", "τ": "tau", "υ": "upsilon", "φ": "phi", "ϕ": "phi", "χ": "chi", "ψ": "psi",
    "ω": "omega", "Γ": "Gamma", "Δ": "Delta", "Θ": "Theta", "Λ": "Lambda", "Ξ": "Xi", "Π": "Pi", "Σ": "Sigma",
    "Φ": "Phi", "Ψ": "Psi", "Ω": "Omega", "ℓ": "l", "ℒ": "L", "ℝ": "R", "ℕ": "N", "ℤ": "Z", "ℚ": "Q", "ℂ": "C",
    "𝔼": "E",
}  # fmt: skip
ACCENTS = {"\u0302": "_hat", "\u0304": "_bar", "\u0303": "_tilde", "\u20d7": "_vec", "\u0307": "_dot"}
RAISED_RUN = f"[{''.join(RAISED)}]+"  # compiled when the first poor terminal comes by
LOWERED_RUN = f"[{''.join(LOWERED)}]+"
ACCENTED = r"[ŷŶ]|\w[\u0302-\u0304\u0307\u20d7]"


def clean(text: str) -> str:
    """Text without anything that a terminal would obey: controls, escapes, bidi marks, surrogates become �."""
    if text.isprintable():
        return text
    return "".join(harmless(char) for char in text)


def harmless(char: str) -> str:
    """One character, or what stands for it."""
    if char.isprintable():
        return char
    if char in DROPPED:
        return ""
    return " " if char == "\t" or unicodedata.category(char) == "Zs" else "\ufffd"


def width(text: str) -> int:
    """How many columns a text takes, once it is cleaned."""
    return len(text) if text.isascii() else sum(map(columns, text))


@lru_cache(4096)
def columns(char: str) -> int:
    """How many columns one character takes: 0 for combining marks, 2 for wide ones."""
    if char in DROPPED or unicodedata.category(char) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def spelled(text: str, encoding: str = "ascii") -> str:
    """The same in a poor encoding: `∂E/∂w₁ ≤ x²` is `dE/dw_1 <= x^2`.  Private characters, our own marks, stay."""
    if text.isascii():
        return text
    text = re.sub(RAISED_RUN, lambda run: script("^", run[0], RAISED), text)
    text = re.sub(LOWERED_RUN, lambda run: script("_", run[0], LOWERED), text)
    text = re.sub(ACCENTED, lambda match: accented(match[0]), text).replace("√(", "sqrt(").replace("√", "sqrt ")
    return "".join(char if encodes(char, encoding) else PLAIN.get(char) or nearest(char) for char in text)


def encodes(text: str, encoding: str) -> bool:
    """Whether an encoding has all these characters."""
    try:
        text.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def script(mark: str, run: str, table: dict[str, str]) -> str:
    """A run of raised or lowered characters: ^2, ^(-z), _12, _(i=1)."""
    inner = "".join(table[char] for char in run)
    return f"{mark}{inner}" if inner.isalnum() else f"{mark}({inner.strip('()')})"


def accented(pair: str) -> str:
    """A letter that wears a hat or a bar: y_hat."""
    apart = unicodedata.normalize("NFD", pair)
    return apart[0] + ACCENTS.get(apart[1], "")


def nearest(char: str) -> str:
    """A letter without its accents, a sign by its compatible form, else a question mark."""
    if "\ue000" <= char <= "\uf8ff":
        return char
    bare = unicodedata.normalize("NFKD", char).encode("ascii", "ignore").decode()
    return bare or ("" if columns(char) == 0 else "?")
