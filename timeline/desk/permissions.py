"""What somebody may do, asked once a request: of a user and of the user's groups together."""

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission
from django.db.models import Q


class Permissions(ModelBackend):
    def get_all_permissions(self, user_obj, obj=None):
        if not user_obj.is_active or user_obj.is_anonymous or obj is not None:
            return set()
        if not hasattr(user_obj, "_perm_cache"):
            held = Q() if user_obj.is_superuser else Q(user=user_obj) | Q(group__user=user_obj)
            named = (
                Permission.objects.filter(held).order_by().values_list("content_type__app_label", "codename")
            )
            user_obj._perm_cache = {f"{app}.{codename}" for app, codename in named}
        return user_obj._perm_cache
