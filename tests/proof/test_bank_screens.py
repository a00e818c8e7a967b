"""Mutated banks through screens and exports: only sentences, quickly, without raw controls, and nothing runs or is lost.

All verbs run in this process, as the command line runs them.  An audit hook notices code that is run, files that are
opened elsewhere, processes and connections.
"""

from __future__ import annotations

import importlib
import io
import os
import pkgutil
import random
import re
import sys
import time
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

import pytest

import dlquiz
from dlquiz import problem
from dlquiz.__main__ import report_failure
from dlquiz.bank.question_set import questions_folder
from dlquiz.cli import app
from dlquiz.export.driver import FORMATS

pytestmark = [
    pytest.mark.proof,
    pytest.mark.measured,
    pytest.mark.skipif(sys.platform == "win32", reason="memory as Unix tells it"),
]

SHARE = float(os.environ.get("PROOF_SHARE", "1"))
BANKS = max(30, int(1_500 * SHARE))
SEED = 20_261_130
SLOWEST = 0.5  # seconds of the processor; 0.29 were seen
MEGABYTES = 200  # that the campaign may add
ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "tests" / "export" / "kinds.yaml"
HEAVY = ("pdf", "worksheet")  # loaded from an extra, which takes half a second
EXPORTS = [name for name in FORMATS if name not in HEAVY]
VALUES = [
    "''", "0", "-1", "1e308", "1e-308", "9**9**9**9", "10**290", "[]", "{}", "[[1, 2], [3]]", "null", "true", "~", "1/0", "0/0", "'a'", "'[red]x[/red]'",
    "exp(exp(exp(9)))", "range(9999)", "sum(range(9999)/7)", "range(99)*10**290", "[[[[1]]]]", "('a' if k > 1 else 'b')", "x.__class__", "__import__('os')",
    "open('/tmp/x', 'w')", "lambda: 1", "-" * 200 + "1", "(" * 300, "99999999999999999999999", "1" * 400, "k" * 200, "diff(w**w**w, w)", "max(w, w)",
    "'{{ v }} {{'", "'{{ 1/0 }}'", "'$\\\\frac{$'", "'$$\\\\sqrt{' ", "'\\u202e\\u2028'", "'<script>alert(1)</script>'", "\"\\x1b[31m\"", "\"\\x00\"", "'=cmd|x'",
    "'漢字 e\u0301 \u202e \u200b \U0001f600'", "'" + "{{ k }} " * 300 + "'", "'" + "x" * 20_000 + "'", "'" + "$x$ " * 2_000 + "'", "!!python/object:os.system x", "&a [*a]",
]  # fmt: skip
PIECES = [
    "\u202e", "\u2028", "\u200b", "\x1b[2J", "\x07", "\x9b31m", "\x00", "é", "漢", "\U0001f600", "{{", "}}", "{{ 1 }}", "$", "$$", "**", "`", "```", "[red]", "](", "<b>",
    "&amp;", "\\", "'", '"', ": ", "- ", "#", "|", ">", "\t", "  ", "\n", "%", "@", "[[", "*", "!", "0", "9" * 30, " if ", "**9**9", "/0", "(", ")", "_", "^",
]  # fmt: skip
FORBIDDEN = {
    "os.system",
    "subprocess.Popen",
    "os.exec",
    "os.posix_spawn",
    "os.fork",
    "socket.connect",
    "socket.getaddrinfo",
}
READABLE = tuple({str(ROOT), str(questions_folder()), sys.prefix, sys.base_prefix, os.path.dirname(os.__file__), "/dev/", "/proc/", "/usr/share/", "/etc/"})  # fmt: skip
KNOWN = ("inspect.py", "typing.py", "records.py", "dataclasses.py", "collections/__init__.py", "functools.py")
noticed: list[str] = []
warm: list[str] = []  # verbs that were run, so that what they import is there
watching: list[Path] = []  # the folder that may be written to, while a verb runs


