"""What somebody may do: of a user and of the user's groups together, read with the user who asks."""

from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission
from django.db.models import F

HELD = ("user_permissions", "groups__permissions")  # where a user's permissions stand


class Permissions(ModelBackend):
    def get_user(self, user_id):
        """Who is logged in, in one query with what they may do; None where the account is closed."""
        users = get_user_model()._default_manager.filter(pk=user_id)
        of_user, of_groups = (
            users.annotate(app=F(f"{held}__content_type__app_label"), codename=F(f"{held}__codename"))
            for held in HELD
        )
        rows = list(of_user.union(of_groups, all=True))  # one for each permission
        if not rows or not self.user_can_authenticate(rows[0]):
            return None
        user = rows[0]
        if not user.is_superuser:
            user._perm_cache = {f"{row.app}.{row.codename}" for row in rows if row.codename}
        return user

    def get_all_permissions(self, user_obj, obj=None):
        if not user_obj.is_active or user_obj.is_anonymous or obj is not None:
            return set()
        if not hasattr(user_obj, "_perm_cache"):
            if user_obj.is_superuser:
                every = Permission.objects.order_by().values_list("content_type__app_label", "codename")
                user_obj._perm_cache = {f"{app}.{codename}" for app, codename in every}
            else:
                user_obj._perm_cache = getattr(self.get_user(user_obj.pk), "_perm_cache", set())
        return user_obj._perm_cache
