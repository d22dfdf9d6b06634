"""What the lists of the open data have in common: how they are narrowed, and how far they go on."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime
from typing import Annotated, Any

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import override
from ninja import Schema
from ninja.errors import HttpError
from ninja.params.functions import Query as Parameter

from directory.mapping.where import with_distance
from directory.models import Municipality, Organisation, Tag
from directory.models.common import EntryQuerySet
from directory.terms import Goal
from portal.plugins import search
from portal.plugins.api import LAST_ITEM, Limit, Offset

# Of free text, as in the lists for people.
MOST_HITS = 100
LONGEST_CURSOR = 600

Near = Annotated[
    str,
    Parameter(
        max_length=60,
        example="lund",
        description="Slug of a municipality: the nearest to its seat first, instead of by name.",
    ),
]


def described(text: str, example: Any, **more: Any) -> Any:
    return Parameter(None, description=text, example=example, **more)


class Narrowing(Schema):
    """What every list is narrowed by; each choice narrows further. An unknown slug answers 422."""

    q: str | None = described(
        f"Free text, as people write it: the best {MOST_HITS} hits, best first.", "odling i skolan", max_length=200
    )
    municipality: str | None = described("Slug of a municipality.", "lund", max_length=60)
    tag: str | None = described("Slug of a tag; that of a merged one leads on.", "aterbruk", max_length=120)
    changed_since: datetime | None = described(
        "Published or changed at that time or later. What is withdrawn is not told: it is gone from the list.",
        "2026-01-31T12:00:00Z",
    )


class Part(Schema):
    """Which part of a list. `after` is what `next` of the last answer says; it costs the same however far one goes."""

    limit: Limit = 20
    offset: Offset = 0
    after: Annotated[
        str, Parameter(max_length=LONGEST_CURSOR, description="Where the last part ended: follow `next` instead.")
    ] = ""


class Listed(Schema):
    """`count` is of all that is chosen; `next` the address of what follows, null at the end."""

    count: int
    next: str | None


def narrowed(entries: Any, kind: str, narrowing: Narrowing) -> tuple[Any, list[int] | None]:
    """`entries`, public already, by what every list has; and the keys of the hits in their order, if text is asked."""
    ranked = None
    if narrowing.tag is not None:
        tag = Tag.objects.at(narrowing.tag).first()
        if tag is None:
            raise HttpError(422, "tag: there is no such tag")
        entries = entries.filter(tagged__tag=tag)
    if narrowing.municipality is not None:
        place = municipality(narrowing.municipality, "municipality")
        entries = entries.filter(**{"municipalities" if kind == "offer" else "municipality": place})
    if narrowing.changed_since is not None:
        since = narrowing.changed_since
        entries = entries.filter(last_published_at__gte=since if since.tzinfo else timezone.make_aware(since))
    if narrowing.q is not None and narrowing.q.strip():
        with override("sv"):
            hits = search.find(narrowing.q, language="sv", kinds=[kind], limit=MOST_HITS)
        ranked = [int(hit.key) for hit in hits]
        entries = entries.filter(pk__in=ranked)
    return entries, ranked


def municipality(slug: str, parameter: str) -> Municipality:
    place = Municipality.objects.filter(slug=slug).first()
    if place is None:
        raise HttpError(422, f"{parameter}: there is no such municipality")
    return place


def with_goal(entries: EntryQuerySet, goal: Goal) -> EntryQuerySet:
    # As JSON writes a list of numbers, in every database.
    return entries.alias(goals_said=Cast("goals", TextField())).filter(goals_said__regex=rf"[\[ ]{goal.value}[,\]]")


def with_value(entries: QuerySet[Organisation], column: str, value: str) -> QuerySet[Organisation]:
    said = f"{column}_said"
    return entries.alias(**{said: Cast(column, TextField())}).filter(**{f"{said}__contains": f'"{value}"'})


def listed(
    request: HttpRequest, entries: Any, part: Part, *, ranked: list[int] | None = None, near: str = ""
) -> dict[str, Any]:
    """The part of `entries` that is asked for: the nearest first, the best hits first, or by name."""
    if near:
        centre = municipality(near, "near")
        return _numbered(request, with_distance(entries, centre).order_by("distance", "sort_key", "pk"), part)
    if ranked is not None:
        found = sorted(entries, key=lambda entry: ranked.index(entry.pk))
        return _numbered(request, found, part)
    if not part.after:
        return _numbered(request, entries.order_by("sort_key", "pk"), part, by_name=True)
    if part.offset:
        raise HttpError(422, "after: not together with offset")
    sort_key, pk = _place(part.after)
    # The bound said outright: from it the databases know where in the index to begin.
    follows = entries.filter(Q(sort_key__gt=sort_key) | Q(pk__gt=pk), sort_key__gte=sort_key).order_by("sort_key", "pk")
    items = list(follows[: part.limit + 1])
    return {
        "items": items[: part.limit],
        "count": entries.count(),
        "next": _address(request, after=_cursor(items[part.limit - 1])) if len(items) > part.limit else None,
    }


def _numbered(request: HttpRequest, entries: Any, part: Part, *, by_name: bool = False) -> dict[str, Any]:
    if part.after:
        raise HttpError(422, "after: only where the list is by name")
    end = part.offset + part.limit
    items = list(entries[part.offset : end])
    count = len(entries) if isinstance(entries, list) else entries.order_by().count()
    following = None
    if end < count and items:
        if by_name:
            following = _address(request, after=_cursor(items[-1]))
        elif end <= LAST_ITEM:
            following = _address(request, offset=str(end))
    return {"items": items, "count": count, "next": following}


def _address(request: HttpRequest, **parameters: str) -> str:
    """This address with another place in the list."""
    query = request.GET.copy()
    for name in ("after", "offset"):
        query.pop(name, None)
    query.update(parameters)
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")


def _cursor(entry: Any) -> str:
    return urlsafe_b64encode(json.dumps([entry.sort_key, entry.pk]).encode()).decode().rstrip("=")


def _place(cursor: str) -> tuple[str, int]:
    try:
        sort_key, pk = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, TypeError):
        raise HttpError(422, "after: this is no place in the list") from None
    if not (isinstance(sort_key, str) and type(pk) is int and 0 <= pk < 2**63) or "\0" in sort_key:
        raise HttpError(422, "after: this is no place in the list")
    return sort_key, pk
