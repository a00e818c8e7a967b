"""`dlquiz quiz`: practise, one question at a time."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from dlquiz.algebra import preload
from dlquiz.bank.question_set import QuestionSet
from dlquiz.commands.banks import open_banks, read_seed
from dlquiz.errors import UsageError
from dlquiz.problem import Problem, make_problem
from dlquiz.screen.dialogue import Dialogue
from dlquiz.screen.prompt import Prompt, QuizLeft, Request
from dlquiz.screen.score_screen import render_score
from dlquiz.screen.screen import detect_screen
from dlquiz.screen.terminal_prompt import open_prompt
from dlquiz.session import Planned, Quiz, Summary, plan_questions, summarize

SEEDS = 1_000_000
NO_TERMINAL = """\
dlquiz quiz needs a terminal, and there is none here. Without one:
  dlquiz show ID@SEED           prints a question
  dlquiz answer ID@SEED TEXT    judges an answer
  dlquiz solve ID@SEED          prints the worked solution"""


def run(
    words: Sequence[str],
    questions: int,
    level: str | None,
    seed: int | None,
    files: Sequence[Path],
    plain: bool,
    decimal: str,
    guided: bool = False,
) -> int:
    """Ask the questions, then again those that went wrong for as long as the learner wants."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(NO_TERMINAL)
    bank = open_banks(files)
    pool, chosen = select_pool(bank, words, level)
    seed = random_seed() if seed is None else seed
    measured = partial(detect_screen, plain)
    asked = plan_questions(pool, questions, seed, list_fixed(bank, pool) | chosen.keys())
    with open_prompt(measured) as prompt:
        while asked:
            quiz = Quiz(asked, partial(open_planned, bank, chosen), time.monotonic(), decimal)
            prepare = preload if any(bank.has_letters(planned.id) for planned in asked) else None
            finished = run_dialogue(Dialogue(quiz, bank.topics, prompt, measured, time.monotonic, guided, prepare))
            found = summarize(quiz.state.question_attempts)
            screen = measured()
            screen.show([*render_score(found, len(quiz.plan), bank.topics, screen), *quiz.left_out])
            seed += 1
            again = found.ids_to_repeat if finished and wants_another_round(found, prompt) else ()
            asked = plan_questions(again, len(again), seed, after=quiz.plan[-1].id if quiz.plan else "")
    return 0


def random_seed() -> int:
    """A random seed, short enough to be noted down.  (`random` and `secrets` take long to import.)"""
    return int.from_bytes(os.urandom(8), "big") % SEEDS


def select_pool(bank: QuestionSet, words: Sequence[str], level: str | None) -> tuple[list[str], dict[str, int]]:
    """The ids to choose from, and the seeds of those that were named with one, as in `conv-params@7`."""
    chosen = {name: read_seed(seed, word) for word in words for name, at, seed in [word.partition("@")] if at}
    levels = read_levels(level)
    pool = [name for name in bank.select_ids(word.partition("@")[0] for word in words) if bank.level_of(name) in levels]
    if not pool:
        raise UsageError(f"None of these questions has level {level}; `dlquiz list` shows the levels.")
    return pool, chosen


def read_levels(text: str | None) -> range:
    """The levels of `2` or `1-2`; all where nothing is said."""
    if text is None:
        return range(1, 4)
    first, _, last = text.partition("-")
    last = last or first
    if not (first in ("1", "2", "3") and last in ("1", "2", "3") and first <= last):
        raise UsageError(f'--level "{text}" is not a level; write 1, 2 or 3, or a range such as 1-2.')
    return range(int(first), int(last) + 1)


def list_fixed(bank: QuestionSet, pool: Sequence[str]) -> set[str]:
    """The questions that draw nothing, and so are the same every time."""
    return {name for name in pool if not bank.has_draws(name)}


def open_planned(bank: QuestionSet, chosen: dict[str, int], planned: Planned) -> Problem:
    """The problem of a planned question."""
    return make_problem(bank[planned.id], chosen.get(planned.id, planned.seed))


def run_dialogue(dialogue: Dialogue) -> bool:
    """Run the dialogue; False where the learner left before its end."""
    try:
        dialogue.run()
    except (QuizLeft, EOFError, KeyboardInterrupt):
        return False
    return True


def wants_another_round(found: Summary, prompt: Prompt) -> bool:
    """Ask whether to repeat the questions that went wrong, where there are any."""
    if not found.ids_to_repeat:
        return False
    count = len(found.ids_to_repeat)
    ones = "the wrong one" if count == 1 else f"the {count} wrong ones"
    try:
        return prompt.read_text(Request(f"again with {ones}? y / n")).strip().lower() in ("y", "yes", "j", "ja")
    except (EOFError, KeyboardInterrupt):
        return False
