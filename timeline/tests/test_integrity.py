"""Each fault the proof is there to find, made on purpose behind the records' back."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from kb.models import Article
from timeline.models import Event, Evidence, PublicChange
from timeline.tests.factories import event

pytestmark = pytest.mark.django_db


def test_sound_records_hold(capsys):
    event(who=["Pakistan"], tags=["Arms trade"])
    event("No date is known", date=None)
    call_command("check_integrity")
    assert "All records hold" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (lambda: Evidence.objects.update(exact="Other words."), "is not what article"),
        (lambda: Article.objects.update(text="Another text altogether."), "is not the one its digest"),
        (lambda: Event.objects.update(precision="day"), "precision is day"),
        (lambda: Event.objects.update(disputed=True), "disputed or its counts"),
        (lambda: Event.objects.update(search_tokens=""), "not indexed"),
        (lambda: Evidence.objects.update(rank="normal"), "0 preferred evidences"),
        (lambda: Evidence.objects.update(date="2015"), "its preferred evidence says 2015"),
        (lambda: Article.objects.update(state="withdrawn"), "withdrawn"),
        (lambda: PublicChange.objects.all().delete(), "does not tell of revision 1"),
        (
            lambda: Article.objects.update(cuts=[{"start": 5, "end": 10**6, "reason": "teaser"}]),
            "outside the text",
        ),
    ],
)
def test_a_fault_is_found_and_named(broken, said, capsys):
    event()
    broken()
    with pytest.raises(CommandError, match="found"):
        call_command("check_integrity", skip_checks=True)
    assert said in capsys.readouterr().out
