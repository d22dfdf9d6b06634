"""The form by which organisations say that they have the same question."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from events.science_shop.bank_forms import SameHereForm
from events.science_shop.models import Question
from events.science_shop.services import same_here as saying
from events.science_shop.services.moving import NotAllowed
from events.science_shop.views.crumbs import bank_crumbs
from portal.accounts.views import members_page


@require_http_methods(["GET", "HEAD", "POST"])
@members_page
def same_here(request: HttpRequest, slug: str) -> HttpResponse:
    """Say it, say it in other words, take it back: for each organisation that one keeps."""
    question = get_object_or_404(Question.objects.public(), slug=slug)
    organisations = saying.may_say(request.user, question)
    said = question.same_here.filter(organisation__in=organisations).select_related("organisation")
    form, status = SameHereForm(organisations, initial=_initial(request, said)), 200
    if request.method == "POST":
        if request.POST.get("action") == "take-back":
            return _take_back(request, question)
        form, status = SameHereForm(organisations, request.POST), 422
        if form.is_valid():
            try:
                saying.say(question, form.cleaned_data["organisation"], form.cleaned_data["text"], by=request.user)
            except NotAllowed:
                raise Http404 from None
            messages.success(request, _("It stands on the question's page now."))
            return redirect(f"{question.get_absolute_url()}#same-here")
    context = {
        "question": question,
        "organisations": organisations,
        "said": said,
        "form": form,
        "crumbs": [*bank_crumbs(), {"label": question.title, "url": question.get_absolute_url()}],
    }
    return render(request, "science_shop/same_here.html", context, status=status)


def _initial(request: HttpRequest, said: object) -> dict[str, object]:
    """What the organisation at `?organisation=` has said, to be changed."""
    chosen = request.GET.get("organisation")
    found = next((one for one in said if one.organisation.slug == chosen), None) if chosen else None  # ty: ignore[not-iterable]
    return {"organisation": found.organisation_id, "text": found.text} if found else {}


def _take_back(request: HttpRequest, question: Question) -> HttpResponse:
    number = request.POST.get("organisation", "")
    found = question.same_here.filter(organisation_id=int(number) if number.isdecimal() else None).first()
    try:
        if found:
            saying.take_back(question, found.organisation, by=request.user)
    except NotAllowed:
        raise Http404 from None
    messages.success(request, _("It stands there no longer."))
    return redirect(f"{question.get_absolute_url()}#same-here")
