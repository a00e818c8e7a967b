"""Problems of one's own: a derivative, a descent or a graph that somebody typed, as a question of a bank.

Each is written as the text of a bank and read as any bank is, so that it has hints, the guided way and a diagnosis, and
can be saved.
"""
