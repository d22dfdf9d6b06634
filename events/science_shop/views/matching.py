"""Whether a researcher and whoever asks want to meet: the page of the one, and that of the other."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from events.science_shop.matching_queries import for_researcher, may_answer, shown_to_asker
from events.science_shop.models import Match, Question, Side
from events.science_shop.permissions import BY_LINK, Actor, researcher_of
from events.science_shop.services import matching
from events.science_shop.services.links import find
from events.science_shop.services.matching import Answer, NotPossible
from events.science_shop.services.moving import NotAllowed
from events.science_shop.views import reading
from portal.accounts.models import User
from portal.accounts.views import members_page
from portal.plugins.http import same_origin_required

# Where the researchers stand on the page of whoever asks.
PLACE = "researchers"
MET = gettext_lazy("Both of you have said yes. Each has been mailed the other's name and address.")
SAID = {
    Answer.YES: gettext_lazy("Your yes is kept. As soon as both have said yes you are mailed each other's address."),
    Answer.NO: gettext_lazy("Your no is kept. You need not say why."),
    Answer.BACK: gettext_lazy("Your yes is taken back."),
    Answer.END: gettext_lazy("The contact is ended here. What was mailed cannot be called back."),
}


def _crumbs() -> list[dict[str, str]]:
    return [{"label": _("My pages"), "url": reverse("accounts:my_pages")}]


def _answer(request: HttpRequest) -> Answer:
    try:
        return Answer(request.POST.get("answer", ""))
    except ValueError:
        raise Http404 from None


def _thanks(answer: Answer, match: Match) -> str:
    return str(MET if match.is_open else SAID[answer])


@require_http_methods(["GET", "HEAD", "POST"])
@members_page
def match(request: HttpRequest, pk: int) -> HttpResponse:
    """A question that a researcher is asked about, and their answer."""
    user = cast("User", request.user)
    found = get_object_or_404(for_researcher(user), pk=pk)
    if request.method == "POST":
        answer = _answer(request)
        try:
            messages.success(request, _thanks(answer, matching.researcher_says(found, answer, by=user)))
        except NotPossible as refused:
            messages.error(request, str(refused))
        return redirect("science_shop:match", pk=pk)
    context = {
        "match": found,
        "question": found.question,
        "may_answer": may_answer(found, Side.RESEARCHER),
        "crumbs": _crumbs(),
    }
    return render(request, "science_shop/match.html", context)


@require_POST
@members_page
def offer(request: HttpRequest, slug: str) -> HttpResponse:
    """A confirmed researcher says that they may know something about a question."""
    question = get_object_or_404(reading.questions(request), slug=slug)
    if (researcher := researcher_of(request.user)) is None:
        raise Http404
    try:
        begun = matching.offer(question, researcher)
    except NotAllowed:
        raise Http404 from None
    except NotPossible as refused:
        messages.error(request, str(refused))
        return redirect(question)
    messages.success(request, _thanks(Answer.YES, begun))
    return redirect("science_shop:match", pk=begun.pk)


@require_POST
@members_page
def asker_answers(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Whether whoever asks, and is signed in, wants to meet a researcher."""
    question = get_object_or_404(Question.objects.raised_by(request.user).distinct(), slug=slug)
    actor = Actor(cast("User", request.user), frozenset({Side.ORGANISATION}))
    return _asker_says(request, question, pk, actor, reverse("science_shop:own_question", args=[slug]))


@never_cache
@same_origin_required
@require_POST
def asker_answers_by_link(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """The same by the mailed link, without an account."""
    if (question := find(token)) is None:
        raise Http404
    response = _asker_says(request, question, pk, BY_LINK, reverse("science_shop:own", args=[token]))
    response["Referrer-Policy"] = "no-referrer"
    return response


def _asker_says(request: HttpRequest, question: Question, pk: int, actor: Actor, own: str) -> HttpResponse:
    """Back to the question's `own` page, whose address says what was done: no cookie carries it."""
    found, answer = get_object_or_404(shown_to_asker(question), pk=pk), _answer(request)
    try:
        answered = matching.asker_says(found, answer, actor=actor)
    except NotPossible:
        said = "over"
    else:
        said = "met" if answered.is_open else f"said-{answer}"
    return redirect(f"{own}?said={said}#{PLACE}")
