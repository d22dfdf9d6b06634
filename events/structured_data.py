"""What machines read of a meetup's page: schema.org as JSON-LD. Never the link to take part online."""

import json
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from directory.structured_data import ESCAPES
from events.models import Event, Way

ATTENDANCE = {
    Event.Setting.ON_SITE: "OfflineEventAttendanceMode",
    Event.Setting.ONLINE: "OnlineEventAttendanceMode",
    Event.Setting.BOTH: "MixedEventAttendanceMode",
}
STATUS = {
    Event.Status.SCHEDULED: "EventScheduled",
    Event.Status.MOVED: "EventScheduled",
    Event.Status.POSTPONED: "EventPostponed",
    Event.Status.CANCELLED: "EventCancelled",
}


def json_ld(event: Event, url: str) -> SafeString:
    """The meetup as the content of a script element; `url` is its page's whole address."""
    places: list[dict[str, Any]] = []
    if Way.ON_SITE in event.ways:
        address = {
            "@type": "PostalAddress",
            "streetAddress": event.address,
            "addressLocality": str(event.municipality or ""),
            "addressCountry": "SE",
        }
        point = {"@type": "GeoCoordinates", "latitude": event.latitude, "longitude": event.longitude}
        geo = {} if event.latitude is None else {"geo": point}
        places.append({"@type": "Place", "name": event.place, "address": _filled(address), **geo})
    if Way.ONLINE in event.ways:
        places.append({"@type": "VirtualLocation", "url": url})
    data = {
        "@context": "https://schema.org",
        "@type": "Event",
        "@id": url,
        "url": url,
        "name": event.title,
        "description": event.lead,
        "inLanguage": event.language,
        "startDate": timezone.localtime(event.starts_at).isoformat(),
        "endDate": timezone.localtime(event.ends_at).isoformat(),
        **_status(event),
        "eventAttendanceMode": f"https://schema.org/{ATTENDANCE[Event.Setting(event.setting)]}",
        "location": places,
        "image": _absolute(event.picture.url) if event.picture else "",
        "organizer": [
            {
                "@type": "Organization",
                "name": organiser.organisation.name,
                "url": _absolute(organiser.organisation.get_absolute_url()),
            }
            for organiser in event.organisers.all()
        ],
        "superEvent": _series(event),
        "maximumAttendeeCapacity": sum(pool.capacity for pool in event.open_pools),
    }
    return mark_safe(json.dumps(_filled(data), ensure_ascii=False).translate(ESCAPES))


def _status(event: Event) -> dict[str, str]:
    """What has become of it, with the time before where it has another now."""
    before = event.announcements.exclude(starts_at=event.starts_at).order_by("-sequence").first()
    status = "EventRescheduled" if before and event.takes_place else STATUS[Event.Status(event.status)]
    return {
        "eventStatus": f"https://schema.org/{status}",
        "previousStartDate": timezone.localtime(before.starts_at).isoformat() if before else "",
    }


def _series(event: Event) -> dict[str, str]:
    if event.series is None:
        return {}
    return {"@type": "EventSeries", "name": event.series.title, "url": _absolute(event.series.get_absolute_url())}


def _absolute(address: str) -> str:
    return urljoin(settings.BASE_URL, address)


def _filled(data: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if value}
