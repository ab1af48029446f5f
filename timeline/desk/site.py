"""The desk as a whole: its front page says what waits."""

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.urls import path
from django.utils.translation import gettext_lazy as _

from timeline.desk import presence
from timeline.desk.paginating import Lists
from timeline.desk.statistics import Statistics
from timeline.desk.together import EditedTogether, form_for
from timeline.desk.waiting import latest, waits
from timeline.models import Event


class Offers(AutocompleteJsonView):
    """What a box that searches while one types offers; an event with its date and status, for titles are often alike."""

    def serialize_result(self, record, to_field_name):
        offer = super().serialize_result(record, to_field_name)
        if isinstance(record, Event):
            offer["text"] += f" ({record.date_display or _('date unknown')}, {record.get_status_display()})"
        return offer


class Desk(admin.AdminSite):
    site_title = settings.SITE_TITLE
    index_title = _("The desk")
    index_template = "admin/desk.html"

    def index(self, request, extra_context=None):
        context = {"waits": list(waits(request.user)), "latest": latest(request.user)}
        return super().index(request, {**context, **(extra_context or {})})

    def register(self, model_or_iterable, admin_class=None, **options):
        own = admin_class or admin.ModelAdmin
        bases = (EditedTogether, Lists) if own is admin.ModelAdmin else (own, EditedTogether, Lists)
        given = {"__module__": own.__module__, "form": form_for(own.form)}
        super().register(model_or_iterable, type(own.__name__, bases, given), **options)

    def get_urls(self):
        ours = [path("presence/", presence.poll, name="presence"), *Statistics(self).urls()]
        return ours + super().get_urls()

    def autocomplete_view(self, request):
        return Offers.as_view(admin_site=self)(request)
