"""Feeds at the desk: which are read, how often, and what became of their entries."""

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kb.models import Feed
from timeline import tasks

MOST_SHOWN = 50  # entries on a feed's page
MOST_IN_REQUEST = 5  # entries taken in while the editor waits; a worker takes FEED_ITEMS


class Failing(admin.SimpleListFilter):
    title = gettext_lazy("last reading")
    parameter_name = "failing"

    def lookups(self, request, model_admin):
        return [("1", _("failed"))]

    def queryset(self, request, feeds):
        return feeds.failing() if self.value() == "1" else feeds


@admin.register(Feed)
class FeedAdmin(admin.ModelAdmin):
    fields = ["url", "title", "source", "interval", "active", "condition", "entries"]
    readonly_fields = ["condition", "entries"]
    autocomplete_fields = ["source"]
    list_display = ["__str__", "condition", "source", "read_at"]
    list_filter = ["active", Failing]
    list_select_related = ["source"]
    search_fields = ["title", "url"]
    ordering = ["title", "id"]
    actions = ["read_selected"]
    change_form_template = "admin/kb/feed/change_form.html"

    def get_fields(self, request, feed=None):
        fields = super().get_fields(request, feed)
        return fields if feed else [name for name in fields if name not in self.readonly_fields]

    def get_urls(self):
        read = self.admin_site.admin_view(self.read_now)
        return [path("<int:pk>/read/", read, name="kb_feed_read"), *super().get_urls()]

    def save_model(self, request, feed, form, change):
        """Another address is another feed: nothing is known of it, and it is due."""
        if change and "url" in form.changed_data:
            feed.forget()
        super().save_model(request, feed, form, change)

    @admin.display(description=gettext_lazy("state"))
    def condition(self, feed):
        if feed.failures:
            words = ngettext(
                "Failed once; tried again after %(when)s. %(why)s",
                "Failed %(n)d times in a row; tried again after %(when)s. %(why)s",
                feed.failures,
            )
            return words % {"n": feed.failures, "when": moment(feed.due_at), "why": feed.last_error}
        return _("read without fault") if feed.read_at else _("not read yet")

    @admin.display(description=gettext_lazy("latest entries"))
    def entries(self, feed):
        items = feed.items.select_related("article").defer("article__text")[:MOST_SHOWN]
        rows = format_html_join(
            "",
            "<tr><td>{}</td><td>{}</td><td>{}</td></tr>",
            ((moment(item.tried_at), self.linked(item), became(item)) for item in items),
        )
        if not rows:
            return _("none yet")
        heads = format_html_join(
            "", '<th scope="col">{}</th>', ((words,) for words in (_("when"), _("entry"), _("outcome")))
        )
        table = '<table class="feed-entries"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>'
        return format_html(table, heads, rows)

    def linked(self, item):
        """To the article if there is one, else to where the entry stands on the web."""
        if item.article:
            where = reverse("admin:kb_article_change", args=[item.article.pk])
            return format_html('<a href="{}">{}</a>', where, item)
        return format_html('<a href="{}" rel="noreferrer">{}</a>', item.url, item) if item.url else str(item)

    # reading

    def has_read_permission(self, request, feed=None):
        """Who may add an article may have a feed bring some."""
        return self.has_view_permission(request, feed) and request.user.has_perm("kb.add_article")

    def change_view(self, request, object_id, form_url="", extra_context=None):
        more = {"may_read": self.has_read_permission(request)} | (extra_context or {})
        return super().change_view(request, object_id, form_url, more)

    def read_now(self, request, pk):
        feed = get_object_or_404(Feed, pk=pk)
        if not self.has_read_permission(request, feed):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        return self.start(request, [feed]) or HttpResponseRedirect(reverse("admin:kb_feed_change", args=[pk]))

    @admin.action(description=gettext_lazy("Read the selected feeds now"), permissions=["read"])
    def read_selected(self, request, feeds):
        return self.start(request, list(feeds))

    def start(self, request, feeds):
        """To the page that shows how far it is; None where it cannot be done, with the reason."""
        most = settings.FEED_ITEMS if tasks.worker_lives() else min(settings.FEED_ITEMS, MOST_IN_REQUEST)
        given = {"ids": [feed.pk for feed in feeds], "most": most}
        try:
            work = tasks.start(
                "read feeds", given, by=request.user, total=len(feeds), name=", ".join(map(str, feeds))
            )
        except tasks.NoWorker as why:
            self.message_user(request, str(why), messages.ERROR)
            return None
        return HttpResponseRedirect(work.get_absolute_url())


def became(item) -> str:
    outcome = item.get_outcome_display()
    return f"{outcome}: {item.reason}" if item.reason else outcome


def moment(when) -> str:
    return date_format(localtime(when), "SHORT_DATETIME_FORMAT")
