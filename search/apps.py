from django.utils.translation import gettext_lazy as _
from portal.plugins import Plugin


class SearchConfig(Plugin):
    name = "search"
    verbose_name = _("Search")
    mount = {"sv": "sok", "en": "search"}
