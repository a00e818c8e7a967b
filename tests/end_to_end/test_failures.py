"""Whatever the system does to the program ends in a sentence and an exit code: no traceback, no endless wait."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("names, pipes and signals as Unix has them", allow_module_level=True)

ROOT = Path(__file__).parents[2]
BANK = "topic: own\ntitle: Own\nquestions:\n- id: own-one\n  ask: How much?\n  answer: 1\n"
PATIENCE = 60  # seconds after which a verb counts as one that waits for ever


def run(home: Path, *words: str | bytes, typed: bytes = b"", **more: str) -> subprocess.CompletedProcess[bytes]:
    """A verb, as a user runs it."""
    environment = {**os.environ, "DLQUIZ_HOME": str(home), "PYTHONPATH": str(ROOT), **more}
    command = [sys.executable, "-m", "dlquiz", *words]
    made = subprocess.run(command, input=typed, capture_output=True, cwd=home, env=environment, timeout=PATIENCE)
    assert b"Traceback" not in made.stderr, made.stderr
    return made


def answers(made: subprocess.CompletedProcess[bytes]) -> list[dict[str, object]]:
    return [json.loads(line) for line in made.stdout.splitlines()]


def test_a_wrong_command_line_is_repeated_without_what_a_terminal_obeys(tmp_path: Path) -> None:
    for words in (["net", "in 3", "--\x1b[31mred"], ["net", "in 3", "4\u202e5"], ["quiz", "--\x9b1\u2066"]):
        made = run(tmp_path, *words)
        said = made.stderr.decode()
        assert (made.returncode, made.stdout) == (2, b"")
        assert "Error: " in said
        assert said.replace("\n", "").isprintable(), said


# what is no text

GOOD = b'{"id": "own-one", "seed": 1, "text": "1"}'
BAD = [
    b"\xff",
    b'{"id": "own-one", "seed": 1, "text": "\xff"}',
    b"\xff\xfe{\x00",
    b"\x00" * 9,
    b"[" * 9_000,
    b"1" * 9_000,
]
LOCALES = [
    {"PYTHONIOENCODING": "utf-8:strict"},
    {"LC_ALL": "C"},
    {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
]


@pytest.mark.parametrize("locale", LOCALES, ids=str)
def test_a_line_that_cannot_be_read_gets_its_error_and_the_others_their_verdict(
    tmp_path: Path, locale: dict[str, str]
) -> None:
    (tmp_path / "own.yaml").write_text(BANK)
    lines = [piece for bad in BAD for piece in (GOOD, bad)] + [GOOD]
    made = run(tmp_path, "answer", "--json", "--bank", "own.yaml", typed=b"\n".join(lines), **locale)
    told = answers(made)
    assert made.returncode == 0 and [next(iter(one)) for one in told] == ["verdict", "error"] * len(BAD) + ["verdict"]


def test_each_line_is_answered_as_it_comes(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(BANK)
    command = [sys.executable, "-m", "dlquiz", "answer", "--json", "--bank", "own.yaml"]
    environment = {**os.environ, "DLQUIZ_HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=tmp_path, env=environment
    ) as grader:
        assert grader.stdin and grader.stdout
        for line in (GOOD, b"\xff", GOOD):
            grader.stdin.write(line + b"\n")
            grader.stdin.flush()
            assert json.loads(grader.stdout.readline())


def test_a_line_without_an_end_is_cut(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(BANK)
    typed = b"x" * 30_000_000 + b"\n" + GOOD
    first, second = answers(run(tmp_path, "answer", "--json", "--bank", "own.yaml", typed=typed))
    assert "error" in first and second["verdict"] == "right"


@pytest.mark.parametrize("locale", LOCALES[1:], ids=str)
@pytest.mark.parametrize("verb", ["show", "net", "check", "new"])
def test_words_of_the_command_line_need_not_be_text(tmp_path: Path, verb: str, locale: dict[str, str]) -> None:
    assert run(tmp_path, verb, b"\xff", **({"PYTHONUTF8": "1"} | locale)).returncode in (1, 2)


# files


def test_a_bank_may_have_any_name(tmp_path: Path) -> None:
    (tmp_path / "banks").mkdir()
    own = os.fsencode(tmp_path / "banks") + b"/b\xff.yaml"
    with open(own, "w") as stream:
        stream.write(BANK)
    for _ in range(2):  # compiled, then from the cache
        assert b"own-one" in run(tmp_path, "list", "own").stdout
    assert run(tmp_path, "check", own).returncode == 0
    for locale in LOCALES:
        assert run(tmp_path, "show", "own-one", "--bank", own, **locale).returncode == 0
        out = os.fsencode(tmp_path) + b"/o\xff.json"
        assert run(tmp_path, "export", "json", "own", "--out", out, "--bank", own, **locale).returncode == 0


@pytest.fixture(params=["a pipe", "a socket", "a folder", "a device", "a link to itself", "a link to nothing"])
def odd(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Something in `banks/` that is no file."""
    path = tmp_path / "banks" / "odd.yaml"
    path.parent.mkdir()
    match request.param:
        case "a pipe":
            os.mkfifo(path)
        case "a socket":
            place = socket.socket(socket.AF_UNIX)
            os.chdir(path.parent)
            place.bind(path.name)
            os.chdir(ROOT)
            place.close()
        case "a folder":
            path.mkdir()
        case "a device":
            path.symlink_to("/dev/zero")
        case "a link to itself":
            path.symlink_to(path)
        case "a link to nothing":
            path.symlink_to("nothing")
    return path


