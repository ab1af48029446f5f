"""The sources of a filtered set, as BibTeX and as CSL-JSON: each once, none but theirs, whatever their words."""

import datetime as dt
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.exports.sources import Reference, bibtex_entry
from timeline.models import Evidence
from timeline.tests.factories import article, event, evidence, source
from timeline.tests.oracle import FILTERS_OF_A_DOOR, Oracle, asked

DB = pytest.mark.django_db


def bib(client, query="") -> str:
    answer = client.get(f"/export/sources.bib{query}")
    assert answer.status_code == 200, answer.content
    return b"".join(answer.streaming_content).decode()


def csl(client, query="") -> list[dict]:
    return json.loads(b"".join(client.get(f"/export/sources.json{query}").streaming_content))


def entries(text: str) -> list[tuple[str, str, dict[str, str]]]:
    """(kind, key, fields) of each entry, read as BibTeX reads: braces have to balance."""
    found = []
    while text.strip():
        kind, key, text = re.match(r"\s*@(\w+)\{([\w-]+),", text).groups() + (text,)
        text, fields = text[text.index(",") + 1 :], {}
        while field := re.match(r"\s*(\w+) = ", text):
            value, text = braced(text[field.end() :])
            fields[field[1]] = value
            text = text.removeprefix(",")
        text = re.sub(r"^\s*\}", "", text, count=1)
        found.append((kind, key, fields))
    return found


def braced(text: str) -> tuple[str, str]:
    """What stands in the outer braces, and what follows them."""
    depth = 0
    for place, sign in enumerate(text):
        depth += {"{": 1, "}": -1}.get(sign, 0)
        if depth == 0:
            return text[1:place], text[place + 1 :]
    raise AssertionError(f"braces do not balance: {text}")


# which sources


@FILTERS_OF_A_DOOR
def test_the_sources_of_a_filter_are_those_of_the_events_the_oracle_expects(oracle: Oracle, client, number):
    events = {event.pk: event for event in oracle.public}
    for params in oracle.filters(number):
        counting = [
            e
            for pk in oracle.expected_ids(params)
            for e in events[pk].evidence.all()
            if e.rank != "deprecated"
        ]
        expected = {f"article-{e.article_id}" if e.article_id else f"evidence-{e.pk}" for e in counting}
        answer = client.get("/export/sources.json?" + asked(params).urlencode())
        found = [item["id"] for item in json.loads(b"".join(answer.streaming_content))]
        assert sorted(found) == sorted(expected), params
        assert answer["X-Total-Count"] == str(len(expected)), params


@DB
def test_each_source_is_given_once_the_oldest_article_first_and_works_last(client):
    late, early = article(published=dt.date(2016, 1, 1)), article(published=dt.date(2015, 1, 1))
    for one in (event("One", proof=False), event("Two", proof=False)):
        for paper in (late, early):
            evidence(one, paper, exact=paper.text)
            evidence(one, paper, exact=paper.text[:7])
        for _twice in range(2):
            Evidence.objects.create(event=one, citation="The Annals, volume 2")
    assert [item["title"] for item in csl(client)] == [early.title, late.title, "The Annals, volume 2"]
    assert [item["id"] for item in csl(client)][:2] == [f"article-{early.pk}", f"article-{late.pk}"]
    assert [key for _kind, key, _fields in entries(bib(client))] == [item["id"] for item in csl(client)]


@DB
def test_what_was_set_aside_and_what_is_not_public_is_no_source(client):
    one = event("One", proof=False)
    aside = article(title="Set aside")
    evidence(one, aside, exact=aside.text, rank="deprecated")
    event("Two", status="proposed")
    event("Three", status="retracted", retraction_reason="A hoax.")
    assert csl(client) == [] and bib(client) == ""
    assert client.get("/export/sources.bib")["X-Total-Count"] == "0"


# how they are said


@DB
def test_an_article_is_said_whole(client):
    paper = article(
        title="Embargo   lifted", source=source("The Harbour Post"), authors="Jo Ek, Amin and Sons",
        published=dt.date(2016, 2, 11), retrieved_at=dt.datetime(2016, 3, 1, 23, 0, tzinfo=dt.UTC),
        url="https://post.example/1_2?a={b}", language="en",
    )  # fmt: skip
    evidence(event(proof=False), paper, exact=paper.text)
    ((kind, key, fields),) = entries(bib(client))
    assert (kind, key) == ("article", f"article-{paper.pk}")
    assert fields == {
        "title": "{Embargo lifted}",
        "author": "Jo Ek and {Amin and Sons}",
        "journal": "The Harbour Post",
        "date": "2016-02-11",
        "year": "2016",
        "url": "https://post.example/1_2?a=%7Bb%7D",
        "urldate": "2016-03-01",
        "language": "en",
    }
    (item,) = csl(client)
    assert item == {
        "id": f"article-{paper.pk}",
        "type": "article-newspaper",
        "title": "Embargo lifted",
        "author": [{"literal": "Jo Ek"}, {"literal": "Amin and Sons"}],
        "container-title": "The Harbour Post",
        "issued": {"date-parts": [[2016, 2, 11]]},
        "accessed": {"date-parts": [[2016, 3, 1]]},
        "URL": "https://post.example/1_2?a={b}",
        "language": "en",
    }


@DB
def test_a_day_of_publication_in_doubt_is_given_as_doubtful_and_none_as_none(client):
    for day, doubtful in ((dt.date(2016, 2, 11), True), (None, False)):
        paper = article(published=day, published_doubtful=doubtful, state="failed")
        evidence(event(proof=False), paper, exact=paper.text)
    (_kind, _key, doubted), (_kind, _key, undated) = entries(bib(client))
    assert doubted["date"] == "2016-02-11?" and "date" not in undated and "year" not in undated
    one, other = csl(client)
    assert one["issued"] == {"date-parts": [[2016, 2, 11]], "circa": True} and "issued" not in other


@DB
def test_a_work_that_an_editor_cites_stands_as_it_was_cited(client):
    one = event(proof=False)
    work = Evidence.objects.create(event=one, citation="The Annals, volume 2", url="https://annals.example/2")
    bare = Evidence.objects.create(event=one, url="https://annals.example/3")
    assert [(kind, key, fields["title"]) for kind, key, fields in entries(bib(client))] == [
        ("misc", f"evidence-{work.pk}", "{The Annals, volume 2}"),
        ("misc", f"evidence-{bare.pk}", r"{https://annals.example/3}"),
    ]
    assert csl(client)[0]["type"] == "document" and csl(client)[0]["URL"] == "https://annals.example/2"


@given(st.text(st.sampled_from('{}\\%&#$_~^@"a \n,=🙂م')) | st.text())
def test_no_words_can_end_an_entry_or_begin_another(words):
    entry = bibtex_entry(Reference("article-1", words, (words,), words, address=words))
    ((_kind, key, fields),) = entries(entry)
    assert key == "article-1" and set(fields) <= {"title", "author", "journal", "url"}
