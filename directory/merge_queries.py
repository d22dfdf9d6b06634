"""Which organisation stands in the place of one that was merged into it."""

from contextlib import suppress
from uuid import UUID

from django.db.models import Q

from directory.models import Organisation, OrganisationMerge
from directory.models.common import Person
from directory.models.merging import led_on


def leads_to(address: str, seen_by: Person | None) -> Organisation | None:
    """The organisation to which `address`, the slug or id of one merged into it, leads, if `seen_by` may read it."""
    known = Q(other__slug=address)
    with suppress(ValueError):
        known |= Q(other__standing__uuid=UUID(address))
    merged = OrganisationMerge.objects.filter(known).values_list("other", flat=True).first()
    return Organisation.objects.visible_to(seen_by).filter(pk=led_on([merged])[merged]).first() if merged else None
