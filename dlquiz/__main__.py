"""The command `dlquiz`, and `python -m dlquiz`: the one place where whatever goes wrong ends in a sentence."""

from __future__ import annotations

import gc
import signal
import sys


def main() -> None:
    """Run the command line.  Ctrl-C ends the process on the spot until a verb runs, and once it has run."""
    gc.set_threshold(200_000)  # imports leave no garbage, and looking for it takes 6 ms of every start
    interrupt = signal.getsignal(signal.SIGINT)
    if interrupt is signal.default_int_handler:  # in the background it is ignored
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        run(interrupt)
    except Exception as error:
        sys.exit(report_failure(error))
    except KeyboardInterrupt:
        sys.exit(130)


def run(interrupt: signal._HANDLER) -> None:
    """Import the verbs and run one; `interrupt` handles Ctrl-C meanwhile."""
    from dlquiz.cli import main as run_verb

    signal.signal(signal.SIGINT, interrupt)
    try:
        run_verb()
    finally:
        if interrupt is signal.default_int_handler:
            signal.signal(signal.SIGINT, signal.SIG_DFL)


def report_failure(error: Exception) -> int:
    """Say on stderr what went wrong, and return the exit code; a fault of the program itself goes on."""
    from dlquiz.errors import describe_failure
    from dlquiz.screen.stdio import discard_output, print_error

    described = describe_failure(error)
    if described is None:
        raise error
    sentence, code = described
    if isinstance(error, OSError):
        discard_output()  # it may be what takes nothing any more
    if sentence:
        print_error(sentence)
    return code


if __name__ == "__main__":
    main()
