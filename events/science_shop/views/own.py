"""A question for whoever asks it: by the mailed link, or signed in, with the same pages."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from directory.views.numbers import number
from events.science_shop.asking_forms import ChangeForm, RewordForm, WithdrawForm
from events.science_shop.models import Question, Side, Stage
from events.science_shop.permissions import BY_LINK, Actor
from events.science_shop.queries import for_page, history_of, in_words, path_of
from events.science_shop.services import asking
from events.science_shop.services.links import find
from events.science_shop.services.moving import MovedMeanwhile, NotAllowed, NotReady, move
from events.science_shop.services.review import TooOften
from events.science_shop.services.wording import reword as put_in_other_words
from events.science_shop.views import matching
from events.science_shop.views.crumbs import science_shop_crumbs
from portal.accounts.models import User
from portal.accounts.views import members_page
from portal.plugins import localised
from portal.plugins.http import same_origin_required

METHODS = require_http_methods(["GET", "HEAD", "POST"])
OVERTAKEN = gettext_lazy(
    "Somebody else has changed this, or moved the question, meanwhile. What you wrote stands below: see whether it "
    "still holds, and save it then."
)
TOO_OFTEN = gettext_lazy(
    "This has been changed several times today, and a coordinator reads each change. What you wrote stands below: "
    "send it tomorrow."
)
# What an action's address says → the kind of the notice, and its words. No cookie carries them.
SAID = {
    "sent": ("done", gettext_lazy("Your question is sent. A coordinator reads it and answers within a week.")),
    "withdrawn": ("done", gettext_lazy("Your question is withdrawn. It is not worked on, and shown to nobody.")),
    "changed": ("done", gettext_lazy("What you changed is saved.")),
    "reworded": ("done", gettext_lazy("The question is put in your words now. The earlier ones are kept.")),
    "unchanged": ("waiting", gettext_lazy("Nothing is changed: the words are the same.")),
    "proposed": ("done", gettext_lazy("Your words are kept. A coordinator reads them before everybody does.")),
    "moved": ("stop", gettext_lazy("Somebody else has moved the question meanwhile. This is how it stands now.")),
    "unready": ("stop", gettext_lazy("Describe the problem, who is affected, and what the answer will be used for.")),
    "unproven": ("stop", gettext_lazy("Open the link that we have mailed first: it shows that the address is right.")),
    "met": ("done", matching.MET),
    **{f"said-{answer}": ("done", words) for answer, words in matching.SAID.items()},
    "over": ("stop", gettext_lazy("This is not possible any more. This is how it stands now.")),
}
PAGES = ("own", "change_question", "reword_question", "show_question")


@dataclass(frozen=True)
class Way:
    """How whoever asks has come to their question, and where its pages are for them."""

    actor: Actor
    pages: dict[str, str]

    @property
    def is_signed_in(self) -> bool:
        return self.actor.user is not None

    @property
    def here(self) -> str:
        return self.pages["own"]


Page = Callable[[HttpRequest, Question, Way], HttpResponse]


def by_link(page: Page) -> Callable[[HttpRequest, str], HttpResponse]:
    """`page` where a mailed link leads: reading shows, only a pressed button acts."""

    @never_cache
    @same_origin_required
    @METHODS
    @wraps(page)
    def linked(request: HttpRequest, token: str) -> HttpResponse:
        if (found := find(token)) is None:
            raise Http404
        way = Way(BY_LINK, {name: reverse(f"science_shop:{name}", args=[token]) for name in PAGES})
        response = page(request, _whole(found.pk), way)
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex"
        return response

    return linked


def signed_in(page: Page) -> Callable[[HttpRequest, str], HttpResponse]:
    """`page` for a member whose question it is."""

    @METHODS
    @members_page
    @wraps(page)
    def own_page(request: HttpRequest, slug: str) -> HttpResponse:
        found = get_object_or_404(Question.objects.raised_by(request.user).distinct(), slug=slug)
        pages = {name: reverse(f"science_shop:{SIGNED_IN[name]}", args=[slug]) for name in PAGES}
        return page(request, _whole(found.pk), Way(_as_asker(request), pages))

    return own_page


def _as_asker(request: HttpRequest) -> Actor:
    """Whatever else the person is: on these pages they act for nobody else."""
    return Actor(cast("User", request.user), frozenset({Side.ORGANISATION}))


SIGNED_IN = {name: f"own_{name}" for name in PAGES} | {"own": "own_question"}


def urls(page: Page, name: str, *, sv: str, en: str) -> list[URLPattern]:
    """The two addresses of `page`."""
    link = localised(sv=f"din-fraga/<str:token>/{sv}", en=f"your-question/<str:token>/{en}")
    own_address = localised(sv=f"mina-fragor/<slug:slug>/{sv}", en=f"my-questions/<slug:slug>/{en}")
    return [path(link, by_link(page), name=name), path(own_address, signed_in(page), name=SIGNED_IN[name])]


def _whole(pk: int) -> Question:
    return for_page(Question.objects.filter(pk=pk)).get()


def own(request: HttpRequest, question: Question, way: Way) -> HttpResponse:
    """Where the question stands, what was written, and what can be done now."""
    form, status = WithdrawForm(initial={"shown": question.version}), 200
    if request.method == "POST":
        if request.POST.get("action") == "withdraw":
            form, status = WithdrawForm(request.POST), 422
        if not form.is_bound or form.is_valid():
            return redirect(_act(request, question, way, form))
    is_draft = question.stage == Stage.DRAFT
    context = {
        "question": question,
        "way": way,
        "path": path_of(question),
        "history": history_of(question),
        "said": SAID.get(request.GET.get("said", "")),
        "is_draft": is_draft,
        "can_send": is_draft and asking.can_be_sent_by(way.actor.user, question),
        "has_sent_many": is_draft and _has_sent_many(question, way),
        "can_change": bool(asking.to_change(question)),
        "withdrawing": form,
        "answers": _answers(question),
        "crumbs": _crumbs(way),
    }
    return render(request, "science_shop/own.html", context, status=status)


def _act(request: HttpRequest, question: Question, way: Way, form: WithdrawForm) -> str:
    """Do what the pressed button says; where to go then."""
    shown = number(request.POST.get("shown", "")) or 0
    try:
        match request.POST.get("action"):
            case "send":
                asking.send(question, actor=way.actor, shown=shown)
                said = "sent"
            case "withdraw":
                move(question, "withdraw", actor=way.actor, shown=shown, comment=form.cleaned_data["comment"])
                said = "withdrawn"
            case "discard":
                asking.discard(question, actor=way.actor)
                return reverse("science_shop:erased")
            case _other:
                return way.here
    except MovedMeanwhile:
        said = "moved"
    except NotReady:
        said = "unready"
    except asking.NotProven:
        said = "unproven"
    except asking.TooMany:
        # The page of the draft says so.
        return way.here
    except NotAllowed:
        said = "over"
    return f"{way.here}?said={said}"


def _has_sent_many(question: Question, way: Way) -> bool:
    return asking.has_sent_many(question.email_key, way.actor.user, question.raised_by)


def change(request: HttpRequest, question: Question, way: Way) -> HttpResponse:
    """Write the draft anew, or correct what was answered."""
    heading = _("Change the draft") if question.stage == Stage.DRAFT else _("Correct what you wrote")
    return _write(request, question, way, asking.to_change(question), asking.change, "change_question", heading)


def show(request: HttpRequest, question: Question, way: Way) -> HttpResponse:
    """Say what everybody may know."""
    names = () if question.contact_erased_at else asking.SHOWN
    return _write(request, question, way, names, asking.show, "show_question", _("What may be shown"))


def _write(
    request: HttpRequest,
    question: Question,
    way: Way,
    names: tuple[str, ...],
    service: Any,
    page: str,
    heading: str,
) -> HttpResponse:
    if not names:
        return redirect(f"{way.here}?said=over")
    data, member = request.POST if request.method == "POST" else None, way.actor.user
    form, status = ChangeForm(question, names, data, member=member), 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                service(question, form.values, actor=way.actor, shown=form.cleaned_data["shown"])
            except TooOften:
                form.add_error(None, TOO_OFTEN)
            except (MovedMeanwhile, NotAllowed):
                form, status = ChangeForm(_whole(question.pk), names, data, member=member).renewed(OVERTAKEN), 409
            else:
                return redirect(f"{way.here}?said=changed")
    context = {
        "heading": heading,
        "question": question,
        "form": form,
        "way": way,
        "action": way.pages[page],
        "differing": form.differing if status == 409 else [],
        "crumbs": _crumbs(way, question),
    }
    return render(request, "science_shop/own_form.html", context, status=status)


def reword(request: HttpRequest, question: Question, way: Way) -> HttpResponse:
    """Put it in other words; every wording is kept."""
    if not question.is_open or question.stage == Stage.DRAFT:
        return redirect(f"{way.here}?said=over")
    latest: dict[str, Any] = {"text": question.title, "shown": list(question.wordings.all())[-1].number}
    form, status = RewordForm(request.POST if request.method == "POST" else None, initial=latest), 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            said = form.cleaned_data
            try:
                made = put_in_other_words(
                    question, said["text"], actor=way.actor, shown=said["shown"], reason=said["reason"]
                )
            except TooOften:
                form.add_error(None, TOO_OFTEN)
            except (MovedMeanwhile, NotAllowed):
                form, status = RewordForm({**said, "shown": latest["shown"]}, initial=latest), 409
                form.add_error(None, OVERTAKEN)
            else:
                is_new = made.number > said["shown"]
                what = ("proposed" if made.is_proposal else "reworded") if is_new else "unchanged"
                return redirect(f"{way.here}?said={what}")
    context = {
        "heading": _("Put it in other words"),
        "question": question,
        "form": form,
        "way": way,
        "wordings": list(question.wordings.all())[::-1],
        "action": way.pages["reword_question"],
        "crumbs": _crumbs(way, question),
    }
    return render(request, "science_shop/reword_question.html", context, status=status)


def _answers(question: Question) -> list[dict[str, Any]]:
    """What was written beside the question itself."""
    found = []
    for name in asking.FACTS:
        if value := in_words(question, name):
            label = _("Subjects") if name == "tags" else question._meta.get_field(name).verbose_name
            found.append({"term": label, "value": value})
    return found


def _crumbs(way: Way, question: Question | None = None) -> list[dict[str, str]]:
    mine = [{"label": _("My pages"), "url": reverse("accounts:my_pages")}]
    crumbs = mine if way.is_signed_in else science_shop_crumbs()
    return [*crumbs, {"label": question.title, "url": way.here}] if question else crumbs
