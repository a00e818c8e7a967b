r"""Writes LaTeX as mathematics of Typst, by way of MathML, which `latex2mathml` makes of it.

MathML is a tree of what is seen (a fraction, an index, a matrix), and each of its elements has a counterpart in Typst.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from xml.etree.ElementTree import Element, fromstring

from dlquiz.export.mathml import latex_to_mathml
from dlquiz.text.mathematics import find_fault

SPECIAL = frozenset("\\#$&^_/\"'~*()[]{}|,;`@")
ACCENTS = {
    "^": "hat", "~": "tilde", "¯": "macron", "―": "macron", "→": "arrow", "˙": "dot", "¨": "dot.double", "ˇ": "caron",
    "˘": "breve", "´": "acute", "`": "grave",
}  # fmt: skip
BRACES = {"⏟": "underbrace", "⏞": "overbrace", "_": "underline", "‾": "overline"}
GROUPS = re.compile(r'(?<=\d)" "," "(?=\d)')  # of 31{,}500, which is one number
WIDE = frozenset("∑∏∐⋃⋂⨁⨂⨀")  # signs with their limits above and below
WIDE_WORDS = frozenset({"max", "min", "lim", "argmax", "argmin", "sup", "inf"})


@lru_cache(4096)
def latex_to_typst(latex: str) -> str:
    """LaTeX as mathematics of Typst, without its dollars; empty where it is none, which is shown as its source."""
    if find_fault(latex):
        return ""
    mathml = latex_to_mathml(latex)
    return write_group(fromstring(mathml)) if mathml else ""


def get_tag(node: Element) -> str:
    """The name of an element, without its namespace."""
    return node.tag.rpartition("}")[2]


def write_row(node: Element) -> str:
    """The children side by side."""
    return GROUPS.sub(",", " ".join(filter(None, map(write_node, node))))


def write_node(node: Element) -> str:
    """One element."""
    writer = WRITERS.get(get_tag(node))
    return writer(node) if writer else write_row(node)


def group(node: Element) -> str:
    """An element as one argument of a function."""
    return write_node(node) or "zws"


def escape_math(text: str) -> str:
    """Signs as themselves; spaces between them keep Typst from joining letters to names."""
    return " ".join(f"\\{char}" if char in SPECIAL else char for char in text if not char.isspace())


def quote_text(text: str) -> str:
    """Words within mathematics."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def write_name(node: Element) -> str:
    """A letter in italics, several upright."""
    text = (node.text or "").strip()
    return escape_math(text) if len(text) < 2 else f"op({quote_text(text)})"


def write_sign(node: Element) -> str:
    """An operator; of several letters it is the name of a function."""
    text = (node.text or "").strip()
    if len(text) > 1 and text.isalnum():
        limits = ", limits: #true" if text in WIDE_WORDS else ""
        return f"op({quote_text(text)}{limits})"
    return escape_math(text)


def write_number(node: Element) -> str:
    """A number."""
    return quote_text((node.text or "").strip())


def write_words(node: Element) -> str:
    """Words."""
    return quote_text((node.text or "").replace("\xa0", " "))


def write_space(node: Element) -> str:
    """A space."""
    return "quad" if node.get("width", "").startswith(("1", "2")) else "thin"


def write_fraction(node: Element) -> str:
    """A fraction; without a line it is a column of two, as in a binomial coefficient."""
    above, below = map(group, node)
    return f"frac({above}, {below})" if node.get("linethickness") != "0" else f"mat(delim: #none, {above}; {below})"


def write_scripts(node: Element) -> str:
    """A base with what stands at its right, or above and below."""
    tag, (base, *scripts) = get_tag(node), list(node)
    places = {"msub": "b", "msup": "t", "msubsup": "bt", "munder": "b", "mover": "t", "munderover": "bt"}[tag]
    own = decorate(base, scripts) if tag in ("munder", "mover") else ""
    if own:
        return own
    shown = write_node(base) or "zws"
    if tag.startswith(("munder", "mover")) or (base.text or "").strip() in WIDE:
        shown = f"limits({shown})"
    marks = ", ".join(f"{place}: {group(script)}" for place, script in zip(places, scripts, strict=True))
    return f"attach({shown}, {marks})"


def decorate(base: Element, scripts: Sequence[Element]) -> str:
    """A base below an accent, or with a brace; empty where there is neither."""
    sign = "".join(scripts[0].itertext()).strip()
    if sign in BRACES:
        return f"{BRACES[sign]}({group(base)})"
    if get_tag(scripts[0]) == "mo" and sign in ACCENTS:
        return f"accent({group(base)}, {ACCENTS[sign]})"
    return ""


def write_root(node: Element) -> str:
    """A square root, or another."""
    if get_tag(node) == "msqrt":
        return f"sqrt({write_row(node) or 'zws'})"
    inside, index = map(group, node)
    return f"root({index}, {inside})"


def write_table(node: Element) -> str:
    """Rows and columns; the brackets stand around it."""
    rows = [[group(cell) for cell in row] for row in node]
    return f"mat(delim: #none, {'; '.join(', '.join(row) for row in rows)})"


def write_group(node: Element) -> str:
    """A row; between brackets that grow, it grows with them."""
    children = list(node)
    if len(children) == 1 and (children[0].text or "").strip() == ",":
        return quote_text(",")  # in braces of its own it separates nothing
    stretches = [child for child in children if get_tag(child) == "mo" and child.get("stretchy") == "true"]
    return f"lr({write_row(node)})" if stretches else surround_tables(children) or write_row(node)


def surround_tables(children: Sequence[Element]) -> str:
    """A row in which brackets stand around a matrix, so that they grow with it; empty where there is none."""
    tables = [i for i, child in enumerate(children) if get_tag(child) == "mtable"]
    if not tables or tables[0] == 0 or get_tag(children[tables[0] - 1]) != "mo":
        return ""
    first, last = tables[0] - 1, min(tables[0] + 1, len(children) - 1)
    inside = " ".join(map(write_node, children[first : last + 1]))
    before, after = (" ".join(filter(None, map(write_node, part))) for part in (children[:first], children[last + 1 :]))
    return f"{before} lr({inside}) {after}".strip()


WRITERS: dict[str, Callable[[Element], str]] = {
    "math": write_group,
    "mrow": write_group,
    "mstyle": write_group,
    "mi": write_name,
    "mo": write_sign,
    "mn": write_number,
    "mtext": write_words,
    "mspace": write_space,
    "mfrac": write_fraction,
    "msub": write_scripts,
    "msup": write_scripts,
    "msubsup": write_scripts,
    "munder": write_scripts,
    "mover": write_scripts,
    "munderover": write_scripts,
    "msqrt": write_root,
    "mroot": write_root,
    "mtable": write_table,
    "mphantom": lambda node: f"#hide[${write_row(node)}$]",
}
