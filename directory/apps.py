from django.utils.translation import gettext_lazy as _
from portal.plugins import Plugin


class DirectoryConfig(Plugin):
    name = "directory"
    verbose_name = _("Directory")
    mount = {"sv": "hitta", "en": "find"}
