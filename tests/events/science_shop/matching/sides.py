"""The two sides of a match, and what they say and are told."""

from typing import Any

from django.core import mail
from django.test import Client

from events.science_shop.models import Match, Side
from events.science_shop.permissions import BY_LINK, Actor
from events.science_shop.services import matching
from events.science_shop.services.matching import Answer

COORDINATOR = Actor(None, frozenset({Side.COORDINATOR}))
YES, NO, BACK, END = Answer
FROM_HERE = {"Sec-Fetch-Site": "same-origin"}


def says(match: Match, side: Side, answer: Answer) -> Match:
    if side == Side.RESEARCHER:
        return matching.researcher_says(match, answer, by=match.researcher.user)
    return matching.asker_says(match, answer, actor=BY_LINK)


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def letters() -> list[tuple[str, str]]:
    """To whom, and what stands in it."""
    return [(letter.to[0], letter.body) for letter in mail.outbox]
