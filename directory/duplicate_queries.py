"""What looks like the organisation that somebody is writing down."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from directory.likeness import Keys
from directory.models import Organisation, OrganisationKeys
from directory.models.common import Person
from directory.services.duplicates import same_keys, similar_names

MOST = 5
REASONS: dict[str, str | Promise] = {
    "name": _("a similar name"),
    "domain": _("the same website"),
    "number": _("the same organisation number"),
    "phone": _("the same phone number"),
}


@dataclass(frozen=True)
class Alike:
    """An organisation that may be the same, and in what."""

    organisation: Organisation
    reasons: list[str | Promise]


def alike(keys: Keys, *, seen_by: Person, municipality: str | None = None, besides: int | None = None) -> list[Alike]:
    """The likeliest first: an equal key says most, then the name, then the place. Only what `seen_by` may read."""
    visible = Organisation.objects.visible_to(seen_by)
    # Asked of each that is found: not of all that may be seen.
    rows = OrganisationKeys.objects.filter(Exists(visible.filter(pk=OuterRef("pk")))).exclude(pk=besides)
    named = similar_names(keys, visible.exclude(pk=besides), limit=4 * MOST)
    keyed = same_keys(keys, rows)
    found = visible.filter(pk__in={*named, *keyed}).select_related("municipality")
    ranked = sorted(
        found,
        key=lambda one: (-len(keyed.get(one.pk, ())), one.municipality_id != municipality, -named.get(one.pk, 0)),
    )
    return [
        Alike(one, [REASONS[name] for name in [*keyed.get(one.pk, ()), *(["name"] if one.pk in named else [])]])
        for one in ranked[:MOST]
    ]
