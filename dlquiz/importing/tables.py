"""Reads tables of questions and answers: CSV, TSV, and Anki's text export, whose first lines begin with `#`."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from io import StringIO

from dlquiz.importing.draft import Draft, Found, Loss, RecallDraft, guess_answer, split_points
from dlquiz.importing.html_text import count_pictures, html_to_markdown
from dlquiz.kinds.kind import escape_markdown

QUESTIONS = ("question", "front", "ask", "prompt", "term")
ANSWERS = ("answer", "back", "solution", "definition", "response")
SEPARATORS = {"tab": "\t", "comma": ",", "semicolon": ";", "space": " ", "pipe": "|", "colon": ":"}
CANDIDATES = ("\t", ";", ",")
MAX_FIELD = 1_000_000


class Layout:
    """How a table is to be read."""

    def __init__(self) -> None:
        self.separator = ""
        self.html: bool | None = None  # None: where tags are seen
        self.skip: set[int] = set()  # columns that hold no text of the question, counted from 0
        self.names: list[str] = []


def read_table(text: str) -> Found:
    """The questions of a table: the first two columns of text, or those that its head names."""
    layout = Layout()
    lines = text.splitlines(keepends=True)
    first = 0
    while first < len(lines) and lines[first].startswith("#") and ":" in lines[first]:
        read_setting(lines[first], layout)
        first += 1
    body = "".join(lines[first:])
    separator = layout.separator or guess_separator(body)
    csv.field_size_limit(MAX_FIELD)
    drafts: list[Draft] = []
    losses: list[Loss] = []
    columns: tuple[int, int] | None = choose_columns(layout.names, layout) if layout.names else None
    for line, row in read_rows(body, separator, first, losses):
        if columns is None and not drafts and is_head(row):
            columns = choose_columns(row, layout)
            continue
        made = read_row(line, row, columns or choose_columns(row, layout), layout)
        (drafts if isinstance(made, Draft) else losses).append(made)  # type: ignore[arg-type]
        if isinstance(made, Draft) and any(map(count_pictures, row)):
            losses.append(Loss(line, "its pictures and sounds are left out"))
    return Found(tuple(drafts), tuple(losses))


def read_setting(line: str, layout: Layout) -> None:
    """A line of Anki's head, such as `#separator:tab`."""
    name, _, value = line[1:].strip().partition(":")
    name, value = name.strip().lower(), value.strip()
    if name == "separator":
        layout.separator = SEPARATORS.get(value.lower(), value[:1] or "\t")
    elif name == "html":
        layout.html = value.lower() == "true"
    elif name == "columns":
        separator = layout.separator or "\t"
        layout.names = [column.strip() for column in value.split(separator)]
    elif name.endswith(" column") and value.isdigit():
        layout.skip.add(int(value) - 1)


def guess_separator(body: str) -> str:
    """What stands most often in the first row."""
    row = body.split("\n", 1)[0]
    return max(CANDIDATES, key=row.count)


def read_rows(body: str, separator: str, skipped: int, losses: list[Loss]) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not empty, each with the line it begins on."""
    reader = csv.reader(StringIO(body), delimiter=separator)
    line = skipped + 1
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as fault:
            losses.append(Loss(skipped + reader.line_num, f"the row cannot be read: {fault}"))
            line = skipped + reader.line_num + 1
            continue
        if any(cell.strip() for cell in row):
            yield line, row
        line = skipped + reader.line_num + 1


def is_head(row: Sequence[str]) -> bool:
    """Whether a row names its columns."""
    names = [cell.strip().lower() for cell in row]
    return any(name in QUESTIONS for name in names) and any(name in ANSWERS for name in names)


def choose_columns(row: Sequence[str], layout: Layout) -> tuple[int, int]:
    """The columns of question and answer: those named so, else the first two that hold text."""
    names = [cell.strip().lower() for cell in row]
    question = next((i for i, name in enumerate(names) if name in QUESTIONS), None)
    answer = next((i for i, name in enumerate(names) if name in ANSWERS), None)
    if question is not None and answer is not None:
        return question, answer
    free = [i for i in range(len(row)) if i not in layout.skip]
    return (free[0], free[1]) if len(free) > 1 else (0, 1)


def read_row(line: int, row: Sequence[str], columns: tuple[int, int], layout: Layout) -> Draft | Loss:
    """One question, or why there is none."""
    question, answer = (row[i].strip() if i < len(row) else "" for i in columns)
    if not question or not answer:
        return Loss(line, f"the {'answer' if question else 'question'} is empty")
    html = ("<" in question + answer or "&" in question + answer) if layout.html is None else layout.html
    ask, back = (read_cell(text, html) for text in (question, answer))
    if not ask or not back:
        return Loss(line, f"the {'answer' if ask else 'question'} holds no text")
    guessed = guess_answer(html_to_text(answer) if html else disarm(answer))
    made = RecallDraft(split_points(back)) if isinstance(guessed, RecallDraft) else guessed
    return Draft(line, ask, ask, made)


def read_cell(text: str, html: bool) -> str:
    """A cell as Markdown."""
    return html_to_markdown(text) if html else escape_lines(disarm(text))


def escape_lines(text: str) -> str:
    """Plain text as Markdown; formulas between dollars stay."""
    pieces = text.split("$")
    if len(pieces) % 2 == 0:
        return escape_markdown(text)
    return "$".join(piece if i % 2 else escape_markdown(piece) for i, piece in enumerate(pieces))


def disarm(text: str) -> str:
    """A cell without the apostrophe that keeps spreadsheets from running it."""
    return text[1:] if text[:1] == "'" and text[1:2] in "=+-@" else text


def html_to_text(text: str) -> str:
    """A short HTML answer as plain text."""
    return html_to_markdown(text).replace("\\", "")
