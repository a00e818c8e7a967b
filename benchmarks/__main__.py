"""`python -m benchmarks`: all measurements of speed."""

from __future__ import annotations

from benchmarks import problems, progress, startup

problems.run()
startup.run()
progress.run()
