"""What a sitting keeps, where, and what is said where nothing can be kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from dlquiz.screen.question import MARGIN
from dlquiz.screen.screen import Screen
from dlquiz.session import Quiz, ignore_moves

if TYPE_CHECKING:  # loaded with the first prompt, when the first question is on the screen
    from dlquiz.progress.store import LazyStore


class Keeping:
    """Keeps a sitting, unless the learner wants nothing kept."""

    def __init__(
        self,
        wanted: bool,
        key: str,
        verb: str,
        title: str,
        pinned: Callable[[str], bool],
        clock: Callable[[], datetime],
        done: int = 0,
    ) -> None:
        self.wanted = wanted
        self.key = key
        self.verb = verb
        self.title = title
        self.pinned = pinned
        self.clock = clock
        self.done = done
        self.lazy_store: LazyStore | None = None

    @property
    def progress(self) -> LazyStore:
        """The store of this learner, the same for all rounds."""
        from dlquiz.progress.store import LazyStore, progress_path

        if self.lazy_store is None:
            self.lazy_store = LazyStore(progress_path())
        return self.lazy_store

    def list_typed(self) -> list[str]:
        """What was typed on other evenings."""
        return self.progress.list_typed() if self.wanted else []

    def make_follower(self, measure_screen: Callable[[], Screen]) -> Callable[[Quiz], None]:
        """What keeps the moves of one round; the modules that it needs are loaded with the first move."""
        if not self.wanted:
            return ignore_moves
        follow: list[Callable[[Quiz], None]] = []

        def complain(text: str) -> None:
            screen = measure_screen()
            screen.show(screen.wrap_text(text, MARGIN))

        def follow_quiz(quiz: Quiz) -> None:
            if not follow:
                follow.append(self.make_recorder(complain))
            follow[0](quiz)

        return follow_quiz

    def make_recorder(self, complain: Callable[[str], None]) -> Callable[[Quiz], None]:
        """`follow` of a recorder for one round."""
        from dlquiz.progress.recorder import Recorder, SittingPlan
        from dlquiz.screen.kept_sheet import print_sheet

        plan = SittingPlan(self.key, self.verb, self.title, self.pinned, self.done)
        return Recorder(self.progress.open, plan, print_sheet, self.clock, complain).follow
