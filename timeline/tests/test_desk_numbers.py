"""Numbers that no row has, in forms and addresses of the desk: an answer in words, on either database."""

import pytest

from kb.models import Article, Entity, Tag
from timeline.models import Event
from timeline.tests.factories import article, entity, event
from timeline.tests.test_desk_together import opened, page_of

pytestmark = pytest.mark.django_db

LONG = "9" * 25
NOT_OFFERED = "Select a valid choice"


@pytest.mark.parametrize(
    "name",
    ["place", "tags", "flagged_for", "participations-0-entity", "initial-place", "participations-0-id"],
)
@pytest.mark.parametrize("sent", [LONG, "abc", "\x00"])
def test_a_choice_that_is_no_row_is_refused_beside_its_box(desk, name, sent):
    one = event(who=["Russia"], tags=["Water"], place=entity("Moscow"))
    answer = desk.post(page_of(one), opened(desk, one) | {name: sent})
    assert answer.status_code == 302 or "errorlist" in answer.content.decode()
    one.refresh_from_db()
    assert (one.place.name, [t.name for t in one.tags.all()], one.version) == ("Moscow", ["Water"], 1)
    assert [p.entity.name for p in one.participations.all()] == ["Russia"]


def test_the_publisher_of_an_article_and_the_number_of_an_alias(desk):
    one, named = article(), entity("Burma", aliases=["Birma"])
    assert NOT_OFFERED in desk.post(page_of(one), opened(desk, one) | {"source": LONG}).content.decode()
    assert desk.post(page_of(named), opened(desk, named) | {"aliases-0-id": LONG}).status_code < 500


@pytest.mark.parametrize("model", [Article, Entity, Tag, Event])
@pytest.mark.parametrize("name", ["id", "id__in", "pk__in", "id__gt"])
def test_a_filter_for_what_is_no_row_is_answered_with_the_list(desk, model, name):
    where = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
    assert desk.get(where, {name: LONG}, follow=True).status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/admin/auth/user/?groups=%s",
        "/admin/timeline/errorreport/?event=%s",
        "/admin/timeline/event/add/?place=%s",
        "/admin/timeline/event/add/?tags=%s",
        "/admin/timeline/event/review/?article=%s&source=%s",
    ],
)
@pytest.mark.parametrize("sent", [LONG, "abc"])
def test_addresses_of_what_is_no_row_are_pages(desk, address, sent):
    assert desk.get(address.replace("%s", sent), follow=True).status_code == 200


@pytest.mark.parametrize("model", [Article, Entity, Event])
def test_an_id_that_is_no_row_is_in_no_list_and_those_that_are_are_found(model):
    one = {Article: article, Entity: entity, Event: event}[model]()
    assert list(model.objects.filter(pk__in=[int(LONG), one.pk])) == [one]
    assert not model.objects.filter(pk__in=[int(LONG)]).exists()
