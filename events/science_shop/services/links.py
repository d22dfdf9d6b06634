"""The one link that whoever asks has without an account."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from uuid import UUID

from django.core.signing import BadSignature, Signer

from events.science_shop.models import Question

# Signed for this purpose alone. Nothing stored leads to a link without the portal's secret.
signer = Signer(salt="science_shop.question", sep=".")
TOKEN_PAGE = "science_shop:own"  # noqa: S105 - the name of an address


def token_of(question: Question) -> str:
    return signer.sign(urlsafe_b64encode(question.key.bytes).rstrip(b"=").decode())


def find(token: str) -> Question | None:
    """The question that a mailed link leads to; None for what we have not signed."""
    try:
        key = UUID(bytes=urlsafe_b64decode(signer.unsign(token) + "=="))
    except (BadSignature, ValueError):
        return None
    return Question.objects.select_related("round", "organisation").filter(key=key).first()
