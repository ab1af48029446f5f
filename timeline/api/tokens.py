"""Who writes: the owner of a token, with the permissions the admin gives them."""

from django.utils.translation import gettext as _
from ninja.errors import AuthorizationError
from ninja.security import HttpBearer

from timeline.models import Token


class Editor(HttpBearer):
    """Lets in who may do this; `request.auth` is then the user."""

    def __init__(self, *, may: str):
        self.permission = may
        super().__init__()

    def authenticate(self, request, token):
        found = Token.objects.of(token)
        if found is None or not (found.user.is_active and found.user.is_staff):
            return None
        if not found.user.has_perm(self.permission):
            raise AuthorizationError(
                message=_("You may not do this: it needs the permission %s.") % self.permission
            )
        found.used()
        return found.user
