"""What goes with changes that pass through no service: those of the Wagtail admin and of its schedule."""

from typing import Any

from django.db.models import Model
from django.db.models.signals import pre_delete
from wagtail.signals import published, unpublished

from events.science_shop.models import Round
from portal.plugins import search


def _round_published_or_not(sender: type[Model], instance: Round, **kwargs: Any) -> None:
    search.publish(instance)


def _round_goes(sender: type[Model], instance: Round, **kwargs: Any) -> None:
    search.withdraw(instance)


def connect() -> None:
    """Begin to listen; called once, when the app is ready."""
    published.connect(_round_published_or_not, sender=Round)
    unpublished.connect(_round_published_or_not, sender=Round)
    pre_delete.connect(_round_goes, sender=Round)
