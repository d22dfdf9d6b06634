"""What machines read of a profile: schema.org as JSON-LD."""

import json
from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

from directory.models import Organisation, SupportOffer

# All that could end the script element or a line of it.
ESCAPES = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}


def json_ld(organisation: Organisation, request: HttpRequest) -> SafeString:
    """The organisation as the content of a script element; public fields only."""
    contact = {"email": organisation.contact_email, "telephone": organisation.contact_phone}
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NGO",
        "@id": request.build_absolute_uri(organisation.get_absolute_url()),
        "name": organisation.name,
        "description": organisation.summary,
        "url": organisation.website,
        **contact,
        "areaServed": organisation.municipality.name if organisation.municipality else "Skåne",
        "sameAs": [link.url for link in organisation.links.all()],
        "keywords": [tagged.tag.label for tagged in organisation.tagged.all()],
    }
    return _in_script(data)


def offer_json_ld(offer: SupportOffer, request: HttpRequest) -> SafeString:
    """The same of a support offer."""
    costs: dict[str, Any] = {
        "@type": "Offer",
        "price": 0 if offer.is_free else None,
        "priceCurrency": "SEK" if offer.is_free else None,
        "description": offer.cost,
        "availabilityEnds": offer.deadline.isoformat() if offer.deadline else None,
        "url": offer.application_url,
    }
    organisation = offer.organisation
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Service",
        "@id": request.build_absolute_uri(offer.get_absolute_url()),
        "name": offer.title,
        "serviceType": offer.get_kind_display(),
        "description": offer.summary,
        "url": offer.website,
        "provider": {
            "@type": "NGO",
            "@id": request.build_absolute_uri(organisation.get_absolute_url()),
            "name": organisation.name,
        },
        "areaServed": offer.places or "Skåne",
        "audience": {"@type": "Audience", "audienceType": offer.for_whom} if offer.for_whom else None,
        "offers": {name: value for name, value in costs.items() if value not in (None, "")},
        "keywords": [tagged.tag.label for tagged in offer.tagged.all()],
    }
    return _in_script(data)


def _in_script(data: dict[str, Any]) -> SafeString:
    filled = {name: value for name, value in data.items() if value}
    return mark_safe(json.dumps(filled, ensure_ascii=False).translate(ESCAPES))
