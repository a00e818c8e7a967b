"""What the first picture costs a process that has its question already: processor time, NumPy's import apart.

As multiples of the processor time of `python -c pass`; at most 2 are wanted.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping

from benchmarks.timing import median

ROUNDS = 11
QUESTIONS = {  # a shipped question for each kind of picture
    "curve": "gd-one-step-rate",
    "contour": "landscape-picture-steeper",
    "graph": "backprop-221-hidden-weight",
    "network": "shape-chain",
    "field": "field-of-chain",
    "window": "max-pool-by-hand",
    "bars": "metrics-picture-majority",
    "boxes": "det-nms",
}
DRAW = """
import sys, time
import numpy
from dlquiz.bank.question_set import load_questions
from dlquiz.problem import make_problem
from dlquiz.screen.screen import MARGIN, detect_screen
problem = make_problem(load_questions()[sys.argv[1]], 3)
screen = detect_screen(False)
start = time.process_time()
from dlquiz.screen.pictures import render_pictures
screen.show(render_pictures([problem.draw_picture(0)], screen, MARGIN))
drawn = time.process_time()
from dlquiz.pictures.svg import COLUMNS, render_svg
render_svg(problem.draw_picture(0).lay_out(COLUMNS))
print(drawn - start, time.process_time() - drawn, file=sys.stderr)
"""


def run(rounds: int = ROUNDS) -> None:
    """Print the multiples."""
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "DLQUIZ_HOME": home, "COLUMNS": "80", "LC_ALL": "C.UTF-8"}
        unit = median([time_nothing(environment) for _ in range(rounds)])
        print(
            f"the first picture, in multiples of python -c pass ({unit * 1e3:.1f} ms of processor time; NumPy apart):"
        )
        for kind, question in QUESTIONS.items():
            draw_one(question, environment)  # compiles Python and banks
            taken = [draw_one(question, environment) for _ in range(rounds)]
            characters, svg = (median([pair[i] for pair in taken]) / unit for i in (0, 1))
            print(f"  {kind:<10}{characters:5.2f} ×   then as SVG {svg:5.2f} ×")


def time_nothing(environment: Mapping[str, str]) -> float:
    """Processor seconds of a Python process that does nothing."""
    process = subprocess.Popen([sys.executable, "-c", "pass"], env=dict(environment))
    _, _, usage = os.wait4(process.pid, 0)
    process.returncode = 0
    return usage.ru_utime + usage.ru_stime


def draw_one(question: str, environment: Mapping[str, str]) -> tuple[float, float]:
    """Processor seconds for the characters of a picture, and for its SVG after that."""
    command = [sys.executable, "-c", DRAW, question]
    made = subprocess.run(command, env=dict(environment), capture_output=True, text=True, check=True)
    characters, svg = map(float, made.stderr.split())
    return characters, svg


if __name__ == "__main__":
    run()
