"""Writing down what is found, for whoever works on a question and for those who coordinate it."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from directory.row_forms import RowFormSet
from events.science_shop.finding_forms import FindingForm, source_rows
from events.science_shop.models import Finding, Question
from events.science_shop.permissions import Actor
from events.science_shop.services import findings
from events.science_shop.services.findings import ChangedMeanwhile, NotAllowed
from events.science_shop.views.taking import crumbs_of, workers_page
from portal.accounts.models import User


@require_http_methods(["GET", "HEAD", "POST"])
@workers_page
def finding(request: HttpRequest, question: Question, actor: Actor, pk: int | None = None) -> HttpResponse:
    """One finding with its sources: a new one, or what is changed or taken away."""
    found = _changeable(question, actor, pk) if pk else None
    if not question.is_open:
        raise Http404
    data = request.POST.copy() if request.method == "POST" else None
    form = FindingForm(data, instance=found, initial={"version": found.version if found else 0})
    rows = source_rows(found, user=cast("User", request.user), data=data)
    if data is not None and form.is_valid() and (rows.is_valid() or data.get("action") == "remove"):
        if data.get("action") != "remove" and not rows.values:
            form.add_error(None, _("Write where it is from: at least one source."))
        elif _written(request, question, actor, found, form, rows):
            return redirect("science_shop:work", slug=question.slug)
    context = {"question": question, "finding": found, "form": form, "rows": rows, "crumbs": crumbs_of(question)}
    is_wrong = form.errors or (data is not None and not rows.is_valid())
    return render(request, "science_shop/finding.html", context, status=422 if is_wrong else 200)


def _changeable(question: Question, actor: Actor, pk: int) -> Finding:
    found = get_object_or_404(question.findings.select_related("taking__researcher", "question"), pk=pk)
    if not findings.may_change(found, actor):
        raise Http404
    return found


def _written(
    request: HttpRequest, question: Question, actor: Actor, found: Finding | None, form: FindingForm, rows: RowFormSet
) -> bool:
    """Whether it was done; when it was not, the form says why."""
    shown = form.cleaned_data["version"]
    try:
        if found and request.POST.get("action") == "remove":
            findings.remove(found, actor=actor, shown=shown)
            messages.success(request, _("The finding is taken away."))
        elif found:
            findings.change(found, form.values, rows.values, actor=actor, shown=shown)
            messages.success(request, _("The finding is saved."))
        else:
            findings.add(question, form.values, rows.values, actor=actor)
            messages.success(request, _("The finding is saved."))
    except ChangedMeanwhile:
        form.add_error(None, _("Somebody else has changed this finding meanwhile. What you wrote is kept here."))
        form.data["version"] = (
            question.findings.filter(pk=found and found.pk).values_list("version", flat=True).first() or 0
        )
        return False
    except NotAllowed:
        form.add_error(None, _("The question has ended."))
        return False
    return True
