"""A scene in characters: curves in braille dots, frames in box drawing, all of it in ASCII where that is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import floor, hypot
from types import MappingProxyType

from rich.cells import cell_len

from dlquiz.pictures.scene import (
    Area,
    Box,
    Label,
    Line,
    Mark,
    Node,
    Point,
    Rule,
    Scene,
    Shape,
    Stub,
    Tone,
    is_numbered,
    to_cell,
)

Run = tuple[str, Tone, bool]  # a piece of a line, its tone, and whether it is bold
DOTS = ((0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80))  # of a braille cell, by column and row
UP, RIGHT, DOWN, LEFT = 1, 2, 4, 8
LIGHT = dict(enumerate(" ╵╶└╷│┌├╴┘─┴┐┤┬┼"))
HEAVY = dict(enumerate(" ╹╺┗╻┃┏┣╸┛━┻┓┫┳╋"))
ARROWS = {(1, 0): "▶", (-1, 0): "◀", (0, 1): "▼", (0, -1): "▲"}
BARS = " ▏▎▍▌▋▊▉█"  # eighths of a cell, from the left
SHADE = "░"
PATTERNS = ((1, 0), (4, 3), (1, 2), (6, 2))  # dots on and off, by dash
ASCII_LINES = "*o+x"  # a sign for each dash
ASCII = {"●": "o", "•": "o", "○": "o", "■": "#", "□": ".", "▶": ">", "◀": "<", "▼": "v", "▲": "^", SHADE: ":", "█": "#"}


def render_characters(scene: Scene, ascii_only: bool = False) -> list[list[Run]]:
    """The lines of a scene, each as runs of one tone, without spaces at their ends."""
    canvas = (AsciiCanvas if ascii_only else Canvas)(scene.width, scene.height)
    for layer in (Area, Line, (Rule, Box, Stub), (Node, Mark), Label):
        for shape in sorted(scene.shapes, key=is_numbered):
            if isinstance(shape, layer):
                canvas.draw(shape)
        canvas.finish()
    return [list(join_runs(row)) for row in canvas.rows]


def render_lines(scene: Scene, ascii_only: bool = False) -> list[str]:
    """The lines of a scene as text alone."""
    return ["".join(text for text, _, _ in runs) for runs in render_characters(scene, ascii_only)]


def join_runs(row: Sequence[Run]) -> Iterator[Run]:
    """The cells of a row as runs; what a wide character covers is empty."""
    end = max((i + 1 for i, cell in enumerate(row) if cell[0].strip()), default=0)
    text, look = "", ("ink", False)
    for char, tone, bold in row[:end]:
        if char in ("", " ") or (tone, bold) == look:
            text += char
            continue
        if text:
            yield text, *look  # type: ignore[misc]
        text, look = char, (tone, bold)
    if text:
        yield text, *look  # type: ignore[misc]


class Canvas:
    """A grid of cells; lines and rules are gathered first, since they join where they meet."""

    light: Mapping[int, str] = LIGHT
    heavy: Mapping[int, str] = HEAVY

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self.rows: list[list[Run]] = [[(" ", "ink", False)] * width for _ in range(height)]
        self.dots: dict[tuple[int, int], tuple[int, Tone]] = {}
        self.joins: dict[tuple[int, int], tuple[int, int, Tone]] = {}  # directions: light, heavy
        self.heads: list[tuple[int, int, str, Tone]] = []

    def put(self, x: int, y: int, char: str, tone: Tone, bold: bool = False) -> None:
        """Set one cell; what lies outside is cut off."""
        if 0 <= x < self.width and 0 <= y < self.height:
            self.rows[y][x] = (self.to_sign(char), tone, bold)

    def to_sign(self, char: str) -> str:
        """How a character is shown."""
        return char

    def finish(self) -> None:
        """Set what was gathered."""
        for (x, y), (dots, tone) in self.dots.items():
            self.put(x, y, chr(0x2800 + dots), tone)
        for (x, y), (light, heavy, tone) in self.joins.items():
            self.put(x, y, self.heavy[heavy] if heavy else self.light[light], tone)
        for x, y, head, tone in self.heads:
            self.put(x, y, head, tone)
        self.dots, self.joins, self.heads = {}, {}, []

    def draw(self, shape: Shape) -> None:
        """Draw one shape."""
        match shape:
            case Area():
                self.draw_area(shape)
            case Line():
                self.draw_line(shape)
            case Rule():
                self.draw_rule(shape)
            case Box():
                self.draw_box(shape)
            case Stub():
                self.join(to_cell(shape.x), to_cell(shape.y), LEFT if shape.side == "left" else DOWN, False, "ink")
            case Mark():
                self.put(floor(shape.x), floor(shape.y), shape.sign, shape.tone, True)
            case Node():
                self.draw_label(Label(shape.x, shape.y, f"({shape.text})", "middle", bold=True))
            case Label():
                self.draw_label(shape)

    # areas

    def draw_area(self, area: Area) -> None:
        """A bar with its end at an eighth of a cell, or a shade."""
        top, bottom = floor(area.y + 0.5), max(floor(area.y + 0.5) + 1, floor(area.to_y + 0.5))
        for y in range(top, bottom):
            for x in range(floor(area.x), floor(area.to_x) + 1):
                char = self.fill_sign(area, x)
                if char.strip():
                    self.put(x, y, char, area.tone)

    def fill_sign(self, area: Area, x: int) -> str:
        """What stands in a column of an area."""
        covered = min(area.to_x, x + 1) - max(area.x, x)
        if not area.solid:
            return SHADE if covered >= 0.5 else " "
        if area.x > x:  # blocks begin at the left, so a left edge is rounded
            return "█" if covered >= 0.5 else " "
        return BARS[round(8 * max(0.0, covered))]

    # lines

    def draw_line(self, line: Line) -> None:
        """A line in dots, of which a dash leaves some out."""
        on, off = PATTERNS[line.dash % len(PATTERNS)]
        for count, (x, y) in enumerate(walk_dots(line.points)):
            if count % (on + off) < on:
                self.set_dot(x, y, line)

    def set_dot(self, x: int, y: int, line: Line) -> None:
        """Set one dot of a cell."""
        cell = x // 2, y // 4
        self.dots[cell] = self.dots.get(cell, (0, line.tone))[0] | DOTS[x % 2][y % 4], line.tone

    # rules

    def draw_rule(self, rule: Rule) -> None:
        """A line from cell to cell, with joins where it meets others."""
        step_x, step_y = sign_of(rule.to_x - rule.x), sign_of(rule.to_y - rule.y)
        ahead, behind = {(1, 0): (RIGHT, LEFT), (-1, 0): (LEFT, RIGHT), (0, 1): (DOWN, UP)}.get(
            (step_x, step_y), (UP, DOWN)
        )
        x, y = rule.x, rule.y
        while (x, y) != (rule.to_x, rule.to_y):
            self.join(x, y, ahead, rule.heavy, rule.tone)
            x, y = x + step_x, y + step_y
            self.join(x, y, behind, rule.heavy, rule.tone)
        if rule.arrow:
            self.heads.append((x, y, ARROWS[step_x, step_y], rule.tone))

    def draw_box(self, box: Box) -> None:
        """Four rules, through the nearest cells."""
        x, y, to_x, to_y = map(to_cell, (box.x, box.y, box.to_x, box.to_y))
        for ends in ((x, y, to_x, y), (x, to_y, to_x, to_y), (x, y, x, to_y), (to_x, y, to_x, to_y)):
            self.draw_rule(Rule(*ends, heavy=box.heavy, tone=box.tone))

    def join(self, x: int, y: int, direction: int, heavy: bool, tone: Tone) -> None:
        """Let a line leave a cell in one direction."""
        light, strong, old = self.joins.get((x, y), (0, 0, tone))
        if heavy:
            self.joins[x, y] = light, strong | direction, tone
        else:
            self.joins[x, y] = light | direction, strong, old if strong else tone

    # texts

    def draw_label(self, label: Label) -> None:
        """A text, moved in where it would leave the picture."""
        width = cell_len(label.text)
        before = {"start": 0.0, "middle": (width - 1) / 2, "end": width - 1.0}[label.anchor]
        x = max(0, min(self.width - width, to_cell(label.x - before)))
        row = to_cell(label.y)
        for char in label.text:
            self.put(x, row, char, label.tone, label.bold)
            for covered in range(x + 1, min(self.width, x + cell_len(char))):
                self.rows[row][covered] = ("", label.tone, label.bold)
            x += cell_len(char)


class AsciiCanvas(Canvas):
    """The same for terminals that know ASCII alone: a sign in each cell that a line goes through."""

    light = MappingProxyType(dict(enumerate(" |-+||++-+-+++++")))
    heavy = MappingProxyType(dict(enumerate(" " + "#" * 15)))

    def set_dot(self, x: int, y: int, line: Line) -> None:
        self.put(x // 2, y // 4, "." if line.tone == "faint" else ASCII_LINES[line.dash % 4], line.tone)

    def to_sign(self, char: str) -> str:
        if char in BARS[1:]:
            return "#" if char in BARS[4:] else " "
        return ASCII.get(char, char)


def walk_dots(points: Sequence[Point]) -> Iterator[tuple[int, int]]:
    """The dots on the way through some points, four times as many down and twice as many across as there are cells."""
    last: tuple[int, int] | None = None
    for (x, y), (to_x, to_y) in zip(points, points[1:] or points, strict=False):
        count = max(1, floor(hypot(2 * (to_x - x), 4 * (to_y - y)) * 1.5))
        for i in range(count + 1):
            share = i / count
            dot = floor(2 * (x + share * (to_x - x))), floor(4 * (y + share * (to_y - y)))
            if dot != last:
                yield dot
            last = dot


def sign_of(number: int) -> int:
    """-1, 0 or 1."""
    return (number > 0) - (number < 0)
