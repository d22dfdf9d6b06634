"""Naming another contact of a question."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from events.science_shop.coordinating_forms import ContactForm
from events.science_shop.models import NewContact, Question
from events.science_shop.services import contact as service
from events.science_shop.services.moving import MovedMeanwhile, NotAllowed
from events.science_shop.views.coordinating.access import as_coordinator, coordinating_crumbs, questions_page


@require_http_methods(["GET", "HEAD", "POST"])
@questions_page
def contact(request: HttpRequest, question: Question) -> HttpResponse:
    """For an address that was mistyped, or somebody who has left."""
    initial = _stands(question)
    form = ContactForm(request.POST.copy() if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        said = form.cleaned_data
        try:
            new = service.name(
                question,
                said["contact_name"],
                said["contact_email"],
                actor=as_coordinator(request),
                shown=said["shown"],
            )
        except MovedMeanwhile:
            question.refresh_from_db()
            form.data["shown"] = _stands(question)["shown"]
            form.add_error(
                None, _("Somebody else has changed the contact meanwhile. Yours stands below, not saved yet.")
            )
        except NotAllowed:
            form.add_error(None, _("The question has ended, and its contact is forgotten."))
        except service.EnoughMail:
            form.add_error("contact_email", _("This address has had three such mails in an hour. Try again later."))
        else:
            told = (
                _("Asked, by mail. Until they say yes the question has no contact.") if new else _("The name is saved.")
            )
            messages.success(request, told)
            return redirect("science_shop:coordinate", slug=question.slug)
    context = {
        "question": question,
        "form": form,
        "heading": _("Change the contact"),
        "button": _("Save the contact"),
        "crumbs": coordinating_crumbs(question),
    }
    return render(request, "science_shop/coordinating/form.html", context, status=422 if form.errors else 200)


def _stands(question: Question) -> dict[str, str]:
    new = NewContact.objects.filter(question=question).first()
    return {
        "shown": service.mark_of(question),
        "contact_name": new.name if new else question.contact_name,
        "contact_email": new.email if new else question.contact_email,
    }
