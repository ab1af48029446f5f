"""Kept articles corrected at the desk: the day, the text, the cuts; and quotes that have lost their place.

Each page shows what would become of quotes, dates and proposals before anything is stored, and asks once; all that an
editor has chosen so far is carried in the form. `desk` is the article's admin.
"""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kb.linking import cuts_of
from kb.models import Article
from kb.text import Cut
from timeline import correcting, decisions, proposing
from timeline.desk import cutting
from timeline.desk.evidence import WordsForm
from timeline.desk.looking_up import number
from timeline.desk.marked import HOW, cut_marks, lines, pieces, quote_marks
from timeline.models import Evidence

MOST_ORPHANS = 10  # on a page, for each has its article's text looked through


def urls(desk):
    wrap = desk.admin_site.admin_view

    def page(view):
        return wrap(lambda request, **given: view(desk, request, **given))

    return [
        path("orphans/", page(orphans), name="kb_article_orphans"),
        path("orphans/<int:pk>/", page(orphan), name="kb_article_orphan"),
        path("<int:pk>/day/", page(correct_day), name="kb_article_day"),
        path("<int:pk>/text/", page(correct_text), name="kb_article_text"),
        path("<int:pk>/cuts/", page(correct_cuts), name="kb_article_cuts"),
    ]


def opened(desk, request, pk: int) -> Article:
    article = get_object_or_404(Article.objects.select_related("source"), pk=pk)
    if not desk.has_change_permission(request, article):
        raise PermissionDenied
    return article


def shown(desk, request, article, template: str, **context):
    words = {
        **desk.admin_site.each_context(request),
        "opts": desk.opts,
        "article": article,
        **context,
    }
    return TemplateResponse(request, f"admin/kb/article/{template}.html", words)


def carried_out(desk, request, plan: correcting.Plan, **how):
    """Do it and lead to the article; None where it is to be looked at again, which the editor is told."""
    try:
        done = correcting.carry_out(plan, by=request.user, **how)
    except correcting.NotPossible as why:
        desk.message_user(request, said(why), messages.WARNING)
        return None
    if done is None:
        desk.message_user(request, _("Nothing was different, and nothing was changed."))
    else:
        proposing.read_again(done)
        desk.message_user(request, said_of(plan), messages.SUCCESS)
    return HttpResponseRedirect(page_of(plan.article))


def said_of(plan: correcting.Plan) -> str:
    """What has been done, in a line."""
    words = [_("Corrected: %s.") % plan.article]
    moved = len([move for move in plan.dates if not move.event_stays])
    if moved:
        words.append(ngettext("%d event has another date.", "%d events have another date.", moved) % moved)
    waiting = Evidence.objects.orphans().filter(article=plan.article).count() if plan.orphans else 0
    if waiting:
        words.append(ngettext("%d quote is an orphan now.", "%d quotes are orphans now.", waiting) % waiting)
    return " ".join(words)


# the day of publication


