"""What is shown of a search: hits with their kind, their words marked, and facets."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import Q, QuerySet
from django.utils import timezone

from portal.plugins.search import Hit, SearchSource
from search.engines import engine
from search.facets import FacetValue, facet_values
from search.highlighting import excerpt, mark
from search.models import SearchDocument
from search.planning import Plan, make_plan
from search.query import FACETS, Query
from search.sources import by_kind
from search.synonyms import kept

# Of what comes near where nothing is found.
MOST_NEAREST = 3
# So many new ones are looked at to have some of different kinds.
MOST_READ = 50


@dataclass(frozen=True)
class Found:
    """The answer to a query, ready to be shown. The first `complete` of all hits have all the words.

    `correction` is what was probably meant; `is_corrected`: the hits are for that.
    """

    hits: list[Hit]
    total: int
    facets: dict[str, list[FacetValue]]
    complete: int
    correction: str = ""
    is_corrected: bool = False

    @property
    def is_relaxed(self) -> bool:
        """Nothing has all the words: the hits have some of them."""
        return bool(self.total and not self.complete)


def search(query: Query) -> Found:
    """Answer `query` over all kinds that plugins publish."""
    plan = make_plan(query, kept())
    result = engine().search(query, plan, by_kind())
    return Found(
        hits=as_hits(result.ids, plan),
        total=result.total,
        facets={name: facet_values(name, query, result) for name in FACETS},
        complete=result.complete,
        correction=plan.correction,
        is_corrected=bool(plan.correction and result.total and not query.exact),
    )


def nearest(query: Query) -> tuple[Query, Found]:
    """What finds something where `query` finds nothing, and what it finds.

    It goes without the choices first, then also without quotation marks, words with a minus and `exact`.
    """
    found, wider = Found([], 0, {}, 0), query
    if query.choices:
        wider = replace(query, choices={}, limit=MOST_NEAREST, offset=0)
        found = search(wider)
    if not found.total and (query.exact or query.plain != query.text):
        wider = Query(query.plain, language=query.language, limit=MOST_NEAREST)
        found = search(wider)
    return wider, found


def newest(language: str) -> list[Hit]:
    """The last that was published of each kind in a language, or in any if nothing is written in it."""
    now = timezone.now()
    rows = SearchDocument.objects.filter(public=True, kind__in=by_kind(), published_at__lte=now)
    still = rows.filter(Q(starts_at=None) | Q(starts_at__gte=now)).order_by("-published_at", "kind", "key")
    read = list(still.filter(language=language).values_list("kind", "pk")[:MOST_READ])
    read = read or list(still.values_list("kind", "pk")[:MOST_READ])
    of_each_kind: dict[str, int] = {}
    for kind, pk in read:
        of_each_kind.setdefault(kind, pk)
    return as_hits(list(of_each_kind.values())[:MOST_NEAREST], Plan())


def find(text: str, *, language: str, kinds: Iterable[str] = (), limit: int = 20) -> list[Hit]:
    """The best hits for what a person wrote: what the port's `find` answers."""
    return search(Query(text, language=language, choices={"kind": tuple(kinds)}, limit=limit)).hits


def as_hits(ids: list[int], plan: Plan) -> list[Hit]:
    """The rows as they are shown, as far as they are still public."""
    return [hit for hit, _row in hits_with_rows(ids, plan, SearchDocument.objects.all())]


def hits_with_rows(ids: list[int], plan: Plan, rows: QuerySet[SearchDocument]) -> list[tuple[Hit, SearchDocument]]:
    """The same, each with its row of `rows`."""
    return [(_marked(hit, row, plan), row) for hit, row in plain_hits(ids, rows)]


def plain_hits(ids: list[int], rows: QuerySet[SearchDocument]) -> list[tuple[Hit, SearchDocument]]:
    """What a row says of itself, without its text; those of `rows` that are still public, each with its row."""
    kinds, found = by_kind(), rows.filter(public=True).in_bulk(ids)
    return [(_plain(row, kinds[row.kind]), row) for row in (found[pk] for pk in ids if pk in found)]


def _plain(row: SearchDocument, source: SearchSource) -> Hit:
    return Hit(
        kind=row.kind,
        key=row.key,
        kind_label=str(source.label),
        icon=source.icon,
        tone=source.tone,
        title=row.title,
        url=row.url,
        language=row.language,
        municipalities=tuple(row.municipalities),
        starts_at=row.starts_at,
        published_at=row.published_at,
        date=row.published_at if source.is_dated else None,
    )


def _marked(hit: Hit, row: SearchDocument, plan: Plan) -> Hit:
    return replace(
        hit,
        marked_title=mark(row.title, plan.surface),
        summary=row.summary,
        excerpt=excerpt(row.summary, row.text, plan.surface),
    )
