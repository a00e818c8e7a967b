"""`python -m benchmarks`: all measurements of speed."""

from __future__ import annotations

from benchmarks import banks, marking, networks, pictures, problems, progress, startup

banks.run()
problems.run()
networks.run()
startup.run()
pictures.run()
progress.run()
marking.run()
