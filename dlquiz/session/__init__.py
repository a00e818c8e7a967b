"""A quiz as a state machine that prints nothing.

    quiz = Quiz(plan(ids, count=10, seed=7), opening, now)
    quiz.answer("560", now)      a Judged, a Picked or a Revealed
    quiz.hint(now), quiz.give_up(now), quiz.skip(now), quiz.undo(now), quiz.advance(now)
    summary(quiz.state.turns)

Every state is a value: moving on makes a new one, going back takes an old one out of the drawer.  Seconds come in as
arguments, problems from a function, chance from a keyed stream.
"""

from dlquiz.session.attempts import Attempt, PartAttempt, QuestionAttempt
from dlquiz.session.plan import Planned, plan
from dlquiz.session.quiz import Judged, Picked, Quiz, Revealed
from dlquiz.session.summary import Summary, summary

__all__ = [
    "Attempt",
    "Judged",
    "PartAttempt",
    "Picked",
    "Planned",
    "QuestionAttempt",
    "Quiz",
    "Revealed",
    "Summary",
    "plan",
    "summary",
]
