"""One module per verb.  Its `run` returns the exit code; its signature is in `cli.py`."""
