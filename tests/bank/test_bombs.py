"""Files built to take long or to need much memory end in a clear error, quickly and in little memory."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from bank_text import HEAD, list_faults, write_bank

MEGABYTE = 1 << 20


def towers() -> str:
    """Aliases of aliases: ten to the power of nine items if they were followed."""
    levels = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    levels += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 10)]
    return "\n".join(levels) + "\n" + HEAD


def merges() -> str:
    """Merge keys of merge keys."""
    levels = ["a0: &a0 {x: 1}"]
    levels += [f"a{i}: &a{i} {{<<: [{', '.join([f'*a{i - 1}'] * 10)}]}}" for i in range(1, 10)]
    return "\n".join(levels) + "\n" + HEAD


MANY_KEYS = "".join(f"  k{i}x: 1\n" for i in range(40_000))
BOMBS = {
    "alias tower": (towers(), "alias"),
    "merge keys": (merges(), "merge keys"),
    "deep lists in brackets": ("[" * 100_000, "nested too deeply"),
    "deep mappings in brackets": ("{a: " * 100_000, "nested too deeply"),
    "deep lists in a question": (HEAD + "- id: a\n  draw: " + "[" * 100_000, "nested too deeply"),
    "deep lists by dashes": (HEAD + "- " * 100_000, "nested too deeply"),
    "deep mappings by indentation": ("\n".join(" " * i + "a:" for i in range(1_000)), "nested too deeply"),
    "deep formula": (write_bank(f"answer: {'(' * 9_000}"), "nested too deeply"),
    "long number": (write_bank(f"draw: {{k: [{'7' * 5_000}]}}\nanswer: 1"), "too long"),
    "long number in a formula": (write_bank(f"answer: {'7' * 5_000}"), "too long"),
    "long number in a text": (write_bank(f"ask: 'a {{{{ {'7' * 5_000} }}}}'\nanswer: 1"), "too long"),
    "long number as marks": (write_bank(f"marks: {'7' * 5_000}\nanswer: 1"), "from 1 to 100"),
    "large exponent": (write_bank("draw: {k: [1e999999999]}\nanswer: 1"), "exponent"),
    "large power": (write_bank("answer: 9**9**9**9\nlet: {a: nobody}"), "nobody"),
    "range of huge numbers": (write_bank("draw: {k: {from: 9**9**9**9, to: nobody}}\nanswer: 1"), "nobody"),
    "a million characters": ("# " + "x" * 1_100_000, "larger than"),
    "a million items": (HEAD + "- id: a\n  draw: {k: [" + "1," * 400_000 + "]}\n", "more than 100,000 values"),
    "a million items by dashes": (HEAD + "- id: a\n  keep:\n" + "  - 1\n" * 150_000, "more than 100,000 values"),
    "many keys of a mapping": (HEAD + "- id: a\n" + MANY_KEYS, "a question has no key"),
    "many draws of one name": (HEAD + "- id: a\n  draw: {" + "k: [1], " * 25_000 + "}\n", "is used twice here"),
    "many questions and no YAML": (HEAD + "- x\n" * 90_000 + "- [\n", "bracket"),
    "many broken questions": (HEAD + "- 'x\n" * 4_900, "quote"),
    "many steps": (HEAD + "- id: a\n  ask: x\n  answer: 1\n  steps:\n" + "".join(
        f"  - {{name: s{i}, formula: 1}}\n" for i in range(10_000)), "more than 2,000 steps"),
    "many long formulas": (write_bank("answer: 1\nlet:" + "".join(
        f"\n  a{i}: '[{'1, ' * 3_000}{i}]'" for i in range(100))), "the bank up to here takes too long to read"),
    "many long formulas in texts": (write_bank(
        "answer: 1\nask: '" + ("{{ [" + "1, " * 3_000 + "1] }} ") * 100 + "'"), "the bank up to here takes too long to read"),
    "many short questions": (HEAD + "".join(
        f"- id: q{i}\n  ask: x\n  answer: y\n" for i in range(14_000)), "the bank up to here takes too long to read"),
    "many short formulas": (write_bank("answer: 1\nlet: {" + ", ".join(
        f"a{i}: {i}" for i in range(45_000)) + "}"), "the bank up to here takes too long to read"),
    "a long key": (write_bank("k" * 500_000 + ": 1\nanswer: 1"), "no `key: value`"),
    "a rather long key": (write_bank("k" * 1_000 + ": 1\nanswer: 1"), "a question has no key"),
    "a long name": (write_bank(f"answer: {'n' * 9_000}"), "a name of more than"),
    "a long name of a draw": (write_bank(f"draw: {{{'n' * 900}: [1]}}\nanswer: 1"), "is not a name"),
    "a long text of quotes": (write_bank("ask: '{{ " + '"a"' * 9 + "'\nanswer: 1"), "not closed"),
}  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_ends_in_a_clear_error(name: str) -> None:
    text, message = BOMBS[name]
    found = list_faults(text)
    assert any(message in said for _, _, said in found)
    assert all(len(said) < 500 for _, _, said in found)


HEAVY = (
    "alias tower",
    "deep lists in a question",
    "a million items",
    "a million items by dashes",
    "many keys of a mapping",
)
MEASURE = """
import resource, sys, time
from pathlib import Path
from dlquiz.bank.compile import compile_file
from dlquiz.errors import BankError
for path in sys.argv[1:]:
    start = time.process_time()
    try:
        compile_file(Path(path))
    except BankError as error:
        print(Path(path).name, round(time.process_time() - start, 2), str(error.faults[0])[-60:])
status = Path("/proc/self/status")  # the peak that `resource` tells is, on Linux, that of the parent too
own = [line.split()[1] for line in status.read_text().splitlines() if line.startswith("VmHWM")] if status.exists() else []
print("peak", (int(own[0]) if own else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) // 1024)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="memory is measured the Unix way")
def test_bombs_take_little_memory(tmp_path: Path) -> None:
    for name in HEAVY:
        (tmp_path / name).write_text(BOMBS[name][0])
    with (tmp_path / "hundred-megabytes").open("w") as stream:
        for _ in range(100):
            stream.write("x" * MEGABYTE)
    paths = [str(path) for path in sorted(tmp_path.iterdir())]
    told = subprocess.run([sys.executable, "-c", MEASURE, *paths], capture_output=True, text=True, check=True).stdout
    assert told.count("\n") == len(paths) + 1
    *_, peak = told.split()
    assert int(peak) < 200, told
