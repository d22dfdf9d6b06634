from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from portal.plugins import Plugin


class ScienceShopConfig(Plugin):
    name = "events.science_shop"
    verbose_name = _("Science shop")
    requires = ("directory", "events")
    mount = {"sv": "forskarverkstad", "en": "science-shop"}

    def ready(self) -> None:
        from events.science_shop import receivers, roles

        receivers.connect()
        post_migrate.connect(roles.grant_rights, sender=self)
        receivers.connect()
