"""docs/api.md: every example of the guide runs as it stands against a live site, where its tool is there."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from django.conf import settings
from django.contrib.auth import get_user_model

from timeline.models import Event, Token
from timeline.tests.factories import event

GUIDE = (Path(settings.BASE_DIR) / "docs" / "api.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```(sh|python|r|sql)\n(.*?)^```$", GUIDE, re.M | re.S)
NEEDED = {"sh": "curl", "r": "Rscript"}


@pytest.fixture
def site(live_server):
    event("Aland lifted its embargo on Borduria", public_id="ev-7q2k9x4m1c", date="2014-06", who=["Pakistan"])
    for year in (2015, 2016):
        event(f"Event of {year}", date=str(year))
    event("Waiting", status="proposed")
    return live_server.url


@pytest.mark.one_database
@pytest.mark.parametrize("language", ["sh", "python", "r", "sql"])
def test_the_examples_of_the_guide_run(site, tmp_path, language):
    tool = NEEDED.get(language)
    if tool and not shutil.which(tool):
        pytest.skip(f"{tool} is not on this machine: the guide's {language} examples were not run")
    token = Token(user=get_user_model().objects.create_superuser("vera"), name="guide").issue()
    examples = [(kind, code.replace("https://dateline.example", site)) for kind, code in EXAMPLES]
    if language == "sql":
        for code in (code for kind, code in examples if kind == "sh" and "-o events.csv" in code):
            run(["sh", "-e", "-c", code], tmp_path, token)
    for code in (code for kind, code in examples if kind == language):
        said = RUN[language](code, tmp_path, token)
        assert (said.strip() or " -o " in code) and "problem" not in said and '"status": 4' not in said, (
            code,
            said,
        )
        if "If-None-Match" in code:
            assert said.strip() == "304"
    if language == "sh":
        assert Event.objects.get(public_id="ev-7q2k9x4m1c").title == "Aland lifted its embargo"


def run(command: list[str], folder: Path, token: str) -> str:
    environment = {**os.environ, "TOKEN": token, "NO_PROXY": "*", "no_proxy": "*"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, (command, done.stderr)
    return done.stdout


def in_duckdb(code: str, folder: Path, token: str) -> str:
    with duckdb.connect(config={"file_search_path": str(folder)}) as connection:
        return "\n".join(str(connection.sql(query).fetchall()) for query in code.split(";") if query.strip())


RUN = {
    "sh": lambda code, folder, token: run(["sh", "-e", "-c", code], folder, token),
    "python": lambda code, folder, token: run([sys.executable, "-c", code], folder, token),
    "r": lambda code, folder, token: run(["Rscript", "-e", code], folder, token),
    "sql": in_duckdb,
}


def test_the_guide_says_what_an_unknown_date_is_answered(client, db):
    answer = client.get("/api/v1/events?from=31+June+2014")
    assert answer.content.decode() in GUIDE
