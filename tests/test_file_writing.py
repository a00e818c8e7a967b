"""How files are written: whole or not at all, through names that nobody can guess, with the permissions they had."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dlquiz import files
from dlquiz.errors import UsageError

ROOT = Path(__file__).parent.parent
POSIX = pytest.mark.skipif(os.name == "nt", reason="permissions and links of POSIX")
OLD, NEW = b"old content", b"new content, which is longer"


def names(folder: Path) -> list[str]:
    """What lies in a folder, hidden files too."""
    return sorted(path.name for path in folder.iterdir())


def refuse(monkeypatch: pytest.MonkeyPatch, call: str, allowed: int) -> list[Any]:
    """Let a call of `os` or of `Path` fail once it was made so often; what it was called with."""
    owner: Any = Path if hasattr(Path, call) else os
    real: Callable[..., Any] = getattr(owner, call)
    seen: list[Any] = []

    def failing(*given: Any, **options: Any) -> Any:
        seen.append(given)
        if len(seen) > allowed:
            raise OSError(28, "No space left on device")
        return real(*given, **options)

    monkeypatch.setattr(owner, call, failing)
    return seen


def test_a_file_is_written_and_nothing_else(tmp_path: Path) -> None:
    files.write_file(tmp_path / "deep" / "er" / "a.txt", NEW)
    files.write_file(tmp_path / "deep" / "er" / "a.txt", OLD)
    assert (tmp_path / "deep" / "er" / "a.txt").read_bytes() == OLD
    assert names(tmp_path / "deep" / "er") == ["a.txt"]


@POSIX
def test_a_new_file_honours_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        files.write_file(tmp_path / "a.txt", NEW)
        files.create_file(tmp_path / "b.txt", NEW)
        files.write_file(tmp_path / "c.txt", NEW, files.FOR_OWNER)
    finally:
        os.umask(before)
    assert [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in names(tmp_path)] == [0o640, 0o640, 0o600]


@POSIX
@pytest.mark.parametrize("mode", [0o600, 0o644, 0o664, 0o755, 0o400])
def test_existing_permissions_are_kept(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(OLD)
    path.chmod(mode)
    files.write_file(path, NEW)
    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == (NEW, mode)


@POSIX
def test_a_secret_file_is_never_open_to_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, seen = tmp_path / "a.txt", []
    path.write_bytes(OLD)
    path.chmod(0o600)
    monkeypatch.setattr(os, "fsync", lambda number: seen.append(stat.S_IMODE(os.fstat(number).st_mode)))
    monkeypatch.setattr(files, "sync_folder", lambda folder: None)
    files.write_file(path, NEW)
    assert seen == [0o600]


@POSIX
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only the superuser may give files away")
def test_a_file_of_somebody_else_stays_theirs(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(OLD)
    os.chown(path, 1234, 2345)
    files.write_file(path, NEW)
    assert (path.stat().st_uid, path.stat().st_gid) == (1234, 2345)


def test_names_on_the_way_differ_and_must_not_exist(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = (files.reserve_names(tmp_path / "a.txt").part for _ in range(2))
    assert first != second and first.parent == tmp_path
    monkeypatch.setattr(os, "urandom", bytes)  # a name that somebody has guessed
    victim = tmp_path / "victim"
    victim.write_bytes(OLD)
    (tmp_path / f".dlquiz-{bytes(8).hex()}").symlink_to(victim)
    with pytest.raises(UsageError, match=r"a\.txt cannot be written: File exists"):
        files.write_file(tmp_path / "a.txt", NEW)
    assert victim.read_bytes() == OLD and not (tmp_path / "a.txt").exists()


@POSIX
def test_a_link_of_the_users_own_is_followed(tmp_path: Path) -> None:
    (tmp_path / "target").write_bytes(OLD)
    (tmp_path / "link").symlink_to(tmp_path / "target")
    files.write_file(tmp_path / "link", NEW)
    assert (tmp_path / "link").is_symlink() and (tmp_path / "target").read_bytes() == NEW


@POSIX
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only the superuser may give links away")
def test_a_link_that_somebody_else_has_planted_is_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "victim").write_bytes(OLD)
    (tmp_path / "link").symlink_to(tmp_path / "victim")
    os.chown(tmp_path / "link", 1234, 1234, follow_symlinks=False)
    with pytest.raises(UsageError, match="link cannot be written: it is a link that another user has made"):
        files.write_file(tmp_path / "link", NEW)
    assert (tmp_path / "victim").read_bytes() == OLD


@POSIX
def test_a_link_to_itself_and_a_folder_are_refused(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    for path in (tmp_path / "loop", tmp_path):
        with pytest.raises(UsageError, match="cannot be written: "):
            files.write_file(path, NEW)
    assert names(tmp_path) == ["loop"]


@pytest.mark.parametrize("call", ["fsync", "replace"])
@pytest.mark.parametrize("allowed", [0, 1])
@pytest.mark.parametrize("known", [True, False])
def test_a_failure_leaves_all_files_as_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, allowed: int, known: bool
) -> None:
    two = {tmp_path / "a.txt": NEW, tmp_path / "b.txt": NEW}
    for path in two if known else ():
        path.write_bytes(OLD)
    with monkeypatch.context() as patch:
        if call == "replace":  # putting the old content back is not to fail
            refuse_once(patch, allowed)
        else:
            refuse(patch, call, allowed)
        with pytest.raises(UsageError, match="cannot be written: No space left on device"):
            files.write_files(two)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == (
        {"a.txt": OLD, "b.txt": OLD} if known else {}
    )


def refuse_once(patch: pytest.MonkeyPatch, allowed: int) -> None:
    """Let one renaming fail."""
    real, seen = Path.replace, []

    def failing(path: Path, target: Path) -> Path:
        seen.append(target)
        if len(seen) == allowed + 1:
            raise OSError(28, "No space left on device")
        return real(path, target)

    patch.setattr(Path, "replace", failing)


def test_an_interruption_leaves_all_files_as_they_were(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    two = {tmp_path / "a.txt": NEW, tmp_path / "b.txt": NEW}
    for path in two:
        path.write_bytes(OLD)
    real = Path.replace

    def interrupted(path: Path, target: Path) -> Path:
        made = real(path, target)
        if target.name == "b.txt" and "-old" not in path.name:
            raise KeyboardInterrupt
        return made

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        files.write_files(two)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a.txt": OLD, "b.txt": OLD}


def test_the_first_file_comes_into_its_place_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    placed: list[str] = []
    real = Path.replace
    monkeypatch.setattr(Path, "replace", lambda path, target: (placed.append(target.name), real(path, target))[1])
    files.write_files({tmp_path / "sheet.md": NEW, tmp_path / "sheet-key.md": NEW})
    assert placed == ["sheet-key.md", "sheet.md"]


def test_a_file_system_without_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refuse(monkeypatch, "link", 0)
    files.create_file(tmp_path / "a.txt", NEW)
    with pytest.raises(FileExistsError):
        files.create_file(tmp_path / "a.txt", OLD)
    files.write_files({tmp_path / "a.txt": OLD, tmp_path / "b.txt": OLD})
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a.txt": OLD, "b.txt": OLD}


@POSIX
def test_what_exists_is_never_created_again(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(OLD)
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    (tmp_path / "folder").mkdir()
    for path in list(tmp_path.iterdir()):
        with pytest.raises(FileExistsError):
            files.create_file(path, NEW)
    assert names(tmp_path) == ["file", "folder", "link"] and (tmp_path / "file").read_bytes() == OLD


def test_a_device_is_written_to(tmp_path: Path) -> None:
    files.write_file(Path(os.devnull), NEW)
    assert not Path(os.devnull).is_file()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL")
@pytest.mark.parametrize("call", ["fsync", "link", "replace", "unlink"])
@pytest.mark.parametrize("before", range(4))
def test_a_kill_at_any_call_leaves_old_or_new(tmp_path: Path, call: str, before: int) -> None:
    script = f"""
import os, signal
from pathlib import Path
from dlquiz import files
count = 0
def killed(real):
    def call(*given, **options):
        global count
        if count == {before}:
            os.kill(os.getpid(), signal.SIGKILL)
        count += 1
        return real(*given, **options)
    return call
for owner in (os, Path):
    if hasattr(owner, {call!r}):
        setattr(owner, {call!r}, killed(getattr(owner, {call!r})))
files.write_file(Path("a.txt"), {NEW!r})
"""
    (tmp_path / "a.txt").write_bytes(OLD)
    subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(ROOT)}, check=False
    )
    assert (tmp_path / "a.txt").read_bytes() in (OLD, NEW)
