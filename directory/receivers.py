"""What goes with changes that pass through no service: those of the Wagtail admin and of its schedule."""

from typing import Any

from django.db.models import Model
from django.db.models.signals import post_delete, post_save, pre_delete
from wagtail.signals import published, unpublished

from directory.models import (
    Initiative,
    InitiativeStanding,
    Municipality,
    Organisation,
    OrganisationStanding,
    Tag,
)
from directory.models.organisations import LOGO
from portal.plugins import search

STANDINGS: dict[type[Model], tuple[type[Model], str]] = {
    Organisation: (OrganisationStanding, "organisation"),
    Initiative: (InitiativeStanding, "initiative"),
}


def _entry_saved(sender: type[Model], instance: Any, created: bool, raw: bool, **kwargs: Any) -> None:
    if raw:
        return
    if created:
        standing, entry = STANDINGS[sender]
        standing._default_manager.get_or_create(**{entry: instance})
    _find_anew(instance)


def _entry_published(sender: type[Model], instance: Any, **kwargs: Any) -> None:
    if isinstance(instance, Organisation) and instance.logo:
        # Made now, since looking at a page writes nothing.
        instance.logo.get_rendition(LOGO)
    _find_anew(instance)


def _find_anew(entry: Any) -> None:
    """Bring the search in step with `entry`, and with the initiatives that name it."""
    named_by = Initiative.objects.filter(parts__organisation=entry) if isinstance(entry, Organisation) else []
    search.publish_many([entry, *named_by])


def _entry_goes(sender: type[Model], instance: Any, **kwargs: Any) -> None:
    search.withdraw(instance)


def _renamed(sender: type[Model], instance: Any, created: bool, raw: bool, **kwargs: Any) -> None:
    if not (raw or created):
        search.publish_many(_under(instance))


def _tag_goes(sender: type[Model], instance: Tag, **kwargs: Any) -> None:
    instance.was_on = _under(instance)


def _tag_gone(sender: type[Model], instance: Tag, **kwargs: Any) -> None:
    search.publish_many(instance.was_on)


def _under(word: Municipality | Tag) -> list[Model]:
    """The entries that are sorted under `word`."""
    condition = {"municipality": word} if isinstance(word, Municipality) else {"tagged__tag": word}
    return [*Organisation.objects.filter(**condition), *Initiative.objects.filter(**condition)]


def connect() -> None:
    """Begin to listen; called once, when the app is ready."""
    for model in STANDINGS:
        post_save.connect(_entry_saved, sender=model)
        published.connect(_entry_published, sender=model)
        unpublished.connect(_entry_published, sender=model)
        pre_delete.connect(_entry_goes, sender=model)
    for model in (Municipality, Tag):
        post_save.connect(_renamed, sender=model)
    pre_delete.connect(_tag_goes, sender=Tag)
    post_delete.connect(_tag_gone, sender=Tag)
