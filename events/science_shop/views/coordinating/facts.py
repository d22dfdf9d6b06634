"""Sorting a question: fields, subjects, place, round, organisation."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from events.science_shop.facts_form import FactsForm
from events.science_shop.models import Question
from events.science_shop.services import facts as service
from events.science_shop.services.facts import ChangedMeanwhile, Facts
from events.science_shop.views.coordinating.access import as_coordinator, coordinating_crumbs, questions_page


@require_http_methods(["GET", "HEAD", "POST"])
@questions_page
def facts(request: HttpRequest, question: Question) -> HttpResponse:
    stands = Facts.of(question)
    data = request.POST.copy() if request.method == "POST" else None
    form = FactsForm(question, request.user, stands, data)
    if form.is_valid():
        try:
            service.change(question, form.facts, actor=as_coordinator(request), shown=form.cleaned_data["shown"])
        except ChangedMeanwhile:
            form.data["shown"] = stands.mark
            form.add_error(None, _("Somebody else has changed this meanwhile. Yours stands below, not saved yet."))
            form.theirs = form.in_words(stands)
        else:
            messages.success(request, _("It is saved."))
            return redirect("science_shop:coordinate", slug=question.slug)
    context = {"question": question, "form": form, "crumbs": coordinating_crumbs(question)}
    status = 422 if form.errors else 200
    return render(request, "science_shop/coordinating/facts.html", context, status=status)
