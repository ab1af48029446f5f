"""Articles at the desk: taken in by paste or file, with a preview of the text, the cuts and what would be proposed."""

from dataclasses import dataclass

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kb import intake
from kb.models import Article, Source
from kb.text import decode
from timeline import decisions, engine, proposing
from timeline.desk.looking_up import CarefulLookups
from timeline.desk.paginating import CappedPaginator
from timeline.models import DateBasis, Event, Evidence


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of an article as the desk shows it; its kind is one of KINDS, or "plain"."""

    words: str
    kind: str
    reason: str = ""


KINDS = (
    "quote",
    "now",
    "date",
    "cut",
)  # what proves something, what is before the editor; the strongest last


def cut_marks(cuts) -> list[tuple]:
    return [(cut["start"], cut["end"], "cut", cut["reason"]) for cut in cuts]


def quote_marks(findings) -> list[tuple]:
    """What proves each finding, and the words of its date."""
    marks = [(f.start, f.end, "quote", f.title) for f in findings]
    return marks + [(f.date_start, f.date_end, "date", f.title) for f in findings]


def pieces(text: str, marks: list[tuple]) -> list[Piece]:
    """The whole text in stretches, in order, by marks of (start, end, kind, reason); of several the strongest shows."""
    edges = sorted({0, len(text), *(m[0] for m in marks), *(m[1] for m in marks)})
    starting = sorted(marks, key=lambda m: m[0])
    open_now, at, shown = [], 0, []
    for start, end in zip(edges, edges[1:], strict=False):
        while at < len(starting) and starting[at][0] <= start:
            open_now.append(starting[at])
            at += 1
        open_now = [m for m in open_now if m[1] > start]
        strongest = max(open_now, key=lambda m: KINDS.index(m[2]), default=None)
        kind, reason = (strongest[2], strongest[3]) if strongest else ("plain", "")
        shown.append(Piece(text[start:end], kind, reason))
    return shown


class IntakeForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Text of the article"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text=gettext_lazy(
            "Paste the whole page if you like: menus, teasers and captions are found and masked."
        ),
    )
    file = forms.FileField(
        label=gettext_lazy("Or a file"),
        required=False,
        help_text=gettext_lazy("A text file or a saved web page."),
    )
    title = forms.CharField(
        label=gettext_lazy("Title"),
        required=False,
        help_text=gettext_lazy("Left empty, it is found in the text."),
    )
    published = forms.DateField(
        label=gettext_lazy("Published"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Left empty, it is looked for in the text; if it is not there you are asked."),
    )
    source = forms.CharField(
        label=gettext_lazy("Publisher"), required=False, widget=forms.TextInput(attrs={"list": "publishers"})
    )
    url = forms.URLField(label=gettext_lazy("Address"), required=False, assume_scheme="https")

    def clean(self):
        given = super().clean()
        if not given.get("file") and not (given.get("text") or "").strip() and not self.errors:
            raise forms.ValidationError(_("Paste the text of an article, or choose a file."))
        return given

    def content(self):
        """What was given: an upload, else the paste."""
        return self.cleaned_data["file"] or self.cleaned_data["text"]

    def preview(self) -> intake.Preview | None:
        """What the article would be; None where it cannot be taken in, with the reason beside the field."""
        given = self.cleaned_data
        upload = given["file"]
        try:
            return intake.preview(
                self.content(),
                filename=upload.name if upload else "",
                published=given["published"],
                title=given["title"],
                url=given["url"],
            )
        except intake.IntakeError as why:
            self.refuse(why)
            return None

    def refuse(self, why: intake.IntakeError) -> None:
        self.add_error(why.field if why.field in self.fields else None, str(why))

    def filled(self, found: intake.Preview) -> "IntakeForm":
        """The form for the next look: what was found stands where nothing was given; a file has become its text."""
        given = self.cleaned_data
        return IntakeForm(
            initial={
                "text": decode(found.original) if given["file"] else given["text"],
                "title": found.title,
                "published": None if found.doubtful else found.published,
                "source": given["source"] or found.publisher,
                "url": found.url,
            }
        )


class ArticleForm(forms.ModelForm):
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
class ArticleAdmin(CarefulLookups, admin.ModelAdmin):
    form = ArticleForm
    fields = [*ArticleForm.Meta.fields, "condition", "events_found", "text_with_cuts"]
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
        return format_html('<a href="{}">{}</a>', proposals_of(article), article.waiting_events)

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
            proposals_of(article),
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

    # taking in

    def add_view(self, request, form_url="", extra_context=None):
        """Paste or file; preview as often as one likes; then one button adds the article and reads it."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form, found, findings = IntakeForm(request.POST or None, request.FILES or None), None, []
        if request.method == "POST" and form.is_valid():
            found = form.preview()
            if found and "_preview" not in request.POST and self.may_be_added(form, found):
                added = self.added(request, form)
                if added:
                    return added
            if found:
                findings = (
                    engine.read(found.text, found.published, found.page.cuts) if found.published else []
                )
                form = form if form.errors else form.filled(found)
        return TemplateResponse(
            request, "admin/kb/article/add.html", self.adding(request, form, found, findings)
        )

    def adding(self, request, form, found, findings):
        return {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Add an article"),
            "form": form,
            "publishers": Source.objects.values_list("name", flat=True)[:500],
            "found": found,
            "findings": findings,
            "pieces": pieces(found.text, quote_marks(findings) + cut_marks(found.cuts)) if found else [],
        }

    def may_be_added(self, form, found) -> bool:
        if found.existing is None and found.asks_for_a_day:
            words = _(
                "When was it published? Relative dates are counted from that day, so it is never guessed."
            )
            if found.published:
                days = [found.published, *found.alternatives]
                words = _("The page gives more than one day: %s. Which is it?") % ", ".join(
                    map(date_format, days)
                )
            form.add_error("published", words)
        return not form.errors

    def added(self, request, form):
        """Where to go on; None where the article cannot be stored, with the reason beside the field."""
        given, upload = form.cleaned_data, form.cleaned_data["file"]
        if upload:
            upload.seek(0)
        try:
            article, created = intake.add_article(
                form.content(),
                filename=upload.name if upload else "",
                source=given["source"],
                published=given["published"],
                title=given["title"],
                url=given["url"],
            )
        except intake.IntakeError as why:
            form.refuse(why)
            return None
        where = reverse("admin:kb_article_change", args=[article.pk])
        if not created:
            words = _("This very text is an article already: nothing was added.")
            self.message_user(request, words, messages.WARNING)
            return HttpResponseRedirect(where)
        self.log_addition(request, article, [{"added": {}}])
        proposed = self.read(request, article)
        return HttpResponseRedirect(proposals_of(article) if proposed else where)

    # reading

    def read(self, request, article) -> int:
        try:
            proposed = len(proposing.propose_events(article))
        except proposing.CannotRead as why:
            self.message_user(request, _("“%(article)s” was not read: %(why)s.") % {"article": article, "why": why},
                              messages.WARNING)  # fmt: skip
            return 0
        words = ngettext(
            "“%(article)s”: %(n)d event proposed.", "“%(article)s”: %(n)d events proposed.", proposed
        )
        self.message_user(request, words % {"article": article, "n": proposed}, messages.SUCCESS)
        return proposed

    @admin.action(description=gettext_lazy("Read the selected articles for events"), permissions=["change"])
    def read_selected(self, request, articles):
        for article in articles:
            self.read(request, article)

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
                proposing.untouched_proposals(article).delete()
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
        if article.state == Article.State.READY or (moved and article.state == Article.State.READ):
            self.read(request, article)
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


def proposals_of(article: Article) -> str:
    return reverse("admin:timeline_event_changelist") + f"?evidence__article={article.pk}"
