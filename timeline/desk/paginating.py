"""Lists that stay fast at a million rows: counted to a limit, paged to a limit, sorted and searched along an index."""

from django.contrib import admin, messages
from django.contrib.admin import helpers
from django.contrib.admin.views.main import ORDER_VAR, PAGE_VAR, ChangeList
from django.core.paginator import Paginator
from django.db.models import IntegerField, Subquery
from django.http import HttpResponseRedirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from timeline import search
from timeline.desk.deleting import BoundedDeletion
from timeline.desk.looking_up import CarefulLookups, number

MOST_COUNTED = 10_000
MOST_PAGES = 20  # a page is reached past all rows of those before it
FEW = 20_000  # rows that may be looked through for a word in the middle of a name


class CappedPaginator(Paginator):
    """Counts to ten thousand and no further: an exact count of a million rows costs most of a page's time."""

    @cached_property
    def count(self):
        return counted(self.object_list.values("pk"))  # without what is worked out for each that is shown

    @cached_property
    def num_pages(self):
        return min(super().num_pages, MOST_PAGES)

    @property
    def more(self) -> bool:
        """Whether there are rows on no page."""
        return self.count > self.num_pages * self.per_page


class InOrder(ChangeList):
    """In an order that an index has: by one column, rows that are alike in it as the index has them, and by no other,
    whatever the address asks for: it may be of the same list under another filter."""

    def get_ordering_field(self, field_name):
        return super().get_ordering_field(field_name) if field_name in self.sortable_by else None

    def get_ordering(self, request, queryset):
        found = super().get_ordering(request, queryset)
        column = found[0].lstrip("-")
        if ORDER_VAR not in self.params or column in ("pk", self.lookup_opts.pk.name):
            return found
        downwards = found[0].startswith("-")
        return [found[0], "-pk" if downwards != latest_first(self.model, column) else "pk"]


class Lists(CarefulLookups, BoundedDeletion):
    """What every list of the desk does unless its own admin says otherwise; Desk.register puts it beneath each."""

    paginator = CappedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # each of which counts the table
    list_per_page = 50
    list_max_show_all = 200

    def changelist_view(self, request, extra_context=None):
        page = request.GET.get(PAGE_VAR, "")
        if page.isdecimal() and int(page[:9]) > MOST_PAGES:
            words = _("A list shows its first %d pages: narrow the filter, or search.")
            self.message_user(request, words % MOST_PAGES, messages.WARNING)
            asked = request.GET.copy()
            del asked[PAGE_VAR]
            return HttpResponseRedirect(f"{request.path}?{asked.urlencode()}")
        chosen = request.POST.getlist(helpers.ACTION_CHECKBOX_NAME)
        if None in map(number, chosen):
            return self.nothing_chosen(request)
        return super().changelist_view(request, extra_context)

    def response_action(self, request, queryset):
        """An action has something to act on, or is not begun: others may have changed all that was chosen."""
        chosen = request.POST.getlist(helpers.ACTION_CHECKBOX_NAME)
        across = request.POST.get("select_across", "0") != "0"
        if chosen and not (queryset if across else queryset.filter(pk__in=chosen)).exists():
            return self.nothing_chosen(request)
        return super().response_action(request, queryset)

    def nothing_chosen(self, request):
        self.message_user(request, _("What was chosen is not in this list."), messages.ERROR)
        return HttpResponseRedirect(request.get_full_path())

    def get_changelist(self, request, **kwargs):
        return InOrder

    def get_sortable_by(self, request):
        """Columns that an index has in order."""
        if self.sortable_by is not None:
            return self.sortable_by
        ordered = indexed(self.model)
        return [
            name
            for name in self.get_list_display(request)
            if getattr(getattr(self, str(name), None), "admin_order_field", name) in ordered
        ]

    def get_search_results(self, request, queryset, search_term):
        """By words anywhere in the names; in a table of many rows by the beginning of one, which an index finds."""
        term, fields = search_term.strip(), self.get_search_fields(request)
        try:
            search.check_length(term)
        except search.NothingToSearch as why:
            return self.nothing_to_search(request, queryset, why)
        if not term or not fields or not many(self.model):
            return super().get_search_results(request, queryset, search_term)
        every = self.model._base_manager.order_by().values("pk")
        first, *others = (every.filter(**{f"{name.strip('^=@')}__istartswith": term}) for name in fields)
        return queryset.filter(pk__in=first.union(*others) if others else first), False

    def nothing_to_search(self, request, queryset, why: search.NothingToSearch):
        """Nothing is found; the list says why, a box that searches while one types has no place for it."""
        if not choosing(request):
            self.message_user(request, str(why), messages.WARNING)
        return queryset.none(), False


def choosing(request) -> bool:
    """Whether it is a box of some form that looks for what one types."""
    return request.path.endswith("/autocomplete/")


def many(model) -> bool:
    return model._base_manager.order_by()[: FEW + 1].count() > FEW


def indexed(model) -> set[str]:
    """Fields by which an index has the rows in order; another record stands in the order of its name, which none has."""
    fields = {f.name for f in model._meta.concrete_fields if f.primary_key or f.unique or f.db_index}
    first = {index.fields[0].lstrip("-") for index in indexes(model)}
    together = {c.fields[0] for c in model._meta.total_unique_constraints}
    return {name for name in fields | first | together if not model._meta.get_field(name).is_relation}


def latest_first(model, column: str) -> bool:
    """Whether rows that are alike in the column stand in its index with the latest first."""
    return any(index.fields[:2] == [column, "-id"] for index in indexes(model))


def indexes(model) -> list:
    return [index for index in model._meta.indexes if index.fields and not index.condition]


class Counted(Subquery):
    """How many rows, of those that depend on the outer query: asked for what is shown only, counted to MOST_COUNTED."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()

    def __init__(self, rows, column: str = "pk", **extra):
        """`column`: how many different values it has in them."""
        found = rows.order_by().values(column)
        super().__init__((found if column == "pk" else found.distinct())[:MOST_COUNTED], **extra)


def counted(rows) -> int:
    """To MOST_COUNTED and no further; in whatever order they are found."""
    return rows.order_by()[:MOST_COUNTED].count()


def shown(count: int) -> str:
    """Of a number counted to MOST_COUNTED and no further."""
    return f"{count}+" if count >= MOST_COUNTED else str(count)
