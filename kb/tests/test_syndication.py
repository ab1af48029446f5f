"""Copies of one agency text count as one voice; two reports of one day do not."""

import datetime as dt
import hashlib

import pytest

from kb.models import Article
from kb.syndication import grouped_anew

pytestmark = pytest.mark.django_db

WIRE = (
    "The harbour of the old town was closed on Tuesday after a crane had fallen across the southern basin. "
    "Nobody was hurt, the port authority said, but eleven ships have to wait outside until the wreck is cut up. "
    "The crane was built in 1931 and had been due for repair since the spring, when an inspector found cracks. "
    "A floating crane is on its way from the north and should arrive before the end of the week, weather permitting. "
)
REPORT = (
    "Eleven ships lie at anchor off the old town today because of ninety tons of rusty steel. They used to be a crane. "
    "It came down across the southern basin on Tuesday, and the people who work there had long been waiting for that. "
    "An inspector had written in spring that the cracks could be seen from the quay, as any docker could have told him. "
)


def stored(text, day=11, **fields):
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Article.objects.create(
        title="Crane", text=text, text_sha256=digest, published=dt.date(2016, 2, day), state="ready", **fields
    )


def test_a_trimmed_copy_of_the_same_week_joins_the_group():
    wire = stored(WIRE)
    copy = stored(
        "Ships wait outside\n\n" + WIRE.rsplit("A floating", 1)[0].replace("Nobody was hurt, ", ""), day=12
    )
    group, joining = grouped_anew(copy)
    assert group and {a.pk for a in joining} == {wire.pk, copy.pk}
    Article.objects.update(syndication_group=group)
    copy.refresh_from_db()
    assert grouped_anew(copy) == (group, [])


def test_the_first_and_the_last_day_of_the_calendar_have_a_week_as_well():
    for day in (dt.date.min, dt.date.max):
        assert grouped_anew(Article(text=WIRE, published=day)) == ("", [])


def test_another_report_of_the_same_happening_stays_alone():
    stored(WIRE)
    assert grouped_anew(stored(REPORT)) == ("", [])


def test_the_same_words_a_month_later_are_no_syndication():
    stored(WIRE)
    late = stored(WIRE + "So it was reported then, word for word.", day=28)
    assert grouped_anew(late) == ("", [])


def test_a_group_an_editor_has_given_is_kept_and_joined():
    stored(WIRE, syndication_group="harbour-wire")
    copy = stored(WIRE + "The mayor came to look at it.")
    assert grouped_anew(copy) == ("harbour-wire", [copy])


def test_masked_furniture_makes_no_copies():
    teasers = WIRE
    text = "Something else altogether happened in the hills, where a road was opened after nine years of work.\n\n"
    stored(WIRE)
    cut = [{"start": len(text), "end": len(text + teasers), "reason": "teaser"}]
    assert grouped_anew(stored(text + teasers, cuts=cut)) == ("", [])
