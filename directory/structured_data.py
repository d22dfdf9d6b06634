"""What machines read of a profile: schema.org as JSON-LD."""

import json
from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

from directory.models import Organisation

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
    filled = {name: value for name, value in data.items() if value}
    return mark_safe(json.dumps(filled, ensure_ascii=False).translate(ESCAPES))
