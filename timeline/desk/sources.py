"""Publishers."""

from django.contrib import admin

from kb.models import Source
from timeline import decisions
from timeline.desk.history import LoggedHistory


@admin.register(Source)
class SourceAdmin(LoggedHistory, admin.ModelAdmin):
    list_display = ["name", "homepage", "country", "language"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}

    def delete_model(self, request, source):
        with decisions.act("delete", by=request.user) as this:
            this.delete(source)
