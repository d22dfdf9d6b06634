"""Changing what one keeps, under My pages: an overview of the draft, a page for each section, a preview."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.base import ContentFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from wagtail.models import WorkflowState

from directory import content
from directory.models import Organisation, TagProposal
from directory.models.common import Kept
from directory.permissions import may_review, others_wrote, publishes_alone
from directory.section_forms import SectionForms
from directory.sections import SECTIONS, Section, section_at
from directory.services import drafts, reviews, tags
from directory.views.numbers import number

LOCKED = gettext_lazy("The editors are working on this profile. Try again later; nothing was saved.")


@never_cache
@login_required
def edit(request: HttpRequest, slug: str, model: type[Kept], template: str = "directory/edit.html") -> HttpResponse:
    """What stands in the draft, what will change, and what can be done with it."""
    entry: Any = _kept(request, slug, model)
    unfinished: dict[str, list[str]] = {}
    if request.method == "POST":
        try:
            return _act(request, entry)
        except model.DoesNotExist:
            # It has ended, or is kept by others, since a moment ago.
            raise Http404 from None
        except drafts.Unfinished as wrong:
            unfinished = wrong.errors
        except drafts.Locked:
            messages.error(request, LOCKED)
            return redirect(entry.edit_url)
        except reviews.NotAsShown:
            messages.error(request, _("Something has changed since the page was shown. Look again: nothing was done."))
            return redirect(entry.edit_url)
    draft: Any = entry.get_latest_revision_as_object()
    values = content.values_of(draft)
    changes = content.differences(content.values_of(entry) if entry.live else {}, values, model)
    changed = content.sections_with(changes, model)
    state = entry.current_workflow_state
    is_sent = bool(state and state.status == WorkflowState.STATUS_IN_PROGRESS)
    others = others_wrote(entry)
    context = {
        "entry": entry,
        "draft": draft,
        "sections": [
            {
                "section": section,
                "words": _in_short(section, values, model),
                "is_changed": entry.live and section in changed,
                "errors": [wrong for name in section.names for wrong in unfinished.get(name, ())],
            }
            for section in SECTIONS[model]
        ],
        "unfinished": unfinished,
        "unfinished_elsewhere": [
            wrong for name, wrongs in unfinished.items() if name not in values for wrong in wrongs
        ],
        "changes": changes if entry.live else [],
        "waits": drafts.waits(entry),
        "is_sent": is_sent,
        "sent_back": state.current_task_state if state and not is_sent else None,
        "alone": publishes_alone(request.user, entry, draft, others=others),  # ty: ignore[invalid-argument-type]
        "others_wrote": drafts.waits(entry) and others,
        "shown": entry.latest_revision_id or "",
        "is_organisation": model is Organisation,
    }
    return render(request, template, context, status=409 if unfinished else 200)


def _kept(request: HttpRequest, slug: str, model: type[Kept]) -> Kept:
    rows: Any = model._default_manager
    return get_object_or_404(rows.changeable_by(request.user), slug=slug)


def _act(request: HttpRequest, entry: Kept) -> HttpResponse:
    """Do what the pressed button says."""
    by: Any = request.user
    shown = number(request.POST.get("shown", ""))
    match request.POST.get("action"):
        case "send":
            return _sent(request, entry, shown)
        case "take-back":
            drafts.take_back(entry, by=by)
            messages.success(request, _("Taken back: it is your draft again, and nobody else sees it."))
        case "discard":
            drafts.discard(entry, by=by, shown=shown)
            messages.success(request, _("Thrown away. What was public stays as it was."))
            if not type(entry)._default_manager.filter(pk=entry.pk).exists():
                return redirect("accounts:my_pages")
        case _other:
            raise Http404
    return redirect(entry.edit_url)


def _sent(request: HttpRequest, entry: Kept, shown: int | None) -> HttpResponse:
    by: Any = request.user
    if drafts.send(entry, by=by, shown=shown):
        messages.success(request, _("Published. This is how others see it."))
        return redirect(entry.get_absolute_url())
    messages.success(request, _("Sent to the editors. You get a mail when they have looked at it."))
    return redirect(entry.edit_url)


def _in_short(section: Section, values: content.Values, model: type[Kept]) -> list[tuple[str, str]]:
    """What stands in a section, in a few words, each with its language where that is known."""
    written = [(name, values[name]) for name in section.names if values[name] not in (None, "", [], False)]
    return [
        (Truncator(_one_in_short(model, name, value)).chars(140), content.language_of(name))
        for name, value in written[:3]
        if name not in ("logo", "image")
    ]


def _one_in_short(model: type[Kept], name: str, value: Any) -> str:
    """By its name what is only "yes", and places without the numbers of their point."""
    if value is True:
        return content.label_of(model, name)
    if name == "places":
        value = [{key: part for key, part in row.items() if key not in ("latitude", "longitude")} for row in value]
    words = content.in_words(model, name, value).replace("\n", "; ")
    # A number alone says nothing.
    return f"{content.label_of(model, name)}: {words}" if words.isdecimal() else words


@never_cache
@login_required
def section(request: HttpRequest, slug: str, section: str, model: type[Kept]) -> HttpResponse:
    """One section's form. What is saved is a draft; the second button also sends it."""
    entry: Any = _kept(request, slug, model)
    found = section_at(model, section)
    if found is None:
        raise Http404
    draft: Any = entry.get_latest_revision_as_object()
    forms = SectionForms(
        draft,
        found,
        content.values_of(draft, found.names),
        user=request.user,  # ty: ignore[invalid-argument-type]
        data=request.POST or None,
        files=request.FILES or None,
    )
    context = {
        "entry": entry,
        "section": found,
        "alone": publishes_alone(request.user, entry, draft),  # ty: ignore[invalid-argument-type]
        "based_on": request.POST.get("based_on", entry.latest_revision_id or ""),
        "proposals": entry.tag_proposals.filter(state=TagProposal.State.WAITING) if model is Organisation else [],
    }
    status = 200
    if request.method == "POST":
        if forms.is_valid():
            try:
                return _saved(request, entry, found, forms)
            except model.DoesNotExist:
                raise Http404 from None
            except drafts.Locked:
                forms.form.add_error(None, LOCKED)
            except drafts.TooMany:
                status, context["choose_again"] = 429, True
                forms.form.add_error(None, _("You have sent many pictures within an hour. Try again later."))
            except drafts.ChangedMeanwhile as meanwhile:
                status = 409
                merged, context["changes"] = content.bring_together(
                    meanwhile.base, meanwhile.theirs, _without_files(forms.values), model
                )
                entry.refresh_from_db()
                context["based_on"] = entry.latest_revision_id
                context["choose_again"] = forms.has_files
                draft = entry.get_latest_revision_as_object()
                forms = SectionForms(draft, found, merged, user=request.user)  # ty: ignore[invalid-argument-type]
        else:
            context["choose_again"] = forms.has_files
    return render(request, "directory/edit_section.html", {**context, "forms": forms}, status=status)


