"""What meetups a feed is about, and the newest of them as Atom; `calendar_feeds` has the same as iCalendar."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from directory.models import Municipality, Organisation, Tag
from events.models import Event, EventQuerySet, Series
from portal.plugins.feeds import AtomFeed

LATEST = 40
FACETS = ("tag", "organisation", "municipality")


@dataclass(frozen=True)
class Subject:
    """All meetups, or those under a tag, in a municipality, of an organisation, in a series."""

    label: str | Promise = ""
    # As the list's address chooses it, and the name of the feed's own address; a series has a page instead.
    facet: str = ""
    slug: str = ""
    condition: Q = field(default_factory=Q)

    @property
    def title(self) -> str:
        return _("Meetups: %(subject)s") % {"subject": self.label} if self.label else _("Meetups in Skåne")

    def address(self, form: str) -> str:
        """Of the feed, as `atom` or `ics`."""
        if not self.facet:
            return reverse(f"events:{form}")
        return reverse(f"events:{self.facet}_{form}", args=[self.slug])

    @property
    def url(self) -> str:
        return self.address("atom")

    @property
    def calendar_url(self) -> str:
        return self.address("ics")

    @property
    def page(self) -> str:
        if self.facet == "series":
            return reverse("events:series", args=[self.slug])
        return reverse("events:coming") + (f"?{self.facet}={self.slug}" if self.facet else "")

    def meetups(self) -> EventQuerySet:
        return Event.objects.visible_to(None).filter(self.condition).distinct()


def subject_of(facet: str, slug: str) -> Subject:
    """Raises Http404 for what is not there or not public."""
    match facet:
        case "":
            return Subject()
        case "tag":
            tag = Tag.objects.at(slug).first()
            if tag is None:
                raise Http404
            return Subject(tag.label, facet, tag.slug, Q(tagged__tag=tag))
        case "municipality":
            place = get_object_or_404(Municipality, slug=slug)
            return Subject(place.name, facet, slug, Q(municipality=place))
        case "organisation":
            organisation = get_object_or_404(Organisation.objects.live(), slug=slug)
            return Subject(organisation.name, facet, slug, Q(organisers__organisation=organisation))
    series = get_object_or_404(Series.objects.shown(), slug=slug)
    return Subject(series.title, "series", slug, Q(series=series))


def of_choice(labels: dict[tuple[str, str], str]) -> list[Subject]:
    """The feeds of a list: of all, and of what is chosen there and has one."""
    chosen = [Subject(label, facet, slug) for (facet, slug), label in labels.items() if facet in FACETS]
    return [Subject(), *chosen]


class MeetupFeed(AtomFeed):
    """The last published first: a moved or cancelled one comes up anew."""

    def get_object(self, request: HttpRequest, subject: Subject) -> Subject:
        return subject

    def title(self, subject: Subject) -> str:
        return subject.title

    def link(self, subject: Subject) -> str:
        return settings.BASE_URL + subject.page

    def feed_url(self, subject: Subject) -> str:
        return settings.BASE_URL + subject.url

    feed_guid = feed_url

    def items(self, subject: Subject) -> list[Event]:
        told = subject.meetups().filter(last_published_at__isnull=False)
        found = told.select_related("municipality").prefetch_related("tagged__tag")
        return list(found.order_by("-last_published_at", "-pk")[:LATEST])

    def item_title(self, item: Event) -> str:
        return item.title if item.status == Event.Status.SCHEDULED else f"{item.get_status_display()}: {item.title}"

    def item_description(self, item: Event) -> str:
        when = f"{localtime(item.starts_at):%Y-%m-%d}, {item.hours}"
        return "\n".join(filter(None, [item.status_note, item.lead, when, item.where]))

    def item_link(self, item: Any) -> str:
        return settings.BASE_URL + item.get_absolute_url()

    def item_guid(self, item: Any) -> str:
        return f"urn:uuid:{item.uuid}"

    def item_categories(self, item: Any) -> list[str]:
        return [str(item.get_kind_display()), *(tagged.tag.label for tagged in item.tagged.all())]

    def item_pubdate(self, item: Any) -> datetime:
        return item.first_published_at or item.last_published_at

    def item_updateddate(self, item: Any) -> datetime:
        return item.last_published_at


atom = MeetupFeed()
