"""What is new and changed in the directory, as Atom: all of it, under one tag, and in one municipality."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from directory.models import Initiative, Municipality, Organisation, SupportOffer, Tag
from directory.models.common import Entry
from directory.offer_queries import WHOLE_REGION
from portal.plugins.feeds import AtomFeed

LATEST = 40


@dataclass(frozen=True)
class Subject:
    """What a feed is about: a tag, a municipality, or everything."""

    label: str | Promise = ""
    # As the list's address chooses it, and the name of the feed's own address.
    facet: str = ""
    slug: str = ""
    conditions: tuple[Q, ...] = (Q(), Q(), Q())

    @property
    def title(self) -> str:
        return (
            _("New in the directory: %(subject)s") % {"subject": self.label}
            if self.label
            else _("New in the directory")
        )

    @property
    def url(self) -> str:
        return reverse(f"directory:{self.facet}_feed", args=[self.slug]) if self.facet else reverse("directory:feed")


def under_tag(tag: Tag) -> Subject:
    return Subject(tag.label, "tag", tag.slug, (Q(tagged__tag=tag),) * 3)


def in_municipality(place: Municipality) -> Subject:
    here = Q(municipality=place)
    return Subject(place.name, "municipality", place.slug, (here, here, Q(municipalities=place)))


def latest(subject: Subject) -> list[Entry]:
    """Public organisations, initiatives and offers, last published first; a protected address chooses nothing."""
    found: list[Entry] = []
    for model, condition in zip((Organisation, Initiative, SupportOffer), subject.conditions, strict=True):
        public = model.objects.visible_to(None).filter(condition, last_published_at__isnull=False)
        shown = public.select_related("standing").prefetch_related("tagged__tag")
        found += shown.order_by("-last_published_at", "-pk")[:LATEST]
    return sorted(found, key=lambda entry: (entry.last_published_at, entry.pk), reverse=True)[:LATEST]


class DirectoryFeed(AtomFeed):
    def get_object(self, request: HttpRequest, subject: Subject) -> Subject:
        return subject

    def title(self, subject: Subject) -> str:
        return subject.title

    def link(self, subject: Subject) -> str:
        chosen = f"?{subject.facet}={subject.slug}" if subject.facet else ""
        return settings.BASE_URL + reverse("directory:list") + chosen

    def feed_url(self, subject: Subject) -> str:
        return settings.BASE_URL + subject.url

    feed_guid = feed_url

    def items(self, subject: Subject) -> list[Entry]:
        return latest(subject)

    def item_title(self, item: Entry) -> str:
        return item.called

    def item_description(self, item: Entry) -> str:
        return item.summary

    def item_link(self, item: Any) -> str:
        return settings.BASE_URL + item.get_absolute_url()

    def item_guid(self, item: Any) -> str:
        return f"urn:uuid:{item.standing.uuid}"

    def item_categories(self, item: Any) -> list[str]:
        return [str(item._meta.verbose_name), *(tagged.tag.label for tagged in item.tagged.all())]

    def item_pubdate(self, item: Any) -> datetime:
        return item.first_published_at or item.last_published_at

    def item_updateddate(self, item: Any) -> datetime:
        return item.last_published_at


answer = DirectoryFeed()


def everything(request: HttpRequest) -> HttpResponse:
    return answer(request, subject=Subject())


def of_tag(request: HttpRequest, slug: str) -> HttpResponse:
    """Of a tag; the address of a merged one leads on."""
    tag = Tag.objects.at(slug).first()
    if tag is None:
        raise Http404
    if tag.slug != slug:
        return redirect("directory:tag_feed", tag.slug, permanent=True)
    return answer(request, subject=under_tag(tag))


def of_municipality(request: HttpRequest, slug: str) -> HttpResponse:
    return answer(request, subject=in_municipality(get_object_or_404(Municipality, slug=slug)))


def of_choice(labels: dict[tuple[str, str], str | Promise]) -> list[Subject]:
    """The feeds of a list: of all, and of each tag and municipality that is chosen there and known."""
    chosen = [
        Subject(label, facet, slug)
        for (facet, slug), label in labels.items()
        if facet in {"tag", "municipality"} and slug != WHOLE_REGION
    ]
    return [Subject(), *chosen]
