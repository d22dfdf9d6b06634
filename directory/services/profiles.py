"""An organisation's profile, edited by those who keep it."""

from dataclasses import dataclass
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.models import Revision

from directory.models import Organisation, OrganisationLink, OrganisationTag
from portal.accounts.models import User

WRITTEN = [
    "name",
    "form",
    "summary_sv",
    "description_sv",
    "website",
    "contact_name",
    "contact_email",
    "contact_phone",
    "summary_en",
    "description_en",
]
Values = dict[str, Any]


class Locked(Exception):
    """An editor has locked the profile."""


@dataclass
class ChangedMeanwhile(Exception):
    """Somebody saved the profile after the form was opened: what stood in it then, and what stands now."""

    base: Values
    theirs: Values


def profile_values(organisation: Organisation) -> Values:
    """What a person may write of `organisation`, in a shape that can be compared and fills a form."""
    return {
        **{name: getattr(organisation, name) for name in WRITTEN},
        "municipality": organisation.municipality_id,
        "tags": sorted(tagged.tag_id for tagged in organisation.tagged.all()),
        "links": [{"label": link.label, "url": link.url} for link in organisation.links.all()],
    }


@transaction.atomic
def update_profile(
    organisation: Organisation,
    values: Values,
    *,
    by: User,
    based_on: int | None,
    new_logo: ContentFile | None = None,
    remove_logo: bool = False,
) -> None:
    """Save what a keeper wrote, and publish it if the profile is public.

    `based_on` is the revision that the form was filled from. Raises ChangedMeanwhile when there is a
    newer one with other content, or Locked; then nothing has happened.
    """
    live = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if live.locked:
        raise Locked
    draft = live.get_latest_revision_as_object()
    if live.latest_revision_id != based_on:
        theirs = profile_values(draft)
        if theirs != values:
            raise ChangedMeanwhile(_base(live, based_on), theirs)
    if live.latest_revision_id is None:
        # So that the history begins with what stood before.
        live.save_revision(changed=False)
    _write(draft, values)
    if new_logo:
        draft.logo = get_image_model().objects.create(title=draft.name, file=new_logo, uploaded_by_user=by)
    elif remove_logo:
        draft.logo = None
    revision = draft.save_revision(user=by, log_action=True)
    if live.live:
        revision.publish(user=by, skip_permission_checks=True)
    type(live.standing).objects.filter(organisation=live).update(confirmed_at=timezone.now())


def _base(organisation: Organisation, based_on: int | None) -> Values:
    """What the form was filled from; without a number, from before the first revision."""
    revisions = Revision.objects.for_instance(organisation)
    revision = revisions.filter(pk=based_on).first() if based_on else revisions.order_by("created_at", "pk").first()
    return profile_values(revision.as_object()) if revision else {}


def _write(draft: Organisation, values: Values) -> None:
    for name in WRITTEN:
        setattr(draft, name, values[name])
    draft.municipality_id = values["municipality"]
    draft.tagged = [OrganisationTag(tag_id=tag) for tag in values["tags"]]
    draft.links = [OrganisationLink(sort_order=order, **link) for order, link in enumerate(values["links"])]
