"""`python -m benchmarks`: all measurements of speed."""

from __future__ import annotations

from benchmarks import marking, networks, problems, progress, startup

problems.run()
networks.run()
startup.run()
progress.run()
marking.run()
