"""What is found of the calendar."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.utils import translation
from django.utils.formats import date_format
from django.utils.html import strip_tags
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from events.models import Event
from events.queries import for_page
from portal.plugins.search import Document, SearchSource


class EventSource(SearchSource):
    kind = "event"
    label = _("Meetup")
    plural = _("Meetups")
    icon = "calendar-blank"
    tone = "brick"
    model = Event

    def visible(self) -> QuerySet:
        return for_page(Event.objects.visible_to(AnonymousUser()))

    def documents(self, thing: Any) -> Iterator[Document]:
        organisers = [organiser.organisation.name for organiser in thing.organisers.all()]
        tags = [tagged.tag for tagged in thing.tagged.all()]
        # The space keeps words on both sides of a tag apart.
        body = " ".join(strip_tags(text.replace("<", " <")) for text in (thing.body, thing.notes))
        series = thing.series.title if thing.series else ""
        for language, _name in settings.LANGUAGES:
            with translation.override(language):
                day = date_format(localtime(thing.starts_at), "j F Y")
                # Said where it does not take place as it was announced.
                status = "" if thing.status == Event.Status.SCHEDULED else str(thing.get_status_display())
                # A series is often called as its meetups' kind is.
                facts = [str(thing.get_kind_display()), series, day, thing.where, thing.address, *organisers]
                yield Document(
                    language=language,
                    title=thing.title,
                    url=thing.get_absolute_url(),
                    summary=f"{status}: {thing.lead}" if status else thing.lead,
                    text="\n".join([body, " · ".join(dict.fromkeys(filter(None, [status, *facts])))]),
                    tags=tuple(label for tag in tags for label in tag.labels),
                    municipalities=(thing.municipality.name,) if thing.municipality else (),
                    facets={
                        "tag": {tag.slug: tag.label for tag in tags},
                        "form": {thing.kind: str(thing.get_kind_display())},
                    },
                    starts_at=thing.starts_at,
                    published_at=thing.first_published_at,
                )


sources = [EventSource]
