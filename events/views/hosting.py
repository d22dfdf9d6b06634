"""Those registered for a meetup, for those who run it: see, find, add, answer, write to, take along."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language_info, ngettext, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from directory.views.numbers import number
from events import hosting_queries as queries
from events import registered_files as files
from events.hosting_forms import AddForm, MailForm, NoteForm
from events.hosting_queries import Chosen
from events.models import Event, Registration
from events.services import hosting, mailing
from events.services.hosting import HostRefused
from events.services.mailing import GroupHasChanged, Mail
from portal.accounts import second_factor
from portal.accounts.models import User
from portal.accounts.views import members_page

PER_PAGE = 100


def managed(request: HttpRequest, slug: str) -> Event:
    """A meetup that the person runs; another's is not there."""
    events = Event.objects.managed_by(request.user).prefetch_related("pools", "questions")
    return get_object_or_404(events, slug=slug)


def lacks_second_factor(request: HttpRequest, event: Event) -> bool:
    """Whether the person sees `event` as an editor sees every meetup, and has not passed what the admin asks for."""
    return second_factor.is_missing(request) and not Event.objects.hosted_by(request.user).filter(pk=event.pk).exists()


def hosts_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For those who run the meetup, which the view is given; an editor is led to their second factor first."""

    @wraps(view)
    def guarded(request: HttpRequest, slug: str, **others: Any) -> HttpResponse:
        event = managed(request, slug)
        if not lacks_second_factor(request, event):
            return view(request, event, **others)
        why = _("Set up a second step of signing in first: who sees everybody registered needs it.")
        return second_factor.led_to(request, back=reverse("events:registrations", args=[slug]), why=why)

    return members_page(guarded)


def crumbs(event: Event | None = None) -> list[dict[str, str]]:
    found = [{"label": _("My pages"), "url": reverse("accounts:my_pages")}]
    if event:
        label = _("Registered: %(title)s") % {"title": event.title}
        found.append({"label": label, "url": reverse("events:registrations", args=[event.slug])})
    return found


@require_safe
@hosts_page
def registrations(request: HttpRequest, event: Event) -> HttpResponse:
    """The list, as it was asked for, with the figures."""
    questions = queries.choice_questions(event)
    chosen = Chosen.of(request.GET, questions)
    page = Paginator(chosen.apply(queries.of_event(event)), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "event": event,
        "page": page,
        "chosen": chosen,
        "statuses": Registration.Status.choices,
        "questions": [(question, chosen.answers.get(question.pk, "")) for question in questions],
        "figures": queries.figures(event),
        "needs": queries.needs(event),
        "crumbs": crumbs(),
    }
    return render(request, "events/registrations.html", context)


@require_safe
@hosts_page
def registrations_file(request: HttpRequest, event: Event, form: str) -> HttpResponse:
    """The list as it was asked for, as a file. What is said of food and access only when that is asked for."""
    if form not in files.FORMATS:
        raise Http404
    chosen = Chosen.of(request.GET, queries.choice_questions(event))
    registrations = chosen.apply(queries.of_event(event)).prefetch_related("answers")
    lines = files.rows(registrations, event.questions.all(), with_needs=bool(request.GET.get("needs")))
    content_type, write = files.FORMATS[form]
    disposition = {"Content-Disposition": f'attachment; filename="{event.slug}.{form}"'}
    return HttpResponse(write(lines), content_type=content_type, headers=disposition)


@require_http_methods(["GET", "HEAD", "POST"])
@hosts_page
def registered(request: HttpRequest, event: Event, pk: int) -> HttpResponse:
    """One registration: who it is, what they answered, and what a host may do."""
    found = get_object_or_404(queries.of_event(event), pk=pk)
    action = request.POST.get("action", "")
    note = NoteForm(request.POST if action == "note" else None, initial={"note": found.note})
    if request.method == "POST" and (action != "note" or note.is_valid()):
        if action not in ACTIONS:
            raise Http404
        try:
            messages.success(request, ACTIONS[action](request, found, cast("User", request.user)))
        except HostRefused as refused:
            messages.error(request, str(refused))
        return redirect(request.path)
    context = {
        "event": event,
        "registration": found,
        "people": found.people,
        "answers": found.answers.all(),
        "other_ways": [way for way in event.ways if way != found.pool.way],
        "note_form": note,
        "crumbs": crumbs(event),
    }
    return render(request, "events/registered.html", context)


def _approve(request: HttpRequest, found: Registration, by: User) -> str:
    if hosting.approve(found, by=by).status == Registration.Status.WAITING:
        return _("It is full: %(name)s has a place on the waiting list, and is told by mail.") % {"name": found.name}
    return _("%(name)s has a seat, and is told by mail.") % {"name": found.name}


def _decline(request: HttpRequest, found: Registration, by: User) -> str:
    hosting.decline(found, by=by)
    return _("%(name)s is told by mail that there is no seat.") % {"name": found.name}


def _cancel(request: HttpRequest, found: Registration, by: User) -> str:
    hosting.cancel(found, by=by)
    return _("It is cancelled. Those who wait are offered what became free.")


def _move(request: HttpRequest, found: Registration, by: User) -> str:
    way = request.POST.get("way", "")
    if way not in found.event.ways:
        raise Http404
    moved = hosting.move(found, way, by=by)
    return _("%(name)s takes part so now: %(way)s.") % {
        "name": moved.name_for_hosts,
        "way": moved.pool.get_way_display(),
    }


def _note(request: HttpRequest, found: Registration, by: User) -> str:
    hosting.note(found, request.POST.get("note", ""), by=by)
    return _("The note is saved.")


ACTIONS: dict[str, Callable[[HttpRequest, Registration, User], str]] = {
    "approve": _approve,
    "decline": _decline,
    "cancel": _cancel,
    "move": _move,
    "note": _note,
}


@require_http_methods(["GET", "HEAD", "POST"])
@hosts_page
def add(request: HttpRequest, event: Event) -> HttpResponse:
    """Add somebody by hand."""
    form = AddForm(event, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            added = hosting.add(event, by=cast("User", request.user), **form.cleaned_data)
        except HostRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _said_of(added))
            return redirect("events:registrations", slug=event.slug)
    context = {"event": event, "form": form, "crumbs": crumbs(event)}
    return render(request, "events/add_registration.html", context, status=422 if form.errors else 200)


def _said_of(added: Registration) -> str:
    if added.status == Registration.Status.WAITING:
        place = {"name": added.name, "place": added.place_in_line}
        return _("%(name)s is number %(place)d on the waiting list, and is told by mail.") % place
    if added.email:
        return _("%(name)s has a seat, and is told by mail.") % {"name": added.name}
    return _("%(name)s has a seat. Without an address no mail goes.") % {"name": added.name}


@require_http_methods(["GET", "HEAD", "POST"])
@hosts_page
def mail_group(request: HttpRequest, event: Event) -> HttpResponse:
    """Write to a group: first it is shown as it will be, then it goes out."""
    form = MailForm(event, request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"event": event, "form": form, "crumbs": crumbs(event)}
    if request.method == "POST" and request.POST.get("action") != "change" and form.is_valid():
        mail = Mail(event, **form.cleaned_data)
        if request.POST.get("action") == "send":
            try:
                sent = mailing.send(mail, to=number(request.POST.get("to", "")), by=cast("User", request.user))
            except HostRefused as refused:
                form.add_error(None, str(refused))
            except GroupHasChanged:
                context["has_changed"] = True
            else:
                said = ngettext("Mail to %(number)d person is on its way.", "Mail to %(number)d is on its way.", sent)
                messages.success(request, said % {"number": sent})
                return redirect("events:registrations", slug=event.slug)
        context |= {"mail": mail, "number": mail.recipients.count(), "previews": _previews(mail)}
    return render(request, "events/mail_group.html", context, status=422 if form.errors else 200)


def _previews(mail: Mail) -> list[dict[str, Any]]:
    """The mail in each of the languages in which somebody gets it; the link is each one's own."""
    languages = list(mail.recipients.order_by().values_list("language", flat=True))
    link = _("(each one's own link)")
    previews = []
    for language in sorted(set(languages), reverse=True):
        with override(language):
            body = render_to_string("events/mail/message.txt", {"event": mail.event, "text": mail.text, "link": link})
        name = get_language_info(language)["name_translated"]
        previews.append({"body": body, "language": language, "name": name, "number": languages.count(language)})
    return previews


@require_safe
@hosts_page
def printed_list(request: HttpRequest, event: Event) -> HttpResponse:
    """A list of everybody who has a seat, for paper; with room for signatures when asked for."""
    return _on_paper(request, event, "events/printed_list.html")


@require_safe
@hosts_page
def badges(request: HttpRequest, event: Event) -> HttpResponse:
    """A name badge for everybody who has a seat, for paper."""
    return _on_paper(request, event, "events/badges.html")


def _on_paper(request: HttpRequest, event: Event, template: str) -> HttpResponse:
    way = request.GET.get("way", "")
    context = {
        "event": event,
        "way": way if way in event.ways else "",
        "people": queries.attendees(event, way if way in event.ways else ""),
        "has_signatures": "signatures" in request.GET,
        "crumbs": crumbs(event),
    }
    return render(request, template, context)
