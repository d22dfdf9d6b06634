from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from portal.plugins import Plugin


class EventsConfig(Plugin):
    name = "events"
    verbose_name = _("Meetups")
    requires = ("directory",)
    mount = {"sv": "kalender", "en": "calendar"}

    def ready(self) -> None:
        from events import receivers, roles, sections

        sections.register()
        receivers.connect()
        post_migrate.connect(roles.grant_to_editors, sender=self)
