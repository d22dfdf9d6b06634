"""The link that whoever asks has without an account."""

from django.core.signing import Signer

from events.science_shop.models import Question
from events.services.links import read, sign

# Nothing stored leads to a link without the portal's secret.
signer = Signer(salt="science_shop.question", sep=".")
TOKEN_PAGE = "science_shop:own"  # noqa: S105 - the name of an address


def token_of(question: Question) -> str:
    return sign(question.key, signer)


def find(token: str) -> Question | None:
    """The question that a mailed link leads to; None for what we have not signed."""
    key = read(token, signer)
    return Question.objects.select_related("round", "organisation").filter(key=key).first() if key else None
