import os
import subprocess
import sys

import pytest
from django.conf import settings

from config.environment import BadSetting, env_flag, env_int, env_ints, env_list, load_env_file


@pytest.mark.parametrize(("value", "meant"), [("1", True), ("0", False), ("", False)])
def test_a_flag_is_1_or_0_and_empty_means_not_set(monkeypatch, value, meant):
    monkeypatch.setenv("DEBUG", value)
    assert env_flag("DEBUG", default=False) is meant


@pytest.mark.parametrize("value", ["True", "no", "2"])
def test_any_other_flag_stops_the_start_up_and_names_the_variable(monkeypatch, value):
    monkeypatch.setenv("DEBUG", value)
    with pytest.raises(BadSetting, match="DEBUG must be 1 or 0"):
        env_flag("DEBUG", default=False)


def test_a_number_that_is_none_stops_the_start_up(monkeypatch):
    monkeypatch.setenv("MAX_ARTICLE_BYTES", "10 MB")
    with pytest.raises(BadSetting, match="whole number"):
        env_int("MAX_ARTICLE_BYTES", default=1)


def test_numbers_that_are_none_stop_the_start_up(monkeypatch):
    monkeypatch.setenv("FETCH_PORTS", "80, 8080")
    assert env_ints("FETCH_PORTS", default="80") == [80, 8080]
    monkeypatch.setenv("FETCH_PORTS", "80;443")
    with pytest.raises(BadSetting, match="FETCH_PORTS must be whole numbers"):
        env_ints("FETCH_PORTS", default="80")


def test_a_list_is_split_at_commas(monkeypatch):
    monkeypatch.setenv("ALLOWED_HOSTS", " a.example, ,b.example")
    assert env_list("ALLOWED_HOSTS") == ["a.example", "b.example"]


def test_the_environment_wins_over_the_file(tmp_path, monkeypatch):
    file = tmp_path / ".env"
    file.write_text(
        "# a remark\n\nSITE_TITLE='From the file'\nSITE_URL=https://file.example\n", encoding="utf-8"
    )
    monkeypatch.setenv("SITE_TITLE", "From outside")
    monkeypatch.setenv("SITE_URL", "")
    load_env_file(file)
    assert os.environ["SITE_TITLE"] == "From outside"
    assert os.environ["SITE_URL"] == "https://file.example"


def test_a_line_that_sets_nothing_is_named(tmp_path):
    (tmp_path / ".env").write_text("A=1\nnonsense\n", encoding="utf-8")
    with pytest.raises(BadSetting, match="line 2"):
        load_env_file(tmp_path / ".env")


def test_every_variable_the_settings_read_stands_in_the_example():
    folder = settings.BASE_DIR
    described = {
        line.lstrip("#").partition("=")[0]
        for line in (folder / ".env.example").read_text(encoding="utf-8").splitlines()
        if "=" in line and " " not in line.partition("=")[0]
    }
    import re

    source = (folder / "config" / "settings.py").read_text(encoding="utf-8")
    read = set(re.findall(r'(?:env_\w+|environ\.get)\("([A-Z_]+)"', source))
    assert read - described == set()


def start(**environment):
    """How the site starts with nothing but these variables set."""
    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"], "DATA_DIR": os.environ["DATA_DIR"], **environment},
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stderr


def test_forgetting_everything_gives_no_site_rather_than_an_unsafe_one():
    if (settings.BASE_DIR / ".env").exists():
        pytest.skip("this checkout has an .env of its own")
    code, said = start()
    assert code != 0
    assert "SECRET_KEY is not set" in said and "Traceback" not in said


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TIME_ZONE", "Mars"),
        ("TIME_ZONE", "../etc/passwd"),
        ("TIME_ZONE", "Europe"),
        ("LOG_LEVEL", "foo"),
        ("DATABASE_URL", "banana"),
        ("DATABASE_URL", "oracle://user:hush@host/name"),
        ("DATABASE_URL", "postgres://user:hush@host:port/name"),
    ],
)
def test_a_value_that_makes_no_sense_stops_the_start_up_in_one_line(name, value):
    code, said = start(SECRET_KEY="x", **{name: value})
    assert code != 0
    assert said.startswith(f"{name} must be ") and len(said.splitlines()) == 1
    assert "hush" not in said
