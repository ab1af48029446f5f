"""/api/v1/: put together, with one way to fail."""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from timeline.api import beside, counts, events, problems, writing
from timeline.api.described import SCHEMAS
from timeline.api.problems import Problem
from timeline.query import BadQuery


class Api(NinjaAPI):
    def get_openapi_operation_id(self, operation):
        return operation.view_func.__name__

    def get_openapi_schema(self, **kwargs):
        """The document, with the schemas of answers, which are made from the table of columns."""
        schema = super().get_openapi_schema(**kwargs)
        schema["components"]["schemas"].update(SCHEMAS)
        return schema


api = Api(
    title="Dateline",
    version="1",
    description=gettext_lazy(
        "Dated events, each with the words that prove it. A date is never more precise than its source."
    ),
    docs_url=None,
    urls_namespace="api",
)
for subject in (events, beside, counts, writing):
    api.add_router("", subject.router)


@api.exception_handler(Problem)
def problem(request, why):
    return problems.answer(why)


@api.exception_handler(BadQuery)
def bad_query(request, why):
    return problems.answer(Problem(400, str(why), param=why.param))


@api.exception_handler(ValidationError)
def bad_body(request, why):
    """The first thing that is wrong with it; `param` is the path to it."""
    first = why.errors[0]
    where = ".".join(str(step) for step in first["loc"] if step not in ("body", "given"))
    return problems.answer(Problem(400, first["msg"], param=where or "body"))


@api.exception_handler(HttpError)
def http_error(request, why):
    asks_for_a_token = {"WWW-Authenticate": "Bearer"} if why.status_code == 401 else {}
    return problems.answer(Problem(why.status_code, str(why), headers=asks_for_a_token))


@api.exception_handler(RequestDataTooBig)
def too_big(request, why):
    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE / 1_000_000
    return problems.answer(Problem(413, _("A request may have at most %(most)s MB.") % {"most": f"{most:g}"}))


@api.exception_handler(Http404)
def not_found(request, why):
    return problems.answer(Problem(404, _("There is nothing at this address.")))
