"""Saying whether one is the contact of a question, by the mailed link."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from events.science_shop.models import Match, Question
from events.science_shop.personal_data import notice
from events.science_shop.services import contact
from events.science_shop.services.links import TOKEN_PAGE, token_of
from events.science_shop.services.moving import MovedMeanwhile
from events.science_shop.views.crumbs import science_shop_crumbs
from portal.plugins.http import same_origin_required


@never_cache
@same_origin_required
@require_http_methods(["GET", "HEAD", "POST"])
def be_contact(request: HttpRequest, token: str) -> HttpResponse:
    """Where the link leads: reading shows, only a pressed button acts. After a yes it leads to the question's page."""
    if (new := contact.find(token)) is None:
        raise Http404
    if isinstance(new, Question):
        response = redirect(TOKEN_PAGE, token=token_of(new))
    elif request.method == "POST":
        try:
            response = _answered(request, new.key)
        except MovedMeanwhile:
            # Pressed twice at once: the other one was first. Now it leads there, or nowhere.
            response = redirect(request.get_full_path())
    else:
        question = new.question
        context = {
            "new": new,
            "question": question,
            "has_met": Match.objects.opened().filter(question=question).exists(),
            "purposes": notice(),
            "crumbs": science_shop_crumbs(),
        }
        response = render(request, "science_shop/be_contact.html", context)
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response


def _answered(request: HttpRequest, key: UUID) -> HttpResponse:
    match request.POST.get("action"):
        case "yes":
            return redirect(TOKEN_PAGE, token=token_of(contact.accept(key)))
        case "no":
            contact.refuse(key)
            return render(request, "science_shop/no_contact.html", {"crumbs": science_shop_crumbs()})
    return redirect(request.get_full_path())
