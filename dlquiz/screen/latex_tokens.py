"""The words of LaTeX mathematics: what each command stands for, and how a text is cut into tokens."""

from __future__ import annotations

import re

TOKEN = re.compile(r"\\[A-Za-z]+\*?|\\.|\d+(?:\.\d+)?|[^\\]", re.DOTALL)
GREEK = (
    "alpha α beta β gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ vartheta θ iota ι kappa κ "
    "lambda λ mu μ nu ν xi ξ pi π rho ρ sigma σ tau τ upsilon υ phi φ varphi φ chi χ psi ψ omega ω Gamma "
    "Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Phi Φ Psi Ψ Omega Ω"
)
LETTERS = "infty ∞ ell ℓ emptyset ∅ top T bot ⊥ prime ' ldots … dots … cdots ⋯ vdots ⋮ ddots ⋱ hbar ħ degree ° square □"
RELATIONS = (
    "le ≤ leq ≤ ge ≥ geq ≥ ne ≠ neq ≠ approx ≈ equiv ≡ sim ~ simeq ≈ propto ∝ ll ≪ gg ≫ to → rightarrow → "
    "longrightarrow → leftarrow ← gets ← leftrightarrow ↔ Rightarrow ⇒ implies ⇒ Leftrightarrow ⇔ iff ⇔ "
    "mapsto ↦ in ∈ notin ∉ subset ⊂ subseteq ⊆ mid | land ∧ wedge ∧ lor ∨ vee ∨ lt < gt > colon : "
    "coloneqq := triangleq ≜"
)
OPERATORS = (
    "cdot · times × ast * star * div ÷ pm ± mp ∓ odot ⊙ otimes ⊗ oplus ⊕ circ ∘ bmod mod setminus ∖ cup ∪ "
    "cap ∩ bullet ·"
)
PREFIXES = "partial ∂ nabla ∇ lnot ¬ neg ¬"
SUMS = "sum ∑ prod ∏ int ∫ bigcup ⋃ bigcap ⋂"
OPENING = "lfloor ⌊ lceil ⌈ langle ⟨ lvert | lVert ‖ lbrace { lbrack ["
CLOSING = "rfloor ⌋ rceil ⌉ rangle ⟩ rvert | rVert ‖ rbrace } rbrack ]"
FUNCTIONS = (
    "ln log exp max min tanh sinh cosh sin cos tan arctan det dim arg lim sup inf Pr gcd sgn softmax ReLU argmax argmin"
)
SPACES = {",", ";", ":", " ", "quad", "qquad", "enspace", "thinspace", "~"}
SILENT = {
    "!", "left", "right", "big", "Big", "bigg", "Bigg", "bigl", "bigr", "Bigl", "Bigr", "displaystyle", "textstyle",
    "scriptstyle", "limits", "nolimits", "middle", "nonumber", "notag", "centering", "hline",
}  # fmt: skip
ACCENTS = {
    "hat": "\u0302", "widehat": "\u0302", "bar": "\u0304", "overline": "\u0304", "tilde": "\u0303",
    "widetilde": "\u0303", "vec": "\u20d7", "dot": "\u0307",
}  # fmt: skip
DRESSES = {
    "mathbf", "boldsymbol", "bm", "mathit", "mathsf", "mathtt", "mathnormal", "pmb", "boxed", "underline", "underbrace",
    "overbrace", "mathcal", "mathscr", "mathfrak",
}  # fmt: skip
WORDS = {"text", "mathrm", "textrm", "textbf", "textit", "texttt", "textsf", "mbox", "operatorname", "operatorname*"}
BLACKBOARD = {"R": "ℝ", "N": "ℕ", "Z": "ℤ", "Q": "ℚ", "C": "ℂ", "E": "𝔼"}
FRACTIONS = {"frac", "dfrac", "tfrac", "cfrac"}


def parse_pairs(words: str) -> dict[str, str]:
    """`le ≤ ge ≥` as a mapping."""
    items = words.split()
    return dict(zip(items[::2], items[1::2], strict=True))


def split_tokens(text: str) -> list[str]:
    """Commands, numbers and single characters."""
    return TOKEN.findall(text)
