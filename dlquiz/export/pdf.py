"""The formats `pdf` and `worksheet`: papers with a marking key, and questions with their solutions, set by Typst.

A paper has space for working, and on every page a line for the name and its code.  With `--papers N` each student gets
other numbers.  Where Typst is not installed, its source is written instead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from dlquiz.export import paper, steps
from dlquiz.export.job import Item, Job
from dlquiz.export.paper import PaperPart, Row
from dlquiz.export.typst_math import latex_to_typst
from dlquiz.export.typst_text import line_to_typst, math_to_typst, plain_to_typst, quote_string, to_typst
from dlquiz.language.text_functions import plural
from dlquiz.marking.papers import SUFFIX as LIST_SUFFIX
from dlquiz.marking.papers import digest_problem, make_code, number_parts, write_list
from dlquiz.pictures.kind import Picture, tell_picture
from dlquiz.pictures.svg import COLUMNS, render_printed_svg
from dlquiz.problem import AskedPart, Problem

INSTALL = "Typst is not installed, so its source is written; compile it, or: pip install 'dlquiz[pdf]'"
MAX_STEPS = 400  # of a solution: with more, Typst takes seconds and 200 MB
SPACE = {True: "2.6cm", False: "0.6cm"}  # for working: where a quantity is asked for, and else
PICTURE = "11cm"  # how wide a picture is
STYLE = """\
#set page(paper: "a4", margin: (x: 2.2cm, top: 2.4cm, bottom: 2cm))
#set text(font: ("New Computer Modern", "Libertinus Serif"), size: 11pt, lang: "en")
#set par(leading: 0.6em)
#set table(stroke: 0.5pt + gray)
#show raw: set text(size: 9.5pt)
#set enum(numbering: "1.")
"""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One variant of a question, set by Typst."""

    id: str  # of the question
    variant: str
    digest: str
    question: str
    marks: int
    answers: tuple[tuple[str, str, str], ...]  # of each part: its letter, the right answer, its marks
    solution: str


class Record(NamedTuple):
    """A question with its variants, and which of them each paper has."""

    sheets: tuple[Sheet, ...]
    order: tuple[int, ...]

    def on_paper(self, number: int) -> Sheet:
        """The variant on a paper, counted from 0."""
        return self.sheets[self.order[number]]


def make_sheet(problem: Problem, write_room: Callable[[AskedPart], str]) -> Sheet:
    """One variant; `write_room` makes the room below each part."""
    parts = [(name.lstrip("1"), asked, paper.prepare_part(asked)) for name, _, asked in number_parts([problem])]
    several = len(parts) > 1
    asks = [
        write_part(f"{letter})" if several else "", part, asked.marks if several else 0, write_room(asked))
        for letter, asked, part in parts
    ]
    marks = sum(asked.marks for _, asked, _ in parts)
    question = "\n\n".join([to_typst(problem.ask), *draw_pictures(problem.pictures_of("question")), *asks])
    answers = tuple((letter, write_answer(part), str(asked.marks)) for letter, asked, part in parts)
    return Sheet(
        problem.question.id, problem.id, digest_problem(problem), question, marks, answers, write_solution(problem)
    )


def draw_pictures(pictures: Iterable[Picture]) -> list[str]:
    """Pictures, each with its words for who hears the paper."""
    return [
        f'#image(bytes({quote_string(render_printed_svg(one.lay_out(COLUMNS)))}), format: "svg", width: {PICTURE}, '
        f"alt: {quote_string(tell_picture(one))});"
        for one in pictures
    ]


def write_part(label: str, part: PaperPart, marks: int, room: str) -> str:
    """One part as it is asked, and the room below it."""
    head = " ".join(filter(None, [label and f"#strong[{label}];", line_to_typst(part.ask) if part.ask else ""]))
    worth = f" #h(1fr) #emph[{plural(marks, 'mark')}];" if marks else ""
    told = f"#text(size: 9pt)[{plain_to_typst(part.instruction)}];" if part.instruction else ""
    pieces = [f"{head}{worth}", write_rows(part.lefts), write_rows(part.choices), told, room]
    return "#block(breakable: false, width: 100%)[\n" + "\n\n".join(filter(None, pieces)) + "\n];"


