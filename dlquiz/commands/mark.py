"""`dlquiz mark`: mark answers that were typed off printed papers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from dlquiz.commands.banks import open_banks
from dlquiz.errors import UsageError
from dlquiz.files import read_named_file, write_files
from dlquiz.language.text_functions import plural
from dlquiz.marking.answers import Script, count_columns, count_slips, mark_table, to_json, write_marks, write_results
from dlquiz.marking.papers import SUFFIX, PaperList
from dlquiz.screen.stdio import print_error, print_text

MOST_SLIPS = 8


def run(file: Path, papers: Path | None, out: Path | None, files: Sequence[Path], decimal: str) -> int:
    """Write the marks of each student, name the rows that cannot be marked, and print a table of the class."""
    text = read_text(file)
    listed = PaperList(papers or find_papers(file), open_banks(files))
    scripts, refused = mark_table(text, listed, decimal)
    for refusal in refused:
        who = f" ({refusal.name})" if refusal.name else ""
        print_error(f"{file}:{refusal.line}{who}: {refusal.reason}.")
    if not scripts:
        raise UsageError(f"No row of {file} could be marked.")
    for script in scripts:
        for answer in script.answers:
            if answer.verdict == "unreadable":
                print_error(f'{file}: {script.name}, {answer.column}: "{answer.typed}" is not marked: {answer.says}.')
    table = out or file.with_name(f"{file.stem}-marks.csv")
    data = json.dumps(to_json(scripts, refused), ensure_ascii=False, indent=1)
    write_files({table: write_results(scripts).encode(), table.with_suffix(".json"): f"{data}\n".encode()})
    print_class(scripts)
    print_text(f"{plural(len(scripts), 'script')} in {table} and {table.with_suffix('.json')}")
    return 1 if refused else 0


def read_text(file: Path) -> str:
    """The table; UsageError where it cannot be read."""
    try:
        return read_named_file(file).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError(f"{file} is not UTF-8; save it as UTF-8 and try again.") from None


def find_papers(file: Path) -> Path:
    """The list of papers beside the answers; UsageError where there is none, or more than one."""
    found = sorted({*file.parent.glob(f"*{SUFFIX}"), *Path().glob(f"*{SUFFIX}")})
    found = list({path.resolve(): path for path in found}.values())
    if len(found) != 1:
        what = "Several lists" if found else "No list"
        raise UsageError(f"{what} of papers (*{SUFFIX}) beside {file}; name the one to mark by with --papers.")
    return found[0]


def print_class(scripts: Sequence[Script]) -> None:
    """How each question went, and the commonest slips."""
    print_text(f"{'':<6} {'had it':>9} {'answered':>9} {'marks':>6}")
    for column in count_columns(scripts):
        had = f"{column.right} of {len(scripts)}"
        print_text(f"{column.column:<6} {had:>9} {column.answered:>9} {column.mean:>6.0%}")
    mean = sum(float(script.marks) for script in scripts) / len(scripts)
    best = max(script.marks for script in scripts)
    print_text(f"mean {mean:.1f} of {scripts[0].of} marks, best {write_marks(best)}")
    for _, says, count in count_slips(scripts)[:MOST_SLIPS]:
        print_text(f"{count:>4} × {' '.join(says.split())}")
