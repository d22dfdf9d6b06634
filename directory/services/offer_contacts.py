"""Contact persons of support offers: the day of their yes, that they no longer say it, that they are forgotten."""

from django.db import transaction
from django.utils import timezone
from wagtail.models import Revision

from directory.models import SupportOffer, SupportOfferStanding


@transaction.atomic
def follow_publishing(offer: SupportOffer) -> None:
    """What goes with a published offer, whoever published it.

    Who stands neither in it nor in a later version is erased from the earlier ones, and a yes that was
    taken back is taken back there too: an old version brings nobody back.
    """
    versions = Revision.objects.for_instance(offer)
    later = versions.filter(pk__gt=offer.live_revision_id or 0)
    kept = {offer.contact_name} | {version.content.get("contact_name", "") for version in later}
    is_new = not versions.filter(
        pk__lt=offer.live_revision_id or 0, content__contact_name=offer.contact_name, content__contact_said_yes=True
    ).exists()
    standings = SupportOfferStanding.objects.filter(support_offer=offer)
    if not offer.contact_said_yes:
        standings.update(contact_said_yes_at=None)
    elif is_new or standings.filter(contact_said_yes_at=None).exists():
        standings.update(contact_said_yes_at=timezone.now())
    for version in versions.filter(pk__lt=offer.live_revision_id or 0):
        content = dict(version.content)
        if content.get("contact_name", "") not in kept:
            content["contact_name"] = ""
        if content["contact_name"] == "" or not offer.contact_said_yes:
            content["contact_said_yes"] = False
        if content != version.content:
            # Past `save`, which would mark this as the newest version.
            Revision.objects.filter(pk=version.pk).update(content=content)
