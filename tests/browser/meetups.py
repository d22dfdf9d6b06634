"""A meetup of the demonstration's member with people in it, made beside the running site."""

from tests.browser.conftest import Site

HOST = "medlem@example.org"
MAKE = """
from datetime import timedelta
from django.utils import timezone
from events.models import Event, Question, Registration
from events.services import registering
from events.services.links import token_of
from portal.accounts.models import User
event = Event(
    title="Träffen {slug}", slug="{slug}", lead="En kväll.", place="Verkstan", seats_on_site={seats}, seats_online=3,
    setting="both", host=User.objects.get(email="medlem@example.org"), contact_email="verkstan@example.org",
    registration="{mode}", starts_at=timezone.now() + timedelta(hours=3), ends_at=timezone.now() + timedelta(hours=6),
)
event.save()
event.save_revision().publish()
food = Question.objects.create(event=event, kind="diet", label="Mat och allergier")
for number in range({people}):
    name = "Person " + chr(ord("A") + number % 26) + str(number)
    registering.register(
        event, name=name, email=f"person{{number}}@{slug}.example.org", way="on-site", answers={{food: "vegan"}},
        language="en" if number == 1 else "sv",
    )
    registering.confirm(token_of(Registration.objects.get(event=event, name=name)))
"""


def meetup(site: Site, slug: str, people: int, seats: int, mode: str = "open") -> str:
    """Make it, today, with `people` registered; the path of its page."""
    site.manage("shell", "-v0", "-c", MAKE.format(slug=slug, people=people, seats=seats, mode=mode))
    return f"/kalender/{slug}/"
