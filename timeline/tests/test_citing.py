"""Citations in the styles researchers use."""

import datetime as dt
import json
from dataclasses import replace

import pytest
from django.utils import translation

from timeline.citing import Work, work_of_event
from timeline.tests.factories import event

pytestmark = pytest.mark.one_database  # what is said

WORK = Work(
    "q1", "Events in 2014", "version v2026-11-26", dt.date(2026, 11, 26), "https://dateline.example/q/1/"
)


@pytest.fixture(autouse=True)
def _title(settings):
    settings.SITE_TITLE = "Steel & Gas"


def test_apa_and_mla_name_the_site_the_title_the_version_the_day_and_the_address():
    assert WORK.apa == (
        "Steel & Gas. (2026, November 26). Events in 2014 (version v2026-11-26) [Data set]. "
        "https://dateline.example/q/1/"
    )
    assert WORK.mla == (
        "“Events in 2014.” Steel & Gas, version v2026-11-26, 26 Nov. 2026, https://dateline.example/q/1/."
    )


def test_bibtex_escapes_what_tex_would_read_as_its_own():
    assert replace(WORK, title="100% of {A}_1 ~ \\today").bibtex == (
        "@misc{q1,\n"
        "  author = {{Steel \\& Gas}},\n"
        "  title = {{100\\% of \\textbraceleft{}A\\textbraceright{}\\_1 \\textasciitilde{} \\textbackslash{}today}},\n"
        "  year = {2026},\n"
        "  month = {11},\n"
        "  note = {version v2026-11-26},\n"
        "  url = {https://dateline.example/q/1/}\n"
        "}"
    )


def test_csl_json_is_a_list_of_one_item():
    (item,) = json.loads(WORK.csl_json)
    assert (item["type"], item["issued"]) == ("dataset", {"date-parts": [[2026, 11, 26]]})
    assert item["URL"] == WORK.url and item["version"] == "version v2026-11-26"


def test_data_that_never_changed_has_no_date():
    undated = replace(WORK, day=None)
    assert "(n.d.)" in undated.apa and "2026," not in undated.mla.replace("v2026", "")
    assert "year" not in undated.bibtex and "issued" not in undated.csl


@pytest.mark.django_db
def test_an_event_is_cited_with_its_date_its_id_and_its_revision():
    one = event("Aland lifted its embargo", date="2014-06", changed_at=dt.datetime(2026, 3, 1, tzinfo=dt.UTC))
    work = work_of_event(one, "https://dateline.example/events/1/")
    assert work.apa == (
        f"Steel & Gas. (2026, March 1). Aland lifted its embargo (June 2014) ({one.public_id}, revision 1) "
        "[Database record]. https://dateline.example/events/1/"
    )
    assert work.csl["type"] == "entry"


@pytest.mark.django_db
def test_a_citation_is_in_english_whatever_the_readers_language():
    one = event("Aland lifted its embargo", date="2014-06", changed_at=dt.datetime(2026, 3, 1, tzinfo=dt.UTC))

    def cited():
        works = work_of_event(one, "https://dateline.example/events/1/"), replace(WORK, day=None)
        return [(work.apa, work.mla, work.bibtex, work.csl_json) for work in works]

    english = cited()
    for language in ("ru", "ur"):
        with translation.override(language):
            assert cited() == english
