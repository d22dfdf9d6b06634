"""The ways back from the science shop's pages."""

from django.urls import reverse
from django.utils.translation import gettext as _

from directory.views.public import start_crumb

Crumb = dict[str, str]


def science_shop_crumbs() -> list[Crumb]:
    return [start_crumb(), {"label": _("Science shop"), "url": reverse("science_shop:start")}]


def bank_crumbs() -> list[Crumb]:
    return [*science_shop_crumbs(), {"label": _("Idea bank"), "url": reverse("science_shop:questions")}]
