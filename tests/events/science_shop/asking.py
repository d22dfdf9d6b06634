"""Those who ask, as the site meets them: the form that is sent, the mailed link, the buttons of their own page."""

import re
from typing import Any

from django.core import mail
from django.http import HttpResponse
from django.test import Client

from events.science_shop.asking_forms import AskForm
from events.science_shop.models import Question
from portal.plugins.guarded_forms import mark

SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}
ASK = "/forskarverkstad/stall-en-fraga/"
WRITTEN = {
    "title": "Vad är en öppen cykelverkstad värd?",
    "problem": "Hundra personer i veckan lagar sin cykel hos oss, och kommunen frågar vad det ger.",
    "affected": "Alla som kommer, och de som bor här.",
    "use": "Vi visar svaret för kommunen.",
    "contact_name": "Åsa Ek",
    "contact_email": "asa@example.org",
    "may_be_shown": "on",
}


def opened(seconds: float = 60) -> str:
    """What the hidden field says of a form that was opened so long ago."""
    return mark(AskForm.subject, seconds)


def send(client: Client, seconds: float = 60, **data: Any) -> HttpResponse:
    """Fill in the form and send it."""
    data = WRITTEN | {"opened": opened(seconds)} | data
    return client.post(ASK, {name: value for name, value in data.items() if value is not None}, headers=SAME_ORIGIN)


def as_member(client: Client, action: str = "send", **data: Any) -> HttpResponse:
    """The same, signed in: with the token of the session's form."""
    return send(client, csrfmiddlewaretoken="x", action=action, **data)


def press(client: Client, link: str, action: str, **data: Any) -> HttpResponse:
    """Press a button on one's own page, and come where it leads."""
    question = Question.objects.first()
    shown = {"shown": question.version} if question else {}
    return client.post(link, {"action": action, **shown, **data}, headers=SAME_ORIGIN, follow=True)


def mailed_link(letter: int = -1) -> str:
    """Where a mail leads, without the host."""
    found = re.search(r"https?://[^/]+(/forskarverkstad/din-fraga/\S+)", str(mail.outbox[letter].body))
    assert found, mail.outbox[letter].body
    return found[1]
