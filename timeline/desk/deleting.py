"""What deleting a record would take along, or what stands against it: looked at no further than a page can show."""

from django.contrib import admin
from django.db.models import CASCADE, PROTECT, RESTRICT
from django.utils.translation import gettext as _

MOST_NAMED = 100  # rows of one kind


class BoundedDeletion(admin.ModelAdmin):
    """The page that asks once more names all that hangs on a record, which may be most of the site: of many rows it is said
    that there are many."""

    def get_deleted_objects(self, objs, request):
        hanging = hanging_on(objs)
        if all(count <= MOST_NAMED for count in hanging.values()):
            return super().get_deleted_objects(objs, request)
        going, against, counts, forbidden = [str(one) for one in objs], [], {}, set()
        for relation, count in hanging.items():
            meta = relation.related_model._meta
            number = f"{MOST_NAMED}+" if count > MOST_NAMED else str(count)
            words = _("%(what)s: %(n)s") % {"what": meta.verbose_name_plural, "n": number}
            if relation.on_delete is not CASCADE:
                against.append(words)
                continue
            going.append(words)
            counts[meta.verbose_name_plural] = number
            theirs = self.admin_site._registry.get(relation.related_model)
            if theirs and not theirs.has_delete_permission(request):
                forbidden.add(meta.verbose_name)
        return going, counts, forbidden, against


def hanging_on(objs) -> dict:
    """Relations that a deletion follows, or is refused for -> how many rows, counted to one more than are named."""
    counts, objs = {}, list(objs)
    for relation in objs[0]._meta.get_fields(include_hidden=True) if objs else ():
        if relation.auto_created and getattr(relation, "on_delete", None) in (CASCADE, PROTECT, RESTRICT):
            rows = relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": objs})
            if count := rows.order_by()[: MOST_NAMED + 1].count():
                counts[relation] = count
    return counts
