"""`$$…$$` in two dimensions, drawn by TeXicode, which is loaded when the first of them is shown."""

from __future__ import annotations

import re

from rich.cells import cell_len

from dlquiz.screen.screen import Screen

MAX_CHARACTERS = 2_000
MAX_DEPTH = 16
OPENING = ("{", "[", r"\left", r"\begin")
NESTING = re.compile(r"\\(?:left|right|begin|end)(?![A-Za-z])|[{}\[\]]")
CHAIN = re.compile(r"(?:(?:\\[A-Za-z]+|[\^_])\s*\d*\s*){12}")  # commands that may take each other
SAME = {
    r"\operatorname*": r"\text", r"\operatorname": r"\text", r"\lVert": r"\|", r"\rVert": r"\|", r"\lvert": "|",
    r"\rvert": "|", r"\top": "T", r"\bmod": r"\text{ mod }", r"\boldsymbol": r"\mathbf", r"\bm": r"\mathbf",
    r"\mathcal": r"\mathrm", r"\dots": r"\ldots", r"\tfrac": r"\frac", r"\dfrac": r"\frac",
}  # fmt: skip
COMMAND = re.compile(r"\\[A-Za-z]+\*?")
MATRIX = re.compile(r"(\\begin\{[bpv]matrix\})(.*?)(\\end\{[bpv]matrix\})", re.DOTALL)
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
SPACED = re.compile(
    r"[_^]\{[^{}]*\}|(?<=[\w)}\]])\s*(\\(?:times|leq?|geq?|neq?|approx|to|leftarrow|in|odot)(?![A-Za-z])|[=<>+])\s*"
)


def draw_formula(text: str, screen: Screen, indent: int) -> list[str]:
    """The rows of a drawn formula; none where it cannot be drawn, does not fit, or would not be read."""
    if screen.plain or not screen.signs or not is_drawable(text):
        return []
    rows = [screen.spell(row).rstrip() for row in draw_rows(prepare_latex(text))]
    while rows and not rows[-1]:
        rows.pop()
    while rows and not rows[0]:
        rows.pop(0)
    return rows if all(indent + cell_len(row) <= screen.width for row in rows) else []


def is_drawable(text: str) -> bool:
    """Whether a formula is so short and flat that drawing it takes little: the room for it grows with its depth."""
    return len(text) <= MAX_CHARACTERS and measure_depth(text) <= MAX_DEPTH and not CHAIN.search(text)


def measure_depth(text: str) -> int:
    """How deep brackets, groups and environments stand inside each other."""
    depth = deepest = 0
    for match in NESTING.finditer(text):
        depth += 1 if match[0] in OPENING else -1
        deepest = max(deepest, depth)
    return deepest


def prepare_latex(text: str) -> str:
    """The formula in the words that TeXicode knows, with spaces around its signs and columns of equal width."""
    text = COMMAND.sub(lambda match: SAME.get(match[0], match[0]), text)
    text = SPACED.sub(lambda match: rf"\ {match[1]}\ " if match[1] else match[0], text)  # scripts stay tight
    return MATRIX.sub(lambda match: match[1] + align_cells(match[2]) + match[3], text)


def align_cells(body: str) -> str:
    """The cells of a matrix set to the right, since TeXicode sets them to the left; only where all are numbers."""
    rows = [[cell.strip() for cell in row.split("&")] for row in body.split(r"\\")]
    if not all(NUMBER.fullmatch(cell) for row in rows for cell in row) or len(set(map(len, rows))) > 1:
        return body
    sizes = [max(map(len, column)) for column in zip(*rows, strict=True)]
    gaps = [r"\ " * (i > 0) for i in range(len(sizes))]
    spaced = [
        " & ".join(gap + r"\ " * (size - len(cell)) + cell for gap, size, cell in zip(gaps, sizes, row, strict=True))
        for row in rows
    ]
    return r" \\ ".join(spaced)


def draw_rows(text: str) -> list[str]:
    """The rows as TeXicode draws them; none where it fails or meets a command that it does not know."""
    from texicode.pipeline import render_tex

    try:
        drawing: str = render_tex(text, False, False, "raw", {"fonts": "normal"})
    except Exception:  # it raises whatever its parser stumbles over
        return []
    unknown = drawing.count("?") > text.count("?") or drawing.startswith("TeXicode:")
    return [] if unknown else drawing.split("\n")
