"""Processes that are killed at any moment, and two that write at once: the store opens, is sound, and lacks at most the
answer in flight."""

from __future__ import annotations

import os
import re
import select
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

if sys.platform == "win32":
    pytest.skip("needs a pseudo-terminal", allow_module_level=True)

import pty

from dlquiz.progress.schedule import replay_grades
from dlquiz.progress.store import open_store

ROOT = Path(__file__).parent.parent.parent
BANK = ROOT / "tests" / "banks" / "dialogue.yaml"
SHARE = float(os.environ.get("PROOF_SHARE", "1"))
KILLS = round(200 * SHARE)
SECONDS = 60 * SHARE  # in which two processes write
VERDICT = re.compile(r"(?:Not yet: |noted: )(\d+)")
WRITER = """
import sys, time
from pathlib import Path
from datetime import UTC, datetime
from dlquiz.bank.question_set import load_questions
from dlquiz.problem import make_problem
from dlquiz.progress.recorder import Recorder, SittingPlan
from dlquiz.progress.rows import Sheet
from dlquiz.progress.store import open_store
from dlquiz.session import Planned, Quiz

bank, path, name, seconds = load_questions([sys.argv[1]]), Path(sys.argv[2]), sys.argv[3], float(sys.argv[4])
store, end, said, answers = open_store(path), time.monotonic() + seconds, [], 0
while time.monotonic() < end:
    plan = SittingPlan(f"{name}-{answers}", "quiz", "all")
    recorder = Recorder(lambda: store, plan, lambda problem: Sheet("q", "s"), lambda: datetime.now(UTC), said.append)
    planned = [Planned("talk-whole", 1), Planned("talk-real", 1)]
    quiz = Quiz(planned, lambda p: make_problem(bank[p.id], p.seed), 0.0, follower=recorder.follow)
    for text in ("540", "560"):
        quiz.answer(text, 1.0)
    quiz.advance(1.0)
    quiz.answer("1.96", 1.0)
    quiz.undo(1.0)
    quiz.answer("1.96", 1.0)
    answers += 1
print(answers, *said)
"""


def environment(home: Path) -> dict[str, str]:
    return {**os.environ, "DLQUIZ_HOME": str(home), "PYTHONPATH": str(ROOT), "TERM": "dumb", "LC_ALL": "C.UTF-8"}


class Victim:
    """A quiz in a pseudo-terminal that is answered as fast as it asks, until it is killed."""

    def __init__(self, home: Path, first: int) -> None:
        words = ["quiz", "--plain", "--bank", str(BANK), "--seed", "1", "talk-whole"]
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.execve(sys.executable, [sys.executable, "-m", "dlquiz", *words], environment(home))
        self.shown, self.next, self.sent = "", first, set[str]()

    def read(self, seconds: float) -> bool:
        """Take what comes within this time; False where nothing did."""
        if not select.select([self.terminal], [], [], seconds)[0]:
            return False
        try:
            piece = os.read(self.terminal, 65536)
        except OSError:
            return False
        self.shown += piece.decode(errors="replace")
        return bool(piece)

    def answer_until(self, end: float) -> None:
        """Type wrong answers, each another number, whenever the prompt is there."""
        asked = 0
        while time.monotonic() < end:
            self.read(min(0.02, max(0.0, end - time.monotonic())))
            if self.shown.count("answer: ") > asked:
                asked = self.shown.count("answer: ")
                self.sent.add(str(self.next))
                os.write(self.terminal, f"{self.next}\r".encode())
                self.next += 1

    def kill(self) -> set[str]:
        """Kill it; the answers whose verdict it had shown."""
        os.kill(self.pid, signal.SIGKILL)
        while self.read(0.0):
            pass
        os.waitpid(self.pid, 0)
        os.close(self.terminal)
        return set(VERDICT.findall(self.shown))


def check_store(path: Path) -> set[str]:
    """The typed texts of a store that is sound."""
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("pragma integrity_check").fetchall() == [("ok",)]
    with closing(open_store(path).connection) as connection:
        return {typed for (typed,) in connection.execute("select typed from attempts")}


@pytest.mark.proof
def test_a_kill_loses_at_most_the_answer_in_flight(tmp_path: Path) -> None:
    random, first, path = Random(1), 1000, tmp_path / "progress.db"
    warm = Victim(tmp_path, first)  # compiles banks and Python
    while "answer: " not in warm.shown:
        warm.read(1.0)
    warm.kill()
    verdicts = rows = 0
    for _ in range(KILLS):
        victim = Victim(tmp_path, first)
        while "answer: " not in victim.shown and random.random() < 0.995:  # now and then before the first prompt
            victim.read(0.05)
        victim.answer_until(time.monotonic() + random.random() * 0.7)
        judged = victim.kill()
        kept = check_store(path) & victim.sent if path.exists() else set()
        assert judged <= kept <= victim.sent, (judged - kept, kept - victim.sent)
        assert len(victim.sent - kept) <= 1
        first, verdicts, rows = victim.next, verdicts + len(judged), rows + len(kept)
    print(f"{KILLS} kills, {verdicts} verdicts shown, {rows} rows kept")
    assert verdicts > KILLS / 2


@pytest.mark.proof
def test_two_processes_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "progress.db"
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(BANK), str(path), name, str(SECONDS)],
            env=environment(tmp_path),
            stdout=subprocess.PIPE,
            text=True,
        )
        for name in ("one", "two")
    ]
    said = [writer.communicate()[0].strip() for writer in writers]
    assert all(text.isdecimal() for text in said), said
    rounds = sum(map(int, said))
    assert rounds > 2 and check_store(path) == {"540", "560", "1.96", ""}
    store = open_store(path)
    rows = store.read_all_attempts()
    assert len(rows) == 5 * rounds and len({row.key for _, row in rows}) == len(rows)
    assert len(store.read_grades("talk-whole")) == len(store.read_grades("talk-real")) == rounds
    for question, memory in store.read_memories().items():
        replayed = replay_grades(store.read_grades(question), memory.last)
        assert replayed is not None and replayed == memory._replace(number=replayed.number)
    print(f"two processes: {rounds} rounds of five rows in {SECONDS:.0f} s")
