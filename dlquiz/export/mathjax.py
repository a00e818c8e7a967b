r"""LaTeX that MathJax shows as LaTeX does; cards, Obsidian and GitHub use MathJax.

Inside `\text` MathJax prints the backslash of `\_`, it sets `\operatorname{maxpool2d}` as a product, and it does not
know every command that the terminal draws.
"""

from __future__ import annotations

import re

TEXT = re.compile(r"\\text\{((?:[^{}\\]|\\.|\{\})*)\}")
OPERATOR = re.compile(r"\\operatorname\{([A-Za-z]*\d[A-Za-z\d]*)\}")
SPECIAL = re.compile(r"\\([_%&#$]|[lg]t )")
SAME = {
    "bm": r"\boldsymbol", "degree": r"{}^{\circ}", "coloneqq": r"\mathrel{:=}", "sgn": r"\operatorname{sgn}",
    "softmax": r"\operatorname{softmax}", "ReLU": r"\operatorname{ReLU}", "argmax": r"\operatorname*{argmax}",
    "argmin": r"\operatorname*{argmin}",
}  # fmt: skip
COMMAND = re.compile(rf"(?<!\\)((?:\\\\)*)\\({'|'.join(SAME)})(?![A-Za-z])")


def to_mathjax(latex: str) -> str:
    """LaTeX that MathJax and LaTeX show alike."""
    if "\\" not in latex:
        return latex
    latex = COMMAND.sub(lambda found: found[1] + SAME[found[2]], latex)
    if r"\operatorname{" in latex:
        latex = OPERATOR.sub(r"\\operatorname{\\text{\1}}", latex)
    return TEXT.sub(split_text_command, latex) if r"\text{" in latex else latex


def split_text_command(match: re.Match[str]) -> str:
    r"""`\text{per\_filter}` as `{\text{per}\_\text{filter}}`."""
    if not SPECIAL.search(match[1]):
        return match[0]
    return "{" + SPECIAL.sub(r"}\\\1\\text{", match[0]).replace(r"\text{}", "") + "}"
