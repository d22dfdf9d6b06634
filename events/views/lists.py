"""The calendar's lists, and their feeds."""

from hashlib import sha256
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from events import feeds
from events.calendar_feeds import calendar_of, for_feed
from events.models import Event, EventQuerySet, Series
from events.queries import FACET_LABELS, Filters, facets, for_lists
from events.views.meetups import calendar_crumb, start_crumb

PER_PAGE = 30
OPEN_FACETS = {"kind", "month"}


def _list(request: HttpRequest, events: EventQuerySet, *, past: bool) -> HttpResponse:
    filters = Filters.of(request.GET)
    options = facets(events, filters)
    checked = [(name, option) for name, choices in options.items() for option in choices if option.checked]
    context = {
        "page": Paginator(for_lists(filters.apply(events)), PER_PAGE).get_page(request.GET.get("page")),
        "past": past,
        "groups": [
            {
                "label": label,
                "name": name,
                "open": name in OPEN_FACETS or filters.facets[name],
                "options": options[name],
            }
            for name, label in FACET_LABELS.items()
            if options[name]
        ],
        "chips": [
            {"label": option.label, "query": filters.without(name, option.value).query} for name, option in checked
        ],
        "chosen": len(checked),
        "feeds": feeds.of_choice({(name, option.value): option.label for name, option in checked}),
        "crumbs": [start_crumb(), calendar_crumb()] if past else [start_crumb()],
    }
    return render(request, "events/list.html", context)


@require_safe
def coming(request: HttpRequest) -> HttpResponse:
    return _list(request, Event.objects.visible_to(request.user).coming(), past=False)


@require_safe
def past(request: HttpRequest) -> HttpResponse:
    return _list(request, Event.objects.visible_to(request.user).past(), past=True)


@require_safe
def series(request: HttpRequest, slug: str) -> HttpResponse:
    """The meetups of a series, the coming ones first."""
    found = get_object_or_404(Series.objects.shown(), slug=slug)
    events = Event.objects.visible_to(request.user).filter(series=found)
    context = {
        "series": found,
        "coming": for_lists(events.coming()),
        "past": for_lists(events.past()),
        "feeds": [feeds.subject_of("series", slug)],
        "crumbs": [start_crumb(), calendar_crumb()],
    }
    return render(request, "events/series.html", context)


@require_safe
def atom(request: HttpRequest, facet: str = "", slug: str = "") -> HttpResponse:
    subject = feeds.subject_of(facet, slug)
    if subject.slug != slug:
        # The address of a merged tag leads on.
        return redirect(subject.url, permanent=True)
    return feeds.atom(request, subject=subject)


@require_safe
def ics(request: HttpRequest, facet: str = "", slug: str = "") -> HttpResponse:
    """For a calendar that subscribes; answered 304 to whoever has it."""
    subject = feeds.subject_of(facet, slug)
    if subject.slug != slug:
        return redirect(subject.calendar_url, permanent=True)
    content = calendar_of(for_feed(subject.meetups()), name=subject.title)
    etag = quote_etag(sha256(content).hexdigest()[:32])
    answer: Any = HttpResponse(content, content_type="text/calendar; charset=utf-8", headers={"ETag": etag})
    return get_conditional_response(request, etag=etag, response=answer) or answer
