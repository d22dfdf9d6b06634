"""Making one organisation of two entries of it, and two again.

The other entry is not deleted: unpublished and locked it stays behind its `OrganisationMerge`, so that
its addresses lead on and all of it can come back. Whatever belongs to it by a foreign key goes along,
in other plugins too; the search hears of it as it always does, when both are saved.
"""

import json
from datetime import timedelta
from hashlib import sha256
from typing import Any, cast

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from wagtail.log_actions import log
from wagtail.models import Revision

from directory.content import Values, values_of, write
from directory.models import (
    Application,
    ContactConsent,
    LikelyPair,
    Organisation,
    OrganisationKeys,
    OrganisationMerge,
    OrganisationStanding,
)
from directory.permissions import is_editor
from directory.services import belongings, letters
from directory.services.memberships import NotAllowed
from portal.accounts.models import User
from portal.plugins.locks import one_at_a_time

# How long the other entry waits for coming back.
KEPT = timedelta(days=90)


class MergeRefused(Exception):
    """The message says to the editor why."""


class ChangedMeanwhile(Exception):
    """One of the two is no longer what the editor was shown."""


def content_of(organisation: Organisation) -> Values:
    """What is merged of an organisation: its latest version."""
    return values_of(cast("Organisation", organisation.get_latest_revision_as_object()))


def fingerprint(*contents: Values) -> str:
    """What is equal while nobody has changed either."""
    return sha256(json.dumps(contents, default=str, sort_keys=True).encode()).hexdigest()


def obstacles(kept: Organisation, other: Organisation) -> list[str]:
    """Why the two cannot be made one now."""
    if kept.pk == other.pk:
        return [_("This is one entry. Choose two.")]
    found = []
    for one in (kept, other):
        if hasattr(one, "merger"):
            found.append(_("%(name)s has been merged already.") % {"name": one.name})
        if one.locked:
            found.append(_("%(name)s is locked. Unlock it first.") % {"name": one.name})
        if (one.live and one.has_unpublished_changes) or one.approved_schedule:
            found.append(
                _("Changes of %(name)s wait to be published. Publish or discard them first.") % {"name": one.name}
            )
        if Application.objects.open().filter(organisation=one).exists():
            found.append(_("Somebody asks for the profile of %(name)s. Answer first.") % {"name": one.name})
    if other.live and not kept.live:
        found.append(_("%(name)s is not published. Keep the other one, or publish it first.") % {"name": kept.name})
    return found


def may_merge(user: User) -> bool:
    """Whether `user` makes one of two: it changes, publishes and takes back."""
    return is_editor(user) and user.has_perm("directory.publish_organisation")


def _locked(*organisations: Organisation) -> list[Organisation]:
    """The same as they stand now, once nobody else changes them; in one order, so that two who cross do not block."""
    for organisation in sorted(organisations, key=lambda one: one.pk):
        one_at_a_time("directory.keepers", organisation.pk)
    numbers = [organisation.pk for organisation in organisations]
    rows = Organisation.objects.select_for_update().filter(pk__in=numbers).order_by("pk")
    found = {row.pk: row for row in rows}
    if missing := [organisation.name for organisation in organisations if organisation.pk not in found]:
        raise MergeRefused(_("%(name)s is not there any more.") % {"name": missing[0]})
    return [found[number] for number in numbers]


@transaction.atomic
def merge(kept: Organisation, other: Organisation, values: Values, *, by: User, shown: str) -> OrganisationMerge:
    """Let `kept` hold `values`, and all that belongs to `other`, whose addresses lead to it from now on.

    `shown` is the fingerprint of both as the editor saw them. Raises NotAllowed, MergeRefused,
    ChangedMeanwhile, or ValidationError for values that do not go together.
    """
    if not may_merge(by):
        raise NotAllowed
    kept, other = _locked(kept, other)
    if found := obstacles(kept, other):
        raise MergeRefused(" ".join(found))
    if fingerprint(content_of(kept), content_of(other)) != shown:
        raise ChangedMeanwhile
    for one in (kept, other):
        if one.latest_revision_id is None:
            one.save_revision(changed=False)
    draft = _written(kept, values)
    draft.full_clean()
    made = OrganisationMerge.objects.create(
        other=other, kept=kept, merged_by=by, before=kept.latest_revision, was_live=other.live
    )
    moved = {**belongings.move(other, kept), "consents": _move_consents(values, other, kept)}
    if other.standing.is_partner and not kept.standing.is_partner:
        OrganisationStanding.objects.filter(organisation=kept).update(is_partner=True)
        moved["is_partner"] = True
    other.unpublish(user=by)
    Organisation.objects.filter(pk=other.pk).update(locked=True, locked_at=timezone.now(), locked_by=None)
    OrganisationKeys.objects.filter(organisation=other).delete()
    for end in ("first", "second"):
        LikelyPair.objects.filter(**{end: other}, is_distinct=False).delete()
    made.after, made.moved = _save(kept, draft, by), moved
    made.save(update_fields=["after", "moved"])
    log(kept, "directory.merge", user=by, data={"other": other.pk, "name": other.name})
    log(other, "directory.merged", user=by, data={"kept": kept.pk, "name": kept.name})
    _tell_keepers(
        made,
        gettext_noop("%(other)s and %(organisation)s are one profile now"),
        gettext_noop(
            "%(other)s and %(organisation)s stood in the directory twice. The editors have made one profile of "
            "them, which you keep. Look whether everything is right:"
        ),
    )
    return made


def _written(organisation: Organisation, values: Values) -> Organisation:
    """The latest version of `organisation` with `values`, not saved."""
    draft = cast("Organisation", organisation.get_latest_revision_as_object())
    write(draft, values)
    return draft


