from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ContentConfig(AppConfig):
    name = "portal.content"
    label = "content"
    verbose_name = _("Pages")

    def ready(self) -> None:
        from portal.content import checks, receivers  # noqa: F401

        post_migrate.connect(receivers.name_the_workflow_in_swedish, sender=self)