def _saved(request: HttpRequest, entry: Any, section: Section, forms: SectionForms) -> HttpResponse:
    by: Any = request.user
    was_waiting = entry.has_unpublished_changes
    is_new = drafts.save_section(entry, section, forms.values, by=by, based_on=number(request.POST.get("based_on", "")))
    word = forms.form.cleaned_data.get("proposed_tag")
    if word and not tags.propose(entry, word, by=by):
        messages.warning(request, _("The editors have not answered your earlier proposals yet. Wait for them first."))
    if request.POST.get("action") == "send" and is_new:
        entry.refresh_from_db()
        state = entry.current_workflow_state
        if not was_waiting and entry.live and state is None:
            try:
                return _sent(request, entry, entry.latest_revision_id)
            except (drafts.Unfinished, reviews.NotAsShown):
                pass
        messages.success(request, _("Saved. There is more in the draft than this: look at all of it, and send it."))
    elif is_new:
        messages.success(request, _("Saved as a draft. Others see it once it is published."))
    else:
        messages.info(request, _("Nothing was changed."))
    return redirect(entry.edit_url)


def _without_files(values: content.Values) -> content.Values:
    """For a form that is shown again: browsers do not keep files."""
    values = {name: value for name, value in values.items() if not isinstance(value, ContentFile)}
    rows = [
        {**row, "image": None} if isinstance(row["image"], ContentFile) else row for row in values.get("images", [])
    ]
    return {**values, "images": rows} if rows else values


@never_cache
@login_required
def preview(request: HttpRequest, slug: str, model: type[Kept]) -> HttpResponse:
    """The draft as its page will be."""
    rows: Any = model._default_manager
    entry: Any = get_object_or_404(model, slug=slug)
    is_kept = rows.changeable_by(request.user).filter(pk=entry.pk).exists()
    if not (is_kept or may_review(request.user, entry)):  # ty: ignore[invalid-argument-type]
        raise Http404
    draft = entry.get_latest_revision_as_object()
    template = draft.get_preview_template(request, "")
    shown = draft.get_preview_context(request, "")
    return render(request, template, {**shown, "is_preview": True, "back": entry.edit_url if is_kept else ""})


@never_cache
@login_required
def add(request: HttpRequest, slug: str, model: type[Kept], heading: str) -> HttpResponse:
    """Something new of an organisation that one keeps, such as an initiative: a draft with its first section."""
    organisation = get_object_or_404(Organisation.objects.changeable_by(request.user), slug=slug)
    first = SECTIONS[model][0]
    blank = model()
    forms = SectionForms(
        blank,
        first,
        content.values_of(blank, first.names),
        user=request.user,  # ty: ignore[invalid-argument-type]
        data=request.POST or None,
    )
    if request.method == "POST" and forms.is_valid():
        try:
            entry = drafts.begin(model, organisation, forms.values, by=request.user)  # ty: ignore[invalid-argument-type]
        except Organisation.DoesNotExist:
            raise Http404 from None
        except drafts.Locked:
            forms.form.add_error(None, LOCKED)
        except drafts.TooMany:
            forms.form.add_error(None, _("You have many drafts already. Finish one of them, or throw it away, first."))
        else:
            messages.success(request, _("Saved as a draft. Go on with the other parts, and send it when it is ready."))
            return redirect(entry.edit_url)
    context = {"organisation": organisation, "heading": heading, "forms": forms, "model": model._meta.model_name}
    return render(request, "directory/add.html", context)
