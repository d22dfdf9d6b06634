"""Those who come, as the site meets them: a page, a form that is sent, a mailed link."""

import re
from typing import Any

from django.core import mail
from django.http import HttpResponse
from django.test import Client

from events.models import Event, Question, Registration
from events.services import registering
from events.services.links import token_of
from portal.plugins.guarded_forms import mark

SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}


def opened(event: Event, seconds: float = 60) -> str:
    """What the hidden field says of a form that was opened so long ago."""
    return mark(event.pk, seconds)


def send(client: Client, event: Event, seconds: float = 60, **data: Any) -> HttpResponse:
    """Fill in the form and send it: Åsa, if nothing else is said."""
    data = {"name": "Åsa", "email": "asa@example.org", "opened": opened(event, seconds)} | data
    return client.post(event.get_absolute_url(), data, headers=SAME_ORIGIN)


def press(client: Client, link: str, action: str) -> HttpResponse:
    """Press a button on a registration's page, and come where it leads."""
    return client.post(link, {"action": action}, headers=SAME_ORIGIN, follow=True)


def come(event: Event, name: str = "Åsa", *companions: str, way: str = "on-site", confirms: bool = True, **more: Any):
    """Register and press the mailed button; the registration."""
    email = f"{name.lower().replace('å', 'a')}@example.org"
    registering.register(event, name=name, email=email, way=way, companions=companions, **more)
    registration = Registration.objects.get(event=event, name=name)
    if confirms:
        registering.confirm(token_of(registration))
        registration.refresh_from_db()
    return registration


def link_to(registration: Registration) -> str:
    return f"/kalender/anmalan/{token_of(registration)}/"


def mailed_link() -> str:
    """Where the newest mail leads, without the host."""
    found = re.search(r"https?://[^/]+(/kalender/anmalan/\S+)", str(mail.outbox[-1].body))
    assert found, mail.outbox[-1].body
    return found[1]


def text_of(response: HttpResponse) -> str:
    """The words of the page's main part, in one line."""
    main = response.content.decode().split("<main", 1)[1].split("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def ask(event: Event, kind: str, label: str, **more: Any) -> Question:
    """A question of the host's."""
    return Question.objects.create(event=event, kind=kind, label=label, **more)
