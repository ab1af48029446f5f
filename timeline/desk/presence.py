"""Who else has a record open, said when it is opened and by a light poll. Nobody is kept out: it only tells.

The poll is known by what the page was given: the address names the editor and the record, and is signed, so that an answer
takes two queries.
"""

import datetime as dt
from urllib.parse import urlencode

from django.contrib.auth import get_user_model
from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.http import HttpResponse, HttpResponseNotAllowed
from django.urls import reverse
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from timeline.decisions import name_of
from timeline.models import Presence
from timeline.states import key_of

OPENED = dt.timedelta(minutes=5)  # what is told of a page that does not poll, for want of scripts
POLLED = dt.timedelta(seconds=75)  # two polls, and a little
LONGEST = dt.timedelta(days=1)  # that a page may poll
SALT = "timeline.desk.presence"


def asked(record, user) -> dict:
    """For a page that asks by itself: where."""
    ticket = signing.dumps([user.pk, *key_of(record)], salt=SALT)
    return {"address": f"{reverse('admin:presence')}?{urlencode({'of': ticket})}"}


def opened(record, user) -> dict:
    """Note that the editor has the record open; for the page, who else has, and where to ask again."""
    Presence.objects.filter(until__lt=timezone.now() - LONGEST).delete()
    note(user.pk, *key_of(record), OPENED)
    return asked(record, user) | {"words": others(user.pk, *key_of(record))}


def note(user: int, model: str, row: int, lasting: dt.timedelta) -> bool:
    """That the user has it open; False where there is no such user any more."""
    until = timezone.now() + lasting
    if Presence.objects.filter(user=user, model=model, row=row).update(until=until):
        return True
    if not get_user_model().objects.filter(pk=user).exists():
        return False
    Presence.objects.bulk_create(
        [Presence(user_id=user, model=model, row=row, until=until)],
        update_conflicts=True,
        unique_fields=["model", "row", "user"],
        update_fields=["until"],
    )
    return True


def others(user: int, model: str, row: int) -> str:
    """Who else has it open, in a sentence; empty where nobody has."""
    others = Presence.objects.filter(model=model, row=row, until__gt=timezone.now()).exclude(user=user)
    names = [name_of(presence.user) for presence in others.order_by("pk").select_related("user")]
    return _("Being edited by %s.") % get_text_list(names, gettext_lazy("and")) if names else ""


@csrf_exempt  # whoever has the signed address has been given it by the page
@never_cache
def poll(request):
    try:
        user, model, row = signing.loads(request.GET.get("of", ""), salt=SALT, max_age=LONGEST)
    except signing.BadSignature:
        return redirect_to_login(reverse("admin:index"), reverse("admin:login"))
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if "left" in request.GET:
        Presence.objects.filter(user=user, model=model, row=row).delete()
        return HttpResponse(status=204)
    if not note(user, model, row, POLLED):
        return HttpResponse(status=403)
    return HttpResponse(others(user, model, row), content_type="text/plain; charset=utf-8")
