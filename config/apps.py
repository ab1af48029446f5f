from django.contrib.admin.apps import AdminConfig
from django.core.checks import register
from django.db.backends.signals import connection_created

from config.sqlite import take_as_many_values_as_the_library_does


class DeskConfig(AdminConfig):
    """Django's admin, as the editors' desk."""

    default_site = "timeline.desk.site.Desk"

    def ready(self):
        from config.languages import catalogues_are_compiled  # it needs the settings

        super().ready()
        register(catalogues_are_compiled)
        connection_created.connect(take_as_many_values_as_the_library_does)
