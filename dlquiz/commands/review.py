"""`dlquiz review`: what is worth most to practise now, by what is remembered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from dlquiz.commands.banks import open_banks
from dlquiz.commands.keeping import Keeping
from dlquiz.commands.sitting import Habits, Round, random_seed, repeat_missed, require_terminal, run_round
from dlquiz.progress.candidates import Standing, read_standing
from dlquiz.progress.choice import Limits
from dlquiz.progress.days import read_clock, study_day
from dlquiz.screen.screen import MARGIN
from dlquiz.screen.terminal_prompt import open_prompt
from dlquiz.session import Planned
from dlquiz.session.plan import SEEDS
from dlquiz.streams import Stream


def run(
    words: Sequence[str],
    questions: int | None,
    new: int | None,
    files: Sequence[Path],
    habits: Habits,
    clock: Callable[[], datetime] = read_clock,
) -> int:
    """Ask what gains most, and again what is missed until it is solved."""
    require_terminal("review")
    bank = open_banks(files)
    keeping = Keeping(habits.keep, "review", " ".join(["review", *words]), clock, files=files)
    store = keeping.open_sound(habits.measure_screen)
    today = study_day(clock())
    standing = read_standing(store, bank, bank.select_ids(words), habits.settings, today)
    limits = Limits(
        standing.left.questions if questions is None else questions, standing.left.new if new is None else new
    )
    chosen = standing.choose(limits)
    screen = habits.measure_screen()
    if not chosen:
        screen.show(["", *screen.wrap_text(describe_rest(standing), MARGIN), ""])
        return 0
    stream = Stream(random_seed(), "review")
    planned = [Planned(one.question, stream.draw_below(SEEDS)) for one in chosen]
    with open_prompt(habits.measure_screen, keeping.list_typed, habits.settings.live_reading) as prompt:
        follower = keeping.make_follower(habits.measure_screen)
        run_round(Round(planned, follower, repeat_missed, keeping.make_notebook()), bank, prompt, habits)
    keeping.show_outlook(bank, habits)
    return 0


def describe_rest(standing: Standing) -> str:
    """Why there is nothing to review."""
    if standing.left.questions == 0:
        return (
            f"Today's {standing.daily.questions} questions are done. dlquiz review --questions 10 asks 10 more; "
            "dlquiz config daily 60 raises the limit."
        )
    if standing.left.new == 0 and any(one.memory is None for one in standing.candidates):
        return (
            f"Nothing has faded, and today's {standing.daily.new} new questions are done. dlquiz review --new 10 asks "
            "10 more; dlquiz quiz practises anything."
        )
    return "Nothing has faded. dlquiz quiz practises anything."
