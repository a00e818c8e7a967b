"""The tape: a worked solution as named quantities, recorded from a program that can run again with other values.

A question's steps, or a solver, are that program.  They go through `Recorder.step`, which returns the value or its
override, so that everything later, counts and control flow included, follows from what a learner computed.
"""

from dlquiz.worked.entry import Entry, WrittenOut
from dlquiz.worked.recorder import OLD, Recorder, Rejected, pass_count
from dlquiz.worked.step_edit import StepEdit
from dlquiz.worked.tape import Tape, answer_entry, instead, record

__all__ = [
    "OLD",
    "Entry",
    "Recorder",
    "Rejected",
    "StepEdit",
    "Tape",
    "WrittenOut",
    "answer_entry",
    "instead",
    "pass_count",
    "record",
]
