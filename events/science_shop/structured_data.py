"""What machines read of the pages of rounds and researchers: schema.org as JSON-LD."""

import json
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from directory.structured_data import ESCAPES
from events.models import Event
from events.science_shop.models import Researcher, Round


def round_json_ld(round: Round, meetups: list[Event]) -> SafeString:
    """The round as the content of a script element: a series of `meetups`."""
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "EventSeries",
        "@id": _absolute(round),
        "url": _absolute(round),
        "name": round.title,
        "description": round.lead,
        "startDate": timezone.localtime(meetups[0].starts_at).isoformat() if meetups else "",
        "endDate": timezone.localtime(max(one.ends_at for one in meetups)).isoformat() if meetups else "",
        "location": {"@type": "Place", "name": round.municipality.name} if round.municipality else None,
        "organizer": [
            {"@type": "Organization", "name": partner.organisation.name, "url": _absolute(partner.organisation)}
            for partner in round.partners.all()
            if partner.organisation.live
        ],
        "subEvent": [
            {
                "@type": "Event",
                "name": event.title,
                "url": _absolute(event),
                "startDate": timezone.localtime(event.starts_at).isoformat(),
            }
            for event in meetups
        ],
    }
    told = {name: value for name, value in data.items() if value}
    return mark_safe(json.dumps(told, ensure_ascii=False).translate(ESCAPES))


def person_json_ld(researcher: Researcher, url: str) -> SafeString:
    """Only what the page says to everybody."""
    data = {
        "@context": "https://schema.org",
        "@type": "Person",
        "@id": url,
        "url": url,
        "name": researcher.name,
        "affiliation": {"@type": "Organization", "name": researcher.affiliation},
        "knowsAbout": [str(field) for field in researcher.fields.all()],
    }
    if researcher.orcid:
        data["sameAs"] = f"https://orcid.org/{researcher.orcid}"
    return mark_safe(json.dumps(data, ensure_ascii=False).translate(ESCAPES))


def _absolute(thing: Any) -> str:
    return urljoin(settings.BASE_URL, thing.get_absolute_url())
