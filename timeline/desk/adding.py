"""Articles taken in at the desk: from the web, by paste or file, with a preview of what they are and would propose.

Every function takes the article's admin, which says who may and tells the editor what happened.
"""

from dataclasses import replace

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kb import intake
from kb.addresses import tidy
from kb.fetching import CannotFetch, fetch
from kb.models import Article, Source
from timeline import correcting, proposing
from timeline.desk import cutting
from timeline.desk.marked import HOW, lines, quote_marks

LONGEST_CUT_NAMED = 80  # characters
LOOKING = {"_preview", "_day", *cutting.BUTTONS}  # buttons that store nothing


class AddressForm(forms.Form):
    """Where on the web an article is to be fetched from."""

    address = forms.URLField(
        label=gettext_lazy("From the web"),
        assume_scheme="https",
        max_length=Article._meta.get_field("url").max_length,
        help_text=gettext_lazy(
            "The address of an article. It is fetched and shown to you before it is added."
        ),
    )

    def preview(self) -> intake.Preview | None:
        """What the article there would be; None where it cannot be had, with the reason beside the field."""
        address = tidy(self.cleaned_data["address"])
        if known := Article.objects.at(address):
            self.add_error("address", here_already(known))
            return None
        try:
            return intake.preview(fetch(address))
        except (CannotFetch, intake.IntakeError) as why:
            way_out = _("Open the page in your browser, and paste its text below instead.")
            self.add_error("address", f"{str(why).rstrip('.')}. {way_out}")
            return None


def here_already(article: Article):
    return format_html(
        '{} <a href="{}">{}</a>',
        _("This address is an article already:"),
        reverse("admin:kb_article_change", args=[article.pk]),
        article,
    )


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
    cuts = forms.CharField(required=False, widget=forms.HiddenInput)  # as the editor has left them

    def clean(self):
        given = super().clean()
        if not given.get("file") and not (given.get("text") or "").strip() and not self.errors:
            raise forms.ValidationError(_("Paste the text of an article, or choose a file."))
        return given

    def said(self) -> dict:
        """What is said of it, as intake takes it."""
        given, upload = self.cleaned_data, self.cleaned_data["file"]
        return {name: given[name] for name in ("published", "title", "url")} | {
            "filename": upload.name if upload else "",
            "cuts": cutting.carried(given["cuts"]),
        }

    def content(self):
        """What was given: an upload, else the paste."""
        return self.cleaned_data["file"] or self.cleaned_data["text"]

    def preview(self) -> intake.Preview | None:
        """What the article would be; None where it cannot be taken in, with the reason beside the field."""
        try:
            return intake.preview(self.content(), **self.said())
        except intake.IntakeError as why:
            self.refuse(why)
            return None

    def refuse(self, why: intake.IntakeError) -> None:
        self.add_error(why.field if why.field in self.fields else None, str(why))

    def of_another_text(self, found: intake.Preview) -> bool:
        """Whether the cuts it carries are of a text that has been changed since."""
        carried = cutting.carried(self.cleaned_data["cuts"])
        return carried is not None and carried[0] != found.text_sha256

    def filled(self, found: intake.Preview) -> "IntakeForm":
        """The form for the next look: what was found stands where nothing was given; a file has become its text."""
        _hand, back = cutting.words(self.cleaned_data["cuts"])
        if span := cutting.span_in(self.data.get("_back", "")):
            back = list(dict.fromkeys([*back, found.text[slice(*span)]]))
        return intake_form(found, source=self.cleaned_data["source"], back=[words for words in back if words])


def intake_form(found: intake.Preview, source: str = "", back: list[str] = ()) -> IntakeForm:
    """The form filled with what was found; `back`: words that were put back among what is read."""
    return IntakeForm(
        initial={
            "text": found.decoded,
            "title": found.title,
            "published": None if found.doubtful else found.published,
            "source": source or found.publisher,
            "url": found.url,
            "cuts": cutting.state_of(found.text_sha256, found.page.cuts, found.text, back),
        }
    )


