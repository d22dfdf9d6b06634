"""What machines read of a profile: schema.org as JSON-LD."""

import json
from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

from directory.models import ContactPerson, Organisation, OrganisationPlace, SupportOffer
from directory.terms import Language

# All that could end the script element or a line of it.
ESCAPES = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}

# Easy Swedish is no language of its own.
REAL_LANGUAGES = {language.value for language in Language} - {Language.EASY}


def json_ld(organisation: Organisation, request: HttpRequest) -> SafeString:
    """The organisation as the content of a script element; public fields only."""
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NGO",
        "@id": request.build_absolute_uri(organisation.get_absolute_url()),
        "name": organisation.name,
        "description": organisation.summary,
        "url": organisation.website,
        "email": organisation.contact_email,
        "telephone": organisation.contact_phone,
        "alternateName": organisation.also_called,
        "identifier": _number(organisation),
        "foundingDate": str(organisation.founded or ""),
        "knowsLanguage": [code for code in organisation.languages if code in REAL_LANGUAGES],
        "location": [_place(place) for place in organisation.public_places],
        "contactPoint": [_contact(person) for person in organisation.public_contacts],
        "areaServed": organisation.municipality.name if organisation.municipality else "Skåne",
        "sameAs": [row.url for row in (*organisation.channels.all(), *organisation.links.all())],
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
    return mark_safe(json.dumps(_filled(data), ensure_ascii=False).translate(ESCAPES))


def _filled(data: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if value}


def _number(organisation: Organisation) -> dict[str, str] | None:
    number = organisation.number_in_print
    return {"@type": "PropertyValue", "propertyID": "organisationsnummer", "value": number} if number else None


def _place(place: OrganisationPlace) -> dict[str, Any]:
    address = {
        "@type": "PostalAddress",
        "streetAddress": place.street,
        "postalCode": place.postcode,
        "addressLocality": place.town or (place.municipality.name if place.municipality else ""),
        "addressCountry": "SE",
    }
    point = {"@type": "GeoCoordinates", "latitude": place.latitude, "longitude": place.longitude}
    return _filled(
        {
            "@type": "Place",
            "name": place.name,
            "address": _filled(address),
            "geo": point if place.latitude is not None else None,
        }
    )


def _contact(person: ContactPerson) -> dict[str, Any]:
    return _filled(
        {
            "@type": "ContactPoint",
            "name": person.name,
            "contactType": person.role,
            "email": person.email,
            "telephone": person.phone,
        }
    )
