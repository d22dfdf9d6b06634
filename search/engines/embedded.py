"""The site's own database as the engine: its full-text index of the entries, and an order reckoned here."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from django.db import connection

from search import entries
from search.analysis import EXACT
from search.engines import ENOUGH, Enough, Result, Term
from search.engines.index import FullTextIndex
from search.engines.postgresql import PostgresqlIndex
from search.engines.rows import Hits, narrowed
from search.engines.sqlite import SqliteIndex
from search.filing import counted, labels, tally
from search.models import Entry, SearchDocument
from search.planning import Plan
from search.query import Query
from search.scoring import Texts, best_first
from search.vocabulary import resplit

# As many are scored as time allows; the rest stands behind them, newest first.
MOST_SCORED = 500
# Of so many that may be alike it is reckoned how much they share.
MOST_ALIKE = 60
TEXTS = "SELECT document_id, title, labels, body FROM search_entry WHERE document_id IN ({ids})"


class EmbeddedEngine:
    """See `Engine`. The entries are its index; the database keeps its full-text index of them itself.

    What keeps the entries in step with the rows is called within the transaction of a change.
    """

    def __init__(self) -> None:
        self.index: FullTextIndex = PostgresqlIndex() if connection.vendor == "postgresql" else SqliteIndex()

    def update(self, documents: Iterable[SearchDocument]) -> None:
        """Bring the index in step with these rows: those that are not public leave it."""
        entries.update(documents, self._holding)

    def settle(self) -> None:
        """Do what was put off when many rows came at once."""
        entries.settle(self._holding)

    def forget(self) -> None:
        """Leave nothing of the words of what has been taken out."""
        if self.index.FORGET:
            with connection.cursor() as cursor:
                cursor.execute(self.index.FORGET)

    def derive_words(self) -> None:
        """Give every word the forms that today's analysis makes; `update` gives them to the entries."""
        resplit(anew=True)

    def rebuild(self) -> int:
        """Make the index anew from the public rows; a search meanwhile sees the old one. Returns their number."""
        return entries.rebuild(lambda: SearchDocument.objects.filter(public=True).iterator(entries.BATCH))

    def revisions(self) -> dict[int, int]:
        """Row id → revision of all that is in the index."""
        return dict(Entry.objects.values_list("pk", "revision"))

    def search(self, query: Query, plan: Plan, kinds: Iterable[str]) -> Result:
        kinds = list(kinds)
        if plan.is_empty or not kinds:
            return Result()
        hits, complete = self._hits(query, plan, kinds)
        return self._result(hits, complete, query, plan)

    def beginning(
        self, written: Sequence[str], also: Iterable[str], language: str, kinds: Iterable[str], limit: int
    ) -> list[int]:
        kinds = list(kinds)
        if not kinds:
            return []
        tokens = [EXACT + word for word in written]
        found = dict.fromkeys(self.index.first(self.index.title_begins(tokens), language, kinds, limit))
        if len(found) < limit:
            anywhere = self.index.title_has(tokens, [EXACT + word for word in also])
            found |= dict.fromkeys(self.index.first(anywhere, language, kinds, limit))
        return list(found)[:limit]

    def similar(
        self, terms: Sequence[Term], enough: Enough, language: str, kinds: Iterable[str], group: str, limit: int
    ) -> list[tuple[int, str]]:
        kinds = list(kinds)
        if not kinds or not terms:
            return []
        found = []
        for pk, key, other, tokens in self.index.alike(terms, language, kinds, MOST_ALIKE):
            shared = [term.worth for term in terms if not tokens.isdisjoint(term.tokens)]
            if other != group and len(shared) >= enough.terms and sum(shared) >= enough.worth:
                found.append((-sum(shared), pk, key))
        return [(pk, key) for _worth, pk, key in sorted(found)[:limit]]

    def _holding(self, words: list[str]) -> list[int]:
        """The entries that have one of these words."""
        found: set[int] = set()
        for chunk in entries.chunks(words, 200):
            found.update(self.index.ids(self.index.any_token(EXACT + word for word in chunk)))
        return sorted(found)

    def _hits(self, query: Query, plan: Plan, kinds: list[str]) -> tuple[Hits, set[int]]:
        """The hits, soonest first if so asked, else newest, and the ids of those that have all the words."""
        index = self.index
        order = "soonest" if query.sort == "soonest" else "newest"
        complete: set[int] = set()
        if all(plan.strict):
            strict = index.hits(index.all_of(plan.strict, plan), plan, query.language, kinds, order)
            complete = set(strict.ids)
            if len(complete) >= ENOUGH:
                return strict, complete
        every = index.hits(index.any_of(plan.groups, plan), plan, query.language, kinds, order)
        possible = set(every.ids)
        groups = [group for group in plan.groups if group]
        if len(groups) == 1:
            met = Counter(possible)
        else:
            met = Counter(pk for group in groups for pk in possible & index.ids(index.any_of([group], plan)))
        chosen = set(complete)
        for least in range(len(plan.groups), 0, -1):
            chosen |= {pk for pk, groups in met.items() if groups >= least}
            if len(chosen) >= ENOUGH:
                break
        return every.only(pk in chosen for pk in every.ids), complete

    def _result(self, hits: Hits, complete: set[int], query: Query, plan: Plan) -> Result:
        under = tally(hits.filed)
        kept, missed_by_one = narrowed(hits, query, under)
        facets = counted(tally(kept.filed) if query.choices else under)
        for name, others in missed_by_one.items():
            facets[name] += counted(tally(others))[name]
        ids = self._best(kept.ids, plan) if query.sort == "relevance" else kept.ids
        first = [pk for pk in ids if pk in complete]
        ids = [*first, *(pk for pk in ids if pk not in complete)]
        return Result(
            ids=ids[query.offset : query.offset + query.limit],
            total=len(ids),
            complete=len(first),
            facets=facets,
            labels=labels(under, query.language),
        )

    def _best(self, ids: list[int], plan: Plan) -> list[int]:
        """The best first. Of very many those are scored that have the words at the top, then the newest."""
        scored, rest = ids, []
        if len(ids) > MOST_SCORED:
            top = self.index.ids(self.index.at_top(plan.strict)) if all(plan.strict) else set()
            at_top = [pk for pk in ids if pk in top][:MOST_SCORED]
            elsewhere = [pk for pk in ids if pk not in top]
            scored = [*at_top, *elsewhere[: MOST_SCORED - len(at_top)]]
            chosen = set(scored)
            rest = [pk for pk in ids if pk not in chosen]
        return [*best_first(_texts(scored), plan), *rest]


def _texts(ids: list[int]) -> Iterator[tuple[int, Texts]]:
    if not ids:
        return
    with connection.cursor() as cursor:
        cursor.execute(TEXTS.format(ids=", ".join(map(str, ids))))
        texts = {pk: (title, labels, body) for pk, title, labels, body in cursor.fetchall()}
    for pk in ids:
        if pk in texts:
            yield pk, texts[pk]
