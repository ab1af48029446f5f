"""A form with more in it than the site takes, a whole archive pasted: answered with its size and the limit."""

from django.core.exceptions import RequestDataTooBig
from django.shortcuts import render

from kb import intake

OVERHEAD = 100_000  # bytes of a request beside the files


def larger_than(request, most: int) -> bool:
    """Whether the files of a form are, as far as the request's length tells, which nobody has read yet."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return not length.isdecimal() or int(length) > most + OVERHEAD


class LargeForms:
    """Middleware that stands before the check of the token, which is what reads a form first."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if getattr(view, "csrf_exempt", False):  # reads its request itself
            return None
        try:
            len(request.POST)
        except RequestDataTooBig:
            words = intake.too_large(int(request.META["CONTENT_LENGTH"]))
            return render(request, "413.html", {"words": words}, status=413)
        return None
