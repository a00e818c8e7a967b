r"""LaTeX that MathJax shows as LaTeX does; cards, Obsidian and GitHub use MathJax.

Inside `\text` MathJax prints the backslash of `\_`, and it sets `\operatorname{maxpool2d}` as a product.
"""

from __future__ import annotations

import re

TEXT = re.compile(r"\\text\{((?:[^{}\\]|\\.|\{\})*)\}")
OPERATOR = re.compile(r"\\operatorname\{([A-Za-z]*\d[A-Za-z\d]*)\}")
SPECIAL = re.compile(r"\\([_%&#$])")


def to_mathjax(latex: str) -> str:
    """LaTeX that MathJax and LaTeX show alike."""
    if r"\operatorname{" in latex:
        latex = OPERATOR.sub(r"\\operatorname{\\text{\1}}", latex)
    return TEXT.sub(split_text_command, latex) if r"\text{" in latex else latex


def split_text_command(match: re.Match[str]) -> str:
    r"""`\text{per\_filter}` as `{\text{per}\_\text{filter}}`."""
    if not SPECIAL.search(match[1]):
        return match[0]
    return "{" + SPECIAL.sub(r"}\\\1\\text{", match[0]).replace(r"\text{}", "") + "}"
