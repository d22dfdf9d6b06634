"""Who has the coordinators' pages, and how they come back to where they were."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from events.models import Event
from events.science_shop.models import Question, Round, RoundMeetup
from events.science_shop.permissions import Actor, coordinates_any
from events.science_shop.views import reading
from events.science_shop.views.crumbs import Crumb
from events.science_shop.vocabulary import Side
from portal.accounts import second_factor
from portal.accounts.models import User
from portal.accounts.views import members_page


def coordinators_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For those who coordinate something; whoever coordinates all is led to their second factor first."""

    @wraps(view)
    def guarded(request: HttpRequest, **others: Any) -> HttpResponse:
        if not coordinates_any(request.user):
            raise Http404
        if reading.lacks_second_factor(request):
            why = _("Set up a second step of signing in first: who sees everybody's questions needs it.")
            return second_factor.led_to(request, back=reverse("science_shop:board"), why=why)
        return view(request, **others)

    return members_page(guarded)


def questions_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A coordinator's page of a question, which the view is given. Another's is not there, nor is what is not sent."""

    @wraps(view)
    def found(request: HttpRequest, slug: str, **others: Any) -> HttpResponse:
        questions = Question.objects.coordinated_by(request.user).select_related("round")
        return view(request, get_object_or_404(questions, slug=slug), **others)

    return coordinators_page(found)


def rounds_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A coordinator's page of a round, which the view is given; another's is not there."""

    @wraps(view)
    def found(request: HttpRequest, slug: str, **others: Any) -> HttpResponse:
        return view(request, get_object_or_404(Round.objects.coordinated_by(request.user), slug=slug), **others)

    return coordinators_page(found)


def meetups_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page of a meetup for whoever coordinates its round; the view is given the meetup."""

    @wraps(view)
    def found(request: HttpRequest, slug: str, **others: Any) -> HttpResponse:
        rounds = Round.objects.coordinated_by(request.user)
        events = Event.objects.filter(pk__in=RoundMeetup.objects.filter(round__in=rounds).values("event"))
        return view(request, get_object_or_404(events, slug=slug), **others)

    return coordinators_page(found)


def as_coordinator(request: HttpRequest) -> Actor:
    """Whatever else the person is: on these pages they act for nobody else."""
    return Actor(cast("User", request.user), frozenset({Side.COORDINATOR}))


def way_back(request: HttpRequest, question: Question) -> str:
    """Where the person came from; the question's page, if that is not said or not ours."""
    asked = request.POST.get("back") or request.GET.get("back") or ""
    if url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure()):
        return asked
    return reverse("science_shop:coordinate", args=[question.slug])


def coordinating_crumbs(question: Question | None = None) -> list[Crumb]:
    crumbs = [
        {"label": _("My pages"), "url": reverse("accounts:my_pages")},
        {"label": _("The board"), "url": reverse("science_shop:board")},
    ]
    if question:
        crumbs.append({"label": question.title, "url": reverse("science_shop:coordinate", args=[question.slug])})
    return crumbs
