from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContentConfig(AppConfig):
    name = "portal.content"
    label = "content"
    verbose_name = _("Pages")

    def ready(self) -> None:
        from portal.content import checks, receivers  # noqa: F401