def watch(event: str, given: tuple[Any, ...]) -> None:
    """An audit hook."""
    if not watching:
        return
    if event in FORBIDDEN:
        noticed.append(event)
    elif event == "open" and isinstance(given[0], str):
        writes = (
            bool(re.search("[wax+]", given[1] or "")) if given[1] else bool((given[2] or 0) & (os.O_WRONLY | os.O_RDWR))
        )
        inside = given[0].startswith((str(watching[0]), "/dev/null"))
        if not inside and (writes or not given[0].startswith(READABLE)):
            noticed.append(f"open {given[0]}")
    elif event in ("exec", "compile") and not is_known():
        noticed.append(event)


def is_known() -> bool:
    """Whether an import runs code, or what makes classes and reads annotations of the program's own."""
    frame = sys._getframe(2)
    if frame.f_code.co_filename.endswith(KNOWN):
        return True
    while frame is not None:
        if frame.f_code.co_filename.startswith("<frozen importlib"):
            return True
        frame = frame.f_back  # type: ignore[assignment]
    return False


sys.addaudithook(watch)


class Run(NamedTuple):
    """What became of a verb."""

    seconds: float
    said: str
    faults: list[str]


def run(folder: Path, *words: str) -> Run:
    """Run a verb as the command line does."""
    out, err = io.StringIO(), io.StringIO()
    noticed.clear()
    faults: list[str] = []
    started = time.process_time()
    sleep = patch("time.sleep", lambda seconds: noticed.append(f"sleep {seconds}"))
    with sleep, redirect_stdout(out), redirect_stderr(err):
        watching.append(folder)
        try:
            app(list(words))
        except SystemExit:
            pass
        except Exception as error:
            try:
                report_failure(error)
            except Exception as fault:
                faults.append(f"{type(fault).__name__}: {fault}"[:300])
        finally:
            watching.clear()
    seconds = time.process_time() - started
    said = out.getvalue() + err.getvalue()
    faults += sorted(set(noticed))
    faults += [f"a raw {char!r}" for char in sorted(set(said)) if is_raw(char)]
    return Run(seconds, said, faults)


def is_raw(char: str) -> bool:
    """Whether a terminal would obey a character, or turn text around."""
    return (
        unicodedata.category(char) == "Cc" and char != "\n"
    ) or char in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def list_questions() -> list[str]:
    """Banks of one question each: the shipped ones, and one of every kind."""
    known = []
    for path in (*sorted(questions_folder().glob("*.yaml")), SAMPLE):
        head, *questions = path.read_text("utf-8").split("\n- id: ")
        known += [f"{head}\n- id: {one}" for one in questions]
    return known


def mutate(text: str, stream: random.Random) -> str:
    """A bank with values, keys, lines or characters changed."""
    lines = text.split("\n")
    for _ in range(stream.choice((1, 1, 2, 3, 5))):
        at = stream.randrange(len(lines))
        line = lines[at]
        way = stream.randrange(7)
        if way == 0 and ": " in line:
            lines[at] = line[: line.index(": ") + 2] + stream.choice(VALUES)
        elif way == 1:
            place = stream.randint(0, len(line))
            lines[at] = line[:place] + stream.choice(PIECES) + line[place:]
        elif way == 2:
            lines[at] = re.sub(
                r"\d+", lambda _: stream.choice(("0", "-1", "9" * 25, "1e400", "10**300")), line, count=1
            )
        elif way == 3:
            lines[at] = stream.choice(lines)
        elif way == 4:
            lines[at] = re.sub(
                r"\w+(?=:)", lambda _: stream.choice(("ask", "answer", "steps", "draw", "let", "title")), line, count=1
            )
        elif way == 5:
            lines[at] = re.sub(
                r"(formula|value|gives|holds|from|to|answer): .*",
                lambda match: f"{match[1]}: {stream.choice(VALUES)}",
                line,
            )
        else:
            place = stream.randrange(max(1, len(line)))
            lines[at] = line[:place] + chr(stream.randrange(1, 0x2100)) + line[place + 1 :]
    return "\n".join(lines)


