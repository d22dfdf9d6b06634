from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "portal.accounts"
    label = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        from portal.accounts import receivers, second_factor  # noqa: F401 - they connect their receivers
        from portal.accounts.roles import grant_editors

        post_migrate.connect(grant_editors, sender=self)
