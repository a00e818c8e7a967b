"""The command `dlquiz`, and `python -m dlquiz`."""

from __future__ import annotations

import gc


def main() -> None:
    """Run the command line."""
    gc.set_threshold(200_000)  # imports leave no garbage, and looking for it takes 6 ms of every start
    from dlquiz.cli import main as run

    run()


if __name__ == "__main__":
    main()
