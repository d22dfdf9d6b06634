"""Following a question by mail: anybody's form, the mailed link, and the way out in one click."""

import logging

from allauth.core.ratelimit import consume
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from events.science_shop.bank_forms import FollowForm
from events.science_shop.models import Follower, Question
from events.science_shop.services import following
from events.science_shop.views.crumbs import bank_crumbs
from portal.plugins.http import same_origin_required

logger = logging.getLogger("portal.science_shop")


def _public(slug: str) -> Question:
    return get_object_or_404(Question.objects.public().select_related("organisation"), slug=slug)


@same_origin_required
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest, slug: str) -> HttpResponse:
    question, status = _public(slug), 200
    form = FollowForm(question, request.POST if request.method == "POST" else None)
    if form.is_bound:
        if form.is_by_a_robot:
            logger.info("A robot's wish to follow a question was dropped.")
            return redirect("science_shop:follow_mailed", slug=slug)
        status = 422
        if form.is_valid():
            if consume(request, action="follow"):
                following.ask_to_follow(question, form.cleaned_data["email"], language=get_language() or "sv")
                return redirect("science_shop:follow_mailed", slug=slug)
            status = 429
            form.add_error(None, _("Very many do this from your network just now. Send it again in a minute."))
    context = {"question": question, "form": form, "crumbs": _crumbs(question)}
    return render(request, "science_shop/follow.html", context, status=status)


@require_safe
def follow_mailed(request: HttpRequest, slug: str) -> HttpResponse:
    """What to do now; the same for everybody."""
    question = _public(slug)
    return render(request, "science_shop/follow_mailed.html", {"question": question, "crumbs": _crumbs(question)})


@never_cache
@same_origin_required
@require_http_methods(["GET", "HEAD", "POST"])
def following_page(request: HttpRequest, token: str) -> HttpResponse:
    """Where a mailed link leads: reading shows, only a pressed button acts."""
    if (key := following.key_in(token)) is None:
        raise Http404
    follower = Follower.objects.select_related("question").filter(key=key).first()
    if request.method == "POST":
        match request.POST.get("action"):
            case "confirm" if follower:
                following.confirm(follower)
            case "leave":
                following.leave(key)
        return _private(redirect("science_shop:following", token=token))
    context = {"follower": follower, "token": token, "crumbs": bank_crumbs()}
    return _private(render(request, "science_shop/following.html", context))


@never_cache
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def leave_at_once(request: HttpRequest, token: str) -> HttpResponse:
    """What a mail program posts by itself when its button for leaving is pressed (RFC 8058): from anywhere, no page.

    Whoever opens it comes to the page with the button.
    """
    if (key := following.key_in(token)) is None:
        raise Http404
    if request.method != "POST":
        return _private(redirect("science_shop:following", token=token))
    following.leave(key)
    return HttpResponse(_("You no longer follow the question."), content_type="text/plain; charset=utf-8")


def _private(response: HttpResponse) -> HttpResponse:
    """Keep the link in the address from those that the page leads to, and from search engines."""
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response


def _crumbs(question: Question) -> list[dict[str, str]]:
    return [*bank_crumbs(), {"label": question.title, "url": question.get_absolute_url()}]
