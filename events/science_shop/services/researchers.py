"""Researchers' profiles: written by themselves, confirmed by a coordinator, gone when they like."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from directory.models import Tag
from directory.services import letters
from events.science_shop.models import Question, Researcher, ResearcherField, ResearcherTag, Taking
from events.science_shop.permissions import coordinators
from events.science_shop.services import leaving, matching
from portal.accounts.models import User
from portal.plugins import search
from portal.plugins.locks import one_at_a_time

# Whoever calls themselves something else is looked at again.
VOUCHED = ("name", "affiliation", "orcid")
TOLD_AGAIN_AFTER = timedelta(hours=1)
MY_PROFILE, WAITING = ("science_shop:my_profile", []), ("science_shop:waiting_researchers", [])


class ChangedMeanwhile(Exception):
    """The profile is another than the one that was looked at."""


class AccountGone(Exception):
    """The account was deleted meanwhile."""


class OrcidTaken(Exception):
    """Somebody else has said that this ORCID is theirs."""


@transaction.atomic
def save_profile(
    user: User, values: dict[str, Any], *, fields: Iterable[str] = (), tags: Iterable[Tag] = ()
) -> Researcher:
    """Keep how `user` describes themselves. Raises OrcidTaken, AccountGone.

    A new profile, and one with another name, affiliation or ORCID, waits for a coordinator, who is told once;
    of profiles that one account begins anew, once an hour.
    Whoever no longer wants to be shown stands nowhere from this moment, at the questions either.
    """
    # Two tabs of one person, one after the other. The profile before the account, as where the account is deleted.
    one_at_a_time("science_shop.profile", user.pk)
    researcher = Researcher.objects.in_turn().filter(user=user).first()
    if researcher is None:
        if not User.objects.select_for_update(no_key=True).filter(pk=user.pk).exists():
            raise AccountGone
        researcher = Researcher(user=user)
    is_new, was_confirmed = researcher.pk is None, researcher.is_confirmed
    if values["orcid"] and Researcher.objects.filter(orcid=values["orcid"]).exclude(user=user).exists():
        raise OrcidTaken
    if any(getattr(researcher, name) != values[name] for name in VOUCHED):
        researcher.confirmed_at = researcher.confirmed_by = None
    for name, value in values.items():
        setattr(researcher, name, value)
    researcher.version += 1
    researcher.save()
    ResearcherField.objects.filter(researcher=researcher).delete()
    ResearcherField.objects.bulk_create(
        ResearcherField(researcher=researcher, field=field) for field in sorted(set(fields))
    )
    ResearcherTag.objects.filter(content_object=researcher).delete()
    ResearcherTag.objects.bulk_create(ResearcherTag(content_object=researcher, tag=tag) for tag in tags)
    if not researcher.is_public:
        Taking.objects.filter(researcher=researcher).update(shows_name=False)
    # Between a yes and the next change lies what a coordinator did; to delete a profile and begin anew needs nobody.
    is_told = not _told_lately(user) if is_new else was_confirmed and not researcher.is_confirmed
    log(researcher, "science_shop.describe", user=user, data={"told": is_told})
    _follow(researcher)
    if is_told:
        letters.write(coordinators(), WAITS, WAITS_TEXT, link=WAITING)
    return researcher


def _told_lately(user: User) -> bool:
    """Whether coordinators have had a mail about this account; the log stays when a profile goes."""
    lately = timezone.now() - TOLD_AGAIN_AFTER
    return ModelLogEntry.objects.filter(
        user=user, action="science_shop.describe", timestamp__gt=lately, data__told=True
    ).exists()


WAITS = gettext_noop("A researcher waits for your confirmation")
WAITS_TEXT = gettext_noop(
    "Somebody has described themselves as a researcher, or calls themselves something else now. Nobody else sees it, "
    "and they take no questions, before a coordinator has confirmed it:"
)


@transaction.atomic
def confirm(researcher: Researcher, *, by: User, shown: int) -> Researcher:
    """Say that they are who they say; `shown` is the version that was looked at. A second time changes nothing.

    Raises ChangedMeanwhile.
    """
    researcher = _in_turn(researcher)
    if researcher.version != shown:
        raise ChangedMeanwhile
    if researcher.is_confirmed:
        return researcher
    researcher.confirmed_at, researcher.confirmed_by = timezone.now(), by
    researcher.save(update_fields=["confirmed_at", "confirmed_by"])
    log(researcher, "science_shop.confirm_researcher", user=by)
    _follow(researcher)
    letters.write(
        [researcher.user],
        gettext_noop("Your researcher profile is confirmed"),
        gettext_noop("A coordinator has confirmed your profile: you can take questions now. Those that fit you:"),
        link=MY_PROFILE,
    )
    return researcher


@transaction.atomic
def unconfirm(researcher: Researcher, *, by: User) -> Researcher:
    """Vouch for them no longer: nobody sees the profile, their questions are free again, and no contact is open."""
    researcher = _in_turn(researcher)
    if not researcher.is_confirmed:
        return researcher
    leaving.leave(researcher)
    matching.end_all(researcher, by=by)
    researcher.confirmed_at = researcher.confirmed_by = None
    researcher.save(update_fields=["confirmed_at", "confirmed_by"])
    log(researcher, "science_shop.unconfirm_researcher", user=by)
    _follow(researcher)
    letters.write(
        [researcher.user],
        gettext_noop("Your researcher profile is no longer confirmed"),
        gettext_noop(
            "A coordinator no longer confirms your profile: it is shown to nobody, and the questions that you had "
            "taken are free again. Look at what stands in it:"
        ),
        link=MY_PROFILE,
    )
    return researcher


@transaction.atomic
def delete(researcher: Researcher) -> None:
    """Take the name away and keep the work (`leaving.go`, whoever deletes the profile). A second time does nothing."""
    if current := Researcher.objects.in_turn(to_delete=True).filter(pk=researcher.pk).first():
        current.delete()


def _in_turn(researcher: Researcher) -> Researcher:
    return Researcher.objects.in_turn().get(pk=researcher.pk)


def _follow(researcher: Researcher) -> None:
    """Bring the search in step, of the questions too where their name stood or stands."""
    taken = Question.objects.filter(pk__in=researcher.takings.values("question_id"))
    search.publish_many([researcher, *taken])
