"""The picture `window`: a matrix with the window that slides over it, the filter, and the cell that it makes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar, Self

from dlquiz.errors import FormulaError
from dlquiz.pictures.given import Given, to_short
from dlquiz.pictures.kind import TITLE, PictureKey
from dlquiz.pictures.scene import Box, Label, Rule, Scene, Shape, Tone
from dlquiz.records import frozen

MAX_SIDE = 12
GAP = 5  # columns between two matrices, for the sign
Cells = tuple[tuple[str, ...], ...]


@frozen
class WindowPicture:
    """The input with its padding, the window in it, and the other matrices."""

    KEYS: ClassVar[dict[str, PictureKey]] = {
        "title": TITLE,
        "matrix": PictureKey("formula", "The input.", True),
        "kernel": PictureKey("formula", "The filter, where it is a convolution."),
        "size": PictureKey("formula", "The sides [rows, columns] of the window, where there is no filter."),
        "stride": PictureKey("formula", "1 if left out."),
        "padding": PictureKey("formula", "Rings of zeros around the input; 0 if left out."),
        "output": PictureKey("formula", "The output; without it, a question mark stands in its place."),
        "cell": PictureKey("formula", "The cell [row, column] of the output, counted from 0; [0, 0] if left out."),
    }
    title: str
    matrix: Cells
    padding: int
    corner: tuple[int, int]  # of the window, in the padded input
    size: tuple[int, int]
    kernel: Cells
    output: Cells
    cell: tuple[int, int]

    @classmethod
    def read(cls, given: Given) -> Self:
        matrix = read_cells(given, "matrix")
        padding, stride = int(given.number("padding")), int(given.number("stride", 1))
        kernel = read_cells(given, "kernel") if "kernel" in given else ()
        if not kernel and "size" not in given:
            raise FormulaError('a picture of a window needs either "kernel" or "size"')
        rows, columns = map(int, given.numbers("size", 2, 2)) if not kernel else (len(kernel), len(kernel[0]))
        i, j = map(int, given.numbers("cell", 2, 2)) if "cell" in given else (0, 0)
        output = read_cells(given, "output") if "output" in given else ()
        corner, sides = (i * stride, j * stride), (len(matrix) + 2 * padding, len(matrix[0]) + 2 * padding)
        if not 0 <= padding <= 4 or min(i, j) < 0 or corner[0] + rows > sides[0] or corner[1] + columns > sides[1]:
            raise FormulaError("the window leaves the input", given.keys["matrix"].text)
        title = given.text("title", "convolution window" if kernel else "pooling window")
        return cls(title, matrix, padding, corner, (rows, columns), kernel, output, (i, j))

    @property
    def padded(self) -> Cells:
        """The input with its rings of zeros."""
        side = ("0",) * self.padding
        empty = (("0",) * (len(self.matrix[0]) + 2 * self.padding),) * self.padding
        return (*empty, *((*side, *row, *side) for row in self.matrix), *empty)

    def describe(self) -> str:
        ring = f" in {self.padding} ring{'s' * (self.padding > 1)} of zeros" if self.padding else ""
        (i, j), (rows, columns) = self.corner, self.size
        seen = self.padded[i : i + rows]
        told = [f"the input is {write_matrix(self.matrix)}{ring}"]
        told.append(f"the window of {rows} by {columns} covers {write_matrix([row[j : j + columns] for row in seen])}")
        if self.kernel:
            told.append(f"the filter is {write_matrix(self.kernel)}")
        cell = self.output[self.cell[0]][self.cell[1]] if self.output else ""
        place = f"row {self.cell[0] + 1}, column {self.cell[1] + 1} of the output"
        told.append(f"it makes {cell} in {place}" if cell else f"it makes {place}")
        return "; ".join(told) + "."

    def lay_out(self, width: int) -> Scene:
        blocks = list(self.make_blocks())
        if sum(block.width for block in blocks) + GAP * (len(blocks) - 1) <= width:
            return self.lay_out_side_by_side(blocks)
        shapes: list[Shape] = []
        top = 0
        for block in blocks:
            if block.sign:
                shapes.append(Label(1, top, block.sign, bold=True))
                top += 1
            shapes += block.draw(0, top)
            top += block.height + 1
        needed = max(block.width for block in blocks)
        return Scene(min(width, needed), top - 1, tuple(shapes), self.title, self.describe())

    def lay_out_side_by_side(self, blocks: Sequence[MatrixBlock]) -> Scene:
        """The matrices in a row, each in the middle of its height."""
        height = max(block.height for block in blocks)
        shapes: list[Shape] = []
        x = 0
        for block in blocks:
            if block.sign:
                shapes.append(Label(x + GAP // 2, height // 2, block.sign, "middle", bold=True))
                x += GAP
            shapes += block.draw(x, (height - block.height) // 2)
            x += block.width
        return Scene(x, height, tuple(shapes), self.title, self.describe())

    def make_blocks(self) -> Iterator[MatrixBlock]:
        """The input with its window, the filter, and the output."""
        yield MatrixBlock("", self.padded, self.corner, self.size, self.padding)
        if self.kernel:
            yield MatrixBlock("∗", self.kernel)
        output = self.output or (("?",),)
        yield MatrixBlock("→", output, self.cell if self.output else (0, 0), (1, 1))


@frozen
class MatrixBlock:
    """A matrix in a grid, before it the sign of an operation; a part of it is framed, a ring of padding stays pale."""

    sign: str
    cells: Cells
    corner: tuple[int, int] = (0, 0)
    size: tuple[int, int] = (0, 0)
    ring: int = 0

    @property
    def pitch(self) -> int:
        """Columns from one grid line to the next."""
        return max(len(cell) for row in self.cells for cell in row) + (1 if self.dense else 3)

    @property
    def dense(self) -> bool:
        """Whether there is no room for spaces around the numbers."""
        return len(self.cells[0]) > 6

    @property
    def width(self) -> int:
        return self.pitch * len(self.cells[0]) + 1

    @property
    def height(self) -> int:
        return 2 * len(self.cells) + 1

    def draw(self, x: int, y: int) -> Iterator[Shape]:
        """The grid, the numbers, and the frame."""
        right, bottom = x + self.width - 1, y + self.height - 1
        yield from (Rule(x, row, right, row, tone="faint") for row in range(y, bottom + 1, 2))
        yield from (Rule(column, y, column, bottom, tone="faint") for column in range(x, right + 1, self.pitch))
        for i, row in enumerate(self.cells):
            for j, cell in enumerate(row):
                place = x + (j + 1) * self.pitch - (1 if self.dense else 2)
                yield Label(place, y + 2 * i + 1, cell, "end", self.choose_tone(i, j), self.is_framed(i, j))
        (i, j), (rows, columns) = self.corner, self.size
        if rows:
            left, top = x + j * self.pitch, y + 2 * i
            yield Box(left, top, left + columns * self.pitch, top + 2 * rows, True, "second")

    def is_framed(self, i: int, j: int) -> bool:
        """Whether a cell lies in the window."""
        (top, left), (rows, columns) = self.corner, self.size
        return top <= i < top + rows and left <= j < left + columns

    def choose_tone(self, i: int, j: int) -> Tone:
        """Padding is pale."""
        inside = self.ring <= i < len(self.cells) - self.ring and self.ring <= j < len(self.cells[0]) - self.ring
        return "ink" if inside else "faint"


def read_cells(given: Given, key: str) -> Cells:
    """A matrix as texts."""
    rows = given.rows(key, MAX_SIDE)
    if len({len(row) for row in rows}) != 1:
        raise FormulaError("a matrix is expected here", given.keys[key].text)
    return tuple(tuple(map(to_short, row)) for row in rows)


def write_matrix(cells: Sequence[Sequence[str]]) -> str:
    """`1 2 / 3 4`, row by row."""
    return " / ".join(" ".join(row) for row in cells)