def write_rows(rows: Sequence[Row]) -> str:
    """Texts behind their letters or numbers."""
    if not rows:
        return ""
    cells = ", ".join(f"[{plain_to_typst(f'{label})')}], [{line_to_typst(text)}]" for label, text in rows)
    return f"#grid(columns: (1.6em, 1fr), row-gutter: 0.5em, {cells});"


def write_answer(part: PaperPart) -> str:
    """The right answer, and the notes on it."""
    notes = "; ".join(f"{label}) {text}" if label else text for label, text in part.notes)
    return line_to_typst(part.answer) if part.answer else to_typst(notes)


def write_solution(problem: Problem) -> str:
    """The plan, the steps, and what is said afterwards."""
    blocks = [write_block(block) for block in steps.make_steps(problem)]
    lead = to_typst(problem.before_steps) if blocks and problem.before_steps else ""
    pictures = draw_pictures(problem.solution_pictures)
    return "\n\n".join(filter(None, [lead, *blocks, *pictures, to_typst(problem.after_steps)]))


def write_block(block: steps.StepTable | tuple[int, steps.StepLine]) -> str:
    """One step, or the table of a loop."""
    if isinstance(block, steps.StepTable):
        return write_table(block)
    number, line = block
    equation = latex_to_typst(" ".join((line.name, *line.chain)))
    shown = f"${equation}$" if equation else math_to_typst(line.name)
    shown = " ".join((shown, *map(math_to_typst, line.words)))
    since = f" (since {plain_to_typst(line.since)})" if line.since else ""
    why = f" #linebreak(); {line_to_typst(line.why)}" if line.why else ""
    return f"#grid(columns: (1.6em, 1fr), [{number}.], [{shown}{since}{why}]);"


def write_table(table: steps.StepTable) -> str:
    """The rules of a loop, then a row for each pass."""
    rules = "".join(
        f"#list([{math_to_typst(latex)}{': ' + line_to_typst(why) if why else ''}]);" for latex, why in table.rules
    )
    head = ", ".join(
        f"[{plain_to_typst(cell) if i == 0 else math_to_typst(cell)}]" for i, cell in enumerate(table.head)
    )
    rows = ", ".join(
        f"[{plain_to_typst(cell) if i == 0 or not cell else math_to_typst(cell)}]"
        for row in table.rows
        for i, cell in enumerate(row)
    )
    return f"{rules}\n\n#table(columns: {len(table.head)}, table.header({head}), {rows});"


# documents


def write_paper(code: str, sheets: Sequence[Sheet]) -> str:
    """One paper, from a page of its own."""
    total = sum(sheet.marks for sheet in sheets)
    name = "Name: #box(width: 6cm, stroke: (bottom: 0.5pt))[#v(1em)];"
    foot = "context [#h(1fr) #counter(page).display() #h(1fr)]"
    head = (
        f"#set page(header: [Paper #raw({quote_string(code)}); #h(1fr) {name}], footer: {foot});\n"
        "#counter(page).update(1);"
    )
    lead = f'#align(center)[#text(size: 15pt, weight: "bold")[Questions]; #linebreak(); {plural(total, "mark")}];'
    body = "\n\n".join(write_numbered(number, sheet) for number, sheet in enumerate(sheets, 1))
    return f"{head}\n\n{lead}\n\n{body}"


def write_numbered(number: int, sheet: Sheet) -> str:
    """A question behind its number."""
    cells = f"[#strong[{number}.];], [{sheet.question}], [#emph[{plural(sheet.marks, 'mark')}];]"
    return f"#v(0.8em)\n\n#grid(columns: (1.6em, 1fr, auto), column-gutter: 0.4em, {cells});"


def write_key(codes: Sequence[str], papers: Sequence[Sequence[Sheet]], with_solutions: bool) -> str:
    """The answers of every paper, found by its code; with the solutions where there is one paper."""
    pieces = ['#set page(numbering: "1")', '#align(center)[#text(size: 15pt, weight: "bold")[Marking key];];']
    for code, sheets in sorted(zip(codes, papers, strict=True), key=lambda row: int(row[0].rpartition("-")[2])):
        cells = ", ".join(
            f"[{number}{letter}], [{answer}], [{marks}], [#raw({quote_string(sheet.variant)});]"
            for number, sheet in enumerate(sheets, 1)
            for letter, answer, marks in sheet.answers
        )
        heads = "[], [Answer], [Marks], [Variant]"
        pieces.append(f"#strong[Paper #raw({quote_string(code)});];")
        pieces.append(f"#table(columns: (auto, 1fr, auto, auto), table.header({heads}), {cells});")
        if with_solutions:
            pieces += [f"#v(0.6em)\n\n#strong[{i}.];\n\n{sheet.solution}" for i, sheet in enumerate(sheets, 1)]
    return "\n\n".join(pieces)


