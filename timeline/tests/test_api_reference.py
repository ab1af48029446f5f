"""The page that describes the API to people: all that the OpenAPI document says, and nothing from elsewhere."""

import re
from html import unescape

import pytest

from timeline.exports.columns import FULL
from timeline.query import FILTER

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def shown(client) -> str:
    return client.get("/api/v1/").content.decode()


@pytest.fixture
def document(client) -> dict:
    return client.get("/api/v1/openapi.json").json()


def test_the_page_shows_every_operation_parameter_and_object(shown, document):
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            assert f"<code>{method.upper()} {path}</code>" in shown
            assert operation["description"] in unescape(shown)
            for parameter in operation["parameters"]:
                assert f"<code>{parameter['name']}</code>" in shown
    for name in document["components"]["schemas"]:
        assert f'id="{name}"' in shown
    for name in (*FILTER, *(column.name for column in FULL)):
        assert f"<code>{name}</code>" in shown


def test_every_link_within_the_page_leads_somewhere(shown):
    targets = set(re.findall(r'id="([^"]+)"', shown))
    assert set(re.findall(r'href="#([^"]+)"', shown)) <= targets
    assert len(re.findall(r'id="([^"]+)"', shown)) == len(targets)


def test_the_page_runs_no_script_of_its_own_and_loads_nothing_from_elsewhere(shown):
    assert "<script>" not in shown and "<style" not in shown and " style=" not in shown
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', shown)


def test_every_operation_is_described_and_refers_to_what_there_is(document):
    names = set(document["components"]["schemas"])
    assert set(re.findall(r"#/components/schemas/(\w+)", str(document))) <= names
    for methods in document["paths"].values():
        for operation in methods.values():
            assert operation["description"].endswith(".") and {"400", "429"} <= set(operation["responses"])


def parameter(document, path, name) -> dict:
    return next(p for p in document["paths"][path]["get"]["parameters"] if p["name"] == name)


@pytest.mark.parametrize("name", ["from", "to"])
def test_the_document_says_how_long_a_typed_date_may_be(client, document, name):
    most = parameter(document, "/api/v1/events", name)["schema"]["maxLength"]
    for length, status in ((most, 200), (most + 1, 400)):
        typed = "June" + " " * (length - len("June2014")) + "2014"
        assert client.get("/api/v1/events", {name: typed}).status_code == status, length


def test_the_document_says_that_a_suggestion_needs_words(client, document):
    assert parameter(document, "/api/v1/suggest", "q")["schema"]["minLength"] == 1
    assert client.get("/api/v1/suggest?q=").status_code == 400
    assert client.get("/api/v1/suggest?q=x").status_code == 200


def test_the_document_says_which_texts_are_one_line(document):
    schemas = document["components"]["schemas"]
    title = schemas["Changes"]["properties"]["title"]["pattern"]
    summary = schemas["Changes"]["properties"]["summary"]["pattern"]
    assert re.match(title, "A title\twith a tab") and re.match(summary, "two\nlines\u2028or three")
    assert not any(re.match(title, f"a{sign}b") for sign in "\n\r\x85\u2028\u2029\a\x7f\x9f")
    assert not any(re.match(summary, f"a{sign}b") for sign in "\0\a\f\x7f\x9f")


def test_the_data_page_leads_to_it(client):
    assert 'href="/api/v1/"' in client.get("/data/").content.decode()
