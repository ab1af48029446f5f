"""The demo: it loads whole, every decision fits, and it shows what Dateline is for."""

import csv
import re

import pytest
from django.conf import settings
from django.core.management import call_command

from kb.models import Article
from timeline import integrity, seeding
from timeline.models import Event, Evidence

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

SEEDS = settings.BASE_DIR / "seeds"


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """The seeds, loaded once for all the tests below and taken out again after them."""
    from django.db import transaction

    class Done(Exception):
        pass

    with django_db_blocker.unblock():
        atomic = transaction.atomic()
        atomic.__enter__()
        try:
            yield seeding.load(SEEDS)
        finally:
            atomic.__exit__(Done, Done(), None)


def test_every_decision_fits_a_proposal(loaded):
    assert loaded.misfits == []


def test_the_demo_opens_on_a_curated_timeline_and_a_queue(loaded):
    assert loaded.articles >= 12
    assert Event.objects.published().count() >= 60
    assert Event.objects.awaiting_review().count() >= 20
    assert loaded.done["reject"] and loaded.done["merge"] and loaded.done["edit"]


def test_the_records_hold(loaded):
    assert list(integrity.problems()) == []


def test_articles_that_disagree_make_one_disputed_event(loaded):
    assert Event.objects.published().filter(disputed=True).count() >= 2


def test_the_syndicated_copy_adds_an_article_but_no_independent_source(loaded):
    wire, copy = Article.objects.exclude(syndication_group="").order_by("published")
    both = Event.objects.published().filter(evidence__article=wire).filter(evidence__article=copy).distinct()
    shared = [e for e in both if e.source_count == 2]
    assert shared and all(e.independent_source_count == 1 for e in shared)


def test_no_published_date_is_more_precise_than_its_words(loaded):
    """A day or a month in the record stands in the words of the source, unless it was counted or inherited."""
    for proof in Evidence.objects.filter(event__status="published", date_basis="explicit"):
        if proof.date is not None and proof.date.precision == "day":
            assert re.search(r"\d", re.sub(r"\b\d{4}\b", "", proof.date_text)), (
                proof.date_text,
                str(proof.date),
            )
        if proof.date is not None and proof.date.precision == "month":
            assert re.search(r"[A-Za-z]{3}|\d\W\d", proof.date_text), (proof.date_text, str(proof.date))


def test_the_publishers_are_labelled_fictional():
    labelled = (SEEDS / "README.md").read_text(encoding="utf-8")
    assert "publishers do not exist" in labelled
    with (SEEDS / "publishers.csv").open(encoding="utf-8", newline="") as file:
        assert all("fictional" in row["note"] for row in csv.DictReader(file))


def test_a_decision_that_fits_nothing_is_reported_and_stops_nothing(tmp_path, capsys):
    folder = tmp_path / "seeds"
    (folder / "articles").mkdir(parents=True)
    (folder / "articles" / "a.txt").write_text(
        "The bridge was opened by the king in June 1988.", encoding="utf-8"
    )
    tables = {
        "publishers": "publisher,slug,country,language,note\nThe Post,the-post,,en,fictional\n",
        "entities": "slug,kind,name,description,wikidata,iso3,latitude,longitude,geo_precision,aliases,demonyms\n",
        "tags": "slug,name,description\n",
        "articles": "file,publisher,published,title,url\na.txt,The Post,1988-07-01,A bridge,\n",
        "decisions": "article,date_words,occurrence,trigger,verb,title,date,tags,type,into,reason\n"
        "a.txt,June 1988,1,opened,accept,,,,,,\na.txt,June 1988,2,opened,accept,,,,,,\nb.txt,May,1,x,reject,,,,,,\n"
        "a.txt,June 1988,1,opened,merge,,,,,a.txt#June 1988#1#opened,\n",
    }
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    call_command("load_seeds", folder=folder, verbosity=0)
    said = capsys.readouterr().err
    assert "line 3: no proposal fits a.txt#June 1988#2#opened" in said and "line 4" in said
    assert "line 5: An event cannot be merged into itself." in said
    assert Event.objects.published().filter(evidence__article__source__name="The Post").count() == 1
