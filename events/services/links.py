"""The links that people have without an account, each signed for its purpose alone; and that of a registered person."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from events.models import Registration

# Signed for this purpose alone. Nothing stored leads to a link without the portal's secret.
signer = Signer(salt="events.registration", sep=".")


def token_of(registration: Registration) -> str:
    return sign(registration.key, signer)


def link_of(registration: Registration) -> str:
    """The whole address, in the language that is active."""
    return settings.BASE_URL + reverse("events:registration", args=[token_of(registration)])


def find(token: str) -> Registration | None:
    """The registration that a mailed link leads to, however long ago; None for what we have not signed."""
    key = read(token, signer)
    return Registration.objects.select_related("event", "pool").filter(key=key).first() if key else None


def sign(key: UUID, signer: Signer) -> str:
    return signer.sign(urlsafe_b64encode(key.bytes).rstrip(b"=").decode())


def read(token: str, signer: Signer) -> UUID | None:
    """The key that `signer` has signed; None for anything else."""
    try:
        return UUID(bytes=urlsafe_b64decode(signer.unsign(token) + "=="))
    except (BadSignature, ValueError):
        return None
