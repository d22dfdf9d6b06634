"""What lies in the outbox."""

from django.conf import settings
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.operations import services
from portal.operations.models import OutgoingMessage
from portal.plugins.personal_data import PersonalDataHolding, Row, is_same


class OutgoingMail(PersonalDataHolding):
    label = gettext_lazy("Mail that we have sent")
    whose = gettext_lazy("Those whom the portal writes to.")
    what = gettext_lazy("The mail as it was sent: the address and the text.")
    purpose = gettext_lazy("So that a mail that a server refuses goes out later, and we can see what went wrong.")
    legal_basis = gettext_lazy("A legitimate interest: that mail which somebody counts on arrives.")
    retention = format_lazy(gettext_lazy("{days} days after it was written."), days=settings.MAIL_KEPT_DAYS)
    fields = {"operations.OutgoingMessage": ("mime", "recipients")}

    def held(self, address: str) -> list[Row]:
        return [_told(message, address) for message in services.messages_about(address)]

    def erase(self, address: str) -> None:
        services.empty(message.pk for message in services.messages_about(address))


def _told(message: OutgoingMessage, address: str) -> Row:
    """Without its words, among which codes and links stand that open accounts, and without the addresses of others.

    Whoever got it has it; an editor who answers for them must not.
    """
    return {
        _("Day"): timezone.localtime(message.created_at).date().isoformat(),
        _("Went to this address"): any(is_same(recipient, address) for recipient in message.recipients),
    }


holdings = [OutgoingMail]
