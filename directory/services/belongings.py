"""What belongs to an organisation by a foreign key, moved to another when the two are made one, and back.

Other plugins' things among them: their meetups' organisers go along without the directory knowing of meetups.
"""

from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import Exists, ForeignKey, Model, OuterRef, Q, QuerySet, UniqueConstraint
from django.utils import timezone
from modelcluster.fields import ParentalKey
from wagtail.models import Revision

from directory.models import Claim, ContactConsent, Membership, Organisation, OrganisationMerge
from directory.models.claims import State

Role = Membership.Role


def ties() -> list[Any]:
    """The foreign keys by which things belong to an organisation, without what is part of its profile.

    A key that should stay has no name on the organisation's side (`related_name="+"`).
    """
    own = (Membership, ContactConsent)
    keys = [relation.field for relation in Organisation._meta.related_objects if relation.one_to_many]
    return [
        key
        for key in keys
        if isinstance(key, ForeignKey)
        and key.model not in own
        and not (isinstance(key, ParentalKey) and key.related_model is Organisation)
    ]


def _name(key: Any) -> str:
    return f"{key.model._meta.label}.{key.name}"


def _key(name: str) -> Any:
    label, _dot, field = name.rpartition(".")
    return apps.get_model(label)._meta.get_field(field)


def _rows(key: Any, organisation: Organisation) -> QuerySet:
    return key.model._base_manager.filter(**{key.name: organisation})


def _parent(model: type[Model]) -> str:
    """The key of what a row is a part of, as an organiser is of a meetup; empty for what stands alone."""
    return next((field.attname for field in model._meta.fields if isinstance(field, ParentalKey)), "")


def _twice(key: Any, other: Organisation, kept: Organisation) -> QuerySet:
    """The rows of `other` that `kept` has as well, by the model's own rules."""
    clash = Q(pk__in=[])
    for rule in key.model._meta.constraints:
        if not isinstance(rule, UniqueConstraint) or key.name not in rule.fields:
            continue
        same = {name: OuterRef(name) for name in rule.fields if name != key.name}
        condition = rule.condition or Q()
        clash |= Q(Exists(_rows(key, kept).filter(condition, **same))) & condition
    return _rows(key, other).filter(clash)


def move(other: Organisation, kept: Organisation) -> dict[str, Any]:
    """Give `kept` what belongs to `other`; return what `move_back` needs."""
    moved: dict[str, list[int]] = {}
    twice: dict[str, list[dict[str, Any]]] = {}
    ended: list[int] = []
    for key in ties():
        manager = key.model._base_manager
        double = list(_twice(key, other, kept).values())
        numbers = [row[key.model._meta.pk.attname] for row in double]
        if _parent(key.model) and double:
            twice[_name(key)] = double
            manager.filter(pk__in=numbers).delete()
        elif key.model is Claim:
            # Asked of both: the one request is enough.
            ended = numbers
            Claim.objects.filter(pk__in=ended).update(state=State.EXPIRED, answered_at=timezone.now())
        if going := list(_rows(key, other).exclude(pk__in=numbers).values_list("pk", flat=True)):
            moved[_name(key)] = going
            manager.filter(pk__in=going).update(**{key.name: kept})
    return {"rows": moved, "twice": twice, "claims": ended, **_move_keepers(other, kept)}


def _move_keepers(other: Organisation, kept: Organisation) -> dict[str, Any]:
    """Who keeps either keeps the one; who keeps both has the stronger role."""
    already = {membership.user_id: membership for membership in kept.memberships.all()}
    keepers, both = [], []
    for membership in other.memberships.order_by("pk"):
        if (mine := already.get(membership.user_id)) is None:
            keepers.append(membership.pk)
            continue
        is_raised = membership.is_owner and not mine.is_owner
        both.append(
            {
                "user": membership.user_id,
                "role": str(membership.role),
                "since": membership.since.isoformat(),
                "raised": is_raised,
            }
        )
        if is_raised:
            Membership.objects.filter(pk=mine.pk).update(role=Role.OWNER)
        membership.delete()
    Membership.objects.filter(pk__in=keepers).update(organisation=kept)
    return {"keepers": keepers, "both": both}


