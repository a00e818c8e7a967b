"""One module a verb.  A verb returns its exit code; its signature stands in `cli.py`."""
