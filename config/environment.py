"""Reading settings from the environment, with a clear stop where a value makes no sense."""

import logging
import os
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import dj_database_url


class BadSetting(SystemExit):
    """A variable of the environment that cannot be used; the message names it and says what to write."""


def env_flag(name: str, *, default: bool) -> bool:
    """ "1" or "0"; anything else stops the start-up, so that DEBUG=False never means "on".

    >>> env_flag("NOT_SET_ANYWHERE", default=True)
    True
    """
    value = os.environ.get(name) or ("1" if default else "0")
    if value not in {"0", "1"}:
        raise BadSetting(f"{name} must be 1 or 0, not {value!r}.")
    return value == "1"


def env_int(name: str, *, default: int) -> int:
    value = os.environ.get(name) or str(default)
    if not value.isdecimal():
        raise BadSetting(f"{name} must be a whole number, not {value!r}.")
    return int(value)


def env_ints(name: str, *, default: str) -> list[int]:
    """Whole numbers separated by commas."""
    values = env_list(name, default=default)
    if not values or not all(value.isdecimal() for value in values):
        raise BadSetting(f"{name} must be whole numbers separated by commas, not {os.environ.get(name)!r}.")
    return [int(value) for value in values]


def env_list(name: str, *, default: str = "") -> list[str]:
    """Values separated by commas; blanks around them and empty ones are dropped."""
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def env_time_zone(name: str, *, default: str) -> str:
    value = os.environ.get(name) or default
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: "Europe" is a folder of zones
        raise BadSetting(f"{name} must be a time zone such as Europe/Madrid, not {value!r}.") from None
    return value


def env_log_level(name: str, *, default: str) -> str:
    value = os.environ.get(name) or default
    if value not in logging.getLevelNamesMapping():
        raise BadSetting(f"{name} must be DEBUG, INFO, WARNING, ERROR or CRITICAL, not {value!r}.")
    return value


def env_database(name: str, *, default: str) -> dict:
    """What Django's DATABASES holds; the value itself is never said, for a password may stand in it."""
    try:
        found = dj_database_url.parse(
            os.environ.get(name) or default, conn_max_age=60, conn_health_checks=True
        )
    except ValueError:
        found = {"ENGINE": ""}
    if not found["ENGINE"].endswith((".sqlite3", ".postgresql")):
        raise BadSetting(f"{name} must be like postgres://user:password@host/name or sqlite:////path/file.")
    return found


def load_env_file(path: Path) -> None:
    """Take NAME=value lines of a file into the environment; what is already set there, and not empty, wins.

    Blank lines and lines that begin with # are passed over; a line without = stops the start-up.
    """
    if not path.exists():
        return
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        name, equals, value = line.partition("=")
        if not equals:
            raise BadSetting(f"{path.name}, line {number}: expected NAME=value.")
        if not os.environ.get(name.strip()):
            os.environ[name.strip()] = value.strip().strip("\"'")
