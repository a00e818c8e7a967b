"""A scene as SVG: light or dark as the reader's system is, with the sentence as text alternative, and no script."""

from __future__ import annotations

import re
from functools import cache
from math import ceil

from dlquiz.pictures.scene import DASHES, Area, Box, Label, Line, Mark, Node, Rule, Scene, Shape, Stub, is_numbered

WIDTH, HEIGHT = 8, 17  # of a cell, in pixels
MARGIN = 10
WIDE, SLIM = "mwMW", " fijlrtI1.,:-|()[]"
RADII = {"●": 5, "•": 3.5}  # of marks without a number
COLUMNS = 80  # for which pictures are laid out that become SVG
LIGHT = {
    "ink": "#24292f", "faint": "#8c959f", "first": "#0969da", "second": "#bc4c00", "third": "#8250df",
    "fourth": "#1a7f37", "paper": "#ffffff",
}  # fmt: skip
DARK = {
    "ink": "#e6edf3", "faint": "#7d8590", "first": "#58a6ff", "second": "#ffa657", "third": "#d2a8ff",
    "fourth": "#56d364", "paper": "#161b22",
}  # fmt: skip
RULES = (
    "@media (prefers-color-scheme:dark){.dlq{DARK} }.nightMode .dlq,.night_mode .dlq{DARK}"
    ".dlq-paper{fill:var(--dlq-paper)}.dlq .b{font-weight:600}"
    ".dlq text{fill:var(--c);paint-order:stroke;stroke:var(--dlq-paper);stroke-width:4px;stroke-linejoin:round}"
    ".dlq text.d{fill:var(--dlq-paper);stroke:none;font-size:11px;font-weight:700}"
    ".dlq .l{fill:none;stroke:var(--c);stroke-width:2;stroke-linejoin:round}"
    ".dlq .r{fill:none;stroke:var(--c);stroke-width:1.2}.dlq .h{fill:none;stroke:var(--c);stroke-width:2.6}"
    ".dlq .a{fill:var(--c);opacity:.85}.dlq .s{fill:var(--c);opacity:.28}"
    ".dlq .m{fill:var(--c);stroke:var(--dlq-paper);stroke-width:1.5}"
    ".dlq .n{fill:var(--dlq-paper);stroke:var(--dlq-ink);stroke-width:1.2}"
)
TONE = "var(--c)"
RULE = re.compile(r"(\.dlq[^{},@]*)\{([^{}]*)\}")
ENTITIES = {
    "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;", "[": "&#91;", "{": "&#123;", "\\": "\u2216",
    "\n": " ",
}  # fmt: skip
ENTITY = re.compile(r"[&<>\"'\[{\\\n]")  # `[` and `{` mean something to Anki, a backslash to MathJax
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
ORDER = (Area, Line, Rule, Box, Stub, Node, Mark, Label)


def render_svg(scene: Scene) -> str:
    """A whole SVG element, which stands alone or in a page; well-formed XML."""
    return write_svg(scene, write_style())


def render_printed_svg(scene: Scene) -> str:
    """The same for paper: light, and without the variables of CSS that programs for paper do not know."""
    return write_svg(scene, write_printed_style())


def write_svg(scene: Scene, style: str) -> str:
    """A whole SVG element with these rules."""
    width, height = measure_width(scene), scene.height * HEIGHT
    shapes = sorted(scene.shapes, key=lambda shape: (ORDER.index(type(shape)), is_numbered(shape)))
    wide, high = width + 2 * MARGIN, height + 2 * MARGIN
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="dlq" role="img" viewBox="{-MARGIN} {-MARGIN} {wide} {high}" '
        f'width="{wide}" height="{high}" style="max-width:100%;height:auto">'
        f"<title>{escape_text(scene.title)}</title><desc>{escape_text(scene.words)}</desc>"
        f"<style>{style}</style>"
        f'<rect class="dlq-paper" x="{-MARGIN}" y="{-MARGIN}" width="{wide}" height="{high}" rx="6"/>'
        f"{''.join(map(shape_to_svg, shapes))}</svg>"
    )


def measure_width(scene: Scene) -> int:
    """The pixels of a scene: its columns, or more where letters at its right edge are wide."""
    starts = [shape for shape in scene.shapes if isinstance(shape, Label) and shape.anchor == "start"]
    return ceil(max([scene.width * WIDTH, *(shape.x * WIDTH + measure_text(shape.text) for shape in starts)]))


@cache
def write_style() -> str:
    """The colours, by the reader's system or by Anki's night mode, and what uses them."""
    light, dark = (";".join(f"--dlq-{name}:{colour}" for name, colour in tones.items()) for tones in (LIGHT, DARK))
    tones = "".join(f".dlq-{t}{{--c:var(--dlq-{t})}}" for t in LIGHT if t != "paper")
    return f".dlq{{{light};font:13px ui-sans-serif,system-ui,sans-serif}}{tones}" + RULES.replace("DARK", dark)


@cache
def write_printed_style() -> str:
    """The rules of the light colours, written out for each tone."""
    rules = []
    for selector, body in RULE.findall(RULES.partition(".night_mode .dlq{DARK}")[2]):
        tones = [name for name in LIGHT if name != "paper"] if TONE in body else [""]
        rules += [
            f"{selector}{f'.dlq-{tone}' if tone else ''}{{{body.replace(TONE, LIGHT.get(tone, ''))}}}" for tone in tones
        ]
    text = "".join(rules)
    for name, colour in LIGHT.items():
        text = text.replace(f"var(--dlq-{name})", colour)
    return f".dlq{{font:13px sans-serif}}{text}"


