"""`dlquiz check`: find what is wrong with a bank before a learner does."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from dlquiz.bank import build
from dlquiz.bank.compile import compile_sound_questions
from dlquiz.check.examine import examine
from dlquiz.check.report import Report
from dlquiz.errors import Fault, Place
from dlquiz.language.budget import WorkBudget
from dlquiz.language.text_functions import plural
from dlquiz.model import Question
from dlquiz.screen.stdio import print_error, print_json, print_text

WORK = 3_000_000  # half microseconds for all banks together
WORK_PER_BYTE = 400  # and for each byte of theirs

SHARES = 4  # how much more than its share of what is left a question may take
KEPT = 0.75  # of the share of each question that those before it cannot take


def run(files: Sequence[Path], as_json: bool, quiet: bool) -> int:
    """Load the files, judge every example, draw every question; the exit code is 1 where there is a fault."""
    faults: list[Fault] = []
    questions: list[Question] = []
    seen: dict[str, Place] = {}
    for path in files:
        plain, found = compile_sound_questions(path)
        faults += found
        if plain is None:
            continue
        for one in plain["questions"]:
            place = Place(str(path), *one["at"])
            if one["id"] in seen:
                faults.append(Fault(place, f'the id "{one["id"]}" is already used at {seen[one["id"]]}'))
            seen.setdefault(one["id"], place)
            questions.append(build.build_question(one, plain["topic"], str(path)))
    reports = examine_all(questions, WORK + WORK_PER_BYTE * sum(map(measure_file, files)))
    faults += [fault for report in reports for fault in report.faults]
    warnings = [warning for report in reports for warning in report.warnings]
    if as_json:
        print_json(findings_data(faults, warnings, reports))
    else:
        print_findings(files, faults, warnings, reports, quiet)
    return 1 if faults else 0


def examine_all(questions: Sequence[Question], work: int) -> list[Report]:
    """The findings about each question, for so much work in all: what one leaves the later ones may take."""
    whole = WorkBudget(work)
    kept = int(KEPT * work) // max(1, len(questions))
    return [
        examine(question, whole=WorkBudget(min(SHARES * whole.left // left, whole.left - kept * (left - 1)), whole))
        for left, question in zip(range(len(questions), 0, -1), questions, strict=True)
    ]


def measure_file(path: Path) -> int:
    """The bytes of a file; 0 where there is none."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def findings_data(faults: Sequence[Fault], warnings: Sequence[Fault], reports: Sequence[Report]) -> dict[str, object]:
    """The findings as JSON data."""

    def rows(found: Sequence[Fault]) -> list[dict[str, object]]:
        return [
            {"file": f.place.file, "line": f.place.line, "column": f.place.column, "message": f.message} for f in found
        ]

    notes = [note for report in reports for note in report.notes]
    return {"questions": len(reports), "faults": rows(faults), "warnings": rows(warnings), "notes": notes}


def print_findings(
    files: Sequence[Path], faults: Sequence[Fault], warnings: Sequence[Fault], reports: Sequence[Report], quiet: bool
) -> None:
    """Print faults and warnings on stderr, notes and a summary on stdout."""
    for fault in faults:
        print_error(fault)
    for warning in warnings:
        print_error(f"{warning.place}: warning: {warning.message}")
    if not quiet:
        for report in reports:
            for note in report.notes:
                print_text(f"note: {note}")
    looked_at = f"{plural(len(reports), 'question')} in " if reports else ""
    verdict = plural(len(faults), "fault") if faults else "no faults"
    warned = f", {plural(len(warnings), 'warning')}" if warnings else ""
    print_text(f"{looked_at}{plural(len(files), 'file')}: {verdict}{warned}")
