"""Asking for a profile of an organisation that is not in the directory: a draft that becomes public when approved."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop
from wagtail.log_actions import log

from directory.likeness import normalised
from directory.models import Application, Organisation
from directory.models.claims import State
from directory.permissions import editors, is_editor
from directory.services import letters
from directory.services.claims import AlreadyAnswered, take_turn_of
from directory.services.keeping import become_keeper
from directory.services.memberships import NotAllowed, take_turn
from directory.slugs import free_slug
from portal.accounts.models import User
from portal.plugins.locks import one_at_a_time

WRITTEN = ("name", "form", "municipality", "summary_sv", "website")


class ChangedMeanwhile(Exception):
    """The draft has a newer revision than the one that was shown."""


def values_of(organisation: Organisation) -> dict[str, Any]:
    """What an applicant has written of it."""
    return {name: getattr(organisation, name) for name in WRITTEN}


@transaction.atomic
def apply(values: dict[str, Any], *, by: User, position: str) -> Application:
    """Make a draft that only editors see. The same again while the first is open is the first. Raises Refused."""
    one_at_a_time("directory.asked", by.pk)
    for open_one in Application.objects.open().filter(user=by).select_related("organisation"):
        if normalised(open_one.organisation.name) == normalised(values["name"]):
            return open_one
    take_turn_of(by)
    # As the import does, which makes addresses too.
    one_at_a_time("directory.import")
    organisation = Organisation(slug=free_slug(Organisation, values["name"]), live=False, **values)
    organisation.full_clean(exclude=["slug"])
    organisation.save()
    organisation.save_revision(user=by)
    application = Application.objects.create(organisation=organisation, user=by, position=position)
    log(organisation, "directory.apply", user=by, data={"application": application.pk})
    _tell_editors(application)
    return application


def _tell_editors(application: Application) -> None:
    letters.write(
        editors(),
        gettext_noop("A new organisation waits for the editors"),
        gettext_noop(
            "The owner of the address %(email)s asks for a new organisation in the directory. "
            "The request stands on the first page of the admin:"
        ),
        link=("wagtailadmin_home", []),
        email=application.user.email,
    )


@transaction.atomic
def send_again(application: Application, values: dict[str, Any], *, position: str, based_on: int | None) -> None:
    """Change what was sent back, and ask anew. Raises AlreadyAnswered, or ChangedMeanwhile if an editor wrote in it."""
    take_turn(application.organisation)
    again = Application.objects.filter(pk=application.pk, state=State.SENT_BACK)
    if not again.update(state=State.WAITING, position=position, asked_at=timezone.now()):
        raise AlreadyAnswered
    organisation = Organisation.objects.get(pk=application.organisation_id)
    if organisation.latest_revision_id != based_on:
        raise ChangedMeanwhile
    draft = organisation.get_latest_revision_as_object()
    for name, value in values.items():
        setattr(draft, name, value)
    if not organisation.live:
        draft.save()
    draft.save_revision(user=application.user, log_action=True)
    log(organisation, "directory.apply", user=application.user, data={"application": application.pk})
    _tell_editors(application)


@transaction.atomic
def withdraw(application: Application) -> None:
    """Take one's own application back: its draft goes too."""
    take_turn(application.organisation)
    if not Application.objects.open().filter(pk=application.pk).exists():
        raise AlreadyAnswered
    erase(application)


def erase(application: Application) -> None:
    """Delete an application, with its draft unless that was ever public or somebody keeps it."""
    organisation = application.organisation
    if organisation.first_published_at or organisation.memberships.exists():
        application.delete()
    else:
        organisation.delete()


def _answer(application: Application, state: str, comment: str, by: User) -> Organisation:
    take_turn(application.organisation)
    if not is_editor(by) or application.user_id == by.pk:
        raise NotAllowed
    waiting = Application.objects.waiting().filter(pk=application.pk)
    if not waiting.update(state=state, comment=comment, answered_at=timezone.now(), answered_by=by):
        raise AlreadyAnswered
    return Organisation.objects.get(pk=application.organisation_id)


@transaction.atomic
def approve(application: Application, *, by: User, shown: int | None, comment: str = "") -> None:
    """Publish exactly the revision that was shown, and make the applicant the owner."""
    organisation = _answer(application, State.APPROVED, comment, by)
    if organisation.latest_revision_id != shown:
        raise ChangedMeanwhile
    if organisation.latest_revision and (not organisation.live or organisation.has_unpublished_changes):
        organisation.latest_revision.publish(user=by)
    become_keeper(organisation, application.user, "owner")
    log(organisation, "directory.approve_application", user=by, data={"application": application.pk})
    letters.write(
        [application.user],
        gettext_noop("%(organisation)s is in the directory"),
        gettext_noop(
            "Welcome! The profile of %(organisation)s is public, and you own it.\n\n%(comment)s\n\nGo on writing:"
        ),
        link=("directory:edit", [organisation.slug]),
        organisation=organisation.name,
        comment=comment,
    )


@transaction.atomic
def send_back(application: Application, *, by: User, comment: str) -> None:
    """Ask the applicant to change something."""
    organisation = _answer(application, State.SENT_BACK, comment, by)
    log(organisation, "directory.send_application_back", user=by, data={"application": application.pk})
    letters.write(
        [application.user],
        gettext_noop("Your organisation needs another look"),
        gettext_noop(
            "The editors have read what you wrote about %(organisation)s, and ask you to change something:\n\n"
            "%(comment)s\n\nChange it and send it again:"
        ),
        link=("directory:application", [application.pk]),
        organisation=organisation.name,
        comment=comment,
    )


@transaction.atomic
def decline(application: Application, *, by: User, comment: str) -> None:
    organisation = _answer(application, State.DECLINED, comment, by)
    log(organisation, "directory.decline_application", user=by, data={"application": application.pk})
    letters.write(
        [application.user],
        gettext_noop("Your organisation was not taken into the directory"),
        gettext_noop(
            "The editors have decided not to take %(organisation)s into the directory:\n\n%(comment)s\n\n"
            "The answer stands under My pages too:"
        ),
        link=("directory:application", [application.pk]),
        organisation=organisation.name,
        comment=comment,
    )
