"""Who may do what with a question: which sides somebody acts for."""

from dataclasses import dataclass
from typing import cast

from allauth.account.models import EmailAddress

from directory.models import Organisation
from directory.models.common import Person
from directory.permissions import whom_a_group_lets
from events.science_shop.models import Question, Researcher
from events.science_shop.models.rounds import COORDINATES_ALL, Round
from events.science_shop.vocabulary import Side, Stage, TakingState
from portal.accounts.models import User


@dataclass(frozen=True)
class Actor:
    """Somebody who acts on a question, and for which sides they may."""

    user: User | None
    sides: frozenset[Side]

    def may(self, side: Side) -> bool:
        return side in self.sides


# Nobody: a time that has run out.
THE_PORTAL = Actor(None, frozenset())
# Whoever has the mailed link of the question.
BY_LINK = Actor(None, frozenset({Side.ORGANISATION}))


def actor_of(user: Person, question: Question, *, coordinates: bool = True) -> Actor:
    """`user` with the sides that they may act for: none, for whoever has no part in the question.

    Whoever has yet to show their second factor does not act as one who `coordinates`.
    """
    if not user.is_authenticated or not user.is_active:
        return Actor(None, frozenset())
    sides = set()
    if asks(user, question):
        sides.add(Side.ORGANISATION)
    leads = user.has_perm(COORDINATES_ALL) or (question.round and question.round.coordinator_id == user.pk)
    if coordinates and leads and question.stage != Stage.DRAFT:
        sides.add(Side.COORDINATOR)
    if question.takings.filter(researcher__user_id=user.pk, state=TakingState.ACTIVE).exists():
        sides.add(Side.RESEARCHER)
    return Actor(cast("User", user), frozenset(sides))


def asks(user: Person, question: Question) -> bool:
    """Whether the question is `user`'s own: by their account, their organisation or their proven address."""
    if question.raised_by_id == user.pk:
        return True
    if question.organisation_id and Organisation.objects.kept_by(user).filter(pk=question.organisation_id).exists():
        return True
    if not question.email_key:
        return False
    return EmailAddress.objects.filter(user_id=user.pk, verified=True, email__iexact=question.email_key).exists()


def coordinates_any(user: Person) -> bool:
    """Whether `user` has the coordinators' pages at all."""
    return Round.objects.coordinated_by(user).exists() or (user.is_authenticated and user.has_perm(COORDINATES_ALL))


def coordinators() -> list[User]:
    """Those whom a group makes coordinators of all: whom the portal tells that something waits for them."""
    return whom_a_group_lets(COORDINATES_ALL)


def coordinators_of(question: Question) -> list[User]:
    """Those who move it on: who coordinates its round, else all whom a group makes coordinators."""
    coordinator = question.round.coordinator if question.round else None
    return [coordinator] if coordinator and coordinator.is_active else coordinators()


def researcher_of(user: Person) -> Researcher | None:
    """The confirmed researcher that `user` is."""
    if not user.is_authenticated:
        return None
    return Researcher.objects.confirmed().filter(user_id=user.pk).first()
