"""What is compared of each organisation, and the pairs that editors look at."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.log_actions import log

from directory.likeness import Keys, keys_of, like_names
from directory.models import LikelyPair, NameKey, Organisation, OrganisationKeys, OrganisationMerge
from directory.name_keys import kept_under
from portal.accounts.models import User

# In one run of the job.
AT_ONCE = 200


def keys_of_organisation(organisation: Organisation) -> Keys:
    other_names = getattr(organisation, "other_names", "").splitlines()
    return keys_of(
        [organisation.name, *other_names],
        organisation.website,
        organisation.contact_phone,
        getattr(organisation, "organisation_number", ""),
        organisation.contact_email,
    )


def follow(organisations: Iterable[Organisation]) -> None:
    """Keep the keys of `organisations` in step, in the write's own transaction."""
    rows = {organisation.pk: keys_of_organisation(organisation) for organisation in organisations}
    # What leads on to another is like nothing any more.
    for merged in OrganisationMerge.objects.filter(other__in=rows).values_list("other", flat=True):
        del rows[merged]
    known = OrganisationKeys.objects.in_bulk(list(rows))
    changed = [
        OrganisationKeys(
            organisation_id=pk, names="\n".join(keys.names), domain=keys.domain, number=keys.number, phone=keys.phone
        )
        for pk, keys in rows.items()
        if pk not in known or _as_keys(known[pk]) != keys
    ]
    OrganisationKeys.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=["organisation"],
        update_fields=["names", "domain", "number", "phone", "is_compared"],
        batch_size=100,
    )
    _follow_names(changed)


def _follow_names(changed: Iterable[OrganisationKeys]) -> None:
    """Keep under which keys the names of these are found."""
    NameKey.objects.filter(keys__in=changed).delete()
    NameKey.objects.bulk_create(
        (
            NameKey(keys_id=row.pk, key=key, length=len(name))
            for row in changed
            for name in _as_keys(row).names
            for key in kept_under(name)
        ),
        batch_size=1000,
    )


def _as_keys(row: OrganisationKeys) -> Keys:
    return Keys(tuple(filter(None, row.names.split("\n"))), row.domain, row.number, row.phone)


def compare_changed() -> int:
    """Look for likely duplicates of organisations whose keys have changed; return how many were compared."""
    with transaction.atomic():
        # Those that came in past every signal.
        follow(Organisation.objects.unmerged().filter(keys=None)[:AT_ONCE])
    changed = list(OrganisationKeys.objects.filter(is_compared=False).order_by("pk")[:AT_ONCE])
    if not changed:
        return 0
    # Read outside any transaction: writers do not wait while names are compared.
    for row in changed:
        keys = _as_keys(row)
        found: dict[int, list[str]] = {}
        for pk in similar_names(keys, Organisation.objects.exclude(pk=row.pk), limit=50):
            found.setdefault(pk, []).append("name")
        for pk, alike in same_keys(keys, OrganisationKeys.objects.exclude(pk=row.pk)).items():
            found.setdefault(pk, []).extend(alike)
        _keep_pairs(row, found)
    return len(changed)


def same_keys(keys: Keys, rows: QuerySet) -> dict[int, list[str]]:
    """Of the rows of keys those that have one of `keys` too, with which."""
    conditions = {name: value for name in ("domain", "number", "phone") if (value := getattr(keys, name))}
    if not conditions:
        return {}
    either = Q()
    for name, value in conditions.items():
        either |= Q(**{name: value})
    return {
        row.pk: [name for name, value in conditions.items() if getattr(row, name) == value]
        for row in rows.filter(either)[:50]
    }


def similar_names(keys: Keys, organisations: QuerySet[Organisation], limit: int) -> dict[int, float]:
    """Which of `organisations` have a name like one of `keys`, with how much, the most like first."""
    found: dict[int, float] = {}
    for name in keys.names:
        candidates = organisations.filter(pk__in=NameKey.objects.near(name)).order_by().values_list("pk", "keys__names")
        for pk, score in like_names([name], dict(candidates), limit=None).items():
            found[pk] = max(found.get(pk, 0), score)
    return dict(sorted(found.items(), key=lambda item: -item[1])[:limit])


@transaction.atomic
def _keep_pairs(row: OrganisationKeys, found: dict[int, list[str]]) -> None:
    """Write the pairs of one organisation; what editors have said of a pair stays."""
    unchanged = OrganisationKeys.objects.filter(
        pk=row.pk, names=row.names, domain=row.domain, number=row.number, phone=row.phone
    )
    if not unchanged.update(is_compared=True):
        return
    there = set(Organisation.objects.filter(pk__in=found).values_list("pk", flat=True))
    LikelyPair.objects.filter(Q(first=row.pk) | Q(second=row.pk), is_distinct=False).delete()
    LikelyPair.objects.bulk_create(
        [
            LikelyPair(first_id=min(pk, row.pk), second_id=max(pk, row.pk), alike=" ".join(alike))
            for pk, alike in found.items()
            if pk in there
        ],
        ignore_conflicts=True,
    )


@transaction.atomic
def say_distinct(pair: LikelyPair, *, by: User) -> None:
    """Two organisations, however alike: the pair does not come back."""
    if LikelyPair.objects.filter(pk=pair.pk).update(is_distinct=True, said_by=by, said_at=timezone.now()):
        for organisation, other in ((pair.first, pair.second), (pair.second, pair.first)):
            log(organisation, "directory.not_a_duplicate", user=by, data={"other": other.pk})