def write_worksheet(sheets: Sequence[Sheet]) -> str:
    """Questions, each followed by its solution."""
    pieces = ['#set page(numbering: "1")']
    for number, sheet in enumerate(sheets, 1):
        answers = "; ".join(f"{letter}) {answer}" if letter else answer for letter, answer, _ in sheet.answers)
        pieces.append(
            f"#strong[{number}.];\n\n{sheet.question}\n\n#block(inset: (left: 1em), stroke: (left: 1pt + gray))["
        )
        pieces.append(f"#strong[Answer:]; {answers}\n\n{sheet.solution}\n];\n\n#v(1em)")
    return "\n\n".join(pieces)


def set_documents(sources: Mapping[Path, str], job: Job) -> Iterator[tuple[Path, bytes]]:
    """Each document as PDF; as its source where Typst is not installed."""
    try:
        import typst  # 80 MB; an extra
    except ImportError:
        job.say(INSTALL)
        for path, source in sources.items():
            yield path.with_suffix(".typ"), source.encode("utf-8", "replace")
        return
    for path, source in sources.items():
        yield path, typst.compile(source.encode("utf-8", "replace"), format="pdf", timestamp=job.time)


class SheetFormat:
    """What papers and worksheets share; they differ in the room below a part and in what is written."""

    SUFFIX = ".pdf"
    VARIANTS = 1

    def describe_gap(self, item: Item, job: Job) -> str:
        """Setting a page takes time and memory in proportion to its formulas."""
        steps = max(len(list(problem.tape)) for problem in item.problems)
        return f"its solution has {steps:,} steps, and a sheet takes at most {MAX_STEPS}" if steps > MAX_STEPS else ""

    def write_room(self, asked: AskedPart) -> str:
        """What stands below a part."""
        raise NotImplementedError

    def make_record(self, item: Item, job: Job) -> Record:
        return Record(tuple(make_sheet(problem, self.write_room) for problem in item.problems), item.order)


class PaperFormat(SheetFormat):
    """Exam papers, with a marking key and the list of papers beside them."""

    def write_room(self, asked: AskedPart) -> str:
        """Room for working where a quantity is asked for, and a line for the answer."""
        line = "#grid(columns: (auto, 1fr), gutter: 0.5em, [Answer:], line(start: (0pt, 0.9em), length: 60%));"
        return f"#v({SPACE[asked.entry is not None]})\n\n{line}"

    def make_files(self, records: Sequence[Record], job: Job) -> Mapping[Path, bytes]:
        count = len(records[0].order)
        papers = [[record.on_paper(number) for record in records] for number in range(count)]
        codes = [make_code([sheet.digest for sheet in sheets], n) for n, sheets in enumerate(papers, 1)]
        exams = "\n\n#pagebreak()\n\n".join(map(write_paper, codes, papers))
        key = write_key(codes, papers, with_solutions=count == 1)
        sources = {job.out: f"{STYLE}\n{exams}\n", job.path_beside("-key.pdf"): f"{STYLE}\n{key}\n"}
        digests = {code: [sheet.digest for sheet in sheets] for code, sheets in zip(codes, papers, strict=True)}
        listed = write_list([sheet.id for sheet in papers[0]], digests, job.seed)
        return {**dict(set_documents(sources, job)), job.path_beside(LIST_SUFFIX): listed}


class WorksheetFormat(SheetFormat):
    """Questions with their solutions."""

    def write_room(self, asked: AskedPart) -> str:
        """Nothing: the solution follows."""
        return ""

    def make_files(self, records: Sequence[Record], job: Job) -> Mapping[Path, bytes]:
        sheets = [sheet for record in records for sheet in record.sheets]
        return dict(set_documents({job.out: f"{STYLE}\n{write_worksheet(sheets)}\n"}, job))


PAPER = PaperFormat()
WORKSHEET = WorksheetFormat()
