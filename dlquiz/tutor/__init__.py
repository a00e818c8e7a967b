"""The tutor: hints, free working and the search for the slip.  It takes tapes and values, and prints nothing."""
