"""Reporting an error: anybody's form, and the page on which those who keep the profile follow it to its end."""

import logging
from typing import cast

from allauth.core.ratelimit import consume
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from directory.models import ErrorReport
from directory.models.kinds import KINDS
from directory.reporting_forms import AnswerForm, ReportForm
from directory.services import reports
from portal.accounts.models import User
from portal.accounts.views import members_page
from portal.plugins.http import same_origin_required

logger = logging.getLogger("portal.directory")


@same_origin_required
@require_http_methods(["GET", "HEAD", "POST"])
def report_error(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    entry = get_object_or_404(KINDS[kind]._default_manager.visible_to(None), slug=slug)
    form = ReportForm(f"{kind}:{entry.pk}", request.POST if request.method == "POST" else None)
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            if form.is_by_a_robot:
                logger.info("A robot's report was dropped.")
                return redirect("directory:reported")
            written = {name: form.cleaned_data[name] for name in ("text", "email")}
            try:
                if not consume(request, action="error_report"):
                    raise reports.TooMany
                reports.report(entry, **written)
            except reports.Gone:
                raise Http404 from None
            except reports.TooMany:
                status = 429
                form.add_error(
                    None, _("Much has been reported already. Try again in an hour: what you wrote stands below.")
                )
            else:
                return redirect("directory:reported")
    context = {"entry": entry, "form": form}
    return render(request, "directory/report_error.html", context, status=status)


@require_safe
def reported(request: HttpRequest) -> HttpResponse:
    return render(request, "directory/reported.html")


@require_http_methods(["GET", "HEAD", "POST"])
@members_page
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """A report about what the reader keeps."""
    person = cast("User", request.user)
    found = get_object_or_404(ErrorReport.objects.kept_by(person).with_entries(), pk=pk)
    form = AnswerForm(request.POST if request.POST.get("action") == "settle" else None)
    if request.method == "POST" and act(request, found, form):
        return redirect(request.path)
    return render(request, "directory/report.html", {"report": found, "form": form})


def act(request: HttpRequest, report: ErrorReport, form: AnswerForm) -> bool:
    """Do what the pressed button says; whether it is done."""
    by = cast("User", request.user)
    try:
        match request.POST.get("action"):
            case "take-up":
                reports.take_up(report, by=by)
                messages.success(request, _("Others now see that you look into it."))
            case "settle" if form.is_valid():
                outcome, answer = form.cleaned_data["outcome"], form.cleaned_data["answer"]
                reports.settle(report, outcome, answer=answer, by=by)
                messages.success(request, _("Settled. Whoever reported it gets your answer, if they left an address."))
            case "settle":
                return False
            case _other:
                raise Http404
    except reports.AlreadySettled:
        messages.error(request, _("Somebody else has done something about it meanwhile."))
    except reports.NotAllowed:
        raise Http404 from None
    return True
