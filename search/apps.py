from django.core import checks
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from portal.plugins import Plugin
from portal.plugins.search import plug_in


class SearchConfig(Plugin):
    name = "search"
    verbose_name = _("Search")
    mount = {"sv": "sok", "en": "search"}

    def ready(self) -> None:
        from search.adapter import PortalSearch
        from search.checks import search_fits
        from search.roles import grant_to_editors

        plug_in(PortalSearch())
        checks.register(search_fits)
        post_migrate.connect(grant_to_editors, sender=self)
