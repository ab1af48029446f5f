"""Sources; articles, entities and tags are kept at the desk (timeline.desk), beside the events they bear on."""

from django.contrib import admin

from kb.models import Source


@admin.register(Source)
class SourceAdmin(admin.ModelAdmin):
    list_display = ["name", "homepage", "country", "language"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}