def add(desk, request):
    """Fetch, paste or file; preview as often as one likes; then one button adds the article and reads it."""
    if not desk.has_add_permission(request):
        raise PermissionDenied
    if "_fetch" in request.POST:
        return fetched(desk, request)
    given, found = request.POST.copy(), None
    if "_day" in given:  # one of the days the page gives
        given["published"] = given["_day"]
    form = IntakeForm(given or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        found = form.preview()
        changed = found and form.of_another_text(found)
        if changed:
            found, lost = kept(desk, request, form, found)
        elif found and cutting.BUTTONS & given.keys():
            found = pressed(desk, request, found)
        looked = changed and (lost or cutting.BUTTONS & given.keys())
        if found and not looked and not LOOKING & given.keys() and may_be_added(form, found):
            done = added(desk, request, form, found)
            if done:
                return done
        if found and not form.errors:
            form = form.filled(found)
    return page(desk, request, form, found)


def kept(desk, request, form, found: intake.Preview) -> tuple[intake.Preview, list[str]]:
    """With what the editor had cut and put back before the text was changed; and the words that are not found again."""
    cuts, lost = cutting.found_again(found.text, found.page.cuts, *cutting.words(form.cleaned_data["cuts"]))
    if lost:
        words = _(
            "The text has been changed. These cuts of yours could not be kept, as their words do not stand in it once: %s"
        )
        named = "; ".join(f"“{Truncator(one).chars(LONGEST_CUT_NAMED)}”" for one in lost)
        desk.message_user(request, words % named, messages.WARNING)
    if cutting.BUTTONS & request.POST.keys():
        words = _("The text has been changed since it was shown. Here it is; cut, or put back, once more.")
        desk.message_user(request, words, messages.WARNING)
    return with_cuts(found, cuts), lost


def with_cuts(found: intake.Preview, cuts) -> intake.Preview:
    return replace(found, page=replace(found.page, cuts=tuple(cuts)))


def pressed(desk, request, found: intake.Preview) -> intake.Preview:
    """What the article would be after a button beside its lines."""
    try:
        cuts = cutting.pressed(request.POST, found.text, list(found.page.cuts))
    except correcting.NotPossible as why:
        desk.message_user(request, str(why), messages.WARNING)
        return found
    return with_cuts(found, cuts)


def fetched(desk, request):
    """A page from the web, as a file: it has become its text in the form."""
    address, found = AddressForm(request.POST), None
    if address.is_valid():
        found = address.preview()
    form = intake_form(found) if found else IntakeForm(initial={"url": request.POST.get("address", "")})
    return page(desk, request, form, found, address)


def page(desk, request, form, found, address=None):
    try:
        findings = (
            proposing.look(found.text, found.published, found.page.cuts) if found and found.published else []
        )
    except proposing.CannotRead as why:
        findings, words = [], _("What it would propose cannot be shown: %s. It can be added all the same.")
        desk.message_user(request, words % why, messages.WARNING)
    context = adding(desk, request, form, found, findings) | {"address": address or AddressForm()}
    return TemplateResponse(request, "admin/kb/article/add.html", context)


def adding(desk, request, form, found, findings):
    return {
        **desk.admin_site.each_context(request),
        "opts": desk.opts,
        "title": _("Add an article"),
        "form": form,
        "publishers": Source.objects.values_list("name", flat=True)[:500],
        "found": found,
        "findings": findings,
        "lines": lines(found.text, quote_marks(findings), found.cuts) if found else [],
        "how": HOW.get(found.published_how, "") if found else "",
    }


def may_be_added(form, found) -> bool:
    if found.existing is None and found.asks_for_a_day:
        words = _("When was it published? Relative dates are counted from that day, so it is never guessed.")
        if found.published:
            days = [found.published, *found.alternatives]
            words = _("The page gives more than one day: %s. Which is it?") % ", ".join(
                map(date_format, days)
            )
        form.add_error("published", words)
    return not form.errors


def added(desk, request, form, found):
    """Where to go on; None where the article cannot be stored, with the reason beside the field."""
    if upload := form.cleaned_data["file"]:
        upload.seek(0)
    try:
        source = form.cleaned_data["source"]
        said = form.said() | {"cuts": (found.text_sha256, list(found.page.cuts))}
        article, created = intake.add_article(form.content(), source=source, **said)
    except intake.IntakeError as why:
        form.refuse(why)
        return None
    where = reverse("admin:kb_article_change", args=[article.pk])
    if not created:
        words = _("This very text is an article already: nothing was added.")
        desk.message_user(request, words, messages.WARNING)
        return HttpResponseRedirect(where)
    desk.log_addition(request, article, [{"added": {}}])
    proposed = read(desk, request, article)
    review = f"{reverse('admin:timeline_event_review')}?article={article.pk}"
    may_decide = request.user.has_perm("timeline.change_event")
    return HttpResponseRedirect((review if may_decide else proposals_of(article)) if proposed else where)


def read(desk, request, article) -> int:
    try:
        proposed = len(proposing.propose_events(article))
    except proposing.CannotRead as why:
        words = _(
            "“%(article)s” is kept, but it was not read: %(why)s. To try again, choose it in the list of articles, "
            "and “Read the selected articles for events”."
        )
        desk.message_user(request, words % {"article": article, "why": why}, messages.WARNING)
        return 0
    words = ngettext(
        "“%(article)s”: %(n)d event proposed.", "“%(article)s”: %(n)d events proposed.", proposed
    )
    desk.message_user(request, words % {"article": article, "n": proposed}, messages.SUCCESS)
    return proposed


def proposals_of(article: Article) -> str:
    return reverse("admin:timeline_event_changelist") + f"?evidence__article={article.pk}"
