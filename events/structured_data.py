"""What machines read of a meetup: schema.org as JSON-LD. Never the link to take part online."""

import json
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from directory.structured_data import ESCAPES
from events.models import Event, Way

ATTENDANCE = {
    Event.Setting.ON_SITE: "OfflineEventAttendanceMode",
    Event.Setting.ONLINE: "OnlineEventAttendanceMode",
    Event.Setting.BOTH: "MixedEventAttendanceMode",
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
        places.append({"@type": "Place", "name": event.place, "address": _filled(address)})
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
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": f"https://schema.org/{ATTENDANCE[Event.Setting(event.setting)]}",
        "location": places,
        "organizer": [
            {"@type": "Organization", "name": organiser.organisation.name} for organiser in event.organisers.all()
        ],
        "maximumAttendeeCapacity": sum(pool.capacity for pool in event.open_pools),
    }
    return mark_safe(json.dumps(_filled(data), ensure_ascii=False).translate(ESCAPES))


def _filled(data: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if value}
