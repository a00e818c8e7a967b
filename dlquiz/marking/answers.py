"""Marks what students wrote: each row of a table is judged by the paper of its code, with follow-through."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from io import StringIO
from itertools import chain
from operator import itemgetter
from typing import NamedTuple

from dlquiz import kinds
from dlquiz.errors import UsageError
from dlquiz.marking.papers import Paper, PaperList
from dlquiz.problem import AskedPart, Problem
from dlquiz.processes import map_on_cores

HEAD = ("name", "code")
HALF = Fraction(1, 2)
MIN_ANSWERS = 2_000  # for each process; with fewer, starting it costs more than it saves
FIRST = itemgetter(0)
GRADES: dict[str, Fraction | int] = {  # of an answer that a person marks
    "y": 1, "yes": 1, "knew": 1, "p": HALF, "partly": HALF, "½": HALF, "1/2": HALF, "n": 0, "no": 0, "not": 0,
}  # fmt: skip


class MarkedAnswer(NamedTuple):
    """One answer with its marks."""

    column: str
    typed: str
    marks: Fraction
    of: int
    verdict: str  # right, close, follows, wrong, unreadable, blank, or "by hand"
    says: str  # what went wrong
    slip: str  # the question's part and what went wrong, the same for all who did the same; may be empty


@dataclass(frozen=True, slots=True)
class Script:
    """The answers of one student."""

    name: str
    code: str
    answers: tuple[MarkedAnswer, ...]

    @property
    def marks(self) -> Fraction:
        return sum((answer.marks for answer in self.answers), Fraction(0))

    @property
    def of(self) -> int:
        return sum(answer.of for answer in self.answers)


class Refusal(NamedTuple):
    """A row that was not marked, and why."""

    line: int
    name: str
    reason: str


Row = tuple[int, dict[str, str]]  # its line, and its cells by the names of the columns


def read_rows(text: str) -> tuple[list[str], list[Row], list[Refusal]]:
    """The columns of answers, the rows with their lines, and rows that are none; UsageError without a head."""
    lines = text.splitlines()
    separator = max(",;\t", key=(lines[0] if lines else "").count)
    reader = csv.reader(StringIO(text), delimiter=separator)
    head = [cell.strip() for cell in next(reader, [])]
    known = [name.casefold() for name in head]
    if not set(HEAD) <= set(known):
        raise UsageError("The first line has to name the columns: name,code,1,2a,2b,… as they stand on the papers.")
    columns = [name for name in head if name and name.casefold() not in HEAD]
    rows: list[Row] = []
    refused: list[Refusal] = []
    for row in reader:
        if not any(cell.strip() for cell in row):
            continue
        cells = dict(zip((name.casefold() if name.casefold() in HEAD else name for name in head), row, strict=False))
        if len(row) > len(head):
            refused.append(
                Refusal(reader.line_num, cells.get("name", ""), f"it has {len(row)} cells, the head {len(head)}")
            )
            continue
        rows.append((reader.line_num, {name: cell.strip() for name, cell in cells.items()}))
    return columns, rows, refused


Known = dict[tuple[str, str, tuple[tuple[str, str], ...]], MarkedAnswer]  # by column, answer and earlier answers


@dataclass(frozen=True, slots=True)
class RowMarker:
    """Marks the rows of one paper."""

    papers: PaperList
    columns: tuple[str, ...]
    decimal: str

    def __call__(self, rows: Sequence[Row]) -> list[tuple[int, Script | Refusal]]:
        """Each row marked, or why it is refused, with its line; what several students typed is judged once."""
        known: Known = {}
        return [(line, self.mark_row(line, row, known)) for line, row in rows]

    def mark_row(self, line: int, row: Mapping[str, str], known: Known) -> Script | Refusal:
        """One row."""
        name = row.get("name", "")
        try:
            paper = self.papers.find(row.get("code", ""))
        except UsageError as fault:
            return Refusal(line, name, str(fault))
        unknown = next((column for column in self.columns if row.get(column) and column not in paper.columns), None)
        if unknown is not None:
            return Refusal(line, name, f'the paper has no question "{unknown}"; it has {", ".join(paper.columns)}')
        return Script(name, paper.code, tuple(mark_answers(paper, row, self.decimal, known)))


def mark_table(text: str, papers: PaperList, decimal: str = "point") -> tuple[list[Script], list[Refusal]]:
    """Every row marked, in order, and the rows that could not be.

    The rows of one paper are marked together, since its problems remember what they searched for; papers on all cores.
    """
    columns, rows, refused = read_rows(text)
    by_code: dict[str, list[Row]] = {}
    for line, row in rows:
        by_code.setdefault(row.get("code", ""), []).append((line, row))
    marker = RowMarker(papers, tuple(columns), decimal)
    most_processes = len(rows) * len(columns) // MIN_ANSWERS
    marked = sorted(chain.from_iterable(map_on_cores(marker, list(by_code.values()), most_processes)), key=FIRST)
    scripts = [one for _, one in marked if isinstance(one, Script)]
    return scripts, sorted([*refused, *(one for _, one in marked if isinstance(one, Refusal))])


def mark_answers(paper: Paper, row: Mapping[str, str], decimal: str, known: Known) -> Iterator[MarkedAnswer]:
    """The answers of a row, in the order of the paper."""
    typed_before: dict[str, dict[str, str]] = {}
    for column, (problem, asked) in paper.columns.items():
        typed = row.get(column, "")
        earlier = typed_before.setdefault(problem.id, {})
        same = column, typed, tuple(earlier.items())
        if same not in known:
            known[same] = mark_answer(column, problem, asked, typed, earlier, decimal)
        yield known[same]
        if typed:
            earlier[asked.name] = typed


def mark_answer(
    column: str, problem: Problem, asked: AskedPart, typed: str, earlier: Mapping[str, str], decimal: str
) -> MarkedAnswer:
    """One answer."""
    if not typed:
        return MarkedAnswer(column, "", Fraction(0), asked.marks, "blank", "", "")
    if kinds.kind(asked.kind).self_graded:
        return mark_by_hand(column, asked, typed)
    verdict = problem.check(typed, asked.name, earlier, decimal)
    says = verdict.message
    slip = ""
    if verdict.diagnosis is not None:
        says = verdict.diagnosis.says
        slip = f"{problem.question.id}: {verdict.diagnosis.step}, {verdict.diagnosis.slip}"
    marks = Fraction(str(verdict.score)) * asked.marks
    return MarkedAnswer(column, typed, marks, asked.marks, verdict.verdict, says, slip)


def mark_by_hand(column: str, asked: AskedPart, typed: str) -> MarkedAnswer:
    """What a person grades: a number of marks, or y, p or n."""
    grade: Fraction | int | None = GRADES.get(typed.casefold())
    if grade is not None:
        return MarkedAnswer(column, typed, Fraction(grade) * asked.marks, asked.marks, "by hand", "", "")
    try:
        marks = Fraction(typed.replace(",", "."))
    except (ValueError, ZeroDivisionError):
        marks = Fraction(-1)
    if not 0 <= marks <= asked.marks:
        says = f"a person marks this: type y, p or n, or marks from 0 to {asked.marks}"
        return MarkedAnswer(column, typed, Fraction(0), asked.marks, "unreadable", says, "")
    return MarkedAnswer(column, typed, marks, asked.marks, "by hand", "", "")


def write_marks(marks: Fraction) -> str:
    """Marks as people write them: 2, 2.5."""
    return str(marks.numerator) if marks.denominator == 1 else f"{float(marks):.2f}".rstrip("0")


def write_results(scripts: Sequence[Script]) -> str:
    """The marks of each student as a table: in each column the marks, then the sum, and what went wrong."""
    columns = list(dict.fromkeys(answer.column for script in scripts for answer in script.answers))
    made = StringIO()
    writer = csv.writer(made, lineterminator="\n")
    writer.writerow(["name", "code", *columns, "marks", "of", "percent", "comments"])
    for script in scripts:
        own = {answer.column: answer for answer in script.answers}
        share = f"{float(100 * script.marks / script.of):.1f}" if script.of else ""
        comments = "; ".join(f"{a.column}: {' '.join(a.says.split())}" for a in script.answers if a.says)
        cells = [write_marks(own[column].marks) if column in own else "" for column in columns]
        row = [script.name, script.code, *cells, write_marks(script.marks), str(script.of), share, comments]
        writer.writerow([disarm(cell) for cell in row])
    return made.getvalue()


def disarm(cell: str) -> str:
    """A cell that spreadsheets take for text."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t") else cell


