"""An organisation's profile, edited by those who keep it."""

from dataclasses import dataclass
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.models import Revision

from directory.models import (
    Channel,
    ContactPerson,
    Organisation,
    OrganisationLink,
    OrganisationPlace,
    OrganisationTag,
)
from directory.services.contacts import record_consents
from portal.accounts.models import User

WRITTEN = [
    "name",
    "other_names",
    "form",
    "organisation_number",
    "founded",
    "summary_sv",
    "description_sv",
    "audiences",
    "languages",
    "goals",
    "website",
    "contact_email",
    "contact_phone",
    "summary_en",
    "description_en",
]
# The rows that are written anew at each saving, by relation: their model, and what of it is written.
ROWS: dict[str, tuple[type[Any], list[str]]] = {
    "places": (
        OrganisationPlace,
        ["name", "street", "postcode", "town", "municipality", "latitude", "longitude", "is_visited", "is_hidden"],
    ),
    "contacts": (ContactPerson, ["name", "role", "email", "phone", "is_public", "key"]),
    "channels": (Channel, ["kind", "url"]),
    "links": (OrganisationLink, ["label", "url"]),
}
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
        **{
            relation: [{name: _written(row, name) for name in names} for row in getattr(organisation, relation).all()]
            for relation, (_model, names) in ROWS.items()
        },
    }


def _written(row: Any, name: str) -> Any:
    if name == "key":
        return str(row.key)
    return row.municipality_id if name == "municipality" else getattr(row, name)


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
    record_consents(live, {row["key"]: row["is_public"] for row in values["contacts"]}, by=by)
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
    for relation, (model, _names) in ROWS.items():
        rows = [
            {f"{name}_id" if name == "municipality" else name: value for name, value in row.items()}
            for row in values[relation]
        ]
        setattr(draft, relation, [model(sort_order=order, **row) for order, row in enumerate(rows)])
    draft.tidy_up()
