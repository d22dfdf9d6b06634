from django.utils.translation import gettext_lazy as _

from portal.plugins import Plugin


class EventsConfig(Plugin):
    name = "events"
    verbose_name = _("Meetups")
    requires = ("directory",)
    mount = {"sv": "kalender", "en": "calendar"}
