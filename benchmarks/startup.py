"""Start-up, as multiples of `python -c pass` in the same environment, measured in turn."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.timing import median, time_process, time_until

ROUNDS = 21
QUESTION = b"@"  # of the variant's id, beside the title
PROMPT = "›".encode()
ARRAYS = "max-pool-by-hand"  # a question with arrays
LETTERS = "act-slope-formula"  # a question whose letters are drawn
THOUSAND = 1_000  # questions of the large bank
TEMPLATE = """\
- id: q-{n}
  draw:
    k: [1, 3, 5, 7]
    c_in: {{from: 1, to: 64}}
  ask: How many weights has a filter of size {{{{ k }}}} over {{{{ plural(c_in, "channel") }}}}?
  steps:
    - name: area
      formula: k * k
      why: A window of {{{{ k }}}} by {{{{ k }}}}.
    - name: weights
      formula: area * c_in
      why: One such window for each channel.
  answer: weights
  mistakes:
    - gives: k * c_in
      says: The window has two sides.
"""


def run(rounds: int = ROUNDS) -> None:
    """Print the multiples."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        environment = {**os.environ, "DLQUIZ_HOME": str(home), "TERM": "xterm", "LC_ALL": "C.UTF-8"}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        bank = write_large_bank(home)
        quiz = ["-m", "dlquiz", "quiz", "--seed", "1"]
        cases: dict[str, Callable[[], float]] = {
            "dlquiz --help": lambda: time_process(["-m", "dlquiz", "--help"], environment),
            "first question, cache warm": lambda: time_until(quiz, environment, QUESTION),
            "first question with arrays": lambda: time_until([*quiz, ARRAYS], environment, QUESTION),
            "show, a question with letters": lambda: time_process(["-m", "dlquiz", "show", LETTERS], environment),
            "the prompt, after the question": lambda: time_until(quiz, environment, PROMPT, since=QUESTION),
        }
        for case in cases.values():
            case()  # compiles Python and banks
        nothing = [time_process(["-c", "pass"], environment) for _ in range(3)]
        taken: dict[str, list[float]] = {name: [] for name in cases}
        for _ in range(rounds):
            nothing.append(time_process(["-c", "pass"], environment))
            for name, case in cases.items():
                taken[name].append(case())
        unit = median(nothing)
        print(f"start-up, in multiples of python -c pass ({unit * 1e3:.1f} ms; medians of {rounds}):")
        for name, times in taken.items():
            print(f"  {name:<32}{median(times) / unit:5.1f} ×   {median(times) * 1e3:6.0f} ms")
        cold = [time_without_cache(bank, home, environment) for _ in range(3)]
        print(
            f"  {f'{THOUSAND:,} questions from scratch':<32}{median(cold) / unit:5.1f} ×   {median(cold) * 1e3:6.0f} ms"
        )


def write_large_bank(folder: Path) -> Path:
    """A bank of many questions."""
    path = folder / "large.yaml"
    questions = "".join(TEMPLATE.format(n=n) for n in range(THOUSAND))
    path.write_text(f"topic: large\ntitle: Large\nquestions:\n{questions}", encoding="utf-8")
    return path


def time_without_cache(bank: Path, home: Path, environment: dict[str, str]) -> float:
    """The first question of the large bank without a cache."""
    for kept in (home / "cache").glob("*.bank"):
        kept.unlink()
    return time_until(["-m", "dlquiz", "quiz", "--bank", str(bank)], environment, QUESTION)
