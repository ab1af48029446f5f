"""The page that describes the API to people: all that the OpenAPI document says, and nothing from elsewhere."""

import re
from html import unescape

import pytest

from timeline.exports.columns import FULL
from timeline.query import FILTER

pytestmark = pytest.mark.django_db


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


def test_the_data_page_leads_to_it(client):
    assert 'href="/api/v1/"' in client.get("/data/").content.decode()
