"""The query string of a request: the page's filters through the one query, and what only the API asks."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from timeline.query import BadQuery, EventQuery

LIMIT, MOST = 100, 500  # objects a page


@dataclass(frozen=True, slots=True)
class Asked:
    """`fields`: the names of the columns that are wanted, in the order of the table; `after` is not yet read."""

    query: EventQuery
    limit: int
    fields: tuple[str, ...]
    after: str | None
    sparse: bool  # whether fields were chosen

    def url(self, base: str, query_string: str) -> str:
        """The address of another page of the same list; `query_string` has its filter and its cursor."""
        since = self.query.values.get("since")
        said = [query_string, urlencode({"since": since[0]}) if since else ""]
        if self.sparse:
            said.append(urlencode({"fields": ",".join(self.fields)}, safe=","))
        if self.limit != LIMIT:
            said.append(urlencode({"limit": self.limit}))
        return "?".join(filter(None, [base, "&".join(filter(None, said))]))


def asked(request, groups=("filter",), *, fields=(), paged=True) -> Asked:
    """Raises BadQuery. `fields`: the names there are to choose from; none, if nothing can be chosen."""
    params = request.GET.copy()
    for name in ("fields", "limit", "after"):
        if not all(value.strip() for value in params.getlist(name)):
            raise BadQuery(name, _("It is empty; leave it out."))
    chosen = params.pop("fields", []) if fields else []
    limit = params.pop("limit", []) if paged else []
    after = params.pop("after", []) if paged and "view" not in groups else []
    if len(after) > 1:
        raise BadQuery("after", _("Given more than once."))
    return Asked(
        EventQuery.strict(params, groups=groups),
        limit_of(limit),
        fields_of(chosen, tuple(fields)),
        after[0] if after else None,
        bool(chosen),
    )


def limit_of(given: list[str]) -> int:
    if not given:
        return LIMIT
    if len(given) > 1:
        raise BadQuery("limit", _("Given more than once."))
    if not (given[0].isascii() and given[0].isdecimal() and len(given[0]) < 5 and 1 <= int(given[0]) <= MOST):
        raise BadQuery("limit", _("Write a whole number from 1 to %d.") % MOST)
    return int(given[0])


def fields_of(given: list[str], allowed: tuple[str, ...]) -> tuple[str, ...]:
    names = {name.strip() for text in given for name in text.split(",")}
    for name in sorted(names - set(allowed)):
        raise BadQuery("fields", _("There is no field “%s”.") % name[:100])
    return tuple(name for name in allowed if name in names) if names else allowed
