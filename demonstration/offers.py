"""The demonstration's support offers: all invented, all of invented organisations, and marked as demonstration."""

from datetime import timedelta

from django.utils import timezone
from django.utils.text import slugify

from demonstration.directory import add_organisation
from demonstration.offers_content import OFFERS, ORGANISATIONS
from directory.models import Municipality, Organisation, SupportOffer, SupportOfferStanding, SupportOfferTag, Tag

NOT_FIELDS = {"organisation", "municipalities", "tags", "closes_in"}


def load() -> None:
    tags = {tag.name: tag for tag in Tag.objects.all()}
    for content in ORGANISATIONS:
        add_organisation(content, tags)
    for content in OFFERS:
        _offer(content, tags)


def _offer(content: dict, tags: dict[str, Tag]) -> None:
    offer = SupportOffer(
        slug=slugify(content["title"]),
        organisation=Organisation.objects.get(name=content["organisation"], standing__is_demonstration=True),
        **{name: value for name, value in content.items() if name not in NOT_FIELDS},
    )
    if days := content.get("closes_in"):
        offer.deadline = timezone.localdate() + timedelta(days=days)
    offer.municipalities = Municipality.objects.filter(name__in=content["municipalities"])
    offer.tagged = [SupportOfferTag(tag=tags[name]) for name in content["tags"]]
    offer.save()
    offer.save_revision().publish()
    SupportOfferStanding.objects.filter(support_offer=offer).update(is_demonstration=True)
