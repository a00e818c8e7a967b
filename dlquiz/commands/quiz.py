"""`dlquiz quiz`: practise, one question at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from dlquiz.bank.question_set import QuestionSet
from dlquiz.commands.banks import open_banks, read_seed
from dlquiz.commands.keeping import Keeping
from dlquiz.commands.sitting import Habits, Round, random_seed, repeat_missed, require_terminal, run_round
from dlquiz.errors import UsageError
from dlquiz.progress.days import read_clock, study_day
from dlquiz.screen.phrases import count_noun
from dlquiz.screen.prompt import Prompt, Request
from dlquiz.screen.screen import MARGIN
from dlquiz.screen.terminal_prompt import open_prompt
from dlquiz.session import Planned, Summary, give_numbers, keep_rest, plan_questions

if TYPE_CHECKING:
    from dlquiz.progress.rows import Sitting


class Numbers(NamedTuple):
    """Which numbers the questions of a quiz have."""

    chosen: Mapping[str, int]  # seeds of the questions that were named with one
    seed: int  # of all others
    pinned: bool  # whether the learner chose that too

    def pin(self, planned: Sequence[Planned]) -> list[Planned]:
        """The questions with the numbers that the learner chose for them."""
        return [
            one._replace(seed=self.chosen.get(one.id, one.seed), pinned=self.pinned or one.id in self.chosen)
            for one in planned
        ]


def run(
    words: Sequence[str],
    questions: int,
    level: str | None,
    seed: int | None,
    files: Sequence[Path],
    habits: Habits,
    clock: Callable[[], datetime] = read_clock,
) -> int:
    """Ask the questions in random order."""
    require_terminal("quiz")
    bank = open_banks(files)
    pool, chosen = select_pool(bank, words, level)
    numbers = choose_numbers(chosen, seed)
    planned = plan_questions(pool, questions, numbers.seed, list_fixed(bank, pool) | chosen.keys())
    keeping = Keeping(habits.keep, "quiz", " ".join(words) or "all topics", clock, files=files)
    practise(planned, numbers, keeping, bank, habits)
    return 0


def run_path(
    words: Sequence[str],
    questions: int,
    level: str | None,
    seed: int | None,
    files: Sequence[Path],
    habits: Habits,
    clock: Callable[[], datetime] = read_clock,
) -> int:
    """Ask what comes next on the way from easy to hard, and pass over what is known well."""
    from dlquiz.progress.candidates import list_ahead, list_path

    require_terminal("quiz")
    bank = open_banks(files)
    pool, chosen = select_pool(bank, words, level)
    keeping = Keeping(habits.keep, "quiz", f"path through {', '.join(words) or 'all topics'}", clock, files=files)
    memories = keeping.open_sound(habits.measure_screen).read_memories()
    ahead = list_ahead(list_path(bank, pool), memories, study_day(clock()))
    screen = habits.measure_screen()
    screen.show(["", *screen.wrap_text(describe_path(len(pool), len(ahead)), MARGIN)])
    numbers = choose_numbers(chosen, seed)
    practise(give_numbers(ahead[:questions], numbers.seed), numbers, keeping, bank, habits)
    return 0


def describe_path(count: int, ahead: int) -> str:
    """`From easy to hard: 12 of 684 questions are known well.`"""
    if not ahead:
        return "You know all of this path well today: nothing of it has faded. dlquiz quiz practises anything."
    return f"From easy to hard: {count - ahead} of {count_noun(count, 'question')} known well."


def practise(planned: Sequence[Planned], numbers: Numbers, keeping: Keeping, bank: QuestionSet, habits: Habits) -> None:
    """Ask what is planned, then again what went wrong for as long as the learner wants."""
    asked, seed = numbers.pin(planned), numbers.seed
    with open_prompt(habits.measure_screen, keeping.list_typed, habits.settings.live_reading) as prompt:
        while asked:
            follower = keeping.make_follower(habits.measure_screen)
            finished, found = run_round(Round(asked, follower, notebook=keeping.make_notebook()), bank, prompt, habits)
            seed += 1
            again = found.ids_to_repeat if finished and wants_another_round(found, prompt) else ()
            asked = numbers.pin(plan_questions(again, len(again), seed, after=asked[-1].id))
    keeping.show_outlook(bank, habits)


def resume(sitting: Sitting, habits: Habits, clock: Callable[[], datetime] = read_clock) -> int:
    """Ask what is left of a quiz or review, from the banks that it was asked from."""
    files = read_banks(sitting)
    bank = open_banks(files)
    asked = [planned for planned in read_ahead(sitting) if planned.id in bank]
    if not asked:
        raise UsageError("What is left of it is not in the banks any more. dlquiz quiz practises anything.")
    keeping = Keeping(habits.keep, sitting.verb, sitting.title, clock, sitting.done, sitting.key, files)
    plan_rest = repeat_missed if sitting.verb == "review" else keep_rest
    with open_prompt(habits.measure_screen, keeping.list_typed, habits.settings.live_reading) as prompt:
        follower = keeping.make_follower(habits.measure_screen)
        run_round(Round(asked, follower, plan_rest, keeping.make_notebook()), bank, prompt, habits)
    keeping.show_outlook(bank, habits)
    return 0


def read_banks(sitting: Sitting) -> list[Path]:
    """The files of banks that were named for a sitting."""
    import json

    return [Path(file) for file in json.loads(sitting.banks)]


def read_ahead(sitting: Sitting) -> list[Planned]:
    """The questions of a sitting that are left."""
    import json

    return [Planned(*row) for row in json.loads(sitting.ahead)]


def choose_numbers(chosen: Mapping[str, int], seed: int | None) -> Numbers:
    """The numbers of a quiz; by a random seed where the learner gave none."""
    return Numbers(chosen, random_seed() if seed is None else seed, seed is not None)


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
