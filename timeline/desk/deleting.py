"""What deleting a record would take along, or what stands against it: looked at no further than a page can show."""

from collections.abc import Iterator

from django.contrib import admin
from django.db.models import CASCADE, PROTECT, RESTRICT
from django.utils.text import capfirst
from django.utils.translation import gettext as _

MOST_NAMED = 100  # rows of one kind


class BoundedDeletion(admin.ModelAdmin):
    """The page that asks once more names what hangs on a record, which may be most of the site: of many rows it says that
    there are many."""

    def get_deleted_objects(self, objs, request):
        going, against, counts, forbidden = [str(one) for one in objs], [], {}, set()
        for relation, rows in hanging_on(objs):
            meta, many = relation.related_model._meta, len(rows) > MOST_NAMED
            number = f"{MOST_NAMED}+" if many else str(len(rows))
            if many:
                named = [_("%(what)s: %(n)s") % {"what": meta.verbose_name_plural, "n": number}]
            else:
                named = [f"{capfirst(meta.verbose_name)}: {row}" for row in rows]
            if relation.on_delete is not CASCADE:
                against += named
                continue
            going += named
            counts[meta.verbose_name_plural] = number
            theirs = self.admin_site._registry.get(relation.related_model)
            if theirs and not theirs.has_delete_permission(request):
                forbidden.add(meta.verbose_name)
        return going, counts, forbidden, against


def hanging_on(objs) -> Iterator[tuple]:
    """Relations that a deletion follows, or is refused for, each with its rows, read to one more than are named."""
    objs = list(objs)
    for relation in objs[0]._meta.get_fields(include_hidden=True) if objs else ():
        if relation.auto_created and getattr(relation, "on_delete", None) in (CASCADE, PROTECT, RESTRICT):
            rows = relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": objs})
            if found := list(rows.select_related().order_by()[: MOST_NAMED + 1]):
                yield relation, found
