from django.utils.translation import gettext_lazy as _

from portal.plugins import NavigationItem

items = [
    NavigationItem(_("Find"), "directory:list", order=10, icon="magnifying-glass"),
    NavigationItem(
        _("Support"),
        "directory:offers",
        order=30,
        icon="handshake",
        description=_("Advice, money, premises and more, and where in Skåne it is missing."),
    ),
]
