"""What an organisation does with its own meetups under My pages, beside writing them section by section."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from directory.services import drafts
from directory.views.editing import LOCKED
from events.models import Event
from events.planning_forms import PlanForm
from events.services import planning


@never_cache
@login_required
def plan(request: HttpRequest, slug: str) -> HttpResponse:
    """More meetups like one's own: drafts on other days."""
    by: Any = request.user
    event = get_object_or_404(Event.objects.changeable_by(by).distinct(), slug=slug)
    form = PlanForm(request.POST if request.method == "POST" else None, event=event, may_begin_series=False)
    if form.is_bound and form.is_valid():
        try:
            made = planning.plan_own(event, form.days, by=by)
        except Event.DoesNotExist:
            raise Http404 from None
        except drafts.Locked:
            form.add_error(None, LOCKED)
        except drafts.TooMany:
            form.add_error(None, _("You have many drafts already. Finish one of them, or throw it away, first."))
        else:
            words = ngettext(
                "%(number)d draft is made. Look at it, and send it when it is ready.",
                "%(number)d drafts are made. Look at each, and send it when it is ready.",
                len(made),
            )
            messages.success(request, words % {"number": len(made)})
            return redirect(made[0].edit_url if len(made) == 1 else "accounts:my_pages")
    return render(request, "events/plan.html", {"event": event, "form": form})
