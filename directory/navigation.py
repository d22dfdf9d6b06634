from django.utils.translation import gettext_lazy as _

from portal.plugins import NavigationItem

items = [
    NavigationItem(_("Find"), "directory:list", order=10, icon="magnifying-glass"),
]
