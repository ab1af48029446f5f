"""Tokens of the API: each editor keeps their own, and only one who may write anything has any use for one."""

from django.contrib import admin
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from timeline.models import Token

WRITING = ("kb.add_article", "timeline.change_event")


@admin.register(Token)
class TokenAdmin(admin.ModelAdmin):
    fields = ["name", "expires_on"]
    list_display = ["name", "beginning", "user", "created_at", "last_used_on", "expires_on"]
    list_select_related = ["user"]

    def get_queryset(self, request):
        """One's own; who keeps the users sees everybody's, to take one away."""
        tokens = super().get_queryset(request)
        return tokens if request.user.has_perm("auth.change_user") else tokens.filter(user=request.user)

    def has_add_permission(self, request):
        may_write = any(map(request.user.has_perm, WRITING))
        return may_write and super().has_add_permission(request)

    def has_change_permission(self, request, obj=None):
        return False  # another use is another token

    def save_model(self, request, token, form, change):
        token.user = request.user
        token.secret = token.issue()

    def response_add(self, request, token, post_url_continue=None):
        """The page that shows the secret; nothing else ever does."""
        context = {
            **self.admin_site.each_context(request),
            "title": _("A token for “%s”") % token.name,
            "opts": self.opts,
            "secret": token.secret,
        }
        return TemplateResponse(request, "admin/timeline/token/made.html", context)
