"""People, organisations, places and things, with the names they go by."""

from django import forms
from django.contrib import admin
from django.db.models import OuterRef
from django.utils.translation import gettext_lazy as _

from kb.models import Alias, Entity, free_slug
from timeline import decisions, undoing
from timeline.desk.comparing import Comparing
from timeline.desk.history import LoggedHistory
from timeline.desk.paginating import Counted, choosing, shown
from timeline.desk.together import TogetherForm, TogetherFormSet
from timeline.models import Participation


class EntityForm(TogetherForm):
    slug = forms.SlugField(
        label=_("slug"),
        required=False,
        help_text=_("The entity's address; made from the name if left empty."),
    )

    class Meta:
        model = Entity
        fields = [
            "name", "kind", "slug", "description", "state", "wikidata", "iso3", "latitude", "longitude", "geo_precision",
        ]  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if (
            self.instance.state != Entity.State.MERGED and "state" in self.fields
        ):  # who only sees has no fields
            self.fields["state"].choices = [c for c in Entity.State.choices if c[0] != Entity.State.MERGED]
            self.fields["state"].initial = Entity.State.CONFIRMED

    def clean_state(self):
        state = self.cleaned_data["state"]
        if state == Entity.State.SUGGESTED != self.instance.state and undoing.still_named([self.instance.pk]):
            raise forms.ValidationError(_("A published event names it: it stays confirmed."))
        return state

    def clean_slug(self):
        return (
            self.cleaned_data["slug"]
            or self.instance.slug
            or free_slug(Entity, self.cleaned_data.get("name", ""))
        )


class AliasFormSet(TogetherFormSet):
    rows, named = ("name", "kind"), "name"


class AliasInline(admin.TabularInline):
    model = Alias
    formset = AliasFormSet
    extra = 1


@admin.register(Entity)
class EntityAdmin(LoggedHistory, Comparing, admin.ModelAdmin):
    form = EntityForm
    inlines = [AliasInline]
    list_display = ["name", "kind", "state", "iso3", "event_count"]
    list_filter = ["state", "kind"]
    search_fields = ["name", "aliases__name"]
    ordering = ["name", "id"]
    actions = ["confirm", "compare_selected"]

    def get_queryset(self, request):
        return (
            super()
            .get_queryset(request)
            .annotate(event_total=Counted(Participation.objects.filter(entity=OuterRef("pk"))))
        )

    @admin.display(description=_("events"))
    def event_count(self, entity):
        return shown(entity.event_total)

    def get_search_results(self, request, queryset, search_term):
        queryset, distinct = super().get_search_results(request, queryset, search_term)
        if choosing(request):
            queryset = queryset.exclude(state=Entity.State.MERGED)
        return queryset, distinct

    @admin.action(description=_("Confirm the selected suggestions"), permissions=["change"])
    def confirm(self, request, entities):
        with decisions.act("confirm", by=request.user) as this:
            suggested = list(entities.filter(state=Entity.State.SUGGESTED))
            for entity in suggested:
                this.change(entity, state=Entity.State.CONFIRMED)
        self.message_user(request, _("%d confirmed.") % len(suggested))

    def save_model(self, request, entity, form, change):
        """Written in save_related, in one act with the names."""

    def save_related(self, request, form, formsets, change):
        with decisions.act("edit" if change else "add", by=request.user) as this:
            write = this.change if change else this.create
            write(form.instance)
            for formset in formsets:
                names = formset.save(commit=False)
                for alias in formset.deleted_objects:
                    this.delete(alias)
                for alias in names:
                    if alias.pk:
                        this.change(alias)
                    else:
                        this.create(alias)
        self.tell_of_others(request, form)

    def delete_model(self, request, entity):
        with decisions.act("delete", by=request.user) as this:
            for alias in list(entity.aliases.all()):
                this.delete(alias)
            this.delete(entity)