def move_back(made: OrganisationMerge) -> None:
    """Give `other` back what went along and is still where it went."""
    kept, other, moved = made.kept, made.other, made.moved
    for name, numbers in moved["rows"].items():
        rows = _rows(_key(name), kept).filter(pk__in=numbers)
        back = list(rows)
        rows.update(**{_key(name).name: other})
        for row in back:
            _say_so_in_the_latest_version(_key(name), row, kept, other)
    for name, parts in moved["twice"].items():
        key, parent = _key(name), _parent(_key(name).model)
        parents = key.model._meta.get_field(parent.removesuffix("_id")).related_model._base_manager
        there = set(parents.filter(pk__in=[row[parent] for row in parts]).values_list("pk", flat=True))
        number = key.model._meta.pk.attname
        again = [key.model(**{**row, number: None}) for row in parts if row[parent] in there]
        key.model._base_manager.bulk_create(again, ignore_conflicts=True)
        for row in again:
            _say_so_in_the_latest_version(key, row, kept, other)
    Claim.objects.filter(pk__in=moved["claims"], state=State.EXPIRED).update(state=State.WAITING, answered_at=None)
    Membership.objects.filter(pk__in=moved["keepers"], organisation=kept).update(organisation=other)
    for row in moved["both"]:
        mine = kept.memberships.filter(user=row["user"])
        if mine.exists():
            since = datetime.fromisoformat(row["since"])
            Membership.objects.create(organisation=other, user_id=row["user"], role=row["role"], since=since)
            if row["raised"]:
                mine.update(role=Role.KEEPER)


def _say_so_in_the_latest_version(key: Any, row: Any, kept: Organisation, other: Organisation) -> None:
    """What somebody edits next begins with the latest version; one from before the merge names `other` itself."""
    parent = _parent(key.model)
    thing = getattr(row, parent.removesuffix("_id")) if parent else row
    if (revision := getattr(thing, "latest_revision", None)) is None:
        return
    content = dict(revision.content)
    if not parent:
        if content.get(key.name) == kept.pk:
            content[key.name] = other.pk
    else:
        rows = key.model._meta.get_field(parent.removesuffix("_id")).remote_field.get_accessor_name()
        content[rows] = _as_it_was(content.get(rows) or [], key.name, row, kept, other)
    # Past `save`, which would mark this as the newest version.
    Revision.objects.filter(pk=revision.pk).update(content=content)


def _as_it_was(rows: list[dict[str, Any]], name: str, row: Any, kept: Organisation, other: Organisation) -> list:
    if other.pk in {listed[name] for listed in rows}:
        return rows
    if row.pk:
        return [{**listed, name: other.pk} if listed["pk"] == row.pk else listed for listed in rows]
    beside = [{**listed, "pk": None, name: other.pk} for listed in rows if listed[name] == kept.pk]
    return [*rows, *beside]


def leaves_an_owner(made: OrganisationMerge) -> bool:
    """Whether the kept one, if anybody keeps it after undoing, is owned by somebody."""
    raised = [row["user"] for row in made.moved["both"] if row["raised"]]
    staying = made.kept.memberships.exclude(pk__in=made.moved["keepers"])
    return not staying.exists() or staying.owners().exclude(user__in=raised).exists()


def gone_since(made: OrganisationMerge) -> tuple[int, int]:
    """How many keepers and how many other things went along and are not there any more: undoing puts none back."""
    kept, moved = made.kept, made.moved
    keepers = len(moved["keepers"]) - Membership.objects.filter(pk__in=moved["keepers"], organisation=kept).count()
    users = [row["user"] for row in moved["both"]]
    keepers += len(users) - kept.memberships.filter(user__in=users).count()
    things = sum(
        len(numbers) - _rows(_key(name), kept).filter(pk__in=numbers).count() for name, numbers in moved["rows"].items()
    )
    return keepers, things


def counts(organisation: Organisation) -> list[tuple[str, int]]:
    """How much belongs to an organisation of each kind, with what the kind is called."""
    keepers: list[tuple[Any, int]] = [(Membership, organisation.memberships.count())]
    found = [*keepers, *((key.model, _rows(key, organisation).count()) for key in ties())]
    return [
        (str(model._meta.verbose_name if count == 1 else model._meta.verbose_name_plural), count)
        for model, count in found
        if count
    ]
