from datetime import timedelta
from typing import Any

import factory
from django.utils import timezone

from directory.models import Organisation
from events.models import Event, EventOrganiser
from events.services.publishing import follow


class EventFactory(factory.django.DjangoModelFactory):
    """A live meetup in a week, with its seats."""

    class Meta:
        model = Event
        skip_postgeneration_save = True

    title = factory.Sequence(lambda number: f"Träff {number}")
    slug = factory.Sequence(lambda number: f"traff-{number}")
    lead = "En träff för alla."
    starts_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=7))
    ends_at = factory.LazyAttribute(lambda event: event.starts_at + timedelta(hours=3))
    place = "Verkstan"
    seats_on_site = 20

    @factory.post_generation
    def pools(self: Any, create: bool, extracted: Any, **kwargs: Any) -> None:
        follow(self)


def organised(event: Event, name: str = "Byalaget Norrevång") -> Organisation:
    """An organisation behind `event`."""
    organisation = Organisation.objects.create(
        name=name, slug=f"organisation-{event.pk}", form="ideell-forening", summary_sv="Ett byalag."
    )
    EventOrganiser.objects.create(event=event, organisation=organisation)
    return organisation
