"""An article's words as further evidence of an event that is there: selected in its text, or pasted and found in it."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kb.models import Article
from kb.text.quotes import places
from timeline import decisions, merging, quoting, review
from timeline.desk.event_form import EventChoice, EventSearch
from timeline.fields import EdtfDateFormField
from timeline.models import Event

AROUND = 60  # characters shown on either side of words that stand in several places
MOST_PLACES = 20


def urls(desk):
    def view(request, pk):
        return add(desk, request, pk)

    return [path("<int:pk>/evidence/", desk.admin_site.admin_view(view), name="kb_article_evidence")]


class WordsForm(forms.Form):
    """Which words of an article."""

    words = forms.CharField(
        label=gettext_lazy("Words of the article"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Select them in the text, or paste them here exactly as they stand there."),
    )
    at = forms.IntegerField(required=False, widget=forms.HiddenInput)  # where they begin

    def __init__(self, article: Article, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.article, self.several = article, []

    def clean(self):
        given = super().clean()
        words = given.get("words", "")
        found = places(self.article.text, words)
        chosen = [span for span in found if span[0] == given.get("at")] or found
        if words and not found:
            self.add_error("words", _("These words do not stand in the article."))
        elif len(chosen) > 1:
            self.several = [self.around(*span) for span in chosen[:MOST_PLACES]]
            self.add_error(
                "words", _("These words stand in %d places: choose one, or take more words.") % len(chosen)
            )
        elif chosen:
            given["span"] = chosen[0]
        return given

    def around(self, start: int, end: int) -> tuple[int, str, str, str]:
        """Where the words begin, and what stands before and after them there."""
        text = self.article.text
        return start, text[max(0, start - AROUND) : start], text[start:end], text[end : end + AROUND]


class EvidenceForm(WordsForm):
    event = EventChoice(
        label=gettext_lazy("They prove the event"),
        queryset=Event.objects.filter(status__in=merging.TAKING),
        widget=EventSearch(Event._meta.get_field("merged_into"), admin.site),
    )
    date = EdtfDateFormField(
        label=gettext_lazy("The date they give it"),
        required=False,
        help_text=gettext_lazy("As precise as the words: June 2014, about 2014. Empty: they say none."),
    )


def add(desk, request, pk: int):
    article = get_object_or_404(Article.objects.select_related("source"), pk=pk)
    if not request.user.has_perm("timeline.change_event"):
        raise PermissionDenied
    if request.method == "POST":
        form = EvidenceForm(article, request.POST)
        if form.is_valid() and added(desk, request, article, form):
            return HttpResponseRedirect(request.path)
    else:
        form = EvidenceForm(article, initial=selected(article, request.GET))
    context = {
        **desk.admin_site.each_context(request),
        "opts": desk.opts,
        "title": _("Evidence from this article"),
        "article": article,
        "form": form,
        "media": form.media,
    }
    return TemplateResponse(request, "admin/kb/article/evidence.html", context)


def selected(article: Article, asked) -> dict:
    """What the page before this one says has been selected."""
    start, end = asked.get("start", ""), asked.get("end", "")
    if not (start.isdecimal() and end.isdecimal() and len(start + end) < 20):
        return {}
    words = article.text[int(start) : int(end)]
    return {"words": words.strip(), "at": int(start) + len(words) - len(words.lstrip())}


def added(desk, request, article: Article, form: EvidenceForm) -> bool:
    """Whether it is; what speaks against it stands in the form."""
    given = form.cleaned_data
    try:
        proof = quoting.add(given["event"], article, *given["span"], by=request.user, date=given["date"])
    except (review.NotPossible, decisions.Conflict) as why:
        form.add_error(None, str(why))
        return False
    event = Event.objects.get(pk=proof.event_id)
    desk.message_user(request, _("Further evidence of “%s”.") % event, messages.SUCCESS)
    if event.disputed:
        words = _("Its dates cannot all hold: readers see them all, and which one is preferred.")
        desk.message_user(request, words, messages.WARNING)
    return True
