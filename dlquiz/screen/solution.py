"""The worked solution: numbered tape entries in columns, or three lines each where columns have no room."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import NamedTuple

from rich.cells import cell_len
from rich.text import Text

from dlquiz import kinds
from dlquiz.language.write.symbols import name_to_symbol
from dlquiz.language.write.values import value_to_prose
from dlquiz.model import Value
from dlquiz.problem import AskedPart, Problem
from dlquiz.screen import markdown
from dlquiz.screen.charset import HARD_SPACE
from dlquiz.screen.pass_table import render_passes
from dlquiz.screen.question import LETTERS, label_answer, render_asked, render_question, render_question_pictures
from dlquiz.screen.screen import MARGIN, Screen
from dlquiz.screen.wrap import pad_text
from dlquiz.worked import Entry
from dlquiz.worked.pass_table import group_passes

GAP = "  "
BRACKETS = re.compile(r"[\[(][^\[\]()]{1,24}[\])]")
NOTHING: Mapping[str, Value] = {}


class Row(NamedTuple):
    """A tape entry as texts."""

    number: str
    name: str
    formula: str
    numbers: str
    value: str
    why: Text
    matters: bool

    @property
    def cells(self) -> tuple[str, str, str, str]:
        """What stands in columns."""
        return self.name, self.formula, self.numbers, self.value


def show_solution(problem: Problem, screen: Screen) -> None:
    """Print question, steps, answers and what its author adds."""
    wanted = {asked.entry.name for asked in problem.parts.values() if asked.entry is not None}
    blocks = [render_question(problem, screen) + render_question_pictures(problem, screen)]
    blocks += [render_asked(problem, name, screen) for name in problem.parts]
    blocks += [render_plan(problem, screen), render_tape(problem, list(problem.tape), screen, wanted)]
    blocks += [render_solution_pictures(problem, screen)[1:]]
    blocks += [render_answers(problem, problem.parts.values(), screen) + render_notes(problem, screen)]
    for block in filter(None, blocks):
        screen.show(["", *block])
    screen.show([""])


def show_worked(problem: Problem, screen: Screen) -> None:
    """Print what is given and the steps; the answers stand among them."""
    wanted = {asked.entry.name for asked in problem.parts.values() if asked.entry is not None}
    steps = render_tape(problem, list(problem.tape), screen, wanted)
    after = [render_solution_pictures(problem, screen)[1:], render_notes(problem, screen)]
    for block in (render_question(problem, screen), steps, *after):
        screen.show(["", *block] if block else [])


def show_answers(problem: Problem, screen: Screen) -> None:
    """Print the right answers."""
    screen.show([*render_answers(problem, problem.parts.values(), screen), ""])


def render_tape(
    problem: Problem,
    entries: Sequence[Entry],
    screen: Screen,
    matter: Collection[str] = (),
    had: Mapping[str, Value] = NOTHING,
) -> list[Text]:
    """Some entries of the tape; those that matter are set off, and those where the learner departed are marked."""
    numbers = {entry.name: str(i) for i, entry in enumerate(problem.tape, 1)}
    made: list[Text] = []
    waiting: list[Entry] = []

    def render_waiting() -> list[Text]:
        rows = [make_row(entry, numbers[entry.name], entry.name in matter, screen) for entry in waiting]
        for i, entry in enumerate(waiting):
            if entry.name in problem.keys_by_entry:
                text = screen.spell(kinds.to_text(problem.keys_by_entry[entry.name]))
                numbers_left = "" if rows[i].numbers == rows[i].formula else rows[i].numbers
                rows[i] = rows[i]._replace(value=text, numbers=numbers_left)
            if entry.name in had:
                rows[i] = add_other_value(rows[i], had[entry.name], screen)
        waiting.clear()
        return choose_layout(rows, screen)(rows, screen) if rows else []

    for block in group_passes(entries):
        table = None if isinstance(block, Entry) else render_passes(block, numbers, screen, matter, had)
        if table is None:
            waiting += [block] if isinstance(block, Entry) else block.entries
        else:
            before = render_waiting()
            made += [*before, *([Text()] if before else []), *table, Text()]
    made += render_waiting()
    return made[:-1] if made and not made[-1] else made


def make_row(entry: Entry, number: str, matters: bool, screen: Screen) -> Row:
    """An entry as texts; what would only repeat its neighbour is left out."""
    value = value_to_prose(entry.value)
    numbers = "" if entry.numbers == value else entry.numbers
    formula = "" if entry.formula in (numbers, value) else entry.formula
    if entry.since:
        numbers += f"{', ' if numbers else ''}since {entry.since}"
    name, formula, numbers, value = map(screen.spell, (name_to_symbol(entry.name), formula, numbers, value))
    return Row(number, name, formula, numbers, value, screen.to_text(markdown.render_inline(entry.why)), matters)


def add_other_value(row: Row, value: Value, screen: Screen) -> Row:
    """An entry at which the learner had another value."""
    note = screen.spell(f"Here you may have had {value_to_prose(value)}.")
    return row._replace(why=Text.assemble(row.why, " " if row.why else "", note))


Layout = Callable[[Sequence[Row], Screen], list[Text]]


def choose_layout(rows: Sequence[Row], screen: Screen) -> Layout:
    """How a tape is set: spoken, on one line each, with the why below, or as a list."""
    if screen.plain:
        return render_sentences
    if add_up_columns(measure_widths(rows)) + 2 + max(row.why.cell_len for row in rows) <= screen.width:
        return render_one_line
    if not screen.narrow and len(drop_wide_rows(rows, screen)) > len(rows) // 2:
        return render_two_lines
    return render_entry_list


def drop_wide_rows(rows: Sequence[Row], screen: Screen) -> list[Row]:
    """The entries that have room in columns together: the widest are left out until the others do."""
    short: list[Row] = []
    sizes = [0, 0, 0, 0]
    for row in sorted(rows, key=lambda row: sum(map(cell_len, row.cells))):
        sizes = list(map(max, sizes, map(cell_len, row.cells)))
        if add_up_columns(sizes) > screen.width:
            break
        short.append(row)
    return short


def add_up_columns(sizes: Sequence[int]) -> int:
    """How wide entries in columns of these sizes are."""
    return sum(sizes) + len(GAP) * 4 + len(MARGIN) + 4


def measure_widths(rows: Sequence[Row]) -> list[int]:
    """How wide the columns are."""
    return [max(cell_len(row.cells[i]) for row in rows) for i in range(4)]


def render_row(row: Row, sizes: Sequence[int]) -> Text:
    """Number, name, formula, numbers and value, each in its column."""
    style = "bold" if row.matters else ""
    name, formula, numbers = (pad_text(cell, size) for cell, size in zip(row.cells[:3], sizes[:3], strict=True))
    middle = "".join(GAP + cell for cell in (formula, numbers) if cell)
    value = " " * (sizes[3] - cell_len(row.value)) + row.value
    return Text.assemble(format_lead(row), (name, style), middle, GAP, (value, style))


def format_lead(row: Row) -> str:
    """The number of an entry, with a sign where it matters."""
    return f"{MARGIN}{'›' if row.matters else ' '}{row.number:>2}  "


def render_one_line(rows: Sequence[Row], screen: Screen) -> list[Text]:
    """Every entry on one line."""
    sizes = measure_widths(rows)
    return [Text.assemble(render_row(row, sizes), f"{GAP} " if row.why else "", row.why) for row in rows]


def render_two_lines(rows: Sequence[Row], screen: Screen) -> list[Text]:
    """The why below its entry; an entry that is too wide stands as in a list."""
    short = drop_wide_rows(rows, screen)
    sizes = measure_widths(short)
    in_columns = {row.number for row in short}
    made: list[Text] = []
    for row in rows:
        if row.number not in in_columns:
            made += render_entry_list([row], screen)
            continue
        made.append(render_row(row, sizes))
        made += render_why(row, screen) if row.why else []
    return made


def render_entry_list(rows: Sequence[Row], screen: Screen) -> list[Text]:
    """Name and value, formula and numbers, and the why, below each other."""
    made: list[Text] = []
    for row in rows:
        head = Text(hold_brackets(f"{row.name} = {row.value}"), "bold" if row.matters else "")
        made += screen.wrap_text(head, format_lead(row), " " * 8)
        for text in filter(None, (row.formula, row.numbers)):
            sign = "" if text.startswith("since ") else "= "
            made += screen.wrap_text(f"{sign}{hold_brackets(text)}", f"{MARGIN}     ", f"{MARGIN}       ")
        made += render_why(row, screen) if row.why else []
    return made


def render_why(row: Row, screen: Screen) -> list[Text]:
    """The reason below its entry."""
    return screen.wrap_text(Text.assemble(row.why, style="dim"), f"{MARGIN}     ")


def hold_brackets(formula: str) -> str:
    """A formula whose short brackets, such as [0, 1], are not broken over two lines."""
    return BRACKETS.sub(lambda found: found[0].replace(" ", HARD_SPACE), formula)


def render_sentences(rows: Sequence[Row], screen: Screen) -> list[Text]:
    """Sentences for a screen reader."""
    made: list[Text] = []
    for row in rows:
        numbers, since, reason = split_reason(row.numbers)
        terms = dict.fromkeys((row.name, row.formula, numbers, row.value))
        equation = " = ".join(term for term in terms if term)
        made += screen.wrap_text(Text.assemble(f"Step {row.number}: {equation}{since}{reason}. ", row.why))
    return made


def split_reason(numbers: str) -> tuple[str, str, str]:
    """A formula with numbers, and the reason behind it, which a sentence puts last: "= 0, since z is negative"."""
    if numbers.startswith("since "):
        return "", ", ", numbers
    return numbers.partition(", since ")


# answers


def render_answers(problem: Problem, parts: Collection[AskedPart], screen: Screen) -> list[Text]:
    """The right answers of some parts."""
    made: list[Text] = []
    for asked in parts:
        made += render_answer(asked, label_answer(problem, asked.name), screen)
    return made


def render_answer(asked: AskedPart, name: str, screen: Screen) -> list[Text]:
    """The right answer of one part, in the words of its kind."""
    wanted = asked.key
    texts: list[str]
    if wanted.lefts:
        texts = [f"{i + 1}{LETTERS[at]}  {wanted.lefts[i]}: {wanted.rights[at]}" for i, at in enumerate(wanted.partner)]
    elif wanted.items:
        texts = [f"{LETTERS[at]}  {wanted.items[at]}" for at in wanted.order]
    elif wanted.points:
        texts = [f"{'-' if screen.plain else '•'} {point}" for point in wanted.points]
    elif wanted.options:
        right = [line for at in wanted.right for line in render_right_option(asked, at, screen)]
        return [*screen.wrap_text(f"{name}:", MARGIN), *right, *render_wrong_options(asked, screen)]
    else:
        return screen.wrap_text(Text(kinds.to_text(wanted), "bold"), f"{MARGIN}{name}: ")
    made = screen.wrap_text(f"{name}:", MARGIN)
    for text in texts:
        made += screen.wrap_text(markdown.render_inline(text), MARGIN + "  ", MARGIN + "     ")
    return made


def render_right_option(asked: AskedPart, at: int, screen: Screen) -> list[Text]:
    """A right option with its letter, and why it is right."""
    wanted = asked.key
    reason = wanted.because[at] if at < len(wanted.because) else ""
    lead = Text.assemble(f"{MARGIN}  ", (LETTERS[at], "bold"), "  ")
    made = screen.wrap_text(markdown.render_inline(wanted.options[at]), lead)
    because = Text.assemble(markdown.render_inline(reason), style="dim")
    return made + (screen.wrap_text(because, f"{MARGIN}     ") if because else [])


def render_wrong_options(asked: AskedPart, screen: Screen) -> list[Text]:
    """Why the other options are wrong, each behind its letter; nothing of those about which nobody says it."""
    key = asked.key
    reasons = {at: text for at, text in enumerate(key.because) if text and at not in key.right}
    made = [Text()] if reasons else []
    for at, text in reasons.items():
        lead = Text.assemble(f"{MARGIN}  not ", (LETTERS[at], "bold"), "  ")
        made += screen.wrap_text(Text.assemble(markdown.render_inline(text), style="dim"), lead)
    return made


def render_plan(problem: Problem, screen: Screen) -> list[Text]:
    """The way to the answer, where the author gives it and there are steps."""
    return markdown.render_markdown(problem.before_steps, screen, MARGIN) if len(problem.tape) else []


def render_solution_pictures(problem: Problem, screen: Screen, steps: Collection[str] | None = None) -> list[Text]:
    """The pictures of the solution and of its steps, or of these steps alone, each with a blank line before it."""
    if not problem.question.pictures:
        return []
    from dlquiz.screen.pictures import render_pictures

    pictures = problem.solution_pictures if steps is None else problem.pictures_of(*steps)
    return render_pictures(pictures, screen, MARGIN)


def render_notes(problem: Problem, screen: Screen) -> list[Text]:
    """Checks, the typical slip, remark and source, where the author gives them."""
    made: list[Text] = []
    if problem.after_steps:
        made += [Text(), *markdown.render_markdown(problem.after_steps, screen, MARGIN)]
    if problem.question.see:
        source = Text.assemble("see: ", markdown.render_inline(problem.question.see), style="dim")
        made += [Text(), *screen.wrap_text(source, MARGIN)]
    return made
