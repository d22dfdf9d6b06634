"""What goes with changes that pass through no service: those of the Wagtail admin and of its schedule."""

from typing import Any

from django.db.models import Model
from django.db.models.signals import post_save, pre_delete
from wagtail.signals import published, unpublished

from directory.models import Organisation, Tag
from events.models import Event, EventOrganiser, EventTag, Series
from events.models.meetups import PICTURE
from events.services.publishing import follow
from portal.plugins import search


def _published_or_not(sender: type[Model], instance: Event, **kwargs: Any) -> None:
    if instance.live and instance.image:
        # Made now, since looking at a page writes nothing.
        instance.image.get_rendition(PICTURE)
    follow(instance)


def _event_goes(sender: type[Model], instance: Event, **kwargs: Any) -> None:
    search.withdraw(instance)


def _renamed(sender: type[Model], instance: Any, created: bool, raw: bool, **kwargs: Any) -> None:
    if not (raw or created):
        search.publish_many(_named_after(instance))


def _word_goes(sender: type[Model], instance: Any, **kwargs: Any) -> None:
    if events := _named_after(instance):
        if isinstance(instance, Organisation):
            EventOrganiser.objects.filter(organisation=instance).delete()
        else:
            EventTag.objects.filter(tag=instance).delete()
        search.publish_many(events)


def _series_goes(sender: type[Model], instance: Series, **kwargs: Any) -> None:
    events = _named_after(instance)
    Event.objects.filter(series=instance).update(series=None)
    search.publish_many(Event.objects.filter(pk__in=[event.pk for event in events]))


def _named_after(word: Organisation | Tag | Series) -> list[Event]:
    """The meetups in whose search documents `word` stands."""
    if isinstance(word, Series):
        condition: dict[str, Any] = {"series": word}
    else:
        condition = {"organisers__organisation": word} if isinstance(word, Organisation) else {"tagged__tag": word}
    return list(Event.objects.filter(**condition))


def connect() -> None:
    """Begin to listen; called once, when the app is ready."""
    published.connect(_published_or_not, sender=Event)
    unpublished.connect(_published_or_not, sender=Event)
    pre_delete.connect(_event_goes, sender=Event)
    post_save.connect(_renamed, sender=Series)
    pre_delete.connect(_series_goes, sender=Series)
    for word in (Organisation, Tag):
        post_save.connect(_renamed, sender=word)
        pre_delete.connect(_word_goes, sender=word)
