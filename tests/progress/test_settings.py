"""Settings: comments survive, environment variables win, and what is unknown is told."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dlquiz.errors import UsageError
from dlquiz.progress.settings import KEYS, Settings, read_settings, write_setting

TEXT = """\
# my settings
decimal = "comma"  # as at home
daily = 25
history = false
exam-date = 2026-12-10
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "config.toml"
    made.write_text(TEXT, encoding="utf-8")
    return made


def test_the_file_holds(path: Path) -> None:
    settings, complaints = read_settings(path, {})
    assert settings == Settings("comma", 25, history=False, exam_date=date(2026, 12, 10)) and complaints == []
    assert read_settings(path.with_name("none"), {}) == (Settings(), [])


def test_environment_variables_win(path: Path) -> None:
    settings, complaints = read_settings(
        path, {"DLQUIZ_DECIMAL": ",", "DLQUIZ_DAILY": "7", "DLQUIZ_HISTORY": "yes", "DLQUIZ_PLAIN": ""}
    )
    assert (settings.decimal, settings.daily, settings.history, settings.plain) == ("comma", 7, True, False)
    assert complaints == []
    assert {key.variable for key in KEYS.values()} >= {"DLQUIZ_DECIMAL", "DLQUIZ_DAILY_NEW", "DLQUIZ_LIVE_READING"}


def test_comments_survive_a_change(path: Path) -> None:
    write_setting(path, "daily", "30")
    write_setting(path, "plain", "true")
    text = path.read_text(encoding="utf-8")
    assert text == TEXT.replace("daily = 25", "daily = 30") + "plain = true\n"
    write_setting(path, "plain", None)
    write_setting(path, "exam-date", "2027-01-01")
    assert read_settings(path, {})[0].exam_date == date(2027, 1, 1) and "# as at home" in path.read_text(
        encoding="utf-8"
    )


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("decimals", "comma", 'There is no setting "decimals"; did you mean "decimal"'),
        ("decimal", "semicolon", 'decimal cannot be "semicolon": write point or comma'),
        ("daily", "0", 'daily cannot be "0": write a whole number from 1 to 1000'),
        ("daily", "many", 'daily cannot be "many"'),
        ("plain", "perhaps", 'plain cannot be "perhaps": write true or false'),
        ("exam-date", "soon", 'exam-date cannot be "soon": "soon" is not a date'),
    ],
)
def test_unknown_keys_and_values_are_told_and_change_nothing(path: Path, name: str, value: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        write_setting(path, name, value)
    assert path.read_text(encoding="utf-8") == TEXT


def test_what_is_wrong_in_the_file_is_told_and_the_rest_holds(path: Path) -> None:
    path.write_text('decimals = 1\ndaily = "x"\ndaily-new = 3\n[table]\na = 1\n', encoding="utf-8")
    settings, complaints = read_settings(path, {"DLQUIZ_PLAIN": "perhaps"})
    assert settings == Settings(daily_new=3) and len(complaints) == 4
    assert complaints[-1] == 'DLQUIZ_PLAIN: plain cannot be "perhaps": write true or false.'


@pytest.mark.parametrize("content", [b"decimal = ", b"\xff\xfe", b"a = 1\na = 2"])
def test_a_file_that_is_not_toml_is_told_and_left_as_it_is(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    settings, complaints = read_settings(path, {})
    assert settings == Settings() and len(complaints) == 1 and "cannot be read" in complaints[0]
    with pytest.raises(UsageError, match=r"cannot be read.*Mend it or remove it first"):
        write_setting(path, "plain", "true")
    assert path.read_bytes() == content
