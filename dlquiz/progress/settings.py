"""What the learner has chosen to hold from now on: a TOML file, which environment variables overrule."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from dlquiz.bank.cache import home_folder
from dlquiz.errors import UsageError, did_you_mean
from dlquiz.files import write_file
from dlquiz.progress.days import parse_date

TRUE, FALSE = ("true", "yes", "on", "1"), ("false", "no", "off", "0")


class Settings(NamedTuple):
    """The settings, as the program uses them."""

    decimal: str = "point"  # point | comma
    daily: int = 40  # questions a day in reviews
    daily_new: int = 15  # and how many of them may be new
    plain: bool = False
    live_reading: bool = True
    history: bool = True
    exam_date: date | None = None


def read_truth(text: str) -> bool:
    """`true` or `false`."""
    if text.lower() not in TRUE + FALSE:
        raise UsageError("write true or false")
    return text.lower() in TRUE


def read_count(text: str) -> int:
    """A number of questions."""
    if not text.isdecimal() or not 0 < int(text) <= 1000:
        raise UsageError("write a whole number from 1 to 1000")
    return int(text)


def read_decimal(text: str) -> str:
    """The decimal sign."""
    sign = {",": "comma", ".": "point"}.get(text, text.lower())
    if sign not in ("point", "comma"):
        raise UsageError("write point or comma")
    return sign


class Key(NamedTuple):
    """One setting: its field, how it is read, and what it means."""

    field: str
    read: Callable[[str], Any]
    meaning: str

    @property
    def variable(self) -> str:
        """The environment variable that overrules it."""
        return f"DLQUIZ_{self.field.upper()}"


KEYS = {
    "decimal": Key("decimal", read_decimal, "the decimal sign that you type: point or comma"),
    "daily": Key("daily", read_count, "how many questions a day dlquiz review asks"),
    "daily-new": Key("daily_new", read_count, "how many of them may be new"),
    "plain": Key("plain", read_truth, "plain lines without boxes, for screen readers"),
    "live-reading": Key("live_reading", read_truth, "show below an answer how it is read so far"),
    "history": Key("history", read_truth, "keep what you answer"),
    "exam-date": Key("exam_date", parse_date, "the day of the exam, such as 2026-12-10"),
}


def settings_path() -> Path:
    """The file of settings in the platform's directory for them, or in `DLQUIZ_HOME` where that is set."""
    home = os.environ.get("DLQUIZ_HOME")
    if home:
        return Path(home) / "config.toml"
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA") or home_folder() / "AppData" / "Roaming") / "dlquiz" / "config.toml"
    if sys.platform == "darwin":
        return home_folder() / "Library" / "Application Support" / "dlquiz" / "config.toml"
    return Path(os.environ.get("XDG_CONFIG_HOME") or home_folder() / ".config") / "dlquiz" / "config.toml"


def read_settings(path: Path, environment: Mapping[str, str]) -> tuple[Settings, list[str]]:
    """The settings that hold, and a sentence for each one that cannot be used and is left out."""
    values: dict[str, Any] = {}
    complaints: list[str] = []
    for name, text in read_file(path, complaints).items():
        take_value(name, text, str(path), values, complaints)
    for name, key in KEYS.items():
        if environment.get(key.variable, "").strip():
            take_value(name, environment[key.variable].strip(), key.variable, values, complaints)
    return Settings(**values), complaints


def read_file(path: Path, complaints: list[str]) -> dict[str, str]:
    """The keys of the file with their values as text; none where there is no file."""
    if not path.is_file():
        return {}
    import tomllib

    try:
        plain = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        complaints.append(f"{path} cannot be read, so no setting of it holds: {error}.")
        return {}
    return {name: str(value) for name, value in plain.items()}


def take_value(name: str, text: str, source: str, values: dict[str, Any], complaints: list[str]) -> None:
    """Read one setting, or complain."""
    try:
        values[find_key(name).field] = read_value(name, text)
    except UsageError as error:
        complaints.append(f"{source}: {error}")


def find_key(name: str) -> Key:
    """The setting of this name; UsageError with a suggestion where there is none."""
    if name not in KEYS:
        known = did_you_mean(name, KEYS) or "; `dlquiz config` lists them."
        raise UsageError(f'There is no setting "{name}"{known}')
    return KEYS[name]


def read_value(name: str, text: str) -> Any:
    """The value of a setting as typed; UsageError where it does not fit."""
    try:
        return find_key(name).read(text.strip())
    except UsageError as error:
        if name not in KEYS:
            raise
        reason = str(error).rstrip(".")
        raise UsageError(f'{name} cannot be "{text}": {reason}.') from None


def write_setting(path: Path, name: str, text: str | None) -> None:
    """Put a setting into the file, or take it out; everything else in it stays as it is, comments too."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    value = None if text is None else read_value(name, text)
    find_key(name)
    try:
        document = tomlkit.parse(path.read_text(encoding="utf-8")) if path.is_file() else tomlkit.document()
    except (TOMLKitError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read: {error}. Mend it or remove it first.") from None
    if value is not None:
        document[name] = value
    elif name in document:
        del document[name]
    write_file(path, tomlkit.dumps(document).encode())


def format_value(value: Any) -> str:
    """A setting as it is typed."""
    return str(value).lower() if isinstance(value, bool) else "" if value is None else str(value)
