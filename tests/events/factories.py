from datetime import timedelta

import factory
from django.utils import timezone

from events.models import Event
from events.services import follow


class EventFactory(factory.django.DjangoModelFactory):
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
    def pools(self, create, extracted, **kwargs):
        follow(self)
