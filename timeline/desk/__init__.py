"""The editors' door: articles with a preview, events with their evidence, people and places."""

from django.conf import settings
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from timeline.desk import articles, entities, events, tags, tokens

__all__ = ["articles", "entities", "events", "tags", "tokens"]

admin.site.site_title = settings.SITE_TITLE
admin.site.index_title = _("The desk")
