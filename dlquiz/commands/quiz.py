"""`dlquiz quiz`: practise, one question at a time."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from dlquiz.bank.question_set import QuestionSet
from dlquiz.commands.banks import opened, whole_seed
from dlquiz.errors import UsageError
from dlquiz.problem import Problem, make_problem
from dlquiz.screen.dialogue import HELP, Dialogue
from dlquiz.screen.prompt import Prompt, QuizLeft
from dlquiz.screen.score_screen import render_score
from dlquiz.screen.screen import Screen, detect_screen
from dlquiz.session import Planned, Quiz, Summary, plan, summary

SEEDS = 1_000_000
NO_TERMINAL = """\
dlquiz quiz talks with you in a terminal, and there is none here. Without one:
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
    """Ask, until the learner has enough."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(NO_TERMINAL)
    bank = opened(files)
    pool, chosen = pool_of(bank, words, level)
    seed = chance() if seed is None else seed
    measured = partial(detect_screen, plain)
    prompt = Prompt(list(HELP))
    asked = plan(pool, questions, seed, fixed_of(bank, pool) | chosen.keys())
    while asked:
        quiz = Quiz(asked, partial(opening, bank, chosen), time.monotonic(), decimal)
        finished = talked(Dialogue(quiz, bank.topics, prompt, measured, time.monotonic, guided))
        found = summary(quiz.state.question_attempts)
        screen = measured()
        screen.show([*render_score(found, len(quiz.plan), bank.topics, screen), *quiz.left_out])
        seed += 1
        again = found.again if finished and wanted(found, prompt, screen) else ()
        asked = plan(again, len(again), seed, after=quiz.plan[-1].id if quiz.plan else "")
    return 0


def chance() -> int:
    """A seed that nobody chose; short enough to be noted down.  (`random` and `secrets` take their time to load.)"""
    return int.from_bytes(os.urandom(8), "big") % SEEDS


def pool_of(bank: QuestionSet, words: Sequence[str], level: str | None) -> tuple[list[str], dict[str, int]]:
    """The ids to choose from, and the variants that were asked for by name, as in `conv-params@7`."""
    chosen = {name: whole_seed(seed, word) for word in words for name, at, seed in [word.partition("@")] if at}
    levels = levels_of(level)
    pool = [name for name in bank.select_ids(word.partition("@")[0] for word in words) if bank.level_of(name) in levels]
    if not pool:
        raise UsageError(f"No question of level {level} is among them; `dlquiz list` shows the levels.")
    return pool, chosen


def levels_of(text: str | None) -> range:
    """`2`, `1-2`: the levels to choose from."""
    if text is None:
        return range(1, 4)
    first, _, last = text.partition("-")
    last = last or first
    if not (first in ("1", "2", "3") and last in ("1", "2", "3") and first <= last):
        raise UsageError(f'--level "{text}" is none; write 1, 2 or 3, or a span such as 1-2.')
    return range(int(first), int(last) + 1)


def fixed_of(bank: QuestionSet, pool: Sequence[str]) -> set[str]:
    """Questions that draw nothing: they are the same every time."""
    return {name for name in pool if not bank.has_draws(name)}


def opening(bank: QuestionSet, chosen: dict[str, int], planned: Planned) -> Problem:
    """The problem of a planned question."""
    return make_problem(bank[planned.id], chosen.get(planned.id, planned.seed))


def talked(dialogue: Dialogue) -> bool:
    """Hold the dialogue; False where the learner left before its end."""
    try:
        dialogue.run()
    except (QuizLeft, EOFError, KeyboardInterrupt):
        return False
    return True


def wanted(found: Summary, prompt: Prompt, screen: Screen) -> bool:
    """Whether the learner wants the wrong ones again."""
    if not found.again:
        return False
    count = len(found.again)
    ones = "the wrong one" if count == 1 else f"the {count} wrong ones"
    try:
        return prompt.read(f"again with {ones}? y / n", screen).strip().lower() in ("y", "yes", "j", "ja")
    except (EOFError, KeyboardInterrupt):
        return False
