"""What independent computations say of shipped questions: one module a topic, each with a table ORACLES.

An oracle gets the drawn values as plain Python (numbers as floats or ints, arrays as nested lists) and returns the answer,
or a mapping from parts to answers.  It calls nothing of dlquiz.
"""
