"""`dlquiz import`: make a bank of questions that people have already."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

from dlquiz.bank import build
from dlquiz.bank.compile import compile_text
from dlquiz.bank.recovery import MAX_CHARACTERS
from dlquiz.check.examine import examine
from dlquiz.commands.new import slug_of, title_of
from dlquiz.errors import BankError, UsageError
from dlquiz.files import create_file
from dlquiz.importing.bank_text import write_bank
from dlquiz.importing.draft import Draft, Loss
from dlquiz.importing.formats import read_file
from dlquiz.language.budget import WorkBudget
from dlquiz.language.text_functions import plural
from dlquiz.screen.stdio import print_error, print_text

MAX_QUESTIONS = 5_000
WORK = 600_000  # half microseconds for examining what was imported


def run(file: Path, topic: str | None, out: Path | None) -> int:
    """Write the bank, list what it cannot carry, and say what `check` finds; 1 where nothing is left."""
    found = read_file(file)
    if len(found.drafts) > MAX_QUESTIONS:
        raise UsageError(f"{file} holds {len(found.drafts):,} questions; a bank takes {MAX_QUESTIONS:,}. Split it.")
    slug = slug_of(topic or make_topic(file))
    path = out or Path(f"{slug}.yaml")
    title = title_of(topic or slug)
    sound, losses = keep_sound(found.drafts, slug, title, file.name)
    for loss in sorted([*found.losses, *losses], key=lambda loss: loss.line):
        print_error(f"{file}:{loss.line}: {loss.reason}")
    if sound is None:
        raise UsageError(f"Nothing of {file} can be carried into a bank.")
    try:
        create_file(path, sound.text.encode())
    except FileExistsError:
        raise UsageError(f"{path} already exists; choose another name with --out.") from None
    print_text(f"{plural(sound.questions, 'question')} in {path}")
    print_warnings(sound.plain, path)
    print_text(f"  dlquiz quiz {slug} --bank {path}")
    return 0


def make_topic(file: Path) -> str:
    """A topic of a file's name."""
    words = "".join(char if char.isascii() and char.isalnum() else " " for char in file.stem.lower()).split()
    return "-".join(words) or "imported"


class SoundBank(NamedTuple):
    """A bank that loads: its text, how many questions it has, and what it was compiled to."""

    text: str
    questions: int
    plain: Mapping[str, Any]


def keep_sound(drafts: Sequence[Draft], slug: str, title: str, source: str) -> tuple[SoundBank | None, list[Loss]]:
    """The bank of those drafts of which one can be made, if there are any, and why the others are left out."""
    losses: list[Loss] = []
    for attempt in count():
        if not drafts:
            break
        text, places = write_bank(slug, title, drafts, source)
        if len(text) > MAX_CHARACTERS:
            raise UsageError(f"{source} makes a bank of more than {MAX_CHARACTERS:,} characters; split it.")
        try:
            return SoundBank(text, len(drafts), compile_text(text, source)), losses
        except BankError as error:
            faulty = list_faulty(error, places, len(drafts) if attempt else 0)
        losses += [Loss(drafts[i].line, f"it is left out: {message}") for i, message in faulty.items()]
        drafts = [draft for i, draft in enumerate(drafts) if i not in faulty]
    return None, losses


def list_faulty(error: BankError, places: Sequence[int], end: int) -> dict[int, str]:
    """What is wrong with which draft; with an `end`, all up to there are left out too.

    A bank that becomes too long names the first question for which it has no room, and not those behind it.
    """
    faulty: dict[int, str] = {}
    for fault in error.faults:
        own = max(0, bisect(places, fault.place.line) - 1)
        for i in range(own, max(own + 1, end)):
            faulty.setdefault(i, fault.message)
    return faulty


def print_warnings(plain: Mapping[str, Any], path: Path) -> None:
    """What `check` finds in the bank, in its first questions where it is large: what a person has to decide."""
    found = 0
    budget = WorkBudget(WORK)
    for number, one in enumerate(plain["questions"]):
        report = examine(build.build_question(one, plain["topic"], str(path)), whole=budget)
        if budget.is_exceeded:
            print_text(f"Of these, {number} were examined now; `dlquiz check {path}` examines all.")
            break
        for finding in (*report.faults, *report.warnings):
            found += 1
            print_error(f"{one['id']}: to decide: {finding.message}")
    if found:
        print_text(f"{plural(found, 'thing')} for you to decide; `dlquiz check {path}` lists them with their lines.")
