from django.core import checks
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

        plug_in(PortalSearch())
        checks.register(search_fits)
