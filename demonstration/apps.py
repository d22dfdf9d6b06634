from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DemonstrationConfig(AppConfig):
    """The demonstration's content: a leaf that uses the whole house, installed only in a demonstration."""

    name = "demonstration"
    verbose_name = _("Demonstration")

    def sign_ins(self) -> list[tuple[str, str, str]]:
        """Who can sign in, as (part, address, password): what `manage.py start` prints."""
        from demonstration import people

        return [
            ("administrator", people.ADMINISTRATOR, people.PASSWORD),
            ("editor", people.EDITOR, people.PASSWORD),
            ("member", people.MEMBER, people.PASSWORD),
            ("coordinator", people.COORDINATOR, people.PASSWORD),
            ("researcher", people.RESEARCHER, people.PASSWORD),
        ]
