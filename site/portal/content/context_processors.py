"""What the frame of every page shows. Nothing is looked up before a template asks for it."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from portal.content.languages import alternates_of_request
from portal.content.models import SiteSettings


def site_chrome(request: HttpRequest) -> dict:
    """The language switch, contact, channels, partners and footer, each lazily."""
    frame = SimpleLazyObject(lambda: SiteSettings.read())
    return {
        "demonstration": settings.DEMONSTRATION,
        "alternates": SimpleLazyObject(lambda: alternates_of_request(request)),
        "contact": SimpleLazyObject(lambda: {"email": frame.contact_email, "phone": frame.contact_phone}),
        "social": SimpleLazyObject(lambda: frame.social),
        "partners": SimpleLazyObject(
            lambda: [
                {"label": partner.name, "url": partner.url, "role": partner.role} for partner in frame.partners.all()
            ]
        ),
        "partners_heading": SimpleLazyObject(lambda: frame.partners_heading),
        "footer_text": SimpleLazyObject(lambda: frame.footer_text),
    }
