r"""LaTeX for MathJax, which cards, Obsidian and GitHub use: shown there as LaTeX itself would show it.

Inside `\text` MathJax prints the backslash of `\_`, and it sets `\operatorname{maxpool2d}` as a product.
"""

from __future__ import annotations

import re

TEXT = re.compile(r"\\text\{((?:[^{}\\]|\\.|\{\})*)\}")
OPERATOR = re.compile(r"\\operatorname\{([A-Za-z]*\d[A-Za-z\d]*)\}")
SPECIAL = re.compile(r"\\([_%&#$])")


def portable(latex: str) -> str:
    """LaTeX that MathJax and LaTeX show alike."""
    if r"\operatorname{" in latex:
        latex = OPERATOR.sub(r"\\operatorname{\\text{\1}}", latex)
    return TEXT.sub(texts, latex) if r"\text{" in latex else latex


def texts(match: re.Match[str]) -> str:
    r"""`\text{per\_filter}` as `{\text{per}\_\text{filter}}`."""
    if not SPECIAL.search(match[1]):
        return match[0]
    return "{" + SPECIAL.sub(r"}\\\1\\text{", match[0]).replace(r"\text{}", "") + "}"
