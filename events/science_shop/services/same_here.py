"""Other organisations that have the same question, each with its need in a sentence."""

from django.db import transaction
from wagtail.log_actions import log

from directory.models import Organisation
from directory.models.common import Person
from events.science_shop.models import Question, SameHere
from events.science_shop.services.moving import NotAllowed


def may_say(user: Person, question: Question) -> list[Organisation]:
    """The organisations for which `user` can say that they have the question: public ones, not the one that asks."""
    return list(Organisation.objects.live().kept_by(user).exclude(pk=question.organisation_id).order_by("sort_key"))


@transaction.atomic
def say(question: Question, organisation: Organisation, text: str, *, by: Person) -> SameHere:
    """Say that the organisation has it too, or say it in other words. Raises NotAllowed."""
    if not question.is_public or organisation not in may_say(by, question):
        raise NotAllowed
    said, _made = SameHere.objects.update_or_create(
        question=question, organisation=organisation, defaults={"text": text, "by": by}
    )
    log(question, "science_shop.same_here", user=by, data={"organisation": organisation.pk})
    return said


@transaction.atomic
def take_back(question: Question, organisation: Organisation, *, by: Person) -> None:
    """Say it no longer; a second time changes nothing. Raises NotAllowed."""
    if not Organisation.objects.kept_by(by).filter(pk=organisation.pk).exists():
        raise NotAllowed
    if SameHere.objects.filter(question=question, organisation=organisation).delete()[0]:
        log(question, "science_shop.same_here_no_more", user=by, data={"organisation": organisation.pk})
