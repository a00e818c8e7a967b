"""The tutor: hints, the guided way, lines of working, diagnosis.  It takes tapes and values and prints nothing."""
