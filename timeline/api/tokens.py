"""Who writes: the owner of a token, with the permissions the admin gives them."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from ninja.errors import AuthorizationError
from ninja.security import HttpBearer

from timeline.models import Token


def may_any(user, permissions: Iterable[str]) -> bool:
    return any(map(user.has_perm, permissions))


class Editor(HttpBearer):
    """Lets in who has one of these permissions; `request.auth` is then the user."""

    def __init__(self, *, may: tuple[str, ...]):
        self.permissions = may
        super().__init__()

    def authenticate(self, request, token):
        found = Token.objects.of(token)
        if found is None or not (found.user.is_active and found.user.is_staff):
            return None
        if not may_any(found.user, self.permissions):
            needed = _(" or ").join(self.permissions)
            raise AuthorizationError(message=_("You may not do this: it needs the permission %s.") % needed)
        found.used()
        return found.user
