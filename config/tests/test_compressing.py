"""What goes compressed over the wire, and how little that is."""

import gzip
import re

import pytest
from django.contrib.auth import get_user_model
from django.contrib.staticfiles import finders

from timeline import generated
from timeline.tests import factories

pytestmark = pytest.mark.django_db
GZIP = {"HTTP_ACCEPT_ENCODING": "gzip, br"}


def test_readers_get_pages_compressed_and_those_who_log_in_do_not(client):
    factories.event("The bridge opened", date="2014-06")
    answer = client.get("/", **GZIP)
    assert answer["Content-Encoding"] == "gzip"
    assert "The bridge opened" in gzip.decompress(answer.content).decode()
    assert "Content-Encoding" not in client.get("/", HTTP_ACCEPT_ENCODING="identity")
    assert "Content-Encoding" not in client.get("/api/v1/events", HTTP_AUTHORIZATION="Bearer none", **GZIP)
    client.force_login(get_user_model().objects.create_user("editor"))
    assert "Content-Encoding" not in client.get("/", **GZIP)


def test_a_download_that_is_compressed_itself_is_left_alone(client):
    factories.event("The bridge opened", date="2014-06")
    answer = client.get("/export/events.csv.gz", **GZIP)
    assert "Content-Encoding" not in answer
    assert b"The bridge opened" in gzip.decompress(b"".join(answer.streaming_content))


@pytest.mark.one_database
def test_the_first_page_of_many_events_is_light(client):
    """At most 100 kB over the wire with its style and scripts, of which scripts are at most 30."""
    generated.generate(300, seed=1947)
    html = client.get("/", **GZIP).content
    page = gzip.decompress(html).decode()
    assert page.count('class="event"') == 50
    files = set(re.findall(r'(?:src|href)="/static/([^"]+\.(?:js|css|svg))"', page))
    words = re.findall(r'"([a-z]+)"', open(finders.find("timeline/page.js")).read())
    later = {name for word in words if finders.find(name := f"timeline/{word}.js")}
    assert later >= {"timeline/keys.js", "timeline/names.js"}
    files |= later
    sizes = {name: len(gzip.compress(open(finders.find(name), "rb").read())) for name in files}
    assert sum(size for name, size in sizes.items() if name.endswith(".js")) <= 30_000
    assert len(html) + sum(sizes.values()) <= 100_000
