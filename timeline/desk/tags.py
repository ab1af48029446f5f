"""Topics. Events are found by the names of their topics, so a new name is indexed; losing one is an act of the log."""

from django.contrib import admin

from kb.models import Tag
from timeline import decisions, search


@admin.register(Tag)
class TagAdmin(admin.ModelAdmin):
    list_display = ["name", "description"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}

    def save_model(self, request, tag, form, change):
        super().save_model(request, tag, form, change)
        if change and "name" in form.changed_data:
            search.reindex(tag.events.all())

    def delete_model(self, request, tag):
        with decisions.act("untag", by=request.user) as this:
            for event in tag.events.all():
                this.set_tags(event, event.tags.exclude(pk=tag.pk))
        tag.delete()

    def delete_queryset(self, request, tags):
        for tag in tags:
            self.delete_model(request, tag)