def to_json(scripts: Sequence[Script], refused: Sequence[Refusal]) -> dict[str, object]:
    """Everything as JSON data."""
    return {
        "scripts": [
            {
                "name": script.name,
                "code": script.code,
                "marks": float(script.marks),
                "of": script.of,
                "answers": [answer._asdict() | {"marks": float(answer.marks)} for answer in script.answers],
            }
            for script in scripts
        ],
        "refused": [refusal._asdict() for refusal in refused],
        "questions": [column._asdict() for column in count_columns(scripts)],
        "slips": [{"slip": slip, "says": says, "count": count} for slip, says, count in count_slips(scripts)],
    }


class ColumnCount(NamedTuple):
    """How a question went in the class."""

    column: str
    answered: int
    right: int
    mean: float  # share of the marks


def count_columns(scripts: Sequence[Script]) -> list[ColumnCount]:
    """For each question how many had it, in the order of the papers."""
    own: dict[str, list[MarkedAnswer]] = {}
    for script in scripts:
        for answer in script.answers:
            own.setdefault(answer.column, []).append(answer)
    return [
        ColumnCount(
            column,
            sum(answer.verdict != "blank" for answer in answers),
            sum(answer.marks == answer.of for answer in answers),
            float(
                sum((answer.marks for answer in answers), Fraction(0)) / max(1, sum(answer.of for answer in answers))
            ),
        )
        for column, answers in own.items()
    ]


def count_slips(scripts: Sequence[Script]) -> list[tuple[str, str, int]]:
    """The slips of the class, commonest first, each with what was said to the first who made it."""
    counts: dict[str, int] = {}
    said: dict[str, str] = {}
    for script in scripts:
        for answer in script.answers:
            if answer.slip:
                counts[answer.slip] = counts.get(answer.slip, 0) + 1
                said.setdefault(answer.slip, answer.says)
    order = sorted(counts, key=lambda slip: (-counts[slip], slip))
    return [(slip, said[slip], counts[slip]) for slip in order]
