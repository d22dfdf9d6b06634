from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from portal.plugins import Plugin


class DirectoryConfig(Plugin):
    name = "directory"
    verbose_name = _("Directory")
    mount = {"sv": "hitta", "en": "find"}

    def ready(self) -> None:
        from directory import receivers, roles

        receivers.connect()
        post_migrate.connect(roles.grant_to_editors, sender=self)
        post_migrate.connect(roles.give_reviews, sender=self)
