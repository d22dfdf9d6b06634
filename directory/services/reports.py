"""Errors that anybody reports, followed to their end."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop
from wagtail.log_actions import log

from directory.models import ErrorReport, Initiative, Organisation, SupportOffer
from directory.models.common import Entry
from directory.permissions import is_editor, owners
from directory.services import letters
from directory.services.memberships import NotAllowed
from portal.accounts.models import User
from portal.plugins.locks import one_at_a_time
from portal.plugins.personal_data import without

State = ErrorReport.State
# About one entry, at a time: who reads them has other things to do.
MOST_OPEN = 20
# In an hour: letters about one entry, and reports that name one address.
MOST_PER_HOUR = 3
# An address that nobody has answered to in this time is not answered to any more.
ADDRESS_KEPT = timedelta(days=365)


class TooMany(Exception):
    """Enough is reported about this already, or in the name of this address."""


class Gone(Exception):
    """What is reported about has been deleted or taken off meanwhile."""


class AlreadySettled(Exception):
    """Somebody else has settled it meanwhile, or it is gone."""


def responsible(entry: Entry) -> list[Organisation]:
    """The organisations whose business `entry` is."""
    match entry:
        case Organisation():
            return [entry]
        case SupportOffer():
            return [entry.organisation]
        case Initiative():
            return list(Organisation.objects.filter(parts__initiative=entry).distinct())
    return []


@transaction.atomic
def report(entry: Entry, *, text: str, email: str = "") -> ErrorReport:
    """Keep what is wrong, and tell the owners. The same words again while they wait are the same report.

    Raises TooMany or Gone.
    """
    column = next(field.name for field in ErrorReport._meta.fields if field.related_model is type(entry))
    about = {column: entry}
    rows: Any = type(entry)._default_manager
    # Whoever deletes it waits until this is kept, or is waited for.
    if rows.select_for_update().filter(pk=entry.pk, live=True).first() is None:
        raise Gone
    one_at_a_time("directory.reports", column, entry.pk)
    open_ones = ErrorReport.objects.open().filter(**about)
    if same := open_ones.filter(text=text, email=email).first():
        return same
    last_hour = ErrorReport.objects.filter(created_at__gt=timezone.now() - timedelta(hours=1))
    if open_ones.count() >= MOST_OPEN:
        raise TooMany
    if email:
        one_at_a_time("directory.reports", email.lower())
        if last_hour.filter(email__iexact=email).count() >= MOST_PER_HOUR:
            raise TooMany
    is_told = last_hour.filter(**about).count() < MOST_PER_HOUR
    made = ErrorReport.objects.create(text=text, email=email, **about)
    log(entry, "directory.report", user=None, data={"report": made.pk})
    if is_told:
        letters.write(
            [owner for organisation in responsible(entry) for owner in owners(organisation)],
            gettext_noop("Somebody has reported an error: %(entry)s"),
            gettext_noop(
                "Somebody says that something is wrong on the page of %(entry)s. See what they write, correct it if "
                "they are right, and answer:"
            ),
            link=("directory:report", [made.pk]),
            entry=entry.called,
        )
    return made


def may_settle(user: User, made: ErrorReport) -> bool:
    return is_editor(user) or ErrorReport.objects.kept_by(user).filter(pk=made.pk).exists()


def _check(made: ErrorReport, by: User) -> None:
    if not may_settle(by, made):
        raise NotAllowed


@transaction.atomic
def take_up(made: ErrorReport, *, by: User) -> None:
    """Say that one looks into it. Raises AlreadySettled if somebody else does."""
    _check(made, by)
    taken = ErrorReport.objects.filter(pk=made.pk, state=State.NEW)
    if not taken.update(state=State.IN_PROGRESS, taken_at=timezone.now(), taken_by=by):
        raise AlreadySettled
    log(made.entry, "directory.take_up_report", user=by, data={"report": made.pk})


@transaction.atomic
def settle(made: ErrorReport, state: str, *, answer: str, by: User) -> None:
    """Say what came of it; whoever reported it gets the answer, and their address is erased."""
    _check(made, by)
    found = ErrorReport.objects.select_for_update().open().filter(pk=made.pk).first()
    if found is None or state not in ErrorReport.SETTLED:
        raise AlreadySettled
    entry, email = found.entry, found.email
    found.state, found.answer = state, answer
    found.text, found.email = without(found.text, email), ""
    found.settled_at, found.settled_by = timezone.now(), by
    found.save()
    log(entry, "directory.settle_report", user=by, data={"report": found.pk, "state": state})
    # Nobody has shown that the address is theirs: only an editor's words go to it.
    words = answer if is_editor(by) else ""
    tell_outcome(email, entry, OUTCOMES[State(state)], link=address_of(entry), answer=words)


OUTCOMES = {
    State.CORRECTED: gettext_noop(
        "Thank you! What you reported about %(entry)s is corrected.\n\n%(answer)s\n\nYour address is erased now."
    ),
    State.NO_ERROR: gettext_noop(
        "What you reported about %(entry)s is looked into, and was found to be right as it stands.\n\n%(answer)s\n\n"
        "Your address is erased now."
    ),
}


def address_of(entry: Entry) -> letters.Link:
    """Of its page, in whichever language."""
    return (entry.PAGE, [entry.slug])


def tell_outcome(email: str, entry: Entry, text: str, *, link: letters.Link, **values: Any) -> None:
    """Mail the reporter, if they want to know; their own words are not in it: the address may be another's."""
    letters.write(
        [email] if email else [],
        gettext_noop("What you reported about %(entry)s"),
        text,
        link=link,
        entry=entry.called,
        **values,
    )


def forget_old_reports() -> None:
    """Erase what was settled long ago, and addresses that nobody has answered to."""
    now = timezone.now()
    limit = now - timedelta(days=settings.REPORT_KEPT_DAYS)
    ErrorReport.objects.filter(settled_at__lt=limit).delete()
    for unanswered in ErrorReport.objects.open().filter(created_at__lt=now - ADDRESS_KEPT).exclude(email=""):
        unanswered.text, unanswered.email = without(unanswered.text, unanswered.email), ""
        unanswered.save(update_fields=["text", "email"])
