"""What is shown of a search: hits with their kind, their words marked, and facets."""

from collections.abc import Iterable
from dataclasses import dataclass

from portal.plugins.search import Hit, SearchSource
from search.engines import engine
from search.facets import FacetValue, facet_values
from search.highlighting import excerpt, mark
from search.models import SearchDocument
from search.planning import Plan, make_plan
from search.query import FACETS, Query
from search.sources import sources
from search.synonyms import kept


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
    by_kind = {source.kind: source for source in sources()}
    plan = make_plan(query, kept())
    result = engine().search(query, plan, by_kind)
    return Found(
        hits=as_hits(result.ids, plan),
        total=result.total,
        facets={name: facet_values(name, query, result) for name in FACETS},
        complete=result.complete,
        correction=plan.correction,
        is_corrected=bool(plan.correction and result.total and not query.exact),
    )


def find(text: str, *, language: str, kinds: Iterable[str] = (), limit: int = 20) -> list[Hit]:
    """The best hits for what a person wrote: what the port's `find` answers."""
    return search(Query(text, language=language, choices={"kind": tuple(kinds)}, limit=limit)).hits


def as_hits(ids: list[int], plan: Plan) -> list[Hit]:
    """The rows as they are shown, as far as they are still public."""
    by_kind = {source.kind: source for source in sources()}
    rows = SearchDocument.objects.filter(public=True).in_bulk(ids)
    return [_hit(rows[pk], by_kind[rows[pk].kind], plan) for pk in ids if pk in rows]


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
