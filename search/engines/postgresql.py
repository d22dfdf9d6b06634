"""PostgreSQL's tsvector over the entries: distinct tokens without positions; those at the top once more with a `t`."""

from collections.abc import Sequence

from django.db import connection

from search.engines.index import FullTextIndex, Row
from search.planning import Group, Plan

STANDS_IN = " OR ".join(f"' ' || entry.{name} || ' ' LIKE %s" for name in ("title", "labels", "body"))


class PostgresqlIndex(FullTextIndex):
    AND, OR, NOT = " & ", " | ", " & !"
    MATCH = "SELECT document_id FROM search_entry WHERE tokens @@ %s::tsquery"
    ROWS = """
SELECT hit.id, hit.kind, hit.municipality
FROM search_entry AS entry JOIN search_searchdocument AS hit ON hit.id = entry.document_id
WHERE entry.tokens @@ %s::tsquery AND hit.public AND hit.kind IN ({kinds})
  AND (hit.language = %s OR NOT EXISTS (
    SELECT 1 FROM search_searchdocument AS own
    WHERE own."group" = hit."group" AND own.language = %s AND own.public
  )){phrases}
ORDER BY hit.published_at DESC NULLS LAST, hit.kind COLLATE "C", hit.key COLLATE "C"
"""

    def token(self, token: str) -> str:
        return f"'{token}'"

    def phrase(self, phrase: Sequence[str]) -> str:
        """Its words; that they stand together, `rows` looks at in what has them."""
        return self.AND.join(map(self.token, phrase))

    def at_top(self, groups: Sequence[Group]) -> str:
        return _TopIndex().AND.join(map(_TopIndex().group, groups))

    def rows(self, match: str, plan: Plan, language: str, kinds: list[str]) -> list[Row]:
        in_kinds = ", ".join(["%s"] * len(kinds))
        together = [f"% {' '.join(phrase)} %" for phrase in plan.phrases]
        statement = self.ROWS.format(kinds=in_kinds, phrases=f" AND ({STANDS_IN})" * len(together))
        patterns = [pattern for pattern in together for _field in range(3)]
        with connection.cursor() as cursor:
            cursor.execute(statement, [match, *kinds, language, language, *patterns])
            return [Row(*values) for values in cursor.fetchall()]


class _TopIndex(PostgresqlIndex):
    def token(self, token: str) -> str:
        return f"'t{token}'"
