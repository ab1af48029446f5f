"""Articles kept: what is known of each, its text with what is masked, reading again and withdrawing."""

from django.contrib import admin, messages
from django.db.models import OuterRef
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kb.models import Article
from timeline import decisions, tasks
from timeline.desk import adding, correcting, evidence, many
from timeline.desk.history import LoggedHistory
from timeline.desk.marked import HOW
from timeline.desk.paginating import Counted
from timeline.desk.together import TogetherForm
from timeline.models import Event, Evidence


class ArticleForm(TogetherForm):
    """What is known of it; day, text and cuts are corrected on pages of their own."""

    class Meta:
        model = Article
        fields = [
            "title",
            "source",
            "url",
            "authors",
            "dateline",
            "language",
            "syndication_group",
        ]


@admin.register(Article)
class ArticleAdmin(LoggedHistory, admin.ModelAdmin):
    form = ArticleForm
    fields = [*ArticleForm.Meta.fields, "day", "condition", "events_found"]
    readonly_fields = ["day", "condition", "events_found"]
    autocomplete_fields = ["source"]
    list_display = ["title", "source", "published", "state", "waiting", "public"]
    list_filter = ["state", "published_doubtful"]
    list_select_related = ["source"]
    search_fields = ["title", "source__name"]
    ordering = ["-id"]
    actions = ["read_selected", "withdraw_selected"]

    def get_queryset(self, request):
        def having(status):
            return Counted(Evidence.objects.filter(article=OuterRef("pk"), event__status=status), "event")

        articles = super().get_queryset(request).defer("text")
        return articles.annotate(
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
            words.append(_("The publication date is doubtful."))
        return ". ".join(filter(None, words))

    @admin.display(description=gettext_lazy("published"))
    def day(self, article):
        """Where it was found, and the way to correct it."""
        words = date_format(article.published) if article.published else _("not known")
        how = HOW.get(article.published_how)
        return format_html(
            '{}{} <a href="{}">{}</a>',
            words,
            f", {how}." if how else ".",
            reverse("admin:kb_article_day", args=[article.pk]),
            _("Correct the day"),
        )

    @admin.display(description=gettext_lazy("events"))
    def events_found(self, article):
        return format_html(
            '<a href="{}&status__exact=all">{}</a>',
            adding.proposals_of(article),
            _("%(waiting)d to review, %(public)d published")
            % {"waiting": article.waiting_events, "public": article.public_events},
        )

    def add_view(self, request, form_url="", extra_context=None):
        return adding.add(self, request)

    # reading

    @admin.action(description=gettext_lazy("Read the selected articles for events"), permissions=["change"])
    def read_selected(self, request, articles):
        chosen = list(articles.order_by("pk"))
        ids, name = [article.pk for article in chosen], tasks.named(str(chosen[0]), len(chosen))
        try:
            work = tasks.start("read articles", {"ids": ids}, by=request.user, total=len(ids), name=name)
        except tasks.NoWorker as why:
            self.message_user(request, str(why), messages.ERROR)
            return None
        return HttpResponseRedirect(work.get_absolute_url())

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

    def get_urls(self):
        return [*many.urls(self), *correcting.urls(self), *evidence.urls(self), *super().get_urls()]

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None:
            context["picture"] = correcting.picture(obj)
        return super().render_change_form(request, context, add, change, form_url, obj)
