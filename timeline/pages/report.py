"""Report an error: what a reader without an account says is wrong with an event. It lands at the desk."""

from django import forms
from django.conf import settings
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from timeline.models import ErrorReport, Event
from timeline.pages.event import public_or_404
from timeline.rate import AN_HOUR, client_of, seconds_to_wait

LONGEST_TEXT = 2000
LONGEST_CONTACT = 200
MOST_AN_HOUR = 500  # whoever sends them


class TypedText(forms.CharField):
    """Counts a line break as the browser does that counts the characters while one types: once."""

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n")


class ReportForm(forms.Form):
    text = TypedText(
        label=gettext_lazy("What is wrong?"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 6}),
        help_text=gettext_lazy("A source that has it right helps the most."),
        error_messages={"required": gettext_lazy("Write what is wrong.")},
    )
    contact = forms.CharField(
        label=gettext_lazy("Whom to answer (you may leave it empty)"),
        max_length=LONGEST_CONTACT,
        required=False,
        widget=forms.TextInput({"autocomplete": "email"}),
        help_text=gettext_lazy("An e-mail address, for instance. Only the editors see it."),
    )
    revision = forms.IntegerField(
        required=False, min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput()
    )
    homepage = forms.CharField(required=False)  # hidden from people, so whoever fills it in is a machine

    @property
    def by_machine(self) -> bool:
        return bool(self.cleaned_data["homepage"])


@require_http_methods(["GET", "HEAD", "POST"])
def report(request, public_id):
    event = public_or_404(public_id)
    if event.status == Event.Status.MERGED:
        event = event.merged_into
        if request.method != "POST":
            return redirect("report", event.public_id, permanent=True)
    form, wait = ReportForm(request.POST or None, initial={"revision": event.revision}), 0
    if form.is_valid():
        wait = 0 if form.by_machine else seconds_to_wait_of(request)
        if not wait:
            if not form.by_machine:
                given = {name: form.cleaned_data[name] for name in ("text", "contact", "revision")}
                ErrorReport.objects.create(event=event, **given)
            return redirect("report_sent", event.public_id)
        form.add_error(None, too_many(wait))
    status = 429 if wait else 400 if form.errors else 200
    answer = render(request, "timeline/report.html", {"event": event, "form": form}, status=status)
    if wait:
        answer["Retry-After"] = wait
    return answer


def seconds_to_wait_of(request) -> int:
    """0 while the sender, and all senders together, have sent no more than the site takes in an hour."""
    return seconds_to_wait("report", client_of(request), settings.REPORT_RATE, AN_HOUR) or seconds_to_wait(
        "report", "all together", MOST_AN_HOUR, AN_HOUR
    )


def too_many(wait: int) -> str:
    minutes = -(-wait // 60)
    words = ngettext(
        "More reports have been sent within an hour than this site takes. Please send it again in %d minute.",
        "More reports have been sent within an hour than this site takes. Please send it again in %d minutes.",
        minutes,
    )
    return words % minutes


@require_safe
def sent(request, public_id):
    event = public_or_404(public_id)
    return render(request, "timeline/report_sent.html", {"event": event.merged_into or event})
