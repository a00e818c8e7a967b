"""dlquiz: exam practice for deep learning, with worked solutions, from question banks.

import dlquiz
bank = dlquiz.load()                      # the shipped banks; or dlquiz.load("my.yaml")
problem = bank["conv-params"].problem(seed=7)
problem.ask, problem.values, problem.tape["total"].value
problem.check("560").verdict              # right | close | follows | wrong | unreadable
dlquiz.derive("x^2*y", by="x").derivatives   # problems of your own
dlquiz.net("in 32x32x3 | conv3-64 | fc-10").parameters   # networks, layer by layer
"""

from __future__ import annotations

from dlquiz.version import VERSION as __version__

TYPE_CHECKING = False  # `typing` and `pathlib` take longer to import than a Ctrl-C takes to come
if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from dlquiz.library import Bank


def load(*paths: str | Path) -> Bank:
    """The questions of these bank files, or the shipped ones where none is given.

    `dlquiz.errors.BankError` holds every fault of every file, each with line and column.
    """
    from dlquiz.library import load as load_bank

    return load_bank(paths)


LATER = {  # imported when they are first asked for
    "Bank": "dlquiz.library",
    "derive": "dlquiz.own.derivative",
    "net": "dlquiz.library",
    "descend": "dlquiz.own.descent",
    "backprop": "dlquiz.own.backprop",
}


def __getattr__(name: str) -> Any:
    if name in LATER:
        from importlib import import_module

        return getattr(import_module(LATER[name]), name)
    raise AttributeError(f"module 'dlquiz' has no attribute {name!r}")


__all__ = ["Bank", "__version__", "backprop", "derive", "descend", "load", "net"]
