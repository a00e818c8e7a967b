"""Writes LaTeX as MathML, which browsers show without a script."""

from __future__ import annotations

import re
from functools import lru_cache

from dlquiz.export.mathjax import to_mathjax

END = re.compile(r"\\end\{[^}]*\}")


@lru_cache(4096)
def latex_to_mathml(latex: str, block: bool = False) -> str:
    """LaTeX of an export as a `<math>` element; empty where latex2mathml cannot read it."""
    from latex2mathml import converter

    try:
        return converter.convert(hold_environments(to_mathjax(latex)), display="block" if block else "inline")
    except Exception:  # its errors have no common base
        return ""


def hold_environments(latex: str) -> str:
    r"""Matrices in braces of their own: else latex2mathml hangs `^{\top}` on a bracket of `\end{pmatrix}`."""
    return END.sub(r"\g<0>}", latex.replace(r"\begin{", r"{\begin{"))
