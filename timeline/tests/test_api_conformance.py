"""The API tried against its own OpenAPI document: what that promises holds, and what it forbids is refused."""

import pytest
from click.testing import CliRunner
from django.contrib.auth import get_user_model
from hypothesis import strategies as st

from timeline.api import pages
from timeline.cursors import BACK, NEWEST, OLDEST, ON, Cursor
from timeline.models import Token
from timeline.tests.factories import entity, event

MEANINGS = {
    "words": ["harbour", "-jets", '"signed a pact" su*'],
    "date-as-typed": ["2014", "June 2014", "2014-06~", "[2014-05..2014-07]"],
    "entity": ["pakistan", "moscow"],
    "place": ["moscow"],
    "tag": ["arms-trade"],
    "source": ["the-harbour-post"],
    "name": ["pak", "harb"],
    "moment": ["2014-06-01", "2014-06-01T08:00:00Z"],
}
MEANINGLESS = """
[checks.positive_data_acceptance]
expected-statuses = ["2xx", "301", "404", "409", "410", "422"]
"""  # 422 is for words without a meaning here, which no schema can tell


@pytest.fixture
def means():
    """Called: says what the document can only name, texts that mean something on this site.

    Schemathesis is imported here, for it takes every worker a second.
    """
    import schemathesis

    @schemathesis.hook
    def filter_query(context, query) -> bool:
        """A place in the list belongs to one order of it; an address longer than 64 kB never reaches the site."""
        return not (query and query.get("order") == NEWEST and "after" in query) and len(repr(query)) < 16_000

    def say(name: str, values: list[str]) -> None:
        schemathesis.openapi.format(name, st.sampled_from(values))

    for name, values in MEANINGS.items():
        say(name, values)
    yield say
    schemathesis.hooks.unregister_all()


@pytest.mark.parametrize(
    "options",
    [
        ["--phases=fuzzing", "--max-examples=10"],
        pytest.param(["--phases=fuzzing", "--max-examples=100"], marks=pytest.mark.soak),
        pytest.param(
            ["--phases=coverage", "--exclude-checks=positive_data_acceptance"], marks=pytest.mark.soak
        ),
    ],
)
def test_the_api_keeps_what_its_document_promises(live_server, means, tmp_path, monkeypatch, options):
    from schemathesis.cli import schemathesis as schemathesis_cli

    place = entity("Moscow")
    for number in range(3):
        one = event(
            f"Event {number}", public_id=f"ev-000000000{number}", date=f"201{3 + number}", who=["Pakistan"],
            tags=["Arms trade"], place=place,
        )  # fmt: skip
    proposals = [event(f"Proposal {number}", status="proposed") for number in range(3)]
    means("event-id", [one.public_id, *(proposal.public_id for proposal in proposals), "ev-nothing"])
    means("place-in-the-list", [str(Cursor.at(one, OLDEST, way)) for way in (ON, BACK)])
    means("row", [pages.cursor(ON, 1), pages.cursor(BACK, one.pk)])
    token = Token(user=get_user_model().objects.create_superuser("vera"), name="tests").issue()
    monkeypatch.chdir(tmp_path)  # where it keeps what it has found
    (tmp_path / "schemathesis.toml").write_text(MEANINGLESS)
    begin = [
        "--config-file",
        str(tmp_path / "schemathesis.toml"),
        "run",
        f"{live_server.url}/api/v1/openapi.json",
    ]
    always = [
        "--checks=all",
        "--request-timeout=60",
        "--max-response-time=60",  # a busy machine is no failure
        "--seed=1947",
        "--header",
        f"Authorization: Bearer {token}",
    ]
    done = CliRunner().invoke(schemathesis_cli, [*begin, *always, *options])
    assert done.exit_code == 0, done.output
