"""What looks like the organisation that somebody is writing down."""

from dataclasses import dataclass
from functools import lru_cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from directory.likeness import Keys, choices_of, like_choices, like_names
from directory.models import Edition, Organisation, OrganisationKeys
from directory.models.common import Person
from directory.services.duplicates import same_keys

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


@lru_cache(maxsize=2)
def _public_lines(edition: str) -> dict[tuple[int, str], str]:
    """The names of what everybody may see; remembered while `edition` lasts."""
    return choices_of(dict(OrganisationKeys.objects.filter(organisation__live=True).values_list("pk", "names")))


def alike(keys: Keys, *, seen_by: Person, municipality: str | None = None, besides: int | None = None) -> list[Alike]:
    """The likeliest first: an equal key says most, then the name, then the place. Only what `seen_by` may read."""
    visible = Organisation.objects.visible_to(seen_by)
    rows = OrganisationKeys.objects.filter(organisation__in=visible).exclude(pk=besides)
    named = {}
    if keys.names:
        unseen = rows.exclude(organisation__live=True).values_list("pk", "names")
        found_names = like_choices(keys.names, _public_lines(Edition.current()), limit=4 * MOST + 1)
        found_names |= like_names(keys.names, dict(unseen), limit=4 * MOST)
        named = {pk: score for pk, score in found_names.items() if pk != besides}
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
