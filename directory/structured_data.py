"""What machines read of a profile: schema.org as JSON-LD."""

import json
from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe
from wagtail.images.models import AbstractRendition

from directory.forms_of_organising import OrganisationForm
from directory.models import ContactPerson, Initiative, Organisation, SupportOffer
from directory.models.places import Place
from directory.terms import Language

# All that could end the script element or a line of it.
ESCAPES = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}

# Easy Swedish is no language of its own.
REAL_LANGUAGES = {language.value for language in Language} - {Language.EASY}

# What schema.org calls a form; what is not here is an NGO, "NGO" being any non-profit of its own.
TYPES = {
    OrganisationForm.COMPANY: "Corporation",
    OrganisationForm.LIMITED_PROFIT_COMPANY: "Corporation",
    OrganisationForm.WORK_INTEGRATION: "Organization",
    OrganisationForm.SOCIAL_ENTERPRISE: "Organization",
    OrganisationForm.COOPERATIVE: "Organization",
    OrganisationForm.NETWORK: "Organization",
    OrganisationForm.ADULT_EDUCATION: "EducationalOrganization",
    OrganisationForm.FOLK_HIGH_SCHOOL: "EducationalOrganization",
    OrganisationForm.PUBLIC: "GovernmentOrganization",
    OrganisationForm.UNIVERSITY: "CollegeOrUniversity",
}


def json_ld(organisation: Organisation, request: HttpRequest) -> SafeString:
    """The organisation as the content of a script element; public fields only."""
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        **_named(organisation, request),
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
        "logo": _picture(organisation.logo_rendition, request),
    }
    return _in_script(data)


def initiative_json_ld(initiative: Initiative, request: HttpRequest) -> SafeString:
    """The same of an initiative: a project, whose members are the public organisations that have a part in it."""
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Project",
        "@id": request.build_absolute_uri(initiative.get_absolute_url()),
        "name": initiative.title,
        "description": initiative.summary,
        "url": initiative.website,
        "foundingDate": str(initiative.started or ""),
        "dissolutionDate": str(initiative.ended or ""),
        "location": [_place(place) for place in initiative.public_places],
        "areaServed": initiative.municipality.name if initiative.municipality else "Skåne",
        "member": [_named(part.organisation, request) for part in initiative.public_parts],
        "sameAs": [row.url for row in initiative.links.all()],
        "image": [_picture(made, request, image.alt) for image, made in initiative.shown_images],
        "keywords": [tagged.tag.label for tagged in initiative.tagged.all()],
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
        "provider": _named(organisation, request),
        "availableChannel": _channel(offer),
        "areaServed": offer.places or "Skåne",
        "audience": {"@type": "Audience", "audienceType": offer.for_whom} if offer.for_whom else None,
        "offers": {name: value for name, value in costs.items() if value not in (None, "")},
        # A service has no keywords.
        "category": [tagged.tag.label for tagged in offer.tagged.all()],
    }
    return _in_script(data)


def _in_script(data: dict[str, Any]) -> SafeString:
    return mark_safe(json.dumps(_filled(data), ensure_ascii=False).translate(ESCAPES))


def _filled(data: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if value}


def _named(organisation: Organisation, request: HttpRequest) -> dict[str, str]:
    return {
        "@type": TYPES.get(OrganisationForm(organisation.form), "NGO"),
        "@id": request.build_absolute_uri(organisation.get_absolute_url()),
        "name": organisation.name,
    }


def _picture(made: AbstractRendition | None, request: HttpRequest, caption: str = "") -> dict[str, Any] | None:
    if made is None:
        return None
    url = request.build_absolute_uri(made.url)
    return _filled({"@type": "ImageObject", "url": url, "width": made.width, "height": made.height, "caption": caption})


def _channel(offer: SupportOffer) -> dict[str, Any] | None:
    """Whom to ask about an offer, and how."""
    told = {"name": offer.public_contact_name, "email": offer.contact_email, "telephone": offer.contact_phone}
    if not any(told.values()):
        return None
    phone = _filled({"@type": "ContactPoint", **told})
    return {"@type": "ServiceChannel", "servicePhone": phone}


def _number(organisation: Organisation) -> dict[str, str] | None:
    number = organisation.number_in_print
    return {"@type": "PropertyValue", "propertyID": "organisationsnummer", "value": number} if number else None


def _place(place: Place) -> dict[str, Any]:
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
