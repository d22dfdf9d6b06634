"""As whom a request reads and acts: whoever coordinates all does so only after their second factor."""

from django.http import HttpRequest

from events.science_shop.models import Question, Researcher, Round
from events.science_shop.models.questions import QuestionQuerySet
from events.science_shop.models.researchers import ResearcherQuerySet
from events.science_shop.models.rounds import COORDINATES_ALL, RoundQuerySet
from events.science_shop.permissions import Actor, actor_of
from portal.accounts import second_factor


def lacks_second_factor(request: HttpRequest) -> bool:
    """Whether this is somebody who coordinates all and has yet to show it: till then they coordinate nothing."""
    return request.user.has_perm(COORDINATES_ALL) and second_factor.is_missing(request)


def questions(request: HttpRequest) -> QuestionQuerySet:
    return Question.objects.visible_to(request.user, coordinates=not lacks_second_factor(request))


def researchers(request: HttpRequest) -> ResearcherQuerySet:
    return Researcher.objects.visible_to(request.user, coordinates=not lacks_second_factor(request))


def rounds(request: HttpRequest) -> RoundQuerySet:
    return Round.objects.visible_to(request.user, coordinates=not lacks_second_factor(request))


def actor(request: HttpRequest, question: Question) -> Actor:
    return actor_of(request.user, question, coordinates=not lacks_second_factor(request))
