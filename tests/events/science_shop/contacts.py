"""Another contact is named, as a coordinator does it."""

from events.science_shop.models import NewContact, Question
from events.science_shop.permissions import Actor
from events.science_shop.services import contact
from events.science_shop.vocabulary import Side

COORDINATOR = Actor(None, frozenset({Side.COORDINATOR}))


def as_stored(question: Question) -> Question:
    return Question.objects.get(pk=question.pk)


def asked_to_be(question: Question, email: str = "nina@example.org") -> NewContact:
    """Whoever is named for the question by now, and was asked."""
    stands = as_stored(question)
    new = contact.name(stands, "Nina Ny", email, actor=COORDINATOR, shown=contact.mark_of(stands))
    assert new
    return new


def link_of(new: NewContact) -> str:
    """The link that went to them."""
    return f"/forskarverkstad/ar-du-kontakt/{contact.token_of(new)}/"


def named(question: Question, email: str = "nina@example.org") -> str:
    """Another is named; the link that went to them."""
    return link_of(asked_to_be(question, email))
