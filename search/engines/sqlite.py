"""SQLite's FTS5 over the entries."""

from collections.abc import Sequence

from search.engines.index import FullTextIndex
from search.planning import Group


class SqliteIndex(FullTextIndex):
    AND, OR, NOT = " AND ", " OR ", " NOT "
    MATCH = "SELECT rowid FROM search_index WHERE search_index MATCH %s"
    ROWS = """
SELECT hit.id, hit.kind, hit.municipality
FROM search_index JOIN search_searchdocument AS hit ON hit.id = search_index.rowid
WHERE search_index MATCH %s AND hit.public AND hit.kind IN ({kinds})
  AND (hit.language = %s OR NOT EXISTS (
    SELECT 1 FROM search_searchdocument AS own
    WHERE own."group" = hit."group" AND own.language = %s AND own.public
  ))
ORDER BY hit.published_at DESC, hit.kind, hit.key
"""

    def token(self, token: str) -> str:
        return f'"{token}"'

    def phrase(self, phrase: Sequence[str]) -> str:
        return self.token(" ".join(phrase))

    def at_top(self, groups: Sequence[Group]) -> str:
        return f"{{title labels top_forms}} : ({self.AND.join(map(self.group, groups))})"
