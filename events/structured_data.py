"""What machines read of a meetup: schema.org as JSON-LD, and iCalendar. Never the link to take part online."""

import json
from datetime import UTC
from typing import Any

import icalendar
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


def calendar_file(event: Event, url: str) -> bytes:
    """The meetup as an iCalendar file, under the same UID for ever; one of two versions is the newer by DTSTAMP."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Social Innovation Skåne//portal//SV")
    calendar.add("version", "2.0")
    entry = icalendar.Event()
    entry.add("uid", f"{event.uuid}@social-innovation-portal")
    entry.add("dtstamp", timezone.now().astimezone(UTC))
    if event.last_published_at:
        entry.add("last-modified", event.last_published_at.astimezone(UTC))
    entry.add("dtstart", event.starts_at.astimezone(UTC))
    entry.add("dtend", event.ends_at.astimezone(UTC))
    entry.add("summary", event.title)
    entry.add("description", f"{event.lead}\n{url}")
    entry.add("location", ", ".join(filter(None, [event.where, event.address])))
    entry.add("url", url)
    calendar.add_component(entry)
    return calendar.to_ical()
