"""The worked solution as a tape: named quantities, recorded from a program that can run again with other values.

The steps of a question, or a solver, are that program.  Each value goes through `Recorder.step`, which returns it or
the value that replaces it, so that everything later, counts and control flow included, follows from what a learner
computed.
"""

from dlquiz.worked.entry import Entry, PassFormula
from dlquiz.worked.recorder import OLD_MARK, Recorder, Rejected, name_count
from dlquiz.worked.step_edit import StepEdit
from dlquiz.worked.tape import Tape, find_answer_entry, find_departure, record_tape, replace_formula

__all__ = [
    "OLD_MARK",
    "Entry",
    "PassFormula",
    "Recorder",
    "Rejected",
    "StepEdit",
    "Tape",
    "find_answer_entry",
    "find_departure",
    "name_count",
    "record_tape",
    "replace_formula",
]
