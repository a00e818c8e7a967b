"""What a sitting keeps, where, and what is said where nothing can be kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from dlquiz.progress.days import study_day
from dlquiz.screen.screen import MARGIN, Screen
from dlquiz.session import Quiz, ignore_moves

if TYPE_CHECKING:  # the store is loaded with the first prompt, when the first question is on the screen
    from dlquiz.bank.question_set import QuestionSet
    from dlquiz.commands.sitting import Habits
    from dlquiz.progress.notebook import Notebook
    from dlquiz.progress.store import LazyStore, Store


class Keeping:
    """Keeps a sitting, unless the learner wants nothing kept."""

    def __init__(
        self,
        wanted: bool,
        verb: str,
        title: str,
        clock: Callable[[], datetime],
        done: int = 0,
        key: str = "",  # of a sitting that is resumed
        files: Sequence[Path] = (),  # banks that were named
    ) -> None:
        self.wanted = wanted
        self.key = key
        self.verb = verb
        self.title = title
        self.clock = clock
        self.done = done
        self.files = files
        self.lazy_store: LazyStore | None = None
        self.told: set[str] = set()  # what was said about the store already

    @property
    def progress(self) -> LazyStore:
        """The store of this learner, the same for all rounds."""
        from dlquiz.progress.store import LazyStore, progress_path

        if self.lazy_store is None:
            self.lazy_store = LazyStore(progress_path())
        return self.lazy_store

    def open_sound(self, measure_screen: Callable[[], Screen]) -> Store:
        """The store, said at once where nothing can be kept in it; ProgressError where it cannot be read."""
        from dlquiz.progress.store import open_store

        store = self.progress.store = open_store(self.progress.path)
        if store.complaint and self.wanted:
            self.complain(store.complaint, measure_screen())
        return store

    def complain(self, text: str, screen: Screen) -> None:
        """Say once why something is not kept."""
        if text not in self.told:
            screen.show(screen.wrap_text(text, MARGIN))
        self.told.add(text)

    def show_outlook(self, bank: QuestionSet, habits: Habits) -> None:
        """Say what is due next and how the exam would go, once something was kept."""
        if self.lazy_store is None or self.lazy_store.store is None:
            return
        from dlquiz.progress.candidates import read_standing
        from dlquiz.screen.forecast import render_outlook

        today, screen = study_day(self.clock()), habits.measure_screen()
        standing = read_standing(self.lazy_store.store, bank, bank.ids, habits.settings, today)
        screen.show([*render_outlook(standing, screen), ""])

    def list_typed(self) -> list[str]:
        """What was typed on other evenings."""
        return self.progress.list_typed() if self.wanted else []

    def make_notebook(self) -> Notebook | None:
        """Where flags and notes are kept; None where nothing is."""
        from dlquiz.progress.notebook import Notebook

        return Notebook(lambda: self.progress, self.clock) if self.wanted else None

    def make_follower(self, measure_screen: Callable[[], Screen]) -> Callable[[Quiz], None]:
        """What keeps the moves of one round; the modules that it needs are loaded with the first move."""
        if not self.wanted:
            return ignore_moves
        follow: list[Callable[[Quiz], None]] = []

        def follow_quiz(quiz: Quiz) -> None:
            if not follow:
                follow.append(self.make_recorder(lambda text: self.complain(text, measure_screen())))
            follow[0](quiz)

        return follow_quiz

    def make_recorder(self, complain: Callable[[str], None]) -> Callable[[Quiz], None]:
        """`follow` of a recorder for one round."""
        from dlquiz.progress.recorder import Recorder, SittingPlan
        from dlquiz.progress.rows import new_key
        from dlquiz.screen.kept_sheet import print_sheet

        self.key = self.key or new_key()
        banks = tuple(str(file.absolute()) for file in self.files)
        plan = SittingPlan(self.key, self.verb, self.title, self.done, banks)
        return Recorder(self.progress.open, plan, print_sheet, self.clock, complain).follow
