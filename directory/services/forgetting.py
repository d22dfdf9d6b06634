"""What is not kept for ever: requests, applications and their drafts, invitations."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from directory.models import Application, Claim
from directory.models.claims import State
from directory.services import applications, letters
from directory.services.keeping import erase_old_invitations
from portal.accounts.models import User

# How long a request waits for an answer, and how long an answered one is kept after it.
ANSWERED_WITHIN = timedelta(days=90)
KEPT = timedelta(days=90)


def forget_old_requests() -> None:
    """End what nobody answered in time, and erase what was answered long ago; each in a transaction of its own."""
    now = timezone.now()
    for model in (Claim, Application):
        for asked in model.objects.open().filter(asked_at__lt=now - ANSWERED_WITHIN).select_related("organisation"):
            _expire(asked)
    Claim.objects.exclude(state=State.WAITING).filter(answered_at__lt=now - KEPT).delete()
    answered = Application.objects.exclude(state__in=[State.WAITING, State.SENT_BACK])
    for application in answered.filter(answered_at__lt=now - KEPT).select_related("organisation"):
        with transaction.atomic():
            applications.erase(application)
    erase_old_invitations()


@transaction.atomic
def _expire(asked: Claim | Application) -> None:
    still = type(asked).objects.open().filter(pk=asked.pk)
    if not still.update(state=State.EXPIRED, answered_at=timezone.now()):
        return
    letters.write(
        [asked.user],
        gettext_noop("Your request about %(organisation)s has ended"),
        gettext_noop("Nobody answered in time, or you did not send it again. You are welcome to ask once more."),
        link=("accounts:my_pages", []),
        organisation=asked.organisation.name,
    )


def before_account_goes(user: User) -> None:
    """Drafts of applications go with the account; requests do so by themselves."""
    for application in Application.objects.filter(user=user).select_related("organisation"):
        if application.state != State.APPROVED:
            applications.erase(application)
