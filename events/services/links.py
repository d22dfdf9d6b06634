"""The one link that a registered person has, to see, change and cancel."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from events.models import Registration

# Signed for this purpose alone. Nothing stored leads to a link without the portal's secret.
signer = Signer(salt="events.registration", sep=".")


def token_of(registration: Registration) -> str:
    return signer.sign(urlsafe_b64encode(registration.key.bytes).rstrip(b"=").decode())


def link_of(registration: Registration) -> str:
    """The whole address, in the language that is active."""
    return settings.BASE_URL + reverse("events:registration", args=[token_of(registration)])


def find(token: str) -> Registration | None:
    """The registration that a mailed link leads to, however long ago; None for what we have not signed."""
    try:
        key = UUID(bytes=urlsafe_b64decode(signer.unsign(token) + "=="))
    except (BadSignature, ValueError):
        return None
    return Registration.objects.select_related("event", "pool").filter(key=key).first()
