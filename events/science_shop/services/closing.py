"""The end of a round. Its questions stay where they are."""

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from events.science_shop.models import Round, RoundClosing
from events.science_shop.services.moving import NotAllowed
from portal.accounts.models import User
from portal.plugins import search


@transaction.atomic
def close(round: Round, *, by: User) -> RoundClosing:
    """Say that it is over; a second time changes nothing. Participants are erased a year later. Raises NotAllowed."""
    _check(round, by)
    closing, is_new = RoundClosing.objects.get_or_create(round=round, defaults={"at": timezone.now(), "by": by})
    if is_new:
        log(round, "science_shop.close", user=by)
        search.publish(round)
    return closing


@transaction.atomic
def open_again(round: Round, *, by: User) -> None:
    """Take it back that it is over. Raises NotAllowed."""
    _check(round, by)
    if RoundClosing.objects.filter(round=round).delete()[0]:
        log(round, "science_shop.open_again", user=by)
        search.publish(Round.objects.get(pk=round.pk))


def _check(round: Round, by: User) -> None:
    if not Round.objects.coordinated_by(by).filter(pk=round.pk).exists():
        raise NotAllowed
