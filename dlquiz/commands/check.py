"""`dlquiz check`: everything that can be wrong with a bank, before a learner finds it."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from dlquiz.bank import build
from dlquiz.bank.compile import compiled
from dlquiz.errors import BankError, Fault, Place
from dlquiz.examine import Report, examine
from dlquiz.model import Question


def run(files: Sequence[Path], as_json: bool, quiet: bool) -> int:
    """Load the files, draw every question, judge every example; 1 where something is wrong."""
    faults: list[Fault] = []
    questions: list[Question] = []
    seen: dict[str, Place] = {}
    for path in files:
        try:
            plain = compiled(path)
        except BankError as error:
            faults += error.faults
            continue
        for one in plain["questions"]:
            place = Place(str(path), one["place"], 1)
            if one["id"] in seen:
                faults.append(Fault(place, f'the id "{one["id"]}" stands also at {seen[one["id"]]}'))
            seen.setdefault(one["id"], place)
            questions.append(build.question(one, plain["topic"], str(path)))
    reports = [examine(question) for question in questions]
    faults += [fault for report in reports for fault in report.faults]
    warnings = [warning for report in reports for warning in report.warnings]
    if as_json:
        print(json.dumps(as_data(faults, warnings, reports), ensure_ascii=False))
    else:
        tell(files, faults, warnings, reports, quiet)
    return 1 if faults else 0


def as_data(faults: Sequence[Fault], warnings: Sequence[Fault], reports: Sequence[Report]) -> dict[str, object]:
    """The findings as JSON data."""

    def rows(found: Sequence[Fault]) -> list[dict[str, object]]:
        return [{"file": f.place.file, "line": f.place.line, "column": f.place.column, "message": f.message} for f in found]

    notes = [note for report in reports for note in report.notes]
    return {"questions": len(reports), "faults": rows(faults), "warnings": rows(warnings), "notes": notes}


def tell(
    files: Sequence[Path], faults: Sequence[Fault], warnings: Sequence[Fault], reports: Sequence[Report], quiet: bool
) -> None:
    """Faults and warnings on stderr, the sum on stdout."""
    for fault in faults:
        print(fault, file=sys.stderr)
    for warning in warnings:
        print(f"{warning.place}: warning: {warning.message}", file=sys.stderr)
    if not quiet:
        for report in reports:
            for note in report.notes:
                print(f"note: {note}")
    counted = f"{len(reports)} question{'s' if len(reports) != 1 else ''} in {len(files)} file{'s' if len(files) != 1 else ''}"
    verdict = "all well" if not faults else f"{len(faults)} fault{'s' if len(faults) != 1 else ''}"
    print(f"{counted}: {verdict}" + (f", {len(warnings)} warning{'s' if len(warnings) != 1 else ''}" if warnings else ""))
