"""Feeds at the desk: which are read, how often, and what became of their entries."""

from django.contrib import admin

from kb.models import Feed
from timeline.desk.paginating import CappedPaginator


@admin.register(Feed)
class FeedAdmin(admin.ModelAdmin):
    autocomplete_fields = ["source"]
    list_display = ["__str__", "source", "active", "read_at", "failures", "last_error"]
    list_filter = ["active"]
    list_select_related = ["source"]
    search_fields = ["title", "url"]
    paginator = CappedPaginator
    show_full_result_count = False