def test_what_is_no_file_is_left_out_and_not_waited_for(tmp_path: Path, odd: Path) -> None:
    made = run(tmp_path, "list", "pooling")
    assert made.returncode == 0 and made.stderr.count(b"\n") == 1 and b"odd.yaml is left out" in made.stderr
    for words in (("check", str(odd)), ("list", "--bank", str(odd)), ("show", "x", "--bank", str(odd))):
        made = run(tmp_path, *words)
        assert made.returncode in (1, 2) and b"odd.yaml" in made.stderr


@pytest.mark.parametrize("format", ["anki", "json", "markdown"])
@pytest.mark.parametrize("out", [".", "/", "", "/dev/null/x", "x" * 300])
def test_an_export_needs_a_file(tmp_path: Path, format: str, out: str) -> None:
    made = run(tmp_path, "export", format, "pool-fraction", "--out", out)
    assert made.returncode == 2 and made.stderr.count(b"\n") == 1


def test_an_export_needs_no_room_for_temporary_files(tmp_path: Path) -> None:
    words = ("export", "tsv", "pooling", "--variants", "50", "--out", "o.tsv")  # enough work for several processes
    assert run(tmp_path, *words, TMPDIR="/nowhere", TMP="/nowhere", TEMP="/nowhere").returncode == 0


# the environment


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root becomes somebody without an entry"
)
def test_a_user_without_an_entry_and_without_a_home_can_practise() -> None:
    code = (
        "import os, sys; sys.path[:0] = [sys.argv.pop(1)]; import dlquiz.cli; from dlquiz.__main__ import main;"
        "import rich.table, markdown_it, marshal, dlquiz.commands.list, dlquiz.screen.listing;"
        "os.environ.pop('HOME', None); os.setuid(54321); main()"
    )
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("XDG", "DLQUIZ"))}
    command = [sys.executable, "-c", code, str(ROOT), "export", "anki", "--out", "/dev/null/x"]
    made = subprocess.run(command, capture_output=True, env=environment, cwd="/", timeout=PATIENCE)
    assert made.returncode == 2 and b"Traceback" not in made.stderr and made.stderr.count(b"\n") == 1, made.stderr


@pytest.mark.parametrize(
    ("verb", "seed"), [("show", "7" * 5_000), ("solve", "7" * 19), ("answer", "²"), ("quiz", "٧" * 5_000)]
)
def test_a_seed_is_a_number_of_few_digits(tmp_path: Path, verb: str, seed: str) -> None:
    made = run(tmp_path, verb, f"conv-params@{seed}", *(["5"] if verb == "answer" else []))
    assert made.returncode == 2 and made.stderr


@pytest.mark.parametrize("after", [0.005 * i for i in range(1, 32, 5)])
def test_ctrl_c_is_silent_from_the_start(tmp_path: Path, after: float) -> None:
    begun = tmp_path / "begun"  # Python itself is up: what it prints before is not ours
    code = (
        f"import sys, os; sys.path[:0] = [{str(ROOT)!r}]; sys.argv = ['dlquiz', 'list'];"
        f"from dlquiz.__main__ import main; os.close(os.open({str(begun)!r}, os.O_CREAT)); main()"
    )
    environment = {**os.environ, "DLQUIZ_HOME": str(tmp_path)}
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    ) as verb:
        while not begun.exists() and verb.poll() is None:
            time.sleep(0.001)
        time.sleep(after)
        verb.send_signal(signal.SIGINT)
        _, told = verb.communicate(timeout=PATIENCE)
    assert verb.returncode in (0, 130, -signal.SIGINT) and told == b""


def test_ctrl_c_that_the_shell_has_turned_off_stays_off(tmp_path: Path) -> None:
    def turn_off() -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)

    environment = {**os.environ, "DLQUIZ_HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "dlquiz", "list", "pooling"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, preexec_fn=turn_off) as verb:
        for _ in range(20):
            time.sleep(0.02)
            verb.send_signal(signal.SIGINT)
        verb.communicate(timeout=PATIENCE)
    assert verb.returncode == 0


CAUSES = {
    "MemoryError()": ("There is not enough memory for this.", 2),
    "RecursionError()": ("This is nested too deeply.", 2),
    "OSError(28, 'No space left on device')": ("The output cannot be written: No space left on device.", 2),
    "PermissionError(13, 'Permission denied', 'x.yaml')": ("x.yaml cannot be read or written: Permission denied.", 2),
    "'\\ud800'.encode()": ("A text cannot be read or written here: ", 2),
    "b'\\xff'.decode()": ("A text cannot be read or written here: ", 2),
    "__import__('nowhere')": ("The installation is not complete: No module named 'nowhere'.", 2),
    "BrokenPipeError()": ("", 1),
    "KeyboardInterrupt()": ("", 130),
}


@pytest.mark.parametrize("cause", CAUSES)
def test_every_exception_of_the_system_is_a_sentence(cause: str) -> None:
    says, code = CAUSES[cause]
    program = f"import sys; sys.path[:0] = [{str(ROOT)!r}]\nfrom dlquiz import __main__, cli\ndef fail():\n  raise {cause}\ncli.main = fail\n__main__.main()"
    made = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert made.returncode == code and made.stderr.startswith(says) and made.stderr.count("\n") == (says != "")
