"""Topics. Events are found by the names of their topics; losing one is a part of the act that deletes it."""

from django.contrib import admin

from kb.models import Tag
from timeline import decisions
from timeline.desk.history import LoggedHistory


@admin.register(Tag)
class TagAdmin(LoggedHistory, admin.ModelAdmin):
    list_display = ["name", "description"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}

    def delete_model(self, request, tag):
        with decisions.act("untag", by=request.user) as this:
            for event in this.lock_all(tag.events.order_by("pk").values_list("pk", flat=True)).values():
                this.set_tags(event, [one for one in event.tags.all() if one != tag])
            this.delete(tag)
