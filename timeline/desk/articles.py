"""Articles kept: what is known of each, its text with what is masked, reading again and withdrawing."""

from django import forms
from django.contrib import admin, messages
from django.db.models import Count, Q
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kb import intake
from kb.models import Article
from timeline import decisions
from timeline.desk import adding
from timeline.desk.looking_up import CarefulLookups
from timeline.desk.marked import cut_marks, pieces
from timeline.desk.paginating import CappedPaginator
from timeline.desk.together import EditedTogether, TogetherForm
from timeline.models import DateBasis, Event, Evidence


class ArticleForm(TogetherForm):
    class Meta:
        model = Article
        fields = [
            "title",
            "source",
            "url",
            "authors",
            "dateline",
            "published",
            "language",
            "syndication_group",
        ]

    def clean_published(self):
        published = self.cleaned_data["published"]
        if published is None and self.instance.state != Article.State.DRAFT:
            raise forms.ValidationError(_("An article that can be read needs its publication date."))
        return published


@admin.register(Article)
class ArticleAdmin(EditedTogether, CarefulLookups, admin.ModelAdmin):
    form = ArticleForm
    fields = [*ArticleForm.Meta.fields, "condition", "events_found", "text_with_cuts", "opened_version"]
    readonly_fields = ["condition", "events_found", "text_with_cuts"]
    autocomplete_fields = ["source"]
    list_display = ["title", "source", "published", "state", "waiting", "public"]
    list_filter = ["state", "published_doubtful"]
    list_select_related = ["source"]
    search_fields = ["title", "source__name"]
    ordering = ["-id"]
    paginator = CappedPaginator
    show_full_result_count = False
    list_per_page = 50
    actions = ["read_selected", "withdraw_selected"]

    def get_queryset(self, request):
        def having(status):
            return Count("evidence__event", filter=Q(evidence__event__status=status), distinct=True)

        counted = super().get_queryset(request).defer("text")
        return counted.annotate(
            waiting_events=having(Event.Status.PROPOSED), public_events=having(Event.Status.PUBLISHED)
        )

    @admin.display(description=gettext_lazy("to review"))
    def waiting(self, article):
        if not article.waiting_events:
            return ""
        return format_html('<a href="{}">{}</a>', adding.proposals_of(article), article.waiting_events)

    @admin.display(description=gettext_lazy("published events"))
    def public(self, article):
        return article.public_events or ""

    @admin.display(description=gettext_lazy("state"))
    def condition(self, article):
        words = [article.get_state_display(), article.failure]
        if article.published_doubtful:
            words.append(_("The publication date is doubtful; correct or confirm it by saving."))
        return ". ".join(filter(None, words))

    @admin.display(description=gettext_lazy("events"))
    def events_found(self, article):
        return format_html(
            '<a href="{}&status__exact=all">{}</a>',
            adding.proposals_of(article),
            _("%(waiting)d to review, %(public)d published")
            % {"waiting": article.waiting_events, "public": article.public_events},
        )

    @admin.display(description=gettext_lazy("text"))
    def text_with_cuts(self, article):
        shown = [
            format_html('<del title="{}">{}</del>', piece.reason, piece.words)
            if piece.kind == "cut"
            else piece.words
            for piece in pieces(article.text, cut_marks(article.cuts))
        ]
        return format_html('<div class="article-text">{}</div>', format_html("{}" * len(shown), *shown))

    def add_view(self, request, form_url="", extra_context=None):
        return adding.add(self, request)

    # reading

    @admin.action(description=gettext_lazy("Read the selected articles for events"), permissions=["change"])
    def read_selected(self, request, articles):
        for article in articles:
            adding.read(self, request, article)

    @admin.action(description=gettext_lazy("Withdraw the selected articles"), permissions=["change"])
    def withdraw_selected(self, request, articles):
        """Nothing public may rest on a withdrawn article: those that prove a published event are refused."""
        proving = articles.filter(evidence__event__status=Event.Status.PUBLISHED).distinct()
        if proving:
            names = ", ".join(f"“{article}”" for article in proving)
            words = _(
                "Nothing was withdrawn. These prove published events; retract or re-source those first: %s"
            )
            self.message_user(request, words % names, messages.ERROR)
            return
        with decisions.act("withdraw", by=request.user) as this:
            for article in articles:
                Event.objects.untouched_proposals_of(article).delete()
                this.change(article, state=Article.State.WITHDRAWN)
        self.message_user(request, _("%d withdrawn.") % len(articles))

    def save_model(self, request, article, form, change):
        """One act of the log. A new publication date is read against again; what rests on the old one is named."""
        moved = "published" in form.changed_data
        with decisions.act("edit", by=request.user) as this:
            settled = {"published_doubtful": False} if article.published else {}
            if moved:
                settled |= {"published_how": intake.EDITOR, "published_at": None}
            if article.state == Article.State.DRAFT and article.published:
                settled["state"] = Article.State.READY
            this.change(article, **settled)
        self.tell_of_others(request, form)
        if article.state == Article.State.READY or (moved and article.state == Article.State.READ):
            adding.read(self, request, article)
        if moved:
            self.name_what_rests_on_the_old_day(request, article)

    def name_what_rests_on_the_old_day(self, request, article):
        decided = Evidence.objects.filter(article=article, date_basis=DateBasis.RELATIVE)
        decided = decided.exclude(event__status=Event.Status.PROPOSED, event__touched=False)
        for evidence in decided.select_related("event"):
            words = _("“%(event)s” was dated by “%(words)s” against the old day: look at it again.")
            self.message_user(
                request, words % {"event": evidence.event, "words": evidence.date_text}, messages.WARNING
            )
