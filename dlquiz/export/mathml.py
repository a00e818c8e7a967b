"""Writes LaTeX as MathML, which browsers show without a script."""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape

from dlquiz.export.mathjax import to_mathjax

END = re.compile(r"\\end\{[^}]*\}")


@lru_cache(4096)
def latex_to_mathml(latex: str, block: bool = False) -> str:
    """LaTeX of an export as a `<math>` element; empty where latex2mathml cannot read it."""
    from xml.etree.ElementTree import tostring

    from latex2mathml import converter

    shown = hold_environments(to_mathjax(latex))
    try:
        element = converter.convert_to_element(shown, display="block" if block else "inline")
    except Exception:  # its errors have no common base
        return ""
    for node in element.iter():
        node.text = unescape(node.text or "")  # signs are entities, words are not escaped at all
        node.attrib.pop("href", None)
    return tostring(element, encoding="unicode")


def hold_environments(latex: str) -> str:
    r"""Matrices in braces of their own: else latex2mathml hangs `^{\top}` on a bracket of `\end{pmatrix}`."""
    return END.sub(r"\g<0>}", latex.replace(r"\begin{", r"{\begin{"))
