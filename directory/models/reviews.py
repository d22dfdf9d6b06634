"""The step of Wagtail's workflow at which editors look at what keepers want to publish."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.models import Task


class Review(Task):
    """A look at the public version and the new one side by side.

    Wagtail's own buttons approve whatever the newest version is. So this step offers none: its answer is given
    on the directory's page (`views.reviews`), which carries the version that it showed.
    """

    class Meta:
        verbose_name = _("review of the directory")
        verbose_name_plural = _("reviews of the directory")

    @classmethod
    def get_description(cls) -> Any:
        return _("Editors of the directory see the public version and the new one side by side")
