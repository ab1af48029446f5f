"""What went wrong, as application/problem+json (RFC 9457); `param` names the parameter or field at fault."""

import json
from http import HTTPStatus

from django.http import HttpResponse

CONTENT_TYPE = "application/problem+json"


class Problem(Exception):
    """An answer other than the one asked for; `more` are further members, `headers` go with it."""

    def __init__(self, status: int, detail: str, *, headers: dict | None = None, **more):
        self.status, self.detail, self.headers, self.more = status, detail, headers or {}, more
        super().__init__(detail)


def answer(problem: Problem) -> HttpResponse:
    said = {
        "type": "about:blank",
        "title": HTTPStatus(problem.status).phrase,
        "status": problem.status,
        "detail": problem.detail,
        **problem.more,
    }
    body = json.dumps(said, ensure_ascii=False)
    return HttpResponse(body, status=problem.status, content_type=CONTENT_TYPE, headers=problem.headers)
