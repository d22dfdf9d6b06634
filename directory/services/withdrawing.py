"""An organisation leaves the directory: what is erased with its profile, and the little that stays."""

from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import gettext_noop
from wagtail.actions.unpublish import UnpublishAction
from wagtail.images import get_image_model
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, ReferenceIndex, Revision

from directory.models import ErrorReport, GoneAddress, ImportRow, Initiative, Organisation, Withdrawal
from directory.permissions import is_owner
from directory.services import letters, pictures, reports
from directory.services.memberships import NotAllowed, take_turn
from portal.accounts.models import User


def initiatives_of(organisation: Organisation) -> tuple[list[Initiative], list[Initiative]]:
    """Those that it runs alone, and those that others take part in too."""
    alone: list[Initiative] = []
    shared: list[Initiative] = []
    for initiative in Initiative.objects.filter(parts__organisation=organisation).distinct():
        others = initiative.parts.exclude(organisation=organisation)
        (shared if others.exists() else alone).append(initiative)
    return alone, shared


def was_never_public(initiative: Initiative) -> bool:
    return not initiative.live and initiative.first_published_at is None


@transaction.atomic
def withdraw(organisation: Organisation, *, by: User) -> Withdrawal:
    """End a profile for good, as one of its owners. Raises NotAllowed, and then nothing has happened.

    Everything that hangs on the organisation goes with its row: versions, drafts, contact persons,
    consents, offers, keepers, invitations, requests. Search, lists and maps follow by the signals.
    """
    take_turn(organisation)
    found = Organisation.objects.select_for_update(of=("self",)).filter(pk=organisation.pk).first()
    if found is None or not is_owner(by, found):
        raise NotAllowed
    organisation = found
    _tell(organisation, by)
    log(organisation, "directory.withdraw", user=by)
    # That something was done, when and by whom stays; what it was about may name people.
    ModelLogEntry.objects.for_instance(organisation).update(data={})
    images: set[int] = set()
    for initiative in initiatives_of(organisation)[0]:
        if was_never_public(initiative):
            images |= _images(initiative)
            initiative.delete()
        elif initiative.live:
            UnpublishAction(initiative, user=by).execute(skip_permission_checks=True)
    withdrawal = Withdrawal.objects.create(
        name=organisation.name, slug=organisation.slug, source_id=organisation.standing.source_id or "", withdrawn_by=by
    )
    for one in (organisation, *Organisation.objects.filter(merger__kept=organisation)):
        images |= _logos(one)
    pk = organisation.pk
    # What a file said of it, and what stood there before: nothing is taken back any more.
    ImportRow.objects.filter(kind="organisation", entry=pk).update(new={}, old={}, said={}, said_before={}, alike=[])
    organisation.delete()
    _erase_images(images, pk)
    return withdrawal


def _tell(organisation: Organisation, by: User) -> None:
    letters.write(
        [membership.user for membership in organisation.memberships.select_related("user")],
        gettext_noop("The profile of %(organisation)s has ended"),
        gettext_noop(
            "%(by)s has ended the profile of %(organisation)s at Social Innovation Skåne. It is off every page, and "
            "what stood in it is erased: descriptions, contact persons, logo, support offers, drafts and earlier "
            "versions. The name, the day and who ended it stay with the editors. Was it a mistake? Write to them, or "
            "add the organisation anew:"
        ),
        link=("directory:apply", []),
        organisation=organisation.name,
        by=by,
    )
    letters.write(
        [claim.user for claim in organisation.claims.waiting().select_related("user")],
        gettext_noop("Your request about %(organisation)s has ended"),
        gettext_noop("The organisation has ended its profile, so there is nothing to keep any more."),
        link=("directory:list", []),
        organisation=organisation.name,
    )
    gone = ErrorReport.objects.open().filter(organisation=organisation) | ErrorReport.objects.open().filter(
        support_offer__organisation=organisation
    )
    for report in gone.exclude(email="").with_entries():
        reports.tell_outcome(
            report.email,
            report.entry,
            gettext_noop("%(entry)s is no longer in the directory: the organisation has ended its profile."),
            link=("directory:list", []),
        )


def _logos(organisation: Organisation) -> set[int]:
    """Those of every version."""
    versions = Revision.objects.for_instance(organisation).values_list("content__logo", flat=True)
    return {int(pk) for pk in (organisation.logo_id, *versions) if pk}


def _images(initiative: Initiative) -> set[int]:
    """Those of every version."""
    versions = Revision.objects.for_instance(initiative).values_list("content__images", flat=True)
    kept = initiative.images.values_list("image", flat=True)
    return {*kept, *(row["image"] for rows in versions for row in rows or () if row["image"])}


def _erase_images(pks: set[int], organisation: int) -> None:
    """Delete the images, files and all, that nothing else shows."""
    own_type = ContentType.objects.get_for_model(Organisation)
    for image in get_image_model().objects.filter(pk__in=pks):
        others = ReferenceIndex.get_references_to(image).exclude(
            base_content_type=own_type, object_id=str(organisation)
        )
        if not others.exists() and not Organisation.objects.filter(logo=image).exists():
            pictures.erase(image)


def gone_at(slug: str) -> datetime | None:
    """When the organisation left the directory that was at `slug`, or the one that it had been merged into."""
    ended = Withdrawal.objects.filter(slug=slug).values_list("withdrawn_at", flat=True).first()
    return ended or GoneAddress.objects.filter(slug=slug).values_list("gone_at", flat=True).first()
