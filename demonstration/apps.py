from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DemonstrationConfig(AppConfig):
    """The demonstration's content: a leaf that uses the whole house, installed only in a demonstration."""

    name = "demonstration"
    verbose_name = _("Demonstration")
