"""Users. What somebody has done names them for ever, so an account that has done anything is closed, never deleted."""

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.contrib.auth.admin import UserAdmin as DjangosUserAdmin
from django.utils.translation import gettext as _

from timeline.models import Decision, ErrorReport, ImportRun, Work

TRACES = (
    (Decision, "user"),
    (LogEntry, "user"),
    (ImportRun, "user"),
    (Work, "user"),
    (ErrorReport, "settled_by"),
)

admin.site.unregister(get_user_model())


@admin.register(get_user_model())
class UserAdmin(DjangosUserAdmin):
    readonly_fields = ["last_login", "date_joined"]

    def get_deleted_objects(self, users, request):
        """Who has done something cannot be deleted, which the page says with the way out, whatever else there is."""
        words = _("what %s has done. The account can be closed instead: open its page and untick “Active”.")
        kept = [words % user.get_username() for user in users if has_done_something(user)]
        return ([], {}, set(), kept) if kept else super().get_deleted_objects(users, request)


def has_done_something(user) -> bool:
    return any(model._base_manager.filter(**{who: user}).exists() for model, who in TRACES)
