"""`python -m benchmarks`: all measurements of speed."""

from __future__ import annotations

from benchmarks import marking, networks, pictures, problems, progress, startup

problems.run()
networks.run()
startup.run()
pictures.run()
progress.run()
marking.run()
