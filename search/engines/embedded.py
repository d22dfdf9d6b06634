"""The site's own database as the engine: SQLite's FTS5, written in the transaction of the change itself."""

from collections import Counter
from collections.abc import Iterable

from django.db import connection, transaction

from search.analysis import EXACT, FOLDED, exact_tokens, folded_tokens
from search.engines import Result
from search.models import SearchDocument
from search.query import Query, Term

# What a word counts for in the title, in tags and place, in the text, and when å ä ö were not written.
SEARCH = """
SELECT hit.id, hit.kind, hit.municipality
FROM search_index JOIN search_searchdocument AS hit ON hit.id = search_index.rowid
WHERE search_index MATCH %s AND hit.public AND hit.kind IN ({kinds})
  AND (hit.language = %s OR NOT EXISTS (
    SELECT 1 FROM search_searchdocument AS own
    WHERE own."group" = hit."group" AND own.language = %s AND own.public
  ))
ORDER BY bm25(search_index, 12.0, 5.0, 1.0, 0.2), hit.published_at DESC, hit.id
"""


class EmbeddedEngine:
    """See `Engine`. The index holds our own tokens only, one row for each public SearchDocument."""

    def update(self, documents: Iterable[SearchDocument]) -> None:
        documents = list(documents)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany("DELETE FROM search_index WHERE rowid = %s", [(row.pk,) for row in documents])
            cursor.executemany(
                "INSERT INTO search_index (rowid, title, labels, body, weak, revision) VALUES (%s, %s, %s, %s, %s, %s)",
                [_index_row(document) for document in documents if document.public],
            )

    def revisions(self) -> dict[int, int]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT rowid, revision FROM search_index")
            return dict(cursor.fetchall())

    def clear(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM search_index")

    def search(self, query: Query, kinds: Iterable[str]) -> Result:
        kinds = list(kinds)
        if not query.terms or not kinds:
            return Result()
        groups = [_alternatives(term) for term in query.terms]
        if rows := _rows(" AND ".join(groups), query.language, kinds):
            return _result(rows, query)
        if len(groups) == 1:
            return Result()
        return _result(_rows(" OR ".join(groups), query.language, kinds), query, is_relaxed=True)


def _index_row(document: SearchDocument) -> tuple:
    labels = " ".join([*document.tags, document.municipality])
    body = f"{document.summary} {document.text}"
    return (
        document.pk,
        exact_tokens(document.title),
        exact_tokens(labels),
        exact_tokens(body),
        folded_tokens(f"{document.title} {labels} {body}"),
        document.revision,
    )


def _alternatives(term: Term) -> str:
    """The FTS5 expression for one word. A word holds letters and digits only, so quotes enclose it safely."""
    forms = [EXACT + term.word, *([FOLDED + term.word] if term.asks_folded else [])]
    quoted = [f'"{form}"' for form in forms]
    # The whole word counts beside its beginning, so that it comes first.
    return f"({' OR '.join(quoted + [f'{form} *' for form in quoted if term.is_prefix])})"


def _rows(match: str, language: str, kinds: list[str]) -> list[tuple[int, str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            SEARCH.format(kinds=", ".join(["%s"] * len(kinds))),
            [match, *kinds, language, language],
        )
        return cursor.fetchall()


def _result(rows: list[tuple[int, str, str]], query: Query, *, is_relaxed: bool = False) -> Result:
    def of_kind(kind: str) -> bool:
        return not query.kinds or kind in query.kinds

    def there(municipality: str) -> bool:
        return not query.municipalities or municipality in query.municipalities

    ids = [pk for pk, kind, municipality in rows if of_kind(kind) and there(municipality)]
    return Result(
        ids=ids[query.offset : query.offset + query.limit],
        total=len(ids),
        kinds=Counter(kind for _pk, kind, municipality in rows if there(municipality)),
        municipalities=Counter(municipality for _pk, kind, municipality in rows if municipality and of_kind(kind)),
        is_relaxed=is_relaxed and bool(rows),
    )
