"""What researchers may take away, and how: the CSV, its columns, how to cite."""

from django.conf import settings
from django.shortcuts import render
from django.urls import reverse

from timeline.exports.columns import CORE
from timeline.models import Event


def data(request):
    context = {
        "here": "data",
        "columns": CORE,
        "events": Event.objects.published().count(),
        "csv_url": reverse("export_events_csv"),
        "address": settings.SITE_URL or request.build_absolute_uri("/").rstrip("/"),
        "quote_limit": settings.MAX_QUOTE_CHARACTERS,
    }
    return render(request, "timeline/data.html", context)
