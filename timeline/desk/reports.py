"""What readers say is wrong with events: a list of what waits, and one button or action to settle it."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from timeline.models import ErrorReport

SHOWN = 200  # characters of a report in the list


def may_settle(user) -> bool:
    """Whoever may change events reads what is said to be wrong with them."""
    return user.has_perm("timeline.change_event")


class Waiting(admin.SimpleListFilter):
    """What waits, unless something else is asked for."""

    title = gettext_lazy("state")
    parameter_name = "state"
    SETTLED, ALL = "settled", "all"

    def lookups(self, request, model_admin):
        return [(self.SETTLED, _("Settled")), (self.ALL, _("All"))]

    def choices(self, changelist):
        any_value, *others = super().choices(changelist)
        return [{**any_value, "display": _("Waiting")}, *others]

    def queryset(self, request, reports):
        if self.value() == self.ALL:
            return reports
        return reports.filter(settled_at__isnull=False) if self.value() else reports.waiting()


@admin.register(ErrorReport)
class ErrorReportAdmin(admin.ModelAdmin):
    fields = readonly_fields = ["about", "text", "contact", "revision", "at", "settled_at", "settled_by"]
    list_display = ["said", "about", "contact", "at", "settled_by"]
    list_filter = [Waiting]
    list_select_related = ["event__merged_into", "settled_by"]
    actions = ["settle_selected", "open_again"]

    def has_view_permission(self, request, obj=None):
        return may_settle(request.user)

    has_module_permission = has_change_permission = has_view_permission

    def has_add_permission(self, request):
        return False  # readers write them

    @admin.display(description=gettext_lazy("what is wrong"))
    def said(self, report):
        return report.text if len(report.text) <= SHOWN else report.text[:SHOWN].rstrip() + " …"

    @admin.display(description=gettext_lazy("event"))
    def about(self, report):
        """A link to the record as it stands, or to the one it has become part of."""
        event = report.event.merged_into or report.event
        words = f"{event} ({event.date_display or _('date unknown')})"
        return format_html(
            '<a href="{}">{}</a>', reverse("admin:timeline_event_change", args=[event.pk]), words
        )

    def get_urls(self):
        settle = path(
            "<int:pk>/settle/", self.admin_site.admin_view(self.settle), name="timeline_errorreport_settle"
        )
        return [settle, *super().get_urls()]

    def settle(self, request, pk):
        """The button beside the event, to which it leads back."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not may_settle(request.user):
            raise PermissionDenied
        report = get_object_or_404(ErrorReport.objects.select_related("event"), pk=pk)
        self.settle_selected(request, ErrorReport.objects.filter(pk=pk))
        event = report.event.merged_into_id or report.event_id
        return HttpResponseRedirect(reverse("admin:timeline_event_change", args=[event]))

    @admin.action(description=gettext_lazy("Settle the selected reports"), permissions=["change"])
    def settle_selected(self, request, reports):
        settled = reports.waiting().update(settled_at=timezone.now(), settled_by=request.user)
        words = ngettext("%d report settled.", "%d reports settled.", settled) % settled
        self.message_user(request, words, messages.SUCCESS)

    @admin.action(description=gettext_lazy("Let the selected reports wait again"), permissions=["change"])
    def open_again(self, request, reports):
        opened = reports.filter(settled_at__isnull=False).update(settled_at=None, settled_by=None)
        words = ngettext("%d report waits again.", "%d reports wait again.", opened) % opened
        self.message_user(request, words, messages.SUCCESS)
