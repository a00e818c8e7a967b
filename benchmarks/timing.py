"""Timing of calls in this process, and of processes, some in a pseudo-terminal."""

from __future__ import annotations

import os
import pty
import select
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence

MAX_SECONDS = 30.0  # that a process may take


def median(values: Sequence[float]) -> float:
    """The middle value."""
    return statistics.median(values)


def percentile(values: Sequence[float], share: float) -> float:
    """The value that a `share` of all values does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def time_call(call: Callable[[], object], times: int = 1) -> float:
    """Seconds that a call takes, on average over `times` calls."""
    start = time.perf_counter()
    for _ in range(times):
        call()
    return (time.perf_counter() - start) / times


def time_process(arguments: Sequence[str], environment: Mapping[str, str]) -> float:
    """Seconds that a Python process with these arguments runs."""
    start = time.perf_counter()
    subprocess.run([sys.executable, *arguments], env=dict(environment), stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


def time_until(arguments: Sequence[str], environment: Mapping[str, str], wanted: bytes, since: bytes = b"") -> float:
    """How long a Python process in a terminal takes to print this text, from its start or from the text `since` on;
    then it is told to end."""
    start = time.perf_counter()
    pid, terminal = pty.fork()
    if pid == 0:
        os.execve(sys.executable, [sys.executable, *arguments], dict(environment))
    seen = b""
    while wanted not in seen:
        ready, _, _ = select.select([terminal], [], [], MAX_SECONDS)
        if not ready:
            raise TimeoutError(f"{arguments} did not print {wanted!r}")
        try:
            piece = os.read(terminal, 65536)
        except OSError as error:
            raise RuntimeError(f"{arguments} ended: {seen.decode(errors='replace')}") from error
        if since and since not in seen and since in seen + piece:
            start = time.perf_counter()
        seen += piece
    taken = time.perf_counter() - start
    os.close(terminal)  # hangs up
    os.waitpid(pid, 0)
    return taken