def _save(organisation: Organisation, draft: Organisation, by: User) -> Revision:
    revision = draft.save_revision(user=by, log_action=True)
    if organisation.live:
        revision.publish(user=by, skip_permission_checks=True)
    return revision


def _move_consents(values: Values, other: Organisation, kept: Organisation) -> list[str]:
    """The yes of the contact persons who go along goes along."""
    keys = {str(row["key"]) for row in values["contacts"]}
    consents = ContactConsent.objects.filter(organisation=other, person__in=keys)
    moved = [str(person) for person in consents.values_list("person", flat=True)]
    consents.update(organisation=kept)
    return moved


def _tell_keepers(made: OrganisationMerge, subject: str, text: str) -> None:
    keeping = made.kept.memberships.select_related("user")
    letters.write(
        [membership.user for membership in keeping if membership.user.is_active],
        subject,
        text,
        link=("directory:organisation", [made.kept.slug]),
        organisation=made.kept.name,
        other=made.other.name,
    )


def changed_by(made: OrganisationMerge) -> dict[str, tuple[Any, Any]]:
    """What the merge changed in the kept one's content: before, and after."""
    if not made.before or not made.after:
        return {}
    before, after = (values_of(version.as_object()) for version in (made.before, made.after))
    return {name: (before[name], after[name]) for name in before if before[name] != after[name]}


def undo_obstacles(made: OrganisationMerge) -> tuple[list[str], list[str]]:
    """Why the merge cannot be undone any more, and the names of what would be lost, changed since."""
    kept = made.kept
    if made.is_final or not made.before or not made.after:
        return [_("It was too long ago: what the other entry held has been erased.")], []
    found = []
    if hasattr(kept, "merger"):
        found.append(
            _("%(name)s has itself been merged into %(other)s since. Undo that first.")
            % {"name": kept.name, "other": kept.merger.kept.name}
        )
    if kept.locked and not hasattr(kept, "merger"):
        found.append(_("%(name)s is locked. Unlock it first.") % {"name": kept.name})
    if (kept.live and kept.has_unpublished_changes) or kept.approved_schedule:
        found.append(
            _("Changes of %(name)s wait to be published. Publish or discard them first.") % {"name": kept.name}
        )
    now = content_of(kept)
    lost = [name for name, (_before, after) in changed_by(made).items() if now[name] != after]
    if not belongings.leaves_an_owner(made):
        found.append(_("Nobody would own %(name)s: make somebody owner first.") % {"name": kept.name})
    return found, lost


@transaction.atomic
def undo(made: OrganisationMerge, *, by: User) -> Organisation:
    """Let the other entry stand for itself again, with what went along and is still there; return it.

    What the merge wrote into the kept one is taken back, what people have written there since stays.
    Raises NotAllowed, or MergeRefused when something would be lost.
    """
    if not may_merge(by):
        raise NotAllowed
    _locked(made.kept, made.other)
    found = OrganisationMerge.objects.select_related("kept", "other", "before", "after").filter(pk=made.pk).first()
    if found is None:
        raise MergeRefused(_("Somebody has undone this already."))
    why, lost = undo_obstacles(found)
    if why or lost:
        raise MergeRefused(" ".join(why) or _("What has been changed since would be lost."))
    kept, other = found.kept, found.other
    back = {name: before for name, (before, _after) in changed_by(found).items()}
    _tell_keepers(
        found,
        gettext_noop("%(other)s and %(organisation)s are two profiles again"),
        gettext_noop(
            "The editors have undone that %(other)s and %(organisation)s were made one profile. You keep again what "
            "you kept before."
        ),
    )
    belongings.move_back(found)
    ContactConsent.objects.filter(organisation=kept, person__in=found.moved["consents"]).update(organisation=other)
    if found.moved.get("is_partner"):
        OrganisationStanding.objects.filter(organisation=kept).update(is_partner=False)
    was_live = found.was_live
    found.delete()
    Organisation.objects.filter(pk=other.pk).update(locked=False, locked_at=None, locked_by=None)
    other = Organisation.objects.get(pk=other.pk)
    if was_live and other.latest_revision:
        other.latest_revision.publish(user=by, skip_permission_checks=True)
    else:
        other.save()
    _save(kept, _written(kept, back), by)
    log(kept, "directory.undo_merge", user=by, data={"other": other.pk, "name": other.name})
    log(other, "directory.undo_merge", user=by, data={"kept": kept.pk, "name": kept.name})
    return Organisation.objects.get(pk=other.pk)


def erase_old_merges() -> None:
    """What the other entry held is kept only for undoing: erase it when that time is over."""
    old = OrganisationMerge.objects.filter(is_final=False, merged_at__lt=timezone.now() - KEPT)
    for made in old.select_related("other"):
        with transaction.atomic():
            _erase(made)


def _erase(made: OrganisationMerge) -> None:
    other = made.other
    for relation in ("places", "contacts", "channels", "links"):
        getattr(other, relation).all().delete()
    ContactConsent.objects.filter(organisation=other).delete()
    other.tagged.all().delete()
    content_type = ContentType.objects.get_for_model(Organisation)
    Revision.objects.filter(base_content_type=content_type, object_id=str(other.pk)).delete()
    emptied = dict.fromkeys(
        ("other_names", "description_sv", "description_en", "contact_email", "contact_phone", "organisation_number"), ""
    )
    Organisation.objects.filter(pk=other.pk).update(latest_revision=None, logo=None, **emptied)
    made.is_final, made.moved = True, {}
    made.save(update_fields=["is_final", "moved"])
