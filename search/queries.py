"""What is shown of a search: hits with their kind, their words marked, and facets."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from portal.plugins.search import Hit, SearchSource
from search.engines import engine
from search.highlighting import excerpt, mark
from search.models import SearchDocument
from search.planning import Plan, make_plan
from search.query import Query
from search.sources import sources
from search.synonyms import Synonyms


@dataclass(frozen=True)
class FacetValue:
    """One choice of a facet and how many hits it would give."""

    value: str
    label: str
    count: int
    checked: bool


@dataclass(frozen=True)
class Found:
    """The answer to a query, ready to be shown. The first `complete` of all hits have all the words.

    `correction` is what was probably meant; `is_corrected`: the hits are for that.
    """

    hits: list[Hit]
    total: int
    kinds: list[FacetValue]
    municipalities: list[FacetValue]
    complete: int
    correction: str = ""
    is_corrected: bool = False

    @property
    def is_relaxed(self) -> bool:
        """Nothing has all the words: the hits have some of them."""
        return bool(self.total and not self.complete)


def search(query: Query) -> Found:
    """Answer `query` over all kinds that plugins publish."""
    by_kind = {source.kind: source for source in sources()}
    plan = make_plan(query, Synonyms())
    result = engine().search(query, plan, by_kind)
    rows = SearchDocument.objects.filter(public=True).in_bulk(result.ids)
    counts = result.municipalities
    places = sorted({*counts, *query.municipalities}, key=lambda name: (-counts[name], name))
    return Found(
        hits=[_hit(rows[pk], by_kind[rows[pk].kind], plan) for pk in result.ids if pk in rows],
        total=result.total,
        kinds=[
            FacetValue(kind, str(source.plural or source.label), result.kinds[kind], kind in query.kinds)
            for kind, source in by_kind.items()
            if result.kinds[kind] or kind in query.kinds
        ],
        municipalities=[FacetValue(name, name, counts[name], name in query.municipalities) for name in places],
        complete=result.complete,
        correction=plan.correction,
        is_corrected=bool(plan.correction and result.total and not query.exact),
    )


def narrowed(query: Query) -> Query:
    """`query` without choices of kinds and municipalities that nothing public has."""
    known: set[str] = set()
    if query.municipalities:
        public = SearchDocument.objects.filter(public=True, municipality__in=query.municipalities)
        known.update(public.values_list("municipality", flat=True).distinct())
    return replace(
        query,
        kinds=tuple(kind for kind in query.kinds if kind in {source.kind for source in sources()}),
        municipalities=tuple(name for name in query.municipalities if name in known),
    )


def find(text: str, *, language: str, kinds: Iterable[str] = (), limit: int = 20) -> list[Hit]:
    """The best hits for what a person wrote: what the port's `find` answers."""
    return search(Query(text, language=language, kinds=tuple(kinds), limit=limit)).hits


def _hit(row: SearchDocument, source: SearchSource, plan: Plan) -> Hit:
    return Hit(
        kind=row.kind,
        key=row.key,
        kind_label=str(source.label),
        icon=source.icon,
        tone=source.tone,
        title=row.title,
        marked_title=mark(row.title, plan.surface),
        url=row.url,
        language=row.language,
        summary=row.summary,
        excerpt=excerpt(row.summary, row.text, plan.surface),
        municipality=row.municipality,
        starts_at=row.starts_at,
        published_at=row.published_at,
        date=row.published_at if source.is_dated else None,
    )
