"""A quiz as a state machine that prints nothing.

    quiz = Quiz(plan_questions(ids, count=10, seed=7), open_problem, now)
    quiz.answer("560", now)      a JudgedAnswer, a PickedLetter or RevealedPoints
    quiz.hint(now), quiz.give_up(now), quiz.skip(now), quiz.undo(now), quiz.advance(now)
    summarize(quiz.state.question_attempts)

Every state is a value: a move makes a new one, and undo goes back to the one before.  The time in seconds, problems and
random numbers come in as arguments.
"""

from dlquiz.session.attempts import Attempt, PartAttempt, QuestionAttempt
from dlquiz.session.plan import Planned, give_numbers, plan_questions, repeat_later
from dlquiz.session.quiz import JudgedAnswer, PickedLetter, Quiz, RevealedPoints, ignore_moves, keep_rest
from dlquiz.session.summary import Summary, summarize

__all__ = [
    "Attempt",
    "JudgedAnswer",
    "PartAttempt",
    "PickedLetter",
    "Planned",
    "QuestionAttempt",
    "Quiz",
    "RevealedPoints",
    "Summary",
    "give_numbers",
    "ignore_moves",
    "keep_rest",
    "plan_questions",
    "repeat_later",
    "summarize",
]
