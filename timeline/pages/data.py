"""What researchers may take away, and how: the CSV, its columns, how to cite."""

from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from timeline.exports.columns import CORE
from timeline.models import Event

TYPES = {
    "text": _("text"),
    "day": _("day, YYYY-MM-DD"),
    "integer": _("whole number"),
    "number": _("number"),
    "flag": _("true or false"),
    "list": _("values separated by |"),
    "moment": _("time, UTC"),
}


def data(request):
    context = {
        "here": "data",
        "columns": [(column, TYPES[column.type]) for column in CORE],
        "events": Event.objects.published().count(),
        "csv_url": reverse("export_events_csv"),
        "address": settings.SITE_URL or request.build_absolute_uri("/").rstrip("/"),
        "quote_limit": settings.MAX_QUOTE_CHARACTERS,
    }
    return render(request, "timeline/data.html", context)
