"""`dlquiz import`: make a bank of questions that people have already."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from dlquiz.bank import build
from dlquiz.bank.compile import compile_text
from dlquiz.check.examine import examine
from dlquiz.commands.new import slug_of, title_of
from dlquiz.errors import BankError, UsageError
from dlquiz.files import create_file
from dlquiz.importing.bank_text import write_bank
from dlquiz.importing.draft import Draft, Loss
from dlquiz.importing.formats import read_file
from dlquiz.language.text_functions import plural
from dlquiz.screen.stdio import print_error, print_text

MAX_QUESTIONS = 5_000


def run(file: Path, topic: str | None, out: Path | None) -> int:
    """Write the bank, list what it cannot carry, and say what `check` finds; 1 where nothing is left."""
    found = read_file(file)
    if len(found.drafts) > MAX_QUESTIONS:
        raise UsageError(f"{file} holds {len(found.drafts):,} questions; a bank takes {MAX_QUESTIONS:,}. Split it.")
    slug = slug_of(topic or make_topic(file))
    path = out or Path(f"{slug}.yaml")
    title = title_of(topic or slug)
    kept, losses = keep_sound(found.drafts, slug, title, file.name)
    for loss in sorted([*found.losses, *losses], key=lambda loss: loss.line):
        print_error(f"{file}:{loss.line}: {loss.reason}")
    if not kept:
        raise UsageError(f"Nothing of {file} can be carried into a bank.")
    text, _ = write_bank(slug, title, kept, file.name)
    try:
        create_file(path, text.encode())
    except FileExistsError:
        raise UsageError(f"{path} already exists; choose another name with --out.") from None
    print_text(f"{plural(len(kept), 'question')} in {path}")
    print_warnings(text, path)
    print_text(f"  dlquiz quiz {slug} --bank {path}")
    return 0


def make_topic(file: Path) -> str:
    """A topic of a file's name."""
    words = "".join(char if char.isascii() and char.isalnum() else " " for char in file.stem.lower()).split()
    return "-".join(words) or "imported"


def keep_sound(drafts: Sequence[Draft], slug: str, title: str, source: str) -> tuple[list[Draft], list[Loss]]:
    """The drafts of which a bank can be made, and why the others are left out."""
    text, places = write_bank(slug, title, drafts, source)
    try:
        compile_text(text, source)
    except BankError as error:
        faulty: dict[int, str] = {}
        for fault in error.faults:
            own = sum(place <= fault.place.line for place in places) - 1
            faulty.setdefault(max(0, own), fault.message)
        kept = [draft for i, draft in enumerate(drafts) if i not in faulty]
        losses = [Loss(drafts[i].line, f"it is left out: {message}") for i, message in faulty.items() if drafts]
        more, further = keep_sound(kept, slug, title, source) if kept else ([], [])
        return more, [*losses, *further]
    return list(drafts), []


def print_warnings(text: str, path: Path) -> None:
    """What `check` finds in the bank: what a person has to decide."""
    plain = compile_text(text, str(path))
    count = 0
    for one in plain["questions"]:
        report = examine(build.build_question(one, plain["topic"], str(path)))
        for finding in (*report.faults, *report.warnings):
            count += 1
            print_error(f"{one['id']}: to decide: {finding.message}")
    if count:
        print_text(f"{plural(count, 'thing')} for you to decide; `dlquiz check {path}` lists them with their lines.")
