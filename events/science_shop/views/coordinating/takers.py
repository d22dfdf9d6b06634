"""Writing down which researcher takes a question, by whoever coordinates it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from events.science_shop.models import Question, Researcher
from events.science_shop.services import taking
from events.science_shop.services.moving import MovedMeanwhile, NotAllowed, NotReady
from events.science_shop.taking_forms import TakeForForm
from events.science_shop.views.coordinating.access import as_coordinator, coordinating_crumbs, questions_page
from events.science_shop.views.taking import tell


@require_http_methods(["GET", "HEAD", "POST"])
@questions_page
def take_for(request: HttpRequest, question: Question) -> HttpResponse:
    """For a researcher who has said at a meetup or by phone that they take it. Only whom the coordinator may see."""
    researchers = Researcher.objects.visible_to(request.user).to_be_met()
    data = request.POST.copy() if request.method == "POST" else None
    form = TakeForForm(data, researchers=researchers, initial={"version": question.version})
    if form.is_bound and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("researcher", "until", "step", "due_on")}
        shown = form.cleaned_data["version"]
        try:
            taking.take(question, shown=shown, coordinator=as_coordinator(request), **said)
        except taking.AlreadyTaken:
            form.add_error("researcher", _("They work on it already."))
        except (MovedMeanwhile, NotAllowed, NotReady) as refused:
            question.refresh_from_db()
            tell(form, refused, question)
        else:
            messages.success(request, _("It is written down. The researcher and whoever asks are told."))
            return redirect("science_shop:coordinate", slug=question.slug)
    context = {
        "question": question,
        "form": form,
        "heading": _("Who takes the question"),
        "button": _("Write it down"),
        "crumbs": coordinating_crumbs(question),
    }
    return render(request, "science_shop/coordinating/form.html", context, status=422 if form.errors else 200)