def escape_text(text: str) -> str:
    """A text in which nothing has a meaning to XML, Anki or MathJax, and which XML can hold."""
    return ENTITY.sub(lambda sign: ENTITIES[sign[0]], FORBIDDEN.sub("\ufffd", text))


def shape_to_svg(shape: Shape) -> str:
    """One shape."""
    match shape:
        case Area():
            return area_to_svg(shape)
        case Line():
            return line_to_svg(shape)
        case Rule():
            return rule_to_svg(shape)
        case Stub():
            x, y = centre(shape.x, shape.y)
            return f'<path class="r dlq-ink" d="M{x} {y}{"h-5" if shape.side == "left" else "v5"}"/>'
        case Box():
            (x, y), (to_x, to_y) = centre(shape.x, shape.y), centre(shape.to_x, shape.to_y)
            size = f'width="{digits(float(to_x) - float(x))}" height="{digits(float(to_y) - float(y))}"'
            weight = "h" if shape.heavy else "r"
            return f'<rect class="{weight} dlq-{shape.tone}" x="{x}" y="{y}" {size} rx="3"/>'
        case Mark():
            return mark_to_svg(shape)
        case Node():
            return node_to_svg(shape)
        case Label():
            return label_to_svg(shape)


def area_to_svg(area: Area) -> str:
    """A filled rectangle."""
    size = f'width="{pixels_x(area.to_x - area.x)}" height="{pixels_y(area.to_y - area.y)}"'
    look = "a" if area.solid else "s"
    return f'<rect class="{look} dlq-{area.tone}" x="{pixels_x(area.x)}" y="{pixels_y(area.y)}" {size}/>'


def line_to_svg(line: Line) -> str:
    """A line, dashed where others are drawn beside it."""
    written = "".join([f"{x * WIDTH:.1f},{y * HEIGHT:.1f} " for x, y in line.points])
    points = written.replace(".0,", ",").replace(".0 ", " ").rstrip()
    dash = f' stroke-dasharray="{DASHES[line.dash % len(DASHES)]}"' if line.dash else ""
    return f'<polyline class="l dlq-{line.tone}"{dash} points="{points}"/>'


def rule_to_svg(rule: Rule) -> str:
    """A straight line through the middles of cells, with a head where it has one."""
    (x, y), (to_x, to_y) = centre(rule.x, rule.y), centre(rule.to_x, rule.to_y)
    head = ""
    if rule.arrow:
        across, down = (rule.to_x > rule.x) - (rule.to_x < rule.x), (rule.to_y > rule.y) - (rule.to_y < rule.y)
        back = f"l{-6 * across - 4 * down} {-6 * down - 4 * across}m{6 * across + 4 * down} {6 * down + 4 * across}"
        head = f"{back}l{-6 * across + 4 * down} {-6 * down + 4 * across}"
    return f'<path class="{"h" if rule.heavy else "r"} dlq-{rule.tone}" d="M{x} {y}L{to_x} {to_y}{head}"/>'


def mark_to_svg(mark: Mark) -> str:
    """A dot, or a number in a disc."""
    x, y = pixels_x(mark.x), pixels_y(mark.y)
    radius = 8 if mark.sign.isdigit() else RADII[mark.sign]
    disc = f'<circle class="m dlq-{mark.tone}" cx="{x}" cy="{y}" r="{radius}"/>'
    number = (
        f'<text class="dlq-paper d" x="{x}" y="{digits(mark.y * HEIGHT + 4)}" text-anchor="middle">{mark.sign}</text>'
    )
    return disc + number if mark.sign.isdigit() else disc


def node_to_svg(node: Node) -> str:
    """A ring with a text."""
    x, y = centre(node.x, node.y)
    wide = digits(max(9.0, 10 + measure_text(node.text) / 2))
    ring = f'<ellipse class="n" cx="{x}" cy="{y}" rx="{wide}" ry="9"/>'
    place = f'x="{x}" y="{digits(node.y * HEIGHT + 13)}" text-anchor="middle"'
    return f'{ring}<text class="dlq-ink b" {place}>{escape_text(node.text)}</text>'


def label_to_svg(label: Label) -> str:
    """A text whose anchor is where that of the terminal is."""
    shift = {"start": 0.0, "middle": 0.5, "end": 1.0}[label.anchor]
    anchor = "" if label.anchor == "start" else f' text-anchor="{label.anchor}"'
    look = f"dlq-{label.tone}{' b' if label.bold else ''}"
    x, y = (label.x + shift) * WIDTH, label.y * HEIGHT
    text = f'<text class="{look}" x="{digits(x)}" y="{digits(y + 13)}"{anchor}>{escape_text(label.text)}</text>'
    if not label.bold or " " not in label.text:
        return text
    size = measure_text(label.text)  # the halo of the letters has gaps at spaces, where lines would look like signs
    place = f'x="{digits(x - shift * size)}" y="{digits(y + 2)}" width="{digits(size)}"'
    return f'<rect class="dlq-paper" {place} height="14"/>{text}'


def measure_text(text: str) -> float:
    """The pixels of a bold text, nearly."""
    return sum(12.0 if char in WIDE else 5.0 if char in SLIM else 8.5 for char in text)


def centre(x: float, y: float) -> tuple[str, str]:
    """The middle of a cell in pixels."""
    return pixels_x(x + 0.5), pixels_y(y + 0.5)


def pixels_x(x: float) -> str:
    """Columns in pixels."""
    return digits(x * WIDTH)


def pixels_y(y: float) -> str:
    """Rows in pixels."""
    return digits(y * HEIGHT)


def digits(number: float) -> str:
    """A number with at most one decimal."""
    return f"{number:.1f}".removesuffix(".0")
