"""Banks that are built to take long: every verb ends within two seconds of the processor and 200 MB, with a sentence.

Each verb runs in a process of its own, which the system stops at the limit, and tells what it took when it ends.  What
`check` may take grows with the bank: it looks at a hundred variants of each question.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from dlquiz.export.driver import FORMATS
from tests.proof.bombs import BOMBS

if sys.platform == "win32":
    pytest.skip("limits as Unix has them", allow_module_level=True)

import resource

pytestmark = [pytest.mark.proof, pytest.mark.measured]

SHARE = float(os.environ.get("PROOF_SHARE", "1"))
ROOT = Path(__file__).parents[2]
SEED = 20_261_128
SECONDS = 2.0  # of the processor
SECONDS_PER_BYTE = 300e-6  # for `check`
MEGABYTES = 200
VERBS = {
    "show": ("show", "bomb@1", "--answer", "--steps", "--bank", "BANK"),
    "solve": ("solve", "bomb@1", "--bank", "BANK"),
    "json": ("solve", "bomb@1", "--json", "--bank", "BANK"),
    "answer": ("answer", "bomb@1", "7", "--bank", "BANK"),
    "list": ("list", "--bank", "BANK"),
    "check": ("check", "BANK"),
    **{name: ("export", name, "bomb", "--bank", "BANK", "--out", "out") for name in FORMATS},
    **{
        f"{name}, plain": ("export", name, "bomb", "--plain", "--bank", "BANK", "--out", "out")
        for name, forms in FORMATS.items()
        if forms.plain
    },
}
MEASURED = """
import atexit, resource, sys, time

def refuse(seconds):
    raise RuntimeError("a sleep")

time.sleep = refuse

def tell():
    used = resource.getrusage(resource.RUSAGE_SELF)
    try:  # the peak that `resource` tells is, on Linux, that of the parent too
        peak = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))
    except OSError:
        peak = used.ru_maxrss
    sys.__stderr__.write(f"\\n@@ {used.ru_utime + used.ru_stime:.2f} {peak // 1024}\\n")
    sys.__stderr__.flush()

atexit.register(tell)
from dlquiz.__main__ import main
main()
"""


class Run(NamedTuple):
    """What became of a verb."""

    code: int
    seconds: float
    megabytes: int
    said: str
    printed: bytes


def measure(home: Path, words: tuple[str, ...], limit: float, program: str = MEASURED) -> Run:
    """Run a verb in a process that is stopped well beyond the limit."""

    def restrict() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (int(3 * limit) + 1, int(3 * limit) + 1))
        resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))

    environment = {**os.environ, "DLQUIZ_HOME": str(home), "PYTHONPATH": str(ROOT), "COLUMNS": "80"}
    command = [sys.executable, "-c", program, *words]
    made = subprocess.run(command, capture_output=True, cwd=home, env=environment, preexec_fn=restrict)
    said, mark, figures = made.stderr.decode(errors="replace").rpartition("@@")
    seconds, peak = figures.split() if mark else (3 * limit, 4096)
    return Run(made.returncode, float(seconds), int(peak), said, made.stdout)


def faults(run: Run, limit: float) -> list[str]:
    """What is wrong with a run."""
    told = []
    if run.code not in (0, 1, 2) or "Traceback" in run.said:
        told.append(f"ended with {run.code}: {run.said[-200:]}")
    if run.seconds > limit:
        told.append(f"{run.seconds} s")
    if run.megabytes > MEGABYTES:
        told.append(f"{run.megabytes} MB")
    if any(char < 32 and char != 10 for char in run.printed):
        told.append("a raw control")
    return told


def test_bombs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every bomb through every verb; of a smaller share, some of the pairs."""
    pairs = [(name, verb) for name in BOMBS for verb in VERBS]
    pairs = random.Random(SEED).sample(pairs, max(20, int(len(pairs) * SHARE))) if SHARE < 1 else pairs
    found, slowest, largest = [], Run(0, 0, 0, "", b""), Run(0, 0, 0, "", b"")
    for name, verb in pairs:
        bank = tmp_path / "bank.yaml"
        bank.write_text(BOMBS[name], encoding="utf-8")
        limit = SECONDS + (SECONDS_PER_BYTE * bank.stat().st_size if verb == "check" else 0)
        words = tuple(str(bank) if word == "BANK" else word for word in VERBS[verb])
        run = measure(tmp_path, words, limit)
        found += [f"{name}, {verb}: {fault}" for fault in faults(run, limit)]
        slowest, largest = (
            max(slowest, run, key=lambda run: run.seconds),
            max(largest, run, key=lambda run: run.megabytes),
        )
    with capsys.disabled():
        print(f"\n{len(pairs)} runs of {len(BOMBS)} bombs: {len(found)} faults", end=", ")
        print(f"slowest {slowest.seconds:.1f} s, largest {largest.megabytes} MB")
    assert not found, "\n".join(found)


HARMLESS = (
    "topic: bomb\ntitle: Bomb\nquestions:\n- id: bomb\n  draw:\n    n: [1, 2]\n  ask: What is {{ n }}?\n  answer: n\n"
)
PLANTED = {
    "an exception": "from dlquiz import problem\ndef fail(self): raise KeyError\nproblem.Problem.ask = property(fail)\n",
    "work": "from dlquiz import problem\nproblem.Problem.ask = property(lambda self: str(sum(range(5*10**8))))\n",
    "a sleep": "import time\nfrom dlquiz import problem\nproblem.Problem.ask = property(lambda self: str(time.sleep(0.01)))\n",
    "memory": "from dlquiz import problem\nproblem.Problem.ask = property(lambda self: 'x' * 10 + str(len(bytearray(300 << 20))))\n",
    "a control": "from dlquiz import problem\nproblem.Problem.ask = 'x'\nimport sys\nsys.stdout.write(chr(27))\n",
}


@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_fault_is_noticed(tmp_path: Path, fault: str) -> None:
    (tmp_path / "bank.yaml").write_text(HARMLESS, encoding="utf-8")
    words = ("show", "bomb@1", "--bank", "bank.yaml")
    assert not faults(measure(tmp_path, words, SECONDS), SECONDS)
    assert faults(measure(tmp_path, words, SECONDS, PLANTED[fault] + MEASURED), SECONDS)
