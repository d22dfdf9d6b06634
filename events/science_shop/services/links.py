"""The links that people have without an account, each signed for its purpose alone."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from uuid import UUID

from django.core.signing import BadSignature, Signer

from events.science_shop.models import Question

# Nothing stored leads to a link without the portal's secret.
signer = Signer(salt="science_shop.question", sep=".")
TOKEN_PAGE = "science_shop:own"  # noqa: S105 - the name of an address


def token_of(question: Question) -> str:
    return sign(question.key, signer)


def find(token: str) -> Question | None:
    """The question that a mailed link leads to; None for what we have not signed."""
    key = read(token, signer)
    return Question.objects.select_related("round", "organisation").filter(key=key).first() if key else None


def sign(key: UUID, signer: Signer) -> str:
    return signer.sign(urlsafe_b64encode(key.bytes).rstrip(b"=").decode())


def read(token: str, signer: Signer) -> UUID | None:
    """The key that `signer` has signed; None for anything else."""
    try:
        return UUID(bytes=urlsafe_b64decode(signer.unsign(token) + "=="))
    except (BadSignature, ValueError):
        return None
