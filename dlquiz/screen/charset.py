"""Characters on their way to a terminal: which of them must not reach it, and the ASCII forms of the others."""

from __future__ import annotations

import re
import unicodedata

HARD_SPACE = "\ue000"  # a space at which no line is broken, until it is shown: Rich breaks lines at U+00A0 too
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


def clean_text(text: str) -> str:
    """Text without anything that a terminal obeys: controls, escapes, bidi marks and surrogates become �."""
    return text if text.isprintable() else "".join(map(clean_char, text))


def clean_char(char: str) -> str:
    """One character, or what stands for it."""
    if char.isprintable() or char == HARD_SPACE:
        return char
    if char in DROPPED:
        return ""
    if char == "\u00a0":
        return HARD_SPACE
    return " " if char == "\t" or unicodedata.category(char) == "Zs" else "\ufffd"


def spell_text(text: str, encoding: str = "ascii") -> str:
    """The same in a poor encoding: `∂E/∂w₁ ≤ x²` is `dE/dw_1 <= x^2`."""
    if text.isascii():
        return text
    text = re.sub(RAISED_RUN, lambda run: spell_script("^", run[0], RAISED), text)
    text = re.sub(LOWERED_RUN, lambda run: spell_script("_", run[0], LOWERED), text)
    text = re.sub(ACCENTED, lambda match: spell_accent(match[0]), text).replace("√(", "sqrt(").replace("√", "sqrt ")
    return "".join(char if can_encode(char, encoding) else PLAIN.get(char) or nearest_ascii(char) for char in text)


def can_encode(text: str, encoding: str) -> bool:
    """Whether an encoding has all these characters."""
    try:
        text.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def spell_script(mark: str, run: str, table: dict[str, str]) -> str:
    """A run of raised or lowered characters: ^2, ^(-z), _12, _(i=1)."""
    inner = "".join(table[char] for char in run)
    return f"{mark}{inner}" if inner.isalnum() else f"{mark}({inner.strip('()')})"


def spell_accent(pair: str) -> str:
    """A letter with a hat or a bar: y_hat."""
    apart = unicodedata.normalize("NFD", pair)
    return apart[0] + ACCENTS.get(apart[1], "")


def nearest_ascii(char: str) -> str:
    """A letter without its accents, a sign by its compatible form, else a question mark."""
    if char == HARD_SPACE:
        return char
    bare = unicodedata.normalize("NFKD", char).encode("ascii", "ignore").decode()
    return bare or ("" if char in DROPPED or unicodedata.category(char) in ("Mn", "Me") else "?")