class DayForm(forms.Form):
    day = forms.DateField(
        label=gettext_lazy("Published"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


def correct_day(desk, request, pk: int):
    """Which relative dates move with the day, shown before it is corrected; a day the page gives is taken by its own button
    where nothing does."""
    article = opened(desk, request, pk)
    given = request.POST.copy()
    if "choose" in given:  # a button with a day the page gives
        given["day"] = given["choose"]
    form, plan = DayForm(given or None, initial={"day": article.published}), None
    if request.method == "POST" and form.is_valid():
        try:
            plan = correcting.plan_day(article, form.cleaned_data["day"])
        except correcting.NotPossible as why:
            form.add_error("day", str(why))
    if plan and ("_save" in given or ("choose" in given and not plan.asks)):
        seen = given.get("seen", "") if "_save" in given else plan.seen
        done = carried_out(desk, request, plan, verb="correct day", seen=seen)
        if done:
            return done
        return HttpResponseRedirect(request.path)
    return shown(
        desk, request, article, "day", title=_("Correct the day of publication"), form=form, plan=plan,
        how=HOW.get(article.published_how, ""), rivals=rivals(article),
    )  # fmt: skip


def rivals(article: Article) -> list:
    """The days the page gives, the one taken first."""
    read = forms.DateField().to_python
    days = [article.published, *map(read, article.published_alternatives)]
    return [day for day in dict.fromkeys(days) if day]


# the cuts


def correct_cuts(desk, request, pk: int):
    """The text line by line; each press of a button shows what is proposed then, one more stores it."""
    article = opened(desk, request, pk)
    cuts = pressed_cuts(desk, request, article) if request.method == "POST" else cuts_of(article)
    plan = correcting.plan_cuts(article, cuts)
    if "_save" in request.POST:
        done = carried_out(desk, request, plan, verb="cut", seen=request.POST.get("seen", ""))
        if done:
            return done
        return HttpResponseRedirect(request.path)
    return shown(
        desk, request, article, "cuts", title=_("Cut lines, or put them back"), plan=plan,
        changed=sorted(cuts) != sorted(cuts_of(article)), state=cutting.state_of(article.text_sha256, cuts),
        lines=lines(article.text, quote_marks(plan.findings), plan.fields["cuts"]),
    )  # fmt: skip


def pressed_cuts(desk, request, article: Article) -> list[Cut]:
    """The cuts as the form carries them, after the button that was pressed; the article's where it carries none."""
    of, cuts = cutting.carried(request.POST.get("cuts", "")) or ("", [])
    if of != article.text_sha256 or any(cut.end > len(article.text) for cut in cuts):
        cuts = cuts_of(article)
    try:
        return cutting.pressed(request.POST, article.text, cuts)
    except correcting.NotPossible as why:
        desk.message_user(request, str(why), messages.WARNING)
        return cuts


# the text


class TextForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Text"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "true"}),
    )
    reason = forms.CharField(
        label=gettext_lazy("Why"), required=False, max_length=300,
        help_text=gettext_lazy("For colleagues: a slip mended, a correction of the publisher's."),
    )  # fmt: skip


def correct_text(desk, request, pk: int):
    """Which quotes hold, which have moved, which are lost; asked once."""
    article = opened(desk, request, pk)
    form, plan = TextForm(request.POST or None, initial={"text": article.text}), None
    if request.method == "POST" and form.is_valid():
        plan = planned(article, form)
    if plan and "_save" in request.POST:
        chosen = {
            anchor.row.pk: span
            for anchor in plan.orphans
            if (span := cutting.span_in(request.POST.get(f"words-{anchor.row.pk}", "")))
        }
        done = carried_out(
            desk, request, plan, verb="correct text", seen=request.POST.get("seen", ""),
            reason=form.cleaned_data["reason"], chosen=chosen,
        )  # fmt: skip
        if done:
            return done
        plan = planned(opened(desk, request, pk), form)
    return shown(
        desk, request, article, "text", title=_("Correct the text"), form=form, plan=plan,
        orphans=[(anchor, offered(plan.text, anchor.near)) for anchor in plan.orphans] if plan else [],
    )  # fmt: skip


def planned(article: Article, form: TextForm) -> correcting.Plan | None:
    """None where the article cannot have that text, with the reason beside the box."""
    try:
        return correcting.plan_text(article, form.cleaned_data["text"])
    except correcting.NotPossible as why:
        form.add_error("text", said(why))
        return None


def said(why: correcting.NotPossible) -> str:
    """The reason; where the text is another article's, with the way there."""
    if not isinstance(why, correcting.SameText):
        return str(why)
    words = _("This very text is an article already:")
    return format_html('{} <a href="{}">{}</a>', words, page_of(why.other), why.other)


def page_of(article: Article) -> str:
    return reverse("admin:kb_article_change", args=[article.pk])


def offered(text: str, places: list[tuple[int, int]]) -> list[tuple[str, str]]:
    """(value of a box, words) of passages to choose from."""
    return [(f"{start}-{end}", text[start:end]) for start, end in places]


# orphans


class OrphanForm(forms.Form):
    """What is to become of one orphan."""

    words = forms.CharField(
        label=gettext_lazy("Or other words of the article, exactly as they stand there"), required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    note = forms.CharField(label=gettext_lazy("Note to readers"), required=False, max_length=300)

    def __init__(self, row: Evidence, data=None):
        super().__init__(data, prefix=f"e{row.pk}")
        self.row = row

    @property
    def places(self) -> list[tuple[str, str]]:
        article = self.row.article
        return offered(article.text, correcting.passages_like(self.row.exact, article.text, cuts_of(article)))

    def place(self) -> tuple[int, int]:
        """The words that were typed or chosen. NotPossible where they do not stand in one place."""
        text, words = self.row.article.text, self.cleaned_data["words"].strip().replace("\r\n", "\n")
        span = cutting.span_in(self.data.get(f"{self.prefix}-place", ""))
        if not words and span:
            return span
        if not words:
            raise correcting.NotPossible(_("Choose a passage, or give the words."))
        times = text.count(words)
        if times != 1:
            raise correcting.NotPossible(
                ngettext(
                    "These words stand %d time in the article; give words that stand there once.",
                    "These words stand %d times in the article; give words that stand there once.",
                    times,
                )
                % times
            )
        return text.index(words), text.index(words) + len(words)

    def done(self, by) -> str:
        """Carry out what the button says; what is to be said of it."""
        event = self.row.event
        if "_anchor" in self.data:
            digest = self.data.get("of", "")
            correcting.anchor(self.row, *self.place(), by=by, text_sha256=digest)
            return _("“%s” is proved by these words now.") % event
        if "_leave" in self.data:
            correcting.leave_orphan(self.row, self.cleaned_data["note"], by=by)
            return _("The quote of “%s” is kept as it is, with the note.") % event
        correcting.remove(self.row, by=by)
        return _("The quote of “%s” is removed.") % event


def orphans(desk, request):
    """Quotes that their article does not have any more, each with what is like it there now."""
    if not desk.has_change_permission(request):
        raise PermissionDenied
    refused = None
    if request.method == "POST":
        row = correcting.waiting().filter(pk=number(request.POST.get("evidence"))).first()
        if row is None:
            desk.message_user(request, _("Somebody has settled it meanwhile."), messages.WARNING)
            return HttpResponseRedirect(request.path)
        refused = OrphanForm(row, request.POST)
        if refused.is_valid():
            try:
                desk.message_user(request, refused.done(request.user), messages.SUCCESS)
                return HttpResponseRedirect(request.path)
            except (correcting.NotPossible, decisions.Conflict) as why:
                refused.add_error(None, str(why))
    rows = list(correcting.waiting()[: MOST_ORPHANS + 1])
    found = [OrphanForm(row) for row in rows[:MOST_ORPHANS]]
    if refused is not None:
        found = [refused, *(one for one in found if one.row.pk != refused.row.pk)]
    return shown(
        desk, request, None, "orphans", title=_("Quotes without their words"), orphans=found,
        more=len(rows) > MOST_ORPHANS,
    )  # fmt: skip


def orphan(desk, request, pk: int):
    """The words that prove it now, chosen in the text."""
    row = get_object_or_404(correcting.waiting(), pk=pk)
    if not desk.has_change_permission(request, row.article):
        raise PermissionDenied
    form = WordsForm(row.article, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            digest = request.POST.get("of", "")
            correcting.anchor(row, *form.cleaned_data["span"], by=request.user, text_sha256=digest)
        except (correcting.NotPossible, decisions.Conflict) as why:
            form.add_error(None, str(why))
        else:
            desk.message_user(request, _("“%s” is proved by these words now.") % row.event, messages.SUCCESS)
            return HttpResponseRedirect(reverse("admin:kb_article_orphans"))
    return shown(
        desk, request, row.article, "orphan", title=_("The words that prove it now"), row=row, form=form
    )


# the article's page


def proved_by(article: Article) -> list[Evidence]:
    """All that the article proves, in the order of its text."""
    rows = Evidence.objects.filter(article=article).select_related("event").defer("event__search_tokens")
    return list(rows.order_by("start", "pk"))


def picture(article: Article) -> dict:
    """The text with every quote leading to its event, and the events beside it."""
    rows = proved_by(article)
    marks = []
    for row in rows:
        if row.start is None or row.anchor_state == Evidence.AnchorState.ORPHAN:
            continue
        href = reverse("admin:timeline_event_change", args=[row.event_id])
        marks.append((row.start, row.end, "quote", row.event.title, href))
    return {"pieces": pieces(article.text, marks + cut_marks(article.cuts)), "rows": rows}