def list_verbs(folder: Path, id: str, stream: random.Random, whole: bool) -> Iterator[tuple[str, ...]]:
    """Verbs for a bank; of a whole campaign every format, else one of them."""
    bank = ("--bank", str(folder / "bank.yaml"))
    yield "show", f"{id}@3", "--answer", "--steps", *bank
    yield "show", id, "--plain", *bank
    yield "solve", f"{id}@3", *bank
    yield "solve", f"{id}@4", "--json", *bank
    yield "answer", f"{id}@3", stream.choice(("7", "a", "[1, 2]", "x", "yes", "1/3")), *bank
    yield "list", *bank
    for name in EXPORTS if whole else stream.sample(EXPORTS, 1):
        yield "export", name, "all", "--variants", "2", *bank, "--out", str(folder / f"out-{name}")


def find_id(text: str) -> str:
    """The id of the only question."""
    found = re.search(r"^- id: *([\w-]+)", text, re.MULTILINE)
    return found[1] if found else "x"


def try_bank(folder: Path, text: str, stream: random.Random, whole: bool = False) -> Iterator[tuple[str, Run]]:
    """Every verb on one bank; where it does not load, two of them."""
    (folder / "bank.yaml").write_bytes(text.encode("utf-8", "surrogatepass"))
    loads = True
    for words in list_verbs(folder, find_id(text), stream, whole):
        if loads or words[0] == "list":
            made = run(folder, *words)
            loads = loads and "bank.yaml:" not in made.said
            yield words[0] if words[0] != "export" else words[1], made


def import_modules() -> None:
    """Import all of the program, and with it the libraries that it loads on first use, such as SymPy."""
    for module in pkgutil.walk_packages(dlquiz.__path__, "dlquiz."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own as home, with every module imported, which is not the work of a bank, and every verb used once."""
    monkeypatch.setenv("DLQUIZ_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    if not warm:
        import_modules()
        for number, text in enumerate(list_questions()[-14:]):
            warm.extend(verb for verb, _ in try_bank(tmp_path, text, random.Random(1), whole=number == 0))
    return tmp_path


def measure_memory() -> int:
    """The most memory that this process had, in MB."""
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def test_mutated_banks(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    known = list_questions()
    found, count, slowest, before = [], 0, 0.0, measure_memory()
    for number in range(BANKS):
        stream = random.Random(f"{SEED} {number}")
        text = mutate(stream.choice(known), stream)
        for verb, made in try_bank(folder, text, stream, whole=SHARE >= 1 and number % 10 == 0):
            count, slowest = count + 1, max(slowest, made.seconds)
            slow = [f"{made.seconds:.2f} s"] if made.seconds > SLOWEST else []
            found += [f"bank {number}, {verb}: {fault}" for fault in (*made.faults, *slow)]
    added = measure_memory() - before
    with capsys.disabled():
        print(
            f"\n{count} runs of {BANKS} mutated banks: {len(found)} faults, slowest {slowest:.2f} s, {added} MB added"
        )
    assert not found, "\n".join(found[:40])
    assert added < MEGABYTES


def fail(self: object) -> str:
    raise KeyError("planted")


PLANTED: dict[str, Callable[[Any], str]] = {
    "an exception": fail,
    "work": lambda self: str(sum(range(10**8))),
    "a sleep": lambda self: str(time.sleep(0.01)),
    "an open": lambda self: str(Path("../planted").resolve().write_text("x")),
    "a file that is read": lambda self: Path("../planted").resolve().read_text(),
    "code": lambda self: str(eval("1 + 1")),
    "a process": lambda self: str(os.system("true")),
}


@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_fault_is_noticed(folder: Path, monkeypatch: pytest.MonkeyPatch, fault: str) -> None:
    (folder / "bank.yaml").write_text(list_questions()[0], encoding="utf-8")
    words = ("show", find_id(list_questions()[0]), "--bank", str(folder / "bank.yaml"))
    fine = run(folder, *words)
    assert not fine.faults and fine.seconds < SLOWEST
    monkeypatch.setattr(problem.Problem, "ask", property(PLANTED[fault]))
    made = run(folder, *words)
    assert made.faults or made.seconds > SLOWEST


def test_a_planted_control_is_noticed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dlquiz.screen.screen.clean_text", lambda text, *given: f"{text}\x1b[2J", raising=True)
    (folder / "bank.yaml").write_text(list_questions()[0], encoding="utf-8")
    assert run(folder, "show", find_id(list_questions()[0]), "--bank", str(folder / "bank.yaml")).faults
