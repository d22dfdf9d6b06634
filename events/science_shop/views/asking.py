"""Asking a question: anybody's form, and a member's own."""

import logging

from allauth.core.ratelimit import consume
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from events.science_shop.asking_forms import AskForm
from events.science_shop.models import Round
from events.science_shop.permissions import actor_of
from events.science_shop.services import asking
from events.science_shop.views.crumbs import science_shop_crumbs
from portal.accounts.models import User
from portal.plugins import search
from portal.plugins.http import same_origin_required

logger = logging.getLogger("portal.science_shop")


@same_origin_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """The form. What comes without a session's token is sent as by anybody, whoever is signed in."""
    user = request.user
    if isinstance(user, User) and (request.method != "POST" or "csrfmiddlewaretoken" in request.POST):
        return _ask_as_member(request, user)
    return _ask(request, None)


@csrf_protect
def _ask_as_member(request: HttpRequest, member: User) -> HttpResponse:
    return _ask(request, member)


def _ask(request: HttpRequest, member: User | None) -> HttpResponse:
    if request.method != "POST":
        return _show(request, AskForm(member=member, initial=_begun(request, member)), member)
    form = AskForm(request.POST, member=member)
    if form.is_by_a_robot:
        logger.info("A robot's question was dropped.")
        return redirect("science_shop:asked")
    if not form.is_valid():
        return _show(request, form, member, 422)
    if not consume(request, action="question"):
        form.add_error(None, _("Very many ask from your network just now. Send it again in an hour: it stands below."))
        return _show(request, form, member, 429)
    question = asking.raise_question(form.values, by=member, language=get_language() or "sv")
    if member is None:
        return redirect("science_shop:asked")
    if question is None:
        form.add_error(None, _("You have written several drafts in the last hour. Wait a little: it stands below."))
        return _show(request, form, member, 429)
    if request.POST.get("action") == "send" and question.stage == "draft":
        try:
            asking.send(question, actor=actor_of(member, question), shown=question.version)
        except asking.NotProven:
            return redirect("science_shop:asked")
        except asking.TooMany:
            # The page of the draft, which is kept, says so.
            return redirect("science_shop:own_question", slug=question.slug)
    return redirect("science_shop:own_question", slug=question.slug)


def _begun(request: HttpRequest, member: User | None) -> dict[str, object]:
    """What is known already: who asks, and for which round."""
    begun: dict[str, object] = {}
    if member:
        begun = {"contact_name": member.get_full_name(), "contact_email": member.email}
    if slug := request.GET.get("round", "")[:150]:
        begun["round"] = Round.objects.taking_questions().filter(slug=slug).values_list("pk", flat=True).first()
    return begun


def _show(request: HttpRequest, form: AskForm, member: User | None, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "member": member,
        "can_compare": search.is_there(),
        "has_sent_many": member is not None and asking.has_sent_many(member.email, member),
        "crumbs": science_shop_crumbs(),
    }
    return render(request, "science_shop/ask.html", context, status=status)


@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """What to do now; the same for everybody."""
    return render(request, "science_shop/asked.html", {"crumbs": science_shop_crumbs()})


@require_safe
def erased(request: HttpRequest) -> HttpResponse:
    """What is said when a draft is gone."""
    return render(request, "science_shop/erased.html", {"crumbs": science_shop_crumbs()})
