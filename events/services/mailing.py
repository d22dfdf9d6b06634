"""A host's mail to those registered."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from events.models import Event, RegistrationQuerySet
from events.services import letters
from events.services.hosting import HostRefused
from portal.accounts.models import User
from portal.plugins.locks import one_at_a_time

ACTION = "events.mail_group"
MOST_PER_DAY = 5
DAY = timedelta(days=1)


class GroupHasChanged(Exception):
    """There are more or fewer of them than the host was told."""


@dataclass(frozen=True)
class Mail:
    """What a host writes to those with a status who take part in a way; empty: with any, in any.

    Only those whose address is shown to be theirs are written to.
    """

    event: Event
    subject: str
    text: str
    status: str = ""
    way: str = ""

    @property
    def recipients(self) -> RegistrationQuerySet:
        registrations = self.event.registrations.told().exclude(email="").select_related("event", "pool")
        if self.status:
            registrations = registrations.filter(status=self.status)
        return registrations.filter(pool__way=self.way) if self.way else registrations

    @property
    def mark(self) -> str:
        """The same for the same mail to the same group."""
        return salted_hmac("events.mail", repr((self.subject, self.text, self.status, self.way))).hexdigest()[:20]


def send(mail: Mail, *, to: int | None, by: User) -> int:
    """Write to all of the group at once; how many. The same mail goes out once a day, however often it is sent.

    Raises GroupHasChanged if they are not `to` many, and HostRefused.
    """
    with transaction.atomic():
        one_at_a_time("events.mail", mail.event.pk)
        lately = ModelLogEntry.objects.for_instance(mail.event).filter(
            action=ACTION, timestamp__gt=timezone.now() - DAY
        )
        earlier = [entry.data for entry in lately]
        if sent := next((data for data in earlier if data.get("mail") == mail.mark), None):
            return sent["number"]
        if len(earlier) >= MOST_PER_DAY:
            raise HostRefused(
                _("%(most)d mails have gone out for this meetup in a day: that is enough. Wait until tomorrow.")
                % {"most": MOST_PER_DAY}
            )
        # Nobody withdraws or is erased between being read here and being written to.
        recipients = list(mail.recipients.in_turn().order_by("pk"))
        if len(recipients) != to:
            raise GroupHasChanged
        for registration in recipients:
            letters.write(registration, "message", subject=mail.subject, text=mail.text)
        log(mail.event, ACTION, user=by, data={"mail": mail.mark, "number": len(recipients)})
        return len(recipients)
